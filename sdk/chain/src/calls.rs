//! The calls that people make every day, with this crate's types. All others are in [`api`](crate::api), typed by the
//! chain's metadata; all are sent the same way, by [`Chain::submit`](crate::Chain::submit).

use crate::{
    api::{self, runtime_types::myelin_units as generated},
    AccountId,
};
use myelin_units::{Alpha, NetUid, PerU16, Tao};
use myelin_views::ChainIdentityV2;
use std::net::IpAddr;
use subxt::{tx::Payload, utils::MultiAddress};

/// A call that can be sent.
pub trait Call: Payload + Send + Sync {}

impl<C: Payload + Send + Sync> Call for C {}

/// Where a neuron answers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Endpoint {
    /// The address.
    pub ip: IpAddr,
    /// The port, not 0.
    pub port: u16,
    /// The number of its protocol; 4 is what axons speak.
    pub protocol: u8,
    /// The version of its software.
    pub version: u32,
}

impl Endpoint {
    fn number(&self) -> (u128, u8) {
        match self.ip {
            IpAddr::V4(ip) => (u32::from(ip).into(), 4),
            IpAddr::V6(ip) => (ip.into(), 6),
        }
    }
}

pub(crate) fn subnet(netuid: NetUid) -> generated::id::NetUid {
    generated::id::NetUid(netuid.number())
}

pub(crate) fn tao(amount: Tao) -> generated::amount::Tao {
    generated::amount::Tao(amount.rao())
}

pub(crate) fn alpha(amount: Alpha) -> generated::amount::Alpha {
    generated::amount::Alpha(amount.rao())
}

fn part(part: PerU16) -> generated::fraction::PerU16 {
    generated::fraction::PerU16(part.parts())
}

/// Gives TAO; the giver keeps at least what an account needs to exist.
pub fn transfer(to: AccountId, amount: Tao) -> impl Call {
    api::tx().balances().transfer_keep_alive(MultiAddress::Id(to), amount.rao())
}

/// Gives all free TAO; the giver's account ends unless `keep_alive`.
pub fn transfer_all(to: AccountId, keep_alive: bool) -> impl Call {
    api::tx().balances().transfer_all(MultiAddress::Id(to), keep_alive)
}

/// Registers a hotkey as a neuron, for the price of now. The coldkey signs.
pub fn register(netuid: NetUid, hotkey: AccountId) -> impl Call {
    api::tx().subtensor_module().burned_register(subnet(netuid), hotkey)
}

/// Registers a hotkey at root. The coldkey signs.
pub fn register_at_root(hotkey: AccountId) -> impl Call {
    api::tx().subtensor_module().root_register(hotkey)
}

/// Registers a subnet, for the price of now; the hotkey becomes its first neuron. The coldkey signs.
pub fn register_subnet(hotkey: AccountId) -> impl Call {
    api::tx().subtensor_module().register_network(hotkey)
}

/// Starts a subnet: its alpha trades, its neurons earn. The owner signs.
pub fn start_subnet(netuid: NetUid) -> impl Call {
    api::tx().subtensor_module().start_call(subnet(netuid))
}

/// Says where a neuron answers. The hotkey signs; it costs nothing.
pub fn serve_axon(netuid: NetUid, at: &Endpoint) -> impl Call {
    let (ip, kind) = at.number();
    api::tx().subtensor_module().serve_axon(subnet(netuid), at.version, ip, at.port, kind, at.protocol, 0, 0)
}

/// As [`serve_axon`], with the key that the server proves itself with: the algorithm's number, then its bytes.
pub fn serve_axon_tls(netuid: NetUid, at: &Endpoint, certificate: Vec<u8>) -> impl Call {
    let (ip, kind) = at.number();
    let module = api::tx().subtensor_module();
    module.serve_axon_tls(subnet(netuid), at.version, ip, at.port, kind, at.protocol, 0, 0, certificate)
}

/// Says where a neuron publishes measurements. The hotkey signs; it costs nothing.
pub fn serve_prometheus(netuid: NetUid, at: &Endpoint) -> impl Call {
    let (ip, kind) = at.number();
    api::tx().subtensor_module().serve_prometheus(subnet(netuid), at.version, ip, at.port, kind)
}

/// Sets a row of weights openly: `values` over their largest. The hotkey signs; it costs nothing.
pub fn set_weights(netuid: NetUid, uids: Vec<u16>, values: Vec<u16>, version_key: u64) -> impl Call {
    api::tx().subtensor_module().set_weights(subnet(netuid), uids, values, version_key)
}

/// Chooses the children of a hotkey on a subnet, each with its part of 2⁶⁴ - 1. The coldkey signs.
pub fn set_children(hotkey: AccountId, netuid: NetUid, children: Vec<(u64, AccountId)>) -> impl Call {
    api::tx().subtensor_module().set_children(hotkey, subnet(netuid), children)
}

/// What a hotkey keeps as somebody's child on a subnet. The coldkey signs.
pub fn set_childkey_take(hotkey: AccountId, netuid: NetUid, take: PerU16) -> impl Call {
    api::tx().subtensor_module().set_childkey_take(hotkey, subnet(netuid), part(take))
}

/// Raises what a hotkey keeps of its stakers' dividends. The coldkey signs.
pub fn increase_take(hotkey: AccountId, take: PerU16) -> impl Call {
    api::tx().subtensor_module().increase_take(hotkey, part(take))
}

/// Lowers what a hotkey keeps of its stakers' dividends. The coldkey signs.
pub fn decrease_take(hotkey: AccountId, take: PerU16) -> impl Call {
    api::tx().subtensor_module().decrease_take(hotkey, part(take))
}

/// Takes the dividends that root stake has earned on subnets. The coldkey signs.
pub fn claim_root(subnets: &[NetUid]) -> impl Call {
    let subnets: Vec<_> = subnets.iter().copied().map(subnet).collect();
    api::tx().subtensor_module().claim_root(subnets)
}

/// Says who stands behind the signing coldkey.
pub fn set_identity(identity: ChainIdentityV2) -> impl Call {
    let ChainIdentityV2 { name, url, github_repo, image, discord, description, additional } = identity;
    let module = api::tx().subtensor_module();
    module.set_identity(name, url, github_repo, image, discord, description, additional)
}

/// Gives stake to another coldkey, on the same hotkey.
pub fn transfer_stake(to: AccountId, hotkey: AccountId, netuid: NetUid, amount: Alpha) -> impl Call {
    let module = api::tx().subtensor_module();
    module.transfer_stake(to, hotkey, subnet(netuid), subnet(netuid), alpha(amount))
}

/// Moves stake to another hotkey of the same subnet: nothing is traded.
pub fn move_stake(from: AccountId, to: AccountId, netuid: NetUid, amount: Alpha) -> impl Call {
    let module = api::tx().subtensor_module();
    module.move_stake(from, to, subnet(netuid), subnet(netuid), alpha(amount))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn endpoint_should_be_a_number_of_its_kind() {
        let at = |ip: &str| Endpoint { ip: ip.parse().unwrap(), port: 1, protocol: 4, version: 0 }.number();
        assert_eq!(at("1.2.3.4"), (0x0102_0304, 4));
        assert_eq!(at("::1"), (1, 6));
    }
}
