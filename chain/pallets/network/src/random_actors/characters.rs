//! Characters who need several moves for what they are up to. Each move is a deed like any other.

use super::{
    actors::{a_coldkey_number, a_netuid, a_place, any_hotkey, deed, Deed, Place},
    dice::Dice,
    key_swapper::key_swapper,
};
use crate::{mock::*, pallet::*, staking::MIN_STAKE, weights::NetUidStorageIndex};
use myelin_units::{Alpha, Tao};

/// What someone is up to.
pub type Character = fn(&mut Dice, &mut dyn FnMut(Deed));

/// All characters, by name; a run that has not seen each of them act has not looked.
pub const CHARACTERS: &[(&str, Character)] = &[
    ("sandwicher", sandwicher),
    ("copier", copier),
    ("dust maker", dust_maker),
    ("sniper", sniper),
    ("key swapper", key_swapper),
];

/// Buys before somebody's purchase and sells right after it.
fn sandwicher(dice: &mut Dice, act: &mut dyn FnMut(Deed)) {
    let (attacker, victim) = (coldkey(a_coldkey_number(dice)), coldkey(a_coldkey_number(dice)));
    let (hotkey, netuid) = (any_hotkey(dice), a_netuid(dice));
    let before = Network::stake_of(&hotkey, &attacker, netuid);
    let bread = Tao::new((1 + dice.below(500)) * TAO);
    let filling = Tao::new((1 + dice.below(100)) * TAO);
    let buy = |amount_staked| Call::add_stake { hotkey: hotkey.clone(), netuid, amount_staked };
    act(deed("add_stake", attacker.clone(), buy(bread)));
    act(deed("add_stake", victim, buy(filling)));
    let gained = Network::stake_of(&hotkey, &attacker, netuid).rao().saturating_sub(before.rao());
    let sell = Call::remove_stake { hotkey, netuid, amount_unstaked: Alpha::new(gained) };
    act(deed("remove_stake", attacker, sell));
}

/// Sets the weights that another validator has set.
fn copier(dice: &mut Dice, act: &mut dyn FnMut(Deed)) {
    let netuid = a_netuid(dice);
    let hotkeys = Network::hotkeys(netuid);
    let rows: Vec<_> = Weights::<Test>::iter_prefix(NetUidStorageIndex::from(netuid)).collect();
    let (Some(signer), Some((_, row))) = (dice.pick(&hotkeys), dice.pick(&rows)) else { return };
    let (dests, weights) = row.iter().copied().unzip();
    act(deed("set_weights", signer.clone(), Call::set_weights { netuid, dests, weights, version_key: 0 }));
}

/// Leaves one rao behind, and puts as little as possible everywhere.
fn dust_maker(dice: &mut Dice, act: &mut dyn FnMut(Deed)) {
    let Place { coldkey: owner, hotkey, netuid, held } = a_place(dice);
    let rest = Alpha::new(held.saturating_sub(1));
    act(deed(
        "remove_stake",
        owner.clone(),
        Call::remove_stake { hotkey: hotkey.clone(), netuid, amount_unstaked: rest },
    ));
    for _ in 0..3 {
        let (hotkey, netuid) = (any_hotkey(dice), a_netuid(dice));
        let amount_staked = Tao::new(MIN_STAKE.rao() + dice.below(2_000));
        act(deed("add_stake", owner.clone(), Call::add_stake { hotkey, netuid, amount_staked }));
    }
    let (origin_netuid, alpha_amount) = (netuid, Alpha::new(1 + dice.below(3)));
    let call = Call::transfer_stake {
        destination_coldkey: coldkey(a_coldkey_number(dice)),
        hotkey,
        origin_netuid,
        destination_netuid: netuid,
        alpha_amount,
    };
    act(deed("transfer_stake", owner, call));
}

/// Stakes much right before an epoch, on the hotkey that earns most, to leave after it.
fn sniper(dice: &mut Dice, act: &mut dyn FnMut(Deed)) {
    let (signer, netuid) = (coldkey(a_coldkey_number(dice)), a_netuid(dice));
    let best = Network::hotkeys(netuid)
        .into_iter()
        .max_by_key(|hotkey| AlphaDividendsPerSubnet::<Test>::get(netuid, hotkey));
    let Some(hotkey) = best else { return };
    let held = Network::stake_of(&hotkey, &signer, netuid);
    if !held.is_zero() {
        let call = Call::remove_stake_full_limit { hotkey, netuid, limit_price: None };
        return act(deed("remove_stake_full_limit", signer, call));
    }
    let amount_staked = Tao::new((1 + dice.below(2_000)) * TAO);
    act(deed("add_stake", signer, Call::add_stake { hotkey, netuid, amount_staked }));
}
