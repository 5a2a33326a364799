//! The events of the chain that are understood, each with its fields.

use super::{Happened, Traded};
use crate::{
    amount::{Amount, TAO},
    trade::achieved,
};
use codec::Decode;
use myelin_chain::AccountId;
use std::collections::BTreeMap;

/// What alpha is called where its subnet's symbol is not known.
const ALPHA: &str = "alpha";
/// Bytes of an account.
const ACCOUNT: usize = 32;

/// An event: whose it is, its name, its encoded fields.
#[derive(Debug, Clone, Copy)]
pub struct Event<'a> {
    pub(super) pallet: &'a str,
    pub(super) name: &'a str,
    pub(super) fields: &'a [u8],
}

impl<'a> From<&'a myelin_chain::Event> for Event<'a> {
    fn from(event: &'a myelin_chain::Event) -> Self {
        Self { pallet: &event.pallet, name: &event.name, fields: &event.fields }
    }
}

impl Event<'_> {
    fn is(&self, pallet: &str, name: &str) -> bool {
        self.pallet == pallet && self.name == name
    }

    /// All fields, if they are these and no more.
    fn fields<T: Decode>(&self) -> Option<T> {
        let mut left = self.fields;
        let read = T::decode(&mut left).ok()?;
        left.is_empty().then_some(read)
    }
}

fn alpha(rao: u64, netuid: u16, symbols: &BTreeMap<u16, String>) -> Amount {
    Amount::new(rao, symbols.get(&netuid).map_or(ALPHA, String::as_str))
}

pub(super) fn tao(rao: u64) -> Amount {
    Amount::new(rao, TAO)
}

/// What an event says was traded: coldkey, hotkey, TAO, alpha, subnet, fee.
pub(super) fn traded(event: &Event<'_>, symbols: &BTreeMap<u16, String>) -> Option<Traded> {
    let bought = event.is("SubtensorModule", "StakeAdded");
    if !bought && !event.is("SubtensorModule", "StakeRemoved") {
        return None;
    }
    let (_, _, rao, bought_alpha, netuid, _) =
        event.fields::<(AccountId, AccountId, u64, u64, u16, u64)>()?;
    let (tao, alpha) = (tao(rao), alpha(bought_alpha, netuid, symbols));
    Some(Traded { netuid, bought, price: achieved(&tao, &alpha), tao, alpha })
}

pub(super) fn of_event(event: &Event<'_>, symbols: &BTreeMap<u16, String>) -> Option<Happened> {
    if event.pallet != "SubtensorModule" {
        return None;
    }
    Some(match event.name {
        "NetworkAdded" => {
            let (netuid, _) = event.fields::<(u16, u16)>()?;
            Happened::SubnetCreated { netuid }
        }
        "FirstEmissionBlockNumberSet" => {
            let (netuid, from_block) = event.fields::<(u16, u64)>()?;
            Happened::SubnetStarted { netuid, from_block }
        }
        "NeuronRegistered" => {
            let (netuid, uid, hotkey) = event.fields::<(u16, u16, AccountId)>()?;
            Happened::NeuronRegistered { netuid, uid, hotkey: hotkey.to_string() }
        }
        "RootClaimed" => {
            let (_, rao) = event.fields::<(AccountId, u64)>()?;
            Happened::RootClaimed { tao: tao(rao) }
        }
        "TransactionFeePaidWithAlpha" => {
            let (_, netuid, sold, rao) = event.fields::<(AccountId, u16, u64, u64)>()?;
            Happened::FeePaidWithAlpha { alpha: alpha(sold, netuid, symbols), netuid, tao: tao(rao) }
        }
        _ => return of_move(event).or_else(|| of_swap(event)),
    })
}

fn of_move(event: &Event<'_>) -> Option<Happened> {
    let (netuid, to_netuid, to, rao) = match event.name {
        "StakeMoved" => {
            let (_, _, from, to, netuid, rao) =
                event.fields::<(AccountId, AccountId, u16, AccountId, u16, u64)>()?;
            (from, netuid, Some(to), rao)
        }
        "StakeTransferred" => {
            let (_, to, _, from, netuid, rao) =
                event.fields::<(AccountId, AccountId, AccountId, u16, u16, u64)>()?;
            (from, netuid, Some(to), rao)
        }
        "StakeSwapped" => {
            let (_, _, from, netuid, rao) = event.fields::<(AccountId, AccountId, u16, u16, u64)>()?;
            (from, netuid, None, rao)
        }
        _ => return None,
    };
    let to = to.map(|to| to.to_string());
    let (gave, received, price) = (None, None, None);
    Some(Happened::StakeMoved { netuid, to_netuid, to, worth: tao(rao), gave, received, price })
}

fn of_swap(event: &Event<'_>) -> Option<Happened> {
    Some(match event.name {
        "HotkeySwapped" => {
            let (_, old, new) = event.fields::<(AccountId, AccountId, AccountId)>()?;
            Happened::HotkeySwapped { old: old.to_string(), new: new.to_string(), netuid: None }
        }
        "HotkeySwappedOnSubnet" => {
            let (_, old, new, netuid) = event.fields::<(AccountId, AccountId, AccountId, u16)>()?;
            Happened::HotkeySwapped { old: old.to_string(), new: new.to_string(), netuid: Some(netuid) }
        }
        "ColdkeySwapped" => {
            let (old, new) = event.fields::<(AccountId, AccountId)>()?;
            Happened::ColdkeySwapped { old: old.to_string(), new: new.to_string() }
        }
        _ => return None,
    })
}

/// Did the call buy something that has a price?
pub(super) fn bought_something(events: &[Event<'_>]) -> bool {
    let priced = [
        "NetworkAdded",
        "NeuronRegistered",
        "HotkeySwapped",
        "HotkeySwappedOnSubnet",
        "ColdkeySwapAnnounced",
    ];
    events.iter().any(|event| priced.iter().any(|name| event.is("SubtensorModule", name)))
}

/// What left the signer beside the fee: into pools, to accounts, out of existence.
pub(super) fn paid(events: &[Event<'_>], signer: AccountId) -> u64 {
    // The fee is what is withdrawn first.
    let fee = events.iter().position(|event| event.is("Balances", "Withdraw"));
    let after = fee.map_or(0, |fee| fee.saturating_add(1));
    let spent = |event: &Event<'_>| {
        let (who, rao) = match event.name {
            "Withdraw" => event.fields::<(AccountId, u64)>()?,
            "Transfer" => event.fields::<(AccountId, AccountId, u64)>().map(|(from, _, rao)| (from, rao))?,
            // What it is held for stands before, and is not of one length.
            "TransferAndHold" => {
                let start = event.fields.len().checked_sub(2 * ACCOUNT + size_of::<u64>())?;
                let mut end = event.fields.get(start..)?;
                let (from, _, rao) = <(AccountId, AccountId, u64)>::decode(&mut end).ok()?;
                (from, rao)
            }
            _ => return None,
        };
        (who == signer).then_some(rao)
    };
    let balances = events.iter().skip(after).filter(|event| event.pallet == "Balances");
    balances.filter_map(spent).fold(0, u64::saturating_add)
}

/// TAO of the signer that went to another account.
pub(super) fn sent(event: &Event<'_>, signer: AccountId) -> Option<Happened> {
    if !event.is("Balances", "Transfer") {
        return None;
    }
    let (from, to, rao) = event.fields::<(AccountId, AccountId, u64)>()?;
    (from == signer).then(|| Happened::Sent { amount: tao(rao), to: to.to_string() })
}

/// TAO of the signer that became a deposit, or was one.
pub(super) fn deposit(event: &Event<'_>, signer: AccountId) -> Option<Happened> {
    if event.pallet != "Balances" {
        return None;
    }
    let amount = || {
        let (who, rao) = event.fields::<(AccountId, u64)>()?;
        (who == signer).then(|| tao(rao))
    };
    match event.name {
        "Reserved" => Some(Happened::Held { amount: amount()? }),
        "Unreserved" => Some(Happened::Released { amount: amount()? }),
        _ => None,
    }
}
