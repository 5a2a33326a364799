//! A metagraph for tests.

use codec::{Decode, Encode};
use myelin_chain::AccountId;
use myelin_views::{AxonInfo, Metagraph};

/// A subnet of `neurons` neurons, each a little different.
pub(crate) fn sample(neurons: u16) -> Metagraph<AccountId> {
    include!("../samples/graph.rs")
}
