//! What actors do: mostly what makes sense, now and then what makes none.

use super::dice::Dice;
use crate::root::claim_type::RootClaimTypeEnum;
use crate::{mock::*, pallet::*};
use myelin_units::{Alpha, NetUid, PerU16, Tao};

/// Coldkeys with money; each has three hotkeys.
const COLDKEYS: u64 = 8;
const HOTKEYS_EACH: u64 = 3;

/// A call and who signs it.
pub struct Deed {
    pub name: &'static str,
    pub signer: AccountId,
    pub call: RuntimeCall,
}

/// Someone's stake, or what could be someone's.
pub struct Place {
    pub coldkey: AccountId,
    pub hotkey: AccountId,
    pub netuid: NetUid,
    pub held: u64,
}

pub fn next_deed(dice: &mut Dice) -> Deed {
    match dice.below(30) {
        25 => family(dice),
        26 => destroy(dice),
        27 => auto_stake(dice),
        28 | 29 => super::committers::commit_or_reveal(dice),
        0..=3 => add_stake(dice),
        4..=6 => remove_stake(dice),
        7..=10 => relocate(dice),
        11..=13 => register(dice),
        14 if dice.one_in(3) => lease(dice),
        14 => subnet(dice),
        15..=17 => set_weights(dice),
        18 => serve(dice),
        19 => take(dice),
        20..=22 => transfer(dice),
        23 => root_claim(dice),
        _ => odds_and_ends(dice),
    }
}

/// Names of all deeds there are; a run that has not seen each succeed has not looked.
pub const NAMES: &[&str] = &[
    "add_stake",
    "add_stake_limit",
    "remove_stake",
    "remove_stake_limit",
    "remove_stake_full_limit",
    "unstake_all",
    "unstake_all_alpha",
    "move_stake",
    "transfer_stake",
    "swap_stake",
    "swap_stake_limit",
    "burned_register",
    "register_limit",
    "root_register",
    "register_network",
    "register_leased_network",
    "terminate_lease",
    "start_call",
    "set_weights",
    "serve_axon",
    "serve_prometheus",
    "increase_take",
    "decrease_take",
    "transfer",
    "try_associate_hotkey",
    "update_symbol",
    "trigger_epoch",
    "claim_root",
    "set_root_claim_type",
    "set_mechanism_weights",
    "set_children",
    "set_childkey_take",
    "set_auto_parent_delegation_enabled",
    "recycle_alpha",
    "burn_alpha",
    "add_stake_burn",
    "set_coldkey_auto_stake_hotkey",
    "set_root_votes",
    "commit_weights",
    "commit_mechanism_weights",
    "batch_commit_weights",
    "reveal_weights",
    "reveal_mechanism_weights",
    "batch_reveal_weights",
    "commit_timelocked_weights",
    "commit_timelocked_mechanism_weights",
    "commit_crv3_mechanism_weights",
    "swap_hotkey",
    "announce_coldkey_swap",
    "swap_coldkey_announced",
];

pub fn a_coldkey_number(dice: &mut Dice) -> u64 {
    1 + dice.below(COLDKEYS)
}

fn someone(dice: &mut Dice) -> AccountId {
    match dice.below(12) {
        0 => account(900 + dice.below(3)),
        1 => Network::subnet_account(a_netuid(dice)),
        _ => coldkey(a_coldkey_number(dice)),
    }
}

/// A hotkey of the coldkey, now and then somebody else's, or that of nobody.
fn hotkey_of(dice: &mut Dice, owner: u64) -> AccountId {
    match dice.below(14) {
        0 => hotkey(1 + dice.below(COLDKEYS * HOTKEYS_EACH)),
        1 => someone(dice),
        _ => hotkey(owner + COLDKEYS * dice.below(HOTKEYS_EACH)),
    }
}

pub fn any_hotkey(dice: &mut Dice) -> AccountId {
    let owner = a_coldkey_number(dice);
    hotkey_of(dice, owner)
}

pub fn a_netuid(dice: &mut Dice) -> NetUid {
    match dice.below(16) {
        0 => NetUid::new(77),
        1 => NetUid::new(u16::MAX),
        2 | 3 => NetUid::ROOT,
        _ => dice.pick(&Network::netuids()).copied().unwrap_or(NetUid::ROOT),
    }
}

pub fn a_place(dice: &mut Dice) -> Place {
    let coldkey = coldkey(a_coldkey_number(dice));
    let hotkey = match dice.pick(&StakingHotkeys::<Test>::get(&coldkey)) {
        Some(hotkey) if !dice.one_in(10) => hotkey.clone(),
        _ => any_hotkey(dice),
    };
    let staked: Vec<NetUid> = Positions::<Test>::iter_key_prefix((&hotkey, &coldkey)).collect();
    let netuid = match dice.pick(&staked) {
        Some(netuid) if !dice.one_in(10) => *netuid,
        _ => a_netuid(dice),
    };
    let held = Network::stake_of(&hotkey, &coldkey, netuid).rao();
    Place { coldkey, hotkey, netuid, held }
}

/// Near the price, or anything.
fn a_limit(dice: &mut Dice, netuid: NetUid) -> Tao {
    let price = Network::spot_price(netuid).map_or(TAO, |price| price.rao_per_alpha_floor());
    Tao::new(match dice.below(6) {
        0 => dice.amount(),
        1 => price,
        2 => price / 100 * 99,
        3 => price / 2,
        _ => price.saturating_add(price / (1 + dice.below(100))),
    })
}

pub fn deed(name: &'static str, signer: AccountId, call: Call<Test>) -> Deed {
    Deed { name, signer, call: call.into() }
}

fn add_stake(dice: &mut Dice) -> Deed {
    let (signer, hotkey, netuid) = (someone(dice), any_hotkey(dice), a_netuid(dice));
    let amount_staked =
        Tao::new(if dice.one_in(3) { dice.amount() } else { (1 + dice.below(1_000)) * TAO / 10 });
    if dice.one_in(2) {
        return deed("add_stake", signer, Call::add_stake { hotkey, netuid, amount_staked });
    }
    let (limit_price, allow_partial) = (a_limit(dice, netuid), dice.one_in(2));
    deed(
        "add_stake_limit",
        signer,
        Call::add_stake_limit { hotkey, netuid, amount_staked, limit_price, allow_partial },
    )
}

fn remove_stake(dice: &mut Dice) -> Deed {
    let Place { coldkey, hotkey, netuid, held } = a_place(dice);
    let amount_unstaked = Alpha::new(dice.part_of(held));
    let limit_price = a_limit(dice, netuid);
    match dice.below(12) {
        0..=3 => deed("remove_stake", coldkey, Call::remove_stake { hotkey, netuid, amount_unstaked }),
        4..=7 => {
            let allow_partial = dice.one_in(2);
            let call =
                Call::remove_stake_limit { hotkey, netuid, amount_unstaked, limit_price, allow_partial };
            deed("remove_stake_limit", coldkey, call)
        }
        8 | 9 => {
            let limit_price = dice.one_in(2).then_some(limit_price);
            deed(
                "remove_stake_full_limit",
                coldkey,
                Call::remove_stake_full_limit { hotkey, netuid, limit_price },
            )
        }
        10 => deed("unstake_all", coldkey, Call::unstake_all { hotkey }),
        _ => deed("unstake_all_alpha", coldkey, Call::unstake_all_alpha { hotkey }),
    }
}

fn relocate(dice: &mut Dice) -> Deed {
    let Place { coldkey, hotkey, netuid: origin_netuid, held } = a_place(dice);
    let alpha_amount = Alpha::new(dice.part_of(held));
    let kind = dice.below(4);
    // A swap within a subnet is none.
    let stays = if kind < 2 { dice.one_in(2) } else { dice.one_in(20) };
    let destination_netuid = if stays { origin_netuid } else { a_netuid(dice) };
    match kind {
        0 => {
            let (origin_hotkey, destination_hotkey) = (hotkey, any_hotkey(dice));
            let call = Call::move_stake {
                origin_hotkey,
                destination_hotkey,
                origin_netuid,
                destination_netuid,
                alpha_amount,
            };
            deed("move_stake", coldkey, call)
        }
        1 => {
            let destination_coldkey = someone(dice);
            let call = Call::transfer_stake {
                destination_coldkey,
                hotkey,
                origin_netuid,
                destination_netuid,
                alpha_amount,
            };
            deed("transfer_stake", coldkey, call)
        }
        2 => deed(
            "swap_stake",
            coldkey,
            Call::swap_stake { hotkey, origin_netuid, destination_netuid, alpha_amount },
        ),
        _ => {
            let (limit_price, allow_partial) = (Tao::new(TAO / (1 + dice.below(20))), dice.one_in(2));
            let call = Call::swap_stake_limit {
                hotkey,
                origin_netuid,
                destination_netuid,
                alpha_amount,
                limit_price,
                allow_partial,
            };
            deed("swap_stake_limit", coldkey, call)
        }
    }
}

fn register(dice: &mut Dice) -> Deed {
    let owner = a_coldkey_number(dice);
    let (hotkey, netuid) = (hotkey_of(dice, owner), a_netuid(dice));
    match dice.below(4) {
        0 => deed("root_register", coldkey(owner), Call::root_register { hotkey }),
        1 => {
            let limit_price = if dice.one_in(3) { dice.amount() } else { Burn::<Test>::get(netuid).rao() };
            deed("register_limit", coldkey(owner), Call::register_limit { netuid, hotkey, limit_price })
        }
        _ => deed("burned_register", coldkey(owner), Call::burned_register { netuid, hotkey }),
    }
}

fn subnet(dice: &mut Dice) -> Deed {
    let owner = a_coldkey_number(dice);
    if dice.one_in(3) {
        let hotkey = hotkey_of(dice, owner);
        return deed("register_network", coldkey(owner), Call::register_network { hotkey });
    }
    let netuid = a_netuid(dice);
    let signer = if dice.one_in(4) { coldkey(owner) } else { SubnetOwner::<Test>::get(netuid) };
    deed("start_call", signer, Call::start_call { netuid })
}

/// A subnet that some raise the money for, or the end of a lease.
fn lease(dice: &mut Dice) -> Deed {
    let hotkey = any_hotkey(dice);
    let lease_id = dice.below(u64::from(NextSubnetLeaseId::<Test>::get()) + 1) as u32;
    if let Some(lease) = SubnetLeases::<Test>::get(lease_id).filter(|_| dice.one_in(2)) {
        let own = dice.pick(&OwnedHotkeys::<Test>::get(&lease.beneficiary)).cloned();
        let hotkey = own.filter(|_| !dice.one_in(6)).unwrap_or(hotkey);
        let signer = if dice.one_in(6) { someone(dice) } else { lease.beneficiary };
        return deed("terminate_lease", signer, Call::terminate_lease { lease_id, hotkey });
    }
    let mut given = Vec::new();
    for number in 1..=COLDKEYS {
        if dice.one_in(2) {
            given.push((number, dice.amount().min(balance(&coldkey(number)) / 20)));
        }
    }
    let signer = coldkey(given.first().map_or(1, |(number, _)| *number));
    if !given.is_empty() && !dice.one_in(6) {
        crate::leases::tests::fundraiser::raise(&given);
    }
    let emissions_share = sp_runtime::Percent::from_percent(dice.below(101) as u8);
    let end_block = (!dice.one_in(6)).then(|| (System::block_number() + dice.below(60)).saturating_sub(2));
    deed("register_leased_network", signer, Call::register_leased_network { emissions_share, end_block })
}

fn set_weights(dice: &mut Dice) -> Deed {
    let netuid = a_netuid(dice);
    let hotkeys = Network::hotkeys(netuid);
    let signer = dice.pick(&hotkeys).cloned().unwrap_or_else(|| hotkey(1));
    let mut dests: Vec<u16> = (0..hotkeys.len() as u16).filter(|_| dice.one_in(2)).collect();
    if dice.one_in(20) {
        dests.push(dice.throw() as u16);
    }
    let mut weights: Vec<u16> = dests.iter().map(|_| dice.throw() as u16).collect();
    if dice.one_in(20) {
        weights.push(0);
    }
    if dice.one_in(3) {
        let mecid = dice.below(3) as u8;
        let call = Call::set_mechanism_weights { netuid, mecid, dests, weights, version_key: 0 };
        return deed("set_mechanism_weights", signer, call);
    }
    deed("set_weights", signer, Call::set_weights { netuid, dests, weights, version_key: 0 })
}

fn serve(dice: &mut Dice) -> Deed {
    let netuid = a_netuid(dice);
    let signer = dice.pick(&Network::hotkeys(netuid)).cloned().unwrap_or_else(|| hotkey(1));
    let (ip, port) = (u128::from(dice.throw() as u32), dice.throw() as u16);
    let ip_type = if dice.one_in(5) { dice.throw() as u8 } else { 4 };
    if dice.one_in(2) {
        return deed(
            "serve_prometheus",
            signer,
            Call::serve_prometheus { netuid, version: 1, ip, port, ip_type },
        );
    }
    let call = Call::serve_axon {
        netuid,
        version: 1,
        ip,
        port,
        ip_type,
        protocol: 4,
        placeholder1: 0,
        placeholder2: 0,
    };
    deed("serve_axon", signer, call)
}

fn take(dice: &mut Dice) -> Deed {
    let owner = a_coldkey_number(dice);
    let (hotkey, take) = (hotkey_of(dice, owner), PerU16::new(dice.below(13_000) as u16));
    if dice.one_in(2) {
        return deed("increase_take", coldkey(owner), Call::increase_take { hotkey, take });
    }
    deed("decrease_take", coldkey(owner), Call::decrease_take { hotkey, take })
}

/// TAO goes round, to the accounts of subnets too: what lands there must never count as theirs.
fn transfer(dice: &mut Dice) -> Deed {
    let (signer, dest) = (coldkey(a_coldkey_number(dice)), someone(dice));
    let value = if dice.one_in(4) { dice.amount() } else { dice.below(balance(&signer) / 50 + 1) };
    let call = match dice.below(3) {
        0 => pallet_balances::Call::transfer_allow_death { dest, value },
        _ => pallet_balances::Call::transfer_keep_alive { dest, value },
    };
    Deed { name: "transfer", signer, call: call.into() }
}

/// What the coldkey wants of its root dividends, and what it is owed.
fn root_claim(dice: &mut Dice) -> Deed {
    let signer = someone(dice);
    let subnets = (0..dice.below(4)).map(|_| a_netuid(dice)).collect();
    if dice.one_in(2) {
        return deed("claim_root", signer, Call::claim_root { subnets });
    }
    let new_root_claim_type = match dice.below(4) {
        0 => RootClaimTypeEnum::Swap,
        1 => RootClaimTypeEnum::Keep,
        _ => RootClaimTypeEnum::KeepSubnets { subnets },
    };
    deed("set_root_claim_type", signer, Call::set_root_claim_type { new_root_claim_type })
}

/// Weight lent to few or too many, to oneself now and then, and in parts that are too large together.
fn family(dice: &mut Dice) -> Deed {
    let owner = a_coldkey_number(dice);
    let (hotkey, netuid) = (hotkey_of(dice, owner), a_netuid(dice));
    match dice.below(5) {
        0 => {
            let take = PerU16::new(dice.below(13_000) as u16);
            deed("set_childkey_take", coldkey(owner), Call::set_childkey_take { hotkey, netuid, take })
        }
        1 => {
            let call = Call::set_auto_parent_delegation_enabled { hotkey, enabled: dice.one_in(2) };
            deed("set_auto_parent_delegation_enabled", coldkey(owner), call)
        }
        _ => {
            let part = if dice.one_in(10) { u64::MAX } else { u64::MAX / (1 + dice.below(8)) };
            let most = if dice.one_in(20) { 8 } else { 3 };
            let count = dice.below(most);
            let children = (0..count).map(|_| (part, any_hotkey(dice))).collect();
            deed("set_children", coldkey(owner), Call::set_children { hotkey, netuid, children })
        }
    }
}

fn destroy(dice: &mut Dice) -> Deed {
    let Place { coldkey, hotkey, netuid, held } = a_place(dice);
    let amount = Alpha::new(dice.part_of(held));
    match dice.below(3) {
        0 => deed("recycle_alpha", coldkey, Call::recycle_alpha { hotkey, amount, netuid }),
        1 => deed("burn_alpha", coldkey, Call::burn_alpha { hotkey, amount, netuid }),
        _ => {
            let amount = Tao::new(if dice.one_in(3) { dice.amount() } else { dice.below(10 * TAO) });
            let limit = dice.one_in(2).then(|| a_limit(dice, netuid));
            deed("add_stake_burn", coldkey, Call::add_stake_burn { hotkey, netuid, amount, limit })
        }
    }
}

fn auto_stake(dice: &mut Dice) -> Deed {
    let (signer, netuid, hotkey) = (someone(dice), a_netuid(dice), any_hotkey(dice));
    deed("set_coldkey_auto_stake_hotkey", signer, Call::set_coldkey_auto_stake_hotkey { netuid, hotkey })
}

fn odds_and_ends(dice: &mut Dice) -> Deed {
    let netuid = a_netuid(dice);
    let owner = SubnetOwner::<Test>::get(netuid);
    match dice.below(6) {
        2 => {
            let netuids: Vec<NetUid> = (0..dice.below(4)).map(|_| a_netuid(dice)).collect();
            let weights = netuids.iter().map(|_| dice.below(1 << 16) as u16).collect();
            let seats = u64::from(SubnetworkN::<Test>::get(NetUid::ROOT));
            let voter = Keys::<Test>::get(NetUid::ROOT, dice.below(seats + 1) as u16);
            deed("set_root_votes", voter, Call::set_root_votes { netuids, weights })
        }
        4 => deed("root_dissolve_network", someone(dice), Call::root_dissolve_network { netuid }),
        5 => {
            let (signer, coldkey) = (someone(dice), owner);
            deed("dissolve_network", signer, Call::dissolve_network { coldkey, netuid })
        }
        0 => deed(
            "try_associate_hotkey",
            someone(dice),
            Call::try_associate_hotkey { hotkey: any_hotkey(dice) },
        ),
        1 => {
            let symbol = crate::subnets::symbols::symbol_for(NetUid::new(dice.below(60) as u16)).to_vec();
            deed("update_symbol", owner, Call::update_symbol { netuid, symbol })
        }
        _ => deed("trigger_epoch", owner, Call::trigger_epoch { netuid }),
    }
}
