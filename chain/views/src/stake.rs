//! Stakes.

use codec::{Compact, Decode, Encode};
use myelin_units::{Alpha, NetUid, Tao};
use scale_info::TypeInfo;

use crate::fixed::FixedU128;

/// Stake of a coldkey on a hotkey in a subnet.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode, TypeInfo)]
pub struct StakeInfo<AccountId> {
    /// The hotkey staked on.
    pub hotkey: AccountId,
    /// The key that owns the stake.
    pub coldkey: AccountId,
    /// The subnet.
    pub netuid: Compact<NetUid>,
    /// Value of the stake, alpha rao.
    pub stake: Compact<Alpha>,
    /// Part that is locked: no locks yet, 0.
    pub locked: Compact<u64>,
    /// What the last epoch added to it, alpha rao.
    pub emission: Compact<Alpha>,
    /// TAO the last epoch added to it, rao.
    pub tao_emission: Compact<Tao>,
    /// Historical, 0.
    pub drain: Compact<u64>,
    /// Whether the hotkey is registered on the subnet.
    pub is_registered: bool,
}

/// What of a coldkey's alpha may leave a subnet.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Encode, Decode, TypeInfo)]
pub struct StakeAvailability {
    /// All alpha of the coldkey on the subnet, rao.
    pub total: Compact<Alpha>,
    /// Part that is locked: no locks yet, 0.
    pub locked: Compact<Alpha>,
    /// What may leave: total less locked, rao.
    pub available: Compact<Alpha>,
}

/// Alpha a coldkey has locked on a subnet.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Encode, Decode, TypeInfo)]
pub struct LockState {
    /// Alpha that is locked, rao.
    pub locked_mass: Alpha,
    /// How long it has been, 64 fractional bits.
    pub conviction: FixedU128,
    /// Block this was computed in.
    pub last_update: u64,
}
