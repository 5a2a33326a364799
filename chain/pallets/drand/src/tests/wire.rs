//! Storage, events and errors and every type within them, against `../shared/spec/wire-surface.json`.

use crate::{mock::Test, pallet::*, wire::BeaconConfiguration};
use frame_support::traits::GetCallIndex;
use myelin_timelock::Beacon;
use myelin_wire_check::Wire;

#[test]
fn beacons_should_speak_as_the_wire_does() {
    let Some(wire) = Wire::of("Drand") else { return };
    wire.same_events::<Event<Test>>();
    wire.same_errors::<Error<Test>>();
    wire.same_storage(
        Pallet::<Test>::storage_metadata(),
        &["BeaconConfig", "Pulses", "LastStoredRound", "OldestStoredRound", "LastStoredAt"],
    );
}

/// The wire's calls are those of off-chain workers; ours is no transaction and has a number of its own.
#[test]
fn own_call_should_have_a_number_of_its_own() {
    assert_eq!(Call::<Test>::get_call_indices(), [200]);
}

/// drand's name of a network is the hash of its parameters, so it tells whether they are right.
#[test]
fn quicknet_should_have_the_hash_of_its_parameters() {
    let it = BeaconConfiguration::quicknet();
    let mut bytes = it.period.to_be_bytes().to_vec();
    bytes.extend(u64::from(it.genesis_time).to_be_bytes());
    for part in [it.public_key.as_slice(), &it.group_hash, &it.metadata.beacon_id] {
        bytes.extend_from_slice(part);
    }
    assert_eq!(sp_io::hashing::sha2_256(&bytes), it.hash.as_slice());
    assert_eq!(it.beacon(), Beacon::quicknet());
    assert_eq!(BeaconConfiguration::default(), it);
}

#[test]
fn key_of_another_length_should_accept_nothing() {
    let mut broken = BeaconConfiguration::quicknet();
    broken.public_key.truncate(95);
    assert_eq!(broken.beacon().public_key, [0; 96]);
    assert!(myelin_timelock::verify_key(&broken.beacon()).is_err());
}
