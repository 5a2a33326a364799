//! Epochs from outside: when they run, that they say what Yuma Consensus says, and that the pots are paid.

mod bonds_reset;
pub(crate) mod crowd;
mod early;
mod failure;
mod honesty;
mod hundred;
mod mechanisms;
mod miners;
mod outcome;
mod payment;
mod precise;
mod schedule;
mod sniping;
mod state;
mod switches;

use crate::{mock::*, pallet::*};
use frame_support::assert_ok;
use myelin_stake::Pots;
use myelin_units::{Alpha, NetUid};
use myelin_yuma::Scratch;

/// Subnet 1 with validators 1 and 2 (100 and 50 alpha), miners 3 and 4, and the owner's hotkey 10; the validators have
/// permits and have just set weights. No epoch runs by itself.
fn voting_subnet() -> sp_io::TestExternalities {
    let mut chain = chain();
    chain.execute_with(|| {
        CommitRevealWeightsEnabled::<Test>::insert(SUBNET, false);
        WeightsSetRateLimit::<Test>::insert(SUBNET, 0);
        MaxAllowedValidators::<Test>::insert(SUBNET, 2);
        SubnetMovingPrice::<Test>::insert(SUBNET, myelin_views::FixedI128 { bits: 1 << 32 });
        for number in 1..=4 {
            assert_eq!(register(SUBNET, number), number as u16);
        }
        gift(SUBNET, 1, 1, 100 * TAO);
        gift(SUBNET, 2, 2, 50 * TAO);
        run_blocks(9);
        // The owner's hotkey has one beside those two.
        assert_eq!(ValidatorPermit::<Test>::get(SUBNET), [true, true, true, false, false]);
        vote(1, &[3, 4], &[3, 1]);
        vote(2, &[3, 4], &[1, 1]);
        hold_epochs();
        next_block();
    });
    chain
}

/// From now on epochs are late for ever; tests run them by hand.
pub(crate) fn hold_epochs() {
    LastEpochBlock::<Test>::insert(SUBNET, u64::MAX);
}

fn vote(number: u64, uids: &[u16], weights: &[u16]) {
    assert_ok!(Network::set_weights(signed(hotkey(number)), SUBNET, uids.to_vec(), weights.to_vec(), 0));
}

/// An epoch in its time: as if what the last one paid were given over.
pub(crate) fn epoch() {
    System::reset_events();
    LastPayday::<Test>::remove(SUBNET);
    assert_ok!(Network::run_epoch(SUBNET, &mut Scratch::default()));
    assert_eq!(Network::check_invariants(), Ok(()));
}

/// Puts alpha into the pots, as blocks would have.
fn fill(pots: Pots) {
    let more = pots.total().unwrap();
    SubnetAlphaOut::<Test>::mutate(SUBNET, |out| *out = out.checked_add(more).unwrap());
    PendingServerEmission::<Test>::mutate(SUBNET, |pot| *pot = pot.checked_add(pots.server).unwrap());
    PendingValidatorEmission::<Test>::mutate(SUBNET, |pot| *pot = pot.checked_add(pots.validator).unwrap());
    PendingRootAlphaDivs::<Test>::mutate(SUBNET, |pot| *pot = pot.checked_add(pots.root).unwrap());
}

fn total(netuid: NetUid) -> u64 {
    TotalAlphaStaked::<Test>::get(netuid).rao()
}

fn value(number: u64, netuid: NetUid) -> u64 {
    TotalHotkeyAlpha::<Test>::get(hotkey(number), netuid).rao()
}

/// A tempo goes by, without an epoch: all dividends are given over.
pub(crate) fn give_over() {
    System::set_block_number(System::block_number() + u64::from(Tempo::<Test>::get(SUBNET)));
}

/// Owner, miners, validators and root, as the last epoch says it paid them.
pub(crate) fn paid() -> Option<(u64, u64, u64, u64)> {
    System::events().into_iter().find_map(|event| match event.event {
        RuntimeEvent::Network(Event::EpochPaid { owner, miners, validators, root, .. }) => {
            Some((owner.rao(), miners.rao(), validators.rao(), root.rao()))
        }
        _ => None,
    })
}

/// What the last epoch says each miner was paid.
fn told_to_miners() -> Vec<Alpha> {
    let told = System::events().into_iter().find_map(|record| match record.event {
        RuntimeEvent::Network(Event::IncentiveAlphaEmittedToMiners { emissions, .. }) => Some(emissions),
        _ => None,
    });
    told.unwrap()
}

const EMPTY: Pots = Pots { server: Alpha::ZERO, validator: Alpha::ZERO, root: Alpha::ZERO };
