//! The precise profile: what the reference rounds away or forgets is kept (yuma.md §8, decision 17). A subnet asks for
//! it; by default none does, and the steps of the others cost nothing more for it.
//!
//! * Bonds are kept with 32 fractional bits instead of 16.
//! * Liquid alpha moves every bond, also one on a miner that today's row no longer names.
//! * Consensus is decided by whole stakes: no share is rounded before it is held against kappa ([`Quorum`]).
//! * Miners and validators have pots of their own, each given out to the last unit.

mod bonds;
mod quorum;

pub use bonds::{invest, Ledger, Market};
pub use quorum::Quorum;

use crate::{fixed, Outcome};
use myelin_units::split::largest_remainder;

/// How exact an epoch is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Profile<'a> {
    /// As the reference, to the bit.
    #[default]
    Reference,
    /// Without what the reference rounds away.
    Precise(Precise<'a>),
}

/// What the precise profile looks at beyond the other inputs.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Precise<'a> {
    /// Bond rows by uid, in place of the coarse ones: (miner's uid, bond), a bond counting 2^-32.
    pub bonds: &'a [alloc::vec::Vec<(u16, u32)>],
    /// Miners' part of the emission, in rao of alpha; the rest is the validators'.
    pub miners: u64,
}

impl<'a> Profile<'a> {
    /// What the precise profile looks at, if it is that one.
    #[must_use]
    pub const fn precise(self) -> Option<Precise<'a>> {
        match self {
            Self::Reference => None,
            Self::Precise(precise) => Some(precise),
        }
    }
}

/// The fine bond that says the same as a coarse one, for a subnet that begins to be precise.
#[must_use]
pub const fn fine(bond: u16) -> u32 {
    to_u32(fixed::proportion(bond))
}

/// Fine bonds of the miners of a coarse row, for which the rows of both say what is held: a fine bond counts where it
/// is the coarse one's in more digits, else the coarse one does. So whoever deletes or changes a coarse bond need not
/// know of the fine ones. Both rows ascend.
#[must_use]
pub fn refine(coarse: &[(u16, u16)], digits: &[(u16, u32)]) -> alloc::vec::Vec<(u16, u32)> {
    let agrees = |bond: u16, digits: u32| match digits {
        u32::MAX => bond == u16::MAX,
        _ => bond == fixed::to_u16(u64::from(digits)),
    };
    let mut digits = digits.iter().copied().peekable();
    let bond = |(miner, bond): &(u16, u16)| {
        while digits.next_if(|(other, _)| other < miner).is_some() {}
        let fine_bond = digits.next_if(|(other, value)| other == miner && agrees(*bond, *value));
        (*miner, fine_bond.map_or(fine(*bond), |(_, value)| value))
    };
    coarse.iter().map(bond).collect()
}

/// A bond as it is stored: floored to 32 fractional bits, so that one is stored as the largest number below it.
const fn to_u32(share: u64) -> u32 {
    if share > u32::MAX as u64 {
        u32::MAX
    } else {
        share as u32
    }
}

/// Gives out both pots by largest remainder: miners' by incentive, validators' by dividends, or by `by_stake` where
/// nobody earned any. A pot that nobody has a claim on goes to the other side.
pub fn pay(precise: Precise, emission: u64, by_stake: &[u64], outcome: &mut Outcome) {
    let miners = precise.miners.min(emission);
    let validators = emission - miners;
    let dividends = &outcome.dividends_q32;
    let claims = if dividends.iter().any(|share| *share > 0) { dividends } else { by_stake };
    let nobody = |shares: &[u64]| shares.iter().all(|share| *share == 0);
    let (to_miners, to_validators) = match (nobody(&outcome.incentive_q32), nobody(claims)) {
        (true, _) => (0, emission),
        (false, true) => (emission, 0),
        (false, false) => (miners, validators),
    };
    split(to_validators, claims, &mut outcome.validator_emission);
    split(to_miners, &outcome.incentive_q32, &mut outcome.server_emission);
    let both = outcome.server_emission.iter().zip(&outcome.validator_emission);
    outcome.emission.clear();
    outcome.emission.extend(both.map(|(server, validator)| server.saturating_add(*validator)));
}

fn split(pot: u64, shares: &[u64], out: &mut alloc::vec::Vec<u64>) {
    let weights: alloc::vec::Vec<u128> = shares.iter().copied().map(u128::from).collect();
    out.clear();
    out.extend(largest_remainder(pot, &weights).unwrap_or_default());
    out.resize(shares.len(), 0);
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fixed::ONE;

    #[test]
    fn fine_bond_should_say_the_same_as_the_coarse_one() {
        assert_eq!((fine(0), fine(u16::MAX)), (0, u32::MAX));
        for bond in 0..u16::MAX {
            // Floored twice, so the coarse one is found again or just missed.
            let coarse = fixed::to_u16(u64::from(fine(bond)));
            assert!(coarse == bond || coarse + 1 == bond);
        }
    }

    #[test]
    fn fine_bond_should_count_when_the_coarse_one_says_the_same() {
        let (half, third) = (1u32 << 31, 1_431_655_765);
        let coarse = [(1, 32_767), (2, 21_844), (3, 7), (5, u16::MAX)];
        let digits = [(0, 5), (1, half), (2, half), (4, third), (5, u32::MAX)];
        assert_eq!(refine(&coarse, &digits), [(1, half), (2, fine(21_844)), (3, fine(7)), (5, u32::MAX)]);
        assert_eq!(refine(&[], &digits), []);
    }

    fn outcome(incentive: &[u64], dividends: &[u64]) -> Outcome {
        Outcome { incentive_q32: incentive.to_vec(), dividends_q32: dividends.to_vec(), ..Outcome::default() }
    }

    #[test]
    fn pots_should_be_given_out_whole_when_shares_do_not_divide_them() {
        let third = ONE / 3;
        let mut outcome = outcome(&[third, third, third], &[ONE, ONE / 7, 0]);
        pay(Precise { bonds: &[], miners: 100 }, 301, &[0; 3], &mut outcome);
        assert_eq!(outcome.server_emission, [34, 33, 33]);
        assert_eq!(outcome.validator_emission, [176, 25, 0]);
        assert_eq!(outcome.emission, [210, 58, 33]);
    }

    #[test]
    fn pot_should_go_to_the_other_side_when_nobody_has_a_claim() {
        let mut idle = outcome(&[0, 0], &[0, 0]);
        pay(Precise { bonds: &[], miners: 4 }, 10, &[ONE / 2, ONE / 2], &mut idle);
        assert_eq!((idle.server_emission, idle.validator_emission), (vec![0, 0], vec![5, 5]));
        let mut mining = outcome(&[ONE, 0], &[0, 0]);
        pay(Precise { bonds: &[], miners: 4 }, 10, &[0, 0], &mut mining);
        assert_eq!((mining.server_emission, mining.validator_emission), (vec![10, 0], vec![0, 0]));
        let mut nobody = outcome(&[0, 0], &[0, 0]);
        pay(Precise { bonds: &[], miners: u64::MAX }, 10, &[0, 0], &mut nobody);
        assert_eq!(nobody.emission, [0, 0]);
    }
}
