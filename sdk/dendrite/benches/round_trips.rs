//! Signed round trips per second, and how long one takes: our dendrite and our axon on loopback.
//!
//! `cargo bench -p myelin-dendrite --bench round_trips -- [SECONDS] [AT_A_TIME]`; both ends are in this process. With
//! `MYELIN_PYTHON` naming a Python that has `bittensor` 10.5.0, the same is measured there in the same run.

use myelin_axon::{Axon, Caller, HandlerError, Limits, Request};
use myelin_dendrite::{Dendrite, Target};
use myelin_synapse::{Empty, Synapse};
use myelin_wallet::{Crypto, Keypair};
use serde::{Deserialize, Serialize};
use std::{
    collections::HashMap,
    error::Error,
    path::Path,
    process::Command,
    time::{Duration, Instant},
};

#[derive(Debug, Clone, Serialize, Deserialize)]
struct Echo {
    text: String,
    #[serde(default)]
    answer: Option<String>,
}

impl Synapse for Echo {
    const NAME: &'static str = "Echo";
    const REQUIRED: &'static [(&'static str, Empty)] = &[("text", Empty::Text)];
    const HASHED: &'static [&'static str] = &["text"];
}

async fn echo(request: Request<Echo>) -> Result<Echo, HandlerError> {
    Ok(Echo { answer: Some(request.synapse.text.clone()), ..request.synapse })
}

/// Round trips per second, the 50th and 99th percentile of their times in microseconds, and the processor's time that
/// each took at both ends together: what a busy machine changes least.
struct Measured {
    per_second: f64,
    processor: f64,
    median: u128,
    late: u128,
}

async fn measure(time: Duration, at_a_time: usize) -> Result<Measured, Box<dyn Error>> {
    let [alice, bob] =
        [Keypair::from_uri("//Alice", Crypto::Sr25519)?, Keypair::from_uri("//Bob", Crypto::Sr25519)?];
    let callers = HashMap::from([(bob.public(), Caller { uid: 1, stake: 1, permit: true })]);
    let limits = Limits { per_caller: at_a_time, running: at_a_time, ..Limits::default() };
    let target = alice.public();
    let axon = Axon::builder(alice).attach(echo).callers(callers).limits(limits).start("127.0.0.1:0").await?;
    let (target, dendrite) = (Target::new(target, axon.address()), Dendrite::builder(bob).build()?);
    let end = Instant::now().checked_add(time).ok_or("too long")?;
    let mut asking = tokio::task::JoinSet::new();
    let (start, processor) = (Instant::now(), processor_time()?);
    for _ in 0..at_a_time {
        let (target, dendrite) = (target.clone(), dendrite.clone());
        asking.spawn(async move {
            let mut times = Vec::new();
            while Instant::now() < end {
                let answer = dendrite.ask(&target, &Echo { text: "hello".into(), answer: None }).await?;
                times.push(answer.elapsed.as_micros());
            }
            Ok::<_, myelin_dendrite::AskError>(times)
        });
    }
    let mut times = Vec::new();
    while let Some(one) = asking.join_next().await {
        times.extend(one??);
    }
    let per_second = times.len() as f64 / start.elapsed().as_secs_f64();
    let processor = (processor_time()? - processor) * 1e6 / times.len() as f64;
    times.sort_unstable();
    let at = |percent: usize| times.get(times.len().saturating_sub(1) * percent / 100).copied().unwrap_or(0);
    Ok(Measured { per_second, processor, median: at(50), late: at(99) })
}

/// Microseconds of the processor for making a signature and for checking one, over a message as long as a request's, with
/// the key decoded: what no server around them can save.
fn curve() -> Result<(f64, f64), Box<dyn Error>> {
    const TIMES: usize = 20_000;
    let key = Keypair::from_uri("//Bob", Crypto::Sr25519)?;
    let (verifier, message) = (key.public().verifier().ok_or("no key")?, [b'x'; 220]);
    let start = processor_time()?;
    for _ in 0..TIMES {
        std::hint::black_box(key.sign(std::hint::black_box(&message)));
    }
    let (signature, signed) = (key.sign(&message), processor_time()?);
    for _ in 0..TIMES {
        if !std::hint::black_box(verifier.verify(std::hint::black_box(&message), &signature)) {
            return Err("a signature of our own does not hold".into());
        }
    }
    let each = |seconds: f64| seconds * 1e6 / TIMES as f64;
    Ok((each(signed - start), each(processor_time()? - signed)))
}

/// Seconds that this process has had of all processors.
fn processor_time() -> Result<f64, Box<dyn Error>> {
    let stat = std::fs::read_to_string("/proc/self/stat")?;
    let after_name = stat.rsplit(')').next().unwrap_or_default();
    // Fields 14 and 15, in hundredths of a second.
    let ticks: Result<Vec<f64>, _> = after_name.split_whitespace().skip(11).take(2).map(str::parse).collect();
    Ok(ticks?.iter().sum::<f64>() / 100.0)
}

/// The same of `bittensor` 10.5.0, its axon and its dendrite in two processes.
fn python(time: Duration) -> Result<Option<f64>, Box<dyn Error>> {
    let Some(python) = std::env::var_os("MYELIN_PYTHON") else { return Ok(None) };
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../e2e/tours/synapse.py");
    let output = Command::new(python).arg(script).args(["bench", &time.as_secs().to_string()]).output()?;
    let said = String::from_utf8_lossy(&output.stdout).into_owned();
    let line = said.lines().rfind(|line| line.starts_with('{'));
    let line = line.ok_or_else(|| format!("{said}{}", String::from_utf8_lossy(&output.stderr)))?;
    let said: HashMap<String, f64> = serde_json::from_str(line)?;
    println!(
        "bittensor 10.5.0: {:.0} round trips/s, median {:.0} us, p99 {:.0} us",
        said["per_second"], said["median"], said["late"]
    );
    Ok(Some(said["per_second"]))
}

#[tokio::main(flavor = "multi_thread")]
async fn main() -> Result<(), Box<dyn Error>> {
    // Cargo adds `--bench`.
    let numbers: Vec<usize> = std::env::args().filter_map(|argument| argument.parse().ok()).collect();
    let time = Duration::from_secs(numbers.first().copied().unwrap_or(5) as u64);
    let at_a_time = numbers.get(1).copied();
    let (sign, verify) = curve()?;
    println!("of each: a signature made {sign:.0} us, and checked {verify:.0} us");
    let mut best: f64 = 0.0;
    for at_a_time in at_a_time.map_or(vec![1, 16, 64], |one| vec![one]) {
        let measured = measure(time, at_a_time).await?;
        println!(
            "myelin, {at_a_time} at a time: {:.0} round trips/s, median {} us, p99 {} us; {:.0} us of processor each",
            measured.per_second, measured.median, measured.late, measured.processor
        );
        best = best.max(measured.per_second);
    }
    if let Some(python) = python(time)? {
        println!("ratio: {:.1}", best / python);
    }
    Ok(())
}
