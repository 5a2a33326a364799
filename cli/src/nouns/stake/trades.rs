//! `stake add` and `stake remove`: trades, with a quote and a limit around it.

use super::Trade as Ask;
use crate::{
    amount::{decimal, Amount, Wanted, TAO},
    calls::{account, maybe, network, number, subnet, switch, Argument, Call},
    session::text,
    trade::Quote,
    transact::{transact, By, Plan},
    Context, Failure,
};
use myelin_chain::{Snapshot, Trade};
use myelin_units::{Alpha, NetUid, Tao};
use myelin_wallet::PublicKey;

/// What stays on the coldkey when everything is staked: the existential deposit, and room for the fee.
const KEPT: u64 = 2_000_000;

pub(super) async fn add(ask: &Ask, context: &Context) -> Result<(), Failure> {
    let (netuid, hotkey) = (NetUid::new(ask.netuid), context.keys().hotkey_address()?);
    let state = context.reads().await?;
    let amount = match ask.amount.of_tao()? {
        Wanted::Rao(rao) => Tao::new(rao),
        Wanted::All => {
            let coldkey = context.keys().coldkey_address()?;
            Tao::new(state.balance(coldkey.into()).await?.rao().saturating_sub(KEPT))
        }
    };
    let (trade, symbol) = tokio::join!(state.quote(Trade::Stake { netuid, amount }), symbol(&state, netuid));
    let (trade, symbol) = (trade?, symbol?);
    let limit = if netuid.is_root() { None } else { ask.bounds.limit(&trade)? };
    let amounts = ("amount_staked", number(amount.rao()));
    let call = match limit {
        Some(price) => limited("add_stake_limit", &hotkey, netuid, amounts, (price, ask.bounds.partial())),
        None => plain("add_stake", &hotkey, netuid, amounts),
    };
    let quote = Quote::new(&trade, limit, TAO, &symbol);
    let up_to = up_to(ask);
    let action = format!("stake {up_to}{} on {hotkey} in subnet {netuid}", quote.gives);
    let mut plan = Plan::new(action, By::Coldkey, call).effect(format!(
        "{up_to}{} leave the coldkey and become {up_to}about {} of stake",
        quote.gives, quote.receives
    ));
    plan.quote = Some(quote);
    transact(context, state.chain(), plan).await
}

pub(super) async fn remove(ask: &Ask, context: &Context) -> Result<(), Failure> {
    let (netuid, hotkey) = (NetUid::new(ask.netuid), context.keys().hotkey_address()?);
    let state = context.reads().await?;
    let amount = wanted(ask.amount.of_alpha(netuid)?, &state, context, &hotkey, netuid).await?;
    let (trade, symbol) =
        tokio::join!(state.quote(Trade::Unstake { netuid, amount }), symbol(&state, netuid));
    let (trade, symbol) = (trade?, symbol?);
    let limit = if netuid.is_root() { None } else { ask.bounds.limit(&trade)? };
    let amounts = ("amount_unstaked", number(amount.rao()));
    let whole = ask.amount.wanted == Wanted::All && !ask.bounds.partial() && !netuid.is_root();
    let call = match limit {
        // All there is when the call is made, which may be more than now.
        limit if whole => {
            let limit = ("limit_price", maybe(limit.map(number)));
            network(
                "remove_stake_full_limit",
                [("hotkey", account(&hotkey)), ("netuid", subnet(netuid)), limit],
            )
        }
        Some(price) => limited("remove_stake_limit", &hotkey, netuid, amounts, (price, ask.bounds.partial())),
        None => plain("remove_stake", &hotkey, netuid, amounts),
    };
    let quote = Quote::new(&trade, limit, &symbol, TAO);
    let up_to = up_to(ask);
    let action = format!("unstake {up_to}{} from {hotkey} in subnet {netuid}", quote.gives);
    let mut plan = Plan::new(action, By::Coldkey, call)
        .effect(format!("{up_to}{} become {up_to}about {} of free TAO", quote.gives, quote.receives));
    plan.quote = Some(quote);
    transact(context, state.chain(), plan).await
}

fn plain(name: &str, hotkey: &PublicKey, netuid: NetUid, amount: (&str, Argument)) -> Call {
    network(name, [("hotkey", account(hotkey)), ("netuid", subnet(netuid)), amount])
}

fn limited(
    name: &str,
    hotkey: &PublicKey,
    netuid: NetUid,
    amount: (&str, Argument),
    (price, partial): (u64, bool),
) -> Call {
    let (hotkey, netuid) = (("hotkey", account(hotkey)), ("netuid", subnet(netuid)));
    network(
        name,
        [hotkey, netuid, amount, ("limit_price", number(price)), ("allow_partial", switch(partial))],
    )
}

/// What a subnet's stake is counted in.
pub(super) async fn symbol(state: &Snapshot, netuid: NetUid) -> Result<String, Failure> {
    if netuid.is_root() {
        return Ok(TAO.into());
    }
    Ok(text(&state.subnet(netuid).await?.token_symbol))
}

/// Less may be traded than was said, if only so much fits within the limit.
fn up_to(ask: &Ask) -> &'static str {
    match ask.bounds.partial() {
        true => "up to ",
        false => "",
    }
}

/// What is meant of the stake that there is on a hotkey.
pub(super) async fn wanted(
    amount: Wanted,
    state: &Snapshot,
    context: &Context,
    hotkey: &PublicKey,
    netuid: NetUid,
) -> Result<Alpha, Failure> {
    let coldkey = context.keys().coldkey_address()?;
    let staked = state.stake(coldkey.into(), hotkey.into(), netuid).await?;
    if staked.is_zero() {
        return Err(Failure::NotFound(format!(
            "{coldkey} has no stake on {hotkey} in subnet {netuid}: see `myelin stake list`"
        )));
    }
    let alpha = Alpha::new(amount.of(staked.rao()));
    if alpha > staked {
        let (has, unit) = (decimal(staked.rao().into()), symbol(state, netuid).await?);
        return Err(Failure::Usage(format!(
            "the stake is {}: say that much at most, or all",
            Amount { rao: staked.rao(), amount: has, unit }
        )));
    }
    Ok(alpha)
}
