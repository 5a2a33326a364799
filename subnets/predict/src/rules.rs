//! Who is paid: the rules of the subnet, all of them, as functions of whole numbers.
//!
//! 1. Models stand in the order in which they were committed ([`since`]).
//! 2. A model is a **record** if it costs less than the best record before it by a margin, on the same text. The first
//!    has to beat one that knows nothing (8 bits per byte).
//! 3. The margin shrinks the longer the best record has stood ([`Rules::margin`]): the lead decays, the race stays open.
//! 4. A model that behaves nearly like an earlier one has to better the best by the full margin, however old that is: a
//!    copy with noise is a copy.
//! 5. The newest record has three quarters, each older one three quarters of what is left; the rest is the newest's. All
//!    others have nothing: copies, and honest models that are no better.
//! 6. A record whose miner does not serve it is not paid, and still has to be beaten.
//! 7. A validator that has just begun pays no record that stands behind a commitment whose module it has not seen yet
//!    ([`awaited`]): that one might be the original. One that has judged nobody for long begins anew.
//!
//! What the rules do not stop is written in `docs/book/predict.md`.

use crate::{bits::ONE_BIT, commitment::ModuleHash};

/// A whole, in parts per million.
pub const WHOLE: u64 = 1_000_000;
/// What a byte costs a model that knows nothing, in 2⁻¹⁶ bits.
pub const UNIFORM: u64 = 8 * ONE_BIT;

/// The numbers in the rules.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rules {
    /// Part by which a record has to cost less than the one before it, when that is new (parts per million).
    pub margin: u64,
    /// The same when that is very old.
    pub least_margin: u64,
    /// Blocks in which what is above the least margin halves.
    pub half_life: u64,
    /// Two models are near when their costs differ by less than this part, byte by byte.
    pub near: u64,
    /// The newest record's part.
    pub leader: u64,
    /// Blocks after its commitment in which a model must have been served to keep its place in the order.
    pub grace: u64,
    /// Blocks for which a validator that begins waits for modules that were committed before and are not shown.
    pub patience: u64,
    /// Blocks without a round after which a validator begins anew: who served meanwhile it has not seen.
    pub absence: u64,
}

impl Default for Rules {
    fn default() -> Self {
        Self {
            margin: 20_000,
            least_margin: 2_500,
            half_life: 7_200,
            near: 50_000,
            leader: 750_000,
            grace: 1_800,
            patience: 360,
            absence: 720,
        }
    }
}

impl Rules {
    /// The margin over a record that had stood for `age` blocks: halves every [`Rules::half_life`], straight in between.
    pub fn margin(&self, age: u64) -> u64 {
        let above = self.margin.saturating_sub(self.least_margin);
        let halvings = age.checked_div(self.half_life).unwrap_or(u64::MAX).min(63);
        let rest = age.checked_rem(self.half_life).unwrap_or(0);
        let from = above >> halvings;
        let fallen = u128::from(from / 2).saturating_mul(rest.into()) / u128::from(self.half_life.max(1));
        self.least_margin.saturating_add(from).saturating_sub(fallen as u64)
    }
}

/// The block that counts for a model's place in the order: of its commitment, if it was there to be judged within the
/// grace; else the block in which it first was. Who keeps a model back until somebody else has found the same gains
/// nothing by an old commitment. What was committed before this validator `began` it cannot know, and believes; one that
/// was away for [`Rules::absence`] has begun when it came back, for all modules that it had not judged before. Else those
/// who committed while it was away would stand behind their copiers, who commit later.
pub fn since(committed: u64, first_judged: u64, began: u64, rules: &Rules) -> u64 {
    let in_time = committed.max(began).saturating_add(rules.grace);
    if first_judged <= in_time {
        committed
    } else {
        first_judged
    }
}

/// A commitment whose module this validator has never had.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Unseen {
    /// Block of the commitment.
    pub committed: u64,
    /// Whose.
    pub uid: u16,
}

/// The first commitment that a validator which `began` then still waits for. Only what was on chain before is waited
/// for: later ones it has asked from the first, and [`since`] puts them in their place when they come. Whoever commits
/// and never serves can so delay others with validators that begin, and with those for [`Rules::patience`] only.
pub fn awaited(unseen: &[Unseen], began: u64, now: u64, rules: &Rules) -> Option<Unseen> {
    let waits = now < began.saturating_add(rules.patience);
    unseen.iter().filter(|one| waits && one.committed <= began).min().copied()
}

/// What a model cost in one round.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct RoundCost {
    /// Number of the round: in one round all models read the same text.
    pub round: u64,
    /// Bytes of the text.
    pub bytes: u64,
    /// What they cost, in 2⁻¹⁶ bits.
    pub cost: u64,
}

/// A model that was judged in this round.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Contender {
    /// Who committed it.
    pub uid: u16,
    /// Its bytes, by their name.
    pub module: ModuleHash,
    /// Its place in the order: see [`since`].
    pub since: u64,
    /// Block of the commitment: of two with the same place, who committed first had it first.
    pub committed: u64,
    /// Whether its miner serves it.
    pub served: bool,
    /// What it cost in the last rounds, this one among them.
    pub rounds: Vec<RoundCost>,
    /// What each byte of this round's text cost.
    pub costs: Vec<u32>,
}

impl Contender {
    fn is_behind(&self, unseen: &Unseen) -> bool {
        *unseen < Unseen { committed: self.since, uid: self.uid }
    }
}

/// What the rules say of a model.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub enum Verdict {
    /// Better than all before it by the margin.
    Record {
        /// The record that it bettered; the first bettered one that knows nothing.
        than: Option<u16>,
        /// By which part of its cost, in parts per million.
        by: i64,
    },
    /// The very module of an earlier one.
    SameModule {
        /// Of whom.
        of: u16,
    },
    /// Behaves like an earlier one, and is not better by the full margin.
    SameBehaviour {
        /// Of whom.
        of: u16,
        /// How far it is from that, in parts per million.
        distance: u64,
    },
    /// A model of its own, not better than the best before it by the margin.
    NotBetter {
        /// The best before it.
        than: Option<u16>,
        /// By which part it is better (negative: worse), in parts per million.
        by: i64,
        /// By which it should be.
        margin: u64,
    },
}

/// What a model is entitled to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Standing {
    /// Whose model.
    pub uid: u16,
    /// Why.
    pub verdict: Verdict,
    /// Its part of the pay, in parts per million.
    pub share: u64,
    /// A record that is not paid yet: who committed before it and was not seen so far.
    pub waits_for: Option<u16>,
}

/// The rules applied to all models of a round, of which one that was not seen may be `awaited`. Shares sum to [`WHOLE`],
/// or to nothing when no record is paid. The order of the list does not matter; the answer is in the order of commitment.
pub fn standings(contenders: &[Contender], awaited: Option<Unseen>, rules: &Rules) -> Vec<Standing> {
    let mut order: Vec<&Contender> = contenders.iter().collect();
    order.sort_by_key(|contender| (contender.since, contender.committed, contender.uid));
    let mut records: Vec<&Contender> = Vec::new();
    let mut standings = Vec::with_capacity(order.len());
    for (place, contender) in order.iter().enumerate() {
        let earlier = order.get(..place).unwrap_or_default();
        let verdict = verdict(contender, earlier, records.last().copied(), rules);
        let record = matches!(verdict, Verdict::Record { .. });
        let waits_for =
            awaited.filter(|unseen| record && contender.is_behind(unseen)).map(|unseen| unseen.uid);
        if record {
            records.push(contender);
        }
        standings.push(Standing { uid: contender.uid, verdict, share: 0, waits_for });
    }
    records.retain(|record| record.served && !awaited.is_some_and(|unseen| record.is_behind(&unseen)));
    share(&mut standings, &records, rules);
    standings
}

fn verdict(
    contender: &Contender,
    earlier: &[&Contender],
    best: Option<&Contender>,
    rules: &Rules,
) -> Verdict {
    if let Some(original) = earlier.iter().find(|other| other.module == contender.module) {
        return Verdict::SameModule { of: original.uid };
    }
    let than = best.map(|best| best.uid);
    let by = best.map_or_else(|| gain_over_uniform(contender), |best| gain(contender, best));
    let age = best.map_or(0, |best| contender.since.saturating_sub(best.since));
    let nearest = earlier
        .iter()
        .map(|other| (distance(&contender.costs, &other.costs), other.uid))
        .min()
        .filter(|(distance, _)| *distance < rules.near);
    let margin = if nearest.is_some() { rules.margin } else { rules.margin(age) };
    match nearest {
        _ if by >= i64::try_from(margin).unwrap_or(i64::MAX) => Verdict::Record { than, by },
        Some((distance, of)) => Verdict::SameBehaviour { of, distance },
        None => Verdict::NotBetter { than, by, margin },
    }
}

/// Gives the newest record of these its part, then each older one the same part of what is left.
fn share(standings: &mut [Standing], records: &[&Contender], rules: &Rules) {
    let mut left = WHOLE;
    let mut newest = None;
    for record in records.iter().rev() {
        let part = left.saturating_mul(rules.leader.min(WHOLE)) / WHOLE;
        left = left.saturating_sub(part);
        newest = newest.or(Some(record.uid));
        pay(standings, record.uid, part);
    }
    if let Some(newest) = newest {
        pay(standings, newest, left);
    }
}

fn pay(standings: &mut [Standing], uid: u16, part: u64) {
    if let Some(standing) = standings.iter_mut().find(|standing| standing.uid == uid) {
        standing.share = standing.share.saturating_add(part);
    }
}

/// By which part one costs less than another over the rounds that both were judged in, in parts per million; less than
/// nothing if it costs more. Nothing when they met in no round.
pub fn gain(one: &Contender, other: &Contender) -> i64 {
    let met = one.rounds.iter().filter_map(|mine| {
        let theirs = other.rounds.iter().find(|theirs| theirs.round == mine.round)?;
        Some((u128::from(mine.cost), u128::from(theirs.cost)))
    });
    let (mine, theirs) = met.fold((0, 0), |(mine, theirs), (a, b)| (mine + a, theirs + b));
    part_saved(mine, theirs)
}

fn gain_over_uniform(one: &Contender) -> i64 {
    let sum =
        |value: fn(&RoundCost) -> u64| one.rounds.iter().map(|round| u128::from(value(round))).sum::<u128>();
    part_saved(sum(|round| round.cost), sum(|round| round.bytes).saturating_mul(UNIFORM.into()))
}

fn part_saved(mine: u128, theirs: u128) -> i64 {
    let saved =
        i128::try_from(theirs).unwrap_or(i128::MAX).saturating_sub(i128::try_from(mine).unwrap_or(i128::MAX));
    let part = saved.saturating_mul(WHOLE.into()).checked_div(i128::try_from(theirs).unwrap_or(i128::MAX));
    i64::try_from(part.unwrap_or(0)).unwrap_or(i64::MIN)
}

/// How differently two models behave: the sum of what each byte costs more or less, as a part of what the second one's
/// text cost, in parts per million.
pub fn distance(one: &[u32], other: &[u32]) -> u64 {
    let apart: u64 = one.iter().zip(other).map(|(a, b)| u64::from(a.abs_diff(*b))).sum();
    let whole: u64 = other.iter().map(|cost| u64::from(*cost)).sum();
    let part = u128::from(apart).saturating_mul(WHOLE.into()).checked_div(whole.into());
    part.map_or(0, |part| u64::try_from(part).unwrap_or(u64::MAX))
}

#[cfg(test)]
mod tests;
