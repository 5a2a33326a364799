//! What a neuron must still know when it starts again: scores, salts of commits, where it sat. One file, written whole
//! beside the old one and renamed: a crash leaves the old or the new one, never half of one.

use crate::{scores::Scores, seat::Seat, NeuronError};
use serde::{Deserialize, Serialize};
use std::{
    fs,
    io::{self, Write},
    path::{Path, PathBuf},
};

/// What the file says it is.
const FORMAT: &str = "myelin-neuron";
/// The form of the file that this code writes, the only one it reads.
const VERSION: u32 = 1;

/// A row that was committed by its hash and is to be revealed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Commit {
    /// What the chain has.
    #[serde(with = "hex::serde")]
    pub hash: [u8; 32],
    /// Which uids.
    pub uids: Vec<u16>,
    /// Their weights.
    pub values: Vec<u16>,
    /// What nobody else knows.
    pub salt: Vec<u16>,
    /// Version of the subnet's weights.
    pub version_key: u64,
    /// The block after which it was sent.
    pub sent_at: u64,
}

/// All of it.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct State {
    /// Our seat when it was saved.
    pub seat: Option<Seat>,
    /// The averages.
    pub scores: Scores,
    /// Commits not yet revealed.
    pub commits: Vec<Commit>,
    /// What the validator itself wants to keep ([`Validator::save`](crate::Validator::save)).
    #[serde(with = "hex::serde")]
    pub own: Vec<u8>,
}

/// The file's form.
#[derive(Serialize, Deserialize)]
struct Written<S> {
    format: String,
    version: u32,
    /// The genesis hash's and the subnet's: scores of one subnet are nothing on another.
    subnet: String,
    state: S,
}

/// Where a state is kept, and of which subnet it must be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct StateFile {
    path: PathBuf,
    subnet: String,
}

impl StateFile {
    pub(crate) fn new(path: &Path, genesis: &str, netuid: u16, mechanism: u8) -> Self {
        Self { path: path.into(), subnet: format!("{genesis}/{netuid}/{mechanism}") }
    }

    /// What was saved; nothing when nothing was.
    pub(crate) fn load(&self) -> Result<State, NeuronError> {
        let text = match fs::read(&self.path) {
            Ok(text) => text,
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(State::default()),
            Err(error) => return Err(self.error(error)),
        };
        let advice = "move it away to begin anew";
        // The head first: a later version's state may have another form.
        let head: Written<serde::de::IgnoredAny> = serde_json::from_slice(&text)
            .map_err(|error| self.error(format!("it is cut short or not a neuron's ({error}); {advice}")))?;
        if head.format != FORMAT || head.version != VERSION {
            let form = format!("{} {}", head.format, head.version);
            return Err(self.error(format!("it is of the form {form}, not {FORMAT} {VERSION}; {advice}")));
        }
        if head.subnet != self.subnet {
            let found = head.subnet;
            return Err(
                self.error(format!("it is of subnet {found}, not {}: one file for each", self.subnet))
            );
        }
        let written: Written<State> = serde_json::from_slice(&text)
            .map_err(|error| self.error(format!("it does not fit its form ({error}); {advice}")))?;
        Ok(written.state)
    }

    /// Saves it. When this returns it is on the disk.
    pub(crate) fn save(&self, state: &State) -> Result<(), NeuronError> {
        let written = Written { format: FORMAT.into(), version: VERSION, subnet: self.subnet.clone(), state };
        self.replace(&serde_json::to_vec(&written).map_err(|error| self.error(error))?)
            .map_err(|error| self.error(error))
    }

    fn replace(&self, bytes: &[u8]) -> io::Result<()> {
        let directory =
            self.path.parent().filter(|parent| !parent.as_os_str().is_empty()).unwrap_or(Path::new("."));
        fs::create_dir_all(directory)?;
        // Salts are secrets until they are revealed: the file is 0600.
        let mut file = tempfile::NamedTempFile::new_in(directory)?;
        file.write_all(bytes)?;
        file.as_file().sync_all()?;
        file.persist(&self.path).map_err(|error| error.error)?;
        fs::File::open(directory)?.sync_all()
    }

    fn error(&self, reason: impl ToString) -> NeuronError {
        NeuronError::State { path: self.path.clone(), reason: reason.to_string() }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn state() -> State {
        let mut scores = Scores::default();
        scores.sync(&[[1; 32], [2; 32]]);
        scores.update(&[(0, 0.1), (1, 1.0 / 3.0)], 0.1);
        let commit = Commit {
            hash: [9; 32],
            uids: vec![0, 7],
            values: vec![65_535, 1],
            salt: vec![1, 2, 3],
            version_key: 4,
            sent_at: 77,
        };
        let seat = Seat { uid: 3, hotkey: [5; 32], registered_at: 12 };
        State { seat: Some(seat), scores, commits: vec![commit], own: vec![0, 255] }
    }

    fn file() -> (tempfile::TempDir, StateFile) {
        let home = tempfile::tempdir().unwrap();
        let file = StateFile::new(&home.path().join("deep/state.json"), "0xabc", 2, 0);
        (home, file)
    }

    #[test]
    fn state_should_be_what_was_saved() {
        let (_home, file) = file();
        assert_eq!(file.load().unwrap(), State::default());
        file.save(&state()).unwrap();
        file.save(&state()).unwrap();
        assert_eq!(file.load().unwrap(), state());
        assert_eq!(fs::read_dir(file.path.parent().unwrap()).unwrap().count(), 1);
    }

    #[test]
    fn state_should_be_refused_when_cut_or_foreign() {
        let (_home, file) = file();
        file.save(&state()).unwrap();
        let whole = fs::read(&file.path).unwrap();
        for length in 0..whole.len() {
            fs::write(&file.path, &whole[..length]).unwrap();
            let error = file.load().unwrap_err().to_string();
            assert!(error.contains("cut short"), "{error}");
        }
        for foreign in [&b"\x89PNG"[..], b"{}", b"[]", b"null"] {
            fs::write(&file.path, foreign).unwrap();
            assert!(file.load().is_err());
        }
    }

    #[test]
    fn state_should_be_refused_when_of_another_version_or_subnet() {
        let (_home, file) = file();
        file.save(&state()).unwrap();
        let other = StateFile { subnet: "0xabc/3/0".into(), ..file.clone() };
        assert!(other.load().unwrap_err().to_string().contains("one file for each"));
        let text = fs::read_to_string(&file.path)
            .unwrap()
            .replace("\"version\":1,\"subnet", "\"version\":2,\"subnet");
        fs::write(&file.path, text).unwrap();
        assert!(file.load().unwrap_err().to_string().contains("myelin-neuron 2"));
    }
}
