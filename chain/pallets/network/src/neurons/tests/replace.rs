use crate::{mock::*, pallet::*, weights::NetUidStorageIndex};
use frame_support::{assert_noop, assert_ok};
use myelin_units::{Alpha, PerU16};

fn uid(number: u64) -> Option<u16> {
    Uids::<Test>::get(SUBNET, hotkey(number))
}

/// A full subnet of four: the owner's hotkey 10, and 1, 2 and 3, out of immunity, with emissions as given.
fn full_subnet(emissions: [u64; 4]) -> sp_io::TestExternalities {
    let mut chain = chain();
    chain.execute_with(|| {
        CommitRevealWeightsEnabled::<Test>::insert(SUBNET, false);
        MaxAllowedUids::<Test>::insert(SUBNET, 4);
        MinNonImmuneUids::<Test>::insert(SUBNET, 0);
        ImmunityPeriod::<Test>::insert(SUBNET, 5);
        Tempo::<Test>::insert(SUBNET, 0);
        for number in 1..=3 {
            register(SUBNET, number);
        }
        run_blocks(5);
        Emission::<Test>::insert(SUBNET, emissions.map(Alpha::new).to_vec());
    });
    chain
}

#[test]
fn lowest_emission_should_make_room_when_the_subnet_is_full() {
    full_subnet([9, 5, 4, 6]).execute_with(|| {
        assert_eq!(register(SUBNET, 4), 2);
        assert_eq!((uid(2), uid(4), SubnetworkN::<Test>::get(SUBNET)), (None, Some(2), 4));
        assert!(
            !IsNetworkMember::<Test>::get(hotkey(2), SUBNET)
                && IsNetworkMember::<Test>::get(hotkey(4), SUBNET)
        );
        assert_eq!(Network::check_invariants(), Ok(()));
        // The newcomer is immune; then comes the next lowest.
        assert_eq!(register(SUBNET, 5), 1);
        // Who was replaced may come back.
        assert_eq!(register(SUBNET, 2), 3);
    });
}

#[test]
fn oldest_then_lowest_uid_should_make_room_when_emissions_are_equal() {
    full_subnet([0; 4]).execute_with(|| {
        BlockAtRegistration::<Test>::insert(SUBNET, 1, 2);
        assert_eq!(register(SUBNET, 4), 2);
        assert_eq!(register(SUBNET, 5), 3);
        assert_eq!(register(SUBNET, 6), 1);
    });
}

#[test]
fn owner_should_never_make_room() {
    full_subnet([0, 5, 5, 5]).execute_with(|| {
        for number in 4..=9 {
            assert_ne!(register(SUBNET, number), 0);
        }
        assert_eq!(uid(10), Some(0));
    });
}

#[test]
fn further_hotkeys_of_the_owner_should_be_spared_up_to_the_limit_by_age() {
    full_subnet([9, 5, 5, 5]).execute_with(|| {
        for number in [31, 32] {
            assert_ok!(Network::burned_register(signed(coldkey(10)), SUBNET, hotkey(number)));
            next_block();
        }
        run_blocks(6);
        assert_eq!((uid(31), uid(32)), (Some(1), Some(2)));
        Emission::<Test>::insert(SUBNET, [9, 0, 0, 5].map(Alpha::new).to_vec());
        ImmuneOwnerUidsLimit::<Test>::insert(SUBNET, 2);
        assert_eq!(Network::immortal_uids(SUBNET).into_iter().collect::<Vec<_>>(), [0, 1]);
        assert_eq!(register(SUBNET, 4), 2);
        ImmuneOwnerUidsLimit::<Test>::insert(SUBNET, 1);
        assert_eq!(register(SUBNET, 5), 1);
    });
}

#[test]
fn immune_should_make_room_only_when_too_few_others_would_stay() {
    full_subnet([9, 1, 8, 7]).execute_with(|| {
        BlockAtRegistration::<Test>::insert(SUBNET, 1, System::block_number());
        assert_eq!(Network::neuron_to_replace(SUBNET), Some(3));
        // Two are not immune; when two must stay, the immune one goes.
        MinNonImmuneUids::<Test>::insert(SUBNET, 2);
        assert_eq!(Network::neuron_to_replace(SUBNET), Some(1));
        assert_eq!(register(SUBNET, 4), 1);
    });
}

#[test]
fn registration_should_be_refused_when_nobody_may_make_room() {
    full_subnet([0; 4]).execute_with(|| {
        MinNonImmuneUids::<Test>::insert(SUBNET, 3);
        let register = || Network::burned_register(signed(coldkey(4)), SUBNET, hotkey(4));
        assert_noop!(register(), Error::<Test>::NoNeuronIdAvailable);
        MaxAllowedUids::<Test>::insert(SUBNET, 5);
        assert_ok!(register());
    });
}

#[test]
fn newcomer_should_inherit_nothing_and_be_judged_by_nobody() {
    full_subnet([9, 5, 4, 6]).execute_with(|| {
        let index = NetUidStorageIndex::from(SUBNET);
        Weights::<Test>::insert(index, 1, vec![(0, 10), (2, u16::MAX)]);
        Weights::<Test>::insert(index, 2, vec![(1, u16::MAX)]);
        Weights::<Test>::insert(index, 3, vec![(1, 7)]);
        Bonds::<Test>::insert(index, 2, vec![(1, 77)]);
        for all in [Consensus::<Test>::mutate, Dividends::<Test>::mutate, ValidatorTrust::<Test>::mutate] {
            all(SUBNET, |values: &mut Vec<PerU16>| *values = vec![PerU16::new(9); 4]);
        }
        Incentive::<Test>::insert(index, vec![PerU16::new(9); 4]);
        ValidatorPermit::<Test>::insert(SUBNET, vec![true; 4]);
        assert_ok!(Network::serve_axon(signed(hotkey(2)), SUBNET, 1, 0x0808_0808, 80, 4, 4, 0, 0));
        stake(SUBNET, 5, 2, 10 * TAO);
        let kept = stake_of(SUBNET, 5, 2);

        assert_eq!(register(SUBNET, 4), 2);
        assert_eq!(Weights::<Test>::get(index, 1), vec![(0, 10), (2, 0)]);
        assert_eq!(Weights::<Test>::get(index, 3), vec![(1, 7)]);
        assert!(!Weights::<Test>::contains_key(index, 2) && !Bonds::<Test>::contains_key(index, 2));
        for values in [
            Consensus::<Test>::get(SUBNET),
            Dividends::<Test>::get(SUBNET),
            ValidatorTrust::<Test>::get(SUBNET),
            Incentive::<Test>::get(index),
        ] {
            assert_eq!(values.iter().map(|value| value.parts()).collect::<Vec<_>>(), [9, 9, 0, 9]);
        }
        assert_eq!(ValidatorPermit::<Test>::get(SUBNET), [true, true, false, true]);
        assert_eq!(Emission::<Test>::get(SUBNET), [9, 5, 0, 6].map(Alpha::new));
        let now = System::block_number();
        assert_eq!(
            (LastUpdate::<Test>::get(index)[2], BlockAtRegistration::<Test>::get(SUBNET, 2)),
            (now, now)
        );
        assert!(Axons::<Test>::get(SUBNET, hotkey(2)).is_none());
        // Stake stays where it was.
        assert_eq!(stake_of(SUBNET, 5, 2), kept);
        assert!(stake_of(SUBNET, 5, 4).is_zero());
        System::assert_last_event(Event::NeuronRegistered(SUBNET, 2, hotkey(4)).into());
    });
}
