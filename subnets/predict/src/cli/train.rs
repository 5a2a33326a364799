//! `train`: the recurrent network, on the spot.

use super::Failure;
use clap::Args;
use myelin_predict::{
    bits::per_byte,
    commitment::ModuleHash,
    corpus::PASSAGE,
    models,
    sandbox::{Limits, Sandbox},
    train::{module, train, Budget, Progress},
};
use std::{
    fs::OpenOptions,
    io::{IsTerminal, Write},
    path::{Path, PathBuf},
    time::{Duration, Instant},
};

/// Passages that are kept from training, to measure what was learnt.
const HELD_OUT: usize = 16;

/// Train the recurrent network on text
#[derive(Debug, Args)]
pub struct Train {
    /// Files and folders with text (default: the text of this machine)
    corpus: Vec<PathBuf>,
    /// Where the module goes
    #[arg(long, short, default_value = "gru.wasm")]
    out: PathBuf,
    /// How long to train
    #[arg(long, default_value_t = 60)]
    seconds: u64,
    /// Train for so many steps of 768 bytes instead: the same network wherever that is done
    #[arg(long, conflicts_with = "seconds")]
    steps: Option<u64>,
    /// Most megabytes of text to read
    #[arg(long, default_value_t = 16)]
    megabytes: usize,
}

impl Train {
    /// Trains, writes the module, and says what it costs on text that was kept back.
    pub fn run(self) -> Result<(), Failure> {
        check_out(&self.out)?;
        let text = super::corpus(&self.corpus)?.text(self.megabytes.saturating_mul(1 << 20));
        let kept = (text.len() / 10).min(HELD_OUT.saturating_mul(PASSAGE));
        let (learnt, held_out) =
            text.split_at_checked(text.len().saturating_sub(kept)).unwrap_or((&text, &[]));
        let budget = match self.steps {
            Some(steps) => Budget::Steps(steps),
            None => Budget::Time(Duration::from_secs(self.seconds)),
        };
        eprintln!("training on {} KiB", learnt.len() / 1024);
        let mut progress = Line::new();
        let network = train(learnt, budget, |now| progress.show(now))?;
        let module = module(&network)?;
        progress.end();
        let written = write(&self.out, &module)?;
        compare(&module, held_out)?;
        super::tell(format_args!("{}  {}", ModuleHash::of(&module), written.display()));
        Ok(())
    }
}

/// Whether a file can be written there: to find out after the training is late. Nothing is left behind.
fn check_out(out: &Path) -> Result<(), Failure> {
    let tried = match out.exists() {
        true => OpenOptions::new().append(true).open(out).map(drop),
        false => {
            let folder = out.parent().filter(|folder| !folder.as_os_str().is_empty());
            tempfile::NamedTempFile::new_in(folder.unwrap_or(Path::new("."))).map(drop)
        }
    };
    tried.map_err(|error| format!("--out {} cannot be written: {error}", out.display()).into())
}

/// Where the module is now: what was learnt is not lost because a disk has become full meanwhile.
fn write(out: &Path, module: &[u8]) -> Result<PathBuf, Failure> {
    let Err(error) = std::fs::write(out, module) else { return Ok(out.to_owned()) };
    let elsewhere = || -> Result<PathBuf, Failure> {
        let mut file = tempfile::Builder::new().prefix("predict-").suffix(".wasm").tempfile()?;
        file.write_all(module)?;
        Ok(file.keep()?.1)
    };
    let out = out.display();
    match elsewhere() {
        Ok(kept) => {
            Err(format!("{out} cannot be written: {error}. The module is in {}", kept.display()).into())
        }
        Err(other) => {
            Err(format!("{out} cannot be written: {error}; nor can a file elsewhere: {other}").into())
        }
    }
}

fn compare(trained: &[u8], held_out: &[u8]) -> Result<(), Failure> {
    let sandbox = Sandbox::new(Limits::default())?;
    let cost = |module: &[u8]| -> Result<String, Failure> {
        let reading = sandbox.load(module)?.read_all(held_out.chunks(PASSAGE))?;
        Ok(per_byte(reading.total(), held_out.len() as u64))
    };
    let order0 = models::built_in("order0").ok_or("this build has no order0")?;
    eprintln!(
        "{} bits per byte on {} KiB that were kept back (order 0: {})",
        cost(trained)?,
        held_out.len() / 1024,
        cost(order0)?
    );
    Ok(())
}

/// A line on the terminal that is written over, or a line now and then where there is none.
struct Line {
    terminal: bool,
    shown: Option<Instant>,
}

impl Line {
    fn new() -> Self {
        Self { terminal: std::io::stderr().is_terminal(), shown: None }
    }

    fn show(&mut self, now: Progress) {
        let pause = Duration::from_millis(if self.terminal { 200 } else { 5_000 });
        if self.shown.is_some_and(|shown| shown.elapsed() < pause) {
            return;
        }
        self.shown = Some(Instant::now());
        let (begin, end) = if self.terminal { ("\r", "   ") } else { ("", "\n") };
        let percent = (now.part * 100.0).min(100.0);
        eprint!("{begin}{percent:3.0} %  {:6} steps  {:.3} bits per byte{end}", now.steps, now.bits);
        // A terminal that is gone needs no progress.
        let _ = std::io::stderr().flush();
    }

    fn end(&self) {
        if self.terminal {
            eprintln!();
        }
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)] // tests fail so

    use super::*;

    #[test]
    fn place_should_be_checked_when_nothing_is_trained_yet_and_stay_as_it_was() {
        let folder = tempfile::tempdir().unwrap();
        let (new, old) = (folder.path().join("new.wasm"), folder.path().join("old.wasm"));
        std::fs::write(&old, "old").unwrap();
        assert!(check_out(&new).is_ok() && check_out(&old).is_ok());
        assert_eq!((new.exists(), std::fs::read(&old).unwrap()), (false, b"old".to_vec()));
        assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 1);
        for nowhere in [folder.path().join("no/such/folder.wasm"), folder.path().to_owned()] {
            let said = check_out(&nowhere).unwrap_err().to_string();
            assert!(said.contains("cannot be written"), "{said}");
        }
    }

    #[test]
    fn module_should_be_kept_elsewhere_when_its_place_has_gone() {
        let folder = tempfile::tempdir().unwrap();
        let out = folder.path().join("mine.wasm");
        assert_eq!(write(&out, b"learnt").unwrap(), out);
        let said = write(&folder.path().join("gone/mine.wasm"), b"learnt").unwrap_err().to_string();
        let (_, kept) = said.split_once("The module is in ").unwrap();
        assert_eq!(std::fs::read(kept).unwrap(), b"learnt");
        std::fs::remove_file(kept).unwrap();
    }
}
