//! Dividends for stake that stays what it is between two looks at it (economics §4.8, recommended rule): one rate for
//! all, in 2⁻⁹⁶ rao for a rao of stake, and the remainder of each division carried into the next. Whoever's stake is
//! about to change is settled first: what is owed is banked, the fraction of a rao with it.
//!
//! At every moment, to the last bit: what positions have accrued + what is carried = what was credited and not paid.

use crate::{AccrualError, Q96};
use myelin_units::Alpha;

/// What was ever credited for a rao of stake, and what of it has not been paid.
#[derive(Copy, Clone, Eq, PartialEq, Default, Debug)]
#[cfg_attr(
    feature = "scale",
    derive(
        codec::Encode,
        codec::Decode,
        codec::DecodeWithMemTracking,
        codec::MaxEncodedLen,
        scale_info::TypeInfo
    )
)]
pub struct Accumulator {
    /// Rao for a rao of stake, since the beginning.
    rate: Q96,
    /// Credited, and in nobody's accrual yet.
    carried: Q96,
    /// The fraction of a rao that stake is still owed of amounts it shared with others.
    due: Q96,
    /// Credited and not paid.
    unclaimed: Alpha,
}

/// What one position has of an [`Accumulator`].
#[derive(Copy, Clone, Eq, PartialEq, Default, Debug)]
#[cfg_attr(
    feature = "scale",
    derive(
        codec::Encode,
        codec::Decode,
        codec::DecodeWithMemTracking,
        codec::MaxEncodedLen,
        scale_info::TypeInfo
    )
)]
pub struct Accrual {
    /// The rate up to which it is settled.
    checkpoint: Q96,
    /// Settled and not paid.
    banked: Q96,
}

impl Accumulator {
    /// Rao for a rao of stake, since the beginning.
    pub const fn rate(&self) -> Q96 {
        self.rate
    }

    /// Credited, and in nobody's accrual yet: remainders of divisions, and fractions of those who left.
    pub const fn carried(&self) -> Q96 {
        self.carried
    }

    /// Credited and not paid.
    pub const fn unclaimed(&self) -> Alpha {
        self.unclaimed
    }

    /// How much of `amount` is for `part` of a `whole` stake: floored, and the fraction is given with the next amounts.
    pub fn part_of(&mut self, amount: Alpha, part: Alpha, whole: Alpha) -> Result<Alpha, AccrualError> {
        if part.is_zero() || amount.is_zero() {
            return Ok(Alpha::ZERO);
        }
        if part > whole {
            return Err(AccrualError::PartAboveWhole { part, whole });
        }
        let exact = Q96::share_floor(amount.rao(), part.rao(), whole.rao())?.checked_add(self.due)?;
        self.due = exact.below_one();
        // The fraction carried is below one, so no more than the amount comes of it.
        Ok(Alpha::new(exact.whole()).min(amount))
    }

    /// `amount` for all who together have `stake`.
    pub fn credit(&mut self, amount: Alpha, stake: Alpha) -> Result<(), AccrualError> {
        if amount.is_zero() {
            return Ok(());
        }
        let sum = Q96::new(amount.rao()).checked_add(self.carried)?;
        let (rise, rest) = sum.divided_floor(stake.rao())?;
        let rate = self.rate.checked_add(rise)?;
        let unclaimed = self.unclaimed.checked_add(amount)?;
        *self = Self { rate, carried: rest, unclaimed, ..*self };
        Ok(())
    }

    /// Takes over what another has left when all its positions are gone.
    pub fn absorb(&mut self, other: Self) -> Result<(), AccrualError> {
        let carried = self.carried.checked_add(other.carried)?;
        let unclaimed = self.unclaimed.checked_add(other.unclaimed)?;
        *self = Self { carried, unclaimed, ..*self };
        Ok(())
    }
}

impl Accrual {
    /// The rate up to which it is settled.
    pub const fn checkpoint(&self) -> Q96 {
        self.checkpoint
    }

    /// Settled and not paid.
    pub const fn banked(&self) -> Q96 {
        self.banked
    }

    /// Banks what `stake` has earned since the last time. A new position settles with no stake.
    pub fn settle(&mut self, of: &Accumulator, stake: Alpha) -> Result<(), AccrualError> {
        self.banked = self.accrued(of, stake)?;
        self.checkpoint = of.rate;
        Ok(())
    }

    /// Settled and not, together.
    pub fn accrued(&self, of: &Accumulator, stake: Alpha) -> Result<Q96, AccrualError> {
        let earned = of.rate.checked_sub(self.checkpoint)?.times(stake.rao())?;
        self.banked.checked_add(earned)
    }

    /// Whole rao that can be paid now: floored.
    pub fn owed(&self, of: &Accumulator, stake: Alpha) -> Result<Alpha, AccrualError> {
        self.accrued(of, stake).map(|accrued| Alpha::new(accrued.whole()))
    }

    /// Pays `amount` of what is banked.
    pub fn pay(&mut self, of: &mut Accumulator, amount: Alpha) -> Result<(), AccrualError> {
        let owed = Alpha::new(self.banked.whole());
        if amount > owed {
            return Err(AccrualError::NotOwed { owed, wanted: amount });
        }
        let unclaimed = of.unclaimed.checked_sub(amount)?;
        self.banked = self.banked.checked_sub(Q96::new(amount.rao()))?;
        of.unclaimed = unclaimed;
        Ok(())
    }

    /// The position goes: the fraction of a rao it leaves is carried for those who stay. Whole rao stay banked.
    pub fn leave(&mut self, of: &mut Accumulator) -> Result<(), AccrualError> {
        of.carried = of.carried.checked_add(self.banked.below_one())?;
        self.banked = Q96::new(self.banked.whole());
        Ok(())
    }

    /// The banked rao go to an accrual of another accumulator; the fraction is carried where it is.
    pub fn move_to(
        &mut self,
        of: &mut Accumulator,
        other: &mut Self,
        other_of: &mut Accumulator,
    ) -> Result<(), AccrualError> {
        self.leave(of)?;
        let amount = Alpha::new(self.banked.whole());
        self.pay(of, amount)?;
        other_of.unclaimed = other_of.unclaimed.checked_add(amount)?;
        other.banked = other.banked.checked_add(Q96::new(amount.rao()))?;
        Ok(())
    }

    /// Takes over what another position of the same accumulator has banked, both being settled.
    pub fn absorb(&mut self, other: Self) -> Result<(), AccrualError> {
        if self.checkpoint != other.checkpoint {
            return Err(AccrualError::NotSettled);
        }
        self.banked = self.banked.checked_add(other.banked)?;
        Ok(())
    }

    /// What clients take from `rate · stake` to know what is owed: both with the 32 fractional bits of the wire, so
    /// that nothing is owed right after it was paid. Zero where more is banked than the stake could have earned.
    pub fn claimed_on_the_wire(&self, stake: Alpha) -> u128 {
        let earned = self.checkpoint.bits32_floor().saturating_mul(u128::from(stake.rao())) >> 32;
        earned.saturating_sub(u128::from(self.banked.whole()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use alloc::vec::Vec;
    use myelin_units::MAX_SUPPLY;
    use proptest::{collection::vec as many, prelude::*};

    fn alpha(rao: u64) -> Alpha {
        Alpha::new(rao)
    }

    #[test]
    fn one_rao_of_stake_should_receive_its_rao_in_time() {
        // economics §6.3: share precision / forced exit
        let (mut pot, position) = (Accumulator::default(), Accrual::default());
        for _ in 0..2 {
            pot.credit(alpha(1), alpha(3)).unwrap();
            assert_eq!(position.owed(&pot, alpha(1)), Ok(Alpha::ZERO));
        }
        pot.credit(alpha(1), alpha(3)).unwrap();
        assert_eq!(position.owed(&pot, alpha(1)), Ok(alpha(1)));
        assert_eq!(pot.carried(), Q96::ZERO);
    }

    #[test]
    fn small_dividend_should_not_vanish_at_a_large_stake() {
        let stake = alpha(1_000_000 * 1_000_000_000);
        let (mut pot, mut position) = (Accumulator::default(), Accrual::default());
        pot.credit(alpha(100_000), stake).unwrap();
        assert_eq!(pot.rate().fraction(), 7_922_816_251_426_433_759);
        // A rao is short by what is carried; the next dividend brings it.
        position.settle(&pot, stake).unwrap();
        assert_eq!(position.banked().whole(), 99_999);
        pot.credit(alpha(100_000), stake).unwrap();
        position.settle(&pot, stake).unwrap();
        assert_eq!(position.banked().whole(), 199_999);
        let accrued = position.banked().checked_add(pot.carried()).unwrap();
        assert_eq!(accrued, Q96::new(200_000));
    }

    #[test]
    fn new_stake_should_not_share_what_was_credited_before() {
        let (mut pot, mut late) = (Accumulator::default(), Accrual::default());
        pot.credit(alpha(1_000), alpha(10)).unwrap();
        late.settle(&pot, Alpha::ZERO).unwrap();
        assert_eq!(late.owed(&pot, alpha(10)), Ok(Alpha::ZERO));
        pot.credit(alpha(1_000), alpha(20)).unwrap();
        assert_eq!(late.owed(&pot, alpha(10)), Ok(alpha(500)));
    }

    #[test]
    fn amounts_should_be_refused_and_change_nothing_when_there_is_nobody_or_nothing() {
        let mut pot = Accumulator::default();
        assert_eq!(pot.credit(alpha(1), Alpha::ZERO), Err(AccrualError::NobodyStakes));
        assert_eq!(pot.credit(Alpha::ZERO, Alpha::ZERO), Ok(()));
        let above = AccrualError::PartAboveWhole { part: alpha(3), whole: alpha(2) };
        assert_eq!(pot.part_of(alpha(1), alpha(3), alpha(2)), Err(above));
        let refused = AccrualError::NotOwed { owed: Alpha::ZERO, wanted: alpha(1) };
        assert_eq!(Accrual::default().pay(&mut pot, alpha(1)), Err(refused));
        assert_eq!(pot, Accumulator::default());
    }

    #[test]
    fn part_should_carry_its_fraction() {
        let mut pot = Accumulator::default();
        let parts: Vec<u64> =
            (0..9).map(|_| pot.part_of(alpha(1), alpha(1), alpha(3)).unwrap().rao()).collect();
        // A third of nine, less at most one rao: a third has no last bit.
        assert_eq!(parts.iter().sum::<u64>(), 2);
        assert_eq!(pot.part_of(alpha(7), alpha(3), alpha(3)), Ok(alpha(7)));
    }

    #[derive(Clone, Debug)]
    enum Step {
        Credit(u64),
        Stake(usize, u64),
        Pay(usize, u64),
        Leave(usize),
        Absorb(usize, usize),
    }

    fn step() -> impl Strategy<Value = Step> {
        let amount = || prop_oneof![0..5u64, 0..10_000u64, 0..MAX_SUPPLY];
        prop_oneof![
            3 => amount().prop_map(Step::Credit),
            3 => (0..5usize, amount()).prop_map(|(who, stake)| Step::Stake(who, stake)),
            2 => (0..5usize, amount()).prop_map(|(who, most)| Step::Pay(who, most)),
            1 => (0..5usize).prop_map(Step::Leave),
            1 => (0..5usize, 0..5usize).prop_map(|(from, to)| Step::Absorb(from, to)),
        ]
    }

    struct World {
        pot: Accumulator,
        stakes: [u64; 5],
        accruals: [Accrual; 5],
        paid: u64,
        credited: u64,
    }

    impl World {
        fn take(&mut self, step: Step) {
            let stake = |world: &Self, who: usize| alpha(world.stakes[who]);
            match step {
                Step::Credit(amount) => {
                    let sum: u64 = self.stakes.iter().sum();
                    // No more exists than the supply allows.
                    if sum > 0 && self.credited + amount <= MAX_SUPPLY {
                        self.pot.credit(alpha(amount), alpha(sum)).unwrap();
                        self.credited += amount;
                    }
                }
                Step::Stake(who, new) => {
                    self.accruals[who].settle(&self.pot, stake(self, who)).unwrap();
                    self.stakes[who] = new;
                }
                Step::Pay(who, most) => {
                    self.accruals[who].settle(&self.pot, stake(self, who)).unwrap();
                    let amount = self.accruals[who].banked().whole().min(most);
                    self.accruals[who].pay(&mut self.pot, alpha(amount)).unwrap();
                    self.paid += amount;
                }
                Step::Leave(who) => {
                    self.accruals[who].settle(&self.pot, stake(self, who)).unwrap();
                    self.stakes[who] = 0;
                    self.accruals[who].leave(&mut self.pot).unwrap();
                }
                Step::Absorb(from, to) if from != to => {
                    for who in [from, to] {
                        self.accruals[who].settle(&self.pot, stake(self, who)).unwrap();
                    }
                    let moved = core::mem::take(&mut self.accruals[from]);
                    self.accruals[to].absorb(moved).unwrap();
                    self.stakes[to] += core::mem::take(&mut self.stakes[from]);
                    self.accruals[from].settle(&self.pot, Alpha::ZERO).unwrap();
                }
                Step::Absorb(..) => {}
            }
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(1_000))]
        #[test]
        fn accrued_and_carried_should_be_what_is_unclaimed_to_the_last_bit(steps in many(step(), 1..60)) {
            let mut world = World {
                pot: Accumulator::default(),
                stakes: [0; 5],
                accruals: [Accrual::default(); 5],
                paid: 0,
                credited: 0,
            };
            for step in steps {
                world.take(step);
                prop_assert_eq!(world.pot.unclaimed(), alpha(world.credited - world.paid));
                let mut sum = world.pot.carried();
                for (accrual, stake) in world.accruals.iter().zip(world.stakes) {
                    sum = sum.checked_add(accrual.accrued(&world.pot, alpha(stake))?)?;
                }
                prop_assert_eq!(sum, Q96::new(world.pot.unclaimed().rao()));
            }
        }

        #[test]
        fn order_of_settling_should_change_nobodys_due(
            amounts in many(0..MAX_SUPPLY / 100, 1..20),
            stake in 1..MAX_SUPPLY / 2,
            others in 0..MAX_SUPPLY / 2,
            when in many(any::<bool>(), 20),
        ) {
            let (mut pot, mut often, once) = (Accumulator::default(), Accrual::default(), Accrual::default());
            for (amount, settle) in amounts.iter().zip(when) {
                pot.credit(alpha(*amount), alpha(stake + others))?;
                if settle {
                    often.settle(&pot, alpha(stake))?;
                }
            }
            prop_assert_eq!(often.accrued(&pot, alpha(stake))?, once.accrued(&pot, alpha(stake))?);
        }

        #[test]
        fn move_should_keep_both_sides_exact(first in 0..MAX_SUPPLY, second in 0..MAX_SUPPLY, stake in 1..1_000u64, rest in 0..1_000u64) {
            let (mut old, mut new) = (Accumulator::default(), Accumulator::default());
            old.credit(alpha(first), alpha(stake + rest))?;
            new.credit(alpha(second), alpha(7))?;
            let (mut from, mut to) = (Accrual::default(), Accrual::default());
            from.settle(&old, alpha(stake))?;
            to.settle(&new, Alpha::ZERO)?;
            from.move_to(&mut old, &mut to, &mut new)?;
            prop_assert_eq!(from.banked(), Q96::ZERO);
            let left = Accrual::default().accrued(&old, alpha(rest))?.checked_add(old.carried())?;
            prop_assert_eq!(left, Q96::new(old.unclaimed().rao()));
            let there = Accrual::default().accrued(&new, alpha(7))?.checked_add(to.banked())?;
            prop_assert_eq!(there.checked_add(new.carried())?, Q96::new(new.unclaimed().rao()));
            prop_assert_eq!(old.unclaimed().rao() + new.unclaimed().rao(), first + second);
        }
    }
}
