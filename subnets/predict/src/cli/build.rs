//! `models` and `build`.

use super::Failure;
use clap::Args;
use myelin_predict::{commitment::ModuleHash, models};
use std::path::PathBuf;

/// Write a model that comes with this program to a file
#[derive(Debug, Args)]
pub struct Build {
    /// order0, order2, ppm or gru
    model: String,
    /// Where to
    #[arg(long, short)]
    out: PathBuf,
    /// A text that the model has read before it begins (ppm only; of a longer one the last 48 KiB)
    #[arg(long)]
    prime: Option<PathBuf>,
}

impl Build {
    /// Writes it and says its name.
    pub fn run(self) -> Result<(), Failure> {
        let mut module = super::module(&self.model)?;
        if let Some(text) = &self.prime {
            module = models::primed(&module, &std::fs::read(text)?)?;
        }
        std::fs::write(&self.out, &module)?;
        println!("{}  {}", ModuleHash::of(&module), self.out.display());
        Ok(())
    }
}

/// All models, with size and name.
pub fn list() {
    for name in models::NAMES {
        if let Some(module) = models::built_in(name) {
            println!("{name:8} {:>8} bytes  {}", module.len(), ModuleHash::of(module));
        }
    }
}
