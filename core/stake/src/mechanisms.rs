//! A subnet's mechanisms share its emission (economics §2.8).

use crate::Pots;
use alloc::{vec, vec::Vec};
use myelin_units::{Alpha, PerU16};

/// Each mechanism's part of `total`: `floor(total · s / 65535)` by a split, where what it does not name has nothing, or
/// `floor(total / count)` without one; what is left is the first mechanism's. The parts sum to the total.
pub fn mechanism_parts(total: Alpha, count: u8, split: Option<&[u16]>) -> Vec<Alpha> {
    let count = usize::from(count.max(1));
    let even = Alpha::new(total.rao().checked_div(count as u64).unwrap_or_default());
    let part = |index: usize| match split {
        None => even,
        Some(split) => {
            let parts = split.get(index).copied().unwrap_or(0);
            Alpha::new(PerU16::new(parts).of_floor(total.rao()))
        }
    };
    let mut parts = vec![Alpha::ZERO; count];
    let mut left = total.rao();
    for (index, place) in parts.iter_mut().enumerate().skip(1) {
        // A split above the whole, which nobody can set, would still give out no more than there is.
        *place = part(index).min(Alpha::new(left));
        left = left.saturating_sub(place.rao());
    }
    if let Some(first) = parts.first_mut() {
        *first = Alpha::new(left);
    }
    parts
}

/// Each pot in parts, mechanism by mechanism.
pub fn mechanism_pots(pots: Pots, count: u8, split: Option<&[u16]>) -> Vec<Pots> {
    let servers = mechanism_parts(pots.server, count, split);
    let validators = mechanism_parts(pots.validator, count, split);
    let roots = mechanism_parts(pots.root, count, split);
    let parts = servers.into_iter().zip(validators).zip(roots);
    parts.map(|((server, validator), root)| Pots { server, validator, root }).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::{collection::vec as many, prelude::*};

    fn rao(total: u64, count: u8, split: Option<&[u16]>) -> Vec<u64> {
        mechanism_parts(Alpha::new(total), count, split).iter().map(|part| part.rao()).collect()
    }

    #[test]
    fn parts_should_be_those_of_the_vectors() {
        assert_eq!(rao(1_000_000_001, 2, None), [500_000_001, 500_000_000]);
        assert_eq!(rao(1_000_000_000, 2, Some(&[32_767, 32_768])), [499_992_371, 500_007_629]);
        assert_eq!(rao(1_000_000_000, 2, Some(&[65_535])), [1_000_000_000, 0]);
        assert_eq!(rao(7, 2, Some(&[1, 65_534])), [1, 6]);
        assert_eq!(rao(100, 3, None), [34, 33, 33]);
    }

    #[test]
    fn all_should_be_the_first_mechanisms_when_there_is_no_other() {
        assert_eq!(rao(100, 0, None), [100]);
        assert_eq!(rao(100, 1, Some(&[1])), [100]);
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(1_000))]
        #[test]
        fn parts_should_be_the_total(total: u64, count in 0..9u8, split in many(any::<u16>(), 0..9), even: bool) {
            let parts = mechanism_parts(Alpha::new(total), count, (!even).then_some(&split[..]));
            prop_assert_eq!(parts.len(), usize::from(count.max(1)));
            prop_assert_eq!(Alpha::checked_sum(parts)?, Alpha::new(total));
        }
    }
}
