//! What share pools must hold to.

use super::*;
use alloc::vec::Vec;
use proptest::{collection::vec as many, prelude::*};

fn held(shares: u128, scale: u32) -> Holding {
    Holding { shares, scale, ..Holding::default() }
}

fn pool_with(amount: u64) -> (SharePool, Holding) {
    let (mut pool, mut holding) = (SharePool::default(), Holding::default());
    pool.deposit(&mut holding, Alpha::new(amount)).unwrap();
    (pool, holding)
}

// economics §6.3: donation / first-depositor capture, zero-D emission
#[test]
fn emission_should_be_refused_when_nobody_holds_a_share() {
    let mut pool = SharePool::default();
    assert_eq!(pool.credit(Alpha::new(5)), Err(ShareError::NoHolders));
    assert_eq!(pool, SharePool::default());
}

#[test]
fn amount_should_be_refused_when_it_is_zero() {
    let (mut pool, mut holding) = pool_with(5);
    assert_eq!(pool.deposit(&mut holding, Alpha::ZERO), Err(ShareError::ZeroAmount));
    assert_eq!(pool.withdraw(&mut holding, Alpha::ZERO), Err(ShareError::ZeroAmount));
}

#[test]
fn withdrawal_should_be_refused_and_change_nothing_when_it_is_more_than_is_held() {
    let (mut pool, mut holding) = pool_with(5);
    let before = (pool, holding);
    let refused = ShareError::Insufficient { held: Alpha::new(5), wanted: Alpha::new(6) };
    assert_eq!(pool.withdraw(&mut holding, Alpha::new(6)), Err(refused));
    assert_eq!((pool, holding), before);
}

#[test]
fn deposit_should_be_refused_and_change_nothing_when_the_value_would_not_fit() {
    let (mut pool, mut holding) = pool_with(u64::MAX);
    let before = (pool, holding);
    assert!(matches!(pool.deposit(&mut holding, Alpha::new(1)), Err(ShareError::Amount(_))));
    assert!(matches!(pool.credit(Alpha::new(1)), Err(ShareError::Amount(_))));
    assert_eq!((pool, holding), before);
}

#[test]
fn pool_should_be_as_new_when_the_last_holder_leaves() {
    let (mut pool, mut holding) = pool_with(1);
    pool.credit(Alpha::new(1_000_000_000_000)).unwrap();
    assert!(pool.scale > 0);
    let left = pool.withdraw(&mut holding, Alpha::new(1_000_000_000_001));
    assert_eq!(left, Ok(Alpha::ZERO));
    assert_eq!((pool, holding), (SharePool::default(), Holding::default()));
}

#[test]
fn leftover_should_be_returned_when_a_damaged_pool_is_emptied() {
    // Not reachable by these functions; a pool read from storage may still be anything.
    let mut pool = SharePool { value: Alpha::new(10), shares: 1 << 40, scale: 0 };
    let mut holding = held(1 << 40, 0);
    assert_eq!(pool.withdraw(&mut holding, Alpha::new(10)), Ok(Alpha::ZERO));
    let mut pool = SharePool { value: Alpha::new(10), shares: 0, scale: 0 };
    let fresh = Holding::default();
    assert_eq!(pool.value_of(&fresh), Alpha::ZERO);
    assert_eq!(pool.credit(Alpha::new(1)), Err(ShareError::NoHolders));
}

#[test]
fn holding_should_be_refused_when_it_is_of_another_pool() {
    let (mut pool, _) = pool_with(5);
    for holding in [held(u128::MAX, 0), held(pool.shares + 1, 0), held(1, 32)] {
        let mut holding = holding;
        assert_eq!(pool.value_of(&holding), Alpha::ZERO);
        let refused = pool.withdraw(&mut holding, Alpha::new(1));
        assert!(matches!(refused, Err(ShareError::Foreign { .. })));
        let refused = pool.deposit(&mut holding, Alpha::new(1));
        assert!(matches!(refused, Err(ShareError::Foreign { .. })));
    }
}

#[test]
fn holding_should_be_refused_when_its_shares_do_not_fit_the_scale() {
    let mut pool = SharePool { value: Alpha::new(5), shares: 1 << 100, scale: 64 };
    let mut holding = held(1 << 70, 0);
    let refused = pool.withdraw(&mut holding, Alpha::new(1));
    assert!(matches!(refused, Err(ShareError::Foreign { .. })));
}

#[test]
fn deposit_should_lose_at_most_one_rao_after_ever_so_many_dust_cycles() {
    let (mut pool, mut attacker) = pool_with(1);
    for _ in 0..1_000 {
        pool.credit(Alpha::new(1_000_000_000_000_000)).unwrap();
        let all_but_one = pool.value.rao() - 1;
        pool.withdraw(&mut attacker, Alpha::new(all_but_one)).unwrap();
        let (mut after, mut victim) = (pool, Holding::default());
        after.deposit(&mut victim, Alpha::new(1_000)).unwrap();
        assert!(after.value_of(&victim).rao() >= 999);
        assert!(after.value_of(&attacker).rao() <= 2);
    }
}

/// What somebody does: which holder, and an amount or a part of what is held in 255ths.
#[derive(Clone, Debug)]
enum Step {
    Deposit(usize, u64),
    Withdraw(usize, u8),
    LeaveDust(usize),
    Credit(u64),
}

const HOLDERS: usize = 4;

fn step() -> impl Strategy<Value = Step> {
    let amount = || (0..1u64 << 55, 0..55u32).prop_map(|(number, shift)| (number >> shift).max(1));
    prop_oneof![
        3 => (0..HOLDERS, amount()).prop_map(|(who, amount)| Step::Deposit(who, amount)),
        2 => (0..HOLDERS, any::<u8>()).prop_map(|(who, part)| Step::Withdraw(who, part)),
        1 => (0..HOLDERS).prop_map(Step::LeaveDust),
        2 => amount().prop_map(Step::Credit),
    ]
}

fn apply(pool: &mut SharePool, holdings: &mut [Holding], step: &Step) -> Result<(), ShareError> {
    match *step {
        Step::Deposit(who, amount) => {
            let before = pool.value_of(&holdings[who]).rao();
            pool.deposit(&mut holdings[who], Alpha::new(amount))?;
            let after = pool.value_of(&holdings[who]).rao();
            assert!(after >= before + amount - 1 && after <= before + amount + 1);
        }
        Step::Withdraw(who, part) => {
            let held = pool.value_of(&holdings[who]).rao();
            let amount = u128::from(held) * u128::from(part) / 255;
            withdraw(pool, &mut holdings[who], amount as u64)?;
        }
        Step::LeaveDust(who) => {
            let held = pool.value_of(&holdings[who]).rao();
            withdraw(pool, &mut holdings[who], held.saturating_sub(1))?;
        }
        Step::Credit(amount) => pool.credit(Alpha::new(amount))?,
    }
    Ok(())
}

fn withdraw(pool: &mut SharePool, holding: &mut Holding, amount: u64) -> Result<(), ShareError> {
    let before = pool.value_of(holding).rao();
    let left = pool.withdraw(holding, Alpha::new(amount))?;
    assert_eq!(left, Alpha::ZERO, "the last to leave takes everything");
    assert!(amount < before || holding.is_empty(), "who takes everything keeps no share");
    let after = pool.value_of(holding).rao();
    assert!(after <= before - amount && after + 1 >= before - amount);
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2_000))]
    #[test]
    fn pool_should_keep_its_invariants_whatever_happens(steps in many(step(), 1..60)) {
        let mut pool = SharePool::default();
        let mut holdings = [Holding::default(); HOLDERS];
        for step in &steps {
            let before = (pool, holdings);
            let values_before: Vec<Alpha> = holdings.iter().map(|h| pool.value_of(h)).collect();
            if apply(&mut pool, &mut holdings, step).is_err() {
                prop_assert_eq!((pool, holdings), before);
                continue;
            }
            let held: Vec<u128> =
                holdings.iter().map(|holding| pool.held(holding)).collect::<Result<_, _>>()?;
            prop_assert_eq!(held.iter().sum::<u128>(), pool.shares);
            let values: Vec<Alpha> = holdings.iter().map(|h| pool.value_of(h)).collect();
            let sum = Alpha::checked_sum(values.iter().copied())?;
            let holders = held.iter().filter(|shares| **shares > 0).count() as u64;
            let gap = pool.value.checked_sub(sum)?.rao();
            prop_assert!(gap < holders.max(1));
            prop_assert_eq!(pool.shares == 0, pool.value.is_zero());
            prop_assert!(pool.shares >= u128::from(pool.value.rao()) << SHARES_PER_RAO_BITS);
            prop_assert!(pool.shares >> 112 == 0);
            // Nobody loses by what another does.
            let who = match step {
                Step::Deposit(who, _) | Step::Withdraw(who, _) | Step::LeaveDust(who) => *who,
                Step::Credit(_) => HOLDERS,
            };
            for other in (0..HOLDERS).filter(|other| *other != who) {
                prop_assert!(values[other] >= values_before[other]);
            }
        }
    }
}

#[cfg(feature = "scale")]
mod encoding {
    use super::*;
    use codec::{Decode, Encode, MaxEncodedLen};

    #[test]
    fn pool_and_holding_should_survive_encoding() {
        let pool = SharePool { value: Alpha::new(1), shares: 2, scale: 32 };
        assert_eq!(pool.encode(), (1u64, 2u128, 32u32).encode());
        assert_eq!(SharePool::decode(&mut &pool.encode()[..]), Ok(pool));
        let most = Holding { shares: u128::MAX, scale: u32::MAX, fresh: u128::MAX, round: u32::MAX };
        for holding in [Holding { shares: 2, scale: 32, fresh: 1, round: 3 }, most] {
            assert_eq!(Holding::decode(&mut &holding.encode()[..]), Ok(holding));
        }
        assert_eq!(most.encoded_size(), Holding::max_encoded_len());
        assert_eq!((SharePool::max_encoded_len(), Holding::max_encoded_len()), (28, 42));
    }
}
