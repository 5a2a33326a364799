//! Which votes and bonds count, and each row of weights made to sum to one (yuma.md §1.6, §1.9).

use crate::rows::{Filter, Rows};
use alloc::vec::Vec;

/// What decides which entries of the rows count.
#[derive(Clone, Copy, Debug)]
pub struct Masks<'a> {
    /// Permits that govern this epoch, one per uid: weights of others are not read.
    pub permits: &'a [bool],
    /// The owner may name itself.
    pub owner: Option<u16>,
    /// Block of each uid's last submission: a weight counts when its target registered in an earlier block.
    pub last_update: &'a [u64],
    /// Block at which each uid registered.
    pub registered_at: &'a [u64],
    /// Block of each uid's earliest commit that may still be revealed, `u64::MAX` for none: a weight does not count
    /// on a target that registered after it.
    pub first_commit: &'a [u64],
    /// A bond counts when its miner registered before this block.
    pub bonded_at: u64,
    /// Remember which weights of zero rows name.
    pub zeros: bool,
}

/// The first block whose newcomers are strangers to the stored bonds: the one after the last epoch, or a tempo
/// ago when there never was one (`last_epoch_block` 0).
#[must_use]
pub const fn bonded_at(block: u64, tempo: u16, last_epoch_block: u64) -> u64 {
    match last_epoch_block {
        0 => block.saturating_sub(tempo as u64),
        last => last.saturating_add(1),
    }
}

/// W and B: the permitted rows of weights without what does not count, normalised, beside the stored bonds.
///
/// Rows beyond the lists are empty. A uid without a last update has no weights, since nothing registered before
/// block 0. An explicit weight of zero is the same as none: its score is zero, and it buys nothing.
pub fn rows(weights: &[Vec<(u16, u16)>], bonds: &[Vec<(u16, u16)>], masks: &Masks, out: &mut Rows) {
    out.reset(masks.permits.len(), masks.registered_at);
    for ((uid, at), permit) in (0..=u16::MAX).zip(0..).zip(masks.permits) {
        let weights = if *permit { row(weights, at) } else { &[] };
        let bonds = row(bonds, at);
        if weights.is_empty() && bonds.is_empty() {
            continue;
        }
        let committed = masks.first_commit.get(at).copied().unwrap_or(u64::MAX);
        let filter = Filter {
            // Not after the commit's block: before the block that follows it.
            voted_at: masks.last_update.get(at).copied().unwrap_or(0).min(committed.saturating_add(1)),
            except: (masks.owner != Some(uid)).then_some(uid),
            bonded_at: masks.bonded_at,
            zeros: masks.zeros,
        };
        out.read(uid, weights, bonds, filter);
    }
}

fn row(rows: &[Vec<(u16, u16)>], at: usize) -> &[(u16, u16)] {
    rows.get(at).map_or(&[], Vec::as_slice)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fixed::{unpack, ONE};

    const MASKS: Masks<'static> = Masks {
        permits: &[true; 3],
        owner: None,
        last_update: &[50; 3],
        registered_at: &[1; 3],
        first_commit: &[],
        bonded_at: 40,
        zeros: false,
    };

    /// Per target: whose positive weights are on it.
    fn run(stored: &[Vec<(u16, u16)>], masks: &Masks) -> Vec<Vec<(u16, u64)>> {
        let mut out = Rows::default();
        rows(stored, &[], masks, &mut out);
        let mut columns = vec![Vec::new(); 3];
        for row in out.iter() {
            for (miner, weight) in row.miners.iter().zip(row.weights).filter(|(_, weight)| **weight > 0) {
                columns[usize::from(*miner)].push((row.uid, unpack(*weight)));
            }
        }
        columns
    }

    #[test]
    fn self_weight_should_be_dropped_and_the_rest_renormalised() {
        let rows = [vec![(0, 7), (1, 1), (2, 1)]];
        assert_eq!(run(&rows, &MASKS), [vec![], vec![(0, ONE / 2)], vec![(0, ONE / 2)]]);
        let owner = Masks { owner: Some(0), ..MASKS };
        assert_eq!(run(&rows, &owner)[0], [(0, 7 * ONE / 9)]);
    }

    #[test]
    fn vote_should_be_stale_when_target_registered_in_its_block() {
        let rows = [vec![(1, 1), (2, 1)]];
        let masks = Masks { registered_at: &[1, 49, 50], ..MASKS };
        assert_eq!(run(&rows, &masks), [vec![], vec![(0, ONE)], vec![]]);
    }

    #[test]
    fn vote_should_not_count_when_target_came_after_the_earliest_commit() {
        let rows = [vec![(1, 1), (2, 1)]];
        let masks = Masks { registered_at: &[1, 30, 31], first_commit: &[30], ..MASKS };
        assert_eq!(run(&rows, &masks), [vec![], vec![(0, ONE)], vec![]]);
        let none = Masks { first_commit: &[u64::MAX], ..masks };
        assert_eq!(run(&rows, &none), [vec![], vec![(0, ONE / 2)], vec![(0, ONE / 2)]]);
    }

    #[test]
    fn row_should_be_ignored_when_its_uid_has_no_permit_or_never_voted() {
        let rows = [vec![(1, 1)], vec![(0, 1)], vec![(0, 1)]];
        let masks = Masks { permits: &[false, true, true], last_update: &[50, 50], ..MASKS };
        assert_eq!(run(&rows, &masks), [vec![(1, ONE)], vec![], vec![]]);
    }

    #[test]
    fn strangers_should_be_told_by_the_block_after_the_last_epoch() {
        assert_eq!(bonded_at(51, 10, 41), 42);
        assert_eq!(bonded_at(51, 10, 0), 41);
        assert_eq!(bonded_at(5, 10, 0), 0);
        assert_eq!(bonded_at(0, 0, u64::MAX), u64::MAX);
    }
}
