//! The subnet `predict`: open models that predict text, judged in a sandbox.
//!
//! A miner publishes a model as a WASM module with four exports; a validator runs it, closed off from everything, on text
//! that nobody has seen, and counts the bits that each byte costs. Nobody reports on himself, and everyone can read every
//! model.
//!
//! ```
//! use myelin_predict::{models, sandbox::{Limits, Sandbox}, bits};
//!
//! let sandbox = Sandbox::new(Limits::default())?;
//! let text = "The quick brown fox jumps over the lazy dog. ".repeat(8);
//! let mut costs = Vec::new();
//! for name in ["order0", "ppm"] {
//!     let module = sandbox.load(models::built_in(name).ok_or("no such model")?)?;
//!     costs.push(module.read(text.as_bytes())?.total());
//!     println!("{name}: {} bits per byte", bits::per_byte(costs[costs.len() - 1], text.len() as u64));
//! }
//! assert!(costs[1] < costs[0], "who knows what came before knows what comes next");
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! | to know | where |
//! |---|---|
//! | what a module exports | [`models`], `models/interface` |
//! | what it may use, and what becomes of one that uses more | [`sandbox`] |
//! | what a byte costs | [`bits`] |
//! | which text it is judged on | [`corpus`] |
//! | who is paid | [`rules`] |
//! | what is remembered from round to round | [`standings`] |
//! | what a miner commits on chain | [`commitment`] |
//! | how a module is asked for and fetched | [`question`], [`fetch`] |
//! | the miner and the validator, with the loops of `myelin-neuron` | [`miner`], [`validator`] |
//! | all of it on one machine | [`up`] |

pub mod bits;
pub mod commitment;
pub mod corpus;
pub mod fetch;
pub mod miner;
pub mod models;
pub mod question;
pub mod rules;
pub mod sandbox;
pub mod standings;
#[cfg(feature = "train")]
pub mod train;
pub mod up;
pub mod validator;

/// What strangers wrote, as one line of at most `most` characters that no terminal takes for a command.
pub(crate) fn one_line(text: &str, most: usize) -> String {
    // Signs that turn the direction of writing, or are not seen, tell other things than they show.
    let unseen = |letter| matches!(letter, '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}');
    let plain = |letter: char| if letter.is_control() || unseen(letter) { ' ' } else { letter };
    let mut line: String = text.chars().take(most).map(plain).collect();
    if text.chars().nth(most).is_some() {
        line.push('…');
    }
    line
}
