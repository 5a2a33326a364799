//! Validators who commit to weights and reveal them, mostly as it is meant.

use super::{
    actors::{a_netuid, deed, Deed},
    dice::Dice,
};
use crate::{
    mock::*,
    pallet::*,
    weights::{NetUidStorageIndex, Reveal, Row, SealedRow},
};
use codec::Compact;
use myelin_units::NetUid;
use sp_core::H256;

/// Rows that are committed to by hash: a weight on the first uid. What a commit was can be found by trying them all.
const ROWS: u16 = 3;

/// One of those rows, with its salt.
fn row(number: u16) -> (Vec<u16>, Vec<u16>, Vec<u16>) {
    (vec![0], vec![number + 1], vec![number])
}

fn hash(by: &AccountId, index: NetUidStorageIndex, number: u16) -> H256 {
    let (uids, values, salt) = row(number);
    let row = Row { uids: &uids, values: &values };
    Reveal { row, salt: &salt, version_key: 0 }.hash_by(by, index)
}

pub fn commit_or_reveal(dice: &mut Dice) -> Deed {
    match dice.below(3) {
        0 => commit_hash(dice),
        1 => reveal(dice),
        _ => commit_sealed(dice),
    }
}

/// A subnet that takes commits, as a rule, and one of its hotkeys.
fn somewhere(dice: &mut Dice) -> (NetUid, AccountId) {
    let takes = |netuid: &NetUid| !netuid.is_root() && CommitRevealWeightsEnabled::<Test>::get(netuid);
    let netuids: Vec<NetUid> = Network::netuids().into_iter().filter(takes).collect();
    let netuid = match dice.pick(&netuids) {
        Some(netuid) if !dice.one_in(10) => *netuid,
        _ => a_netuid(dice),
    };
    let signer = dice.pick(&Network::hotkeys(netuid)).cloned().unwrap_or_else(|| hotkey(1));
    (netuid, signer)
}

fn a_mechanism(dice: &mut Dice, netuid: NetUid) -> u8 {
    let beyond = u64::from(dice.one_in(10));
    dice.below(u64::from(MechanismCountCurrent::<Test>::get(netuid)) + beyond) as u8
}

fn commit_hash(dice: &mut Dice) -> Deed {
    let (netuid, signer) = somewhere(dice);
    let mecid = a_mechanism(dice, netuid);
    let number = dice.below(ROWS.into()) as u16;
    let hash_in = |mechanism| hash(&signer, NetUidStorageIndex::new(netuid, mechanism), number);
    match dice.below(4) {
        0 => {
            let call = Call::commit_mechanism_weights { netuid, mecid, commit_hash: hash_in(mecid) };
            deed("commit_mechanism_weights", signer, call)
        }
        1 => {
            let netuids = vec![Compact(netuid), Compact(a_netuid(dice))];
            let commit_hashes = vec![hash_in(0); if dice.one_in(10) { 1 } else { 2 }];
            deed("batch_commit_weights", signer, Call::batch_commit_weights { netuids, commit_hashes })
        }
        _ => {
            let call = Call::commit_weights { netuid, commit_hash: hash_in(0) };
            deed("commit_weights", signer, call)
        }
    }
}

/// Something that was committed, or now and then something else.
fn reveal(dice: &mut Dice) -> Deed {
    // Mostly where something can be revealed now.
    let all = dice.one_in(4);
    let is_ripe = |index: NetUidStorageIndex, commits: &[(H256, u64, u64, u64)]| {
        let netuid = index.netuid();
        let now = Network::look_ahead_epoch(netuid);
        let its_time = |epoch: u64| epoch + Network::reveal_period(netuid) == now;
        CommitRevealWeightsEnabled::<Test>::get(netuid) && commits.iter().any(|commit| its_time(commit.1))
    };
    let queues: Vec<_> = WeightCommits::<Test>::iter()
        .filter(|(index, _, commits)| all || is_ripe(*index, commits))
        .map(|(index, who, _)| (index, who))
        .collect();
    let (index, signer) = match dice.pick(&queues) {
        Some(queue) if !dice.one_in(12) => queue.clone(),
        _ => {
            let (netuid, signer) = somewhere(dice);
            (netuid.into(), signer)
        }
    };
    let commits = WeightCommits::<Test>::get(index, &signer).unwrap_or_default();
    let seats = WeightCommitSeats::<Test>::get(index, &signer);
    let queue: Vec<_> = commits.into_iter().zip(seats).collect();
    let committed = dice
        .pick(&queue)
        .and_then(|((found, _, _, _), (_, by))| (0..ROWS).find(|number| hash(by, index, *number) == *found));
    let (uids, values, salt) = row(committed.unwrap_or(dice.below(5) as u16));
    let (netuid, mecid, version_key) = (index.netuid(), index.mechanism(), 0);
    if mecid > 0 {
        let call = Call::reveal_mechanism_weights { netuid, mecid, uids, values, salt, version_key };
        return deed("reveal_mechanism_weights", signer, call);
    }
    if dice.one_in(2) {
        return deed(
            "reveal_weights",
            signer,
            Call::reveal_weights { netuid, uids, values, salt, version_key },
        );
    }
    let often = 1 + dice.below(2) as usize;
    let call = Call::batch_reveal_weights {
        netuid,
        uids_list: vec![uids; often],
        values_list: vec![values; often],
        salts_list: vec![salt; often],
        version_keys: vec![version_key; often],
    };
    deed("batch_reveal_weights", signer, call)
}

fn commit_sealed(dice: &mut Dice) -> Deed {
    let (netuid, signer) = somewhere(dice);
    let reveal_round = (System::block_number() + dice.below(16)).saturating_sub(2);
    let commit: SealedRow = match dice.below(8) {
        0 => vec![7; dice.below(400) as usize].try_into().unwrap(),
        1 => seal(&hotkey(1), &[(0, 1)], reveal_round),
        2 => seal(&signer, &[(0, 1)], reveal_round + 1),
        _ => seal(&signer, &[(dice.below(8) as u16, 1)], reveal_round),
    };
    let (mecid, commit_reveal_version) = (a_mechanism(dice, netuid), 4 - u16::from(dice.one_in(20)));
    match dice.below(4) {
        0 => {
            let call = Call::commit_crv3_mechanism_weights { netuid, mecid, commit, reveal_round };
            deed("commit_crv3_mechanism_weights", signer, call)
        }
        1 => {
            let call = Call::commit_timelocked_mechanism_weights {
                netuid,
                mecid,
                commit,
                reveal_round,
                commit_reveal_version,
            };
            deed("commit_timelocked_mechanism_weights", signer, call)
        }
        _ => {
            let call =
                Call::commit_timelocked_weights { netuid, commit, reveal_round, commit_reveal_version };
            deed("commit_timelocked_weights", signer, call)
        }
    }
}

/// Governance has a subnet take weights by commit and reveal, or openly.
pub fn govern_commits(dice: &mut Dice, netuid: NetUid) {
    CommitRevealWeightsEnabled::<Test>::insert(netuid, !dice.one_in(3));
    RevealPeriodEpochs::<Test>::insert(netuid, 1 + dice.below(3) / 2);
    if dice.one_in(2) {
        let _ = Network::put_mechanism_count(netuid, 2);
    }
}

/// The beacon speaks, as a rule.
pub fn let_the_beacon_speak(dice: &mut Dice) {
    let round = System::block_number();
    LastRound::set(&round);
    let netuids: Vec<NetUid> = Network::netuids().into_iter().filter(|netuid| !netuid.is_root()).collect();
    if let Some(netuid) = dice.pick(&netuids) {
        if dice.one_in(12) {
            govern_commits(dice, *netuid);
        }
    }
    if dice.one_in(10) {
        MissedRounds::set(&vec![round, round + 1]);
    }
}
