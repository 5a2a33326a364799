//! The text that models are judged on: each validator's own files, cut into passages, drawn by a secret of its own. A
//! passage is shown once. What a model cannot have seen it can only predict.

use sha2::{Digest, Sha256};
use std::{
    collections::{BTreeMap, BTreeSet},
    fs, io,
    path::{Path, PathBuf},
};

/// Bytes of a passage.
pub const PASSAGE: usize = 2_048;
/// Larger files are not text that somebody wrote.
const MOST_OF_A_FILE: u64 = 8 << 20;
/// Bytes that are looked at in all: enough for years of rounds.
const MOST_OF_ALL: u64 = 256 << 20;
/// Of 100 bytes of a passage so many are letters and spaces, or it is a table, a list of hashes, or another language's.
const LETTERS: usize = 80;
/// Where English text is found on a machine that was not given any.
pub const USUAL_PLACES: [&str; 3] = ["/usr/share/doc", "/usr/share/common-licenses", "/usr/share/perl"];

/// A passage by its content: the first eight bytes of its SHA-256.
pub type PassageId = u64;

/// A piece of text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Passage {
    /// Its name.
    pub id: PassageId,
    /// Its [`PASSAGE`] bytes.
    pub text: Vec<u8>,
}

/// Why there is no text.
#[derive(Debug, thiserror::Error)]
pub enum CorpusError {
    /// A place that was named cannot be read.
    #[error("{path}: {error}")]
    Unreadable {
        /// The place.
        path: PathBuf,
        /// What the system says.
        error: io::Error,
    },
    /// There is less text than one round needs, or all of it was shown.
    #[error("{left} passages of {PASSAGE} bytes are left of {all}, and {wanted} are wanted: name more files of English text")]
    Spent {
        /// Passages not yet shown.
        left: usize,
        /// All passages.
        all: usize,
        /// Passages that are wanted.
        wanted: usize,
    },
}

/// Passages of files, by where they stand; equal ones once.
#[derive(Clone, Debug, Default)]
pub struct Corpus {
    files: Vec<PathBuf>,
    passages: BTreeMap<PassageId, (usize, usize)>,
}

impl Corpus {
    /// Looks through files, and through folders for files of text.
    pub fn open(places: &[PathBuf]) -> Result<Self, CorpusError> {
        let mut corpus = Self::default();
        let mut left = MOST_OF_ALL;
        for place in places {
            let unreadable = |error| CorpusError::Unreadable { path: place.clone(), error };
            match fs::metadata(place).map_err(unreadable)?.is_dir() {
                true => corpus.add_folder(place, &mut left),
                false => corpus.add(place, &fs::read(place).map_err(unreadable)?),
            }
        }
        Ok(corpus)
    }

    /// The text of this machine: the [`USUAL_PLACES`] that there are.
    pub fn of_this_machine() -> Self {
        let mut corpus = Self::default();
        let mut left = MOST_OF_ALL;
        USUAL_PLACES.iter().for_each(|place| corpus.add_folder(Path::new(place), &mut left));
        corpus
    }

    /// How many passages there are.
    pub fn len(&self) -> usize {
        self.passages.len()
    }

    /// Whether there is no text at all.
    pub fn is_empty(&self) -> bool {
        self.passages.is_empty()
    }

    /// `count` passages that were not shown before, in an order that only the secret tells; they count as shown from now
    /// on. A file that has changed since is passed over.
    pub fn draw(
        &self,
        secret: &[u8; 32],
        shown: &mut BTreeSet<PassageId>,
        count: usize,
    ) -> Result<Vec<Passage>, CorpusError> {
        let mut order: Vec<(u64, PassageId)> = self
            .passages
            .keys()
            .filter(|id| !shown.contains(id))
            .map(|id| (keyed(secret, *id), *id))
            .collect();
        order.sort_unstable();
        let drawn: Vec<Passage> = order.iter().filter_map(|(_, id)| self.passage(*id)).take(count).collect();
        if drawn.len() < count {
            return Err(CorpusError::Spent { left: drawn.len(), all: self.len(), wanted: count });
        }
        shown.extend(drawn.iter().map(|passage| passage.id));
        Ok(drawn)
    }

    /// One passage in so many, and the others: what is learnt on the first part says nothing of the second. Which passage
    /// is in which part follows from its text alone.
    pub fn split(self, one_in: u64) -> (Self, Self) {
        let first = |id: &PassageId| id.checked_rem(one_in) == Some(0);
        let (one, others) = self.passages.into_iter().partition(|(id, _)| first(id));
        (Self { files: self.files.clone(), passages: one }, Self { files: self.files, passages: others })
    }

    /// All text, passage after passage in the order of the files: to train on.
    pub fn text(&self, most: usize) -> Vec<u8> {
        let mut places: Vec<_> = self.passages.iter().map(|(id, place)| (*place, *id)).collect();
        places.sort_unstable();
        let passages = places.into_iter().filter_map(|(_, id)| self.passage(id));
        passages.take(most.div_ceil(PASSAGE)).flat_map(|passage| passage.text).collect()
    }

    fn passage(&self, id: PassageId) -> Option<Passage> {
        let (file, at) = self.passages.get(&id)?;
        let text = fs::read(self.files.get(*file)?).ok()?;
        let text = text.get(*at..at.saturating_add(PASSAGE))?.to_vec();
        (name(&text) == id).then_some(Passage { id, text })
    }

    /// Files that cannot be read in a folder are left out: nobody named them.
    fn add_folder(&mut self, folder: &Path, left: &mut u64) {
        let Ok(entries) = fs::read_dir(folder) else { return };
        let mut paths: Vec<_> = entries.filter_map(Result::ok).map(|entry| entry.path()).collect();
        paths.sort();
        for path in paths {
            let Ok(metadata) = fs::symlink_metadata(&path) else { continue };
            if metadata.is_dir() {
                self.add_folder(&path, left);
            } else if metadata.is_file() && metadata.len() <= MOST_OF_A_FILE.min(*left) {
                *left = left.saturating_sub(metadata.len());
                if let Ok(text) = fs::read(&path) {
                    self.add(&path, &text);
                }
            }
        }
    }

    fn add(&mut self, path: &Path, text: &[u8]) {
        let file = self.files.len();
        self.files.push(path.to_owned());
        for (index, passage) in text.chunks_exact(PASSAGE).enumerate() {
            if is_english(passage) {
                self.passages.entry(name(passage)).or_insert((file, index.saturating_mul(PASSAGE)));
            }
        }
    }
}

fn is_english(passage: &[u8]) -> bool {
    let letters = passage.iter().filter(|byte| byte.is_ascii_alphabetic() || **byte == b' ').count();
    let spaces = passage.iter().filter(|byte| **byte == b' ').count();
    letters.saturating_mul(100) >= passage.len().saturating_mul(LETTERS)
        // Words of three to twenty letters; more spaces are a layout.
        && spaces.saturating_mul(4) <= passage.len()
        && spaces.saturating_mul(20) >= passage.len()
}

fn name(text: &[u8]) -> PassageId {
    first_eight(Sha256::digest(text).as_slice())
}

fn keyed(secret: &[u8; 32], id: PassageId) -> u64 {
    first_eight(Sha256::new().chain_update(secret).chain_update(id.to_le_bytes()).finalize().as_slice())
}

fn first_eight(hash: &[u8]) -> u64 {
    hash.iter().take(8).fold(0, |number, byte| number << 8 | u64::from(*byte))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn documents() -> Corpus {
        Corpus::open(&[Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs")]).unwrap()
    }

    #[test]
    fn draw_should_never_show_a_passage_twice_when_asked_until_all_is_spent() {
        let corpus = documents();
        assert!(corpus.len() >= 16, "{}", corpus.len());
        let mut shown = BTreeSet::new();
        let mut seen = BTreeSet::new();
        for _ in 0..corpus.len() / 4 {
            for passage in corpus.draw(&[7; 32], &mut shown, 4).unwrap() {
                assert_eq!(passage.text.len(), PASSAGE);
                assert!(seen.insert(passage.id));
            }
        }
        let spent = corpus.draw(&[7; 32], &mut shown, 4).unwrap_err();
        assert!(matches!(spent, CorpusError::Spent { wanted: 4, .. }), "{spent}");
        assert_eq!(shown, seen, "what was refused counts as not shown");
    }

    #[test]
    fn parts_should_have_each_passage_once_when_a_corpus_is_split() {
        let (all, (one, others)) = (documents(), documents().split(4));
        assert_eq!(one.len() + others.len(), all.len());
        assert!(one.len() > all.len() / 8 && one.len() < all.len() / 2, "{} of {}", one.len(), all.len());
        let drawn = |part: &Corpus| -> BTreeSet<PassageId> {
            let drawn = part.draw(&[1; 32], &mut BTreeSet::new(), part.len()).unwrap();
            drawn.iter().map(|passage| passage.id).collect()
        };
        assert!(drawn(&one).is_disjoint(&drawn(&others)));
        assert_eq!(all.split(0).0.len(), 0);
    }

    #[test]
    fn draw_should_differ_when_the_secret_does() {
        let corpus = documents();
        let drawn = |secret| corpus.draw(&[secret; 32], &mut BTreeSet::new(), 8).unwrap();
        assert_eq!(drawn(1), drawn(1));
        assert_ne!(drawn(1), drawn(2));
    }

    #[test]
    fn corpus_should_take_text_once_and_leave_out_other_bytes_when_it_looks_through_files() {
        let folder = tempfile::tempdir().unwrap();
        let words = "There is nothing like a plain sentence of some length to begin with, is there. ";
        let text: Vec<u8> = words.bytes().cycle().take(PASSAGE).collect();
        fs::write(folder.path().join("a"), &text).unwrap();
        fs::write(folder.path().join("b"), &text).unwrap();
        fs::write(folder.path().join("c"), [0x80; PASSAGE]).unwrap();
        fs::write(folder.path().join("d"), &text[..PASSAGE - 1]).unwrap();
        fs::write(folder.path().join("e"), "0123456789abcdef ".repeat(200)).unwrap();
        let corpus = Corpus::open(&[folder.path().to_owned()]).unwrap();
        assert_eq!(corpus.len(), 1);
        assert_eq!(corpus.text(usize::MAX), text);
        // A file that changed is passed over.
        fs::write(folder.path().join("a"), "short").unwrap();
        assert!(corpus.draw(&[0; 32], &mut BTreeSet::new(), 1).is_err());
        assert!(Corpus::open(&[folder.path().join("none")]).is_err());
    }
}
