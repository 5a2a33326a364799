//! What can go wrong between a program and its chain.

use crate::{metadata::MetadataError, refusals::PoolRefusal};
use myelin_wallet::SignerError;
use std::time::Duration;

/// Why a chain did not do or tell what was asked. Each names what was asked, and what to do where one can know.
#[derive(Debug, Clone, thiserror::Error)]
#[non_exhaustive]
pub enum ChainError {
    /// Nobody answers there, or the connection broke in the middle. The next call connects again.
    #[error("no connection to {url}: {reason}")]
    Connection {
        /// Where.
        url: String,
        /// What the network said.
        reason: String,
    },
    /// The node is connected and does not answer.
    #[error(
        "{url} did not answer {method} within {within:?} (`answer_within`); the node is stopped or busy, or the answer \
         is too large: look at its log, then ask again"
    )]
    Timeout {
        /// Where.
        url: String,
        /// What was asked.
        method: String,
        /// How long was waited.
        within: Duration,
    },
    /// The node answered with an error.
    #[error("the node refused {method}: {message} (code {code})")]
    Rpc {
        /// What was asked.
        method: String,
        /// Its number.
        code: i32,
        /// Its words, with what it added.
        message: String,
    },
    /// An answer that is not what the chain's interface says.
    #[error("{what} is not in the form this program knows ({reason}); is the chain newer than the program?")]
    Decode {
        /// What was read.
        what: String,
        /// Where it did not fit.
        reason: String,
    },
    /// There is no such block, or the node does not have it.
    #[error("the node has no block {0}")]
    NoSuchBlock(String),
    /// The state of the block is gone: nodes keep that of the latest blocks only, unless they are archives.
    #[error("the node no longer has the state of block {0}: ask an archive node")]
    NoState(String),
    /// The pool of transactions does not take the call. It cost nothing, and its nonce is free again.
    #[error(transparent)]
    Refused(PoolRefusal),
    /// The call is in a block and failed there. Its fee is paid.
    #[error(transparent)]
    Dispatch(Box<FailedCall>),
    /// A dry run: the call would fail in a block.
    #[error("the call would fail: {0}")]
    WouldFail(DispatchError),
    /// The call was sent and then fell out of the pool.
    #[error("transaction {hash} left the pool without a block: {reason}")]
    Dropped {
        /// Its hash, with `0x`.
        hash: String,
        /// What the pool said.
        reason: String,
    },
    /// The call was sent and is in no block after all blocks in which it was valid.
    #[error("transaction {hash} is in none of the {blocks} blocks in which it was valid: it will not happen, send it again")]
    Expired {
        /// Its hash, with `0x`.
        hash: String,
        /// How long it was valid.
        blocks: u64,
    },
    /// The node went away with the call and did not come back: whether it happened is not known.
    #[error("the node went away: transaction {hash} may still happen until block {last}; look there before sending it again")]
    Unconfirmed {
        /// Its hash, with `0x`.
        hash: String,
        /// The last block it is valid in.
        last: u64,
    },
    /// The signer did not sign.
    #[error(transparent)]
    Signer(#[from] SignerError),
    /// The chain's call has another form than the one this program was built for.
    #[error("{pallet}.{call} cannot be sent to this chain (version {spec}): {reason}")]
    OtherForm {
        /// The pallet.
        pallet: String,
        /// Its call.
        call: String,
        /// Version of the chain's runtime.
        spec: u32,
        /// What differs.
        reason: String,
    },
    /// The chain's description of itself cannot be used.
    #[error(transparent)]
    Metadata(#[from] MetadataError),
    /// A trade that the market does not give.
    #[error("the trade cannot be made: {0}")]
    Trade(String),
    /// Something is not there: a subnet, a neuron.
    #[error("{0} does not exist")]
    Missing(String),
    /// A row of weights that cannot count.
    #[error(transparent)]
    Row(#[from] crate::weights::Unusable),
    /// A commitment that no chain takes.
    #[error(transparent)]
    Commitment(#[from] crate::commitments::Unpublishable),
    /// Weights that cannot be sealed for this chain.
    #[error("the weights cannot be sealed: {0}")]
    Seal(String),
}

impl ChainError {
    /// Whether asking again later may help without changing anything: the connection, not the question, was the trouble.
    pub fn is_connection(&self) -> bool {
        matches!(self, Self::Connection { .. } | Self::Timeout { .. })
    }

    /// The error that the call died of, in a block or in a dry run.
    pub fn dispatch(&self) -> Option<&DispatchError> {
        match self {
            Self::Dispatch(failed) => Some(&failed.error),
            Self::WouldFail(error) => Some(error),
            _ => None,
        }
    }

    /// Why the pool refused the call, if it did.
    pub fn refusal(&self) -> Option<&PoolRefusal> {
        match self {
            Self::Refused(refusal) => Some(refusal),
            _ => None,
        }
    }

    pub(crate) fn decode(what: impl Into<String>, reason: impl ToString) -> Self {
        Self::Decode { what: what.into(), reason: reason.to_string() }
    }
}

/// A call that is in a block and failed.
#[derive(Debug, Clone, thiserror::Error)]
#[error("the call failed in block {number}: {error}")]
pub struct FailedCall {
    /// Why.
    pub error: DispatchError,
    /// The number of its block.
    pub number: u64,
    /// Where it stands, and what it cost.
    pub included: crate::Included,
}

/// Why a call failed, in the chain's words.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum DispatchError {
    /// An error of a pallet.
    #[error("{pallet}.{name} (pallet {pallet_index}, error {index}): {docs}")]
    Module {
        /// The pallet's name.
        pallet: String,
        /// Its number.
        pallet_index: u8,
        /// The error's name.
        name: String,
        /// Its number within the pallet.
        index: u8,
        /// What the chain says about it.
        docs: String,
    },
    /// An error of the runtime itself, such as `BadOrigin` or `Token: FundsUnavailable`.
    #[error("{0}")]
    Runtime(String),
}

impl DispatchError {
    /// `Pallet.Error`, or the runtime's name of it.
    pub fn name(&self) -> String {
        match self {
            Self::Module { pallet, name, .. } => format!("{pallet}.{name}"),
            Self::Runtime(name) => name.clone(),
        }
    }

    /// Whether it is this error of the pallet of the network.
    pub fn is(&self, error: &str) -> bool {
        matches!(self, Self::Module { pallet, name, .. } if pallet == "SubtensorModule" && name == error)
    }
}
