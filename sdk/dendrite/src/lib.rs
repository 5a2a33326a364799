//! A validator's client: typed questions to one axon or to many at a time, over connections that are used again.
//!
//! An axon is believed in nothing: size, time, headers, content type of its answer and what comes before it are limited,
//! so are the bytes of all answers that are being read, and what one of them does harms no question to another. Each
//! failure says what happened ([`AskError`]); an axon's words in it are fit for a terminal.
//!
//! ```no_run
//! use myelin_dendrite::{Dendrite, Target};
//! use myelin_synapse::{Empty, Synapse};
//! use myelin_wallet::{Crypto, Keypair};
//! use serde::{Deserialize, Serialize};
//!
//! #[derive(Serialize, Deserialize)]
//! struct Echo {
//!     text: String,
//!     #[serde(default)]
//!     answer: Option<String>,
//! }
//!
//! impl Synapse for Echo {
//!     const NAME: &'static str = "Echo";
//!     const REQUIRED: &'static [(&'static str, Empty)] = &[("text", Empty::Text)];
//! }
//!
//! # async fn example() -> Result<(), Box<dyn std::error::Error>> {
//! let dendrite = Dendrite::builder(Keypair::from_uri("//Bob", Crypto::Sr25519)?).build()?;
//! let alice = Keypair::from_uri("//Alice", Crypto::Sr25519)?.public();
//! let target = Target::new(alice, ([127, 0, 0, 1], 8091).into());
//! let answer = dendrite.ask(&target, &Echo { text: "hello".into(), answer: None }).await?;
//! println!("{:?} in {:?}", answer.synapse.answer, answer.elapsed);
//! # Ok(())
//! # }
//! ```

mod answer;
mod budget;
mod chunks;
mod connection;
mod dendrite;
mod error;
mod guard;
mod pool;
mod reach;
mod target;
mod tls;
mod words;

pub use answer::Answer;
pub use chunks::Chunks;
pub use dendrite::{Dendrite, DendriteBuilder};
pub use error::{AskError, BuildError};
pub use reach::Reach;
pub use target::{NotServing, Target};
