//! `myelin neuron …`.

use crate::{
    amount::{percent, Amount},
    calls::{account, network, number, subnet},
    output::{facts, yes_no, Report, Table},
    session::{self, block_on},
    transact::{transact, By, Plan},
    Context, Failure,
};
use clap::{Args, Subcommand};
use myelin_chain::{AccountId, Snapshot};
use myelin_units::{Alpha, NetUid, Tao};
use myelin_views::{AxonInfo, NeuronInfoLite};
use schemars::JsonSchema;
use serde::Serialize;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};

/// Neurons: who works on a subnet
#[derive(Debug, Subcommand)]
pub enum Verb {
    /// All neurons of a subnet
    List(super::subnet::Which),
    /// One neuron: of the hotkey, or of a uid
    Show(Show),
    /// Buy a uid for the hotkey
    Register(Register),
    /// Say where the hotkey's neuron answers
    Serve(Serve),
}

/// Which neuron.
#[derive(Debug, Args)]
pub struct Show {
    /// Number of the subnet
    netuid: u16,
    /// Its uid [default: that of the hotkey]
    #[arg(long)]
    uid: Option<u16>,
}

/// Where a uid is bought.
#[derive(Debug, Args)]
pub struct Register {
    /// Number of the subnet
    netuid: u16,
    /// The most it may cost, TAO [default: what it costs now, and 5 %]
    #[arg(long, value_name = "AMOUNT")]
    limit: Option<String>,
}

/// Where a neuron answers.
#[derive(Debug, Args)]
pub struct Serve {
    /// Number of the subnet
    netuid: u16,
    /// Its address and port, as others reach it: 93.184.216.34:8091, [2606:2800::1]:8091
    address: SocketAddr,
    /// Protocol number
    #[arg(long, default_value_t = 4)]
    protocol: u8,
    /// Version number of the software
    #[arg(long = "software-version", default_value_t = 1)]
    version: u32,
}

/// A neuron.
#[derive(Debug, Serialize, JsonSchema)]
pub struct Neuron {
    /// Its seat in the subnet.
    pub uid: u16,
    /// The key that works for it.
    pub hotkey: String,
    /// The key that owns it.
    pub coldkey: String,
    /// All alpha on the hotkey.
    pub stake: Amount,
    /// What the last epoch gave it.
    pub emission: Amount,
    /// Its share of what miners get, over 65,535.
    pub incentive: u16,
    /// Its share of what validators get, over 65,535.
    pub dividends: u16,
    /// The quantile of the weights on it, over 65,535.
    pub consensus: u16,
    /// May it set weights on others?
    pub validator_permit: bool,
    /// Has it set weights lately?
    pub active: bool,
    /// Block of its last weights, or of its registration.
    pub last_update: u64,
    /// Where it answers; none when it does not.
    pub axon: Option<String>,
}

impl Neuron {
    fn of(info: &NeuronInfoLite<AccountId>, symbol: &str) -> Self {
        let stake = info.stake.iter().fold(0u64, |sum, (_, alpha)| sum.saturating_add(alpha.0.rao()));
        Self {
            uid: info.uid.0,
            hotkey: info.hotkey.to_string(),
            coldkey: info.coldkey.to_string(),
            stake: Amount::alpha(Alpha::new(stake), symbol),
            emission: Amount::alpha(info.emission.0, symbol),
            incentive: info.incentive.0.parts(),
            dividends: info.dividends.0.parts(),
            consensus: info.consensus.0.parts(),
            validator_permit: info.validator_permit,
            active: info.active,
            last_update: info.last_update.0,
            axon: endpoint(&info.axon_info),
        }
    }
}

/// `neuron list`.
#[derive(Debug, Serialize, JsonSchema)]
pub struct Neurons {
    /// The subnet.
    pub netuid: u16,
    /// By uid.
    pub neurons: Vec<Neuron>,
}

impl Report for Neurons {
    fn text(&self) -> String {
        let columns = [
            ">uid",
            "hotkey",
            ">stake",
            ">emission",
            ">incentive",
            ">dividends",
            "permit",
            ">last update",
            "axon",
        ];
        let mut table = Table::new(&columns);
        for it in &self.neurons {
            table.row([
                it.uid.to_string(),
                it.hotkey.clone(),
                it.stake.to_string(),
                it.emission.to_string(),
                percent(it.incentive.into(), 65_535),
                percent(it.dividends.into(), 65_535),
                yes_no(it.validator_permit),
                it.last_update.to_string(),
                it.axon.clone().unwrap_or_else(|| "-".into()),
            ]);
        }
        table.render()
    }
}

/// `neuron show`.
#[derive(Debug, Serialize, JsonSchema)]
pub struct Shown {
    /// The subnet.
    pub netuid: u16,
    /// The neuron.
    #[serde(flatten)]
    pub neuron: Neuron,
}

impl Report for Shown {
    fn text(&self) -> String {
        let it = &self.neuron;
        facts([
            ("neuron", format!("uid {} of subnet {}", it.uid, self.netuid)),
            ("hotkey", it.hotkey.clone()),
            ("coldkey", it.coldkey.clone()),
            ("stake", it.stake.to_string()),
            ("emission", format!("{} in the last epoch", it.emission)),
            ("incentive", percent(it.incentive.into(), 65_535)),
            ("dividends", percent(it.dividends.into(), 65_535)),
            ("consensus", percent(it.consensus.into(), 65_535)),
            ("permit", yes_no(it.validator_permit)),
            ("active", yes_no(it.active)),
            ("last update", format!("block {}", it.last_update)),
            ("axon", it.axon.clone().unwrap_or_else(|| "none".into())),
        ])
    }
}

/// Does what the verb says.
pub fn run(verb: &Verb, context: &Context) -> Result<(), Failure> {
    block_on(async {
        match verb {
            Verb::List(which) => list(NetUid::new(which.netuid), context).await,
            Verb::Show(show) => shown(show, context).await,
            Verb::Register(ask) => register(ask, context).await,
            Verb::Serve(ask) => serve(ask, context).await,
        }
    })
}

async fn list(netuid: NetUid, context: &Context) -> Result<(), Failure> {
    let state = context.reads().await?;
    let (neurons, subnet) = tokio::join!(state.neurons(netuid), state.subnet(netuid));
    let neurons = neurons?;
    let symbol = session::symbol(&subnet?);
    let neurons = neurons.iter().map(|info| Neuron::of(info, &symbol)).collect();
    context.out.print(&Neurons { netuid: netuid.number(), neurons })
}

async fn shown(show: &Show, context: &Context) -> Result<(), Failure> {
    let netuid = NetUid::new(show.netuid);
    let state = context.reads().await?;
    let subnet = state.subnet(netuid).await?;
    let uid = match show.uid {
        Some(uid) => uid,
        None => uid_of_hotkey(&state, netuid, context).await?,
    };
    let found = state.view("NeuronInfoRuntimeApi_get_neuron_lite", &(netuid, uid)).await?;
    let found: NeuronInfoLite<AccountId> = Option::ok_or_else(found, || {
        Failure::NotFound(format!("subnet {netuid} has no uid {uid}: see `myelin neuron list {netuid}`"))
    })?;
    let neuron = Neuron::of(&found, &session::symbol(&subnet));
    context.out.print(&Shown { netuid: show.netuid, neuron })
}

/// The uid of the hotkey that is meant.
pub async fn uid_of_hotkey(state: &Snapshot, netuid: NetUid, context: &Context) -> Result<u16, Failure> {
    let hotkey = context.keys().hotkey_address()?;
    let uid = state.uid_of(netuid, hotkey.into()).await?.map(|uid| uid.number());
    uid.ok_or_else(|| {
        Failure::NotFound(format!(
            "{hotkey} has no uid in subnet {netuid}: `myelin neuron register {netuid}` buys one"
        ))
    })
}

async fn register(ask: &Register, context: &Context) -> Result<(), Failure> {
    let (netuid, hotkey) = (NetUid::new(ask.netuid), context.keys().hotkey_address()?);
    if netuid.is_root() {
        return Err(Failure::Usage("a seat at root is free: `myelin root register`".into()));
    }
    let state = context.reads().await?;
    session::exists(&state, netuid).await?;
    let (price, uid) = tokio::join!(state.neuron_cost(netuid), state.uid_of(netuid, hotkey.into()));
    let (price, uid) = (price?.rao(), uid?);
    let limit = match &ask.limit {
        Some(limit) => crate::amount::rao(limit)?,
        None => price.saturating_add(price / 20),
    };
    let arguments =
        [("netuid", subnet(netuid)), ("hotkey", account(&hotkey)), ("limit_price", number(limit))];
    let [price, limit] = [price, limit].map(|rao| Amount::tao(Tao::new(rao)));
    let action = format!("register {hotkey} in subnet {netuid}");
    let plan = Plan::new(action, By::Coldkey, network("register_limit", arguments))
        .effect(format!("about {price} leave the coldkey, {limit} at most; nothing of it comes back"))
        .unless(uid.map(|uid| {
            format!(
                "HotKeyAlreadyRegisteredInSubNet: {hotkey} has uid {uid} of subnet {netuid} already: register another \
                 hotkey (`myelin wallet create --only hotkey --hotkey NAME`)"
            )
        }))
        .unless((price.rao > limit.rao).then(|| {
            format!(
                "RegistrationPriceLimitExceeded: it costs {price} now, and --limit is {limit}: raise it, or wait until \
                 the price has fallen"
            )
        }));
    transact(context, state.chain(), plan).await
}

async fn serve(ask: &Serve, context: &Context) -> Result<(), Failure> {
    let netuid = NetUid::new(ask.netuid);
    reachable(ask.address)?;
    let (ip, kind) = match ask.address.ip() {
        IpAddr::V4(ip) => (u128::from(u32::from(ip)), 4u8),
        IpAddr::V6(ip) => (u128::from(ip), 6),
    };
    let arguments = [
        ("netuid", subnet(netuid)),
        ("version", number(ask.version)),
        ("ip", number(ip)),
        ("port", number(ask.address.port())),
        ("ip_type", number(kind)),
        ("protocol", number(ask.protocol)),
        ("placeholder1", number(0u8)),
        ("placeholder2", number(0u8)),
    ];
    let action = format!("announce {} in subnet {netuid}", ask.address);
    let plan = Plan::new(action, By::Hotkey, network("serve_axon", arguments))
        .effect("others ask the neuron there")
        .harmless();
    let state = context.reads().await?;
    session::exists(&state, netuid).await?;
    uid_of_hotkey(&state, netuid, context).await?;
    transact(context, state.chain(), plan).await
}

/// Refuses an address at which nobody else finds the neuron. The chain takes some of them, to say that it is gone.
fn reachable(address: SocketAddr) -> Result<(), Failure> {
    let ip = address.ip();
    let why = match ip {
        _ if address.port() == 0 => "port 0 is none",
        _ if ip.is_unspecified() => "it means every address of this machine, and none to others",
        _ if ip == Ipv4Addr::LOCALHOST || ip == Ipv6Addr::LOCALHOST => {
            "others find themselves there; chains do not take it (on one machine, 127.0.0.2 does as well)"
        }
        _ if ip == Ipv4Addr::BROADCAST || ip == Ipv6Addr::from(u128::MAX) => "it is nobody's",
        _ => return Ok(()),
    };
    Err(Failure::Usage(format!(
        "{address} cannot be announced: {why}. Say the address and the port that others see"
    )))
}

/// Where a neuron answers, as others write it.
fn endpoint(axon: &AxonInfo) -> Option<String> {
    if axon.port == 0 {
        return None;
    }
    let ip = match axon.ip_type {
        4 => IpAddr::V4(Ipv4Addr::from(u32::try_from(axon.ip).ok()?)),
        _ => IpAddr::V6(Ipv6Addr::from(axon.ip)),
    };
    Some(SocketAddr::new(ip, axon.port).to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn address_should_be_refused_with_the_reason_when_nobody_else_finds_it() {
        for (text, why) in [
            ("0.0.0.0:80", "every address"),
            ("[::]:80", "every address"),
            ("127.0.0.1:80", "127.0.0.2"),
            ("[::1]:80", "127.0.0.2"),
            ("255.255.255.255:80", "nobody's"),
            ("93.184.216.34:0", "port 0"),
        ] {
            let said = reachable(text.parse().unwrap()).unwrap_err().to_string();
            assert!(said.contains(why), "{text}: {said}");
        }
        assert!(reachable("93.184.216.34:80".parse().unwrap()).is_ok());
        assert!(reachable("127.0.0.2:80".parse().unwrap()).is_ok());
    }

    #[test]
    fn endpoint_should_be_readable_when_it_is_of_either_kind() {
        let axon = AxonInfo { ip: 0x0102_0304, port: 8091, ip_type: 4, ..AxonInfo::default() };
        assert_eq!(endpoint(&axon).unwrap(), "1.2.3.4:8091");
        let axon = AxonInfo { ip: 1, port: 8091, ip_type: 6, ..AxonInfo::default() };
        assert_eq!(endpoint(&axon).unwrap(), "[::1]:8091");
        assert_eq!(endpoint(&AxonInfo::default()), None);
        let foreign = AxonInfo { ip: u128::MAX, port: 1, ip_type: 4, ..AxonInfo::default() };
        assert_eq!(endpoint(&foreign), None);
    }
}
