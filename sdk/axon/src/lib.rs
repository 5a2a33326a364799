//! A miner's server. It answers the signed questions of `bittensor` 10.5.0's dendrites, of `btauth/1` clients, and of
//! ours, on one port.
//!
//! ```
//! use myelin_axon::{Axon, Request};
//! use myelin_synapse::Synapse;
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
//! }
//!
//! # #[tokio::main(flavor = "current_thread")]
//! # async fn main() -> Result<(), Box<dyn std::error::Error>> {
//! let hotkey = Keypair::from_uri("//Alice", Crypto::Sr25519)?;
//! let axon = Axon::builder(hotkey)
//!     .attach(|request: Request<Echo>| async move {
//!         let answer = Some(request.synapse.text.to_uppercase());
//!         Ok(Echo { answer, ..request.synapse })
//!     })
//!     .start("127.0.0.1:0")
//!     .await?;
//! axon.stop(std::time::Duration::from_secs(10)).await;
//! # Ok(())
//! # }
//! ```
//!
//! What happens to a request: its headers are read; the blacklist is asked; signature and nonce are checked; the caller
//! takes one of its places; the body is read; the request waits for its turn by priority; the body's hash is compared
//! and the handler runs. [`Limits`] says how much of each there may be.
//!
//! Nothing grows without bound: connections, waiting requests, bodies under way, remembered nonces and labels of metrics
//! are all limited. What one caller can take of each is limited, too, or leaves some for the others. A panic in a hook
//! or a handler is a refusal with a number (500), and the axon goes on.

mod answer;
mod axon;
mod handler;
pub mod hooks;
mod limits;
mod metrics;
mod queue;
mod receive;
mod refusal;
mod replay;
mod room;
mod server;
mod service;
mod shares;
mod stall;
mod tls;
mod verify;

pub use axon::{Axon, AxonBuilder, AxonError};
pub use handler::Request;
pub use hooks::{Asked, Caller, Callers};
pub use limits::Limits;
pub use metrics::{serve_metrics, Meter};
pub use refusal::HandlerError;
pub use tls::{Identity, IdentityError};
