use super::*;
use crate::weights::NetUidStorageIndex;
use frame_support::assert_noop;

/// The voting subnet with a second mechanism: on it validator 1 has voted for miner 4 alone, validator 2 not at all.
fn two_mechanisms() -> sp_io::TestExternalities {
    let mut chain = voting_subnet();
    chain.execute_with(|| {
        MaxAllowedUids::<Test>::insert(SUBNET, 128);
        assert_ok!(Network::put_mechanism_count(SUBNET, 2));
        assert_ok!(Network::set_mechanism_weights(signed(hotkey(1)), SUBNET, 1, vec![4], vec![1], 0));
    });
    chain
}

const SECOND: NetUidStorageIndex = NetUidStorageIndex::new(SUBNET, 1);

fn gained(numbers: [u64; 2]) -> [u64; 2] {
    let before = numbers.map(|number| value(number, SUBNET));
    epoch();
    let after = numbers.map(|number| value(number, SUBNET));
    [after[0] - before[0], after[1] - before[1]]
}

#[test]
fn each_mechanism_should_pay_by_its_own_votes() {
    two_mechanisms().execute_with(|| {
        assert_ok!(Network::put_mechanism_split(SUBNET, Some(vec![0, u16::MAX])));
        let server = Network::pending_pots(SUBNET).server.rao();
        assert_eq!(gained([3, 4]), [0, server]);
        let share = |index| Incentive::<Test>::get(index).iter().map(|part| part.parts()).collect::<Vec<_>>();
        assert_eq!(share(SECOND), [0, 0, 0, 0, u16::MAX]);
        assert!(share(SUBNET.into())[3] > share(SUBNET.into())[4]);
        let emission: u64 = Emission::<Test>::get(SUBNET).iter().map(|part| part.rao()).sum();
        let (_, miners, validators, _) = paid().unwrap();
        assert!(emission.abs_diff(miners + validators) <= 10);
    });
}

#[test]
fn mechanisms_should_share_equally_when_nothing_is_said() {
    two_mechanisms().execute_with(|| {
        let server = Network::pending_pots(SUBNET).server.rao();
        let [three, four] = gained([3, 4]);
        assert_eq!(three + four, server);
        assert!(four > server / 2 && three > server / 4);
        assert_eq!(paid().unwrap().1, server);
    });
}

#[test]
fn bonds_should_be_kept_apart() {
    two_mechanisms().execute_with(|| {
        epoch();
        assert!(!Bonds::<Test>::get(SECOND, 1).is_empty());
        assert_ne!(Bonds::<Test>::get(SECOND, 1), Bonds::<Test>::get(NetUidStorageIndex::from(SUBNET), 1));
    });
}

#[test]
fn mechanism_should_be_forgotten_when_there_are_fewer() {
    two_mechanisms().execute_with(|| {
        assert_ok!(Network::put_mechanism_split(SUBNET, Some(vec![1, u16::MAX - 1])));
        epoch();
        assert_ok!(Network::put_mechanism_count(SUBNET, 1));
        assert!(
            Weights::<Test>::iter_prefix(SECOND).count() + Bonds::<Test>::iter_prefix(SECOND).count() == 0
        );
        assert!(Incentive::<Test>::get(SECOND).is_empty() && LastUpdate::<Test>::get(SECOND).is_empty());
        assert_eq!(MechanismEmissionSplit::<Test>::get(SUBNET), None);
        assert!(!Weights::<Test>::get(NetUidStorageIndex::from(SUBNET), 1).is_empty());
        epoch();
    });
}

#[test]
fn count_and_split_should_be_within_bounds() {
    chain().execute_with(|| {
        let refused = |outcome, error: Error<Test>| assert_eq!(outcome, Err(error.into()));
        refused(Network::put_mechanism_count(SUBNET, 0), Error::<Test>::InvalidValue);
        refused(Network::put_mechanism_count(SUBNET, 3), Error::<Test>::InvalidValue);
        // 256 uids fill one mechanism.
        refused(Network::put_mechanism_count(SUBNET, 2), Error::<Test>::TooManyUIDsPerMechanism);
        MaxAllowedUids::<Test>::insert(SUBNET, 128);
        assert_ok!(Network::put_mechanism_count(SUBNET, 2));
        for split in [vec![], vec![u16::MAX; 2], vec![u16::MAX - 1], vec![u16::MAX, 0, 0]] {
            assert_noop!(Network::put_mechanism_split(SUBNET, Some(split)), Error::<Test>::InvalidValue);
        }
        assert_ok!(Network::put_mechanism_split(SUBNET, Some(vec![u16::MAX])));
        assert_ok!(Network::put_mechanism_split(SUBNET, None));
    });
}

#[test]
fn newcomer_should_inherit_nothing_on_any_mechanism() {
    two_mechanisms().execute_with(|| {
        epoch();
        assert_ok!(Network::replace_neuron(SUBNET, 4, &hotkey(9)));
        assert_eq!(Incentive::<Test>::get(SECOND)[4], myelin_units::PerU16::ZERO);
        assert_eq!(Weights::<Test>::get(SECOND, 1), [(4, 0)]);
        assert_ok!(Network::replace_neuron(SUBNET, 1, &hotkey(8)));
        assert!(Weights::<Test>::get(SECOND, 1).is_empty() && Bonds::<Test>::get(SECOND, 1).is_empty());
    });
}
