//! How much a hotkey may commit: a budget of bytes that each epoch of the subnet gives anew (yuma.md §3.8).

use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use scale_info::TypeInfo;

/// Bytes between two epochs, until root says otherwise.
pub const DEFAULT_MAX_SPACE: u32 = 3_100;
/// Bytes that a commitment counts for at least.
pub const MIN_SPACE: u64 = 100;

/// What was used of a budget, and in which epoch.
#[derive(
    Clone, Copy, Debug, Default, PartialEq, Eq, Encode, Decode, DecodeWithMemTracking, TypeInfo, MaxEncodedLen,
)]
pub struct UsageTracker {
    /// The subnet's epoch of the last use.
    pub last_epoch: u64,
    /// Bytes used in it.
    pub used_space: u64,
}

impl UsageTracker {
    /// The budget after a commitment of `bytes` in `epoch`; nothing when that is more than `limit` in one epoch.
    /// What was used in another epoch no longer counts.
    pub fn after(self, epoch: u64, bytes: u64, limit: u32) -> Option<Self> {
        let already = if self.last_epoch == epoch { self.used_space } else { 0 };
        let used_space = already.checked_add(bytes.max(MIN_SPACE))?;
        (used_space <= u64::from(limit)).then_some(Self { last_epoch: epoch, used_space })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn used(last_epoch: u64, used_space: u64) -> UsageTracker {
        UsageTracker { last_epoch, used_space }
    }

    #[test]
    fn space_should_count_the_minimum_when_a_commitment_is_small() {
        assert_eq!(used(7, 50).after(7, 0, 1_000), Some(used(7, 150)));
        assert_eq!(used(7, 50).after(7, 100, 1_000), Some(used(7, 150)));
        assert_eq!(used(7, 50).after(7, 101, 1_000), Some(used(7, 151)));
    }

    #[test]
    fn space_should_be_used_to_the_last_byte() {
        assert_eq!(used(7, 800).after(7, 200, 1_000), Some(used(7, 1_000)));
        assert_eq!(used(7, 800).after(7, 201, 1_000), None);
        assert_eq!(used(7, u64::MAX).after(7, 201, u32::MAX), None);
    }

    #[test]
    fn space_should_begin_anew_when_the_epoch_is_another() {
        assert_eq!(used(7, 1_000).after(8, 300, 1_000), Some(used(8, 300)));
        // A subnet of a netuid that is used again counts its epochs from zero.
        assert_eq!(used(7, 1_000).after(0, 300, 1_000), Some(used(0, 300)));
    }
}
