//! `myelin transfer ADDRESS AMOUNT`.

use crate::{
    amount::{decimal, Wanted, Written},
    calls::{address, call, number, switch},
    keys,
    session::block_on,
    transact::{transact, By, Plan},
    Context, Failure,
};

/// Send TAO to another account
#[derive(Debug, clap::Args)]
pub struct Ask {
    /// Who receives it
    to: String,
    /// How much, or `all`: then the account ceases to exist
    amount: Written,
}

/// Sends.
pub fn run(ask: &Ask, context: &Context) -> Result<(), Failure> {
    let to = keys::address(&ask.to)?;
    let plan = match ask.amount.of_tao()? {
        Wanted::All => {
            let call =
                call("Balances", "transfer_all", [("dest", address(&to)), ("keep_alive", switch(false))]);
            Plan::new(format!("send all free TAO to {to}"), By::Coldkey, call)
                .effect(
                    "the account ceases to exist if nothing is left on it; what it has staked it cannot unstake then, \
                     until somebody sends it 500 rao",
                )
        }
        Wanted::Rao(0) => return Err(Failure::Usage("a transfer of nothing: say how much".into())),
        Wanted::Rao(rao) => {
            let arguments = [("dest", address(&to)), ("value", number(rao))];
            let call = call("Balances", "transfer_keep_alive", arguments);
            let amount = decimal(rao.into());
            Plan::new(format!("send {amount} TAO to {to}"), By::Coldkey, call)
                .effect(format!("{amount} TAO leave the coldkey, and the fee"))
        }
    };
    block_on(async { transact(context, &context.chain().await?, plan).await })
}
