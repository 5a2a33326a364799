use super::*;
use crate::pallet::*;
use frame_support::{assert_noop, assert_ok, dispatch::DispatchResult};
use myelin_units::Tao;

fn swap(from: NetUid, to: NetUid, rao: u64) -> DispatchResult {
    Network::swap_stake(signed(coldkey(1)), hotkey(1), from, to, alpha(rao))
}

fn swap_within(from: NetUid, to: NetUid, rao: u64, limit: u64, partial: bool) -> DispatchResult {
    Network::swap_stake_limit(signed(coldkey(1)), hotkey(1), from, to, alpha(rao), Tao::new(limit), partial)
}

/// Coldkey 1 holds 100 alpha of subnet 1, at 1 TAO, and of root. Alpha of subnet 2 is at half a TAO.
fn chain_with_stake() -> sp_io::TestExternalities {
    let mut chain = chain_with_validator();
    chain.execute_with(|| {
        gift(SUBNET, 1, 1, 100 * TAO);
        stake(NetUid::ROOT, 1, 1, 100 * TAO);
    });
    chain
}

/// Whether the ratio of the spot prices, subnet 1 over subnet 2, is at least `limit` billionths.
fn ratio_is_at_least(limit: u64) -> bool {
    let ((tao, alpha), (other_tao, other_alpha)) = (reserves(SUBNET), reserves(OTHER));
    // Pools of 10^12: three factors are beyond 128 bits, so in floating point; the margins below are wider.
    let ratio = tao as f64 / alpha as f64 / (other_tao as f64 / other_alpha as f64);
    ratio * 1e9 >= limit as f64 * (1.0 - 1e-12)
}

#[test]
fn swap_should_fill_what_was_quoted_to_the_rao() {
    for rao in [LEAST + 1_100, 3_000_001, TAO, 99 * TAO + 7] {
        for (from, to) in [(SUBNET, OTHER), (SUBNET, NetUid::ROOT), (NetUid::ROOT, OTHER)] {
            chain_with_stake().execute_with(|| {
                let (sold, bought) = Network::quote_swap(from, to, alpha(rao)).unwrap();
                let (before, there, staked) = (held(from, 1, 1), held(to, 1, 1), TotalStake::<Test>::get());
                assert_ok!(swap(from, to, rao));
                assert_eq!(before - held(from, 1, 1), rao);
                assert_eq!(held(to, 1, 1) - there, bought.alpha.rao());
                assert_eq!(TotalStake::<Test>::get(), staked);
                System::assert_last_event(
                    Event::StakeSwapped(coldkey(1), hotkey(1), from, to, sold.tao).into(),
                );
                assert_eq!(Network::check_invariants(), Ok(()));
            });
        }
    }
}

#[test]
fn swap_should_be_refused_with_the_reason() {
    chain_with_stake().execute_with(|| {
        let waiting = unstarted_subnet();
        for same in [SUBNET, NetUid::ROOT, NOWHERE] {
            assert_noop!(swap(same, same, TAO), Error::<Test>::SameNetuid);
        }
        assert_noop!(swap(SUBNET, NOWHERE, TAO), Error::<Test>::SubnetNotExists);
        assert_noop!(swap(NOWHERE, SUBNET, TAO), Error::<Test>::SubnetNotExists);
        assert_noop!(swap(SUBNET, waiting, TAO), Error::<Test>::SubtokenDisabled);
        assert_noop!(swap(SUBNET, OTHER, 0), Error::<Test>::AmountTooLow);
        assert_noop!(swap(SUBNET, OTHER, LEAST), Error::<Test>::AmountTooLow);
        assert_noop!(swap(SUBNET, OTHER, u64::MAX), Error::<Test>::NotEnoughStakeToWithdraw);
        assert_noop!(swap(OTHER, SUBNET, TAO), Error::<Test>::NotEnoughStakeToWithdraw);
        let by_nobody = Network::swap_stake(signed(coldkey(1)), hotkey(70), SUBNET, OTHER, alpha(TAO));
        assert_noop!(by_nobody, Error::<Test>::HotKeyAccountNotExists);
    });
}

#[test]
fn swap_should_end_within_the_ratio_or_not_be_when_it_is_all_or_nothing() {
    chain_with_stake().execute_with(|| {
        // The ratio is 2 and falls to about 1.14 with all of it.
        for limit in [2 * TAO, TAO * 15 / 10, TAO * 12 / 10, u64::MAX] {
            assert_noop!(swap_within(SUBNET, OTHER, 100 * TAO, limit, false), Error::<Test>::SlippageTooHigh);
        }
        assert_ok!(swap_within(SUBNET, OTHER, 100 * TAO, TAO, false));
        assert!(ratio_is_at_least(TAO));
        assert_eq!(held(SUBNET, 1, 1), 0);
    });
}

#[test]
fn part_of_a_swap_should_go_down_to_the_ratio() {
    chain_with_stake().execute_with(|| {
        let limit = TAO * 15 / 10;
        assert_ok!(swap_within(SUBNET, OTHER, 100 * TAO, limit, true));
        let swapped = 100 * TAO - held(SUBNET, 1, 1);
        assert!(swapped > 10 * TAO && swapped < 90 * TAO, "swapped {swapped}");
        assert!(ratio_is_at_least(limit) && !ratio_is_at_least(limit + 1_000));
        assert_noop!(swap_within(SUBNET, OTHER, TAO, limit, false), Error::<Test>::SlippageTooHigh);
        assert_eq!(Network::check_invariants(), Ok(()));
    });
}

#[test]
fn swap_should_be_refused_when_the_ratio_cannot_be_met_at_all() {
    chain_with_stake().execute_with(|| {
        for limit in [2 * TAO, 2 * TAO + 1, u64::MAX] {
            assert_noop!(swap_within(SUBNET, OTHER, TAO, limit, true), Error::<Test>::SlippageTooHigh);
        }
        assert_noop!(swap_within(SUBNET, OTHER, 0, 0, true), Error::<Test>::AmountTooLow);
        assert_ok!(swap_within(SUBNET, OTHER, TAO, 0, false));
    });
}

#[test]
fn limit_with_root_should_be_a_limit_on_the_other_price() {
    chain_with_stake().execute_with(|| {
        // To root the ratio is the origin's price.
        assert_noop!(
            swap_within(SUBNET, NetUid::ROOT, 100 * TAO, TAO * 9 / 10, false),
            Error::<Test>::SlippageTooHigh
        );
        assert_ok!(swap_within(SUBNET, NetUid::ROOT, 100 * TAO, TAO * 9 / 10, true));
        assert!(!price_is_at_most(SUBNET, TAO * 9 / 10 - 1));
    });
    chain_with_stake().execute_with(|| {
        // From root it is one over the destination's price: 1 / 0.5 now; at 1.6 the price is 0.625.
        assert_noop!(
            swap_within(NetUid::ROOT, OTHER, 100 * TAO, TAO * 16 / 10, false),
            Error::<Test>::SlippageTooHigh
        );
        assert_ok!(swap_within(NetUid::ROOT, OTHER, 100 * TAO, TAO * 16 / 10, true));
        assert!(price_is_at_most(OTHER, TAO * 625 / 1_000) && !price_is_at_most(OTHER, TAO * 624 / 1_000));
        assert_noop!(swap_within(NetUid::ROOT, OTHER, TAO, 2 * TAO, true), Error::<Test>::SlippageTooHigh);
        assert_ok!(swap_within(NetUid::ROOT, OTHER, TAO, 0, false));
        assert_eq!(Network::check_invariants(), Ok(()));
    });
}
