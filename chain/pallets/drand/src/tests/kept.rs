//! Pulses that are accepted, and how long they stay.

use crate::{genesis::BeaconChoice, mock::*, pallet::*, pulses::FORGOTTEN_PER_PULSE, wire};
use myelin_timelock::{decrypt, development, encrypt, Beacons, KEPT_ROUNDS};

#[test]
fn pulses_should_be_on_chain_when_a_block_brings_them() {
    on_chain(|| {
        assert_eq!((Drand::last_round(), Drand::signature(999)), (0, None));
        assert_eq!(store(pulses(998..=1_000)), Ok(()));
        assert_eq!(stored(), (998, 1_000));
        assert_eq!(Drand::last_round(), 1_000);
        assert_eq!(Drand::signature(999), Some(development::pulse(999).signature));
        assert_eq!(Drand::signature(997), None);
        let told = Event::NewPulse { rounds: vec![998, 999, 1_000] };
        assert_eq!(System::events().last().unwrap().event, told.into());
        let pulse = development::pulse(999);
        let randomness = pulse.randomness().to_vec();
        let stored = Pulses::<Test>::get(999).unwrap();
        assert_eq!((stored.round, stored.randomness.into_inner()), (999, randomness));
    });
}

#[test]
fn sealed_text_should_open_when_its_round_is_on_chain() {
    on_chain(|| {
        let sealed = encrypt(&Drand::beacon(), 1_000, b"weights", &[3; 76]).unwrap();
        store(pulses([999])).unwrap();
        assert_eq!(Drand::signature(1_000), None);
        next_block();
        store(pulses([1_000])).unwrap();
        let signature = Drand::signature(1_000).unwrap();
        assert_eq!(decrypt(&sealed, &signature), Ok(b"weights".to_vec()));
    });
}

#[test]
fn blocks_should_go_on_where_the_last_one_ended() {
    on_chain(|| {
        store(pulses([995])).unwrap();
        next_block();
        next_block();
        store(pulses(996..=999)).unwrap();
        assert_eq!(stored(), (995, 999));
    });
}

#[test]
fn old_rounds_should_go_when_too_many_are_kept() {
    on_chain(|| {
        store(pulses(1..=8)).unwrap();
        // As if all rounds in between had come in.
        LastStoredRound::<Test>::put(KEPT_ROUNDS);
        at_block(9, KEPT_ROUNDS + 5);
        store(pulses(KEPT_ROUNDS + 1..=KEPT_ROUNDS + 5)).unwrap();
        assert_eq!(OldestStoredRound::<Test>::get(), 6);
        assert!((1..=5).all(|round| Drand::signature(round).is_none()));
        assert!(Drand::signature(6).is_some());
    });
}

#[test]
fn rounds_should_be_forgotten_step_by_step_when_the_chain_was_late() {
    on_chain(|| {
        store(pulses(1..=8)).unwrap();
        let late = 2 * KEPT_ROUNDS;
        at_block(9, late);
        store(pulses([KEPT_ROUNDS])).unwrap();
        assert_eq!((OldestStoredRound::<Test>::get(), Drand::last_round()), (1, KEPT_ROUNDS));
        next_block();
        LastStoredRound::<Test>::put(late - 1);
        store(pulses([late])).unwrap();
        assert_eq!(OldestStoredRound::<Test>::get(), 1 + FORGOTTEN_PER_PULSE);
        assert_eq!(Pulses::<Test>::iter_keys().count(), 8);
    });
}

#[test]
fn chain_should_take_the_pulses_of_the_beacon_it_was_made_for() {
    let development = wire::BeaconConfiguration::development();
    on_chain(|| assert_eq!(BeaconConfig::<Test>::get(), development));
    on_chain_of(BeaconChoice::Quicknet, || {
        assert_eq!(BeaconConfig::<Test>::get(), wire::BeaconConfiguration::quicknet());
        assert_eq!(store(pulses([1_000])), error(Error::UnverifiedPulse));
        // The signature that drand published for round 1000.
        let signature = [
            0xb4, 0x46, 0x79, 0xb9, 0xa5, 0x9a, 0xf2, 0xec, 0x87, 0x6b, 0x1a, 0x6b, 0x1a, 0xd5, 0x2e, 0xa9,
            0xb1, 0x61, 0x5f, 0xc3, 0x98, 0x2b, 0x19, 0x57, 0x63, 0x50, 0xf9, 0x34, 0x47, 0xcb, 0x11, 0x25,
            0xe3, 0x42, 0xb7, 0x3a, 0x8d, 0xd2, 0xba, 0xcb, 0xe4, 0x7e, 0x4b, 0x6b, 0x63, 0xed, 0x5e, 0x39,
        ];
        assert_eq!(store(vec![myelin_timelock::Pulse { round: 1_000, signature }]), Ok(()));
        assert_eq!(Drand::signature(1_000), Some(signature));
    });
}
