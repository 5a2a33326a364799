//! Proxies: accounts that act for another, each within a capability.
//!
//! A capability is a list of what it allows; a call that no list names is allowed to `Any` only. So a new call, or
//! an alias of an old one, is closed to every proxy until somebody opens it.

use crate::{
    capabilities::{capability, Capability},
    signatories::deposit,
    Balance, Balances, Runtime, RuntimeCall, RuntimeEvent, System,
};
use alloc::vec::Vec;
use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use frame_support::traits::{ConstU32, ConstU64, InstanceFilter};
use myelin_views::ProxyTypeInfo;
use scale_info::TypeInfo;
use sp_runtime::traits::BlakeTwo256;

/// The most rao that a `SmallTransfer` proxy moves in one call, exclusive: 0.5 TAO.
pub const SMALL_TRANSFER_LIMIT: Balance = 500_000_000;

/// Rao for having proxies (wire: `Proxy.ProxyDepositBase`).
pub const PROXY_DEPOSIT_BASE: Balance = deposit(1, 40);
/// Rao for each proxy (wire: `Proxy.ProxyDepositFactor`).
pub const PROXY_DEPOSIT_FACTOR: Balance = deposit(0, 33);
/// Rao for having announcements (wire: `Proxy.AnnouncementDepositBase`).
pub const ANNOUNCEMENT_DEPOSIT_BASE: Balance = deposit(1, 16);
/// Rao for each announcement (wire: `Proxy.AnnouncementDepositFactor`).
pub const ANNOUNCEMENT_DEPOSIT_FACTOR: Balance = deposit(0, 68);

/// What a proxy may do. Order and names are the wire's.
#[derive(
    Clone,
    Copy,
    Debug,
    Default,
    PartialEq,
    Eq,
    PartialOrd,
    Ord,
    Encode,
    Decode,
    DecodeWithMemTracking,
    MaxEncodedLen,
    TypeInfo,
)]
pub enum ProxyType {
    /// Everything.
    #[default]
    Any,
    /// What the owner of a subnet does.
    Owner,
    /// Everything that can be made good again.
    NonCritical,
    /// Everything that moves no value to another account.
    NonTransfer,
    /// Nothing: governance that is gone.
    Senate,
    /// Everything that is not about fungible value.
    NonFungible,
    /// Nothing: governance that is gone.
    Triumvirate,
    /// Nothing: governance that is gone.
    Governance,
    /// Staking and unstaking.
    Staking,
    /// Registering neurons.
    Registration,
    /// Moving TAO and stake to another account.
    Transfer,
    /// Moving TAO in amounts below [`SMALL_TRANSFER_LIMIT`].
    SmallTransfer,
    /// Weights on the root subnet.
    RootWeights,
    /// Children and their takes.
    ChildKeys,
    /// Replacing the runtime.
    SudoUncheckedSetCode,
    /// Swapping a hotkey.
    SwapHotkey,
    /// Managing a leased subnet.
    SubnetLeaseBeneficiary,
    /// Claiming root dividends.
    RootClaim,
    /// Trading a basket.
    BasketTrading,
}

/// Calls that leave a note and move nothing.
fn is_remark(call: &RuntimeCall) -> bool {
    use frame_system::Call::{remark, remark_with_event};
    matches!(call, RuntimeCall::System(remark { .. } | remark_with_event { .. }))
}

/// Calls that carry other calls under the same filter, so that they allow nothing of their own.
fn is_batch(call: &RuntimeCall) -> bool {
    use pallet_utility::Call::{batch, batch_all, force_batch};
    matches!(call, RuntimeCall::Utility(batch { .. } | batch_all { .. } | force_batch { .. }))
}

/// Calls that move TAO to another account.
fn is_transfer(call: &RuntimeCall) -> bool {
    use pallet_balances::Call::{transfer_all, transfer_allow_death, transfer_keep_alive};
    matches!(
        call,
        RuntimeCall::Balances(transfer_allow_death { .. } | transfer_keep_alive { .. } | transfer_all { .. })
    )
}

/// Calls that move little TAO to another account.
fn is_small_transfer(call: &RuntimeCall) -> bool {
    use pallet_balances::Call::{transfer_allow_death, transfer_keep_alive};
    match call {
        RuntimeCall::Balances(transfer_allow_death { value, .. } | transfer_keep_alive { value, .. }) => {
            *value < SMALL_TRANSFER_LIMIT
        }
        _ => false,
    }
}

/// Calls that act together with other signatories. The multisig account answers to no filter of the proxy's, so
/// they are open only where its transfers are.
fn is_multisig(call: &RuntimeCall) -> bool {
    matches!(call, RuntimeCall::Multisig(_))
}

/// Calls that manage the proxies themselves; the proxy pallet keeps a proxy from granting more than it has.
fn is_proxy_management(call: &RuntimeCall) -> bool {
    matches!(call, RuntimeCall::Proxy(_))
}

/// What puts another key in the place of one. It is granted to the proxies made for it, and to no list that grants all
/// but something.
fn is_key_swap(what: Capability) -> bool {
    matches!(what, Capability::HotkeySwap | Capability::ColdkeySwap)
}

/// Root replacing the runtime, without a look at the weight.
fn is_set_code_by_sudo(call: &RuntimeCall) -> bool {
    let RuntimeCall::Sudo(pallet_sudo::Call::sudo_unchecked_weight { call: inner, .. }) = call else {
        return false;
    };
    matches!(**inner, RuntimeCall::System(frame_system::Call::set_code { .. }))
}

/// Whether a call is one of the network's, about something that is granted.
fn about(call: &RuntimeCall, granted: impl FnOnce(Capability) -> bool) -> bool {
    capability(call).is_some_and(granted)
}

/// The kinds of proxies, for the clients.
pub(crate) fn proxy_types() -> Vec<ProxyTypeInfo> {
    (0..=u8::MAX)
        .map_while(|index| ProxyType::decode(&mut &[index][..]).ok().map(|kind| (index, kind)))
        .map(|(index, kind)| ProxyTypeInfo {
            name: alloc::format!("{kind:?}").into_bytes(),
            index,
            deprecated: matches!(kind, ProxyType::Senate | ProxyType::Triumvirate | ProxyType::Governance),
        })
        .collect()
}

impl InstanceFilter<RuntimeCall> for ProxyType {
    fn filter(&self, call: &RuntimeCall) -> bool {
        match self {
            Self::Any => true,
            Self::NonCritical => {
                is_remark(call)
                    || is_batch(call)
                    || is_transfer(call)
                    || is_multisig(call)
                    || is_proxy_management(call)
                    || about(call, |what| {
                        !matches!(what, Capability::Registration | Capability::Founding | Capability::Burning)
                            && !is_key_swap(what)
                    })
            }
            Self::NonTransfer => {
                is_remark(call)
                    || is_batch(call)
                    || about(call, |what| {
                        !matches!(
                            what,
                            Capability::StakeTransfer
                                | Capability::SmallStakeTransfer
                                | Capability::Funding
                                | Capability::Burning
                        ) && !is_key_swap(what)
                    })
            }
            Self::NonFungible => {
                is_remark(call)
                    || is_batch(call)
                    || about(call, |what| matches!(what, Capability::Ownership | Capability::Work))
            }
            Self::Transfer => {
                is_batch(call)
                    || is_transfer(call)
                    || about(call, |what| {
                        matches!(what, Capability::StakeTransfer | Capability::SmallStakeTransfer)
                    })
            }
            Self::SmallTransfer => {
                is_batch(call)
                    || is_small_transfer(call)
                    || about(call, |what| what == Capability::SmallStakeTransfer)
            }
            Self::Owner | Self::SubnetLeaseBeneficiary => {
                is_batch(call) || about(call, |what| what == Capability::Ownership)
            }
            Self::Staking => is_batch(call) || about(call, |what| what == Capability::Staking),
            Self::Registration => is_batch(call) || about(call, |what| what == Capability::Registration),
            Self::RootClaim => is_batch(call) || about(call, |what| what == Capability::RootClaim),
            Self::SwapHotkey => is_batch(call) || about(call, |what| what == Capability::HotkeySwap),
            Self::SudoUncheckedSetCode => is_set_code_by_sudo(call),
            Self::ChildKeys => is_batch(call) || about(call, |what| what == Capability::Family),
            Self::RootWeights | Self::BasketTrading => is_batch(call),
            Self::Senate | Self::Triumvirate | Self::Governance => false,
        }
    }

    fn is_superset(&self, other: &Self) -> bool {
        self == other
            || match self {
                Self::Any => true,
                Self::NonCritical => matches!(other, Self::Transfer | Self::SmallTransfer),
                Self::Transfer => matches!(other, Self::SmallTransfer),
                _ => false,
            }
    }
}

impl pallet_proxy::Config for Runtime {
    type RuntimeEvent = RuntimeEvent;
    type RuntimeCall = RuntimeCall;
    type Currency = Balances;
    type ProxyType = ProxyType;
    type ProxyDepositBase = ConstU64<PROXY_DEPOSIT_BASE>;
    type ProxyDepositFactor = ConstU64<PROXY_DEPOSIT_FACTOR>;
    type MaxProxies = ConstU32<20>;
    type WeightInfo = pallet_proxy::weights::SubstrateWeight<Runtime>;
    type MaxPending = ConstU32<75>;
    type CallHasher = BlakeTwo256;
    type AnnouncementDepositBase = ConstU64<ANNOUNCEMENT_DEPOSIT_BASE>;
    type AnnouncementDepositFactor = ConstU64<ANNOUNCEMENT_DEPOSIT_FACTOR>;
    type BlockNumberProvider = System;
}

#[cfg(test)]
mod tests;
