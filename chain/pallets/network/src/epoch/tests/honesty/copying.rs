//! A validator who copies: it measures nothing and votes the consensus of what others have said, as late as it can.

use super::*;
use crate::weights::Reveal;

/// The last of the sixteen.
const COPIER: u16 = VALIDATORS;
/// Epochs that count, and those before, in which bonds grow.
const EPOCHS: usize = 40;
const WARM_UP: usize = 12;
const SALT: [u16; 2] = [4, 2];

/// How rows come to the chain.
#[derive(Copy, Clone, PartialEq, Eq)]
enum Way {
    Open,
    /// By the commit of their hash, and a reveal in the epoch after. The copier reads what is revealed before the epoch
    /// ends and commits it at once, so that it is one epoch behind; sealed rows are opened when the epoch runs, which
    /// would leave it two behind, as in the lab.
    Committed,
}

fn commit(uid: u16, row: &Row) {
    let (uids, values): (Vec<u16>, Vec<u16>) = row.iter().copied().unzip();
    let row = crate::weights::Row { uids: &uids, values: &values };
    let hash = Reveal { row, salt: &SALT, version_key: 0 }.hash_by(&neuron(uid.into()), INDEX);
    assert_ok!(Network::commit_weights(signed(neuron(uid.into())), SUBNET, hash));
}

fn reveal(uid: u16, row: &Row) {
    let (uids, values) = row.iter().copied().unzip();
    let who = signed(neuron(uid.into()));
    assert_ok!(Network::reveal_weights(who, SUBNET, uids, values, SALT.to_vec(), 0));
}

/// The votes of an epoch: what was committed in the last is revealed, honest validators say what they see now, and the
/// copier reads the chain after all of them. Returns what waits to be revealed.
fn vote(way: Way, waiting: Vec<(u16, Row)>, task: &Task, dice: &mut Dice) -> Vec<(u16, Row)> {
    let speak = if way == Way::Open { say } else { commit };
    waiting.iter().for_each(|(uid, row)| reveal(*uid, row));
    let mut said: Vec<(u16, Row)> = (1..COPIER).map(|uid| (uid, task.measure(NOISE, dice))).collect();
    said.iter().for_each(|(uid, row)| speak(*uid, row));
    let copied: Row = (0..).zip(consensus_without(&[COPIER])).filter(|(_, weight)| *weight > 0).collect();
    // Before anything is revealed there is nothing to copy. It measures then, and has the start that others have.
    let copied = if copied.is_empty() { task.measure(NOISE, dice) } else { copied };
    speak(COPIER, &copied);
    said.push((COPIER, copied));
    if way == Way::Open {
        said.clear();
    }
    said
}

/// What the copier's stake has grown by, over what that of an honest validator has in the mean, in thousandths.
fn earned_by_copying(way: Way, kept: i64, bonds: (bool, bool)) -> u64 {
    subnet(|_| 1_000, bonds).execute_with(|| {
        CommitRevealWeightsEnabled::<Test>::insert(SUBNET, way == Way::Committed);
        let mut dice = Dice::new(16);
        let mut task = Task::new(kept, &mut dice);
        let (mut waiting, mut before) = (Vec::new(), Vec::new());
        for epoch in 0..WARM_UP + EPOCHS {
            if epoch == WARM_UP {
                before = (1..=VALIDATORS).map(held).collect();
            }
            task.change(&mut dice);
            waiting = vote(way, waiting, &task, &mut dice);
            pass_epoch();
        }
        let gains: Vec<u64> = (1..=VALIDATORS).zip(before).map(|(uid, had)| held(uid) - had).collect();
        let (copier, honest) = gains.split_last().unwrap();
        assert!(*copier > TAO, "{copier} rao");
        copier * 1_000 * honest.len() as u64 / honest.iter().sum::<u64>()
    })
}

#[test]
fn copier_should_earn_as_much_as_honest_validators_when_votes_are_open() {
    for bonds in BONDS {
        let earned = earned_by_copying(Way::Open, KEPT, bonds);
        assert!(earned >= 1_000, "{earned} thousandths");
    }
}

#[test]
fn copier_should_earn_less_than_honest_validators_when_votes_are_committed_and_the_task_changes() {
    for bonds in BONDS {
        let earned = earned_by_copying(Way::Committed, KEPT, bonds);
        assert!(earned < 990, "{earned} thousandths");
    }
}

// Sealing protects work that has to be done again.
#[test]
fn copier_should_earn_as_much_as_honest_validators_when_votes_are_committed_and_the_task_stays() {
    let earned = earned_by_copying(Way::Committed, 1_000, BONDS[1]);
    assert!(earned >= 1_000, "{earned} thousandths");
}
