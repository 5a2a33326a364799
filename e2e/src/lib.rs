//! Whole flows against real nodes, started from the built binary on this machine.

pub mod cli;
pub mod clock;
pub mod epochs;
mod node;
pub mod program;
pub mod python;
pub mod state;
pub mod subnet;

pub use node::{eventually, free_port, node_binary, Failure, Node, NodeOptions};
