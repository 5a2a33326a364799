//! Why a neuron cannot go on, with what to do about it.

use myelin_chain::ChainError;
use myelin_units::Tao;
use myelin_wallet::WalletError;
use std::{net::SocketAddr, path::PathBuf};

/// Why a neuron stopped or did not start.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum NeuronError {
    /// The chain, or the way to it.
    #[error(transparent)]
    Chain(#[from] ChainError),
    /// The hotkey's file.
    #[error(transparent)]
    Wallet(#[from] WalletError),
    /// No key was given.
    #[error("no hotkey was given: a neuron needs one to sign with")]
    NoKey,
    /// The hotkey has no seat.
    #[error(
        "hotkey {hotkey} is not registered on subnet {netuid}: register it (`myelin neuron register {netuid}`), \
         which costs {} TAO now",
        Tao::new(*burn)
    )]
    NotRegistered {
        /// The hotkey.
        hotkey: String,
        /// The subnet.
        netuid: u16,
        /// What a registration costs now, rao.
        burn: u64,
    },
    /// Another has our seat.
    #[error(
        "hotkey {hotkey} lost uid {uid} of subnet {netuid}, as block {block} shows: others earned more, and one of them \
         took the place; register again to go on"
    )]
    Replaced {
        /// The hotkey.
        hotkey: String,
        /// The subnet.
        netuid: u16,
        /// The uid that was ours.
        uid: u16,
        /// The block that showed it.
        block: u64,
    },
    /// Our hotkey was swapped for one that is not here.
    #[error(
        "hotkey {old} of uid {uid} was swapped for {new}, which is not among the keys given: put it into the wallet and \
         start again"
    )]
    Swapped {
        /// What it was.
        old: String,
        /// What it is.
        new: String,
        /// Whose.
        uid: u16,
    },
    /// The file with what a validator remembers.
    #[error("the state in {path}: {reason}")]
    State {
        /// Where.
        path: PathBuf,
        /// What is wrong and what to do.
        reason: String,
    },
    /// Something in the neuron's own code broke.
    #[error("a task of the neuron broke: {0}")]
    Task(String),
    /// The axon could not be started.
    #[error("the axon does not serve: {0}")]
    Axon(String),
    /// Metrics cannot be served.
    #[error("metrics at {address} (`Config::metrics`): {reason}")]
    Metrics {
        /// Where.
        address: SocketAddr,
        /// Why, and what to do.
        reason: String,
    },
    /// What a miner or validator itself could not do this time: it is told, and the neuron goes on.
    #[error("{0}")]
    Own(String),
    /// What a miner or validator itself cannot go on without: the neuron ends.
    #[error("{0}")]
    Fatal(String),
}

impl NeuronError {
    /// Why a miner or validator could not do something this time. The neuron goes on.
    pub fn own(reason: impl ToString) -> Self {
        Self::Own(reason.to_string())
    }

    /// A miner's or validator's own reason to end the neuron.
    pub fn fatal(reason: impl ToString) -> Self {
        Self::Fatal(reason.to_string())
    }

    /// Whether a neuron ends when a round, or the beginning of a miner, fails so: it was meant to, or nothing can be
    /// written down any more.
    pub(crate) fn is_fatal(&self) -> bool {
        matches!(self, Self::Fatal(_) | Self::State { .. })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn price_should_be_in_tao_when_it_is_told() {
        let error = NeuronError::NotRegistered { hotkey: "5F".into(), netuid: 2, burn: 71_257_291 };
        assert!(error.to_string().ends_with("which costs 0.071257291 TAO now"), "{error}");
    }
}
