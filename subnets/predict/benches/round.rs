//! What a validator's round over a full subnet costs: 256 modules, no two alike, read from the shelf, each judged in the
//! sandbox on the same eight passages; then the rules. Without a chain and without asking (that is
//! `cargo bench -p myelin-neuron --bench round`).
//!
//! And what fuel is worth: what a hundred million instructions take that cost little, or as much as any can.
//!
//!     cargo bench -p myelin-predict --bench round [-- MODULES]

use myelin_predict::{
    commitment::ModuleHash,
    corpus::Corpus,
    models,
    rules::Rules,
    sandbox::{Limits, Refusal, Sandbox},
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

/// What the processor has done for this process so far, threads that ended included; in hundredths of a second.
fn processor() -> Result<Duration, Box<dyn Error>> {
    let stat = std::fs::read_to_string("/proc/self/stat")?;
    // The name, in brackets, may have spaces; user and system time are the 12th and 13th words after it.
    let words = stat.rsplit(')').next().unwrap_or_default().split_whitespace().skip(11).take(2);
    let ticks = words.map(str::parse::<u64>).sum::<Result<u64, _>>()?;
    Ok(Duration::from_millis(ticks * 10))
}

/// Time on the clock and of the processor, of one of ten runs: other work on the machine counts in the first only.
fn measure<T>(mut work: impl FnMut() -> Result<T, Box<dyn Error>>) -> Result<(String, T), Box<dyn Error>> {
    const RUNS: u32 = 10;
    let (begun, before) = (Instant::now(), processor()?);
    let mut done = work()?;
    for _ in 1..RUNS {
        done = work()?;
    }
    let (clock, worked) = (begun.elapsed() / RUNS, (processor()? - before) / RUNS);
    Ok((format!("{worked:>8.1?} ({clock:>8.1?} by the clock)"), done))
}

/// Bodies of `reset` that never end: the same instruction over and over, each waiting for the one before.
fn endless() -> [(&'static str, String); 4] {
    let chain = |kind: &str, begin: &str, one: &str| {
        let chain = (0..200).fold("(local.get $x)".to_owned(), |before, _| one.replace('@', &before));
        format!("(local $x {kind}) {begin} (loop (local.set $x {chain}) (br 0))")
    };
    // Each line of 64 bytes tells which one is next, through all 64 MiB and never one nearby.
    let far = "(loop
        (i32.store (local.get $x) (i32.and (i32.const 0x3ffffc0)
            (i32.add (i32.mul (local.get $x) (i32.const 1664525)) (i32.const 790080))))
        (local.set $x (i32.add (local.get $x) (i32.const 64)))
        (br_if 0 (i32.lt_u (local.get $x) (i32.const 0x4000000))))
        (local.set $x (i32.const 0))";
    [
        ("products", chain("i64", "", "(i64.xor (i64.mul @ (i64.const 3)) (i64.const 5))")),
        ("whole divisions", chain("i64", "", "(i64.div_u (i64.const -3) (i64.or @ (i64.const 1)))")),
        ("roots, divisions", chain("f64", "", "(f64.div (f64.sqrt @) (f64.const 0.7))")),
        ("reads far apart", chain("i32", far, "(i32.load @)")),
    ]
}

/// What a hundred million units of fuel are worth in time.
fn worth_of_fuel() -> Result<(), Box<dyn Error>> {
    const FUEL: u64 = 100_000_000;
    let limits = Limits { time: Duration::from_secs(3_600), fuel_reset: FUEL, ..Limits::default() };
    let sandbox = Sandbox::new(limits)?;
    println!("a hundred million instructions, each waiting for the one before, and nothing else:");
    for (what, body) in endless() {
        let module = wat::parse_str(format!(
            "(module (memory (export \"memory\") 1024) (func (export \"reset\") {body})
               (func (export \"feed\") (param i32)) (func (export \"distribution\") (result i32) (i32.const 0)))"
        ))?;
        let module = sandbox.load(&module)?;
        let before = processor()?;
        let ended = module.read(b"");
        let worked = processor()? - before;
        if ended != Err(Refusal::OutOfFuel { call: "reset", limit: FUEL }) {
            return Err(format!("{what}: {ended:?}").into());
        }
        println!("  {what:<16} {worked:>6.1?} of the processor");
    }
    Ok(())
}

fn main() -> Result<(), Box<dyn Error>> {
    let modules = std::env::args().skip(1).find_map(|argument| argument.parse::<u16>().ok()).unwrap_or(256);
    let documents = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs");
    let corpus = Corpus::open(&[documents])?;
    let mut book = Book::new(0, [7; 32]);
    let passages = corpus.draw(&[7; 32], &mut BTreeSet::new(), PASSAGES)?;
    let texts = || passages.iter().map(|passage| passage.text.as_slice());
    let sandbox = Sandbox::new(Limits::default())?;
    println!("one module: {PASSAGES} passages of 2,048 bytes, the first twice; time of the processor, a tenth of ten runs");
    for kind in models::NAMES {
        let bytes = variant(kind, 0)?;
        let (compiled, module) = measure(|| Ok(sandbox.load(&bytes)?))?;
        let (read, _) = measure(|| Ok(module.read_all(texts())?))?;
        println!("  {kind:<7} {:>4} KiB  compiled in {compiled}  read in {read}", bytes.len() / 1024);
    }

    worth_of_fuel()?;

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
        let (begun, before_round) = (Instant::now(), processor()?);
        let found = judge(&mut book, &sandbox, &Rules::default(), case, |name| shelf.read(name));
        let (time, worked) = (begun.elapsed(), processor()? - before_round);
        let (most, now) = memory()?;
        println!(
            "round {round}: {} of {modules} modules judged in {time:.1?}, {worked:.1?} of the processor; {before} MiB before, {now} MiB after, {most} MiB at most",
            found.standings.len()
        );
        if found.standings.len() != usize::from(modules) || !found.refused.is_empty() {
            return Err(format!("refused: {:?}", found.refused).into());
        }
    }
    Ok(())
}
