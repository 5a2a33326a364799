//! The clock before spring 2026, which needed no state: epochs of a subnet ran wherever its number and the block's came
//! out even. Chains of that time, and clients that still count so, are followed with it.

/// Blocks from one epoch to the next: one more than the tempo.
const fn period(tempo: u16) -> u64 {
    tempo as u64 + 1
}

/// Blocks by which a subnet is ahead of block numbers.
const fn ahead(netuid: u16) -> u64 {
    netuid as u64 + 1
}

/// Whether an epoch runs in this block. Tempo 0 never does.
#[must_use]
pub const fn due(netuid: u16, tempo: u16, block: u64) -> bool {
    tempo != 0 && block.saturating_add(ahead(netuid)).is_multiple_of(period(tempo))
}

/// The number of the epoch to which the block belongs.
#[must_use]
pub const fn epoch(netuid: u16, tempo: u16, block: u64) -> u64 {
    block.saturating_add(ahead(netuid)) / period(tempo)
}

/// The first block of an epoch, 0 for one that began before the chain.
#[must_use]
pub const fn first_block(netuid: u16, tempo: u16, epoch: u64) -> u64 {
    epoch.saturating_mul(period(tempo)).saturating_sub(ahead(netuid))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn epoch_should_begin_where_it_is_due(netuid in 0..40u16, tempo in 1..50u16, block in 0..5000u64) {
            let number = epoch(netuid, tempo, block);
            let first = first_block(netuid, tempo, number);
            prop_assert!(first <= block);
            prop_assert_eq!(epoch(netuid, tempo, first), number);
            prop_assert_eq!(due(netuid, tempo, block), first == block && (block > 0 || number > 0) && is_exact(netuid, tempo, block));
            prop_assert!(!due(netuid, 0, block));
        }
    }

    /// Block 0 may stand in the middle of an epoch, whose first block is then cut off.
    fn is_exact(netuid: u16, tempo: u16, block: u64) -> bool {
        epoch(netuid, tempo, block) * u64::from(tempo + 1) == block + u64::from(netuid) + 1
    }
}
