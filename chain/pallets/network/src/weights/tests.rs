mod hashed;
mod sealed;
mod switches;

use super::NetUidStorageIndex;
use crate::{mock::*, pallet::*};
use codec::{Compact, Encode};
use frame_support::{assert_noop, assert_ok, dispatch::DispatchResult};
use myelin_units::NetUid;
use sp_runtime::DispatchError;

/// Where the rows of subnet 1 are.
const INDEX: NetUidStorageIndex = NetUidStorageIndex(1);
const VALIDATOR: u64 = 2;

/// Subnet 1 with the owner's neuron (uid 0) and `hotkey(2)`, `hotkey(3)`, `hotkey(4)` (uids 1 to 3); `hotkey(2)` has a
/// permit. Weights are taken openly. Block 500.
fn subnet_with_neurons() -> sp_io::TestExternalities {
    let mut chain = chain();
    chain.execute_with(|| {
        for number in 2..=4 {
            register(SUBNET, number);
        }
        ValidatorPermit::<Test>::insert(SUBNET, vec![false, true, false, false]);
        CommitRevealWeightsEnabled::<Test>::insert(SUBNET, false);
        System::set_block_number(500);
    });
    chain
}

/// As [`subnet_with_neurons`], with commit and reveal on, no rate limit, and epochs that only these tests count.
fn subnet_with_commits() -> sp_io::TestExternalities {
    let mut chain = subnet_with_neurons();
    chain.execute_with(|| {
        CommitRevealWeightsEnabled::<Test>::insert(SUBNET, true);
        WeightsSetRateLimit::<Test>::insert(SUBNET, 0);
        Tempo::<Test>::insert(SUBNET, 0);
        assert_eq!(Network::check_invariants(), Ok(()));
    });
    chain
}

fn set(number: u64, netuid: NetUid, uids: &[u16], values: &[u16]) -> DispatchResult {
    Network::set_weights(signed(hotkey(number)), netuid, uids.to_vec(), values.to_vec(), 0)
}

#[test]
fn index_should_keep_mechanisms_apart() {
    assert_eq!(NetUidStorageIndex::from(SUBNET), INDEX);
    assert_eq!(NetUidStorageIndex::new(NetUid::new(5), 2).0, 5 + 2 * 4096);
    assert_eq!(NetUidStorageIndex::new(NetUid::new(4095), 15).0, u16::MAX);
    // Past its range it stays a number.
    assert_eq!(NetUidStorageIndex::new(NetUid::new(u16::MAX), u8::MAX).0, u16::MAX);
    assert_eq!(INDEX.encode(), [1, 0]);
}

#[test]
fn row_should_be_stored_upscaled_and_ascending() {
    subnet_with_neurons().execute_with(|| {
        assert_ok!(set(VALIDATOR, SUBNET, &[3, 0, 2], &[10, 0, 20]));
        assert_eq!(Weights::<Test>::get(INDEX, 1), [(0, 0), (2, 65_535), (3, 32_768)]);
        assert_eq!(LastUpdate::<Test>::get(INDEX).get(1), Some(&500));
        System::assert_last_event(Event::WeightsSet(INDEX, 1).into());
        // The next row takes its place whole.
        WeightsSetRateLimit::<Test>::insert(SUBNET, 0);
        assert_ok!(set(VALIDATOR, SUBNET, &[0], &[1]));
        assert_eq!(Weights::<Test>::get(INDEX, 1), [(0, 65_535)]);
    });
}

#[test]
fn row_should_be_refused_when_its_subnet_takes_none() {
    subnet_with_neurons().execute_with(|| {
        assert_noop!(set(VALIDATOR, NetUid::ROOT, &[0], &[1]), Error::<Test>::CanNotSetRootNetworkWeights);
        assert_noop!(set(VALIDATOR, NetUid::new(9), &[0], &[1]), Error::<Test>::SubnetNotExists);
        let by_mechanism = |mechanism| {
            Network::set_mechanism_weights(signed(hotkey(VALIDATOR)), SUBNET, mechanism, vec![0], vec![1], 0)
        };
        assert_noop!(by_mechanism(1), Error::<Test>::MechanismDoesNotExist);
        assert_noop!(by_mechanism(u8::MAX), Error::<Test>::MechanismDoesNotExist);
        CommitRevealWeightsEnabled::<Test>::insert(SUBNET, true);
        assert_noop!(set(VALIDATOR, SUBNET, &[0], &[1]), Error::<Test>::CommitRevealEnabled);
        CommitRevealWeightsEnabled::<Test>::insert(SUBNET, false);
        assert_ok!(by_mechanism(0));
        assert_noop!(
            Network::set_weights(RuntimeOrigin::root(), SUBNET, vec![0], vec![1], 0),
            DispatchError::BadOrigin
        );
    });
}

#[test]
fn row_should_be_refused_when_its_shape_is_wrong() {
    subnet_with_neurons().execute_with(|| {
        assert_noop!(set(VALIDATOR, SUBNET, &[0, 1], &[1]), Error::<Test>::WeightVecNotEqualSize);
        assert_noop!(
            set(VALIDATOR, SUBNET, &[0, 1, 2, 3, 0], &[1; 5]),
            Error::<Test>::UidsLengthExceedUidsInSubNet
        );
        assert_noop!(set(VALIDATOR, SUBNET, &[0, 0], &[1, 1]), Error::<Test>::DuplicateUids);
        assert_noop!(set(VALIDATOR, SUBNET, &[0, 4], &[1, 1]), Error::<Test>::UidVecContainInvalidOne);
        assert_noop!(set(VALIDATOR, SUBNET, &[u16::MAX], &[1]), Error::<Test>::UidVecContainInvalidOne);
        MinAllowedWeights::<Test>::insert(SUBNET, 2);
        assert_noop!(set(VALIDATOR, SUBNET, &[0], &[1]), Error::<Test>::WeightVecLengthIsLow);
        assert_noop!(set(VALIDATOR, SUBNET, &[], &[]), Error::<Test>::WeightVecLengthIsLow);
        MaxWeightsLimit::<Test>::insert(SUBNET, 32_000);
        assert_noop!(set(VALIDATOR, SUBNET, &[0, 2], &[1, 1]), Error::<Test>::MaxWeightExceeded);
        assert_ok!(set(VALIDATOR, SUBNET, &[0, 2, 3], &[1, 1, 1]));
    });
}

#[test]
fn fewest_weights_should_be_all_uids_when_there_are_fewer_than_the_minimum() {
    subnet_with_neurons().execute_with(|| {
        MinAllowedWeights::<Test>::insert(SUBNET, 1_024);
        assert_noop!(set(VALIDATOR, SUBNET, &[0, 1, 2], &[1; 3]), Error::<Test>::WeightVecLengthIsLow);
        assert_ok!(set(VALIDATOR, SUBNET, &[0, 1, 2, 3], &[1; 4]));
    });
}

#[test]
fn row_should_be_refused_when_its_sender_may_not_set_one() {
    subnet_with_neurons().execute_with(|| {
        assert_noop!(set(5, SUBNET, &[0], &[1]), Error::<Test>::HotKeyNotRegisteredInSubNet);
        assert_noop!(set(3, SUBNET, &[0], &[1]), Error::<Test>::NeuronNoValidatorPermit);
        StakeThreshold::<Test>::put(1);
        assert_noop!(set(VALIDATOR, SUBNET, &[0], &[1]), Error::<Test>::NotEnoughStakeToSetWeights);
        stake(SUBNET, 5, VALIDATOR, TAO);
        assert_ok!(set(VALIDATOR, SUBNET, &[0], &[1]));
    });
}

#[test]
fn stake_at_root_should_count_by_its_weight() {
    subnet_with_neurons().execute_with(|| {
        stake(NetUid::ROOT, 5, VALIDATOR, 100 * TAO);
        // 0.18 of 100 TAO, less what is lost when the weight is cut to 32 bits.
        StakeThreshold::<Test>::put(18 * TAO);
        assert_noop!(set(VALIDATOR, SUBNET, &[0], &[1]), Error::<Test>::NotEnoughStakeToSetWeights);
        StakeThreshold::<Test>::put(18 * TAO - 100);
        assert_ok!(set(VALIDATOR, SUBNET, &[0], &[1]));
    });
}

#[test]
fn owner_should_need_neither_stake_nor_permit() {
    subnet_with_neurons().execute_with(|| {
        StakeThreshold::<Test>::put(u64::MAX);
        assert_ok!(set(10, SUBNET, &[1, 2], &[1, 1]));
    });
}

#[test]
fn neuron_without_permit_should_set_a_weight_on_itself_only() {
    subnet_with_neurons().execute_with(|| {
        MinAllowedWeights::<Test>::insert(SUBNET, 3);
        assert_noop!(set(3, SUBNET, &[2, 1], &[1, 1]), Error::<Test>::NeuronNoValidatorPermit);
        assert_noop!(set(3, SUBNET, &[1], &[1]), Error::<Test>::NeuronNoValidatorPermit);
        assert_ok!(set(3, SUBNET, &[2], &[1]));
        assert_eq!(Weights::<Test>::get(INDEX, 2), [(2, 65_535)]);
    });
}

#[test]
fn version_should_not_be_older_than_the_subnets() {
    subnet_with_neurons().execute_with(|| {
        let with_version =
            |version| Network::set_weights(signed(hotkey(VALIDATOR)), SUBNET, vec![0], vec![1], version);
        WeightsVersionKey::<Test>::insert(SUBNET, 7);
        assert_noop!(with_version(6), Error::<Test>::IncorrectWeightVersionKey);
        assert_ok!(with_version(7));
        WeightsSetRateLimit::<Test>::insert(SUBNET, 0);
        assert_ok!(with_version(u64::MAX));
    });
}

#[test]
fn weights_should_wait_for_the_rate_limit_unless_never_set() {
    subnet_with_neurons().execute_with(|| {
        WeightsSetRateLimit::<Test>::insert(SUBNET, 100);
        LastUpdate::<Test>::mutate(INDEX, |blocks| blocks[1] = 0);
        assert_ok!(set(VALIDATOR, SUBNET, &[0], &[1]));
        System::set_block_number(599);
        assert_noop!(set(VALIDATOR, SUBNET, &[0], &[1]), Error::<Test>::SettingWeightsTooFast);
        System::set_block_number(600);
        assert_ok!(set(VALIDATOR, SUBNET, &[0], &[1]));
    });
}

#[test]
fn last_update_should_be_lengthened_when_it_is_too_short() {
    subnet_with_neurons().execute_with(|| {
        LastUpdate::<Test>::insert(INDEX, vec![9]);
        assert_ok!(set(VALIDATOR, SUBNET, &[0], &[1]));
        assert_eq!(LastUpdate::<Test>::get(INDEX), [9, 500, 0, 0]);
    });
}

#[test]
fn first_check_should_win_when_several_would_fail() {
    subnet_with_neurons().execute_with(|| {
        // In the order of yuma.md §2.1: each row breaks its own check and all later ones that it can.
        let bad = [0u16, 0, 9, 9, 9];
        assert_noop!(set(5, NetUid::ROOT, &bad, &[1]), Error::<Test>::CanNotSetRootNetworkWeights);
        assert_noop!(set(5, NetUid::new(9), &bad, &[1]), Error::<Test>::WeightVecNotEqualSize);
        assert_noop!(set(5, NetUid::new(9), &bad, &bad), Error::<Test>::SubnetNotExists);
        assert_noop!(set(5, SUBNET, &bad, &bad), Error::<Test>::UidsLengthExceedUidsInSubNet);
        StakeThreshold::<Test>::put(1);
        WeightsVersionKey::<Test>::insert(SUBNET, 1);
        WeightsSetRateLimit::<Test>::insert(SUBNET, u64::MAX);
        let bad = [9u16, 9];
        assert_noop!(set(5, SUBNET, &bad, &bad), Error::<Test>::HotKeyNotRegisteredInSubNet);
        assert_noop!(set(3, SUBNET, &bad, &bad), Error::<Test>::NotEnoughStakeToSetWeights);
        StakeThreshold::<Test>::put(0);
        assert_noop!(set(3, SUBNET, &bad, &bad), Error::<Test>::IncorrectWeightVersionKey);
        WeightsVersionKey::<Test>::insert(SUBNET, 0);
        assert_noop!(set(3, SUBNET, &bad, &bad), Error::<Test>::SettingWeightsTooFast);
        WeightsSetRateLimit::<Test>::insert(SUBNET, 0);
        assert_noop!(set(3, SUBNET, &bad, &bad), Error::<Test>::NeuronNoValidatorPermit);
        assert_noop!(set(VALIDATOR, SUBNET, &bad, &bad), Error::<Test>::DuplicateUids);
        MinAllowedWeights::<Test>::insert(SUBNET, 3);
        assert_noop!(set(VALIDATOR, SUBNET, &[8, 9], &bad), Error::<Test>::UidVecContainInvalidOne);
    });
}

fn batch(netuids: &[u16], rows: Vec<Vec<(u16, u16)>>, versions: usize) -> DispatchResult {
    let netuids = netuids.iter().map(|netuid| Compact(NetUid::new(*netuid))).collect();
    let compact =
        |row: Vec<(u16, u16)>| row.into_iter().map(|(uid, value)| (Compact(uid), Compact(value))).collect();
    let rows = rows.into_iter().map(compact).collect();
    Network::batch_set_weights(signed(hotkey(VALIDATOR)), netuids, rows, vec![Compact(0u64); versions])
}

#[test]
fn batch_should_go_on_when_an_item_fails() {
    subnet_with_neurons().execute_with(|| {
        System::reset_events();
        assert_ok!(batch(&[9, 1], vec![vec![(0, 1)], vec![(0, 1), (2, 1)]], 2));
        assert_eq!(Weights::<Test>::get(INDEX, 1), [(0, 65_535), (2, 65_535)]);
        let told: Vec<_> = System::events().into_iter().map(|record| record.event).collect();
        let netuids = vec![Compact(NetUid::new(9)), Compact(SUBNET)];
        let expected: Vec<RuntimeEvent> = vec![
            Event::BatchWeightItemFailed(NetUid::new(9), Error::<Test>::SubnetNotExists.into()).into(),
            Event::WeightsSet(INDEX, 1).into(),
            Event::BatchCompletedWithErrors.into(),
            Event::BatchWeightsCompleted(netuids, hotkey(VALIDATOR)).into(),
        ];
        assert_eq!(told, expected);
    });
}

#[test]
fn batch_should_complete_when_every_item_fails() {
    subnet_with_neurons().execute_with(|| {
        assert_ok!(batch(&[9, 0], vec![vec![(0, 1)], vec![]], 2));
        assert!(Weights::<Test>::get(INDEX, 1).is_empty());
        System::assert_has_event(
            Event::BatchWeightItemFailed(NetUid::ROOT, Error::<Test>::CanNotSetRootNetworkWeights.into())
                .into(),
        );
    });
}

#[test]
fn batch_should_be_refused_when_its_lists_differ_in_length() {
    subnet_with_neurons().execute_with(|| {
        assert_noop!(batch(&[1], vec![], 1), Error::<Test>::InputLengthsUnequal);
        assert_noop!(batch(&[1], vec![vec![(0, 1)]], 2), Error::<Test>::InputLengthsUnequal);
        assert_noop!(batch(&[], vec![vec![(0, 1)]], 1), Error::<Test>::InputLengthsUnequal);
    });
}
