//! The one sparse matrix of an epoch: what each validator thinks of a miner today, and what it holds in it.
//!
//! Rows come in as they are stored, in any order of entries; each validator's weights and bonds are laid side by
//! side. One counting sort turns them into columns whose entries stand in ascending order of the validator. All
//! steps after that work on one column at a time, which fits the fastest cache.

use crate::fixed::Divisor;
use alloc::vec::Vec;
use core::mem;

/// Which entries of a validator's rows count.
#[derive(Clone, Copy, Debug)]
pub struct Filter {
    /// Weights count on miners that registered before this block.
    pub voted_at: u64,
    /// A weight on this uid does not count.
    pub except: Option<u16>,
    /// Bonds count on miners that registered before this block.
    pub bonded_at: u64,
    /// Remember which weights of zero the row names; only liquid alpha asks.
    pub zeros: bool,
}

#[derive(Clone, Copy, Debug)]
struct Row {
    uid: u16,
    /// Sum of the weights that count.
    sum: u64,
    /// Where its entries end.
    end: usize,
}

#[derive(Clone, Copy, Debug, Default)]
struct Staged {
    miner: u16,
    weight: u16,
    bond: u16,
}

/// Rows as read, with everything left out that does not count.
#[derive(Clone, Debug, Default)]
pub struct Staging {
    registered_at: Vec<u64>,
    newest: u64,
    counts: Vec<u32>,
    rows: Vec<Row>,
    entries: Vec<Staged>,
    zeros: Vec<(u16, u16)>,
    /// What counts of a row of weights and one of bonds that are not read as they are.
    tidied: Vec<(u16, u16)>,
    held: Vec<(u16, u16)>,
}

impl Staging {
    /// Forgets all rows and prepares for `n` uids. A uid without a registration block registered at block 0.
    pub fn reset(&mut self, n: usize, registered_at: &[u64]) {
        self.registered_at.clear();
        self.registered_at.extend(registered_at.iter().copied().chain(core::iter::repeat(0)).take(n));
        self.newest = self.registered_at.iter().copied().max().unwrap_or(0);
        self.counts.clear();
        self.counts.resize(n, 0);
        self.rows.clear();
        self.entries.clear();
        self.zeros.clear();
    }

    /// Reads the rows of one validator. Where a malformed row names a miner twice, its first entry counts.
    ///
    /// An entry that counts may come out with a weight and a bond of zero; that is as good as no entry.
    pub fn read(&mut self, uid: u16, weights: &[(u16, u16)], bonds: &[(u16, u16)], filter: Filter) {
        let from = self.entries.len();
        // Rows that the chain has stored are in order and mostly all of them counts: they are read as they are.
        let plain = self.newest < filter.voted_at && self.newest < filter.bonded_at;
        let sum = if plain { self.merge(weights, bonds, filter.except) } else { None };
        if sum.is_some() {
            self.note_zeros(uid, weights, filter);
        }
        let sum = sum.unwrap_or_else(|| {
            self.forget(from);
            let (mut tidied, mut held) = (mem::take(&mut self.tidied), mem::take(&mut self.held));
            self.tidy(weights, filter.voted_at, &mut tidied);
            self.tidy(bonds, filter.bonded_at, &mut held);
            self.note_zeros(uid, &tidied, filter);
            let sum = self.merge(&tidied, &held, filter.except).unwrap_or(0);
            (self.tidied, self.held) = (tidied, held);
            sum
        });
        self.rows.push(Row { uid, sum, end: self.entries.len() });
    }

    /// Remembers the weights of zero that count in a row, if anybody will ask.
    fn note_zeros(&mut self, uid: u16, weights: &[(u16, u16)], filter: Filter) {
        if filter.zeros {
            let zeros =
                weights.iter().filter(|(miner, weight)| *weight == 0 && filter.except != Some(*miner));
            self.zeros.extend(zeros.map(|(miner, _)| (*miner, uid)));
        }
    }

    /// (miner, validator) of every remembered weight of zero, ascending. All rows have been read.
    pub fn zeros(&mut self) -> &[(u16, u16)] {
        self.zeros.sort_unstable();
        &self.zeros
    }

    /// Lays two rows side by side and returns the sum of the weights, or nothing and a torso when one of them
    /// does not ascend or names a miner that does not exist.
    fn merge(&mut self, weights: &[(u16, u16)], bonds: &[(u16, u16)], except: Option<u16>) -> Option<u64> {
        let from = self.entries.len();
        self.entries.resize(from + weights.len() + bonds.len(), Staged::default());
        let slots = self.entries.get_mut(from..).unwrap_or_default().iter_mut();
        let mut loom = Loom {
            slots,
            counts: &mut self.counts,
            except: except.map_or(u32::MAX, u32::from),
            lowest: 0,
            sum: 0,
            laid: 0,
        };
        let whole = loom.lay(weights, bonds);
        let (sum, laid) = (loom.sum, loom.laid);
        self.entries.truncate(from + laid);
        whole.then_some(sum)
    }

    /// Takes back the entries from there on.
    fn forget(&mut self, from: usize) {
        for entry in self.entries.drain(from..) {
            if let Some(count) = self.counts.get_mut(usize::from(entry.miner)) {
                *count -= 1;
            }
        }
    }

    /// What counts of a row, in order: entries on miners that registered before `block`, one each.
    fn tidy(&self, row: &[(u16, u16)], block: u64, out: &mut Vec<(u16, u16)>) {
        let known = |miner: u16| self.registered_at.get(usize::from(miner)).is_some_and(|at| *at < block);
        out.clear();
        out.extend(row.iter().copied().filter(|(miner, _)| known(*miner)));
        if !out.is_sorted_by_key(|(miner, _)| *miner) {
            out.sort_by_key(|(miner, _)| *miner); // allocates, but no row that the chain has stored comes here
        }
        out.dedup_by_key(|(miner, _)| *miner);
    }
}

/// Two rows on their way into one.
struct Loom<'a> {
    slots: core::slice::IterMut<'a, Staged>,
    counts: &'a mut [u32],
    /// The miner whose weight does not count; none if beyond u16.
    except: u32,
    /// The lowest miner that may come next.
    lowest: u32,
    sum: u64,
    laid: usize,
}

impl Loom<'_> {
    /// Lays two rows side by side. False, with the rest left out, where they do not ascend or name a miner that
    /// does not exist.
    fn lay(&mut self, mut weights: &[(u16, u16)], mut bonds: &[(u16, u16)]) -> bool {
        loop {
            // Who named a miner mostly holds bonds in it: both rows run along each other for long.
            let before = self.laid;
            for (weight, bond) in weights.iter().zip(bonds) {
                if weight.0 != bond.0 || !self.put(weight.0, weight.1, bond.1) {
                    break;
                }
            }
            let run = self.laid - before;
            weights = weights.get(run..).unwrap_or_default();
            bonds = bonds.get(run..).unwrap_or_default();
            // One step of the row that lags behind, with nothing in the other.
            let stepped = match (weights.split_first(), bonds.split_first()) {
                (None, None) => return true,
                (Some((weight, later)), bond) if bond.is_none_or(|(bond, _)| weight.0 < bond.0) => {
                    weights = later;
                    self.put(weight.0, weight.1, 0)
                }
                (weight, Some((bond, later))) if weight.is_none_or(|(weight, _)| bond.0 < weight.0) => {
                    bonds = later;
                    self.put(bond.0, 0, bond.1)
                }
                _ => false,
            };
            if !stepped {
                return false;
            }
        }
    }

    /// Adds one entry, unless it is out of order or place.
    #[inline(always)]
    fn put(&mut self, miner: u16, weight: u16, bond: u16) -> bool {
        let at = u32::from(miner);
        if at < self.lowest {
            return false;
        }
        let (Some(count), Some(slot)) = (self.counts.get_mut(usize::from(miner)), self.slots.next()) else {
            return false;
        };
        let weight = if at == self.except { 0 } else { weight };
        *slot = Staged { miner, weight, bond };
        *count += 1;
        self.lowest = at + 1;
        self.sum += u64::from(weight);
        self.laid += 1;
        true
    }
}

/// What one validator thinks of a miner and holds in it, in one word: weight, bond and uid.
///
/// The weight takes 32 bits, with `u32::MAX` for one: no other share of fewer than 2^32 units comes that close.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Entry(u64);

impl Entry {
    /// An entry of a weight at most [`ONE`].
    #[inline(always)]
    #[must_use]
    pub const fn new(uid: u16, weight: u64, bond: u16) -> Self {
        let weight = weight - (weight >> 32);
        Self(weight << 32 | (bond as u64) << 16 | uid as u64)
    }

    /// The validator.
    #[inline(always)]
    #[must_use]
    pub const fn uid(self) -> u16 {
        self.0 as u16
    }

    /// Its stored bond.
    #[inline(always)]
    #[must_use]
    pub const fn bond(self) -> u16 {
        (self.0 >> 16) as u16
    }

    /// Its normalised weight on the miner (W).
    #[inline(always)]
    #[must_use]
    pub const fn weight(self) -> u64 {
        let weight = self.0 >> 32;
        weight + ((weight + 1) >> 32)
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
    /// Sorts staged rows into columns and normalises the weights of each row.
    pub fn fill(&mut self, staging: &Staging) {
        let mut next = 0u32;
        self.ends.clear();
        self.ends.extend(staging.counts.iter().map(|count| {
            let start = next;
            // Saturates at 2^32 entries, 24 GiB of staging: more than any machine brings here.
            next = next.saturating_add(count + GAP);
            start
        }));
        // Every slot of a column is written below, so what an earlier epoch left there need not be cleared.
        self.entries.resize(next as usize, Entry::default());
        let mut from = 0;
        for row in &staging.rows {
            let by = Divisor::new(row.sum);
            for staged in staging.entries.get(from..row.end).unwrap_or_default() {
                let Some(cursor) = self.ends.get_mut(usize::from(staged.miner)) else { continue };
                if let Some(slot) = self.entries.get_mut(*cursor as usize) {
                    *slot = Entry::new(row.uid, by.part(u64::from(staged.weight)), staged.bond);
                    *cursor += 1;
                }
            }
            from = row.end;
        }
        // Each cursor went from its column's start to its end.
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
    use crate::fixed::ONE;

    const ALL: Filter = Filter { voted_at: 1, except: None, bonded_at: 1, zeros: false };

    /// Columns of (validator, weight, bond) from the rows of validators 0, 1, ..
    fn columns(
        n: usize,
        registered_at: &[u64],
        rows: &[(&[(u16, u16)], &[(u16, u16)])],
        filter: Filter,
    ) -> Vec<Vec<(u16, u64, u16)>> {
        let (mut staging, mut columns) = (Staging::default(), Columns::default());
        staging.reset(n, registered_at);
        for ((weights, bonds), uid) in rows.iter().zip(0..) {
            staging.read(uid, weights, bonds, filter);
        }
        columns.fill(&staging);
        columns
            .iter()
            .map(|column| column.iter().map(|e| (e.uid(), e.weight(), e.bond())).collect())
            .collect()
    }

    #[test]
    fn columns_should_hold_every_row_in_order_when_rows_are_unsorted() {
        let got = columns(3, &[], &[(&[(2, 1), (1, 3)], &[(1, 8)]), (&[(1, 9)], &[(2, 4), (0, 7)])], ALL);
        assert_eq!(
            got,
            [vec![(1, 0, 7)], vec![(0, 3 * ONE / 4, 8), (1, ONE, 0)], vec![(0, ONE / 4, 0), (1, 0, 4)]]
        );
    }

    #[test]
    fn entry_should_be_dropped_when_out_of_range_or_newer() {
        let row: &[(u16, u16)] = &[(0, 1), (1, 1), (2, 1), (3, 1), (u16::MAX, 1)];
        let filter = Filter { voted_at: 8, bonded_at: 5, ..ALL };
        let got = columns(3, &[0, 5, 8], &[(row, row)], filter);
        assert_eq!(got, [vec![(0, ONE / 2, 1)], vec![(0, ONE / 2, 0)], vec![]]);
    }

    #[test]
    fn excepted_weight_should_not_count_but_a_bond_there_should() {
        let row: &[(u16, u16)] = &[(0, 1), (1, 3)];
        let got = columns(2, &[], &[(row, row)], Filter { except: Some(1), ..ALL });
        assert_eq!(got, [vec![(0, ONE, 1)], vec![(0, 0, 3)]]);
    }

    #[test]
    fn zeros_should_be_remembered_when_they_count() {
        let mut staging = Staging::default();
        staging.reset(3, &[0, 0, 9]);
        let row: &[(u16, u16)] = &[(2, 0), (1, 0), (0, 0)];
        let filter = Filter { voted_at: 9, bonded_at: 9, except: Some(0), zeros: true };
        staging.read(1, row, &[], filter);
        staging.read(0, &[(1, 0), (1, 5)], &[], filter);
        staging.read(2, row, &[], Filter { zeros: false, ..filter });
        assert_eq!(staging.zeros(), [(1, 0), (1, 1)]);
    }

    #[test]
    fn first_entry_should_count_when_a_miner_is_named_twice() {
        let got = columns(2, &[], &[(&[(1, 3), (1, 4), (0, 1)], &[(0, 1), (0, 2)])], ALL);
        assert_eq!(got, [vec![(0, ONE / 4, 1)], vec![(0, 3 * ONE / 4, 0)]]);
    }

    #[test]
    fn weight_should_survive_storage_when_it_is_one_or_next_to_it() {
        assert_eq!(Entry::new(0, ONE, 0).weight(), ONE);
        // The heaviest share of a row of 65536 weights that is not all of it.
        let sum = 65535 * 65536;
        let next = Divisor::new(sum).part(sum - 1);
        assert_eq!(Entry::new(0, next, 0).weight(), next);
        assert_eq!(Entry::new(0, 0, 0).weight(), 0);
    }
}
