//! Storage, calls, events, errors, constants and every type within them, against `../shared/spec/wire-surface.json`.

use crate::{mock::Test, pallet::*};
use myelin_wire_check::Wire;

#[test]
fn commitments_should_speak_as_the_wire_does() {
    let Some(wire) = Wire::of("Commitments") else { return };
    wire.same_calls::<Call<Test>>();
    wire.same_events::<Event<Test>>();
    wire.same_errors::<Error<Test>>();
    wire.same_storage(
        Pallet::<Test>::storage_metadata(),
        &[
            "CommitmentOf",
            "RevealedCommitments",
            "LastCommitment",
            "LastBondsReset",
            "TimelockQueue",
            "UsedSpaceOf",
            "MaxSpace",
        ],
    );
    wire.same_constants(Pallet::<Test>::pallet_constants_metadata());
}
