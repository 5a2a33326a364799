//! What both sides of a conversation between neurons share: a validator's client (`myelin-dendrite`) asks, a miner's
//! server (`myelin-axon`) answers, over HTTP, each request signed by the caller's hotkey. The protocol is that of
//! `bittensor` 10.5.0, whose axons and dendrites are spoken to as well, and the request signature of SDK 11.
//!
//! | on the wire | here |
//! |---|---|
//! | a kind of question: its name, its fields | [`Synapse`] |
//! | the headers of a request | [`RequestHead`] |
//! | who says it is who, in these headers | [`Claim`] |
//! | the body and its hash | [`body`], [`body_hash`] |
//! | nonces | [`NonceClock`] |
//! | the headers and the body of an answer | [`Terminal`], [`envelope`] |
//! | tensors | [`Tensor`] |
//! | `btauth/1`, the signature of SDK 11 | [`btauth`] |
//!
//! ```
//! use myelin_synapse::{Empty, Synapse};
//! use serde::{Deserialize, Serialize};
//!
//! #[derive(Debug, Default, Serialize, Deserialize)]
//! struct Multiply {
//!     query: String,
//!     factor: u32,
//!     #[serde(default)]
//!     answer: Option<String>,
//! }
//!
//! impl Synapse for Multiply {
//!     const NAME: &'static str = "Multiply";
//!     const REQUIRED: &'static [(&'static str, Empty)] = &[("query", Empty::Text), ("factor", Empty::Integer)];
//!     const HASHED: &'static [&'static str] = &["query", "factor"];
//! }
//!
//! let body = myelin_synapse::body(&Multiply { query: "ab".into(), factor: 2, answer: None })?;
//! assert_eq!(
//!     myelin_synapse::body_hash(Multiply::HASHED, &body)?,
//!     "ae8e0db0e5e11c4c636ec6739041f09f808b8219b2ea9e48b0b42e4dc664fded",
//! );
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

mod answer;
pub mod btauth;
mod certificate;
mod claim;
mod hash;
mod head;
mod nonce;
mod pythonic;
mod synapse;
mod tensor;

pub use answer::{envelope, Refused, Terminal};
pub use certificate::{Certificate, CertificateError};
pub use claim::{Claim, ClaimError};
pub use hash::{body_hash, HashError, EMPTY_HASH};
pub use head::{HeadError, RequestHead, DEFAULT_TIMEOUT};
pub use nonce::{process_id, unix_nanoseconds, NonceClock};
pub use pythonic::{python_text, PythonicError};
pub use synapse::{body, BodyError, Empty, Ping, Synapse};
pub use tensor::{DType, Tensor, TensorError};

/// The version we give: that of the SDK whose protocol this is, 10.5.0.
pub const PROTOCOL_VERSION: u32 = 10_005_000;
/// The port of an axon when nothing else is said.
pub const DEFAULT_PORT: u16 = 8091;
