//! What it earns to stake just before an epoch and to unstake just after it (docs/decisions/0012).

use super::*;
use myelin_units::PerU16;

/// Rao that a sniper with `tao` gains, or loses, where `staked` alpha stand behind validator 1, who has all dividends, and
/// an epoch of 360 blocks gives them 148 alpha. The pool has a tenth of the alpha that is staked, at a price of one.
fn sniped(staked: u64, tao: u64) -> i64 {
    let mut chain = voting_subnet();
    chain.execute_with(|| {
        Weights::<Test>::remove(crate::weights::NetUidStorageIndex::from(SUBNET), 2);
        Delegates::<Test>::insert(hotkey(1), PerU16::ZERO);
        gift(SUBNET, 1, 1, staked * TAO);
        deepen_pool(staked / 10);
        fill(Pots { validator: Alpha::new(148 * TAO), ..EMPTY });
        let before = balance(&coldkey(9));
        stake(SUBNET, 9, 1, tao * TAO);
        epoch();
        let held = stake_of(SUBNET, 9, 1);
        assert_ok!(Network::remove_stake(signed(coldkey(9)), hotkey(1), SUBNET, held));
        i64::try_from(balance(&coldkey(9))).unwrap() - i64::try_from(before).unwrap()
    })
}

/// Buys until the pool has `tao` of TAO, then makes it as large in alpha: others have staked and sold before.
fn deepen_pool(tao: u64) {
    stake(SUBNET, 8, 4, tao.max(1_000) * TAO);
    let (reserve, alpha) = (SubnetTAO::<Test>::get(SUBNET).rao(), SubnetAlphaIn::<Test>::get(SUBNET).rao());
    assert!(reserve > alpha);
    assert_ok!(Network::set_alpha_reserve(SUBNET, Alpha::new(reserve)));
}

// economics §6.3: fee avoidance & yield sniping
#[test]
fn sniper_should_lose_where_an_epoch_pays_less_than_two_fees() {
    // Two fees are 66 of 65 535: an epoch's 148 alpha on 147,000 staked.
    for (staked, tao) in [(200_000, 10), (200_000, 1_000), (400_000, 10), (400_000, 5_000)] {
        let gained = sniped(staked, tao);
        assert!(gained < 0, "{gained} rao with {tao} TAO where {staked} are staked");
    }
}

// economics §6.3: fee avoidance & yield sniping
#[test]
fn sniper_should_gain_no_more_than_its_part_of_one_epoch_where_little_is_staked() {
    // This is what is left of the defect, and its bound: the same part that everybody has who is staked in that block.
    let gained = sniped(20_000, 100);
    let part = 148 * TAO as i64 * 100 / 20_000;
    assert!(gained > 0 && gained < part, "{gained} rao, of {part}");
}
