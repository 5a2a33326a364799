//! The loops of those who work in a subnet. A miner implements one trait, a validator another; the rest is done here:
//!
//! | what | where |
//! |---|---|
//! | a miner: attaches its synapses, the axon does the rest | [`Miner`], [`miner::run`] |
//! | a validator: chooses whom to ask what, asks, scores | [`Validator`], [`validator::run`] |
//! | a key with a seat in the subnet, and the subnet as each block leaves it | [`Neuron`], [`View`] |
//! | moving averages, forgotten when a uid changes hands | [`scores`] |
//! | from scores to the row that the chain takes | [`weights`] |
//! | when weights may be set, committed, revealed | [`schedule`] |
//! | keys, and what they may be swapped for | [`Keys`] |
//! | what is known after the next start | [`state`] |
//!
//! A node that goes away is waited for. A hotkey that was swapped is looked for in the wallet. Weights are set by the
//! subnet's own mode: at once, or sealed for its beacon, or by hash and reveal, with the salt on the disk before the
//! hash leaves. SIGTERM and Ctrl-C ([`Stop::on_signals`]) end it all in order.
//!
//! ```no_run
//! use myelin_axon::AxonBuilder;
//! use myelin_neuron::{miner, Config, Keys, Miner, Stop};
//! use myelin_wallet::{Crypto, Keypair};
//! use std::sync::Arc;
//!
//! struct There;
//!
//! impl Miner for There {
//!     fn attach(self: Arc<Self>, axon: AxonBuilder) -> AxonBuilder {
//!         axon // which answers pings; `axon.attach(handler)` adds questions
//!     }
//! }
//!
//! # async fn example() -> Result<(), Box<dyn std::error::Error>> {
//! let keys = Keys::one(Keypair::from_uri("//Miner", Crypto::Sr25519)?);
//! let config = Config { stop: Stop::on_signals(), ..Config::new("ws://127.0.0.1:9944", 2, keys, "miner.json") };
//! miner::run(There, miner::Options::new(config, "127.0.0.2:8091".parse()?)).await?;
//! # Ok(())
//! # }
//! ```
//!
//! Scores are `f64`: they are a validator's own opinion, and the chain sees only the `u16` made from them.

mod asking;
mod caught;
mod error;
mod graph;
mod keys;
pub mod metrics;
pub mod miner;
mod neuron;
pub mod schedule;
pub mod scores;
mod seat;
mod setting;
pub mod state;
mod stop;
pub mod validator;
pub mod weights;

pub use asking::{ask_all, Answered};
pub use error::NeuronError;
pub use graph::{Certificates, Graph, Peer, View};
pub use keys::Keys;
pub use miner::Miner;
pub use myelin_dendrite::Reach;
pub use neuron::{Config, Neuron, Present};
pub use seat::Seat;
pub use stop::Stop;
pub use validator::{Round, Validator};
