//! Publishing commitments: who may, which fields, within which space.

use crate::{
    data::Data, mock::*, pallet::*, registration::CommitmentInfo, registration::Registration,
    space::UsageTracker,
};
use codec::{Decode, Encode};
use frame_support::{assert_noop, assert_ok, traits::Hooks};
use myelin_units::{NetUid, Tao};
use pallet_network::{SubnetEpochIndex, Uids};
use sp_runtime::{AccountId32, DispatchError, DispatchResult};

fn raw(length: usize) -> Data {
    Data::Raw(vec![7; length].try_into().unwrap())
}

fn big(length: usize) -> Data {
    Data::BigRaw(vec![8; length].try_into().unwrap())
}

fn info(fields: Vec<Data>) -> CommitmentInfo {
    CommitmentInfo { fields: fields.try_into().unwrap() }
}

fn commit_as(who: AccountId32, netuid: NetUid, fields: Vec<Data>) -> DispatchResult {
    Commitments::set_commitment(RuntimeOrigin::signed(who), netuid, Box::new(info(fields)))
}

fn commit(fields: Vec<Data>) -> DispatchResult {
    commit_as(hotkey(), SUBNET, fields)
}

fn used(netuid: NetUid) -> u64 {
    UsedSpaceOf::<Test>::get(netuid, hotkey()).map_or(0, |used| used.used_space)
}

#[test]
fn commitment_should_be_kept_and_told_when_the_hotkey_is_registered() {
    chain().execute_with(|| {
        let fields = vec![raw(20), Data::Sha256([9; 32]), big(500)];
        assert_ok!(commit(fields.clone()));
        let kept = Registration { deposit: Tao::ZERO, block: START, info: info(fields) };
        assert_eq!(CommitmentOf::<Test>::get(SUBNET, hotkey()), Some(kept));
        assert_eq!(LastCommitment::<Test>::get(SUBNET, hotkey()), Some(START));
        let epoch = SubnetEpochIndex::<Test>::get(SUBNET);
        let space = UsageTracker { last_epoch: epoch, used_space: 552 };
        assert_eq!(UsedSpaceOf::<Test>::get(SUBNET, hotkey()), Some(space));
        System::assert_last_event(Event::Commitment { netuid: SUBNET, who: hotkey() }.into());
        // The same hotkey on another subnet is another matter, and nothing waits to be revealed.
        assert_eq!(CommitmentOf::<Test>::get(OTHER, hotkey()), None);
        assert_eq!(RevealedCommitments::<Test>::iter().count() + TimelockQueue::<Test>::iter().count(), 0);
    });
}

#[test]
fn every_plain_field_should_be_accepted() {
    chain().execute_with(|| {
        let hashes =
            [Data::BlakeTwo256, Data::Sha256, Data::Keccak256, Data::ShaThree256].map(|of| of([5; 32]));
        let lengths = [raw(0), raw(128), big(0), big(512), Data::None];
        for field in hashes.into_iter().chain(lengths) {
            assert_ok!(commit(vec![field.clone()]));
            let kept = CommitmentOf::<Test>::get(SUBNET, hotkey()).unwrap();
            assert_eq!(kept.info, info(vec![field]));
        }
        assert_ok!(commit(vec![]));
        assert_eq!(CommitmentOf::<Test>::get(SUBNET, hotkey()).unwrap().info, info(vec![]));
    });
}

#[test]
fn commitment_should_take_the_place_of_the_last_one() {
    chain().execute_with(|| {
        assert_ok!(commit(vec![raw(1), raw(2), raw(3)]));
        System::set_block_number(START + 5);
        assert_ok!(commit(vec![raw(4)]));
        let kept = Registration { deposit: Tao::ZERO, block: START + 5, info: info(vec![raw(4)]) };
        assert_eq!(CommitmentOf::<Test>::get(SUBNET, hotkey()), Some(kept));
        assert_eq!(LastCommitment::<Test>::get(SUBNET, hotkey()), Some(START + 5));
    });
}

#[test]
fn commitment_should_be_refused_when_the_hotkey_is_not_registered() {
    chain().execute_with(|| {
        let refused = Error::<Test>::AccountNotAllowedCommit;
        assert_noop!(commit_as(account(2), SUBNET, vec![raw(1)]), refused);
        // Nor may the coldkey that owns the hotkey and the subnet.
        assert_noop!(commit_as(account(1), SUBNET, vec![raw(1)]), Error::<Test>::AccountNotAllowedCommit);
        assert_noop!(commit_as(hotkey(), NOWHERE, vec![raw(1)]), Error::<Test>::AccountNotAllowedCommit);
        let nobody = Commitments::set_commitment(RuntimeOrigin::root(), SUBNET, Box::default());
        assert_eq!(nobody, Err(DispatchError::BadOrigin));
    });
}

#[test]
fn commitment_should_be_refused_whole_when_a_field_cannot_act_or_is_the_chains() {
    chain().execute_with(|| {
        let failed =
            Data::TimelockRevealFailed { encrypted: vec![1; 10].try_into().unwrap(), reveal_round: 500 };
        for (field, refused) in [
            (failed, Error::<Test>::TimelockRevealFailedNotAllowed),
            (Data::ResetBondsFlag, Error::<Test>::BondsResetDisabled),
        ] {
            assert_noop!(commit(vec![raw(1), Data::None, field]), refused);
        }
    });
}

#[test]
fn call_should_not_be_decoded_when_it_has_more_than_three_fields() {
    let written = |fields: usize| {
        let call = (0u8, SUBNET, vec![raw(1); fields]).encode();
        Call::<Test>::decode(&mut &call[..])
    };
    let info = Box::new(info(vec![raw(1); 3]));
    assert_eq!(written(3), Ok(Call::set_commitment { netuid: SUBNET, info }));
    assert!(written(4).is_err());
}

#[test]
fn space_should_run_out_when_many_commitments_are_made_in_an_epoch() {
    chain().execute_with(|| {
        // However small, each counts as 100 bytes.
        for _ in 0..31 {
            assert_ok!(commit(vec![raw(1)]));
        }
        assert_eq!(used(SUBNET), 3_100);
        assert_noop!(commit(vec![]), Error::<Test>::SpaceLimitExceeded);
        // On another subnet there is space.
        assert_ok!(commit_as(hotkey(), OTHER, vec![raw(1)]));
    });
}

#[test]
fn space_should_run_out_when_commitments_are_large() {
    chain().execute_with(|| {
        assert_ok!(commit(vec![big(512), big(512), big(512)]));
        assert_ok!(commit(vec![big(512), big(512), big(412)]));
        assert_eq!(used(SUBNET), 1_536 + 1_436);
        assert_noop!(commit(vec![raw(128), raw(1)]), Error::<Test>::SpaceLimitExceeded);
        assert_ok!(commit(vec![raw(128)]));
        assert_eq!(used(SUBNET), 3_100);
    });
}

#[test]
fn space_should_be_given_anew_when_an_epoch_has_run() {
    chain().execute_with(|| {
        let epoch = SubnetEpochIndex::<Test>::get(SUBNET);
        for _ in 0..31 {
            assert_ok!(commit(vec![]));
        }
        assert_noop!(commit(vec![]), Error::<Test>::SpaceLimitExceeded);
        // Tempo is 10: an epoch runs within eleven blocks.
        while SubnetEpochIndex::<Test>::get(SUBNET) == epoch {
            assert_noop!(commit(vec![]), Error::<Test>::SpaceLimitExceeded);
            let next = System::block_number() + 1;
            assert!(next < START + 20, "no epoch has run");
            System::set_block_number(next);
            Network::on_initialize(next);
        }
        assert_ok!(commit(vec![raw(128)]));
        let space = UsageTracker { last_epoch: epoch + 1, used_space: 128 };
        assert_eq!(UsedSpaceOf::<Test>::get(SUBNET, hotkey()), Some(space));
    });
}

#[test]
fn space_should_be_as_much_as_root_says() {
    chain().execute_with(|| {
        assert_eq!(MaxSpace::<Test>::get(), 3_100);
        assert_ok!(Commitments::set_max_space(RuntimeOrigin::root(), 128));
        assert_eq!(MaxSpace::<Test>::get(), 128);
        assert_noop!(commit(vec![raw(128), raw(1)]), Error::<Test>::SpaceLimitExceeded);
        assert_ok!(commit(vec![raw(128)]));
        // None at all stops every commitment.
        assert_ok!(Commitments::set_max_space(RuntimeOrigin::root(), 0));
        assert_noop!(commit_as(hotkey(), OTHER, vec![]), Error::<Test>::SpaceLimitExceeded);
        let signed = Commitments::set_max_space(RuntimeOrigin::signed(hotkey()), 5_000);
        assert_eq!(signed, Err(DispatchError::BadOrigin));
        assert_eq!(MaxSpace::<Test>::get(), 0);
    });
}

#[test]
fn commitment_should_stay_when_the_hotkey_has_lost_its_uid() {
    chain().execute_with(|| {
        assert_ok!(commit(vec![raw(1)]));
        Uids::<Test>::remove(SUBNET, hotkey());
        assert!(CommitmentOf::<Test>::contains_key(SUBNET, hotkey()));
        assert_noop!(commit(vec![raw(2)]), Error::<Test>::AccountNotAllowedCommit);
    });
}
