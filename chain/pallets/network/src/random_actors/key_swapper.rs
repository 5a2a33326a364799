//! Someone who replaces keys, mostly as it is meant.

use super::{
    actors::{a_coldkey_number, a_netuid, any_hotkey, deed, Deed},
    dice::Dice,
};
use crate::{mock::*, pallet::*};
use myelin_units::Tao;
use sp_runtime::traits::{BlakeTwo256, Hash};

/// Coldkeys and hotkeys that nobody else uses.
const SPARE: u64 = 700;

pub fn key_swapper(dice: &mut Dice, act: &mut dyn FnMut(Deed)) {
    TxRateLimit::<Test>::put(3);
    ColdkeySwapAnnouncementDelay::<Test>::put(0);
    ColdkeySwapReannouncementDelay::<Test>::put(1);
    let number = a_coldkey_number(dice);
    if !dice.one_in(3) {
        return swap_hotkey(dice, coldkey(number), act);
    }
    // There and back again, or the others would lose one of their number.
    let (old, new) = (coldkey(number), account(SPARE + number));
    swap_coldkey(&old, &new, act);
    swap_hotkey(dice, new.clone(), act);
    let (hotkey, netuid) = (any_hotkey(dice), a_netuid(dice));
    let amount_staked = Tao::new((1 + dice.below(100)) * TAO);
    act(deed("add_stake", new.clone(), Call::add_stake { hotkey, netuid, amount_staked }));
    swap_coldkey(&new, &old, act);
    if dice.one_in(4) {
        let signer = coldkey(number);
        act(deed("clear_coldkey_swap_announcement", signer, Call::clear_coldkey_swap_announcement {}));
    }
}

fn swap_hotkey(dice: &mut Dice, owner: AccountId, act: &mut dyn FnMut(Deed)) {
    let owned = OwnedHotkeys::<Test>::get(&owner);
    let hotkey = match dice.pick(&owned) {
        Some(hotkey) if !dice.one_in(8) => hotkey.clone(),
        _ => any_hotkey(dice),
    };
    let new_hotkey = if dice.one_in(3) { any_hotkey(dice) } else { account(SPARE + 100 + dice.below(40)) };
    let netuid = dice.one_in(2).then(|| a_netuid(dice));
    let keep_stake = dice.one_in(5);
    let call = if dice.one_in(2) {
        Call::swap_hotkey { hotkey, new_hotkey, netuid }
    } else {
        Call::swap_hotkey_v2 { hotkey, new_hotkey, netuid, keep_stake }
    };
    act(deed("swap_hotkey", owner, call));
}

fn swap_coldkey(old: &AccountId, new: &AccountId, act: &mut dyn FnMut(Deed)) {
    let new_coldkey_hash = BlakeTwo256::hash_of(new);
    let announce = Call::announce_coldkey_swap { new_coldkey_hash };
    act(deed("announce_coldkey_swap", old.clone(), announce));
    let swap = Call::swap_coldkey_announced { new_coldkey: new.clone() };
    act(deed("swap_coldkey_announced", old.clone(), swap));
}
