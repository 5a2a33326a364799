//! A chain's client: views at one block, typed calls, trades with a limit.
//!
//! | what you want | how |
//! |---|---|
//! | a connection, shared and resumed after a break | [`Chain::connect`] |
//! | to read, all of one block | [`Chain::at_head`], [`Chain::at`] → [`Snapshot`] |
//! | one read in one round trip | [`Chain::unpinned`] |
//! | new blocks | [`Chain::heads`] |
//! | a call of every day | [`calls`], sent by [`Chain::submit`] |
//! | any other call | [`api::tx`](api), sent the same way |
//! | what a call costs, and whether it would succeed | [`Chain::fee`], [`Chain::dry_run`] |
//! | a trade with a limit | [`Chain::quote`], [`Chain::trade`], [`Chain::stake_with_limit`] |
//! | weights, openly, by hash or sealed; whether a row can count | [`Chain::set_weights`], [`weights`] |
//! | what hotkeys publish | [`Snapshot::commitments`], [`commitments`] |
//! | what went wrong | [`ChainError`], [`refusals`], [`known_errors`] |
//!
//! Reads need no metadata: the first answer costs a connection and one question. Calls are typed by the metadata that
//! this crate was built with; a chain of another version is asked for its own, and a call that has another form there
//! is refused before it is signed ([`ChainError::OtherForm`]).
//!
//! ```no_run
//! # async fn run() -> Result<(), Box<dyn std::error::Error>> {
//! use myelin_chain::{calls, Chain};
//! use myelin_units::Tao;
//! use myelin_wallet::{Crypto, Keypair};
//!
//! let chain = Chain::connect("ws://127.0.0.1:9944").await?;
//! let alice = Keypair::from_uri("//Alice", Crypto::Sr25519)?;
//! let bob = Keypair::from_uri("//Bob", Crypto::Sr25519)?.public();
//!
//! let included = chain.submit(&alice, &calls::transfer(bob.into(), Tao::new(5_000_000_000))).await?;
//! println!("block {}, fee {} rao", included.number, included.fee.rao());
//! let after = chain.at(included.block_hash).await?;
//! println!("{} rao", after.balance(bob.into()).await?.rao());
//! # Ok(())
//! # }
//! ```

mod account;
mod accounts;
mod api_module;
pub mod calls;
mod chain;
pub mod commitments;
mod connection;
mod dry_run;
mod error;
mod events;
mod heads;
pub mod keys;
mod market;
pub mod metadata;
mod neurons;
mod nonces;
pub mod refusals;
mod rules;
mod snapshot;
mod stakes;
mod submit;
mod subnets;
mod trades;
mod transaction;
pub mod weights;

pub use account::AccountId;
pub use accounts::Account;
pub use api_module::api;
pub use chain::{At, Chain};
pub use connection::Options;
pub use error::{ChainError, DispatchError, FailedCall};
pub use events::{known_errors, Event, KnownError};
pub use heads::{Head, Heads};
pub use market::{Part, Quote, Tolerance, Trade};
pub use snapshot::Snapshot;
pub use stakes::{Delegated, Proxy};
pub use submit::{Included, SubmitOptions, Until};
pub use subxt::tx::Payload;
pub use trades::{stake_call, swap_call, unstake_call};
pub use weights::{Row, Sealed};

/// A block's hash.
pub type Hash = subxt::config::substrate::H256;
