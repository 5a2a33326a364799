//! Calls: what they will do is said first, then asked, then sent and followed into a block.

use crate::{
    amount::Amount,
    calls::Call,
    happened::{self, Happened, Named, Told, Traded},
    output::{aligned, Report},
    session, terminal,
    trade::Quote,
    Context, Failure,
};
use myelin_chain::{AccountId, Chain, Included, SubmitOptions, Until};
use myelin_units::{NetUid, Tao};
use myelin_wallet::{Keypair, PublicKey};
use schemars::JsonSchema;
use serde::Serialize;

mod inside;
mod plan;
mod tried;

use inside::proxied;
pub use plan::{By, Plan};

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

/// What a call did, or would do.
#[derive(Debug, Serialize, JsonSchema)]
pub struct Outcome {
    /// What was done, in words.
    pub action: String,
    /// The address that signs.
    pub signer: String,
    /// The chain's call, `Pallet.call`.
    pub call: String,
    /// With --proxy-for: the hash of the call inside, which `proxy announce` takes.
    pub call_hash: Option<String>,
    /// Was nothing sent?
    pub dry_run: bool,
    /// What changes by it, in words, as it was foretold.
    pub effects: Vec<String>,
    /// What was traded, by the chain's events; none for a dry run.
    pub traded: Vec<Traded>,
    /// What else happened, by the chain's events; none for a dry run.
    pub happened: Vec<Happened>,
    /// What the market said beforehand, for trades.
    pub quote: Option<Quote>,
    /// The transaction's fee: what was paid, in its unit (alpha where there was too little TAO); before, what it costs
    /// at most.
    pub fee: Amount,
    /// For a dry run: would it succeed? None when that could not be tried.
    pub would_succeed: Option<bool>,
    /// Why it would not, or why that could not be tried.
    pub failure: Option<String>,
    /// Where it is; none for a dry run.
    pub included: Option<Inclusion>,
}

impl Report for Outcome {
    fn text(&self) -> String {
        let mut lines = match &self.included {
            Some(it) => vec![
                ("done", self.action.clone()),
                ("block", format!("{} ({})", it.block, it.block_hash)),
                ("transaction", it.transaction.clone()),
                ("fee", self.fee.to_string()),
            ],
            None => vec![("would", self.action.clone()), ("fee, at most", self.fee.to_string())],
        };
        lines.extend(self.call_hash.iter().map(|hash| ("hash of the call", hash.clone())));
        let happened = happened::facts(&self.traded, &self.happened);
        // Once it is known what happened, what was foretold is of no use.
        if happened.is_empty() || self.happened.iter().any(Happened::is_in_part) {
            lines.extend(self.foretold());
        }
        lines.extend(happened);
        let mut text = aligned(&lines);
        let why = self.failure.as_deref().unwrap_or("no reason was told");
        match (self.dry_run, self.would_succeed) {
            (true, Some(true)) => text.push_str("dry run: it would succeed; nothing was sent\n"),
            (true, Some(false)) => {
                text.push_str(&format!("dry run: it would FAIL; nothing was sent: {why}\n"))
            }
            (true, None) => text.push_str(&format!("dry run: nothing was sent: {why}\n")),
            (false, _) => {}
        }
        text
    }
}

impl Outcome {
    /// What the market says and what changes.
    fn foretold(&self) -> Vec<(&'static str, String)> {
        let quote = self.quote.iter().flat_map(Quote::facts);
        quote.chain(self.effects.iter().map(|effect| ("effect", effect.clone()))).collect()
    }
}

/// Says what will be done, asks, does it and reports.
pub async fn transact(context: &Context, chain: &Chain, plan: Plan) -> Result<(), Failure> {
    if context.global.at.is_some() {
        return Err(Failure::Usage("--at is for reading: a call acts on what is true now".into()));
    }
    let (who, acts_for) = signs(context, plan.by)?;
    let (plan, call_hash) = proxied(context, chain, plan).await?;
    let fee = chain.fee(&who, &plan.call).await?;
    let mut outcome = Outcome { call_hash, ..outcome(&plan, &who, fee) };
    if let Some(warning) = outcome.quote.as_ref().and_then(|quote| quote.warning.as_ref()) {
        context.out.say(&format!("warning: {warning}"));
    }
    if context.global.dry_run {
        return dry_run(context, chain, &plan, outcome).await;
    }
    if let Some(why) = plan.hopeless.as_ref().or(plan.premature.as_ref()) {
        return Err(Failure::Refused(format!("{why}; nothing was sent")));
    }
    // Nobody is asked about what would fail, where it can be tried without the person's password.
    let unasked = tried::unlock_unasked(context, plan.by).await.ok();
    if let Some(key) = &unasked {
        tried::succeeds(chain, key, &plan.call).await?;
    }
    if plan.costs || !fee.is_zero() {
        announce(context, &outcome);
        terminal::confirm(&context.global, &capitalized(&plan.action), "--yes (or --dry-run)")?;
    }
    let key = match unasked {
        Some(key) => key,
        None => {
            let key = tried::unlock(context, plan.by).await?;
            tried::succeeds(chain, &key, &plan.call).await?;
            key
        }
    };
    let included = send(context, chain, &key, &plan.call).await?;
    tell(chain, &included, acts_for.into(), plan.moves.as_ref(), &mut outcome).await;
    outcome.included = Some(inclusion(&included, until(context)));
    context.out.print(&outcome).map_err(|failure| match failure {
        Failure::Output(error) => {
            Failure::Untold { transaction: included.hash, block: included.number, error }
        }
        failure => failure,
    })
}

/// Who signs, and the account it is done for.
fn signs(context: &Context, by: By) -> Result<(PublicKey, PublicKey), Failure> {
    let keys = context.keys();
    match by {
        By::Coldkey => Ok((keys.own_coldkey_address()?, keys.coldkey_address()?)),
        By::Hotkey if context.global.proxy_for.is_some() => {
            let why = "--proxy-for is for coldkeys: this is signed by the hotkey, which has no proxies";
            Err(Failure::Usage(why.into()))
        }
        By::Hotkey => Ok((keys.hotkey_address()?, keys.hotkey_address()?)),
    }
}

fn until(context: &Context) -> Until {
    if context.global.finalized {
        Until::Finalized
    } else {
        Until::InBlock
    }
}

/// Sends the call, and follows it into a block.
async fn send(context: &Context, chain: &Chain, key: &Keypair, call: &Call) -> Result<Included, Failure> {
    context.out.progress("sent; waiting for a block …");
    let options = SubmitOptions { until: until(context), ..SubmitOptions::default() };
    let included = chain.submit_with(key, call, options).await?;
    inside::succeeded(&included)?;
    Ok(included)
}

/// Says what would happen, and sends nothing.
async fn dry_run(context: &Context, chain: &Chain, plan: &Plan, mut outcome: Outcome) -> Result<(), Failure> {
    outcome.dry_run = true;
    tried::out(context, chain, plan, &mut outcome).await?;
    context.out.print(&outcome)?;
    match (outcome.would_succeed, outcome.failure) {
        (Some(false), Some(why)) => Err(Failure::WouldFail(why)),
        _ => Ok(()),
    }
}

/// Says what happened, by the chain's events.
async fn tell(
    chain: &Chain,
    included: &Included,
    whose: AccountId,
    moves: Option<&Named>,
    outcome: &mut Outcome,
) {
    let events: Vec<happened::Event<'_>> = included.events.iter().map(happened::Event::from).collect();
    let state = chain.unpinned();
    let mut symbols = std::collections::BTreeMap::new();
    for netuid in happened::subnets(&events) {
        // It is done, whatever its unit is called: an answer that fails now changes nothing.
        if let Ok(subnet) = state.subnet(NetUid::new(netuid)).await {
            symbols.insert(netuid, session::symbol(&subnet));
        }
    }
    let mut told = Told::by(&events, whose, &symbols);
    // So it is with what a swap became: the forecast stays then.
    let _ = happened::complete(chain, included, moves, &symbols, &mut told).await;
    let Told { traded, happened } = told;
    let in_alpha = happened.iter().find_map(|it| match it {
        Happened::FeePaidWithAlpha { alpha, .. } => Some(alpha.clone()),
        _ => None,
    });
    outcome.fee = in_alpha.unwrap_or_else(|| Amount::tao(included.fee));
    (outcome.traded, outcome.happened) = (traded, happened);
}

fn outcome(plan: &Plan, who: &PublicKey, fee: Tao) -> Outcome {
    Outcome {
        action: plan.action.clone(),
        signer: who.ss58(),
        call: format!("{}.{}", plan.call.pallet_name(), plan.call.call_name()),
        call_hash: None,
        dry_run: false,
        effects: plan.effects.clone(),
        traded: Vec::new(),
        happened: Vec::new(),
        quote: plan.quote.clone(),
        fee: plan.fee_in_alpha.clone().unwrap_or_else(|| Amount::tao(fee)),
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

/// What the person is asked about, before the question.
fn announce(context: &Context, outcome: &Outcome) {
    let mut lines = vec![("signer", outcome.signer.clone()), ("fee, at most", outcome.fee.to_string())];
    lines.extend(outcome.foretold());
    context.out.say(aligned(&lines).trim_end());
}

fn capitalized(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}
