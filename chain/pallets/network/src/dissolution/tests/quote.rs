use super::*;
use frame_support::assert_storage_noop;
use myelin_units::Alpha;

#[test]
fn quote_should_be_what_is_paid_to_the_rao() {
    chain_of_two().execute_with(|| {
        register(SUBNET, 1);
        register(SUBNET, 2);
        own(98);
        for (staker, validator, amount) in [(1, 1, 10), (2, 1, 25), (3, 2, 7), (1, 2, 3)] {
            stake(SUBNET, staker, validator, amount * TAO);
        }
        stake(NetUid::ROOT, 4, 1, 100 * TAO);
        run_blocks(7);
        gift(SUBNET, 70, 1, 999);
        let who = [1, 2, 3, 10, 70];
        let quote = Network::dereg_quote(SUBNET).unwrap();
        let quotes: Vec<_> =
            who.iter().map(|who| Network::dereg_quote_for(SUBNET, &coldkey(*who)).unwrap()).collect();
        let root_before = pot(NetUid::ROOT);
        dissolve(SUBNET);
        let paid = see_through(SUBNET);
        for (who, quote) in who.iter().zip(&quotes) {
            assert_eq!(paid.to(*who), quote.tao.rao(), "coldkey {who}");
            assert!(quote.tao.rao() > 0);
        }
        assert_eq!(paid.recycled, quote.recycled.rao() + 500);
        assert_eq!(paid.all(), quote.pot.rao() + 500);
        let held = Alpha::checked_sum(quotes.iter().map(|quote| quote.alpha)).unwrap();
        assert_eq!(held, quote.holders);
        // Each alpha is paid the same, and root's stakers had theirs of the last epoch.
        for quote_for in &quotes {
            let floor = u128::from(quote_for.alpha.rao()) * u128::from(quote.rao_per_alpha) / u128::from(TAO);
            assert!(quote_for.tao.rao().abs_diff(floor as u64) <= 1 + quote_for.alpha.rao() / TAO);
        }
        assert!(pot(NetUid::ROOT) > root_before);
    });
}

#[test]
fn quote_should_change_nothing() {
    chain().execute_with(|| {
        own(1);
        stake(SUBNET, 1, 1, 10 * TAO);
        run_blocks(3);
        assert_storage_noop!(assert!(Network::dereg_quote(SUBNET).is_some()));
        assert_storage_noop!(assert!(Network::dereg_quote_for(SUBNET, &coldkey(1)).is_some()));
        assert_eq!(Network::dereg_quote_for(SUBNET, &coldkey(9)).unwrap().tao, Tao::ZERO);
    });
}

#[test]
fn quote_should_be_nothing_where_there_is_nothing_to_dissolve() {
    chain().execute_with(|| {
        assert_eq!(Network::dereg_quote(NOWHERE), None);
        assert_eq!(Network::dereg_quote(NetUid::ROOT), None);
        assert_eq!(Network::dereg_quote_for(NOWHERE, &coldkey(1)), None);
    });
}

#[test]
fn quote_should_stay_the_same_while_the_subnet_is_being_dissolved() {
    chain().execute_with(|| {
        own(1);
        for who in 0..300 {
            gift(SUBNET, 1_000 + who, 1, 1_000_000 + who);
        }
        let quote = Network::dereg_quote(SUBNET);
        let one = Network::dereg_quote_for(SUBNET, &coldkey(1_000)).unwrap();
        dissolve(SUBNET);
        assert_eq!(Network::dereg_quote(SUBNET), quote);
        next_block();
        next_block();
        assert_eq!(Network::dereg_quote_for(SUBNET, &coldkey(1_000)), Some(one));
        assert_eq!(see_through(SUBNET).to(1_000), one.tao.rao());
    });
}
