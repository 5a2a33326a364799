//! Dissolution of a subnet whose reserve is more than was ever put in.

use super::*;
use frame_support::traits::Hooks;
use myelin_units::Alpha;

fn inflate_tao() {
    SubnetTAO::<Test>::mutate(SUBNET, |reserve| *reserve = tao(reserve.rao() * 10));
}

fn inflate_alpha() {
    SubnetAlphaIn::<Test>::mutate(SUBNET, |alpha| *alpha = Alpha::new(alpha.rao() * 10));
}

/// Two people hold alpha of the first subnet, one that of the second. No emission comes but by hand.
fn chain_with_holders() -> sp_io::TestExternalities {
    let mut chain = chain_of_two();
    chain.execute_with(|| {
        own(1);
        stake(SUBNET, 1, 1, 10 * TAO);
        stake(SUBNET, 2, 1, 30 * TAO);
        stake(OTHER, 1, 1, 10 * TAO);
        run_blocks(3);
    });
    chain
}

// economics §6.3: saturating arithmetic hides underflow; issuance/total-stake drift
#[test]
fn holders_should_be_paid_what_is_there_before_the_pool_is_stopped_and_after() {
    for inflate in [inflate_tao as fn(), inflate_alpha] {
        for noticed in [false, true] {
            chain_with_holders().execute_with(|| {
                let fair =
                    [1, 2].map(|who| Network::dereg_quote_for(SUBNET, &coldkey(who)).unwrap().tao.rao());
                let whole = pot(SUBNET);
                inflate();
                if noticed {
                    Network::on_finalize(System::block_number());
                    System::set_block_number(System::block_number() + 1);
                    Network::on_initialize(System::block_number());
                }
                assert_eq!(Network::is_tripped(SUBNET), noticed);
                let waiting = Network::carried(SUBNET).rao();
                dissolve(SUBNET);
                // Nobody resets it, and the books are closed from the next block on.
                let paid = see_through(SUBNET);
                assert_eq!(paid.all(), whole + waiting + 500);
                for (who, fair) in [1, 2].into_iter().zip(fair) {
                    assert!((fair..=fair + waiting).contains(&paid.to(who)), "{} and {fair}", paid.to(who));
                }
                assert!(!TrippedPools::<Test>::contains_key(SUBNET));
                assert_ok!(Network::remove_stake_full_limit(signed(coldkey(1)), hotkey(1), OTHER, None));
            });
        }
    }
}
