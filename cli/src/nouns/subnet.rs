//! `myelin subnet …`.

use crate::{
    amount::Amount,
    calls::{account, network, subnet as number_of},
    output::{cut, facts, yes_no, Report, Table},
    session::{self, block_on, text, Subnet},
    trade,
    transact::{transact, By, Plan},
    Context, Failure,
};
use clap::{Args, Subcommand};
use myelin_units::{NetUid, Tao};
use schemars::JsonSchema;
use serde::Serialize;

mod describe;

pub(crate) use describe::merged;
pub use describe::Describe;

/// Subnets: their markets, making one
#[derive(Debug, Subcommand)]
pub enum Verb {
    /// All subnets
    List,
    /// One subnet
    Show(Which),
    /// What registering a subnet costs now
    Cost,
    /// Register a subnet; its owner is the coldkey, its first neuron the hotkey
    Create,
    /// Start a subnet: its market and its emission open
    Start(Which),
    /// Say what a subnet is about; what is not given stays as it is
    Describe(Describe),
}

/// Which subnet.
#[derive(Debug, Args)]
pub struct Which {
    /// Number of the subnet
    pub netuid: u16,
}

/// A subnet in a list.
#[derive(Debug, Serialize, JsonSchema)]
pub struct Listed {
    /// Its number.
    pub netuid: u16,
    /// Its name, as its owner wrote it.
    pub name: String,
    /// The symbol of its alpha.
    pub symbol: String,
    /// Price of one alpha; none where there is no market.
    pub price: Option<Amount>,
    /// TAO in the pool.
    pub tao_in_pool: Amount,
    /// Alpha in the pool.
    pub alpha_in_pool: Amount,
    /// Alpha outside the pool.
    pub alpha_outside: Amount,
    /// TAO that the last block gave it.
    pub emission: Amount,
    /// Blocks between epochs.
    pub tempo: u16,
    /// Address of its owner.
    pub owner: String,
}

impl From<&Subnet> for Listed {
    fn from(subnet: &Subnet) -> Self {
        let symbol = session::symbol(subnet);
        Self {
            netuid: subnet.netuid.0.number(),
            name: text(&subnet.subnet_name),
            price: trade::price_of(subnet).map(trade::price),
            tao_in_pool: Amount::tao(subnet.tao_in.0),
            alpha_in_pool: Amount::alpha(subnet.alpha_in.0, &symbol),
            alpha_outside: Amount::alpha(subnet.alpha_out.0, &symbol),
            emission: Amount::tao(Tao::new(subnet.emission.0)),
            tempo: subnet.tempo.0,
            owner: subnet.owner_coldkey.to_string(),
            symbol,
        }
    }
}

/// `subnet list`.
#[derive(Debug, Serialize, JsonSchema)]
pub struct Subnets {
    /// By number.
    pub subnets: Vec<Listed>,
}

impl Report for Subnets {
    fn text(&self) -> String {
        let mut table = Table::new(&[
            ">netuid",
            "name",
            ">price",
            ">in the pool",
            ">",
            ">outside",
            ">emission/block",
            ">tempo",
        ]);
        for it in &self.subnets {
            table.row([
                it.netuid.to_string(),
                cut(&it.name),
                it.price.as_ref().map_or("-".into(), Amount::to_string),
                it.tao_in_pool.to_string(),
                it.alpha_in_pool.to_string(),
                it.alpha_outside.to_string(),
                it.emission.to_string(),
                it.tempo.to_string(),
            ]);
        }
        table.render()
    }
}

/// `subnet show`.
#[derive(Debug, Serialize, JsonSchema)]
pub struct Shown {
    /// What a list says of it.
    #[serde(flatten)]
    pub listed: Listed,
    /// The owner's hotkey.
    pub owner_hotkey: String,
    /// Moving price, which emission follows.
    pub moving_price: Amount,
    /// What registering a neuron costs now.
    pub registration: Amount,
    /// Neurons there are.
    pub neurons: u16,
    /// The most that there may be.
    pub most_neurons: u16,
    /// Has it been started?
    pub started: bool,
    /// Block it was registered in.
    pub registered_at: u64,
    /// Block of its last epoch.
    pub last_epoch: u64,
    /// Block of its next epoch; none when there is none.
    pub next_epoch: Option<u64>,
    /// What it is about, as its owner wrote it.
    pub description: String,
    /// Home page, as its owner wrote it.
    pub url: String,
}

impl Report for Shown {
    fn text(&self) -> String {
        let it = &self.listed;
        facts([
            ("subnet", format!("{} {} ({})", it.netuid, it.name, it.symbol)),
            ("about", self.description.clone()),
            ("url", self.url.clone()),
            ("owner", it.owner.clone()),
            ("owner's hotkey", self.owner_hotkey.clone()),
            ("started", yes_no(self.started)),
            ("price", it.price.as_ref().map_or("-".into(), Amount::to_string)),
            ("moving price", self.moving_price.to_string()),
            ("in the pool", format!("{}, {}", it.tao_in_pool, it.alpha_in_pool)),
            ("outside", it.alpha_outside.to_string()),
            ("emission", format!("{} in the last block", it.emission)),
            ("neurons", format!("{} of {}", self.neurons, self.most_neurons)),
            ("registration", self.registration.to_string()),
            ("tempo", format!("{} blocks", it.tempo)),
            ("registered at", format!("block {}", self.registered_at)),
            ("last epoch", format!("block {}", self.last_epoch)),
            ("next epoch", self.next_epoch.map_or("none".into(), |block| format!("block {block}"))),
        ])
    }
}

/// `subnet cost`.
#[derive(Debug, Serialize, JsonSchema)]
pub struct Cost {
    /// What a subnet costs now. All of it goes into the subnet's pool.
    pub cost: Amount,
}

impl Report for Cost {
    fn text(&self) -> String {
        format!("{} now; it doubles with each sale and falls with each block", self.cost)
    }
}

/// Does what the verb says.
pub fn run(verb: &Verb, context: &Context) -> Result<(), Failure> {
    block_on(async {
        match verb {
            Verb::List => list(context).await,
            Verb::Show(which) => show(NetUid::new(which.netuid), context).await,
            Verb::Cost => {
                let cost = cost(context).await?;
                context.out.print(&Cost { cost: Amount::tao(cost) })
            }
            Verb::Create => create(context).await,
            Verb::Start(which) => start(NetUid::new(which.netuid), context).await,
            Verb::Describe(describe) => describe::describe(describe, context).await,
        }
    })
}

async fn list(context: &Context) -> Result<(), Failure> {
    let state = context.one_read().await?;
    let subnets = state.subnets().await?.iter().map(Listed::from).collect();
    context.out.print(&Subnets { subnets })
}

async fn show(netuid: NetUid, context: &Context) -> Result<(), Failure> {
    let state = context.reads().await?;
    let key = myelin_chain::keys::network::<u64>("FirstEmissionBlockNumber").plain(netuid);
    let (subnet, info, epoch, started) = tokio::join!(
        state.subnet(netuid),
        state.subnet_info(netuid),
        state.next_epoch(netuid),
        state.value(&key)
    );
    let (subnet, info) = (subnet?, info?);
    let said = subnet.subnet_identity.as_ref();
    let words =
        |bytes: Option<&Vec<u8>>| bytes.map_or(String::new(), |it| String::from_utf8_lossy(it).into_owned());
    // TAO per alpha with 32 fractional bits.
    let moving = u128::try_from(subnet.moving_price.bits).unwrap_or(0).saturating_mul(1_000_000_000) >> 32;
    context.out.print(&Shown {
        listed: Listed::from(&subnet),
        owner_hotkey: subnet.owner_hotkey.to_string(),
        moving_price: Amount::tao(Tao::new(u64::try_from(moving).unwrap_or(u64::MAX))),
        registration: Amount::tao(info.burn.0),
        neurons: info.subnetwork_n.0,
        most_neurons: info.max_allowed_uids.0,
        started: netuid.is_root() || started?.is_some(),
        registered_at: subnet.network_registered_at.0,
        last_epoch: subnet.last_step.0,
        next_epoch: epoch?,
        description: words(said.map(|it| &it.description)),
        url: words(said.map(|it| &it.subnet_url)),
    })
}

async fn cost(context: &Context) -> Result<Tao, Failure> {
    Ok(context.one_read().await?.subnet_cost().await?)
}

async fn create(context: &Context) -> Result<(), Failure> {
    let hotkey = context.keys().hotkey_address()?;
    let chain = context.chain().await?;
    let cost = chain.unpinned().subnet_cost().await?;
    let call = network("register_network", [("hotkey", account(&hotkey))]);
    let cost = Amount::tao(cost);
    let plan = Plan::new("register a subnet", By::Coldkey, call)
        .effect(format!(
            "about {cost} leave the coldkey and become the subnet's pool; nothing of it comes back"
        ))
        .effect(format!("{hotkey} becomes its first neuron"));
    transact(context, &chain, plan).await
}

async fn start(netuid: NetUid, context: &Context) -> Result<(), Failure> {
    let state = context.reads().await?;
    let first = myelin_chain::keys::network::<u64>("FirstEmissionBlockNumber").plain(netuid);
    let (there, first) = tokio::join!(session::exists(&state, netuid), state.value(&first));
    there?;
    let started = first?.map(|block| {
        format!("FirstEmissionBlockNumberAlreadySet: subnet {netuid} has been started, with emission from block {block} on")
    });
    let call = network("start_call", [("netuid", number_of(netuid))]);
    let plan = Plan::new(format!("start subnet {netuid}"), By::Coldkey, call)
        .effect("its market opens, and emission begins; this is done once")
        .unless(started);
    transact(context, state.chain(), plan).await
}
