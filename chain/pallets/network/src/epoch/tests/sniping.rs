//! What it earns to stake just before an epoch and to unstake just after it (docs/decisions/0026).

use super::*;
use myelin_units::PerU16;

/// Alpha that an epoch of 360 blocks gives those who stake.
const DIVIDEND: u64 = 148 * TAO;

/// `staked` alpha stand behind validator 1, who has all dividends and whose last epoch was 359 blocks ago: a sniper is
/// just in time for the next. The pool is at a price of one.
fn before_an_epoch(staked: u64) -> sp_io::TestExternalities {
    let mut chain = voting_subnet();
    chain.execute_with(|| {
        Weights::<Test>::remove(crate::weights::NetUidStorageIndex::from(SUBNET), 2);
        Delegates::<Test>::insert(hotkey(1), PerU16::ZERO);
        Tempo::<Test>::insert(SUBNET, 360);
        gift(SUBNET, 1, 1, staked * TAO);
        deepen_pool(staked / 10);
        fill(Pots { validator: Alpha::new(DIVIDEND), ..EMPTY });
        epoch();
        later(359);
        fill(Pots { validator: Alpha::new(DIVIDEND), ..EMPTY });
    });
    chain
}

/// Buys until the pool has `tao` of TAO, then makes it as large in alpha: others have staked and sold before.
fn deepen_pool(tao: u64) {
    stake(SUBNET, 8, 4, tao.max(1_000) * TAO);
    let (reserve, alpha) = (SubnetTAO::<Test>::get(SUBNET).rao(), SubnetAlphaIn::<Test>::get(SUBNET).rao());
    assert!(reserve > alpha);
    assert_ok!(Network::set_alpha_reserve(SUBNET, Alpha::new(reserve)));
}

fn later(blocks: u64) {
    System::set_block_number(System::block_number() + blocks);
}

/// Rao of alpha that a sniper with `tao` has more than it bought, `blocks` after the epoch; and rao of TAO, sold.
fn sniped(staked: u64, tao: u64, blocks: u64) -> (i64, i64) {
    before_an_epoch(staked).execute_with(|| {
        let before = balance(&coldkey(9));
        stake(SUBNET, 9, 1, tao * TAO);
        let bought = stake_of(SUBNET, 9, 1).rao() as i64;
        later(1);
        epoch();
        later(blocks);
        let held = stake_of(SUBNET, 9, 1);
        assert_ok!(Network::remove_stake(signed(coldkey(9)), hotkey(1), SUBNET, held));
        assert_eq!(Network::check_invariants(), Ok(()));
        (held.rao() as i64 - bought, balance(&coldkey(9)) as i64 - before as i64)
    })
}

const SIZES: [(u64, u64); 5] =
    [(1_000, 100), (20_000, 100), (20_000, 1_000), (200_000, 1_000), (400_000, 10)];

// economics §6.3: yield sniping
#[test]
fn sniper_should_have_nothing_of_an_epoch_and_lose_its_fees_in_every_subnet() {
    for (staked, tao) in SIZES {
        let (alpha, gained) = sniped(staked, tao, 0);
        assert!((-3..=0).contains(&alpha), "{alpha} rao of alpha with {tao} TAO where {staked} are staked");
        assert!(gained < 0, "{gained} rao with {tao} TAO where {staked} are staked");
    }
}

// economics §6.3: yield sniping
#[test]
fn sniper_should_have_a_blocks_part_for_a_block() {
    for (staked, tao) in SIZES {
        let (alpha, gained) = sniped(staked, tao, 1);
        let part = (u128::from(DIVIDEND) * u128::from(tao) / u128::from(staked) / 360) as i64;
        assert!(alpha > 0 && alpha <= part, "{alpha} rao of alpha, of {part}");
        assert!(gained < 0 || staked < 1_100, "{gained} rao with {tao} TAO where {staked} are staked");
    }
}

// economics §6.3: yield sniping
#[test]
fn sniper_with_a_validator_of_its_own_should_have_nothing_either() {
    before_an_epoch(20_000).execute_with(|| {
        // All but a rao goes, on which the dividends of all of it would otherwise fall.
        let all = stake_of(SUBNET, 1, 1);
        let pot = PendingValidatorEmission::<Test>::get(SUBNET);
        later(1);
        epoch();
        let held = stake_of(SUBNET, 1, 1);
        let gained = held.rao() - all.rao();
        assert!(gained <= DIVIDEND / 300, "{gained}");
        let gone = held.checked_sub(Alpha::new(1)).unwrap();
        assert_ok!(Network::remove_stake(signed(coldkey(1)), hotkey(1), SUBNET, gone));
        later(360);
        assert!(stake_of(SUBNET, 1, 1).rao() <= 2);
        // It is there for those who stay for the next epoch.
        let waits = PendingValidatorEmission::<Test>::get(SUBNET);
        assert!(pot.rao() - waits.rao() < 1_000, "{waits:?} of {pot:?}");
        assert_eq!(Network::check_invariants(), Ok(()));
    });
}

// economics §6.3: yield sniping
#[test]
fn stake_that_moves_to_another_validator_should_not_have_dividends_twice() {
    voting_subnet().execute_with(|| {
        give_over();
        (1..=2).for_each(|number| Delegates::<Test>::insert(hotkey(number), PerU16::ZERO));
        epoch();
        let (one, two) = (stake_of(SUBNET, 1, 1), stake_of(SUBNET, 2, 2));
        assert_ok!(Network::move_stake(signed(coldkey(1)), hotkey(1), hotkey(2), SUBNET, SUBNET, one));
        give_over();
        let moved = stake_of(SUBNET, 1, 2);
        assert!(one.rao() - moved.rao() <= 3, "{moved:?} of {one:?}");
        // And takes nothing from who is there.
        let dividend = AlphaDividendsPerSubnet::<Test>::get(SUBNET, hotkey(2));
        let gained = stake_of(SUBNET, 2, 2).rao() - two.rao();
        assert!(gained + 5 >= dividend.rao(), "{gained} of {dividend:?}");
        assert_eq!(Network::check_invariants(), Ok(()));
    });
}
