//! Who may set weights from the next epoch on (yuma.md §1.4).

use alloc::vec::Vec;

/// The permits that govern this epoch: those stored, with the owner's always granted.
pub fn governing(n: usize, stored: &[bool], owner: Option<u16>, permits: &mut Vec<bool>) {
    permits.clear();
    permits.extend(stored.iter().copied().take(n));
    permits.resize(n, false);
    grant(permits, owner);
}

/// The permits for the next epoch: the `most` largest shares above zero, and the owner on top of them.
pub fn next(shares: &[u64], most: u16, owner: Option<u16>, order: &mut Order, permits: &mut Vec<bool>) {
    permits.clear();
    permits.extend(shares.iter().map(|share| *share > 0));
    // Zeros are the smallest and out already: only those above compete.
    strike_smallest(shares, usize::from(most), order, permits);
    grant(permits, owner);
}

/// Memory in which shares are ordered.
pub type Order = Vec<(u64, usize)>;

/// Marks the `most` largest values. Of equal ones at the cut the later survive: the reference sorts ascending
/// and stably, and strikes from the front.
#[must_use]
pub fn largest(values: &[u64], most: usize) -> Vec<bool> {
    let mut marks = alloc::vec![true; values.len()];
    strike_smallest(values, most, &mut Vec::new(), &mut marks);
    marks
}

/// Leaves only the marks of the `most` largest marked values.
fn strike_smallest(values: &[u64], most: usize, order: &mut Order, marks: &mut [bool]) {
    order.clear();
    order.extend(
        values.iter().copied().zip(0..).zip(marks.iter()).filter_map(|(at, mark)| mark.then_some(at)),
    );
    let struck = order.len().saturating_sub(most);
    if struck > 0 && struck < order.len() {
        order.select_nth_unstable(struck);
    }
    for (_, index) in order.iter().take(struck) {
        if let Some(mark) = marks.get_mut(*index) {
            *mark = false;
        }
    }
}

fn grant(permits: &mut [bool], owner: Option<u16>) {
    if let Some(permit) = owner.and_then(|owner| permits.get_mut(usize::from(owner))) {
        *permit = true;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn next_of(shares: &[u64], most: u16, owner: Option<u16>) -> Vec<bool> {
        let mut permits = vec![true; 9];
        next(shares, most, owner, &mut vec![(7, 7)], &mut permits);
        permits
    }

    fn governing_of(n: usize, stored: &[bool], owner: Option<u16>) -> Vec<bool> {
        let mut permits = vec![true; 9];
        governing(n, stored, owner, &mut permits);
        permits
    }

    #[test]
    fn later_uids_should_survive_when_values_tie_at_the_cut() {
        assert_eq!(largest(&[5, 5, 5, 0], 2), [false, true, true, false]);
    }

    #[test]
    fn nobody_should_be_marked_when_most_is_zero() {
        assert_eq!(largest(&[1, 2], 0), [false, false]);
        assert_eq!(largest(&[], 5), Vec::<bool>::new());
    }

    #[test]
    fn uid_without_stake_should_get_no_permit_when_there_is_room() {
        assert_eq!(next_of(&[0, 1, 0], 3, None), [false, true, false]);
    }

    #[test]
    fn owner_should_get_a_permit_beyond_the_most() {
        assert_eq!(next_of(&[1, 2, 3], 1, Some(0)), [true, false, true]);
        assert_eq!(governing_of(3, &[false], Some(2)), [false, false, true]);
        assert_eq!(governing_of(1, &[true], Some(9)), [true]);
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(2_000))]

        #[test]
        fn largest_should_equal_stable_sort(values in proptest::collection::vec(0..6u64, 0..30), most in 0..32usize) {
            let mut order: Vec<usize> = (0..values.len()).collect();
            order.sort_by_key(|index| values[*index]);
            let mut expected = vec![true; values.len()];
            for index in order.iter().take(values.len().saturating_sub(most)) {
                expected[*index] = false;
            }
            prop_assert_eq!(largest(&values, most), expected);
        }
    }
}
