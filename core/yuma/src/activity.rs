//! Who has spoken lately (yuma.md §1.2).

use alloc::vec::Vec;

/// For each of `n` uids whether `last_update + cutoff >= block`. A uid without a last update is inactive.
pub fn active(n: usize, last_update: &[u64], cutoff: u64, block: u64, active: &mut Vec<bool>) {
    active.clear();
    active.extend(last_update.iter().take(n).map(|updated| updated.saturating_add(cutoff) >= block));
    active.resize(n, false);
}

#[cfg(test)]
mod tests {
    use super::*;

    fn run(n: usize, last_update: &[u64], cutoff: u64, block: u64) -> Vec<bool> {
        let mut out = alloc::vec![true; 9];
        active(n, last_update, cutoff, block, &mut out);
        out
    }

    #[test]
    fn uid_should_be_active_when_cutoff_is_reached_exactly() {
        assert_eq!(run(2, &[41, 40], 10, 51), [true, false]);
    }

    #[test]
    fn uid_should_be_inactive_when_it_has_no_last_update() {
        assert_eq!(run(3, &[51], 10, 51), [true, false, false]);
        assert_eq!(run(1, &[7, 7, 7], u64::MAX, u64::MAX), [true]);
    }
}
