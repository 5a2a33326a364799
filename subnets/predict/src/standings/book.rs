//! The book of a validator: bytes that survive a restart, so that nothing is forgotten.

use super::{Claim, Known, WINDOW};
use crate::{
    commitment::ModuleHash,
    corpus::PassageId,
    rules::RoundCost,
    sandbox::{Reading, Refusal},
};
use std::collections::{BTreeMap, BTreeSet};

/// The form of the bytes.
const VERSION: u32 = 1;

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
        Self { version: VERSION, began: now, round: 0, models, shown, secret }
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

    /// The block in which this validator began.
    pub fn began(&self) -> u64 {
        self.began
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

    pub(super) fn is_refused(&self, module: &ModuleHash) -> bool {
        self.models.get(module).is_some_and(|known| known.refused.is_some())
    }

    pub(super) fn why_refused(&self, module: &ModuleHash) -> Option<String> {
        self.models.get(module).and_then(|known| known.refused.clone())
    }

    /// Notes what a module cost in a round: once, though several claim it.
    pub(super) fn judged(&mut self, module: ModuleHash, now: u64, round: u64, reading: &Reading) -> &Known {
        let new = || Known { first_judged: now, ..Known::default() };
        let known = self.models.entry(module).or_insert_with(new);
        if known.rounds.last().is_none_or(|last| last.round != round) {
            let (bytes, cost) = (reading.costs.len() as u64, reading.total());
            known.rounds.push(RoundCost { round, bytes, cost });
            let old = known.rounds.len().saturating_sub(WINDOW);
            known.rounds.drain(..old);
        }
        known
    }

    /// Notes a refusal that holds for ever; another is forgotten, and the module tried again.
    pub(super) fn refuse(&mut self, module: ModuleHash, now: u64, refusal: &Refusal) {
        if refusal.is_final() {
            let new = || Known { first_judged: now, ..Known::default() };
            self.models.entry(module).or_insert_with(new).refused = Some(refusal.told());
        }
    }
}
