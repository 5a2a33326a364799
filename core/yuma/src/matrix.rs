//! The weights of an epoch by columns: what each validator thinks of a miner.
//!
//! One counting sort turns rows into columns whose entries stand in ascending order of the validator. A column fits the
//! fastest cache, however often the search for its quantile passes over it.

use crate::fixed::unpack;
use crate::rows::Rows;
use alloc::vec::Vec;

/// What one validator thinks of a miner, in one word: packed weight and uid.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Entry(u64);

impl Entry {
    /// An entry of a packed weight.
    #[inline(always)]
    #[must_use]
    pub const fn new(uid: u16, packed: u32) -> Self {
        Self((packed as u64) << 32 | uid as u64)
    }

    /// The validator.
    #[inline(always)]
    #[must_use]
    pub const fn uid(self) -> u16 {
        self.0 as u16
    }

    /// Its normalised weight on the miner (W), packed: see [`pack`](crate::fixed::pack).
    #[inline(always)]
    #[must_use]
    pub const fn packed(self) -> u32 {
        (self.0 >> 32) as u32
    }

    /// Its normalised weight on the miner (W).
    #[inline(always)]
    #[must_use]
    pub const fn weight(self) -> u64 {
        unpack(self.packed())
    }
}

/// Entries by miner, each miner's in ascending order of the validator.
#[derive(Clone, Debug, Default)]
pub struct Columns {
    ends: Vec<u32>,
    entries: Vec<Entry>,
}

/// Unused entries between columns, a cache line of them. Without, columns of a power of two of entries start at
/// addresses that compete for the same few cache sets, and writing a row across them is twice as slow.
const GAP: u32 = 8;

impl Columns {
    /// Sorts rows into columns.
    pub fn fill(&mut self, rows: &Rows) {
        let n = rows.miners();
        self.count(rows, n);
        let mut next = 0u32;
        for end in &mut self.ends {
            let count = core::mem::replace(end, next);
            // Saturates at 2^32 entries, 32 GiB of rows: more than any machine brings here.
            next = next.saturating_add(count + GAP);
        }
        // Every slot of a column is written below, so what an earlier epoch left there need not be cleared.
        self.entries.resize(next as usize, Entry::default());
        let entries = &mut self.entries;
        let mut put = |cursor: &mut u32, entry| {
            if let Some(slot) = entries.get_mut(*cursor as usize) {
                *slot = entry;
                *cursor += 1;
            }
        };
        for row in rows.iter() {
            let entries = row.weights.iter().map(|weight| Entry::new(row.uid, *weight));
            if row.is_full(n) {
                entries.zip(&mut self.ends).for_each(|(entry, cursor)| put(cursor, entry));
                continue;
            }
            for (entry, miner) in entries.zip(row.miners) {
                if let Some(cursor) = self.ends.get_mut(usize::from(*miner)) {
                    put(cursor, entry);
                }
            }
        }
        // Each cursor went from its column's start to its end.
    }

    /// Leaves how many entries each column has in place of its end.
    fn count(&mut self, rows: &Rows, n: usize) {
        let full = rows.iter().filter(|row| row.is_full(n)).count();
        self.ends.clear();
        self.ends.resize(n, full as u32);
        for row in rows.iter().filter(|row| !row.is_full(n)) {
            for miner in row.miners {
                if let Some(count) = self.ends.get_mut(usize::from(*miner)) {
                    *count += 1;
                }
            }
        }
    }

    /// Number of columns.
    #[must_use]
    pub fn len(&self) -> usize {
        self.ends.len()
    }

    /// Whether there are no columns.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.ends.is_empty()
    }

    /// The columns, in order.
    pub fn iter(&self) -> impl Iterator<Item = &[Entry]> {
        let mut from = 0;
        self.ends.iter().map(move |end| {
            let column = self.entries.get(from..*end as usize).unwrap_or_default();
            from = *end as usize + GAP as usize;
            column
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fixed::{pack, ONE};
    use crate::rows::Filter;

    /// Columns of (validator, weight) from the rows of validators 0, 1, ..
    fn columns(n: usize, rows: &[(&[(u16, u16)], &[(u16, u16)])]) -> Vec<Vec<(u16, u64)>> {
        let filter = Filter { voted_at: 1, except: None, bonded_at: 1, zeros: false };
        let (mut all, mut columns) = (Rows::default(), Columns::default());
        all.reset(n, &[]);
        for ((weights, bonds), uid) in rows.iter().zip(0..) {
            all.read(uid, weights, bonds, filter);
        }
        columns.fill(&all);
        columns.iter().map(|column| column.iter().map(|e| (e.uid(), e.weight())).collect()).collect()
    }

    #[test]
    fn columns_should_hold_every_row_when_rows_name_few() {
        let got = columns(9, &[(&[(1, 3), (2, 1)], &[(1, 8)]), (&[(1, 9)], &[(0, 7), (2, 4)])]);
        assert_eq!(got[..3], [vec![(1, 0)], vec![(0, 3 * ONE / 4), (1, ONE)], vec![(0, ONE / 4), (1, 0)]]);
        assert!(got[3..].iter().all(Vec::is_empty));
    }

    #[test]
    fn columns_should_hold_full_rows_beside_others() {
        let got = columns(5, &[(&[(3, 1)], &[]), (&[(0, 1), (1, 1), (2, 1), (4, 1)], &[(3, 6)])]);
        let fourth = (1, ONE / 4);
        assert_eq!(got, [vec![fourth], vec![fourth], vec![fourth], vec![(0, ONE), (1, 0)], vec![fourth]]);
    }

    #[test]
    fn weight_should_survive_storage_when_it_is_one_or_next_to_it() {
        assert_eq!(Entry::new(0, pack(ONE)).weight(), ONE);
        assert_eq!(Entry::new(0, u32::MAX - 1).weight(), ONE - 2);
        assert_eq!(Entry::new(0, 0).weight(), 0);
    }
}
