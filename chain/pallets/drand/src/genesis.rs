//! Whose pulses a chain takes is decided once.

use crate::wire::BeaconConfiguration;

/// The beacons that a chain can be made for.
#[derive(Copy, Clone, Debug, Default, Eq, PartialEq, serde::Serialize, serde::Deserialize)]
pub enum BeaconChoice {
    /// drand's network with 3 s rounds.
    #[default]
    Quicknet,
    /// The beacon whose secret everybody knows, for machines without internet.
    Development,
}

impl BeaconChoice {
    /// What stands in storage for it.
    pub fn configuration(self) -> BeaconConfiguration {
        match self {
            Self::Quicknet => BeaconConfiguration::quicknet(),
            Self::Development => BeaconConfiguration::development(),
        }
    }
}
