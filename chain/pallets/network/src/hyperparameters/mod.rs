//! What a subnet's owner and governance can set: who may, and when ([`gate`]); the clock of a subnet ([`epochs`]);
//! the symbol of its alpha and the hotkey of its owner. The plain setters are calls of `pallet-admin`.

pub mod epochs;
pub mod gate;
mod owner_hotkey;
pub mod storage;
mod symbol;

#[cfg(test)]
mod tests;

pub use epochs::{
    MAX_ACTIVITY_CUTOFF_FACTOR, MAX_TEMPO, MIN_ACTIVITY_CUTOFF_FACTOR, MIN_TEMPO, TEMPO_RATE_LIMIT,
};
pub use gate::{OwnerLimit, Who};
