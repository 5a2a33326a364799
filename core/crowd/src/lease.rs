//! A leased subnet: many paid for it, one runs it, and what its owner earns belongs to both.

use alloc::vec::Vec;
use myelin_units::{split::largest_remainder, Alpha, Tao};

/// The owner's cut of an epoch, divided.
#[derive(Copy, Clone, Debug, Eq, PartialEq)]
pub struct LeaseCut {
    /// What belongs to those who paid for the subnet, in alpha rao.
    pub contributors: Alpha,
    /// What belongs to the one who runs it, in alpha rao.
    pub beneficiary: Alpha,
}

/// Divides the owner's cut: `percent` of it to the contributors, rounded down, the rest to the beneficiary. More than
/// 100 percent is 100.
pub fn lease_cut(cut: Alpha, percent: u8) -> LeaseCut {
    let part = u128::from(cut.rao()) * u128::from(percent.min(100)) / 100;
    // At most the cut itself.
    let contributors = Alpha::new(part as u64);
    LeaseCut { contributors, beneficiary: cut.checked_sub(contributors).unwrap_or(Alpha::ZERO) }
}

/// A contributor's share of a lease, `floor(contribution · 2^64 / raised)`: in 2^64ths, at most all of it.
pub fn share_of(contribution: Tao, raised: Tao) -> u128 {
    let part = u128::from(contribution.rao().min(raised.rao())) << 64;
    part.checked_div(u128::from(raised.rao())).unwrap_or(0)
}

/// Divides what has gathered for the contributors by their shares, by largest remainder: all of it is given out.
/// Nothing when nobody has a share.
pub fn dividends(pot: Alpha, shares: &[u128]) -> Option<Vec<Alpha>> {
    let parts = largest_remainder(pot.rao(), shares)?;
    Some(parts.into_iter().map(Alpha::new).collect())
}

/// Divides what a subnet did not cost by what each has contributed, by largest remainder: all of it goes back. Nothing
/// when nobody has contributed.
pub fn leftover(tao: Tao, contributions: &[Tao]) -> Option<Vec<Tao>> {
    let weights: Vec<u128> = contributions.iter().map(|given| u128::from(given.rao())).collect();
    let parts = largest_remainder(tao.rao(), &weights)?;
    Some(parts.into_iter().map(Tao::new).collect())
}

#[cfg(test)]
mod tests {
    use super::*;
    use myelin_units::MAX_SUPPLY;
    use proptest::{collection::vec as many, prelude::*};

    #[test]
    fn cut_should_be_divided_by_the_percentage() {
        let cut = |rao, percent| {
            let cut = lease_cut(Alpha::new(rao), percent);
            (cut.contributors.rao(), cut.beneficiary.rao())
        };
        assert_eq!(cut(1_001, 30), (300, 701));
        assert_eq!(cut(1_001, 0), (0, 1_001));
        assert_eq!(cut(u64::MAX, 100), (u64::MAX, 0));
        assert_eq!(cut(1_000, 255), (1_000, 0));
    }

    #[test]
    fn share_should_be_a_fraction_of_what_was_raised() {
        assert_eq!(share_of(Tao::new(1), Tao::new(2)), 1 << 63);
        assert_eq!(share_of(Tao::MAX, Tao::MAX), 1 << 64);
        assert_eq!(share_of(Tao::new(3), Tao::new(2)), 1 << 64);
        assert_eq!(share_of(Tao::new(3), Tao::ZERO), 0);
    }

    #[test]
    fn nothing_should_be_divided_when_nobody_contributed() {
        assert_eq!(dividends(Alpha::new(5), &[0, 0]), None);
        assert_eq!(leftover(Tao::new(5), &[]), None);
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(1_000))]
        #[test]
        fn parts_should_sum_to_the_whole_and_follow_contributions(
            given in many(1..1u64 << 40, 1..50), pot in 0..=MAX_SUPPLY, percent: u8,
        ) {
            let raised: u64 = given.iter().sum();
            let contributions: Vec<Tao> = given.iter().copied().map(Tao::new).collect();
            let shares: Vec<u128> =
                contributions.iter().map(|part| share_of(*part, Tao::new(raised))).collect();
            let cut = lease_cut(Alpha::new(pot), percent);
            prop_assert_eq!(cut.contributors.checked_add(cut.beneficiary), Ok(Alpha::new(pot)));
            let paid = dividends(cut.contributors, &shares).unwrap();
            prop_assert_eq!(Alpha::checked_sum(paid.iter().copied()), Ok(cut.contributors));
            let back = leftover(Tao::new(pot), &contributions).unwrap();
            prop_assert_eq!(Tao::checked_sum(back.iter().copied()), Ok(Tao::new(pot)));
            for (part, given) in paid.iter().zip(&given) {
                let exact = u128::from(cut.contributors.rao()) * u128::from(*given) / u128::from(raised);
                // One for rounding, one for shares that are rounded themselves.
                prop_assert!(exact.abs_diff(u128::from(part.rao())) <= 2);
            }
        }
    }
}
