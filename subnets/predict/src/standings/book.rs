//! The book of a validator: bytes that survive a restart, so that nothing is forgotten.

use super::{Claim, Known, Slow, WINDOW};
use crate::{
    commitment::ModuleHash,
    corpus::PassageId,
    rules::RoundCost,
    sandbox::{Reading, Refusal},
};
use std::collections::{BTreeMap, BTreeSet};

/// The form of the bytes.
const VERSION: u32 = 1;
/// Most rounds after which a module is tried again that was too slow each time.
const LONGEST_REST: u64 = 64;

/// Why bytes are no book.
#[derive(Debug, thiserror::Error)]
pub enum BookError {
    /// Not a book, or cut short.
    #[error("what was kept is no book of a validator ({0}): move the state away to begin a new one")]
    Broken(#[from] serde_json::Error),
    /// Written by another release.
    #[error(
        "the book has form {found}, this release reads {VERSION}: move the state away to begin a new one"
    )]
    Version {
        /// The form it has.
        found: u32,
    },
}

/// What a validator knows.
#[derive(Clone, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Book {
    version: u32,
    began: u64,
    /// Block of the last round.
    #[serde(default)]
    last: Option<u64>,
    round: u64,
    models: BTreeMap<ModuleHash, Known>,
    /// Passages that were shown.
    pub shown: BTreeSet<PassageId>,
    secret: [u8; 32],
}

/// Without the secret.
impl std::fmt::Debug for Book {
    fn fmt(&self, to: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let Self { began, round, models, shown, .. } = self;
        write!(to, "Book(began {began}, round {round}, {} shown, {models:?})", shown.len())
    }
}

impl Book {
    /// An empty one, begun at this block, with the secret by which passages are drawn.
    pub fn new(now: u64, secret: [u8; 32]) -> Self {
        let (models, shown) = (BTreeMap::new(), BTreeSet::new());
        Self { version: VERSION, began: now, last: None, round: 0, models, shown, secret }
    }

    /// The book in these bytes.
    pub fn from_bytes(bytes: &[u8]) -> Result<Self, BookError> {
        #[derive(serde::Deserialize)]
        struct Head {
            version: u32,
        }
        match serde_json::from_slice::<Head>(bytes)?.version {
            VERSION => Ok(serde_json::from_slice(bytes)?),
            found => Err(BookError::Version { found }),
        }
    }

    /// As bytes.
    pub fn to_bytes(&self) -> Result<Vec<u8>, BookError> {
        Ok(serde_json::to_vec(self)?)
    }

    /// By what passages are drawn; nobody else should know.
    pub fn secret(&self) -> [u8; 32] {
        self.secret
    }

    /// How many rounds there were.
    pub fn round(&self) -> u64 {
        self.round
    }

    /// The block in which this validator began, or began anew after a long absence.
    pub fn began(&self) -> u64 {
        self.began
    }

    /// A round begins in this block. After an absence of more blocks than these, all begins anew but for what is known:
    /// for that counts what was true when it came to be known.
    pub(super) fn wake(&mut self, now: u64, absence: u64) {
        let away = self.last.is_some_and(|last| now.saturating_sub(last) > absence);
        for known in self.models.values_mut() {
            known.began.get_or_insert(self.began);
        }
        if away {
            self.began = now;
        }
        self.last = Some(now);
    }

    /// What is known of a module.
    pub fn known(&self, module: &ModuleHash) -> Option<&Known> {
        self.models.get(module)
    }

    pub(super) fn next_round(&mut self) -> u64 {
        self.round = self.round.saturating_add(1);
        self.round
    }

    /// Only what somebody claims is remembered: the book does not grow with what miners throw away.
    pub(super) fn forget_all_but(&mut self, claims: &[Claim]) {
        self.models.retain(|module, _| claims.iter().any(|claim| claim.module == *module));
    }

    /// Why a module is not tried in this round.
    pub(super) fn why_not(&self, module: &ModuleHash) -> Option<String> {
        let known = self.models.get(module)?;
        let slow = known.slow.as_ref().filter(|slow| self.round < slow.again);
        let rests = slow.map(|slow| format!("{}; tried again in round {}", slow.why, slow.again));
        known.refused.clone().or(rests)
    }

    /// Notes what a module cost in a round: once, though several claim it.
    pub(super) fn judged(&mut self, module: ModuleHash, now: u64, round: u64, reading: &Reading) -> &Known {
        let known = self.entry(module, now);
        known.slow = None;
        if known.rounds.last().is_none_or(|last| last.round != round) {
            let (bytes, cost) = (reading.costs.len() as u64, reading.total());
            known.rounds.push(RoundCost { round, bytes, cost });
            let old = known.rounds.len().saturating_sub(WINDOW);
            known.rounds.drain(..old);
        }
        known
    }

    /// Notes a refusal: one that holds for ever, or one after which the module is tried again 1, 2, 4… rounds later.
    pub(super) fn refuse(&mut self, module: ModuleHash, now: u64, refusal: &Refusal) {
        let round = self.round;
        let known = self.entry(module, now);
        if refusal.is_final() {
            known.refused = Some(refusal.told());
            return;
        }
        let before = known.slow.as_ref();
        // Several may claim the same module.
        if before.is_some_and(|slow| slow.again > round) {
            return;
        }
        let times = before.map_or(0, |slow| slow.times);
        let rest = 1u64.checked_shl(times).map_or(LONGEST_REST, |rounds| rounds.min(LONGEST_REST));
        let (times, again) = (times.saturating_add(1), round.saturating_add(rest));
        known.slow = Some(Slow { times, again, why: refusal.told() });
    }

    fn entry(&mut self, module: ModuleHash, now: u64) -> &mut Known {
        let began = Some(self.began);
        self.models.entry(module).or_insert_with(|| Known { first_judged: now, began, ..Known::default() })
    }
}
