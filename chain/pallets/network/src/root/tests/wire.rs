use super::*;
use myelin_wire_check::Wire;

#[test]
fn root_claims_should_be_stored_as_the_wire_has_them() {
    let Some(wire) = Wire::of("SubtensorModule") else { return };
    // `RootClaimType` is described with a remark in its type's name; its variants are looked at in `claims.rs`.
    let names = ["RootClaimable", "RootClaimed", "RootClaimableThreshold", "NumRootClaim"];
    // Defaults are read from storage.
    let mut storage = empty_chain().execute_with(Pallet::<Test>::storage_metadata);
    storage.prefix = "SubtensorModule";
    storage.entries.retain(|entry| names.contains(&entry.name));
    wire.same_storage(storage, &names);
}
