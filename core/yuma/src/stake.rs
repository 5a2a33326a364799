//! Stake weight as shares of the subnet's whole (yuma.md §1.3, last paragraph; §1.5).

use crate::fixed;

/// A stake weight above this counts as this, so that no sum of 65536 of them overflows. Legal stake weights are
/// below 2^97 (u64 amounts with 32 fractional bits).
const MOST: u128 = (1 << 111) - 1;

/// S: each uid's share of all stake weight, floored to Q32.
///
/// `stake` counts 2^-32 of a rao. A uid whose whole rao are below `threshold` counts as nothing, except the
/// owner's.
pub fn shares(stake: &[u128], threshold: u64, owner: Option<u16>, shares: &mut alloc::vec::Vec<u64>) {
    let counted = |uid: usize, weight: u128| counted(uid, weight, threshold, owner);
    let total: u128 = stake.iter().enumerate().map(|(uid, weight)| counted(uid, *weight)).sum();
    shares.clear();
    shares.extend(stake.iter().enumerate().map(|(uid, weight)| share(counted(uid, *weight), total)));
}

/// The stake weight that counts: nothing below `threshold` whole rao, except the owner's.
pub(crate) fn counted(uid: usize, weight: u128, threshold: u64, owner: Option<u16>) -> u128 {
    let exempt = owner.is_some_and(|owner| usize::from(owner) == uid);
    if exempt || weight >> 32 >= u128::from(threshold) {
        weight.min(MOST)
    } else {
        0
    }
}

/// floor(part · 2^32 / total) for `part <= total`; 0 when the total is.
fn share(part: u128, total: u128) -> u64 {
    if part == 0 {
        return 0;
    }
    if part >> 96 == 0 {
        return (part << 32).checked_div(total).unwrap_or(0) as u64;
    }
    // Too wide to shift: long division, one bit at a time. `rest < total < 2^127`, so doubling is safe.
    let (mut share, mut rest) = match part.checked_div(total) {
        None => return 0,
        Some(whole) => (whole as u64, part - whole * total),
    };
    for _ in 0..32 {
        rest <<= 1;
        share <<= 1;
        if rest >= total {
            rest -= total;
            share |= 1;
        }
    }
    share
}

/// A: the shares of those who are active and held a permit when the epoch began, made to sum to one again.
pub fn active_shares(shares: &[u64], active: &[bool], permits: &[bool], out: &mut alloc::vec::Vec<u64>) {
    let speaks = active.iter().zip(permits).map(|(active, permit)| *active && *permit);
    out.clear();
    out.extend(shares.iter().zip(speaks).map(|(share, speaks)| if speaks { *share } else { 0 }));
    fixed::normalise(out);
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fixed::ONE;
    use proptest::prelude::*;

    fn rao(amounts: &[u64]) -> Vec<u128> {
        amounts.iter().map(|amount| u128::from(*amount) << 32).collect()
    }

    #[test]
    fn stake_should_count_when_at_threshold_but_not_below() {
        let mut out = Vec::new();
        shares(&rao(&[100, 99, 100]), 100, None, &mut out);
        assert_eq!(out, [ONE / 2, 0, ONE / 2]);
    }

    #[test]
    fn owner_should_be_exempt_from_threshold() {
        let mut out = Vec::new();
        shares(&rao(&[3, 1]), 3, Some(1), &mut out);
        assert_eq!(out, [3 * ONE / 4, ONE / 4]);
    }

    #[test]
    fn shares_should_be_zero_when_there_is_no_stake() {
        let mut out = Vec::new();
        shares(&[0, 0], 0, None, &mut out);
        assert_eq!(out, [0, 0]);
    }

    #[test]
    fn shares_should_not_overflow_when_stake_is_absurd() {
        let mut out = Vec::new();
        shares(&[u128::MAX; 4], u64::MAX, None, &mut out);
        assert_eq!(out, [ONE / 4; 4]);
    }

    #[test]
    fn active_shares_should_sum_to_one_again_when_some_are_silent() {
        let mut out = Vec::new();
        active_shares(&[ONE / 2, ONE / 4, ONE / 4], &[true, true, false], &[true, true, true], &mut out);
        assert_eq!(out, [2 * ONE / 3, ONE / 3, 0]);
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(5_000))]

        #[test]
        fn long_division_should_agree_with_short(part in 0..1u128 << 95, more in 0..1u128 << 95, zeros in 0..16u32) {
            let total = part + more;
            prop_assert_eq!(share(part << zeros, total << zeros), share(part, total));
        }
    }
}
