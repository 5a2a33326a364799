//! The nouns, one a file: their verbs, and what each does.

pub mod balance;
pub mod block;
pub mod child;
pub mod completions;
pub mod delegate;
pub mod explain;
pub mod hyperparameter;
pub mod network;
pub mod neuron;
pub mod proxy;
pub mod root;
pub mod stake;
pub mod subnet;
pub mod transfer;
pub mod wallet;
pub mod weights;
