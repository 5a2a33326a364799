use super::*;
use crate::weights::NetUidStorageIndex;
use myelin_yuma::precise::refine;

const INDEX: NetUidStorageIndex = NetUidStorageIndex::new(SUBNET, 0);

fn rows_with_digits() -> usize {
    PreciseBonds::<Test>::iter().count()
}

#[test]
fn bonds_should_have_more_digits_when_the_subnet_is_precise_and_lose_them_when_not() {
    voting_subnet().execute_with(|| {
        epoch();
        assert_eq!(rows_with_digits(), 0);
        Network::put_precise_yuma(SUBNET, true);
        (0..3).for_each(|_| epoch());
        assert_eq!(rows_with_digits(), 2);
        for (uid, digits) in PreciseBonds::<Test>::iter_prefix(INDEX) {
            // Readers see the leading digits of what is kept.
            assert_eq!(refine(&Bonds::<Test>::get(INDEX, uid), &digits), digits);
        }
        Network::put_precise_yuma(SUBNET, false);
        assert_eq!((rows_with_digits(), PreciseYuma::<Test>::contains_key(SUBNET)), (0, false));
        epoch();
        assert_eq!(rows_with_digits(), 0);
    });
}

#[test]
fn digits_should_count_for_nothing_when_their_bond_is_gone() {
    voting_subnet().execute_with(|| {
        Network::put_precise_yuma(SUBNET, true);
        (0..3).for_each(|_| epoch());
        let (uid, digits) = PreciseBonds::<Test>::iter_prefix(INDEX).next().unwrap();
        assert!(digits.iter().any(|(_, bond)| *bond > 0));
        Bonds::<Test>::remove(INDEX, uid);
        let rows: Vec<_> = (0..uid + 1).map(|uid| Bonds::<Test>::get(INDEX, uid)).collect();
        let fine = Network::fine_bonds(SUBNET, INDEX, &rows).unwrap();
        assert_eq!(fine.last(), Some(&Vec::new()));
    });
}
