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
            Wanted::Rao(rao) => some(&to, Amount::new(rao, TAO), context.global.proxy_for.is_some()),
        };
        transact(context, &chain, plan).await
    })
}

/// A proxy pays the fee itself.
fn some(to: &PublicKey, amount: Amount, by_proxy: bool) -> Plan {
    let arguments = [("dest", address(to)), ("value", number(amount.rao))];
    let call = call("Balances", "transfer_keep_alive", arguments);
    Plan::new(format!("send {amount} to {to}"), By::Coldkey, call)
        .effect(format!("{amount} leave the coldkey{}", if by_proxy { "" } else { ", and the fee" }))
}

async fn all(to: &PublicKey, chain: &Chain, context: &Context) -> Result<Plan, Failure> {
    let free = chain.unpinned().balance(context.keys().coldkey_address()?.into()).await?;
    let call = call("Balances", "transfer_all", [("dest", address(to)), ("keep_alive", switch(false))]);
    let taken = if context.global.proxy_for.is_some() { "" } else { "; the fee is taken off" };
    Ok(Plan::new(format!("send all free TAO to {to}"), By::Coldkey, call)
        .effect(format!("{} are free now{taken}", Amount::tao(free)))
        .effect(
            "the account ceases to exist if nothing is left on it; what it has staked it cannot unstake then, until \
             somebody sends it 500 rao",
        ))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fee_should_be_no_effect_on_the_coldkey_when_a_proxy_pays_it() {
        let to = keys::address("//Bob").unwrap();
        let effects = |by_proxy| some(&to, Amount::new(1_000_000_000, TAO), by_proxy).effects;
        assert_eq!(effects(false), ["1 TAO leave the coldkey, and the fee"]);
        assert_eq!(effects(true), ["1 TAO leave the coldkey"]);
    }
}
