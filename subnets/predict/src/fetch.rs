//! How a module comes from a miner: in pieces, with its name and size first, so that a lie is found before it has cost
//! anything.

use crate::commitment::ModuleHash;
use sha2::{Digest, Sha256};

/// Most bytes of a piece.
pub const PIECE: usize = 256 * 1024;

/// A piece of a module, as a miner sends it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Piece {
    /// The module's name.
    pub module: ModuleHash,
    /// Bytes of the whole module.
    pub size: u64,
    /// Where this piece begins.
    pub offset: u64,
    /// Its bytes.
    pub bytes: Vec<u8>,
}

/// The piece of a module that begins at `offset`; an empty one behind its end.
pub fn piece(module: &[u8], name: ModuleHash, offset: u64) -> Piece {
    let begin = usize::try_from(offset).unwrap_or(usize::MAX).min(module.len());
    let end = begin.saturating_add(PIECE).min(module.len());
    let bytes = module.get(begin..end).unwrap_or_default().to_vec();
    Piece { module: name, size: module.len() as u64, offset, bytes }
}

/// What a miner sent that it should not have.
#[derive(Clone, Debug, thiserror::Error, PartialEq, Eq)]
pub enum FetchError {
    /// Not what it committed.
    #[error("shows module {module}, which is not what it committed: wait until the commitment is in a block, or commit again")]
    NotCommitted {
        /// What it shows.
        module: ModuleHash,
    },
    /// Without a name, a size or bytes.
    #[error("the answer has no `{0}`, or one that cannot be read")]
    NotAPiece(&'static str),
    /// Too large, or nothing.
    #[error("a module of {size} bytes: from 1 to {limit} are taken")]
    Size {
        /// What it says.
        size: u64,
        /// The limit.
        limit: u64,
    },
    /// Another module, size or place than asked for.
    #[error("sent a piece of another module, or from another place, than was asked for (at byte {wanted})")]
    AnotherPiece {
        /// Where the piece should have begun.
        wanted: u64,
    },
    /// Another number of bytes than all that is left, or a whole piece of it.
    #[error("sent {bytes} bytes where {expected} were to come")]
    PieceSize {
        /// Bytes sent.
        bytes: usize,
        /// Bytes that should have come.
        expected: u64,
    },
    /// All came, and it is not what its name says.
    #[error("the bytes hash to {found}, and not to {module}")]
    WrongHash {
        /// What the miner called it.
        module: ModuleHash,
        /// What it is.
        found: ModuleHash,
    },
}

/// A module on its way.
#[derive(Clone, Debug)]
pub struct Download {
    hotkey: [u8; 32],
    committed: [u8; 32],
    limit: u64,
    promised: Option<(ModuleHash, u64)>,
    bytes: Vec<u8>,
    hasher: Sha256,
}

impl Download {
    /// From the miner with this hotkey, which committed this hash; at most `limit` bytes.
    pub fn new(hotkey: [u8; 32], committed: [u8; 32], limit: usize) -> Self {
        Self {
            hotkey,
            committed,
            limit: limit as u64,
            promised: None,
            bytes: Vec::new(),
            hasher: Sha256::new(),
        }
    }

    /// Where the next piece begins.
    pub fn offset(&self) -> u64 {
        self.bytes.len() as u64
    }

    /// Takes the next piece. Gives the module when it is whole and is what was committed.
    pub fn take(&mut self, piece: Piece) -> Result<Option<(ModuleHash, Vec<u8>)>, FetchError> {
        let (module, size) = self.promised(&piece)?;
        let left = size.saturating_sub(self.offset());
        let most = left.min(PIECE as u64);
        // Smaller pieces would let a miner keep a validator busy for as long as it likes.
        if piece.bytes.len() as u64 != most {
            return Err(FetchError::PieceSize { bytes: piece.bytes.len(), expected: most });
        }
        self.hasher.update(&piece.bytes);
        self.bytes.extend(piece.bytes);
        if self.offset() < size {
            return Ok(None);
        }
        match ModuleHash(self.hasher.finalize_reset().into()) {
            found if found == module => Ok(Some((module, std::mem::take(&mut self.bytes)))),
            found => Err(FetchError::WrongHash { module, found }),
        }
    }

    /// Name and size as in the first piece, which has to fit the commitment; the others have to say the same.
    fn promised(&mut self, piece: &Piece) -> Result<(ModuleHash, u64), FetchError> {
        let says = (piece.module, piece.size);
        match self.promised {
            Some(promised) if promised == says && piece.offset == self.offset() => Ok(promised),
            None if piece.offset == 0 => {
                if piece.module.committed_by(&self.hotkey) != self.committed {
                    return Err(FetchError::NotCommitted { module: piece.module });
                }
                if piece.size == 0 || piece.size > self.limit {
                    return Err(FetchError::Size { size: piece.size, limit: self.limit });
                }
                Ok(*self.promised.insert(says))
            }
            _ => Err(FetchError::AnotherPiece { wanted: self.offset() }),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const HOTKEY: [u8; 32] = [5; 32];

    fn begin(module: &[u8]) -> (Download, ModuleHash) {
        let name = ModuleHash::of(module);
        (Download::new(HOTKEY, name.committed_by(&HOTKEY), 1 << 20), name)
    }

    #[test]
    fn module_should_arrive_when_it_comes_in_pieces() {
        let module: Vec<u8> = (0..PIECE * 2 + 77).map(|at| at as u8).collect();
        let (mut download, name) = begin(&module);
        for expected in [None, None, Some((name, module.clone()))] {
            let next = piece(&module, name, download.offset());
            assert_eq!(download.take(next).unwrap(), expected);
        }
    }

    #[test]
    fn miner_should_be_refused_when_it_shows_what_it_did_not_commit() {
        let (mut download, _) = begin(b"mine");
        let other = ModuleHash::of(b"other");
        assert_eq!(download.take(piece(b"other", other, 0)), Err(FetchError::NotCommitted { module: other }));
        // Nor what another committed.
        let name = ModuleHash::of(b"mine");
        let mut copier = Download::new([6; 32], name.committed_by(&HOTKEY), 1 << 20);
        assert_eq!(copier.take(piece(b"mine", name, 0)), Err(FetchError::NotCommitted { module: name }));
    }

    #[test]
    fn miner_should_be_refused_when_its_module_is_too_large_or_nothing() {
        for size in [0, (1 << 20) + 1, u64::MAX] {
            let (mut download, name) = begin(b"mine");
            let lie = Piece { size, ..piece(b"mine", name, 0) };
            assert_eq!(download.take(lie), Err(FetchError::Size { size, limit: 1 << 20 }));
        }
    }

    #[test]
    fn miner_should_be_refused_when_pieces_do_not_fit() {
        let module = vec![7; PIECE + 2];
        let (mut download, name) = begin(&module);
        let small = Piece { bytes: vec![7], ..piece(&module, name, 0) };
        let refused = FetchError::PieceSize { bytes: 1, expected: PIECE as u64 };
        assert_eq!(download.take(small), Err(refused), "byte by byte it would never end");
        let first = piece(&module, name, 0);
        assert_eq!(download.take(first.clone()), Ok(None));
        let wanted = PIECE as u64;
        assert_eq!(download.take(first), Err(FetchError::AnotherPiece { wanted }));
        let second = piece(&module, name, wanted);
        let longer = Piece { size: wanted + 3, ..second.clone() };
        assert_eq!(download.take(longer), Err(FetchError::AnotherPiece { wanted }));
        for bytes in [vec![], vec![7; 3]] {
            let wrong = Piece { bytes: bytes.clone(), ..second.clone() };
            let refused = FetchError::PieceSize { bytes: bytes.len(), expected: 2 };
            assert_eq!(download.take(wrong), Err(refused));
        }
        let wrong = Piece { bytes: b"xx".to_vec(), ..second };
        assert!(matches!(download.take(wrong), Err(FetchError::WrongHash { .. })));
    }
}
