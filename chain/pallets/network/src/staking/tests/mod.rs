//! Staking from outside: what each call does to the rao, and each of its refusals, which change nothing.

mod add;
mod auto;
mod burn;
mod limits;
mod moves;
mod nominations;
mod remove;
mod root;
mod shares;
mod swaps;
mod vesting;
mod whole;

use crate::{mock::*, staking::MIN_STAKE};
use myelin_units::{Alpha, NetUid};

/// A validator: hotkey 1 of coldkey 1 exists and has no uid.
fn chain_with_validator() -> sp_io::TestExternalities {
    let mut chain = chain_of_two();
    chain.execute_with(|| own(1));
    chain
}

/// A pool so small that it can be emptied down to its reserve: `tao` rao of TAO, `alpha` of alpha.
fn small_pool(tao: u64, alpha: u64) -> sp_io::TestExternalities {
    let mut chain =
        chain_with(vec![crate::genesis::GenesisSubnet { tao, alpha, ..genesis_subnet() }, second_subnet()]);
    chain.execute_with(|| own(1));
    chain
}

/// The reserves of a subnet, in rao.
fn reserves(netuid: NetUid) -> (u64, u64) {
    let pool = Network::reserves(netuid);
    (pool.tao.rao(), pool.alpha.rao())
}

fn alpha_out(netuid: NetUid) -> u64 {
    crate::pallet::SubnetAlphaOut::<Test>::get(netuid).rao()
}

fn held(netuid: NetUid, staker: u64, validator: u64) -> u64 {
    stake_of(netuid, staker, validator).rao()
}

fn alpha(rao: u64) -> Alpha {
    Alpha::new(rao)
}

/// Whether the spot price is at most `limit` rao per alpha: exactly, without division.
fn price_is_at_most(netuid: NetUid, limit: u64) -> bool {
    let (tao, alpha) = reserves(netuid);
    u128::from(tao) * u128::from(TAO) <= u128::from(limit) * u128::from(alpha)
}

const LEAST: u64 = MIN_STAKE.rao();
