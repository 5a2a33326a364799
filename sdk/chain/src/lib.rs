//! A chain's client: views at one block, typed calls, trades with a limit.

mod account;
mod api_module;
mod chain;
mod connection;
mod error;
mod events;
mod heads;
pub mod keys;
pub mod metadata;
mod nonces;
mod quote;
pub mod refusals;
mod snapshot;
mod submit;
mod transaction;

pub use account::AccountId;
pub use api_module::api;
pub use chain::{At, Chain};
pub use connection::Options;
pub use error::{ChainError, DispatchError, FailedCall};
pub use events::{known_errors, Event, KnownError};
pub use heads::{Head, Heads};
pub use snapshot::Snapshot;
pub use submit::{Included, SubmitOptions, Until};

/// A block's hash.
pub type Hash = subxt::config::substrate::H256;
