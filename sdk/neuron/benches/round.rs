//! A validator's round over 256 local miners: each has an axon of its own, which checks signature, nonce and hash; all
//! are asked at once, 64 at a time. Without a chain: what is measured is the asking, both ends of it.
//!
//!     cargo bench -p myelin-neuron --bench round [-- MINERS ROUNDS]

use myelin_axon::{Axon, Caller, Request};
use myelin_dendrite::Dendrite;
use myelin_neuron::{ask_all, Peer};
use myelin_synapse::Synapse;
use myelin_wallet::{Crypto, Keypair};
use serde::{Deserialize, Serialize};
use std::{
    collections::HashMap,
    error::Error,
    sync::Arc,
    time::{Duration, Instant},
};

#[derive(Debug, Clone, Serialize, Deserialize)]
struct Sum {
    terms: Vec<i64>,
    #[serde(default)]
    sum: Option<i64>,
}

impl Synapse for Sum {
    const NAME: &'static str = "Sum";
    const HASHED: &'static [&'static str] = &["terms"];
}

async fn answer(request: Request<Sum>) -> Result<Sum, myelin_axon::HandlerError> {
    Ok(Sum { sum: Some(request.synapse.terms.iter().sum()), ..request.synapse })
}

/// An axon that answers one validator, and who it is to others.
async fn miner(uid: u16, validator: &Keypair) -> Result<(Axon, Peer), Box<dyn Error>> {
    let hotkey = Keypair::from_uri(&format!("//Miner/{uid}"), Crypto::Sr25519)?;
    let caller = Caller { uid: 999, stake: 1, permit: true };
    let axon = Axon::builder(hotkey.clone())
        .callers(HashMap::from([(validator.public(), caller)]))
        .blacklist(myelin_axon::hooks::validators)
        .attach(answer)
        .start("127.0.0.1:0")
        .await?;
    let address = Some(axon.address());
    Ok((
        axon,
        Peer {
            uid,
            hotkey: *hotkey.public().as_bytes(),
            address,
            certificate: None,
            permit: false,
            stake: 0,
        },
    ))
}

/// Asks all of them once; how long it took and how many were right.
async fn round(dendrite: &Dendrite, peers: &[Peer], number: i64) -> (Duration, usize) {
    let chosen = peers.iter().map(|peer| (*peer, vec![number, i64::from(peer.uid)])).collect();
    let dendrite = dendrite.clone();
    let begun = Instant::now();
    let answers = ask_all(chosen, 64, move |peer: Peer, terms: Arc<Vec<i64>>| {
        let dendrite = dendrite.clone();
        async move {
            let target = peer.target().ok_or("no address")?;
            let question = Sum { terms: terms.to_vec(), sum: None };
            let answer = dendrite.ask(&target, &question).await.map_err(|error| error.to_string())?;
            answer.synapse.sum.ok_or_else(|| "no sum".to_owned())
        }
    })
    .await;
    let right = answers.iter().filter(|one| one.answer == Ok(one.task.iter().sum())).count();
    (begun.elapsed(), right)
}

/// What the processor has done for this process so far, in hundredths of a second.
fn processor() -> Result<Duration, Box<dyn Error>> {
    let stat = std::fs::read_to_string("/proc/self/stat")?;
    // The name, in brackets, may have spaces; user and system time are the 12th and 13th words after it.
    let words = stat.rsplit(')').next().unwrap_or_default().split_whitespace().skip(11).take(2);
    let ticks = words.map(str::parse::<u64>).sum::<Result<u64, _>>()?;
    Ok(Duration::from_millis(ticks * 10))
}

/// The most memory that this process ever had, in MiB.
fn most_memory() -> Result<u64, Box<dyn Error>> {
    let status = std::fs::read_to_string("/proc/self/status")?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:")).unwrap_or_default();
    Ok(line.split_whitespace().next().unwrap_or("0").parse::<u64>()? / 1024)
}

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    let mut numbers = std::env::args().skip(1).filter_map(|argument| argument.parse::<u16>().ok());
    let (miners, rounds) = (numbers.next().unwrap_or(256), numbers.next().unwrap_or(50).max(1));
    let validator = Keypair::from_uri("//Validator", Crypto::Sr25519)?;
    let (mut axons, mut peers) = (Vec::new(), Vec::new());
    for uid in 0..miners {
        let (axon, peer) = miner(uid, &validator).await?;
        axons.push(axon);
        peers.push(peer);
    }
    let dendrite = Dendrite::builder(validator).build()?;
    let (first, right) = round(&dendrite, &peers, -1).await;
    println!("{right} of {miners} miners answered right in the first round, which connects: {first:.1?}");
    let mut times = Vec::new();
    let before = processor()?;
    for number in 0..rounds {
        let (time, right) = round(&dendrite, &peers, i64::from(number)).await;
        if right != usize::from(miners) {
            return Err(format!("only {right} of {miners} answered right").into());
        }
        times.push(time);
    }
    let worked = (processor()? - before) / u32::from(rounds);
    times.sort();
    let at = |part: usize| times.get(times.len().saturating_sub(1) * part / 100).copied().unwrap_or_default();
    println!(
        "{rounds} rounds after it: median {:.1?}, least {:.1?}, 99th percentile {:.1?}; {worked:.1?} of the processor each",
        at(50),
        at(0),
        at(99)
    );
    println!("{} MiB at most, all miners and the validator", most_memory()?);
    for axon in axons {
        axon.stop(Duration::from_secs(1)).await;
    }
    Ok(())
}
