//! `myelin explain CODE`.

use crate::{
    explain::{explain, Explanation},
    output::{facts, Report},
    Context, Failure,
};
use schemars::JsonSchema;
use serde::Serialize;

/// What an error means and what to do
#[derive(Debug, clap::Args)]
pub struct Ask {
    /// A name, a pallet and a number, the number of a refusal, or the whole message of a node
    #[arg(required = true, num_args = 1..)]
    code: Vec<String>,
}

/// What fits.
#[derive(Debug, Serialize, JsonSchema)]
pub struct Explained {
    /// All that fit the code.
    pub explanations: Vec<Explanation>,
}

impl Report for Explained {
    fn text(&self) -> String {
        let one = |it: &Explanation| {
            let number = match (it.pallet, it.number) {
                (Some(pallet), Some(number)) => format!(" (pallet {pallet}, error {number})"),
                _ => String::new(),
            };
            facts([
                ("error", format!("{}{number}", it.name)),
                ("means", it.meaning.clone()),
                ("do", it.advice.clone()),
            ])
        };
        self.explanations.iter().map(one).collect::<Vec<_>>().join("\n")
    }
}

/// Explains.
pub fn run(ask: &Ask, context: &Context) -> Result<(), Failure> {
    context.out.print(&Explained { explanations: explain(&ask.code.join(" "))? })
}
