use myelin_units::{Alpha, Tao, MAX_SUPPLY, RAO_PER_TAO};

/// TAO emitted in a block when `issuance` exists: one TAO, halved whenever half of what was missing from
/// the cap has been issued, and nothing once the halves are below one rao.
///
/// `10⁹ >> k` for the largest `k` with `(S − issuance) · 2ᵏ <= S` (economics.md §1.2, exact). It depends on
/// issuance alone, not on height: what is recycled is emitted again.
pub const fn block_emission(issuance: Tao) -> Tao {
    Tao::new(emission(issuance.rao()))
}

/// Alpha a subnet emits to its participants in a block, and the most it may mint into its pool, when
/// `issuance` of it exists in and outside the pool: the same curve (economics.md §1.3).
pub const fn alpha_emission(issuance: Alpha) -> Alpha {
    Alpha::new(emission(issuance.rao()))
}

const fn emission(issuance: u64) -> u64 {
    let missing = MAX_SUPPLY.saturating_sub(issuance);
    match MAX_SUPPLY.checked_div(missing) {
        // 2ᵏ <= S / missing is 2ᵏ <= floor(S / missing), for 2ᵏ is whole; and k < 55.
        Some(times) => RAO_PER_TAO >> times.ilog2(),
        None => 0,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn at(issuance: u64) -> u64 {
        block_emission(Tao::new(issuance)).rao()
    }

    #[test]
    fn emission_should_halve_exactly_at_the_thresholds() {
        for halvings in 1..=30u32 {
            let threshold = MAX_SUPPLY - (MAX_SUPPLY >> halvings);
            assert_eq!(at(threshold), RAO_PER_TAO >> halvings);
            assert_eq!(at(threshold - 1), RAO_PER_TAO >> (halvings - 1));
        }
    }

    #[test]
    fn emission_should_end_before_the_cap() {
        assert_eq!(at(20_999_999_980_442_225), 1);
        assert_eq!(at(20_999_999_980_442_226), 0);
        assert_eq!(at(MAX_SUPPLY), 0);
        assert_eq!(at(u64::MAX), 0);
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(4_000))]
        #[test]
        fn emission_should_be_the_largest_halving_that_the_formula_allows(issuance in 0..MAX_SUPPLY) {
            let missing = u128::from(MAX_SUPPLY - issuance);
            let halvings = (0..64u32).take_while(|k| missing << k <= u128::from(MAX_SUPPLY)).last();
            prop_assert_eq!(at(issuance), RAO_PER_TAO >> halvings.unwrap());
        }

        #[test]
        fn emission_should_never_rise_with_issuance_nor_pass_the_cap(a: u64, b: u64, near in 0..1u64 << 40) {
            for (a, b) in [(a, b), (MAX_SUPPLY - near, MAX_SUPPLY - near / 2)] {
                let (less, more) = (a.min(b), a.max(b));
                prop_assert!(at(less) >= at(more));
                prop_assert!(less > MAX_SUPPLY || less + at(less) <= MAX_SUPPLY);
            }
        }
    }
}
