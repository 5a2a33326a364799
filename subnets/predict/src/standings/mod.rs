//! What a validator remembers from round to round, and how it judges one: every committed module read on the same fresh
//! text, then the rules.

mod book;

pub use book::{Book, BookError};

use crate::{
    commitment::ModuleHash,
    corpus::Passage,
    rules::{awaited, since, standings, Contender, RoundCost, Rules, Standing, Unseen},
    sandbox::{Reading, Refusal, Sandbox},
};
use std::{
    collections::{BTreeMap, BTreeSet},
    num::NonZeroUsize,
    sync::Mutex,
};

/// Rounds that count in a comparison.
pub const WINDOW: usize = 8;

/// What a miner claims: that this module was its own first.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Claim {
    /// Whose.
    pub uid: u16,
    /// The module that it showed, and that its commitment names.
    pub module: ModuleHash,
    /// Block of the commitment.
    pub committed: u64,
    /// Whether it served the module this round.
    pub served: bool,
}

/// What is known of a module.
#[derive(Clone, Debug, Default, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Known {
    /// Block in which it was first judged.
    pub first_judged: u64,
    /// Block in which this validator had begun, when it first judged it; nothing in books of earlier releases.
    #[serde(default)]
    pub began: Option<u64>,
    /// What it cost in the last rounds.
    pub rounds: Vec<RoundCost>,
    /// Why it will never be paid.
    pub refused: Option<String>,
    /// It took too much time, and rests.
    #[serde(default)]
    pub slow: Option<Slow>,
}

/// A module that took too much of the processor's time. It is tried again ever more seldom: else anybody could keep a
/// validator busy with it in each round.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Slow {
    /// How often in succession.
    pub times: u32,
    /// The round in which it is tried again.
    pub again: u64,
    /// What was told.
    pub why: String,
}

/// What a round brought.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Judgement {
    /// Who is entitled to what, in the order of commitment.
    pub standings: Vec<Standing>,
    /// What each model cost over the rounds that count: cost in 2⁻¹⁶ bits, and bytes.
    pub costs: BTreeMap<u16, (u64, u64)>,
    /// Whose module was not taken, and why.
    pub refused: BTreeMap<u16, String>,
}

/// What is judged in a round.
#[derive(Clone, Copy, Debug)]
pub struct Case<'a> {
    /// Those whose modules are here.
    pub claims: &'a [Claim],
    /// Those whose modules never were.
    pub unseen: &'a [Unseen],
    /// The text.
    pub passages: &'a [Passage],
    /// The block in which the round began.
    pub now: u64,
}

/// Judges all claims. `module` gives the bytes of a module; what it does not give is not judged. Blocking: it runs the
/// models, on all processors.
pub fn judge(
    book: &mut Book,
    sandbox: &Sandbox,
    rules: &Rules,
    case: Case<'_>,
    module: impl Fn(&ModuleHash) -> Option<Vec<u8>> + Sync,
) -> Judgement {
    let Case { claims, unseen, passages, now } = case;
    book.wake(now, rules.absence);
    book.forget_all_but(claims);
    let round = book.next_round();
    let claimed = claims.iter().map(|claim| claim.module);
    let modules: BTreeSet<ModuleHash> = claimed.filter(|module| book.why_not(module).is_none()).collect();
    let read = read_all(sandbox, &modules, module, passages);
    let mut judgement = Judgement::default();
    let mut contenders = Vec::new();
    for claim in claims {
        match read.get(&claim.module) {
            Some(Ok(reading)) => {
                let known = book.judged(claim.module, now, round, reading);
                contenders.push(contender(claim, known, reading, rules));
            }
            Some(Err(refusal)) => {
                book.refuse(claim.module, now, refusal);
                judgement.refused.insert(claim.uid, refusal.told());
            }
            None => judgement.refused.extend(book.why_not(&claim.module).map(|why| (claim.uid, why))),
        }
    }
    for contender in &contenders {
        let sum = contender.rounds.iter().fold((0u64, 0u64), |(cost, bytes), round| {
            (cost.saturating_add(round.cost), bytes.saturating_add(round.bytes))
        });
        judgement.costs.insert(contender.uid, sum);
    }
    judgement.standings = standings(&contenders, awaited(unseen, book.began(), now, rules), rules);
    judgement
}

fn contender(claim: &Claim, known: &Known, reading: &Reading, rules: &Rules) -> Contender {
    let began = known.began.unwrap_or(0);
    Contender {
        uid: claim.uid,
        module: claim.module,
        since: since(claim.committed, known.first_judged, began, rules),
        committed: claim.committed,
        served: claim.served,
        rounds: known.rounds.clone(),
        costs: reading.costs.clone(),
    }
}

/// Reads the passages with every module, as many modules at a time as there are processors.
fn read_all(
    sandbox: &Sandbox,
    modules: &BTreeSet<ModuleHash>,
    module: impl Fn(&ModuleHash) -> Option<Vec<u8>> + Sync,
    passages: &[Passage],
) -> BTreeMap<ModuleHash, Result<Reading, Refusal>> {
    let readings = Mutex::new(BTreeMap::new());
    let waiting = Mutex::new(modules.iter());
    let work = || {
        let next = || lock(&waiting).next();
        while let Some(hash) = next() {
            let Some(bytes) = module(hash) else { continue };
            let passages = passages.iter().map(|passage| passage.text.as_slice());
            let reading = sandbox.load(&bytes).and_then(|module| module.read_all(passages));
            lock(&readings).insert(*hash, reading);
        }
    };
    let processors = std::thread::available_parallelism().map_or(1, NonZeroUsize::get);
    std::thread::scope(|scope| {
        for _ in 1..processors.min(modules.len()) {
            scope.spawn(work);
        }
        work();
    });
    readings.into_inner().unwrap_or_else(std::sync::PoisonError::into_inner)
}

/// A poisoned lock would mean a panic in a reader: what the others have read still counts.
fn lock<T>(mutex: &Mutex<T>) -> std::sync::MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(std::sync::PoisonError::into_inner)
}

#[cfg(test)]
mod tests;
