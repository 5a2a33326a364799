use super::*;
use alloc::{vec, vec::Vec};
use proptest::{collection::vec as many, prelude::*};

const fn rao(amount: u64) -> Alpha {
    Alpha::new(amount)
}

/// A pool with what people hold of it.
#[derive(Clone, Debug, Default, PartialEq)]
struct World {
    all: VestingPool,
    holdings: Vec<Holding>,
    /// What was paid in, and what came out: to holders, and left behind.
    paid_in: u64,
    paid_out: u64,
    forfeited: u64,
    dust: u64,
}

impl World {
    fn of(people: usize) -> Self {
        Self { holdings: vec![Holding::default(); people], ..Self::default() }
    }

    fn value(&self, who: usize) -> u64 {
        self.all.value_of(&self.holdings[who]).rao()
    }

    fn deposit(&mut self, who: usize, amount: u64) -> Result<(), ShareError> {
        self.all.deposit(&mut self.holdings[who], rao(amount))?;
        self.paid_in += amount;
        Ok(())
    }

    fn withdraw(&mut self, who: usize, amount: u64) -> Result<(), ShareError> {
        let left = self.all.withdraw(&mut self.holdings[who], rao(amount))?;
        self.paid_out += amount;
        self.forfeited += left.forfeited.rao();
        self.dust += left.dust.rao();
        Ok(())
    }

    fn pour(&mut self, amount: u64, span: u64) -> Result<(), ShareError> {
        self.all.pour(rao(amount), span)?;
        self.paid_in += amount;
        Ok(())
    }

    /// Shares are those of the holders, fresh ones too; nobody can take what is another's or nobody's yet; almost
    /// nothing is nobody's.
    fn check(&self) {
        let all = &self.all;
        let held: u128 = self.holdings.iter().map(|holding| all.pool.held(holding).unwrap()).sum();
        assert_eq!(held, all.pool.shares);
        let (unvested, value) = (all.unvested().rao(), all.pool.value.rao());
        if unvested > 0 {
            let fresh: u128 = self.holdings.iter().map(|holding| all.fresh_of(holding)).sum();
            assert_eq!(fresh, all.vesting.fresh);
            assert!(all.eligible() > 0, "somebody waits for it");
        }
        let claims: u64 = (0..self.holdings.len()).map(|who| self.value(who)).sum();
        let holders = self.holdings.iter().filter(|holding| !holding.is_empty()).count() as u64;
        assert!(unvested <= value && claims <= value - unvested);
        assert!(value - unvested - claims <= 3 * holders, "{value} - {unvested} - {claims}");
        assert_eq!(value + self.paid_out + self.forfeited + self.dust, self.paid_in);
    }
}

/// Person 0 has had 1,000 alpha for long, and an epoch gives the pool 36.
fn after_an_epoch() -> World {
    let mut world = World::of(3);
    world.deposit(0, 1_000_000).unwrap();
    world.all.now = 100;
    world.pour(36_000, 360).unwrap();
    world
}

#[test]
fn dividends_should_be_given_over_block_by_block() {
    let mut world = after_an_epoch();
    let at = |world: &mut World, now: u64| {
        world.all.now = now;
        world.check();
        world.value(0)
    };
    assert_eq!(
        [100, 101, 280, 459, 460].map(|now| at(&mut world, now)),
        [1_000_000, 1_000_100, 1_018_000, 1_035_900, 1_036_000]
    );
}

#[test]
fn who_comes_after_the_epoch_should_have_no_part_and_lose_nothing() {
    let mut world = after_an_epoch();
    world.deposit(1, 500_000).unwrap();
    for now in [100, 280, 460, 10_000] {
        world.all.now = now;
        assert!((499_999..=500_000).contains(&world.value(1)), "{} in block {now}", world.value(1));
        world.check();
    }
    assert!((1_035_999..=1_036_000).contains(&world.value(0)));
}

#[test]
fn who_came_before_the_epoch_and_goes_after_it_should_have_what_it_brought() {
    let mut world = World::of(2);
    world.deposit(0, 1_000_000).unwrap();
    world.deposit(1, 1_000_000).unwrap();
    world.pour(36_000, 360).unwrap();
    let all = world.value(1);
    assert!((999_999..=1_000_000).contains(&all));
    world.withdraw(1, all).unwrap();
    world.check();
    // Its part is for the next epoch; the other's is what it was.
    assert_eq!(world.forfeited, 18_000);
    world.all.now = 360;
    assert!((1_017_999..=1_018_002).contains(&world.value(0)), "{}", world.value(0));
}

#[test]
fn dust_that_stays_should_not_keep_the_dividends_of_what_leaves() {
    let mut world = after_an_epoch();
    world.withdraw(0, 999_000).unwrap();
    world.check();
    assert!(world.forfeited >= 35_963, "{} forfeited", world.forfeited);
    world.all.now = 460;
    assert!(world.value(0) <= 1_037);
}

#[test]
fn nothing_should_stay_for_who_comes_next_when_the_last_holder_leaves() {
    let mut world = after_an_epoch();
    world.withdraw(0, 1_000_000).unwrap();
    assert_eq!((world.forfeited, world.dust, world.all.pool), (36_000, 0, SharePool::default()));
    assert_eq!(world.all.vesting, Vesting::default());
    world.deposit(1, 7).unwrap();
    world.all.now = 1_000;
    assert_eq!(world.value(1), 7);
}

#[test]
fn coming_and_going_should_change_nothing_for_others() {
    let mut world = after_an_epoch();
    for (now, amount) in (100..150).zip(1..) {
        world.all.now = now;
        world.deposit(1, amount * 100_000).unwrap();
        let all = world.value(1);
        world.withdraw(1, all).unwrap();
        world.check();
    }
    assert_eq!(world.forfeited, 0);
    world.all.now = 460;
    assert!(world.value(0) >= 1_036_000);
}

#[test]
fn fresh_shares_should_be_taken_first() {
    let mut world = after_an_epoch();
    world.deposit(0, 500_000).unwrap();
    world.withdraw(0, 400_000).unwrap();
    assert_eq!(world.forfeited, 0);
    world.withdraw(0, 600_000).unwrap();
    world.check();
    assert!((17_990..=18_010).contains(&world.forfeited), "{} forfeited", world.forfeited);
}

#[test]
fn holder_should_have_a_part_of_all_dividends_that_come_after_it() {
    let mut world = after_an_epoch();
    world.deposit(1, 1_036_000).unwrap();
    world.all.now = 460;
    world.pour(20_000, 360).unwrap();
    world.check();
    world.all.now = 820;
    assert!((1_045_998..=1_046_000).contains(&world.value(1)), "{}", world.value(1));
}

#[test]
fn withdrawal_should_be_refused_and_change_nothing_when_it_takes_what_has_not_been_given_over() {
    let mut world = after_an_epoch();
    let before = world.clone();
    let refused = ShareError::Insufficient { held: rao(1_000_000), wanted: rao(1_000_001) };
    assert_eq!(world.withdraw(0, 1_000_001), Err(refused));
    assert_eq!(world.withdraw(0, 0), Err(ShareError::ZeroAmount));
    assert_eq!(world, before);
}

#[test]
fn dividends_should_be_refused_when_nobody_holds_a_share() {
    let mut all = VestingPool::default();
    assert_eq!(all.pour(rao(5), 10), Err(ShareError::NoHolders));
    assert_eq!(all, VestingPool::default());
}

#[derive(Clone, Debug)]
enum Step {
    Deposit(usize, u64),
    Withdraw(usize, u8),
    LeaveDust(usize),
    Pour(u64, u64),
    Wait(u64),
}

const PEOPLE: usize = 4;

fn step() -> impl Strategy<Value = Step> {
    let amount = || (0..1u64 << 50, 0..50u32).prop_map(|(number, shift)| (number >> shift).max(1));
    prop_oneof![
        3 => (0..PEOPLE, amount()).prop_map(|(who, amount)| Step::Deposit(who, amount)),
        3 => (0..PEOPLE, any::<u8>()).prop_map(|(who, part)| Step::Withdraw(who, part)),
        1 => (0..PEOPLE).prop_map(Step::LeaveDust),
        2 => (amount(), 0..50u64).prop_map(|(amount, span)| Step::Pour(amount, span)),
        3 => (0..40u64).prop_map(Step::Wait),
    ]
}

fn apply(world: &mut World, step: &Step) -> Result<(), ShareError> {
    let others = |world: &World, who: usize| {
        (0..PEOPLE).filter(|other| *other != who).map(|other| world.value(other)).collect::<Vec<_>>()
    };
    match *step {
        Step::Deposit(who, amount) => {
            let before = (world.value(who), others(world, who));
            world.deposit(who, amount)?;
            let after = world.value(who);
            assert!(
                after + 3 >= before.0 + amount && after <= before.0 + amount + 3,
                "what was paid is held"
            );
            unharmed(&before.1, &others(world, who));
        }
        Step::Withdraw(who, part) => {
            let amount = u128::from(world.value(who)) * u128::from(part) / 255;
            let before = (world.value(who), others(world, who));
            world.withdraw(who, amount as u64)?;
            // Three parts of a worth are each rounded against its holder, who may have less of that afterwards.
            assert!(world.value(who) <= before.0 - amount as u64 + 3);
            unharmed(&before.1, &others(world, who));
        }
        Step::LeaveDust(who) => {
            let amount = world.value(who).saturating_sub(1);
            world.withdraw(who, amount)?;
        }
        Step::Pour(amount, span) => {
            let (before, waited) = (others(world, PEOPLE), !world.all.unvested().is_zero());
            world.pour(amount, span)?;
            // Nobody can take out more than before in the block of an epoch, whoever has come just now; all together not
            // even where it comes early, which lets those who came since wait for what the others still waited for.
            let after = others(world, PEOPLE);
            let more = |before: u64, after: u64| after > before + 3 * PEOPLE as u64;
            assert!(!more(before.iter().sum(), after.iter().sum()), "{before:?} became {after:?}");
            if waited {
                return Ok(());
            }
            unharmed(&before, &after);
            assert!(before.iter().zip(&after).all(|(before, after)| !more(*before, *after)));
        }
        Step::Wait(blocks) => {
            let before = others(world, PEOPLE);
            world.all.now += blocks;
            unharmed(&before, &others(world, PEOPLE));
        }
    }
    Ok(())
}

fn unharmed(before: &[u64], after: &[u64]) {
    assert!(
        before.iter().zip(after).all(|(before, after)| after + 3 >= *before),
        "{before:?} became {after:?}"
    );
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2_000))]
    #[test]
    fn books_should_close_whatever_happens(steps in many(step(), 1..60)) {
        let mut world = World::of(PEOPLE);
        for step in &steps {
            let before = world.clone();
            if apply(&mut world, step).is_err() {
                prop_assert_eq!(&world, &before);
            }
            world.check();
        }
        // In the end everything is the holders'.
        world.all.now += 1_000;
        world.check();
        prop_assert_eq!(world.all.unvested(), Alpha::ZERO);
    }

    #[test]
    fn holders_should_have_as_much_as_if_paid_at_once_when_they_stay(
        stakes in many(1..1u64 << 50, 1..4), dividends in many((0..1u64 << 45, 1..400u64), 0..8),
    ) {
        let mut world = World::of(stakes.len());
        let (mut pool, mut holdings) = (SharePool::default(), vec![Holding::default(); stakes.len()]);
        for ((who, stake), holding) in stakes.iter().enumerate().zip(&mut holdings) {
            world.deposit(who, *stake).unwrap();
            pool.deposit(holding, rao(*stake)).unwrap();
        }
        for (amount, span) in dividends {
            world.pour(amount, span).unwrap();
            pool.credit(rao(amount)).unwrap();
            world.all.now += 1_000;
        }
        for (who, holding) in holdings.iter().enumerate() {
            prop_assert_eq!(world.value(who), pool.value_of(holding).rao());
        }
    }
}
