//! A large subnet, for tests of what an epoch costs and of whether it is right for long.

use super::*;

/// Who has a uid at the start; the owner's hotkey has uid 0.
pub(crate) fn neuron(number: u64) -> AccountId {
    account(1_000_000 + number)
}

/// The coldkey of a neuron.
pub(crate) fn holder(number: u64) -> AccountId {
    account(2_000_000 + number)
}

/// Subnet 1 with `uids` neurons, of which uids 1 to `validators` have stake and, with the owner, permits; plain weights
/// as often as one likes; no epoch runs by itself. Block 100, all registered in block 50.
pub(crate) fn crowded_subnet(uids: u16, validators: u16) -> sp_io::TestExternalities {
    let mut chain = chain();
    chain.execute_with(|| {
        hold_epochs();
        CommitRevealWeightsEnabled::<Test>::insert(SUBNET, false);
        WeightsSetRateLimit::<Test>::insert(SUBNET, 0);
        MaxAllowedValidators::<Test>::insert(SUBNET, validators);
        System::set_block_number(50);
        for uid in 1..u64::from(uids) {
            settle(uid);
            assert_eq!(Network::append_neuron(SUBNET, &neuron(uid)), Ok(uid as u16));
        }
        (1..=u64::from(validators)).for_each(|uid| endow(uid, (1_000 - uid) * TAO));
        let permits = (0..uids).map(|uid| uid <= validators).collect::<Vec<_>>();
        ValidatorPermit::<Test>::insert(SUBNET, permits);
        System::set_block_number(100);
        assert_eq!(Network::check_invariants(), Ok(()));
    });
    chain
}

/// Gives a neuron's hotkey its coldkey.
pub(crate) fn settle(number: u64) {
    assert_ok!(Network::try_associate_hotkey(signed(holder(number)), neuron(number)));
}

/// Gives a neuron's coldkey alpha on it.
pub(crate) fn endow(number: u64, alpha: u64) {
    SubnetAlphaOut::<Test>::mutate(SUBNET, |out| *out = out.checked_add(Alpha::new(alpha)).unwrap());
    Network::deposit_stake(&neuron(number), &holder(number), SUBNET, Alpha::new(alpha)).unwrap();
}
