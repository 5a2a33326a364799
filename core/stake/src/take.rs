use myelin_units::{Alpha, PerU16};

/// What the hotkey's owner keeps of a dividend, floored, and what is left for its stakers: `(take, rest)`.
/// The two are always the whole dividend (economics.md §2.7, recommended rule).
pub fn take_floor(dividend: Alpha, take: PerU16) -> (Alpha, Alpha) {
    let kept = take.of_floor(dividend.rao());
    // `kept` is a fraction of the dividend, so nothing saturates.
    (Alpha::new(kept), Alpha::new(dividend.rao().saturating_sub(kept)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn take_should_be_nothing_or_all_at_the_ends() {
        let all = Alpha::new(77);
        assert_eq!(take_floor(all, PerU16::ZERO), (Alpha::ZERO, all));
        assert_eq!(take_floor(all, PerU16::ONE), (all, Alpha::ZERO));
    }

    #[test]
    fn take_should_leave_the_remainder_to_the_stakers() {
        let (take, rest) = take_floor(Alpha::new(1_000_000_001), PerU16::new(11_796));
        assert_eq!((take.rao(), rest.rao()), (179_995_422, 820_004_579));
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(1_000))]
        #[test]
        fn take_and_rest_should_be_the_whole(dividend: u64, take: u16) {
            let (kept, rest) = take_floor(Alpha::new(dividend), PerU16::new(take));
            prop_assert_eq!(kept.checked_add(rest), Ok(Alpha::new(dividend)));
        }
    }
}
