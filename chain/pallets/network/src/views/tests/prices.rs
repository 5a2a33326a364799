//! Prices and quotes, against fills.

use super::{lived_in_chain, NOWHERE};
use crate::mock::*;
use frame_support::assert_ok;
use myelin_units::{Alpha, NetUid, Tao};
use myelin_views::{SimSwapResult, SubnetPrice};
use sp_runtime::StateVersion;

#[test]
fn quote_should_equal_the_fill_to_the_rao_when_buying() {
    lived_in_chain().execute_with(|| {
        let before = sp_io::storage::root(StateVersion::V1);
        let quote = Network::simulate_buy(SUBNET, Tao::new(123_456_789_012));
        assert_eq!(sp_io::storage::root(StateVersion::V1), before);
        stake(SUBNET, 4, 2, 123_456_789_012);
        assert_eq!(quote.alpha_amount, stake_of(SUBNET, 4, 2));
        assert_eq!(quote.tao_amount.rao() + quote.tao_fee.rao(), 123_456_789_012);
        // 33 / 65,535 of it, rounded up.
        assert_eq!(quote.tao_fee, Tao::new((123_456_789_012u128 * 33).div_ceil(65_535) as u64));
        assert_eq!((quote.alpha_fee, quote.tao_slippage), (Alpha::ZERO, Tao::ZERO));
        assert!(quote.alpha_slippage > Alpha::ZERO);
    });
}

#[test]
fn quote_should_equal_the_fill_to_the_rao_when_selling() {
    lived_in_chain().execute_with(|| {
        let alpha = Alpha::new(12_345_678_901);
        let quote = Network::simulate_sell(SUBNET, alpha);
        let (before, staked) = (balance(&coldkey(3)), stake_of(SUBNET, 3, 1));
        assert_ok!(Network::remove_stake(signed(coldkey(3)), hotkey(1), SUBNET, alpha));
        assert_eq!(balance(&coldkey(3)) - before, quote.tao_amount.rao());
        assert_eq!(
            staked.rao() - stake_of(SUBNET, 3, 1).rao(),
            quote.alpha_amount.rao() + quote.alpha_fee.rao()
        );
        assert_eq!((quote.tao_fee, quote.alpha_slippage), (Tao::ZERO, Alpha::ZERO));
        assert!(quote.tao_slippage > Tao::ZERO);
    });
}

#[test]
fn quote_should_be_one_to_one_when_on_root() {
    chain().execute_with(|| {
        let bought = Network::simulate_buy(NetUid::ROOT, Tao::new(TAO));
        assert_eq!((bought.alpha_amount, bought.tao_fee), (Alpha::new(TAO), Tao::ZERO));
        assert_eq!((bought.alpha_slippage, bought.tao_slippage), (Alpha::ZERO, Tao::ZERO));
        let sold = Network::simulate_sell(NetUid::ROOT, Alpha::new(TAO));
        assert_eq!(
            (sold.tao_amount, sold.alpha_fee, sold.tao_slippage),
            (Tao::new(TAO), Alpha::ZERO, Tao::ZERO)
        );
    });
}

#[test]
fn quote_should_be_all_zero_when_the_trade_would_be_refused() {
    chain().execute_with(|| {
        let refused = crate::views::prices::REFUSED;
        let quotes = |tao, alpha: u64| -> [SimSwapResult; 2] {
            [Network::simulate_buy(SUBNET, Tao::new(tao)), Network::simulate_sell(SUBNET, Alpha::new(alpha))]
        };
        assert_eq!(quotes(0, 0), [refused; 2]);
        assert_eq!(Network::simulate_buy(NOWHERE, Tao::new(TAO)), refused);
        assert_eq!(Network::simulate_sell(NOWHERE, Alpha::new(TAO)), refused);
        // One rao is all fee; so much more than the reserves would empty the pool.
        assert_eq!([quotes(1, 1), quotes(u64::MAX, u64::MAX)], [[refused; 2]; 2]);
    });
}

#[test]
fn prices_should_be_told_of_every_subnet_when_listed() {
    chain().execute_with(|| {
        Network::set_alpha_reserve(SUBNET, Alpha::new(4_000 * TAO)).unwrap();
        let prices = vec![
            SubnetPrice { netuid: NetUid::ROOT, price: TAO },
            SubnetPrice { netuid: SUBNET, price: TAO / 4 },
        ];
        assert_eq!(Network::alpha_prices(), prices);
        assert_eq!(Network::alpha_price(SUBNET), TAO / 4);
    });
}
