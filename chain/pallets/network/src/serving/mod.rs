//! Where neurons are reached: the address of a server, of its metrics, and the server's certificate (yuma.md §3.8).

pub mod address;
mod axon;
mod certificate;
mod prometheus;

#[cfg(test)]
mod tests;
