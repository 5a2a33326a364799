//! Sealed rows in the queue, and everything that can change while they wait.

use super::{sealed::*, *};
use crate::weights::Unopened;

#[test]
fn sealed_row_should_go_with_its_neuron_when_the_hotkey_is_swapped() {
    subnet_with_epochs().execute_with(|| {
        commit_sealed(2, &[(3, 5)]);
        assert_ok!(Network::swap_hotkey(signed(coldkey(2)), hotkey(2), hotkey(50), Some(SUBNET)));
        LastRound::set(&ROUND);
        assert_eq!(run_to(510), (vec![hotkey(50)], vec![]));
        assert_eq!(row_of(1), [(3, 65_535)]);
    });
}

#[test]
fn sealed_row_should_be_dropped_when_its_neuron_was_replaced() {
    subnet_with_epochs().execute_with(|| {
        commit_sealed(2, &[(3, 5)]);
        next_block();
        Network::replace_neuron(SUBNET, 1, &hotkey(5)).unwrap();
        LastRound::set(&ROUND);
        assert_eq!(run_to(510), (vec![], vec![Unopened::Replaced]));
        assert!(row_of(1).is_empty());
    });
}

#[test]
fn sealed_row_should_not_come_back_with_the_hotkey() {
    subnet_with_epochs().execute_with(|| {
        commit_sealed(2, &[(3, 5)]);
        next_block();
        Network::replace_neuron(SUBNET, 1, &hotkey(5)).unwrap();
        next_block();
        Network::replace_neuron(SUBNET, 1, &hotkey(2)).unwrap();
        LastRound::set(&ROUND);
        assert_eq!(run_to(510), (vec![], vec![Unopened::Replaced]));
    });
}

#[test]
fn sealed_row_should_open_when_commits_are_switched_off_meanwhile() {
    subnet_with_epochs().execute_with(|| {
        commit_sealed(2, &[(3, 5)]);
        CommitRevealWeightsEnabled::<Test>::insert(SUBNET, false);
        // The rate limit was asked when it was committed.
        WeightsSetRateLimit::<Test>::insert(SUBNET, u64::MAX);
        LastRound::set(&ROUND);
        assert_eq!(run_to(510), (vec![hotkey(2)], vec![]));
        assert_eq!((row_of(1), LastUpdate::<Test>::get(INDEX)[1]), (vec![(3, 65_535)], 501));
    });
}

#[test]
fn sealed_row_should_not_replace_one_that_was_set_openly_after_it() {
    subnet_with_epochs().execute_with(|| {
        commit_sealed(2, &[(3, 5)]);
        CommitRevealWeightsEnabled::<Test>::insert(SUBNET, false);
        next_block();
        assert_ok!(set(2, SUBNET, &[0], &[1]));
        LastRound::set(&ROUND);
        assert_eq!(run_to(510), (vec![], vec![Unopened::Superseded]));
        assert_eq!(row_of(1), [(0, 65_535)]);
    });
}

#[test]
fn sealed_row_should_open_later_when_the_reveal_period_becomes_longer() {
    subnet_with_epochs().execute_with(|| {
        commit_sealed(2, &[(3, 5)]);
        RevealPeriodEpochs::<Test>::insert(SUBNET, 2);
        LastRound::set(&ROUND);
        assert_eq!(run_to(519), (vec![], vec![]));
        assert_eq!(run_to(520), (vec![hotkey(2)], vec![]));
    });
}

#[test]
fn sealed_row_should_wait_as_long_as_promised_when_the_reveal_period_becomes_shorter() {
    subnet_with_epochs().execute_with(|| {
        RevealPeriodEpochs::<Test>::insert(SUBNET, 3);
        commit_sealed(2, &[(3, 5)]);
        run_to(511);
        RevealPeriodEpochs::<Test>::insert(SUBNET, 1);
        // Newer words of others come and go meanwhile.
        commit_sealed(3, &[(0, 5)]);
        assert_eq!(run_to(530), (vec![], vec![Unopened::Expired]));
        assert_eq!(queued(0), 1);
        LastRound::set(&ROUND);
        assert_eq!(run_to(531), (vec![hotkey(2)], vec![]));
    });
}

#[test]
fn newer_queue_should_count_when_two_open_at_once() {
    subnet_with_epochs().execute_with(|| {
        RevealPeriodEpochs::<Test>::insert(SUBNET, 2);
        commit_sealed(2, &[(3, 5)]);
        run_to(511);
        commit_sealed(2, &[(0, 5)]);
        RevealPeriodEpochs::<Test>::insert(SUBNET, 1);
        LastRound::set(&ROUND);
        assert_eq!(run_to(520), (vec![hotkey(2)], vec![Unopened::Superseded]));
        assert_eq!(row_of(1), [(0, 65_535)]);
    });
}

#[test]
fn sealed_row_should_open_with_the_next_epoch_whenever_it_comes() {
    subnet_with_epochs().execute_with(|| {
        commit_sealed(2, &[(3, 5)]);
        Network::put_tempo(SUBNET, 30);
        LastRound::set(&ROUND);
        assert_eq!(run_to(530), (vec![], vec![]));
        assert_eq!(run_to(531), (vec![hotkey(2)], vec![]));
        commit_sealed(2, &[(0, 5)]);
        Network::put_tempo(SUBNET, 0);
        assert_eq!(run_to(600), (vec![], vec![]));
        Network::put_tempo(SUBNET, 5);
        assert_eq!(run_to(605), (vec![hotkey(2)], vec![]));
    });
}

#[test]
fn sealed_rows_should_go_with_their_mechanism() {
    subnet_with_epochs().execute_with(|| {
        MaxAllowedUids::<Test>::insert(SUBNET, 64);
        assert_ok!(Network::put_mechanism_count(SUBNET, 2));
        let second = NetUidStorageIndex::new(SUBNET, 1);
        let to_second = || {
            let row = seal(&hotkey(2), &[(3, 5)], ROUND);
            let who = signed(hotkey(2));
            Network::commit_timelocked_mechanism_weights(who, SUBNET, 1, row, ROUND, 4).unwrap();
        };
        to_second();
        LastRound::set(&ROUND);
        assert_eq!(run_to(510), (vec![hotkey(2)], vec![]));
        assert_eq!(Weights::<Test>::get(second, 1), [(3, 65_535)]);
        to_second();
        assert_ok!(Network::put_mechanism_count(SUBNET, 1));
        assert_ok!(Network::put_mechanism_count(SUBNET, 2));
        assert_eq!(TimelockedWeightCommits::<Test>::iter_prefix(second).count(), 0);
        assert_eq!(TimelockedCommitSeats::<Test>::iter_prefix(second).count(), 0);
        assert_eq!(run_to(520), (vec![], vec![]));
    });
}

#[test]
fn rows_that_wait_should_be_forgotten_with_their_subnet() {
    subnet_with_epochs().execute_with(|| {
        commit_sealed(2, &[(3, 5)]);
        run_to(512);
        assert!(RevealsWaiting::<Test>::get().contains(&SUBNET));
        assert_ok!(Network::root_dissolve_network(RuntimeOrigin::root(), SUBNET));
        LastRound::set(&ROUND);
        assert_eq!(run_to(513), (vec![], vec![]));
        assert!(RevealsWaiting::<Test>::get().is_empty());
        run_blocks(200);
        assert_eq!(TimelockedWeightCommits::<Test>::iter().count(), 0);
        assert_eq!(TimelockedCommitSeats::<Test>::iter().count(), 0);
    });
}
