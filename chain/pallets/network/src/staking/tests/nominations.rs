use super::*;
use crate::{
    pallet::*,
    staking::{market::MIN_RESERVE, nominations::POSITIONS_PER_BLOCK},
};
use frame_support::assert_ok;
use myelin_units::Tao;

/// Coldkeys 1, who owns hotkey 1, and 2 hold 10 alpha each; a nomination is worth a TAO at least.
fn chain_with_nominator() -> sp_io::TestExternalities {
    let mut chain = chain_with_validator();
    chain.execute_with(|| {
        NominatorMinRequiredStake::<Test>::put(TAO);
        own(2);
        gift(SUBNET, 1, 1, 10 * TAO);
        gift(SUBNET, 2, 1, 10 * TAO);
    });
    chain
}

fn remove(staker: u64, rao: u64) {
    assert_ok!(Network::remove_stake(signed(coldkey(staker)), hotkey(1), SUBNET, alpha(rao)));
}

#[test]
fn rest_of_a_nomination_should_be_sold_when_it_is_below_the_minimum() {
    chain_with_nominator().execute_with(|| {
        remove(2, 8 * TAO);
        assert_eq!(held(SUBNET, 2, 1), 2 * TAO);
        remove(2, TAO + TAO / 2);
        assert_eq!(held(SUBNET, 2, 1), 0);
        let sales = System::events()
            .into_iter()
            .filter(|e| matches!(e.event, RuntimeEvent::Network(Event::StakeRemoved(..))));
        assert_eq!(sales.count(), 3);
        assert_eq!(Network::check_invariants(), Ok(()));
    });
}

#[test]
fn rest_should_stay_when_it_is_the_owners() {
    chain_with_nominator().execute_with(|| {
        remove(1, 9 * TAO + TAO / 2);
        assert_eq!(held(SUBNET, 1, 1), TAO / 2);
    });
}

#[test]
fn rest_of_a_nomination_should_be_sold_when_the_others_move_away() {
    chain_with_nominator().execute_with(|| {
        let most = alpha(9 * TAO + TAO / 2);
        let before = balance(&coldkey(2));
        assert_ok!(Network::move_stake(signed(coldkey(2)), hotkey(1), hotkey(2), SUBNET, SUBNET, most));
        assert_eq!((held(SUBNET, 2, 1), held(SUBNET, 2, 2)), (0, most.rao()));
        assert!(balance(&coldkey(2)) > before);
        assert_eq!(Network::check_invariants(), Ok(()));
    });
}

#[test]
fn rest_of_a_nomination_should_stay_when_the_pool_is_at_its_reserve() {
    small_pool(5_000_000, 5_000_000).execute_with(|| {
        NominatorMinRequiredStake::<Test>::put(TAO);
        gift(SUBNET, 2, 1, TAO);
        let down_to_reserve =
            Network::remove_stake_limit(signed(coldkey(2)), hotkey(1), SUBNET, alpha(TAO), Tao::ZERO, true);
        assert_ok!(down_to_reserve);
        assert_eq!(reserves(SUBNET).0, MIN_RESERVE);
        assert!(held(SUBNET, 2, 1) > 900_000_000);
        assert_eq!(Network::check_invariants(), Ok(()));
    });
}

#[test]
fn nothing_should_be_swept_when_there_is_no_minimum() {
    chain_with_nominator().execute_with(|| {
        NominatorMinRequiredStake::<Test>::put(0);
        remove(2, 10 * TAO - 5);
        assert_eq!(held(SUBNET, 2, 1), 5);
    });
}

#[test]
fn rest_of_a_nomination_should_be_sold_without_a_fee() {
    chain_with_nominator().execute_with(|| {
        remove(2, 9 * TAO + TAO / 2);
        let fees: Vec<u64> = System::events()
            .into_iter()
            .filter_map(|record| match record.event {
                RuntimeEvent::Network(Event::StakeRemoved(.., fee)) => Some(fee),
                _ => None,
            })
            .collect();
        assert!(fees.len() == 2 && fees[0] > 0 && fees[1] == 0, "{fees:?}");
    });
}

/// Coldkeys 1,000 and on have nominated hotkey 1 with half an alpha each.
fn many_nominators(count: u64) {
    for number in 1_000..1_000 + count {
        gift(SUBNET, number, 1, TAO / 2);
    }
}

#[test]
fn nominations_should_be_swept_so_many_a_block_when_the_minimum_is_raised() {
    let mut chain = chain_with_validator();
    chain.execute_with(|| {
        let many = 2 * POSITIONS_PER_BLOCK as u64;
        many_nominators(many);
        gift(SUBNET, 1, 1, TAO / 2);
        gift(SUBNET, 2, 1, 2 * TAO);
        Network::set_nomination_minimum(TAO);
        let left = || Positions::<Test>::iter().filter(|((h, ..), _)| *h == hotkey(1)).count();
        let before = left();
        next_block();
        assert!(left() < before && left() + POSITIONS_PER_BLOCK >= before);
        run_blocks(3);
        // The owner's and the large one stay.
        assert_eq!(left(), 2);
        assert!(balance(&coldkey(1_000)) > TAO / 3 && NominationSweep::<Test>::get().is_none());
        // Lowered, it asks for nothing.
        Network::set_nomination_minimum(1);
        assert!(NominationSweep::<Test>::get().is_none());
    });
}

// economics §6.3: swallowed error after partial mutation
#[test]
fn nomination_should_stay_whole_when_its_sale_fails() {
    small_pool(MIN_RESERVE, MIN_RESERVE).execute_with(|| {
        own(1);
        many_nominators(1);
        let (held, out) = (stake_of(SUBNET, 1_000, 1), SubnetAlphaOut::<Test>::get(SUBNET));
        Network::set_nomination_minimum(TAO);
        let swept = Network::sweep_nominations();
        assert!(swept > 0 && !held.is_zero());
        assert_eq!((stake_of(SUBNET, 1_000, 1), SubnetAlphaOut::<Test>::get(SUBNET)), (held, out));
        assert_eq!(Network::check_invariants(), Ok(()));
    });
}
