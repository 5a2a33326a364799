//! What a validator's round over a full subnet costs: 256 modules, no two alike, read from the shelf, each judged in the
//! sandbox on the same eight passages; then the rules. Without a chain and without asking (that is
//! `cargo bench -p myelin-neuron --bench round`).
//!
//!     cargo bench -p myelin-predict --bench round [-- MODULES]

use myelin_predict::{
    commitment::ModuleHash,
    corpus::Corpus,
    models,
    rules::Rules,
    sandbox::{Limits, Sandbox},
    standings::{judge, Book, Case, Claim},
    validator::Shelf,
};
use std::{
    collections::BTreeSet,
    error::Error,
    path::Path,
    time::{Duration, Instant},
};

/// Every second module is of order 0, every second of order 2: what most miners would begin with.
const KINDS: [&str; 2] = ["order0", "order2"];
const PASSAGES: usize = 8;

/// A module like the built-in one, with a custom section of its own, so that no two are the same.
fn variant(kind: &str, number: u16) -> Result<Vec<u8>, Box<dyn Error>> {
    let mut module = models::built_in(kind).ok_or("no such model")?.to_vec();
    let [low, high] = number.to_le_bytes();
    module.extend([0, 4, 1, b'n', low, high]);
    Ok(module)
}

/// The most memory that this process ever had, and what it has now, in MiB.
fn memory() -> Result<(u64, u64), Box<dyn Error>> {
    let status = std::fs::read_to_string("/proc/self/status")?;
    let of = |name: &str| {
        let line = status.lines().find_map(|line| line.strip_prefix(name))?;
        line.split_whitespace().next()?.parse::<u64>().ok()
    };
    Ok((of("VmHWM:").unwrap_or(0) / 1024, of("VmRSS:").unwrap_or(0) / 1024))
}

/// The median of a few runs.
fn median<T>(mut work: impl FnMut() -> Result<T, Box<dyn Error>>) -> Result<(Duration, T), Box<dyn Error>> {
    let mut times = Vec::new();
    loop {
        let begun = Instant::now();
        let done = work()?;
        times.push(begun.elapsed());
        if times.len() == 5 {
            times.sort();
            return Ok((times[2], done));
        }
    }
}

fn main() -> Result<(), Box<dyn Error>> {
    let modules = std::env::args().skip(1).find_map(|argument| argument.parse::<u16>().ok()).unwrap_or(256);
    let documents = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs");
    let corpus = Corpus::open(&[documents])?;
    let mut book = Book::new(0, [7; 32]);
    let passages = corpus.draw(&[7; 32], &mut BTreeSet::new(), PASSAGES)?;
    let texts = || passages.iter().map(|passage| passage.text.as_slice());
    let sandbox = Sandbox::new(Limits::default())?;
    println!("one module: {PASSAGES} passages of 2,048 bytes, the first twice; medians of 5");
    for kind in models::NAMES {
        let bytes = variant(kind, 0)?;
        let (compiled, module) = median(|| Ok(sandbox.load(&bytes)?))?;
        let (read, _) = median(|| Ok(module.read_all(texts())?))?;
        println!(
            "  {kind:<7} {:>4} KiB  compiled in {compiled:>8.1?}  read in {read:>8.1?}",
            bytes.len() / 1024
        );
    }

    let folder = tempfile::tempdir()?;
    let mut shelf = Shelf::open(folder.path())?;
    let mut claims = Vec::new();
    for uid in 0..modules {
        let bytes = variant(KINDS[usize::from(uid % 2)], uid)?;
        let module = ModuleHash::of(&bytes);
        shelf.write(&module, &bytes)?;
        shelf.add(module);
        claims.push(Claim { uid, module, committed: u64::from(uid), served: true });
    }
    let (_, before) = memory()?;
    for round in 1..=3 {
        let case = Case { claims: &claims, unseen: &[], passages: &passages, now: round };
        let begun = Instant::now();
        let found = judge(&mut book, &sandbox, &Rules::default(), case, |name| shelf.read(name));
        let time = begun.elapsed();
        let (most, now) = memory()?;
        println!(
            "round {round}: {} of {modules} modules judged in {time:.1?}; {before} MiB before, {now} MiB after, {most} MiB at most",
            found.standings.len()
        );
        if found.standings.len() != usize::from(modules) || !found.refused.is_empty() {
            return Err(format!("refused: {:?}", found.refused).into());
        }
    }
    Ok(())
}
