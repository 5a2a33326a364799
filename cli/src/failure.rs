//! What can go wrong, and the exit code that tells a program which of it did.

use crate::explain;
use myelin_chain::{ChainError, DispatchError};
use myelin_wallet::{KeyError, KeyfileError, SignerError, WalletError};
use schemars::JsonSchema;
use serde::Serialize;
use std::process::ExitCode;

/// Why a command did not do what it was told to.
#[derive(Debug, thiserror::Error)]
pub enum Failure {
    /// The command line says something that cannot be.
    #[error("{0}")]
    Usage(String),
    /// A wallet or a keyfile.
    #[error("{}{}", .0, what_to_do(.0))]
    Wallet(#[from] WalletError),
    /// A key or an address.
    #[error("{0}")]
    Key(#[from] KeyError),
    /// A signature that cannot be had.
    #[error("{0}")]
    Signer(#[from] SignerError),
    /// The chain: the way to it, or what it says.
    #[error("{}", of_chain(.0))]
    Chain(#[from] ChainError),
    /// A call inside another failed; the outer one did not.
    #[error("the call inside failed: {0}")]
    Inside(String),
    /// What was asked for does not exist.
    #[error("{0}")]
    NotFound(String),
    /// The person said no.
    #[error("declined: nothing was done")]
    Declined,
    /// Somebody has to answer, and nobody can.
    #[error("{question} has to be answered, and there is no terminal: say {flag}")]
    NoTerminal {
        /// What would have been asked.
        question: String,
        /// What answers it beforehand.
        flag: &'static str,
    },
    /// A signature that does not fit.
    #[error("{0}")]
    Unverified(String),
    /// The result cannot be written.
    #[error("the result cannot be written: {0}")]
    Output(std::io::Error),
    /// The call is in a block, and the result cannot be written.
    #[error("it is done, in block {block} with transaction {transaction}, but the result cannot be written: {error}")]
    Untold {
        /// The transaction's hash.
        transaction: String,
        /// Its block.
        block: u64,
        /// What the system said.
        error: std::io::Error,
    },
    /// A dry run found that the call would fail.
    #[error("dry run: {0}")]
    WouldFail(String),
    /// The chain would refuse it, and it was not asked.
    #[error("{0}")]
    Refused(String),
    /// A file of the user's.
    #[error("{path}: {error}")]
    File {
        /// Its path.
        path: String,
        /// What the system said.
        error: std::io::Error,
    },
    /// Something that should not be.
    #[error("{0}")]
    Unexpected(String),
}

/// Exit codes: docs/book/cli.md lists them, and a test holds the two equal.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[repr(u8)]
pub enum Code {
    /// Anything without a code of its own.
    Unexpected = 1,
    /// The command line.
    Usage = 2,
    /// The chain refused the transaction, in the pool or in a block.
    Refused = 3,
    /// The node cannot be reached, or went away.
    Connection = 4,
    /// A wallet, a keyfile or an address.
    Wallet = 5,
    /// A password.
    Password = 6,
    /// There is no such thing.
    NotFound = 7,
    /// The person said no.
    Declined = 8,
    /// A question without a terminal.
    NoTerminal = 9,
    /// The node speaks for another chain, or another version of it, than this program.
    OtherChain = 10,
    /// A signature does not verify.
    Unverified = 11,
    /// The transaction was sent, and what became of it is not known.
    Unknown = 12,
    /// A dry run: the call would fail.
    WouldFail = 13,
}

impl Code {
    /// All of them, with the word for it in `--json`.
    pub const ALL: [(Self, &'static str); 13] = [
        (Self::Unexpected, "unexpected"),
        (Self::Usage, "usage"),
        (Self::Refused, "refused"),
        (Self::Connection, "connection"),
        (Self::Wallet, "wallet"),
        (Self::Password, "password"),
        (Self::NotFound, "not_found"),
        (Self::Declined, "declined"),
        (Self::NoTerminal, "no_terminal"),
        (Self::OtherChain, "other_chain"),
        (Self::Unverified, "unverified"),
        (Self::Unknown, "unknown"),
        (Self::WouldFail, "would_fail"),
    ];

    /// Its word.
    pub fn word(self) -> &'static str {
        Self::ALL.iter().find(|(code, _)| *code == self).map_or("unexpected", |(_, word)| word)
    }
}

impl Failure {
    /// The exit code.
    pub fn code(&self) -> Code {
        match self {
            Self::Usage(_) => Code::Usage,
            Self::Wallet(error) => of_wallet(error),
            Self::Key(_) | Self::Signer(_) => Code::Wallet,
            Self::Chain(error) => code_of_chain(error),
            Self::Inside(_) | Self::Refused(_) => Code::Refused,
            Self::WouldFail(_) => Code::WouldFail,
            Self::NotFound(_) => Code::NotFound,
            Self::Declined => Code::Declined,
            Self::NoTerminal { .. } => Code::NoTerminal,
            Self::Unverified(_) => Code::Unverified,
            Self::Output(_) | Self::Untold { .. } | Self::File { .. } | Self::Unexpected(_) => {
                Code::Unexpected
            }
        }
    }

    /// Says it on standard error (one line of JSON for programs), and ends with the code.
    pub fn report(&self, json: bool) -> ExitCode {
        // Whoever reads with `head` has enough.
        if matches!(self, Self::Output(error) if error.kind() == std::io::ErrorKind::BrokenPipe) {
            return ExitCode::SUCCESS;
        }
        let code = self.code();
        if !json && matches!(self, Self::WouldFail(_)) {
            // Why stands in the result.
            eprintln!("myelin: dry run: it would fail");
        } else if json {
            let error = Reported { code: code as u8, kind: code.word().into(), message: self.to_string() };
            eprintln!("{}", serde_json::json!({ "error": error }));
        } else {
            // Paths and names may have been chosen by others.
            let words: Vec<String> = self.to_string().lines().map(crate::output::printable).collect();
            eprintln!("myelin: {}", words.join("\n"));
        }
        ExitCode::from(code as u8)
    }
}

/// A failure on standard error, with `--json`: `{"error": …}`.
#[derive(Debug, Serialize, JsonSchema)]
pub struct Reported {
    /// The exit code.
    pub code: u8,
    /// A word for it, which stays.
    pub kind: String,
    /// What happened and what to do, for people: it may change.
    pub message: String,
}

/// The flags that help.
fn what_to_do(error: &WalletError) -> &'static str {
    match error {
        WalletError::Missing { .. } => {
            "\n`myelin wallet create` makes one, `myelin wallet list` tells which there are, --wallet and --hotkey name \
             another."
        }
        WalletError::Exists { .. } => "\n--wallet and --hotkey name another; --overwrite replaces it.",
        _ => "",
    }
}

fn of_wallet(error: &WalletError) -> Code {
    match error {
        WalletError::Password { .. } => Code::Password,
        WalletError::Missing { .. } => Code::NotFound,
        WalletError::Keyfile { error: KeyfileError::WrongPassword | KeyfileError::NoPassword(_), .. } => {
            Code::Password
        }
        _ => Code::Wallet,
    }
}

fn code_of_chain(error: &ChainError) -> Code {
    match error {
        ChainError::Connection { .. } | ChainError::Timeout { .. } => Code::Connection,
        ChainError::NoSuchBlock(_) | ChainError::NoState(_) | ChainError::Missing(_) => Code::NotFound,
        ChainError::Refused(_)
        | ChainError::Dispatch(_)
        | ChainError::WouldFail(_)
        | ChainError::Trade(_)
        | ChainError::Seal(_)
        | ChainError::Rpc { .. } => Code::Refused,
        ChainError::Signer(_) => Code::Wallet,
        ChainError::Decode { .. } | ChainError::OtherForm { .. } | ChainError::Metadata(_) => {
            Code::OtherChain
        }
        ChainError::Dropped { .. } | ChainError::Unconfirmed { .. } => Code::Unknown,
        ChainError::Expired { .. } => Code::Refused,
        _ => Code::Unexpected,
    }
}

/// The chain's words, and what to do where we know it.
fn of_chain(error: &ChainError) -> String {
    let dispatch = match error {
        ChainError::Dispatch(failed) => Some(&failed.error),
        ChainError::WouldFail(error) => Some(error),
        _ => None,
    };
    let advice = match dispatch {
        Some(DispatchError::Module { pallet, name, .. }) => explain::advice(pallet, name).map(str::to_string),
        Some(DispatchError::Runtime(name)) => explain::of_words(name),
        _ => error.refusal().and_then(|refusal| match refusal.meaning() {
            // The network's refusals bear the names of its errors.
            Some(meaning) => explain::advice("SubtensorModule", meaning.name).map(str::to_string),
            None => explain::of_words(&refusal.message),
        }),
    };
    match (advice, error) {
        (Some(advice), _) => format!("{error}\n{advice}"),
        (None, ChainError::Missing(what)) if what.starts_with("subnet ") => {
            format!("{error}: see `myelin subnet list`")
        }
        (None, ChainError::Connection { .. }) => {
            format!(
                "{error}\nIs the node there? --network names another; `make up` starts one on this machine."
            )
        }
        (None, ChainError::Dropped { hash, reason }) if reason.contains("took its nonce") => {
            format!(
                "{error}\nThat one is of the same key too: use a key in one process at a time. Once it is in a block, this \
                 call cannot happen any more; wait for that, and send this one again if no block has {hash}."
            )
        }
        (None, ChainError::Dropped { hash, .. }) => {
            format!(
                "{error}\nOther nodes may have it all the same: before you send it again, look whether a block has {hash}."
            )
        }
        _ => error.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(error: ChainError) -> (Code, String) {
        let failure = Failure::from(error);
        (failure.code(), failure.to_string())
    }

    #[test]
    fn chains_failure_should_have_its_own_code_when_its_cause_is_another() {
        let text = || "x".to_string();
        let cases = [
            (ChainError::Connection { url: text(), reason: text() }, Code::Connection),
            (
                ChainError::Timeout { url: text(), method: text(), within: Default::default() },
                Code::Connection,
            ),
            (ChainError::Missing(text()), Code::NotFound),
            (ChainError::NoSuchBlock(text()), Code::NotFound),
            (ChainError::Trade(text()), Code::Refused),
            (ChainError::Decode { what: text(), reason: text() }, Code::OtherChain),
            (
                ChainError::OtherForm { pallet: text(), call: text(), spec: 1, reason: text() },
                Code::OtherChain,
            ),
            (ChainError::Dropped { hash: text(), reason: text() }, Code::Unknown),
        ];
        for (error, code) in cases {
            assert_eq!(of(error.clone()).0, code, "{error}");
        }
    }

    #[test]
    fn chains_error_should_come_with_advice_when_it_is_told() {
        let error = DispatchError::Module {
            pallet: "SubtensorModule".into(),
            pallet_index: 7,
            name: "SlippageTooHigh".into(),
            index: 84,
            docs: "The whole amount does not fit.".into(),
        };
        let (code, words) = of(ChainError::WouldFail(error));
        assert_eq!(code, Code::Refused);
        assert!(words.contains("SlippageTooHigh") && words.contains("--tolerance"), "{words}");
        let (_, words) = of(ChainError::WouldFail(DispatchError::Runtime("Token(FundsUnavailable)".into())));
        assert!(words.contains("balance"), "{words}");
    }

    #[test]
    fn key_should_be_said_to_be_of_one_process_when_another_took_the_nonce() {
        let reason = "another transaction took its nonce".to_string();
        let (code, words) = of(ChainError::Dropped { hash: "0x12".into(), reason });
        assert_eq!(code, Code::Unknown);
        assert!(words.contains("one process at a time") && words.contains("if no block has 0x12"), "{words}");
        let (_, words) = of(ChainError::Dropped { hash: "0x12".into(), reason: "the pool is full".into() });
        assert!(words.contains("Other nodes may have it") && !words.contains("process"), "{words}");
        assert!(explain::of_words("Priority is too low: (6 > 7)").unwrap().contains("Nothing was sent"));
    }

    #[test]
    fn codes_should_be_different_when_they_are_all_of_them() {
        let mut codes: Vec<u8> = Code::ALL.iter().map(|(code, _)| *code as u8).collect();
        codes.dedup();
        assert_eq!(codes, (1..=13).collect::<Vec<u8>>());
        assert_eq!(Code::Refused.word(), "refused");
    }
}
