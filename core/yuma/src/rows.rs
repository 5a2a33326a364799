//! What validators think of miners and what they hold in them, a row for each validator.
//!
//! Rows come in as they are stored, in any order of entries. A validator's weights and bonds are laid side by side, each
//! property in a list of its own, so that a step over a row runs along lists and needs no other place. A row that
//! names most miners is made to name all of them: its places are then the columns', and nothing is looked up.

use crate::fixed::Parts;
use alloc::vec::Vec;
use core::hint::select_unpredictable;
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

/// What one validator thinks of miners and holds in them: lists of one length, miners ascending.
#[derive(Clone, Copy, Debug)]
pub struct Row<'a> {
    /// The validator.
    pub uid: u16,
    /// The miners it names or holds bonds in, and maybe others.
    pub miners: &'a [u16],
    /// Its normalised weights on them (W), packed: see [`pack`](crate::fixed::pack).
    pub weights: &'a [u32],
    /// Its stored bonds.
    pub bonds: &'a [u16],
    /// The miners that it names with a weight of zero, if they were to be remembered.
    pub zeros: &'a [u16],
}

impl Row<'_> {
    /// Whether it has an entry for each of `n` miners, which then stands at its uid's place.
    #[inline(always)]
    #[must_use]
    pub const fn is_full(&self, n: usize) -> bool {
        self.miners.len() == n
    }

    /// Calls `each` with every one of the row's `entries` and what two lists by uid say of its miner.
    #[inline(always)]
    pub fn along<T, A, B>(
        &self,
        entries: impl Iterator<Item = T>,
        known: &[A],
        sums: &mut [B],
        mut each: impl FnMut(T, &A, &mut B),
    ) {
        if self.is_full(known.len()) && self.is_full(sums.len()) {
            let places = entries.zip(known).zip(sums);
            return places.for_each(|((entry, known), sum)| each(entry, known, sum));
        }
        for (entry, miner) in entries.zip(self.miners) {
            let at = usize::from(*miner);
            if let (Some(known), Some(sum)) = (known.get(at), sums.get_mut(at)) {
                each(entry, known, sum);
            }
        }
    }
}

#[derive(Clone, Copy, Debug)]
struct Head {
    uid: u16,
    /// Where its entries end, and its zeros.
    end: usize,
    zeros: usize,
}

/// Rows as read, with everything left out that does not count.
#[derive(Clone, Debug, Default)]
pub struct Rows {
    registered_at: Vec<u64>,
    newest: u64,
    heads: Vec<Head>,
    miners: Vec<u16>,
    weights: Vec<u32>,
    bonds: Vec<u16>,
    zeros: Vec<u16>,
    /// What counts of a row of weights and one of bonds that are not read as they are.
    tidied: Vec<(u16, u16)>,
    held: Vec<(u16, u16)>,
}

impl Rows {
    /// Forgets all rows and prepares for `n` uids. A uid without a registration block registered at block 0.
    pub fn reset(&mut self, n: usize, registered_at: &[u64]) {
        self.registered_at.clear();
        self.registered_at.extend(registered_at.iter().copied().chain(core::iter::repeat(0)).take(n));
        self.newest = self.registered_at.iter().copied().max().unwrap_or(0);
        self.heads.clear();
        self.miners.clear();
        self.weights.clear();
        self.bonds.clear();
        self.zeros.clear();
    }

    /// Number of uids.
    #[must_use]
    pub fn miners(&self) -> usize {
        self.registered_at.len()
    }

    /// Whether a uid exists and registered before `block`.
    pub(crate) fn known(&self, uid: u16, block: u64) -> bool {
        self.registered_at.get(usize::from(uid)).is_some_and(|at| *at < block)
    }

    /// Number of rows.
    #[must_use]
    pub fn len(&self) -> usize {
        self.heads.len()
    }

    /// Whether there are no rows.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.heads.is_empty()
    }

    /// Number of entries in all rows.
    #[must_use]
    pub fn entries(&self) -> usize {
        self.miners.len()
    }

    /// The rows, in the order in which they were read.
    pub fn iter(&self) -> impl Iterator<Item = Row<'_>> {
        let (mut from, mut zeros) = (0, 0);
        self.heads.iter().map(move |head| {
            let here = mem::replace(&mut from, head.end)..head.end;
            let zeros = mem::replace(&mut zeros, head.zeros)..head.zeros;
            Row {
                uid: head.uid,
                miners: self.miners.get(here.clone()).unwrap_or_default(),
                weights: self.weights.get(here.clone()).unwrap_or_default(),
                bonds: self.bonds.get(here).unwrap_or_default(),
                zeros: self.zeros.get(zeros).unwrap_or_default(),
            }
        })
    }

    /// The rows, each with its part of a list of values by entry.
    pub(crate) fn beside<'a, T>(
        &'a self,
        mut values: &'a mut [T],
    ) -> impl Iterator<Item = (Row<'a>, &'a mut [T])> {
        self.iter().map(move |row| {
            let (here, later) =
                mem::take(&mut values).split_at_mut_checked(row.miners.len()).unwrap_or_default();
            values = later;
            (row, here)
        })
    }

    /// Reads the rows of one validator. Where a malformed row names a miner twice, its first entry counts.
    ///
    /// An entry may come out with a weight and a bond of zero; that is as good as no entry.
    pub fn read(&mut self, uid: u16, weights: &[(u16, u16)], bonds: &[(u16, u16)], filter: Filter) {
        let n = self.miners();
        let (mut tidied, mut held) = (mem::take(&mut self.tidied), mem::take(&mut self.held));
        // Rows that the chain has stored are in order and mostly all of them counts: they are read as they are.
        let weights = if self.newest < filter.voted_at && ascends(weights, n) {
            weights
        } else {
            self.tidy(weights, filter.voted_at, &mut tidied)
        };
        let bonds = if self.newest < filter.bonded_at && ascends(bonds, n) {
            bonds
        } else {
            self.tidy(bonds, filter.bonded_at, &mut held)
        };
        if filter.zeros {
            let zeros =
                weights.iter().filter(|(miner, weight)| *weight == 0 && filter.except != Some(*miner));
            self.zeros.extend(zeros.map(|(miner, _)| *miner));
        }
        let from = self.miners.len();
        if weights.len().max(bonds.len()) > n / 4 * 3 {
            self.spread(weights, bonds);
        } else {
            self.merge(weights, bonds);
        }
        self.normalise(from, filter.except);
        self.heads.push(Head { uid, end: self.miners.len(), zeros: self.zeros.len() });
        (self.tidied, self.held) = (tidied, held);
    }

    /// What counts of a row, in order: entries on miners that registered before `block`, one each.
    fn tidy<'a>(&self, row: &[(u16, u16)], block: u64, out: &'a mut Vec<(u16, u16)>) -> &'a [(u16, u16)] {
        out.clear();
        out.extend(row.iter().copied().filter(|(miner, _)| self.known(*miner, block)));
        if !out.is_sorted_by_key(|(miner, _)| *miner) {
            out.sort_by_key(|(miner, _)| *miner); // allocates, but no row that the chain has stored comes here
        }
        out.dedup_by_key(|(miner, _)| *miner);
        out
    }

    /// Adds rows in order as one that names every miner.
    fn spread(&mut self, weights: &[(u16, u16)], bonds: &[(u16, u16)]) {
        let (from, n) = (self.miners.len(), self.miners());
        self.miners.extend((0..=u16::MAX).take(n));
        self.weights.resize(from + n, 0);
        self.bonds.resize(from + n, 0);
        place(weights, self.weights.get_mut(from..).unwrap_or_default(), u32::from);
        place(bonds, self.bonds.get_mut(from..).unwrap_or_default(), |bond| bond);
    }

    /// Adds two rows in order as one that names who is in either. Which of them goes on is not foreseeable, so both are
    /// read without a jump.
    fn merge(&mut self, weights: &[(u16, u16)], bonds: &[(u16, u16)]) {
        let from = self.miners.len();
        let most = from + weights.len() + bonds.len();
        self.miners.resize(most, 0);
        self.weights.resize(most, 0);
        self.bonds.resize(most, 0);
        let miners = self.miners.get_mut(from..).unwrap_or_default().iter_mut();
        let values = self.weights.get_mut(from..).unwrap_or_default().iter_mut();
        let mut slots = miners.zip(values).zip(self.bonds.get_mut(from..).unwrap_or_default());
        let (mut voted, mut held, mut laid) = (0, 0, from);
        while let (Some((named, weight)), Some((owned, bond))) = (weights.get(voted), bonds.get(held)) {
            let Some(((miner, weight_out), bond_out)) = slots.next() else { break };
            let (names, owns) = (named <= owned, owned <= named);
            *miner = *named.min(owned);
            *weight_out = select_unpredictable(names, u32::from(*weight), 0);
            *bond_out = select_unpredictable(owns, *bond, 0);
            voted += usize::from(names);
            held += usize::from(owns);
            laid += 1;
        }
        let weights =
            weights.get(voted..).unwrap_or_default().iter().map(|(miner, weight)| (miner, *weight, 0));
        let bonds = bonds.get(held..).unwrap_or_default().iter().map(|(miner, bond)| (miner, 0, *bond));
        for ((named, weight, bond), ((miner, weight_out), bond_out)) in weights.chain(bonds).zip(slots) {
            (*miner, *weight_out, *bond_out) = (*named, u32::from(weight), bond);
            laid += 1;
        }
        self.miners.truncate(laid);
        self.weights.truncate(laid);
        self.bonds.truncate(laid);
    }

    /// From raw weights to shares of the row, for the entries from there on.
    fn normalise(&mut self, from: usize, except: Option<u16>) {
        let weights = self.weights.get_mut(from..).unwrap_or_default();
        if let Some(except) = except {
            let place = self.miners.get(from..).unwrap_or_default().binary_search(&except);
            if let Some(weight) = place.ok().and_then(|place| weights.get_mut(place)) {
                *weight = 0;
            }
        }
        let by = Parts::new(weights.iter().map(|weight| u64::from(*weight)).sum());
        for weight in weights {
            *weight = crate::fixed::pack(by.part(*weight as u16));
        }
    }
}

/// Whether a row names miners below `n` in order, each once.
fn ascends(row: &[(u16, u16)], n: usize) -> bool {
    let later = row.get(1..).unwrap_or_default();
    // Negative where the next miner is not above this one. Looks at all of them instead of up to the first: that is
    // several at a time.
    let step = |one: &(u16, u16), next: &(u16, u16)| i32::from(next.0) - i32::from(one.0) - 1;
    let steps = row.iter().zip(later).fold(0, |steps, (one, next)| steps | step(one, next));
    steps >= 0 && row.last().is_none_or(|(miner, _)| usize::from(*miner) < n)
}

/// So many entries are placed at once if their miners follow each other.
const STRIDE: usize = 16;

/// Puts each value of a row in order at the place of its miner.
fn place<T>(row: &[(u16, u16)], slots: &mut [T], from: impl Fn(u16) -> T) {
    let (strides, rest) = row.as_chunks::<STRIDE>();
    for some in strides {
        let [(first, _), .., (last, _)] = some;
        let later = slots.get_mut(usize::from(*first)..);
        match later.and_then(<[T]>::first_chunk_mut::<STRIDE>) {
            Some(slots) if usize::from(last - first) == STRIDE - 1 => {
                slots.iter_mut().zip(some).for_each(|(slot, (_, value))| *slot = from(*value));
            }
            _ => scatter(some, slots, &from),
        }
    }
    scatter(rest, slots, &from);
}

#[inline(always)]
fn scatter<T>(entries: &[(u16, u16)], slots: &mut [T], from: impl Fn(u16) -> T) {
    for (miner, value) in entries {
        if let Some(slot) = slots.get_mut(usize::from(*miner)) {
            *slot = from(*value);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fixed::{unpack, ONE};
    use proptest::prelude::*;

    const ALL: Filter = Filter { voted_at: 1, except: None, bonded_at: 1, zeros: false };

    type Stored<'a> = &'a [(u16, u16)];

    /// (miner, weight, bond) of what is left of two rows and names anything.
    fn read(n: usize, registered_at: &[u64], row: (Stored, Stored), filter: Filter) -> Vec<(u16, u64, u16)> {
        let mut rows = Rows::default();
        rows.reset(n, registered_at);
        rows.read(0, row.0, row.1, filter);
        let row = rows.iter().next().unwrap();
        let entries = row.miners.iter().zip(row.weights).zip(row.bonds);
        let entries = entries.map(|((miner, weight), bond)| (*miner, unpack(*weight), *bond));
        entries.filter(|(_, weight, bond)| *weight > 0 || *bond > 0).collect()
    }

    #[test]
    fn entry_should_be_dropped_when_out_of_range_or_newer() {
        let row: Stored = &[(0, 1), (1, 1), (2, 1), (3, 1), (u16::MAX, 1)];
        let filter = Filter { voted_at: 8, bonded_at: 5, ..ALL };
        assert_eq!(read(3, &[0, 5, 8], (row, row), filter), [(0, ONE / 2, 1), (1, ONE / 2, 0)]);
    }

    #[test]
    fn excepted_weight_should_not_count_but_a_bond_there_should() {
        let row: Stored = &[(0, 1), (1, 3)];
        for n in [2, 20] {
            assert_eq!(read(n, &[], (row, row), Filter { except: Some(1), ..ALL }), [(0, ONE, 1), (1, 0, 3)]);
        }
    }

    #[test]
    fn zeros_should_be_remembered_when_they_count() {
        let mut rows = Rows::default();
        rows.reset(3, &[0, 0, 9]);
        let row: Stored = &[(2, 0), (1, 0), (0, 0)];
        let filter = Filter { voted_at: 9, bonded_at: 9, except: Some(0), zeros: true };
        rows.read(1, row, &[], filter);
        rows.read(0, &[(1, 0), (1, 5)], &[], filter);
        rows.read(2, row, &[], Filter { zeros: false, ..filter });
        let zeros: Vec<_> = rows.iter().map(|row| (row.uid, row.zeros)).collect();
        assert_eq!(zeros, [(1, &[1][..]), (0, &[1]), (2, &[])]);
    }

    #[test]
    fn first_entry_should_count_when_a_miner_is_named_twice() {
        let rows: (Stored, Stored) = (&[(1, 3), (1, 4), (0, 1)], &[(0, 1), (0, 2)]);
        for n in [2, 20] {
            assert_eq!(read(n, &[], rows, ALL), [(0, ONE / 4, 1), (1, 3 * ONE / 4, 0)]);
        }
    }

    proptest! {
        #[test]
        fn rows_should_lie_side_by_side_however_many_they_name(
            (weights, bonds) in (some_of(80), some_of(80)),
            beyond in prop_oneof![Just(0), 0..200usize],
        ) {
            let sum: u64 = weights.iter().map(|(_, weight)| u64::from(*weight)).sum();
            let value = |row: Stored, miner| {
                row.iter().find(|(named, _)| *named == miner).map_or(0, |(_, value)| *value)
            };
            let expected = (0..80).map(|miner| {
                let share = (u64::from(value(&weights, miner)) << 32).checked_div(sum).unwrap_or(0);
                (miner, share, value(&bonds, miner))
            });
            let expected: Vec<_> = expected.filter(|(_, weight, bond)| *weight > 0 || *bond > 0).collect();
            prop_assert_eq!(read(80 + beyond, &[], (&weights, &bonds), ALL), expected);
        }
    }

    /// A row in order that names none, some, most or all of so many miners.
    fn some_of(n: u16) -> impl Strategy<Value = Vec<(u16, u16)>> {
        let density = prop_oneof![Just(0), Just(20), Just(95), Just(100)];
        let entries = proptest::collection::vec((0..100, 1..=u16::MAX), usize::from(n));
        (density, entries).prop_map(move |(density, entries)| {
            let named = (0..n).zip(entries).filter(|(_, (dice, _))| *dice < density);
            named.map(|(miner, (_, value))| (miner, value)).collect()
        })
    }
}
