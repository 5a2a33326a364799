//! Why there is no answer.

use myelin_synapse::{BodyError, HashError, HeadError};
use myelin_wallet::{Crypto, SignerError};
use std::{net::SocketAddr, time::Duration};

/// Why there is no answer. Its text is fit for a terminal, whatever the axon wrote. [`AskError::status`] gives the number that the official client has for it.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum AskError {
    /// The axon refused, and said why.
    #[error("the axon refused ({status}): {message}")]
    Refused {
        /// As in HTTP.
        status: u16,
        /// The axon's words, cut to 1,000 characters; `\u{fffd}` for those that are not fit for a terminal.
        message: String,
    },
    /// No connection.
    #[error("the axon cannot be reached: {0}")]
    Unreachable(String),
    /// An address that is not asked.
    #[error(
        "{0} is not asked: it is no address of the public internet, and this dendrite asks no others \
         (`Reach::Anywhere` allows them, for chains on one machine)"
    )]
    OutOfReach(SocketAddr),
    /// No answer in time.
    #[error("no answer within {0:?}")]
    Timeout(Duration),
    /// Broken off, or not HTTP, or with headers or interim answers beyond all limits.
    #[error("the connection broke before the answer was whole: {0}")]
    Broken(String),
    /// More than is taken.
    #[error("the answer has more than {limit} bytes, which is the limit (`response_limit`)")]
    TooLarge {
        /// Bytes that are taken.
        limit: usize,
    },
    /// More than is taken of all answers together.
    #[error(
        "the answers that are being read have more than {limit} bytes together, which is the limit (`answers_limit`): ask \
         fewer at a time, or allow more"
    )]
    TooMuchAtOnce {
        /// Bytes of all that are taken.
        limit: usize,
    },
    /// Another kind of content.
    #[error("the answer's content type is `{is}`, not `{wanted}`")]
    ContentType {
        /// What was wanted.
        wanted: &'static str,
        /// What came, cut to 64 characters.
        is: String,
    },
    /// No such synapse.
    #[error("the answer is no {name}: {error}")]
    Unreadable {
        /// The synapse.
        name: &'static str,
        /// What is wrong with it.
        error: String,
    },
    /// The server is not the one whose key was published, or speaks no TLS.
    #[error("no TLS with the server whose key was published: {0}")]
    Tls(String),
    /// The question has no body.
    #[error(transparent)]
    Body(#[from] BodyError),
    /// The question has no hash.
    #[error("the question cannot be hashed: {0}")]
    Hash(#[from] HashError),
    /// The question has no headers.
    #[error(transparent)]
    Head(#[from] HeadError),
    /// The question is not signed.
    #[error("the question is not signed: {0}")]
    Sign(#[from] SignerError),
    /// A field's `Deserialize` panicked.
    #[error("reading the answer panicked")]
    Panicked,
}

impl AskError {
    /// The axon's status when it gave one; else what the official client calls such a failure.
    pub fn status(&self) -> u16 {
        match self {
            Self::Refused { status, .. } => *status,
            Self::Unreachable(_) | Self::Tls(_) | Self::TooMuchAtOnce { .. } => 503,
            Self::OutOfReach(_) => 403,
            Self::Broken(_) => 400,
            Self::Timeout(_) => 408,
            Self::TooLarge { .. } | Self::ContentType { .. } | Self::Unreadable { .. } | Self::Panicked => {
                422
            }
            Self::Body(_) | Self::Hash(_) | Self::Head(_) | Self::Sign(_) => 500,
        }
    }

    /// May the same question succeed a little later?
    pub fn is_passing(&self) -> bool {
        matches!(self.status(), 408 | 429 | 503 | 504)
    }
}

/// Why a dendrite is not made.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum BuildError {
    /// The headers of SDK 10 have no place for the algorithm.
    #[error("the hotkey is {0}: axons of SDK 10 know sr25519 only; `btauth()` signs with it for those that know that")]
    Crypto(Crypto),
}
