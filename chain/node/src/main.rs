//! The node: network, consensus and RPC around the runtime.
#![allow(clippy::result_large_err)] // errors of the SDK are large; they end the program

mod audit;
mod beacons;
mod chain_spec;
mod command;
mod epochs;
mod options;
mod rpc;
mod service;

fn main() -> sc_cli::Result<()> {
    command::run()
}
