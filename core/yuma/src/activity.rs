//! Who has spoken lately (yuma.md §1.2).

/// For each of `n` uids whether `last_update + cutoff >= block`. A uid without a last update is inactive.
#[must_use]
pub fn active(n: usize, last_update: &[u64], cutoff: u64, block: u64) -> alloc::vec::Vec<bool> {
    let spoken = last_update.iter().map(|updated| updated.saturating_add(cutoff) >= block);
    spoken.chain(core::iter::repeat(false)).take(n).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn uid_should_be_active_when_cutoff_is_reached_exactly() {
        assert_eq!(active(2, &[41, 40], 10, 51), [true, false]);
    }

    #[test]
    fn uid_should_be_inactive_when_it_has_no_last_update() {
        assert_eq!(active(3, &[51], 10, 51), [true, false, false]);
        assert_eq!(active(1, &[7, 7, 7], u64::MAX, u64::MAX), [true]);
    }
}
