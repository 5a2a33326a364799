//! A commitment that deletes the bonds on the hotkey.

use crate::{data::Data, mock::*, pallet::*, registration::CommitmentInfo};
use frame_support::{assert_noop, assert_ok};
use pallet_network::{weights::NetUidStorageIndex, Bonds, BondsResetOn};
use sp_runtime::DispatchResult;

const INDEX: NetUidStorageIndex = NetUidStorageIndex(1);

fn reset() -> DispatchResult {
    let fields = vec![Data::None, Data::ResetBondsFlag].try_into().unwrap();
    Commitments::set_commitment(RuntimeOrigin::signed(hotkey()), SUBNET, Box::new(CommitmentInfo { fields }))
}

#[test]
fn bonds_should_be_deleted_at_once_when_the_subnet_allows_it() {
    chain().execute_with(|| {
        BondsResetOn::<Test>::insert(SUBNET, true);
        Bonds::<Test>::insert(INDEX, 0, vec![(0u16, 9u16), (1, 8)]);
        Bonds::<Test>::insert(INDEX, 1, vec![(0u16, 7u16)]);
        assert_ok!(reset());
        assert_eq!(Bonds::<Test>::get(INDEX, 0), [(1, 8)]);
        assert!(!Bonds::<Test>::contains_key(INDEX, 1));
        assert_eq!(LastBondsReset::<Test>::get(SUBNET, hotkey()), Some(START));
        assert!(CommitmentOf::<Test>::contains_key(SUBNET, hotkey()));
    });
}

#[test]
fn reset_should_be_refused_whole_when_the_subnet_does_not_allow_it() {
    chain().execute_with(|| {
        Bonds::<Test>::insert(INDEX, 0, vec![(0u16, 9u16)]);
        assert_noop!(reset(), Error::<Test>::BondsResetDisabled);
        assert_eq!(Bonds::<Test>::get(INDEX, 0), [(0, 9)]);
    });
}

#[test]
fn reset_should_cost_more_than_a_plain_commitment() {
    chain().execute_with(|| {
        let weight = |field: Data| {
            let info = CommitmentInfo { fields: vec![field].try_into().unwrap() };
            crate::costs::set_commitment::<Test>(SUBNET, &info)
        };
        let (plain, reset) = (weight(Data::None), weight(Data::ResetBondsFlag));
        assert!(reset.ref_time() > plain.ref_time(), "{reset:?}");
    });
}
