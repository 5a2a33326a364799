//! Calls: what they will do is said first, then asked, then sent and followed into a block.

use crate::{
    amount::{Amount, TAO},
    calls::Call,
    explain::explain,
    output::{facts, Report},
    terminal,
    trade::Quote,
    Context, Failure,
};
use codec::Decode;
use myelin_chain::{Chain, ChainError, Included, SubmitOptions, Until};
use myelin_units::Tao;
use myelin_wallet::{Keypair, PublicKey};
use schemars::JsonSchema;
use serde::Serialize;

/// Who signs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum By {
    /// Who owns.
    Coldkey,
    /// Who works.
    Hotkey,
}

/// A call that is about to be made.
#[derive(Debug)]
pub struct Plan {
    /// What is done, in a few words: "transfer 1 TAO to 5F…".
    pub action: String,
    /// Who signs it.
    pub by: By,
    /// What is sent.
    pub call: Call,
    /// What changes by it, in words.
    pub effects: Vec<String>,
    /// What the market says.
    pub quote: Option<Quote>,
    /// Does it cost more than its fee? Then the person is asked.
    pub costs: bool,
}

impl Plan {
    /// A call without a market.
    pub fn new(action: impl Into<String>, by: By, call: Call) -> Self {
        Self { action: action.into(), by, call, effects: Vec::new(), quote: None, costs: true }
    }

    /// Adds what changes by it.
    pub fn effect(mut self, effect: impl Into<String>) -> Self {
        self.effects.push(effect.into());
        self
    }

    /// It costs its fee at most, and can be made good again: nobody is asked.
    pub fn harmless(mut self) -> Self {
        self.costs = false;
        self
    }
}

/// Where a call is.
#[derive(Debug, Serialize, JsonSchema)]
pub struct Inclusion {
    /// The block's number.
    pub block: u64,
    /// Its hash.
    pub block_hash: String,
    /// The call's place in it.
    pub index: u32,
    /// The transaction's hash.
    pub transaction: String,
    /// Is the block final? Without --finalized nobody has waited for that.
    pub finalized: bool,
    /// What happened, `Pallet.Event`, in order.
    pub events: Vec<String>,
}

/// TAO that became alpha, or alpha that became TAO.
#[derive(Debug, Serialize, JsonSchema)]
pub struct Traded {
    /// The subnet whose alpha it is.
    pub netuid: u16,
    /// Was alpha bought? Otherwise it was sold.
    pub bought: bool,
    /// The TAO.
    pub tao: Amount,
    /// The alpha.
    pub alpha: Amount,
}

impl Traded {
    fn text(&self) -> String {
        let Self { netuid, tao, alpha, .. } = self;
        match self.bought {
            true => format!("{tao} became {} alpha of subnet {netuid}", alpha.amount),
            false => format!("{} alpha of subnet {netuid} became {tao}", alpha.amount),
        }
    }
}

/// What an event says was traded: coldkey, hotkey, TAO, alpha, subnet, fee.
fn traded(event: &myelin_chain::Event) -> Option<Traded> {
    let bought = event.is("SubtensorModule", "StakeAdded");
    if !bought && !event.is("SubtensorModule", "StakeRemoved") {
        return None;
    }
    let (_, _, tao, alpha, netuid, _) =
        <([u8; 32], [u8; 32], u64, u64, u16, u64)>::decode(&mut event.fields.as_slice()).ok()?;
    Some(Traded { netuid, bought, tao: Amount::new(tao, TAO), alpha: Amount::new(alpha, "alpha") })
}

/// What a call did, or would do.
#[derive(Debug, Serialize, JsonSchema)]
pub struct Outcome {
    /// What was done, in words.
    pub action: String,
    /// The address that signs.
    pub signer: String,
    /// The chain's call, `Pallet.call`.
    pub call: String,
    /// Was nothing sent?
    pub dry_run: bool,
    /// What changes by it, in words, as it was foretold.
    pub effects: Vec<String>,
    /// What was traded, by the chain's events; none for a dry run.
    pub traded: Vec<Traded>,
    /// What the market said beforehand, for trades.
    pub quote: Option<Quote>,
    /// The transaction's fee: paid, or to be paid.
    pub fee: Amount,
    /// For a dry run: would it succeed? None when that could not be tried, since the key is locked.
    pub would_succeed: Option<bool>,
    /// Why it would not.
    pub failure: Option<String>,
    /// Where it is; none for a dry run.
    pub included: Option<Inclusion>,
}

impl Report for Outcome {
    fn text(&self) -> String {
        let mut text = match &self.included {
            Some(it) => facts([
                ("done", self.action.clone()),
                ("block", format!("{} ({})", it.block, it.block_hash)),
                ("fee", self.fee.to_string()),
            ]),
            None => facts([("would", self.action.clone()), ("fee", self.fee.to_string())]),
        };
        for it in &self.traded {
            text.push_str(&facts([("traded", it.text())]));
        }
        // Once it is known what was traded, what was foretold is of no use.
        if self.traded.is_empty() {
            text.push_str(&self.quote.as_ref().map(Quote::text).unwrap_or_default());
            for effect in &self.effects {
                text.push_str(&facts([("effect", effect.clone())]));
            }
        }
        match (self.dry_run, self.would_succeed) {
            (true, Some(true)) => text.push_str("dry run: it would succeed; nothing was sent\n"),
            (true, Some(false)) => {
                let why = self.failure.as_deref().unwrap_or("no reason was told");
                text.push_str(&format!("dry run: it would FAIL: {why}\n"));
            }
            (true, None) => text.push_str("dry run: nothing was sent, nor tried, since the key is locked\n"),
            (false, _) => {}
        }
        text
    }
}

/// Says what will be done, asks, does it and reports.
pub async fn transact(context: &Context, chain: &Chain, plan: Plan) -> Result<(), Failure> {
    if context.global.at.is_some() {
        return Err(Failure::Usage("--at is for reading: a call acts on what is true now".into()));
    }
    let keys = context.keys();
    let who = match plan.by {
        By::Coldkey => keys.coldkey_address()?,
        By::Hotkey => keys.hotkey_address()?,
    };
    let fee = chain.fee(&who, &plan.call).await?;
    let mut outcome = outcome(&plan, &who, fee);
    if context.global.dry_run {
        outcome.dry_run = true;
        try_out(context, chain, &plan, &mut outcome).await?;
        return context.out.print(&outcome);
    }
    if plan.costs || !fee.is_zero() {
        announce(context, &outcome);
        terminal::confirm(&context.global, &capitalized(&plan.action))?;
    }
    let key = unlock(context, plan.by).await?;
    context.out.progress("sent; waiting for a block …");
    let until = if context.global.finalized { Until::Finalized } else { Until::InBlock };
    let options = SubmitOptions { until, ..SubmitOptions::default() };
    let included = chain.submit_with(&key, &plan.call, options).await?;
    inside(&included)?;
    outcome.fee = Amount::tao(included.fee);
    outcome.traded = included.events.iter().filter_map(traded).collect();
    outcome.included = Some(inclusion(&included, until));
    context.out.print(&outcome)
}

fn outcome(plan: &Plan, who: &PublicKey, fee: Tao) -> Outcome {
    Outcome {
        action: plan.action.clone(),
        signer: who.ss58(),
        call: format!("{}.{}", plan.call.pallet_name(), plan.call.call_name()),
        dry_run: false,
        effects: plan.effects.clone(),
        traded: Vec::new(),
        quote: plan.quote.clone(),
        fee: Amount::tao(fee),
        would_succeed: None,
        failure: None,
        included: None,
    }
}

fn inclusion(included: &Included, until: Until) -> Inclusion {
    let event = |event: &myelin_chain::Event| format!("{}.{}", event.pallet, event.name);
    Inclusion {
        block: included.number,
        block_hash: format!("{:?}", included.block_hash),
        index: included.index,
        transaction: included.hash.clone(),
        finalized: until == Until::Finalized,
        events: included.events.iter().map(event).collect(),
    }
}

/// The sudo key's call succeeds even if the one inside it fails: the event tells.
fn inside(included: &Included) -> Result<(), Failure> {
    let Some(event) = included.events.iter().find(|event| event.is("Sudo", "Sudid")) else { return Ok(()) };
    match event.fields.as_slice() {
        // A module's error: its pallet, its number.
        [1, 3, pallet, error, ..] => {
            Err(Failure::Inside(match explain(&format!("{pallet}:{error}"))?.first() {
                Some(it) => format!("{}: {}\n{}", it.name, it.meaning, it.advice),
                None => format!("error {error} of pallet {pallet}"),
            }))
        }
        [1, ..] => Err(Failure::Inside("the runtime refused it; is the key the sudo key?".into())),
        _ => Ok(()),
    }
}

/// What the person is asked about, before the question.
fn announce(context: &Context, outcome: &Outcome) {
    let mut text = facts([("signer", outcome.signer.clone()), ("fee", outcome.fee.to_string())]);
    if let Some(quote) = &outcome.quote {
        text.push_str(&quote.text());
    }
    for effect in &outcome.effects {
        text.push_str(&facts([("effect", effect.clone())]));
    }
    context.out.say(text.trim_end());
}

/// Runs the call on the present state and forgets it, where the key needs no question.
async fn try_out(
    context: &Context,
    chain: &Chain,
    plan: &Plan,
    outcome: &mut Outcome,
) -> Result<(), Failure> {
    let Some(key) = open_key(context, plan.by) else { return Ok(()) };
    match chain.dry_run(&key, &plan.call).await {
        Ok(_) => outcome.would_succeed = Some(true),
        Err(error @ (ChainError::Refused(_) | ChainError::WouldFail(_))) => {
            outcome.would_succeed = Some(false);
            outcome.failure = Some(Failure::from(error).to_string());
        }
        Err(error) => return Err(error.into()),
    }
    Ok(())
}

/// The key, if its file is plain or it is a development key.
fn open_key(context: &Context, by: By) -> Option<Keypair> {
    let keys = context.keys();
    let plain = match by {
        By::Coldkey if context.global.key.is_some() => return keys.coldkey().ok(),
        By::Coldkey => keys.wallet().ok()?.unlock_coldkey(&()),
        By::Hotkey if keys.hotkey_is_development() => return keys.hotkey().ok(),
        By::Hotkey => keys.wallet().ok()?.unlock_hotkey(&()),
    };
    plain.ok()
}

/// The key; unlocking takes a second and half a GiB, beside what waits for the chain.
async fn unlock(context: &Context, by: By) -> Result<Keypair, Failure> {
    let global = context.global.clone();
    let open = move || match by {
        By::Coldkey => crate::keys::Keys(&global).coldkey(),
        By::Hotkey => crate::keys::Keys(&global).hotkey(),
    };
    tokio::task::spawn_blocking(open).await.map_err(|error| Failure::Unexpected(error.to_string()))?
}

fn capitalized(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}
