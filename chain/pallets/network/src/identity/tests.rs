use super::{LONG_TEXT, SHORT_TEXT};
use crate::{mock::*, pallet::*};
use frame_support::{assert_noop, assert_ok, dispatch::DispatchResult};
use myelin_units::NetUid;

/// Sets an identity in which each text has its length of `lengths`.
fn set_identity(number: u64, lengths: [usize; 7]) -> DispatchResult {
    let [name, url, github, image, discord, description, additional] =
        lengths.map(|length| vec![b'x'; length]);
    Network::set_identity(signed(coldkey(number)), name, url, github, image, discord, description, additional)
}

fn set_subnet_identity(number: u64, netuid: NetUid, lengths: [usize; 8]) -> DispatchResult {
    let [name, github, contact, url, discord, description, logo, additional] =
        lengths.map(|length| vec![b'x'; length]);
    let signer = signed(coldkey(number));
    Network::set_subnet_identity(
        signer,
        netuid,
        name,
        github,
        contact,
        url,
        discord,
        description,
        logo,
        additional,
    )
}

const LONGEST: [usize; 7] = [SHORT_TEXT, SHORT_TEXT, SHORT_TEXT, LONG_TEXT, SHORT_TEXT, LONG_TEXT, LONG_TEXT];
const SUBNET_LONGEST: [usize; 8] =
    [SHORT_TEXT, LONG_TEXT, LONG_TEXT, LONG_TEXT, SHORT_TEXT, LONG_TEXT, LONG_TEXT, LONG_TEXT];

#[test]
fn identity_should_be_stored_up_to_the_longest_texts() {
    chain().execute_with(|| {
        register(SUBNET, 2);
        assert_ok!(set_identity(2, LONGEST));
        let stored = IdentitiesV2::<Test>::get(coldkey(2)).expect("stored");
        assert_eq!((stored.name.len(), stored.image.len()), (SHORT_TEXT, LONG_TEXT));
        System::assert_last_event(Event::ChainIdentitySet(coldkey(2)).into());
        assert_ok!(set_identity(2, [0; 7]));
    });
}

#[test]
fn identity_should_be_refused_when_any_text_is_too_long() {
    chain().execute_with(|| {
        register(SUBNET, 2);
        for text in 0..LONGEST.len() {
            let mut lengths = LONGEST;
            lengths[text] += 1;
            assert_noop!(set_identity(2, lengths), Error::<Test>::InvalidIdentity);
        }
    });
}

#[test]
fn identity_should_be_refused_when_no_hotkey_takes_part() {
    chain().execute_with(|| {
        assert_noop!(set_identity(2, [1; 7]), Error::<Test>::HotKeyNotRegisteredInNetwork);
        assert_ok!(Network::try_associate_hotkey(signed(coldkey(2)), hotkey(2)));
        assert_noop!(set_identity(2, [1; 7]), Error::<Test>::HotKeyNotRegisteredInNetwork);
        register(SUBNET, 2);
        assert_ok!(set_identity(2, [1; 7]));
    });
}

#[test]
fn subnet_identity_should_be_stored_when_its_owner_sets_it() {
    chain().execute_with(|| {
        assert_ok!(set_subnet_identity(10, SUBNET, SUBNET_LONGEST));
        let stored = SubnetIdentitiesV3::<Test>::get(SUBNET).expect("stored");
        assert_eq!((stored.subnet_name.len(), stored.logo_url.len()), (SHORT_TEXT, LONG_TEXT));
        System::assert_last_event(Event::SubnetIdentitySet(SUBNET).into());
    });
}

#[test]
fn subnet_identity_should_be_refused_when_too_long_or_not_the_owners() {
    chain().execute_with(|| {
        assert_noop!(set_subnet_identity(10, NetUid::new(9), [1; 8]), Error::<Test>::SubnetNotExists);
        assert_noop!(set_subnet_identity(2, SUBNET, [1; 8]), Error::<Test>::NotSubnetOwner);
        for text in 0..SUBNET_LONGEST.len() {
            let mut lengths = SUBNET_LONGEST;
            lengths[text] += 1;
            assert_noop!(set_subnet_identity(10, SUBNET, lengths), Error::<Test>::InvalidIdentity);
        }
    });
}
