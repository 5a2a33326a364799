//! A sealed text as bytes: what the official clients write (yuma §2.10).
//!
//! `U 96 | 32, V | 32, W | n+28, { n, text | 12, nonce } | 8, "AES_GCM_"`; numbers are 8 bytes, the lowest first.

use alloc::vec::Vec;
use core::fmt;

/// The most bytes of a sealed text.
pub const MAX_CIPHERTEXT: usize = 5_000;
/// Bytes of a sealed text beside its plain text: 228 of format and 16 that authenticate the text.
pub const OVERHEAD: usize = 244;
/// Names the cipher.
const SUITE: &[u8; 8] = b"AES_GCM_";
/// Bytes of the body beside the text: its length, the nonce and the nonce's length.
const BODY_OVERHEAD: u64 = 28;

/// Why bytes are no sealed text.
#[derive(Copy, Clone, Debug, Eq, PartialEq)]
pub enum FormatError {
    /// It is longer than a sealed text may be.
    TooLong {
        /// Its bytes.
        bytes: usize,
    },
    /// It ends within a field.
    TooShort {
        /// Its bytes.
        bytes: usize,
    },
    /// A length is not the one that stands there.
    Length {
        /// What was read.
        found: u64,
        /// What there should be.
        wanted: u64,
    },
    /// It is sealed with another cipher.
    Suite,
    /// More follows after the end.
    Trailing {
        /// How many bytes.
        bytes: usize,
    },
}

impl fmt::Display for FormatError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::TooLong { bytes } => write!(f, "{bytes} bytes, at most {MAX_CIPHERTEXT} are read"),
            Self::TooShort { bytes } => write!(f, "{bytes} bytes end within a field"),
            Self::Length { found, wanted } => write!(f, "length {found} where {wanted} should be"),
            Self::Suite => f.write_str("the cipher is not AES-GCM"),
            Self::Trailing { bytes } => write!(f, "{bytes} bytes after the end"),
        }
    }
}

impl core::error::Error for FormatError {}

/// A sealed text in its parts.
#[derive(Copy, Clone, Debug, Eq, PartialEq)]
pub struct Sealed<'a> {
    /// `r·g2`, compressed.
    pub u: &'a [u8; 96],
    /// What the random bytes are hidden in.
    pub v: &'a [u8; 32],
    /// What the key is hidden in.
    pub w: &'a [u8; 32],
    /// The enciphered text.
    pub text: &'a [u8],
    /// What it was enciphered with beside the key.
    pub nonce: &'a [u8; 12],
}

impl<'a> Sealed<'a> {
    /// Reads a sealed text. Nothing may follow it.
    pub fn read(bytes: &'a [u8]) -> Result<Self, FormatError> {
        if bytes.len() > MAX_CIPHERTEXT {
            return Err(FormatError::TooLong { bytes: bytes.len() });
        }
        let mut reader = Reader { rest: bytes, bytes: bytes.len() };
        let u = reader.array()?;
        let v = reader.sized()?;
        let w = reader.sized()?;
        let body = reader.number()?;
        let length = reader.number()?;
        same(body, length.saturating_add(BODY_OVERHEAD))?;
        let text = reader.slice(length)?;
        let nonce = reader.sized()?;
        if reader.sized::<8>()? != SUITE {
            return Err(FormatError::Suite);
        }
        match reader.rest.len() {
            0 => Ok(Self { u, v, w, text, nonce }),
            bytes => Err(FormatError::Trailing { bytes }),
        }
    }

    /// Writes it. Too long a text is refused.
    pub fn write(&self) -> Result<Vec<u8>, FormatError> {
        let bytes = self.text.len().saturating_add(OVERHEAD.saturating_sub(16));
        if bytes > MAX_CIPHERTEXT {
            return Err(FormatError::TooLong { bytes });
        }
        let length = self.text.len() as u64;
        let mut written = Vec::with_capacity(bytes);
        written.extend_from_slice(self.u);
        append(&mut written, self.v);
        append(&mut written, self.w);
        written.extend_from_slice(&length.saturating_add(BODY_OVERHEAD).to_le_bytes());
        append(&mut written, self.text);
        append(&mut written, self.nonce);
        append(&mut written, SUITE);
        Ok(written)
    }
}

fn append(written: &mut Vec<u8>, field: &[u8]) {
    written.extend_from_slice(&(field.len() as u64).to_le_bytes());
    written.extend_from_slice(field);
}

fn same(found: u64, wanted: u64) -> Result<(), FormatError> {
    match found == wanted {
        true => Ok(()),
        false => Err(FormatError::Length { found, wanted }),
    }
}

/// What is left of the bytes, and how many there were.
struct Reader<'a> {
    rest: &'a [u8],
    bytes: usize,
}

impl<'a> Reader<'a> {
    fn array<const SIZE: usize>(&mut self) -> Result<&'a [u8; SIZE], FormatError> {
        let too_short = FormatError::TooShort { bytes: self.bytes };
        let (array, rest) = self.rest.split_first_chunk().ok_or(too_short)?;
        self.rest = rest;
        Ok(array)
    }

    fn number(&mut self) -> Result<u64, FormatError> {
        self.array().map(|bytes| u64::from_le_bytes(*bytes))
    }

    /// A field of one possible length, after that length.
    fn sized<const SIZE: usize>(&mut self) -> Result<&'a [u8; SIZE], FormatError> {
        same(self.number()?, SIZE as u64)?;
        self.array()
    }

    fn slice(&mut self, length: u64) -> Result<&'a [u8], FormatError> {
        let too_short = FormatError::TooShort { bytes: self.bytes };
        let length = usize::try_from(length).map_err(|_| too_short)?;
        let (slice, rest) = self.rest.split_at_checked(length).ok_or(too_short)?;
        self.rest = rest;
        Ok(slice)
    }
}
