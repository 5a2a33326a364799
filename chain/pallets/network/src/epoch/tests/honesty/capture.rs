//! A cabal: validators who vote for their own miner and for nobody else.

use super::*;

/// Six of the sixteen, the first ones.
const MEMBERS: u16 = 6;
/// As good as the mean.
const OWN_MINER: u16 = FIRST_MINER;
const EPOCHS: usize = 20;

/// What came of it, in the mean of all epochs.
#[derive(Debug, Default)]
struct Captured {
    /// The consensus on the cabal's miner over that of the honest validators alone, in thousandths, and how far the
    /// first was above the second at most, of 65,535.
    lift: u64,
    most_above: i64,
    /// In how many epochs it was above all that somebody honest saw in that miner.
    above_all_honest: usize,
    /// The miner's part of the miners' pay, in thousandths; one of 32 has 31.
    incentive: u64,
    /// What members earned for their stake, over what honest validators did for theirs, in thousandths.
    earned: u64,
}

/// The cabal's members together have `percent` of the stake.
fn alpha(percent: u64) -> impl Fn(u16) -> u64 {
    let (members, honest) = (u64::from(MEMBERS), u64::from(VALIDATORS - MEMBERS));
    move |uid| if uid <= MEMBERS { percent * honest * 10 } else { (100 - percent) * members * 10 }
}

/// A row's part on the cabal's miner, of 65,535, rounded up.
fn part_on_own(row: &Row) -> u64 {
    let all: u64 = row.iter().map(|(_, weight)| u64::from(*weight)).sum();
    let own = row.iter().find(|(uid, _)| *uid == OWN_MINER).map_or(0, |(_, weight)| u64::from(*weight));
    (own * 65_535).div_ceil(all)
}

/// Votes and runs an epoch. Returns the consensus on the cabal's miner, what it would be among the honest alone, and the
/// most that somebody honest saw in it.
fn vote(task: &Task, noise: i64, dice: &mut Dice) -> [u64; 3] {
    let members: Vec<u16> = (1..=MEMBERS).collect();
    members.iter().for_each(|uid| say(*uid, &vec![(OWN_MINER, u16::MAX)]));
    let honest: Vec<(u16, Row)> =
        (MEMBERS + 1..=VALIDATORS).map(|uid| (uid, task.measure(noise, dice))).collect();
    honest.iter().for_each(|(uid, row)| say(*uid, row));
    let alone = consensus_without(&members)[usize::from(OWN_MINER)];
    pass_epoch();
    let agreed = Consensus::<Test>::get(SUBNET)[usize::from(OWN_MINER)].parts();
    let most = honest.iter().map(|(_, row)| part_on_own(row)).max().unwrap_or(0);
    [agreed.into(), alone.into(), most]
}

/// A cabal with so much of the stake, where honest measurements are off by `noise` thousandths.
fn capture(percent: u64, noise: i64, bonds: (bool, bool)) -> Captured {
    subnet(alpha(percent), bonds).execute_with(|| {
        CommitRevealWeightsEnabled::<Test>::insert(SUBNET, false);
        let mut dice = Dice::new(6);
        let mut task = Task::new(KEPT, &mut dice);
        let before: Vec<u64> = (1..=VALIDATORS).map(held).collect();
        let (mut seen, mut agreed, mut alone) = (Captured::default(), 0, 0);
        for _ in 0..EPOCHS {
            task.change(&mut dice);
            task.places[0] = 0;
            let [consensus, fair, most] = vote(&task, noise, &mut dice);
            (agreed, alone) = (agreed + consensus, alone + fair);
            seen.most_above = seen.most_above.max(consensus as i64 - fair as i64);
            seen.above_all_honest += usize::from(consensus > most);
            let incentive = Incentive::<Test>::get(INDEX)[usize::from(OWN_MINER)].parts();
            seen.incentive += u64::from(incentive) * 1_000 / 65_535;
        }
        seen.incentive /= EPOCHS as u64;
        seen.lift = agreed * 1_000 / alone;
        let gains: Vec<u64> = (1..=VALIDATORS).zip(before).map(|(uid, had)| held(uid) - had).collect();
        let (members, honest) = gains.split_at(MEMBERS.into());
        let [members, honest] = [members, honest].map(|gains| gains.iter().sum::<u64>());
        seen.earned = members * 1_000 / percent * (100 - percent) / honest.max(1);
        seen
    })
}

#[test]
fn cabal_should_not_lift_its_miner_above_what_honest_validators_say_when_it_has_less_than_half_of_the_stake()
{
    for bonds in BONDS {
        let seen = capture(40, NOISE, bonds);
        assert_eq!(seen.above_all_honest, 0, "{seen:?}");
        // The honest differ by a tenth, and it picks the higher of what they saw.
        assert!(seen.lift < 1_150 && seen.incentive < 60 && seen.earned < 100, "{seen:?}");
    }
}

#[test]
fn cabal_should_not_lift_its_miner_at_all_when_honest_validators_with_most_of_the_stake_agree() {
    for bonds in BONDS {
        let seen = capture(40, 0, bonds);
        assert!(seen.most_above <= 1, "{seen:?}");
    }
}

#[test]
fn cabal_should_be_the_consensus_when_it_has_most_of_the_stake() {
    for bonds in BONDS {
        let seen = capture(60, NOISE, bonds);
        assert_eq!(seen.above_all_honest, EPOCHS, "{seen:?}");
        assert!(seen.lift > 20_000 && seen.incentive > 990 && seen.earned > 10_000, "{seen:?}");
    }
}
