//! The economy of a subnet.

use alloc::vec::Vec;
use codec::{Compact, Decode, Encode};
use myelin_units::{Alpha, NetUid, Tao};
use scale_info::TypeInfo;

use crate::fixed::FixedI128;
use crate::identity::SubnetIdentityV3;

/// A subnet's pool, emission and identity.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode, TypeInfo)]
pub struct DynamicInfo<AccountId> {
    /// The subnet.
    pub netuid: Compact<NetUid>,
    /// Hotkey of the owner.
    pub owner_hotkey: AccountId,
    /// Coldkey of the owner.
    pub owner_coldkey: AccountId,
    /// Name, the bytes of UTF-8 text.
    pub subnet_name: Vec<Compact<u8>>,
    /// Symbol of its alpha, the bytes of UTF-8 text.
    pub token_symbol: Vec<Compact<u8>>,
    /// Blocks between epochs.
    pub tempo: Compact<u16>,
    /// Block of the last epoch.
    pub last_step: Compact<u64>,
    /// Blocks since the last epoch.
    pub blocks_since_last_step: Compact<u64>,
    /// TAO of the last block that went to the subnet, rao.
    pub emission: Compact<u64>,
    /// Alpha in the pool, rao.
    pub alpha_in: Compact<Alpha>,
    /// Alpha outside the pool, rao.
    pub alpha_out: Compact<Alpha>,
    /// TAO in the pool, rao.
    pub tao_in: Compact<Tao>,
    /// Alpha of the last block for participants, rao.
    pub alpha_out_emission: Compact<Alpha>,
    /// Alpha of the last block for the pool, rao.
    pub alpha_in_emission: Compact<Alpha>,
    /// TAO of the last block for the pool, rao.
    pub tao_in_emission: Compact<Tao>,
    /// Alpha that waits for the epoch, miners' and validators', rao.
    pub pending_alpha_emission: Compact<Alpha>,
    /// Root's part that waits for the epoch, rao.
    pub pending_root_emission: Compact<Tao>,
    /// TAO traded so far, rao.
    pub subnet_volume: Compact<u128>,
    /// Block it was registered in.
    pub network_registered_at: Compact<u64>,
    /// What the owner says about it.
    pub subnet_identity: Option<SubnetIdentityV3>,
    /// Average price, TAO per alpha with 32 fractional bits.
    pub moving_price: FixedI128,
}
