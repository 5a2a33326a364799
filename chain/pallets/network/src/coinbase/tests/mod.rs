//! The block step from outside: what is minted, who receives it, and what happens when a subnet's step fails.

mod alpha;
mod audit;
mod breaker;
mod failure;
pub(crate) mod meter;
mod minting;
mod moving;
mod rules;
mod speed;

use crate::{genesis::GenesisSubnet, mock::*, pallet::*};
use myelin_units::NetUid;
use myelin_views::FixedI128;

/// The mock's issuance is between S − S/2^4 and S − S/2^5, so a block mints a sixteenth of a TAO.
const EMISSION: u64 = 62_500_000;

/// Writes a moving price as a script would: raw, in 2^-32 TAO.
fn set_moving_price(netuid: NetUid, bits: i128) {
    SubnetMovingPrice::<Test>::insert(netuid, FixedI128 { bits });
}

const ONE: i128 = 1 << 32;

/// What a subnet received in the last block: into its pool and as excess.
fn received(netuid: NetUid) -> u64 {
    SubnetTaoInEmission::<Test>::get(netuid).rao() + SubnetExcessTao::<Test>::get(netuid).rao()
}

/// Three subnets with the same pools.
fn chain_of_three() -> sp_io::TestExternalities {
    let third = GenesisSubnet { netuid: 3, owner: coldkey(13), hotkey: hotkey(13), ..genesis_subnet() };
    chain_with(vec![genesis_subnet(), second_subnet(), third])
}

const THIRD: NetUid = NetUid::new(3);
