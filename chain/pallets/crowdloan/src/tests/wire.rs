//! Storage, calls, events, errors, constants and every type within them, against `../shared/spec/wire-surface.json`.

use crate::{mock::Test, pallet::*};
use myelin_wire_check::Wire;

#[test]
fn crowdloans_should_speak_as_the_wire_does() {
    let Some(wire) = Wire::of("Crowdloan") else { return };
    wire.same_calls::<Call<Test>>();
    wire.same_events::<Event<Test>>();
    wire.same_errors::<Error<Test>>();
    wire.same_storage(
        Pallet::<Test>::storage_metadata(),
        &[
            "Crowdloans",
            "NextCrowdloanId",
            "Contributions",
            "MaxContributions",
            "CallWeights",
            "CurrentCrowdloanId",
        ],
    );
    wire.same_constants(Pallet::<Test>::pallet_constants_metadata());
}
