//! `stake add` and `stake remove`: trades, with a quote and a limit around it.

use super::Trade as Ask;
use crate::{
    amount::{decimal, Amount, Wanted, TAO},
    calls::{account, maybe, network, number, subnet, switch, Argument, Call},
    session,
    transact::{transact, By, Plan},
    Context, Failure,
};
use myelin_chain::{ChainError, Snapshot, Trade};
use myelin_units::{Alpha, NetUid, Tao};
use myelin_wallet::PublicKey;

/// What stays on the coldkey when everything is staked: the existential deposit, and room for the fee.
const KEPT: u64 = 2_000_000;
/// What an account keeps when it pays a fee (wire: `Balances.ExistentialDeposit`).
const EXISTENTIAL_DEPOSIT: u64 = 500;

pub(super) async fn add(ask: &Ask, context: &Context) -> Result<(), Failure> {
    let netuid = NetUid::new(ask.netuid);
    ask.bounds.fit(netuid)?;
    let hotkey = context.keys().hotkey_address()?;
    let state = context.reads().await?;
    let amount = match ask.amount.of_tao()? {
        Wanted::Rao(rao) => Tao::new(rao),
        Wanted::All => {
            let coldkey = context.keys().coldkey_address()?;
            Tao::new(state.balance(coldkey.into()).await?.rao().saturating_sub(KEPT))
        }
    };
    let trade = Trade::Stake { netuid, amount };
    let (offer, symbol) = tokio::join!(ask.bounds.offer(&state, trade, Alpha::ZERO), symbol(&state, netuid));
    let (offer, symbol, partial) = (offer?, symbol?, ask.bounds.partial());
    let amounts = ("amount_staked", number(amount.rao()));
    let call = match offer.bound.limit() {
        Some(price) => limited("add_stake_limit", &hotkey, netuid, amounts, (price, partial)),
        None => plain("add_stake", &hotkey, netuid, amounts),
    };
    let action = format!("stake {}{} on {hotkey} in subnet {netuid}", up_to(partial), Amount::tao(amount));
    let plan = Plan::new(action, By::Coldkey, call).offered(offer.told(trade, TAO, &symbol), |quote| {
        quote.effect(partial, &format!("{} of stake", quote.receives))
    });
    transact(context, state.chain(), plan).await
}

pub(super) async fn remove(ask: &Ask, context: &Context) -> Result<(), Failure> {
    let netuid = NetUid::new(ask.netuid);
    ask.bounds.fit(netuid)?;
    let hotkey = context.keys().hotkey_address()?;
    let state = context.reads().await?;
    let wanted = wanted(ask.amount.of_alpha(netuid)?, &state, context, &hotkey, netuid).await?;
    // Its fee depends on the call's length and kind, not on its numbers.
    let bounded = !netuid.is_root() && !ask.bounds.no_limit();
    let priced = removal(ask, &hotkey, wanted, bounded.then_some(0));
    let (fee, symbol) = tokio::join!(fee_in_alpha(&state, context, &priced, netuid), symbol(&state, netuid));
    let (fee, symbol, partial) = (fee?, symbol?, ask.bounds.partial());
    // All is what the fee leaves. Where the call names the amount, some room is left: should the price fall, the fee is
    // more of the alpha.
    let for_fee = fee.rao().saturating_mul(if partial { 2 } else { 1 });
    let left = wanted.rao().saturating_sub(for_fee);
    let amount = if ask.amount.wanted == Wanted::All && left > 0 { Alpha::new(left) } else { wanted };
    let trade = Trade::Unstake { netuid, amount };
    let offer = ask.bounds.offer(&state, trade, fee).await?;
    let call = removal(ask, &hotkey, amount, offer.bound.limit());
    let gives = Amount::alpha(amount, &symbol);
    let action = format!("unstake {}{gives} from {hotkey} in subnet {netuid}", up_to(partial));
    let mut plan = Plan::new(action, By::Coldkey, call).offered(offer.told(trade, &symbol, TAO), |quote| {
        quote.effect(partial, &format!("{} of free TAO", quote.receives))
    });
    if !fee.is_zero() {
        let fee = Amount::alpha(fee, &symbol);
        plan = plan.effect(format!(
            "{fee} of the stake are sold for the fee first, since there is too little TAO; what it receives is what \
             comes after that"
        ));
        plan.fee_in_alpha = Some(fee);
    }
    transact(context, state.chain(), plan).await
}

/// The call that unstakes.
fn removal(ask: &Ask, hotkey: &PublicKey, amount: Alpha, limit: Option<u64>) -> Call {
    let (netuid, partial) = (NetUid::new(ask.netuid), ask.bounds.partial());
    let amounts = ("amount_unstaked", number(amount.rao()));
    match limit {
        // All there is when the call is made, which may be more than now.
        limit if ask.amount.wanted == Wanted::All && !partial && !netuid.is_root() => {
            let limit = ("limit_price", maybe(limit.map(number)));
            let (hotkey, netuid) = (("hotkey", account(hotkey)), ("netuid", subnet(netuid)));
            network("remove_stake_full_limit", [hotkey, netuid, limit])
        }
        Some(price) => limited("remove_stake_limit", hotkey, netuid, amounts, (price, partial)),
        None => plain("remove_stake", hotkey, netuid, amounts),
    }
}

/// What the chain sells of the stake for the fee, where the coldkey has too little TAO: it takes fees of unstaking so. Of
/// a subnet whose pool cannot pay, nothing: then the chain refuses the call, and says why.
async fn fee_in_alpha(
    state: &Snapshot,
    context: &Context,
    call: &Call,
    netuid: NetUid,
) -> Result<Alpha, Failure> {
    if context.global.proxy_for.is_some() {
        return Ok(Alpha::ZERO); // The proxy pays, in TAO.
    }
    let who = context.keys().coldkey_address()?;
    let (fee, account) = tokio::join!(state.chain().fee(&who, call), state.account(who.into()));
    let (fee, account) = (fee?, account?);
    if account.free.is_zero() && account.reserved.is_zero() {
        return Err(Failure::Refused(format!(
            "{who} has no TAO at all, and such an account signs nothing, not even what is paid for in alpha: send it \
             {EXISTENTIAL_DEPOSIT} rao first"
        )));
    }
    let frozen = account.frozen.rao().saturating_sub(account.reserved.rao());
    if account.free.rao().saturating_sub(frozen.max(EXISTENTIAL_DEPOSIT)) >= fee.rao() {
        return Ok(Alpha::ZERO);
    }
    match state.alpha_for_fee(netuid, fee).await {
        Err(ChainError::Trade(_)) => Ok(Alpha::ZERO),
        sold => Ok(sold?),
    }
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
    Ok(session::symbol(&state.subnet(netuid).await?))
}

/// Less may be traded than was said, if only so much fits within the limit.
pub(super) fn up_to(partial: bool) -> &'static str {
    match partial {
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
