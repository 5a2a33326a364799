//! What if: the network's rules on simulated worlds, by the chain's own arithmetic.
//!
//! Amounts are exact integers and come from `core/`; floats are for agents' tastes and for pictures.

pub mod commands;
pub mod compare;
pub mod dice;
pub mod error;
pub mod exact;
pub mod models;
pub mod results;
pub mod scenario;
pub mod shares;
pub mod snapshot;
pub mod world;

pub use dice::Dice;
pub use error::LabError;
pub use world::{AgentId, Governance, Neuron, Subnet, World};
