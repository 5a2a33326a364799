//! The book of a validator: a file, so that a restart forgets nothing.

use super::{Claim, Known, WINDOW};
use crate::{
    commitment::ModuleHash,
    corpus::PassageId,
    rules::RoundCost,
    sandbox::{Reading, Refusal},
};
use std::{
    collections::{BTreeMap, BTreeSet},
    fs, io,
    io::Write,
    path::{Path, PathBuf},
};

/// The form of the file.
const VERSION: u32 = 1;

/// Why the book could not be read or written.
#[derive(Debug, thiserror::Error)]
pub enum BookError {
    /// The system refuses.
    #[error("{path}: {error}")]
    Io {
        /// The file.
        path: PathBuf,
        /// What it says.
        error: io::Error,
    },
    /// Not a book, or cut short.
    #[error("{path} is no book of this validator ({error}): move it away to begin a new one")]
    Broken {
        /// The file.
        path: PathBuf,
        /// What is wrong.
        error: serde_json::Error,
    },
    /// Written by another release.
    #[error("{path} has form {found}, this release reads {VERSION}: move it away to begin a new one")]
    Version {
        /// The file.
        path: PathBuf,
        /// The form it has.
        found: u32,
    },
}

/// What a validator knows.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Book {
    version: u32,
    began: u64,
    round: u64,
    models: BTreeMap<ModuleHash, Known>,
    /// Passages that were shown.
    pub shown: BTreeSet<PassageId>,
}

impl Book {
    /// An empty one, begun at this block.
    pub fn new(now: u64) -> Self {
        Self { version: VERSION, began: now, round: 0, models: BTreeMap::new(), shown: BTreeSet::new() }
    }

    /// The book in this file, or an empty one where there is none.
    pub fn load(path: &Path, now: u64) -> Result<Self, BookError> {
        let text = match fs::read(path) {
            Ok(text) => text,
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Self::new(now)),
            Err(error) => return Err(BookError::Io { path: path.into(), error }),
        };
        let broken = |error| BookError::Broken { path: path.into(), error };
        let value: serde_json::Value = serde_json::from_slice(&text).map_err(broken)?;
        let found = value.get("version").and_then(serde_json::Value::as_u64);
        match found.and_then(|found| u32::try_from(found).ok()) {
            Some(found) if found != VERSION => Err(BookError::Version { path: path.into(), found }),
            _ => serde_json::from_value(value).map_err(broken),
        }
    }

    /// Writes it whole beside the old one, then in its place.
    pub fn save(&self, path: &Path) -> Result<(), BookError> {
        let failed = |error| BookError::Io { path: path.into(), error };
        let text = serde_json::to_vec(self).map_err(|error| failed(error.into()))?;
        let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty());
        let folder = folder.unwrap_or_else(|| Path::new("."));
        fs::create_dir_all(folder).map_err(failed)?;
        let mut file = tempfile::NamedTempFile::new_in(folder).map_err(failed)?;
        file.write_all(&text).and_then(|()| file.as_file().sync_all()).map_err(failed)?;
        file.persist(path).map_err(|error| failed(error.error))?;
        Ok(())
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
            self.models.entry(module).or_insert_with(new).refused = Some(refusal.to_string());
        }
    }
}
