//! What is set of mechanisms, of owners' miners and of children.

use crate::{mock::*, Error};
use frame_support::{assert_noop, assert_ok};
use myelin_units::{NetUid, PerU16};
use pallet_network::{epoch::miners::RecycleOrBurnEnum, Error as NetworkError, Event as Told, *};

#[test]
fn mechanisms_should_be_as_many_as_governance_and_uids_allow() {
    chain().execute_with(|| {
        for most in [0, 9] {
            let refused = Admin::sudo_set_max_mechanism_count(root(), most);
            assert_eq!(refused, Err(Error::<Test>::ValueNotInBounds.into()));
        }
        assert_ok!(Admin::sudo_set_max_mechanism_count(root(), 4));
        let set = |count| Admin::sudo_set_mechanism_count(root(), SUBNET, count);
        assert_noop!(set(5), NetworkError::<Test>::InvalidValue);
        assert_noop!(set(2), NetworkError::<Test>::TooManyUIDsPerMechanism);
        MaxAllowedUids::<Test>::insert(SUBNET, 64);
        assert_ok!(set(4));
        // And the other way round.
        let uids = |most| Admin::sudo_set_max_allowed_uids(root(), SUBNET, most);
        assert_noop!(uids(65), NetworkError::<Test>::TooManyUIDsPerMechanism);
        assert_ok!(Admin::sudo_set_mechanism_emission_split(root(), SUBNET, Some(vec![u16::MAX, 0, 0, 0])));
        assert_eq!(MechanismEmissionSplit::<Test>::get(SUBNET), Some(vec![u16::MAX, 0, 0, 0]));
        assert_noop!(
            Admin::sudo_set_mechanism_count(root(), NetUid::ROOT, 1),
            Error::<Test>::NotPermittedOnRootSubnet
        );
    });
}

#[test]
fn what_is_withheld_and_what_children_keep_should_be_set() {
    chain().execute_with(|| {
        assert_ok!(Admin::sudo_set_recycle_or_burn(owner(), SUBNET, RecycleOrBurnEnum::Recycle));
        assert_eq!(RecycleOrBurn::<Test>::get(SUBNET), RecycleOrBurnEnum::Recycle);
        let set = |take| Admin::sudo_set_min_childkey_take_per_subnet(owner(), SUBNET, PerU16::new(take));
        assert_noop!(set(11_797), NetworkError::<Test>::InvalidChildkeyTake);
        assert_ok!(set(11_796));
        System::assert_last_event(Told::MinChildKeyTakePerSubnetSet(SUBNET, PerU16::new(11_796)).into());
        assert_eq!(MinChildkeyTakePerSubnet::<Test>::get(SUBNET), PerU16::new(11_796));
        assert_ok!(Admin::sudo_set_ck_burn(root(), 5));
        assert_eq!(CKBurn::<Test>::get(), 5);
    });
}

#[test]
fn raised_minimum_of_nominations_should_begin_a_sweep() {
    chain().execute_with(|| {
        assert_ok!(Admin::sudo_set_nominator_min_required_stake(root(), 5));
        assert!(NominationSweep::<Test>::exists());
    });
}
