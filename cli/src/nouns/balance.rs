//! `myelin balance`.

use crate::{
    amount::Amount,
    keys,
    output::{facts, Report},
    session::block_on,
    trade, Context, Failure,
};
use myelin_chain::{AccountId, Snapshot};
use myelin_units::{NetUid, Price, Tao};
use myelin_views::StakeInfo;
use myelin_wallet::PublicKey;
use schemars::JsonSchema;
use serde::Serialize;
use std::collections::BTreeMap;

/// What an account has: free TAO, and what its stakes are worth
#[derive(Debug, clap::Args)]
pub struct Ask {
    /// Whose [default: the wallet's coldkey]
    address: Option<String>,
}

/// What an account has.
#[derive(Debug, Serialize, JsonSchema)]
pub struct Balance {
    /// Whose.
    pub address: String,
    /// TAO that may be sent or staked, the existential deposit included.
    pub free: Amount,
    /// TAO that is reserved or held: deposits of proxies, multisigs, crowdloans.
    pub held: Amount,
    /// What all stakes are worth at present prices. Selling all of it at once brings less.
    pub staked: Amount,
    /// How many stakes there are: `myelin stake list`.
    pub stakes: u32,
}

impl Report for Balance {
    fn text(&self) -> String {
        facts([
            ("address", self.address.clone()),
            ("free", self.free.to_string()),
            ("held", self.held.to_string()),
            ("staked", format!("{} at present prices, in {} stakes", self.staked, self.stakes)),
        ])
    }
}

/// Reads and prints it.
pub fn run(ask: &Ask, context: &Context) -> Result<(), Failure> {
    let who = whose(ask.address.as_deref(), context)?;
    block_on(async {
        let state = context.reads().await?;
        context.out.print(&balance(&state, who).await?)
    })
}

/// The address that was named, or the wallet's.
pub fn whose(address: Option<&str>, context: &Context) -> Result<PublicKey, Failure> {
    match address {
        Some(address) => keys::address(address),
        None => context.keys().coldkey_address(),
    }
}

async fn balance(state: &Snapshot, who: PublicKey) -> Result<Balance, Failure> {
    let id = AccountId::from(who);
    let (account, stakes, subnets) = tokio::join!(state.account(id), state.stakes(id), state.subnets());
    let (account, stakes) = (account?, stakes?);
    let prices: BTreeMap<NetUid, Price> =
        subnets?.iter().filter_map(|subnet| Some((subnet.netuid.0, trade::price_of(subnet)?))).collect();
    let worth = |stake: &StakeInfo<AccountId>| {
        prices
            .get(&stake.netuid.0)
            .and_then(|price| price.tao_for_floor(stake.stake.0).ok())
            .unwrap_or(Tao::ZERO)
    };
    let staked = stakes.iter().fold(0u64, |sum, stake| sum.saturating_add(worth(stake).rao()));
    Ok(Balance {
        address: who.ss58(),
        free: Amount::tao(account.free),
        held: Amount::tao(account.reserved),
        staked: Amount::tao(Tao::new(staked)),
        stakes: u32::try_from(stakes.len()).unwrap_or(u32::MAX),
    })
}
