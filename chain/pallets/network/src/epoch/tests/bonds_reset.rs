use super::*;
use crate::weights::NetUidStorageIndex;

const FIRST: NetUidStorageIndex = NetUidStorageIndex::new(SUBNET, 0);
const SECOND: NetUidStorageIndex = NetUidStorageIndex::new(SUBNET, 1);

/// The voting subnet with bonds on miners 3 and 4 from both validators, and on a second mechanism on 4 alone from 1.
fn bonded() -> sp_io::TestExternalities {
    let mut chain = voting_subnet();
    chain.execute_with(|| {
        MaxAllowedUids::<Test>::insert(SUBNET, 128);
        assert_ok!(Network::put_mechanism_count(SUBNET, 2));
        assert_ok!(Network::set_mechanism_weights(signed(hotkey(1)), SUBNET, 1, vec![4], vec![1], 0));
        epoch();
        assert_eq!(targets(FIRST, 1), [3, 4]);
        assert_eq!(targets(FIRST, 2), [3, 4]);
        assert_eq!(targets(SECOND, 1), [4]);
        BondsResetOn::<Test>::insert(SUBNET, true);
    });
    chain
}

fn targets(index: NetUidStorageIndex, uid: u16) -> Vec<u16> {
    Bonds::<Test>::get(index, uid).into_iter().map(|(target, _)| target).collect()
}

#[test]
fn reset_should_delete_every_bond_on_the_uid_in_every_mechanism() {
    bonded().execute_with(|| {
        assert_eq!(Network::reset_bonds_on(SUBNET, &hotkey(4)), Some(3));
        assert_eq!((targets(FIRST, 1), targets(FIRST, 2)), (vec![3], vec![3]));
        // A row with nothing left is not stored.
        assert!(!Bonds::<Test>::contains_key(SECOND, 1));
        assert_eq!(Network::reset_bonds_on(SUBNET, &hotkey(4)), Some(0));
    });
}

#[test]
fn reset_should_do_nothing_when_the_subnet_does_not_allow_it_or_the_hotkey_is_a_stranger() {
    bonded().execute_with(|| {
        assert_eq!(Network::reset_bonds_on(SUBNET, &hotkey(9)), None);
        BondsResetOn::<Test>::insert(SUBNET, false);
        assert_eq!(Network::reset_bonds_on(SUBNET, &hotkey(4)), None);
        assert_eq!(targets(FIRST, 2), [3, 4]);
    });
}

#[test]
fn bonds_should_grow_anew_from_todays_weights_when_they_were_reset() {
    bonded().execute_with(|| {
        Yuma3On::<Test>::insert(SUBNET, true);
        // An epoch with Yuma2's bonds read as Yuma3's, then nine more: bonds come near the weights.
        (0..10).for_each(|_| {
            next_block();
            epoch();
        });
        let bond =
            |uid, to| Bonds::<Test>::get(FIRST, uid).into_iter().find(|(target, _)| *target == to).unwrap().1;
        let (kept, grown) = (bond(1, 3), bond(1, 4));
        Network::reset_bonds_on(SUBNET, &hotkey(4)).unwrap();
        next_block();
        epoch();
        // A tenth of what the weight buys, while the other bond went on from where it was.
        let fresh = bond(1, 4);
        assert!(fresh > 0 && u32::from(fresh) * 5 < u32::from(grown), "{fresh} after {grown}");
        assert!(bond(1, 3).abs_diff(kept) < 2_000, "{} after {kept}", bond(1, 3));
    });
}
