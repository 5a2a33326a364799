use super::*;
use crate::genesis::GenesisSubnet;

/// The blocks in which epochs of the subnets ran, over so many blocks: (block, netuid).
fn epochs(blocks: u64) -> Vec<(u64, u16)> {
    let mut ran = Vec::new();
    for _ in 0..blocks {
        next_block();
        let now = System::block_number();
        ran.extend(System::events().into_iter().filter_map(|event| match event.event {
            RuntimeEvent::Network(Event::EpochPaid { netuid, .. }) => Some((now, netuid.number())),
            _ => None,
        }));
    }
    ran
}

fn deferred() -> Vec<u16> {
    let deferrals = System::events().into_iter().filter_map(|event| match event.event {
        RuntimeEvent::Network(Event::EpochDeferred { netuid, from_block, to_block }) => {
            assert_eq!((from_block, to_block), (System::block_number(), System::block_number() + 1));
            Some(netuid.number())
        }
        _ => None,
    });
    deferrals.collect()
}

/// Subnets 1 to `count`, all with a tempo of 10 and in step.
fn chain_in_step(count: u16) -> sp_io::TestExternalities {
    let subnets = (1..=count).map(|netuid| GenesisSubnet { netuid, ..genesis_subnet() });
    let mut chain = chain_with(subnets.collect());
    chain.execute_with(|| {
        (1..=count).for_each(|netuid| LastEpochBlock::<Test>::insert(NetUid::new(netuid), 0))
    });
    chain
}

#[test]
fn period_should_be_the_tempo_exactly() {
    chain_in_step(1).execute_with(|| {
        assert_eq!(epochs(44), [(10, 1), (20, 1), (30, 1), (40, 1)]);
        assert_eq!(SubnetEpochIndex::<Test>::get(SUBNET), 4);
        assert_eq!(LastEpochBlock::<Test>::get(SUBNET), 40);
        assert_eq!(LastMechansimStepBlock::<Test>::get(SUBNET), 40);
        assert_eq!(BlocksSinceLastStep::<Test>::get(SUBNET), 5);
        assert_eq!(Network::next_epoch_block(SUBNET), Some(50));
    });
}

#[test]
fn epochs_should_run_in_every_block_when_the_tempo_is_one_and_never_when_it_is_zero() {
    chain_in_step(2).execute_with(|| {
        Tempo::<Test>::insert(SUBNET, 1);
        Tempo::<Test>::insert(OTHER, 0);
        assert_eq!(epochs(3), [(2, 1), (3, 1), (4, 1)]);
        assert_eq!(epochs(30).len(), 30);
        assert_eq!(SubnetEpochIndex::<Test>::get(OTHER), 0);
        assert_eq!(Network::next_epoch_block(OTHER), None);
    });
}

#[test]
fn epochs_should_wait_for_the_next_block_when_too_many_are_due() {
    chain_in_step(5).execute_with(|| {
        assert_eq!(epochs(9), [(10, 1), (10, 2)]);
        assert_eq!(deferred(), [3, 4, 5]);
        assert_eq!(PendingEpochAt::<Test>::get(NetUid::new(3)), 11);
        assert_eq!(epochs(1), [(11, 3), (11, 4)]);
        assert_eq!(deferred(), [5]);
        assert_eq!(epochs(1), [(12, 5)]);
        assert_eq!(PendingEpochAt::<Test>::get(NetUid::new(5)), 0);
        // Once apart they stay apart: the period is the tempo for each.
        assert_eq!(epochs(10), [(20, 1), (20, 2), (21, 3), (21, 4), (22, 5)]);
        assert_eq!(deferred(), [0u16; 0]);
    });
}

#[test]
fn one_epoch_should_run_when_the_most_is_set_to_none() {
    chain_in_step(2).execute_with(|| {
        MaxEpochsPerBlock::<Test>::put(0);
        assert_eq!(epochs(11), [(10, 1), (11, 2)]);
    });
}

#[test]
fn triggered_epoch_should_run_at_its_block_and_begin_the_period_anew() {
    chain_in_step(1).execute_with(|| {
        Tempo::<Test>::insert(SUBNET, 100);
        CommitRevealWeightsEnabled::<Test>::insert(SUBNET, false);
        assert_ok!(Network::trigger_epoch(signed(coldkey(10)), SUBNET));
        // A freeze window of ten blocks from block 1.
        assert_eq!(epochs(9), []);
        assert_eq!(epochs(1), [(11, 1)]);
        assert_eq!(PendingEpochAt::<Test>::get(SUBNET), 0);
        assert_eq!(epochs(100), [(111, 1)]);
    });
}

#[test]
fn epoch_of_root_should_never_run() {
    chain().execute_with(|| {
        Tempo::<Test>::insert(NetUid::ROOT, 1);
        assert!(epochs(25).iter().all(|(_, netuid)| *netuid != 0));
        assert_eq!(SubnetEpochIndex::<Test>::get(NetUid::ROOT), 0);
    });
}

#[test]
fn epoch_should_run_when_none_was_for_too_long_whatever_the_tempo() {
    chain_in_step(1).execute_with(|| {
        Tempo::<Test>::insert(SUBNET, u16::MAX);
        BlocksSinceLastStep::<Test>::insert(SUBNET, 50_399);
        // Due when more than 50,400 blocks have passed, this one counted.
        assert_eq!(epochs(1), []);
        assert_eq!(epochs(3), [(3, 1)]);
        assert_eq!(BlocksSinceLastStep::<Test>::get(SUBNET), 2);
    });
}

#[test]
fn new_subnets_should_be_spread_by_their_netuid() {
    chain().execute_with(|| {
        System::set_block_number(500);
        let (first, second) = (unstarted_subnet(), unstarted_subnet());
        for netuid in [first, second] {
            let stagger = u64::from(netuid.number() % Tempo::<Test>::get(netuid));
            assert_eq!(LastEpochBlock::<Test>::get(netuid), 500 - stagger);
        }
        assert_ne!(LastEpochBlock::<Test>::get(first), LastEpochBlock::<Test>::get(second));
    });
}
