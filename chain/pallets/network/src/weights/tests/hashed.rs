//! Hash commits and their reveals (yuma.md §2.2).

use super::*;
use crate::weights::{Reveal, Row};
use sp_core::H256;

const SALT: [u16; 3] = [7, 8, 9];

fn epoch(index: u64) {
    SubnetEpochIndex::<Test>::insert(SUBNET, index);
}

fn hash(hotkey: &AccountId, index: NetUidStorageIndex, row: &[(u16, u16)]) -> H256 {
    let (uids, values): (Vec<u16>, Vec<u16>) = row.iter().copied().unzip();
    let row = Row { uids: &uids, values: &values };
    Reveal { row, salt: &SALT, version_key: 0 }.hash_by(hotkey, index)
}

fn commit(number: u64, row: &[(u16, u16)]) -> DispatchResult {
    Network::commit_weights(signed(hotkey(number)), SUBNET, hash(&hotkey(number), INDEX, row))
}

fn reveal_as(who: AccountId, row: &[(u16, u16)]) -> DispatchResult {
    let (uids, values) = row.iter().copied().unzip();
    Network::reveal_weights(signed(who), SUBNET, uids, values, SALT.to_vec(), 0)
}

fn reveal(number: u64, row: &[(u16, u16)]) -> DispatchResult {
    reveal_as(hotkey(number), row)
}

fn queued(who: &AccountId) -> usize {
    assert_eq!(Network::check_invariants(), Ok(()));
    WeightCommits::<Test>::get(INDEX, who).unwrap_or_default().len()
}

#[test]
fn hash_should_be_of_the_scale_encoding_that_clients_make() {
    let encoded = (hotkey(2), INDEX, vec![0u16, 2], vec![1u16, 3], SALT.to_vec(), 5u64).encode();
    let row = Row { uids: &[0, 2], values: &[1, 3] };
    let reveal = Reveal { row, salt: &SALT, version_key: 5 };
    assert_eq!(reveal.hash_by(&hotkey(2), INDEX), H256(sp_io::hashing::blake2_256(&encoded)));
}

#[test]
fn commit_should_be_queued_and_stamp_the_last_update() {
    subnet_with_commits().execute_with(|| {
        epoch(5);
        assert_ok!(commit(VALIDATOR, &[(0, 1)]));
        let hash = hash(&hotkey(VALIDATOR), INDEX, &[(0, 1)]);
        assert_eq!(WeightCommits::<Test>::get(INDEX, hotkey(VALIDATOR)), Some(vec![(hash, 5, 500, 0)]));
        assert_eq!(LastUpdate::<Test>::get(INDEX)[1], 500);
        System::assert_last_event(Event::WeightsCommitted(hotkey(VALIDATOR), INDEX, hash).into());
        assert!(Weights::<Test>::get(INDEX, 1).is_empty());
    });
}

#[test]
fn commit_should_be_refused_when_its_sender_may_not_make_one() {
    subnet_with_commits().execute_with(|| {
        let at = |netuid, who| Network::commit_weights(signed(who), netuid, H256::zero());
        assert_noop!(at(NetUid::ROOT, hotkey(2)), Error::<Test>::CanNotSetRootNetworkWeights);
        assert_noop!(at(NOWHERE, hotkey(2)), Error::<Test>::SubnetNotExists);
        assert_noop!(
            Network::commit_mechanism_weights(signed(hotkey(2)), SUBNET, 1, H256::zero()),
            Error::<Test>::MechanismDoesNotExist
        );
        assert_noop!(commit(9, &[]), Error::<Test>::HotKeyNotRegisteredInSubNet);
        StakeThreshold::<Test>::put(1);
        assert_noop!(commit(2, &[]), Error::<Test>::NotEnoughStakeToSetWeights);
        StakeThreshold::<Test>::put(0);
        WeightsSetRateLimit::<Test>::insert(SUBNET, 100);
        LastUpdate::<Test>::mutate(INDEX, |blocks| blocks[1] = 401);
        assert_noop!(commit(2, &[]), Error::<Test>::CommittingWeightsTooFast);
        WeightsSetRateLimit::<Test>::insert(SUBNET, 0);
        BlockAtRegistration::<Test>::insert(SUBNET, 1, 500);
        assert_noop!(commit(2, &[]), Error::<Test>::CommittingWeightsTooFast);
        CommitRevealWeightsEnabled::<Test>::insert(SUBNET, false);
        assert_noop!(commit(2, &[]), Error::<Test>::CommitRevealDisabled);
        assert_noop!(reveal(2, &[]), Error::<Test>::CommitRevealDisabled);
    });
}

#[test]
fn queue_should_have_ten_at_most_and_lose_what_expired() {
    subnet_with_commits().execute_with(|| {
        (0..10).for_each(|value| commit(VALIDATOR, &[(0, value)]).unwrap());
        assert_noop!(commit(VALIDATOR, &[(0, 10)]), Error::<Test>::TooManyUnrevealedCommits);
        epoch(1);
        assert_noop!(commit(VALIDATOR, &[(0, 10)]), Error::<Test>::TooManyUnrevealedCommits);
        epoch(2);
        assert_ok!(commit(VALIDATOR, &[(0, 10)]));
        assert_eq!(queued(&hotkey(VALIDATOR)), 1);
    });
}

#[test]
fn row_should_be_revealed_in_its_epoch_only() {
    subnet_with_commits().execute_with(|| {
        RevealPeriodEpochs::<Test>::insert(SUBNET, 2);
        assert_noop!(reveal(VALIDATOR, &[(0, 1)]), Error::<Test>::NoWeightsCommitFound);
        assert_ok!(commit(VALIDATOR, &[(0, 1)]));
        assert_noop!(reveal(VALIDATOR, &[(0, 2)]), Error::<Test>::InvalidRevealCommitHashNotMatch);
        for early in 0..2 {
            epoch(early);
            assert_noop!(reveal(VALIDATOR, &[(0, 1)]), Error::<Test>::RevealTooEarly);
        }
        epoch(3);
        assert_noop!(reveal(VALIDATOR, &[(0, 1)]), Error::<Test>::ExpiredWeightCommit);
        epoch(2);
        System::set_block_number(600);
        assert_ok!(reveal(VALIDATOR, &[(0, 1)]));
        assert_eq!(Weights::<Test>::get(INDEX, 1), [(0, 65_535)]);
        assert_eq!(LastUpdate::<Test>::get(INDEX)[1], 500, "that of the commit");
        let hash = hash(&hotkey(VALIDATOR), INDEX, &[(0, 1)]);
        System::assert_last_event(Event::WeightsRevealed(hotkey(VALIDATOR), INDEX, hash).into());
        assert_eq!(queued(&hotkey(VALIDATOR)), 0);
        assert_noop!(reveal(VALIDATOR, &[(0, 1)]), Error::<Test>::NoWeightsCommitFound);
    });
}

#[test]
fn reveal_should_take_what_was_committed_before_along() {
    subnet_with_commits().execute_with(|| {
        (0..4).for_each(|value| commit(VALIDATOR, &[(0, value)]).unwrap());
        epoch(1);
        assert_ok!(reveal(VALIDATOR, &[(0, 2)]));
        assert_eq!(queued(&hotkey(VALIDATOR)), 1);
        assert_noop!(reveal(VALIDATOR, &[(0, 0)]), Error::<Test>::InvalidRevealCommitHashNotMatch);
        assert_ok!(reveal(VALIDATOR, &[(0, 3)]));
    });
}

#[test]
fn epoch_that_is_due_should_count_before_it_has_run() {
    subnet_with_commits().execute_with(|| {
        assert_ok!(commit(VALIDATOR, &[(0, 1)]));
        Tempo::<Test>::insert(SUBNET, 10);
        LastEpochBlock::<Test>::insert(SUBNET, 491);
        assert_eq!(Network::look_ahead_epoch(SUBNET), 0);
        LastEpochBlock::<Test>::insert(SUBNET, 490);
        assert_eq!(Network::look_ahead_epoch(SUBNET), 1);
        assert_ok!(reveal(VALIDATOR, &[(0, 1)]));
    });
}

#[test]
fn bad_row_should_leave_its_commit_when_it_is_revealed() {
    subnet_with_commits().execute_with(|| {
        assert_ok!(commit(VALIDATOR, &[(0, 1), (0, 2)]));
        assert_ok!(commit(3, &[(0, 1)]));
        epoch(1);
        assert_noop!(reveal(VALIDATOR, &[(0, 1), (0, 2)]), Error::<Test>::DuplicateUids);
        assert_noop!(reveal(3, &[(0, 1)]), Error::<Test>::NeuronNoValidatorPermit);
        assert_eq!((queued(&hotkey(2)), queued(&hotkey(3))), (1, 1));
    });
}

#[test]
fn commit_should_outlive_the_swap_of_its_hotkey() {
    subnet_with_commits().execute_with(|| {
        assert_ok!(commit(VALIDATOR, &[(0, 1)]));
        assert_ok!(Network::swap_hotkey(signed(coldkey(2)), hotkey(2), hotkey(50), Some(SUBNET)));
        assert_eq!((queued(&hotkey(2)), queued(&hotkey(50))), (0, 1));
        let new = hash(&hotkey(50), INDEX, &[(0, 2)]);
        assert_ok!(Network::commit_weights(signed(hotkey(50)), SUBNET, new));
        epoch(1);
        assert_noop!(reveal_as(hotkey(2), &[(0, 1)]), Error::<Test>::NoWeightsCommitFound);
        // Made under the old key, and under the new one.
        assert_ok!(reveal_as(hotkey(50), &[(0, 1)]));
        assert_ok!(reveal_as(hotkey(50), &[(0, 2)]));
        assert_eq!(Weights::<Test>::get(INDEX, 1), [(0, 65_535)]);
    });
}

#[test]
fn commit_should_go_when_its_neuron_is_replaced() {
    subnet_with_commits().execute_with(|| {
        assert_ok!(commit(VALIDATOR, &[(0, 1)]));
        System::set_block_number(501);
        assert_ok!(Network::replace_neuron(SUBNET, 1, &hotkey(5)));
        assert_eq!((queued(&hotkey(2)), queued(&hotkey(5))), (0, 0));
        epoch(1);
        assert_noop!(reveal(5, &[(0, 1)]), Error::<Test>::NoWeightsCommitFound);
        // Who comes back has another seat.
        assert_ok!(Network::replace_neuron(SUBNET, 1, &hotkey(2)));
        assert_noop!(reveal(2, &[(0, 1)]), Error::<Test>::NoWeightsCommitFound);
    });
}

#[test]
fn commits_should_go_with_their_mechanism() {
    subnet_with_commits().execute_with(|| {
        MaxAllowedUids::<Test>::insert(SUBNET, 64);
        assert_ok!(Network::put_mechanism_count(SUBNET, 2));
        let second = NetUidStorageIndex::new(SUBNET, 1);
        let hash = hash(&hotkey(VALIDATOR), second, &[(0, 1)]);
        assert_ok!(Network::commit_mechanism_weights(signed(hotkey(VALIDATOR)), SUBNET, 1, hash));
        assert_ok!(commit(VALIDATOR, &[(0, 1)]));
        epoch(1);
        let of_second = || {
            let (who, salt) = (signed(hotkey(VALIDATOR)), SALT.to_vec());
            Network::reveal_mechanism_weights(who, SUBNET, 1, vec![0], vec![1], salt, 0)
        };
        assert_ok!(of_second());
        assert_eq!(Weights::<Test>::get(second, 1), [(0, 65_535)]);
        assert_ok!(Network::commit_mechanism_weights(signed(hotkey(VALIDATOR)), SUBNET, 1, hash));
        assert_ok!(Network::put_mechanism_count(SUBNET, 1));
        assert_ok!(Network::put_mechanism_count(SUBNET, 2));
        epoch(2);
        assert_noop!(of_second(), Error::<Test>::NoWeightsCommitFound);
        assert_eq!(WeightCommitSeats::<Test>::iter_prefix(second).count(), 0);
        assert_eq!(queued(&hotkey(VALIDATOR)), 1);
    });
}

#[test]
fn reveal_period_should_be_that_of_the_reveal() {
    subnet_with_commits().execute_with(|| {
        assert_ok!(commit(VALIDATOR, &[(0, 1)]));
        RevealPeriodEpochs::<Test>::insert(SUBNET, 3);
        epoch(1);
        assert_noop!(reveal(VALIDATOR, &[(0, 1)]), Error::<Test>::RevealTooEarly);
        epoch(3);
        assert_ok!(reveal(VALIDATOR, &[(0, 1)]));
    });
}

#[test]
fn batch_of_commits_should_go_on_when_an_item_fails() {
    subnet_with_commits().execute_with(|| {
        let netuids: Vec<_> = [9, 1].map(|netuid| Compact(NetUid::new(netuid))).to_vec();
        let who = || signed(hotkey(VALIDATOR));
        assert_noop!(
            Network::batch_commit_weights(who(), netuids.clone(), vec![]),
            Error::<Test>::InputLengthsUnequal
        );
        System::reset_events();
        assert_ok!(Network::batch_commit_weights(who(), netuids.clone(), vec![H256::zero(); 2]));
        let told: Vec<_> = System::events().into_iter().map(|record| record.event).collect();
        let expected: Vec<RuntimeEvent> = vec![
            Event::BatchWeightItemFailed(NetUid::new(9), Error::<Test>::SubnetNotExists.into()).into(),
            Event::WeightsCommitted(hotkey(VALIDATOR), INDEX, H256::zero()).into(),
            Event::BatchCompletedWithErrors.into(),
            Event::BatchWeightsCompleted(netuids, hotkey(VALIDATOR)).into(),
        ];
        assert_eq!(told, expected);
    });
}

fn reveal_batch(rows: &[&[(u16, u16)]]) -> DispatchResult {
    let (uids, values) =
        rows.iter().map(|row| row.iter().copied().unzip::<u16, u16, Vec<_>, Vec<_>>()).unzip();
    let salts = vec![SALT.to_vec(); rows.len()];
    let who = signed(hotkey(VALIDATOR));
    Network::batch_reveal_weights(who, SUBNET, uids, values, salts, vec![0; rows.len()])
}

#[test]
fn batch_of_reveals_should_be_all_or_nothing() {
    subnet_with_commits().execute_with(|| {
        for row in [&[(0, 1)][..], &[(2, 1)], &[(9, 1)], &[(3, 1)], &[(3, 1)]] {
            assert_ok!(commit(VALIDATOR, row));
        }
        epoch(1);
        let no_match: DispatchError = Error::<Test>::InvalidRevealCommitHashNotMatch.into();
        assert_noop!(reveal_batch(&[]), Error::<Test>::InputLengthsUnequal);
        assert_noop!(reveal_batch(&[&[(0, 1)], &[(1, 1)]]), no_match);
        assert_noop!(reveal_batch(&[&[(0, 1)], &[(0, 1)]]), no_match);
        assert_noop!(reveal_batch(&[&[(0, 1)], &[(9, 1)]]), Error::<Test>::UidVecContainInvalidOne);
        // In the order given; each takes its own commit only.
        assert_ok!(reveal_batch(&[&[(3, 1)], &[(0, 1)], &[(3, 1)], &[(2, 1)]]));
        assert_eq!(Weights::<Test>::get(INDEX, 1), [(2, 65_535)]);
        assert_eq!(queued(&hotkey(VALIDATOR)), 1);
        let hashes: Vec<H256> = [[(3, 1)], [(0, 1)], [(3, 1)], [(2, 1)]]
            .iter()
            .map(|row| hash(&hotkey(VALIDATOR), INDEX, row))
            .collect();
        System::assert_last_event(Event::WeightsBatchRevealed(hotkey(VALIDATOR), SUBNET, hashes).into());
    });
}
