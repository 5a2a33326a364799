//! Uids from outside: what one costs, who may have one, and who makes room.

mod price;
mod register;
mod replace;
mod root;
