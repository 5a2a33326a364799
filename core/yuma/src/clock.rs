//! When a subnet's epoch is due: the stateful rule of yuma.md §2.7.

/// An epoch is due when this many blocks went by without one, whatever the tempo.
pub const MOST_BLOCKS_WITHOUT_STEP: u64 = 50_400;

/// Whether an epoch is due at `block`.
///
/// `last_epoch_block` is when the last one fired; `pending_at` the block from which a triggered or deferred one
/// may fire, 0 for none; `blocks_since_last_step` the blocks since the last one was paid out. Tempo 0 never is.
#[must_use]
pub const fn due(
    tempo: u16,
    block: u64,
    last_epoch_block: u64,
    pending_at: u64,
    blocks_since_last_step: u64,
) -> bool {
    let pending = pending_at > 0 && block >= pending_at;
    let overdue = blocks_since_last_step > MOST_BLOCKS_WITHOUT_STEP;
    let elapsed = block.saturating_sub(last_epoch_block) >= tempo as u64;
    tempo != 0 && (pending || overdue || elapsed)
}

/// The first block, from `block` on, at which an epoch is due if nothing but time passes (one more block since
/// the last step with every block). `None` when tempo is 0 or block numbers end before.
#[must_use]
pub fn next_epoch(
    tempo: u16,
    block: u64,
    last_epoch_block: u64,
    pending_at: u64,
    blocks_since_last_step: u64,
) -> Option<u64> {
    if tempo == 0 {
        return None;
    }
    let elapsed = last_epoch_block.checked_add(u64::from(tempo)).map(|at| at.max(block));
    let pending = (pending_at > 0).then(|| pending_at.max(block));
    let overdue = block.checked_add((MOST_BLOCKS_WITHOUT_STEP + 1).saturating_sub(blocks_since_last_step));
    [elapsed, pending, overdue].into_iter().flatten().min()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn epoch_should_never_be_due_when_tempo_is_zero() {
        assert!(!due(0, 1_000_000, 0, 1, u64::MAX));
        assert_eq!(next_epoch(0, 10, 10, 1, 0), None);
    }

    #[test]
    fn epoch_should_be_due_when_a_tempo_has_passed() {
        assert!(!due(50, 59, 10, 0, 0));
        assert!(due(50, 60, 10, 0, 0));
        assert_eq!(next_epoch(50, 10, 10, 0, 0), Some(60));
    }

    #[test]
    fn epoch_should_be_due_when_the_pending_block_is_reached() {
        assert!(!due(360, 19, 10, 20, 9));
        assert!(due(360, 20, 10, 20, 10));
    }

    #[test]
    fn clock_should_not_overflow_at_the_end_of_block_numbers() {
        assert_eq!(next_epoch(1, u64::MAX, u64::MAX, 0, 0), None);
        assert!(!due(1, 5, 9, 0, 0));
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(2_000))]

        #[test]
        fn next_epoch_should_be_the_first_due_block(
            tempo in 1..70u16, block in 0..200u64, last in 0..200u64, pending in 0..300u64, since in 50_300..50_500u64,
        ) {
            let first = (0..).find(|later| due(tempo, block + later, last, pending, since + later));
            prop_assert_eq!(next_epoch(tempo, block, last, pending, since), first.map(|later| block + later));
        }
    }
}
