//! Sealed commits, and how they open by themselves (yuma.md §2.3, §2.4).

use super::*;
use crate::weights::{SealedRow, SealedSeat, Seat, Unopened};
use sp_core::H256;

/// Blocks of an epoch.
pub const TEMPO: u64 = 10;
/// The round that most rows here wait for.
pub const ROUND: u64 = 7;

/// Subnet 1 with an epoch in block 510; `hotkey(2)` and `hotkey(3)` (uids 1 and 2) have stake and so permits.
pub fn subnet_with_epochs() -> sp_io::TestExternalities {
    let mut chain = subnet_with_commits();
    chain.execute_with(|| {
        [2, 3].into_iter().for_each(|number| stake(SUBNET, number, number, 10 * TAO));
        ValidatorPermit::<Test>::insert(SUBNET, vec![false, true, true, false]);
        Tempo::<Test>::insert(SUBNET, TEMPO as u16);
        LastEpochBlock::<Test>::insert(SUBNET, 500);
        next_block();
    });
    chain
}

pub fn send(number: u64, row: SealedRow, round: u64) -> DispatchResult {
    let sent = Network::commit_timelocked_weights(signed(hotkey(number)), SUBNET, row, round, 4);
    sent.map(|_| ()).map_err(|refused| refused.error)
}

pub fn commit_sealed(number: u64, row: &[(u16, u16)]) {
    send(number, seal(&hotkey(number), row, ROUND), ROUND).unwrap();
}

pub fn row_of(uid: u16) -> Vec<(u16, u16)> {
    Weights::<Test>::get(INDEX, uid)
}

/// Rows of the queue of an epoch.
pub fn queued(epoch: u64) -> usize {
    TimelockedWeightCommits::<Test>::get(INDEX, epoch).len()
}

/// Runs to a block, and returns what became of sealed rows in it: opened hotkeys, and those dropped.
pub fn run_to(block: u64) -> (Vec<AccountId>, Vec<Unopened>) {
    run_blocks(block - System::block_number());
    let (mut opened, mut dropped) = (Vec::new(), Vec::new());
    for record in System::events() {
        match record.event {
            RuntimeEvent::Network(Event::TimelockedWeightsRevealed(_, hotkey)) => opened.push(hotkey),
            RuntimeEvent::Network(Event::TimelockedWeightsDropped { reason, .. }) => dropped.push(reason),
            _ => {}
        }
    }
    (opened, dropped)
}

pub fn epochs() -> u64 {
    SubnetEpochIndex::<Test>::get(SUBNET)
}

#[test]
fn sealed_row_should_be_queued_as_clients_read_it() {
    subnet_with_epochs().execute_with(|| {
        let row = seal(&hotkey(2), &[(0, 1)], ROUND);
        assert_ok!(send(2, row.clone(), ROUND));
        let hash = H256(sp_io::hashing::blake2_256(&row));
        System::assert_last_event(Event::TimelockedWeightsCommitted(hotkey(2), INDEX, hash, ROUND).into());
        assert_eq!(TimelockedWeightCommits::<Test>::get(INDEX, 0), [(hotkey(2), 501, row, ROUND)]);
        let seat = Seat { uid: 1, registered_at: 1 };
        let sealed = SealedSeat { seat, block: 501, round: ROUND, until: 1 };
        assert_eq!(TimelockedCommitSeats::<Test>::get(INDEX, 0), [sealed]);
        assert_eq!(LastUpdate::<Test>::get(INDEX)[1], 501);
    });
}

#[test]
fn sealed_row_should_be_refused_when_it_is_one_too_many_or_of_another_version() {
    subnet_with_epochs().execute_with(|| {
        let row = || SealedRow::try_from(vec![1; 5_000]).unwrap();
        let version = |version| {
            Network::commit_timelocked_mechanism_weights(signed(hotkey(2)), SUBNET, 0, row(), ROUND, version)
        };
        assert_noop!(version(3), Error::<Test>::IncorrectCommitRevealVersion);
        (0..9).for_each(|_| assert!(version(4).is_ok()));
        let unversioned =
            || Network::commit_crv3_mechanism_weights(signed(hotkey(2)), SUBNET, 0, row(), ROUND);
        assert_ok!(unversioned());
        assert_noop!(version(4), Error::<Test>::TooManyUnrevealedCommits);
        assert_noop!(unversioned(), Error::<Test>::TooManyUnrevealedCommits);
        // Whoever has the uid next does not make the queue longer.
        own(5);
        Network::replace_neuron(SUBNET, 1, &hotkey(5)).unwrap();
        stake(SUBNET, 5, 5, 10 * TAO);
        System::set_block_number(System::block_number() + 1);
        assert_noop!(send(5, row(), ROUND), Error::<Test>::TooManyUnrevealedCommits);
        // Another uid's, and the next epoch's, are counted apart.
        assert_ok!(send(3, row(), ROUND));
        SubnetEpochIndex::<Test>::insert(SUBNET, 1);
        assert_ok!(send(5, row(), ROUND));
    });
}

#[test]
fn sealed_row_should_cost_more_when_the_queue_is_longer() {
    subnet_with_epochs().execute_with(|| {
        let cost_after = |row: usize| {
            let row = SealedRow::try_from(vec![1; row]).unwrap();
            let sent = Network::commit_timelocked_weights(signed(hotkey(2)), SUBNET, row, ROUND, 4);
            sent.unwrap().actual_weight.unwrap()
        };
        let short = cost_after(100);
        let long = cost_after(5_000);
        let rows = TimelockedWeightCommits::<Test>::get(INDEX, 0);
        assert_eq!(short, crate::costs::commit_sealed::<Test>(rows[..1].encoded_size() as u64));
        assert_eq!(long, crate::costs::commit_sealed::<Test>(rows.encoded_size() as u64));
        let most = crate::costs::commit_sealed_at_most::<Test>();
        assert!(short.ref_time() < long.ref_time() && long.ref_time() < most.ref_time());
    });
}

#[test]
fn sealed_row_should_open_just_before_the_epoch_it_was_meant_for() {
    subnet_with_epochs().execute_with(|| {
        commit_sealed(2, &[(3, 5)]);
        // That its beacon is out early makes no difference.
        LastRound::set(&ROUND);
        run_to(509);
        assert!(row_of(1).is_empty());
        assert_eq!((queued(0), epochs()), (1, 0));
        assert_eq!(run_to(510), (vec![hotkey(2)], vec![]));
        assert_eq!((queued(0), epochs()), (0, 1));
        assert_eq!(row_of(1), [(3, 65_535)]);
        assert_eq!(LastUpdate::<Test>::get(INDEX)[1], 501, "that of the commit");
        // The epoch of the same block has counted it.
        assert_eq!(Consensus::<Test>::get(SUBNET)[3].parts(), 65_535);
        assert!(RevealsWaiting::<Test>::get().is_empty());
    });
}

#[test]
fn sealed_row_should_wait_for_a_late_beacon_until_the_next_epoch() {
    subnet_with_epochs().execute_with(|| {
        commit_sealed(2, &[(3, 5)]);
        commit_sealed(3, &[(0, 5)]);
        assert_eq!(run_to(510), (vec![], vec![]));
        assert_eq!((queued(0), epochs()), (2, 1), "the epoch does not wait");
        assert!(RevealsWaiting::<Test>::get().contains(&SUBNET));
        run_to(515);
        LastRound::set(&ROUND);
        assert_eq!(run_to(516), (vec![hotkey(3), hotkey(2)], vec![]));
        assert_eq!(row_of(1), [(3, 65_535)]);
        assert!(RevealsWaiting::<Test>::get().is_empty());
    });
}

#[test]
fn sealed_row_should_be_dropped_when_its_beacon_does_not_come_in_time() {
    subnet_with_epochs().execute_with(|| {
        commit_sealed(2, &[(3, 5)]);
        MissedRounds::set(&vec![ROUND]);
        LastRound::set(&(ROUND + 100));
        assert_eq!(run_to(519), (vec![], vec![]));
        assert_eq!(run_to(520), (vec![], vec![Unopened::Expired]));
        assert_eq!((queued(0), row_of(1).len()), (0, 0));
        assert!(RevealsWaiting::<Test>::get().is_empty());
    });
}

#[test]
fn last_word_of_a_neuron_should_count() {
    subnet_with_epochs().execute_with(|| {
        commit_sealed(2, &[(0, 5)]);
        commit_sealed(2, &[(2, 5)]);
        commit_sealed(2, &[(3, 5)]);
        LastRound::set(&ROUND);
        let dropped = vec![Unopened::Superseded, Unopened::Superseded];
        assert_eq!(run_to(510), (vec![hotkey(2)], dropped));
        assert_eq!(row_of(1), [(3, 65_535)]);
    });
}

#[test]
fn row_before_the_last_should_count_when_the_last_cannot() {
    subnet_with_epochs().execute_with(|| {
        commit_sealed(2, &[(0, 5)]);
        send(2, vec![9; 300].try_into().unwrap(), ROUND).unwrap();
        LastRound::set(&ROUND);
        assert_eq!(run_to(510), (vec![hotkey(2)], vec![Unopened::Undecryptable]));
        assert_eq!(row_of(1), [(0, 65_535)]);
    });
}

#[test]
fn rubbish_should_have_two_rows_of_a_neuron_tried_and_no_more() {
    subnet_with_epochs().execute_with(|| {
        commit_sealed(2, &[(0, 5)]);
        (0..9).for_each(|_| send(2, vec![9; 300].try_into().unwrap(), ROUND).unwrap());
        LastRound::set(&ROUND);
        let (opened, dropped) = run_to(510);
        let reasons = [vec![Unopened::Undecryptable; 2], vec![Unopened::Superseded; 8]].concat();
        assert_eq!((opened, dropped, epochs()), (vec![], reasons, 1), "four a block would do here");
    });
}

#[test]
fn sealed_row_should_be_dropped_when_it_is_no_row_of_its_sender() {
    subnet_with_epochs().execute_with(|| {
        LastRound::set(&(ROUND + 1));
        let unreadable = {
            let beacon = myelin_timelock::development::beacon();
            myelin_timelock::encrypt(&beacon, ROUND, &[1; 7], &[7; 76]).unwrap().try_into().unwrap()
        };
        let cases = [
            // A copy of what another has sent.
            (seal(&hotkey(3), &[(0, 1)], ROUND), Unopened::OtherHotkey),
            (seal(&hotkey(2), &[(0, 1)], ROUND + 1), Unopened::Undecryptable),
            (unreadable, Unopened::Unreadable),
            (vec![].try_into().unwrap(), Unopened::Undecryptable),
            (
                seal(&hotkey(2), &[(0, 1), (0, 1)], ROUND),
                Unopened::Refused(Error::<Test>::DuplicateUids.into()),
            ),
        ];
        for (row, reason) in cases {
            let block = System::block_number().next_multiple_of(TEMPO);
            run_to(block + 1);
            send(2, row, ROUND).unwrap();
            assert_eq!(run_to(block + TEMPO), (vec![], vec![reason]));
            assert!(row_of(1).is_empty());
        }
    });
}

#[test]
fn epoch_should_wait_when_more_rows_open_than_fit_into_a_block() {
    subnet_with_epochs().execute_with(|| {
        RevealsPerBlock::set(&1);
        commit_sealed(3, &[(0, 5)]);
        (0..9).for_each(|_| send(2, vec![9; 300].try_into().unwrap(), ROUND).unwrap());
        LastRound::set(&ROUND);
        // Those sent last are opened first: one that fails, with all that will not be tried; another; and the real one.
        for (block, gone, left) in [(510, 8, 2), (511, 1, 1)] {
            let (opened, dropped) = run_to(block);
            assert_eq!((opened.len(), dropped.len(), queued(0), epochs()), (0, gone, left, 0));
            let (netuid, from_block, to_block) = (SUBNET, block, block + 1);
            System::assert_has_event(Event::EpochDeferred { netuid, from_block, to_block }.into());
        }
        assert_eq!(run_to(512), (vec![hotkey(3)], vec![]));
        assert_eq!((queued(0), epochs()), (0, 1));
        assert_eq!(row_of(2), [(0, 65_535)]);
    });
}

#[test]
fn subnet_full_of_rubbish_should_hold_up_only_itself() {
    subnet_with_epochs().execute_with(|| {
        let other = unstarted_subnet();
        WeightsSetRateLimit::<Test>::insert(other, 0);
        Tempo::<Test>::insert(other, TEMPO as u16);
        LastEpochBlock::<Test>::insert(other, 500);
        next_block();
        // One for each of the two that are due.
        RevealsPerBlock::set(&2);
        (0..9).for_each(|_| send(2, vec![9; 300].try_into().unwrap(), ROUND).unwrap());
        let row = seal(&hotkey(12), &[(0, 5)], ROUND);
        assert_ok!(Network::commit_timelocked_weights(signed(hotkey(12)), other, row, ROUND, 4));
        LastRound::set(&ROUND);
        let (opened, dropped) = run_to(510);
        assert_eq!((opened, dropped.len()), (vec![hotkey(12)], 8));
        assert_eq!((epochs(), SubnetEpochIndex::<Test>::get(other)), (0, 1));
    });
}

#[test]
fn first_commit_should_be_the_earliest_that_can_still_be_revealed() {
    subnet_with_epochs().execute_with(|| {
        let first = || {
            let state = Network::epoch_state(SUBNET);
            Network::epoch_votes(INDEX, &state).first_commit
        };
        const NONE: u64 = u64::MAX;
        assert_eq!(first(), [NONE; 4]);
        commit_sealed(2, &[(3, 5)]);
        next_block();
        commit_sealed(2, &[(3, 5)]);
        assert_ok!(Network::commit_weights(signed(hotkey(3)), SUBNET, H256::zero()));
        assert_eq!(first(), [NONE, 501, 502, NONE]);
        CommitRevealWeightsEnabled::<Test>::insert(SUBNET, false);
        assert_eq!(first(), Vec::<u64>::new());
        CommitRevealWeightsEnabled::<Test>::insert(SUBNET, true);
        // A neuron that is gone has committed nothing.
        Network::replace_neuron(SUBNET, 1, &hotkey(5)).unwrap();
        assert_eq!(first(), [NONE, NONE, 502, NONE]);
        SubnetEpochIndex::<Test>::insert(SUBNET, 2);
        assert_eq!(first(), [NONE; 4]);
    });
}
