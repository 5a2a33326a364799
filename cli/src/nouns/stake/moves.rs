//! `stake move`, `stake swap` and `stake transfer`.

use super::{
    trades::{symbol, up_to, wanted},
    Move, Swap, Transfer,
};
use crate::{
    amount::Amount,
    calls::{account, network, number, subnet, switch},
    keys,
    trade::{Bound, Quote},
    transact::{transact, By, Plan},
    Context, Failure,
};
use myelin_chain::Trade;
use myelin_units::{Alpha, NetUid};

/// Within a subnet nothing is sold. To another subnet, the chain has a limit for the same hotkey only: then it is a
/// swap. Both at once has none, and is not done unless that is said.
pub(super) async fn to_hotkey(ask: &Move, context: &Context) -> Result<(), Failure> {
    let (from, to) = (NetUid::new(ask.netuid), NetUid::new(ask.to_netuid.unwrap_or(ask.netuid)));
    if from == to {
        ask.bounds.refuse_limit("within a subnet nothing is sold")?;
    }
    let (hotkey, new) = (context.keys().hotkey_address()?, context.keys().address_or_hotkey(&ask.to_hotkey)?);
    if from != to && hotkey == new {
        let Move { amount, netuid, bounds, .. } = ask;
        let swap = Swap { amount: *amount, netuid: *netuid, to_netuid: to.number(), bounds: bounds.clone() };
        return to_subnet(&swap, context).await;
    }
    if from != to && !ask.bounds.no_limit() {
        return Err(Failure::Usage(format!(
            "the chain has no limit for a move to another subnet and another hotkey at once. In two steps it has: \
             `myelin stake swap AMOUNT --netuid {from} --to-netuid {to}`, then `myelin stake move AMOUNT --netuid {to} \
             --to-hotkey {new}`. Or say --no-limit: then it is sold and bought at whatever price there is"
        )));
    }
    let state = context.reads().await?;
    let alpha = wanted(ask.amount.of_alpha(from)?, &state, context, &hotkey, from).await?;
    let amount = Amount::alpha(alpha, &symbol(&state, from).await?);
    let call = network(
        "move_stake",
        [
            ("origin_hotkey", account(&hotkey)),
            ("destination_hotkey", account(&new)),
            ("origin_netuid", subnet(from)),
            ("destination_netuid", subnet(to)),
            ("alpha_amount", number(alpha.rao())),
        ],
    );
    let action = format!("move {amount} of subnet {from} to {new} in subnet {to}");
    let mut plan = Plan::new(action, By::Coldkey, call).moving(amount.clone(), false);
    if from == to {
        plan = plan.effect("nothing is sold: it stays alpha of the same subnet");
    } else {
        let trade = state.quote(Trade::Swap { from, to, amount: alpha }).await?;
        plan.quote = Some(Quote::new(&trade, Bound::None, &amount.unit, &symbol(&state, to).await?));
    }
    transact(context, state.chain(), plan).await
}

pub(super) async fn to_coldkey(ask: &Transfer, context: &Context) -> Result<(), Failure> {
    let netuid = NetUid::new(ask.netuid);
    let (hotkey, new) = (context.keys().hotkey_address()?, keys::address(&ask.to_coldkey)?);
    let state = context.reads().await?;
    let alpha = wanted(ask.amount.of_alpha(netuid)?, &state, context, &hotkey, netuid).await?;
    let amount = Amount::alpha(alpha, &symbol(&state, netuid).await?);
    let call = network(
        "transfer_stake",
        [
            ("destination_coldkey", account(&new)),
            ("hotkey", account(&hotkey)),
            ("origin_netuid", subnet(netuid)),
            ("destination_netuid", subnet(netuid)),
            ("alpha_amount", number(alpha.rao())),
        ],
    );
    let plan = Plan::new(format!("give {amount} of subnet {netuid} to {new}"), By::Coldkey, call)
        .moving(amount, false)
        .effect("it belongs to another coldkey then; nothing is sold");
    transact(context, state.chain(), plan).await
}

pub(super) async fn to_subnet(ask: &Swap, context: &Context) -> Result<(), Failure> {
    let (from, to) = (NetUid::new(ask.netuid), NetUid::new(ask.to_netuid));
    if from == to {
        return Err(Failure::Usage("both subnets are the same: name another with --to-netuid".into()));
    }
    let hotkey = context.keys().hotkey_address()?;
    let state = context.reads().await?;
    let amount = wanted(ask.amount.of_alpha(from)?, &state, context, &hotkey, from).await?;
    let trade = Trade::Swap { from, to, amount };
    let offer = ask.bounds.offer(&state, trade, Alpha::ZERO);
    let (offer, given, received) = tokio::join!(offer, symbol(&state, from), symbol(&state, to));
    let (offer, given, received) = (offer?, given?, received?);
    let gives = Amount::alpha(amount, &given);
    let [hotkey, origin, destination, amount] = [
        ("hotkey", account(&hotkey)),
        ("origin_netuid", subnet(from)),
        ("destination_netuid", subnet(to)),
        ("alpha_amount", number(amount.rao())),
    ];
    let call = match offer.bound.limit() {
        None => network("swap_stake", [hotkey, origin, destination, amount]),
        Some(ratio) => {
            let limit = ("limit_price", number(ratio));
            let partial = ("allow_partial", switch(ask.bounds.partial()));
            network("swap_stake_limit", [hotkey, origin, destination, amount, limit, partial])
        }
    };
    let partial = ask.bounds.partial();
    let up_to = up_to(partial);
    let action = format!("change {up_to}{gives} of subnet {from} into {received} of subnet {to}");
    let plan = Plan::new(action, By::Coldkey, call)
        .moving(gives, partial)
        .offered(offer.told(trade, &given, &received), |quote| {
            quote.effect(partial, &quote.receives.to_string())
        });
    transact(context, state.chain(), plan).await
}
