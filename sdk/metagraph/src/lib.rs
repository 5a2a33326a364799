//! A subnet with all its neurons: one read for everything, kept current from blocks, saved and loaded.
//!
//! ```no_run
//! # async fn run() -> Result<(), Box<dyn std::error::Error>> {
//! use myelin_chain::Chain;
//! use myelin_metagraph::{Follower, Metagraph};
//! use myelin_units::NetUid;
//!
//! let chain = Chain::connect("ws://127.0.0.1:9944").await?;
//! let graph = Metagraph::read(&chain, NetUid::new(1)).await?;
//! for neuron in graph.neurons() {
//!     println!("{} {} {:?}", neuron.uid.number(), neuron.hotkey, neuron.address());
//! }
//! graph.save("subnet-1.metagraph".as_ref())?;
//!
//! let follower = Follower::start(&chain, NetUid::new(1)).await?;
//! println!("{} blocks behind", follower.staleness().blocks);
//! # Ok(())
//! # }
//! ```

mod file;
mod follower;
mod graph;
#[cfg(test)]
mod samples;
mod tracker;

pub use file::FileError;
pub use follower::{Follower, Staleness};
pub use graph::{Metagraph, Neuron};
pub use tracker::Tracker;
