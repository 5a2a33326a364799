//! `myelin transfer ADDRESS AMOUNT`.

use crate::{
    amount::{Amount, Wanted, Written, TAO},
    calls::{address, call, number, switch},
    keys,
    session::block_on,
    transact::{transact, By, Plan},
    Context, Failure,
};
use myelin_chain::Chain;
use myelin_wallet::PublicKey;

/// Send TAO to another account
#[derive(Debug, clap::Args)]
pub struct Ask {
    /// Who receives it: an address, or //NAME
    to: String,
    /// How much, or `all`: then the account ceases to exist
    amount: Written,
}

/// Sends.
pub fn run(ask: &Ask, context: &Context) -> Result<(), Failure> {
    let to = keys::address(&ask.to)?;
    let wanted = ask.amount.of_tao()?;
    if wanted == Wanted::Rao(0) {
        return Err(Failure::Usage("a transfer of nothing: say how much".into()));
    }
    block_on(async {
        let chain = context.chain().await?;
        let plan = match wanted {
            Wanted::All => all(&to, &chain, context).await?,
            Wanted::Rao(rao) => some(&to, Amount::new(rao, TAO)),
        };
        transact(context, &chain, plan).await
    })
}

fn some(to: &PublicKey, amount: Amount) -> Plan {
    let arguments = [("dest", address(to)), ("value", number(amount.rao))];
    let call = call("Balances", "transfer_keep_alive", arguments);
    Plan::new(format!("send {amount} to {to}"), By::Coldkey, call)
        .effect(format!("{amount} leave the coldkey, and the fee"))
}

async fn all(to: &PublicKey, chain: &Chain, context: &Context) -> Result<Plan, Failure> {
    let free = chain.unpinned().balance(context.keys().coldkey_address()?.into()).await?;
    let call = call("Balances", "transfer_all", [("dest", address(to)), ("keep_alive", switch(false))]);
    Ok(Plan::new(format!("send all free TAO to {to}"), By::Coldkey, call)
        .effect(format!("{} are free now; the fee is taken off", Amount::tao(free)))
        .effect(
            "the account ceases to exist if nothing is left on it; what it has staked it cannot unstake then, until \
             somebody sends it 500 rao",
        ))
}
