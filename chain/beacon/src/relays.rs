//! Several relays, asked in turn by a task of their own: round after round into the buffer.

use crate::{http::Client, Buffer, Metrics, Relay, RelayError};
use futures::future::join_all;
use myelin_timelock::{Beacon, Pulse, KEPT_ROUNDS};
use rustls::{pki_types::CertificateDer, RootCertStore};
use std::{
    sync::Arc,
    time::{Duration, Instant, SystemTime},
};

/// What the log calls all this.
pub(crate) const LOG: &str = "beacon";

/// Rounds that are asked for at once when there is a gap to fill.
const AT_ONCE: u64 = 8;
/// How soon a relay is asked again after its first failure; doubled with each further one.
const FIRST_PAUSE: Duration = Duration::from_millis(500);
/// The longest of these pauses.
const LONGEST_PAUSE: Duration = Duration::from_secs(10);
/// How long after its time a round may be missing at a relay that works: it travels, and clocks differ.
const TRAVEL: Duration = Duration::from_secs(10);
/// How soon relays are asked again for the newest round, while what is next seems too old to wait for.
const LOOK_AGAIN: Duration = Duration::from_secs(5);
/// How long nothing may come before the log says so.
const SILENCE: Duration = Duration::from_secs(30);

/// A relay and how it behaves.
struct Candidate {
    relay: Relay,
    /// Not asked before this.
    rests_until: Instant,
    /// How long it rests after the next failure.
    pause: Duration,
}

/// Fetches what is missing, for as long as it is run.
pub struct Relays {
    beacon: Beacon,
    client: Client,
    candidates: Vec<Candidate>,
    /// Which relay is asked first: the one that answered last.
    first: usize,
    buffer: Arc<Buffer>,
    /// No earlier round is asked for.
    floor: u64,
    /// When relays were asked for it, and answered.
    looked: Option<Instant>,
    /// When a pulse came last.
    heard: Instant,
    /// Whether the log says that nothing comes.
    told: bool,
    metrics: Option<Metrics>,
}

impl Relays {
    /// The relays at these addresses; pulses go into `buffer`.
    pub fn new<A: AsRef<str>>(beacon: Beacon, addresses: &[A], buffer: Arc<Buffer>) -> Result<Self, String> {
        let now = Instant::now();
        let candidate = |address: &A| {
            let relay = Relay::new(address.as_ref(), &beacon)?;
            Ok(Candidate { relay, rests_until: now, pause: FIRST_PAUSE })
        };
        let candidates = addresses.iter().map(candidate).collect::<Result<Vec<_>, String>>()?;
        if candidates.is_empty() {
            return Err("no relay is named".into());
        }
        let client = Client::new().map_err(|error| format!("no TLS: {error}"))?;
        Ok(Self {
            beacon,
            client,
            candidates,
            first: 0,
            buffer,
            floor: 0,
            looked: None,
            heard: now,
            told: false,
            metrics: None,
        })
    }

    /// Counts what they do.
    #[must_use]
    pub fn counted(self, metrics: Option<Metrics>) -> Self {
        Self { metrics, ..self }
    }

    /// Believes of relays by https those whose certificates come from these roots (DER) instead of the machine's.
    pub fn trusting(mut self, roots: impl IntoIterator<Item = Vec<u8>>) -> Result<Self, String> {
        let mut trusted = RootCertStore::empty();
        for root in roots {
            trusted
                .add(CertificateDer::from(root))
                .map_err(|error| format!("no certificate of a root: {error}"))?;
        }
        self.client = Client::trusting(trusted).map_err(|error| format!("no TLS: {error}"))?;
        Ok(self)
    }

    /// Fetches for ever. `last_on_chain` says the newest round that the chain knows, 0 when it knows none.
    pub async fn run(mut self, last_on_chain: impl Fn() -> u64) {
        loop {
            let pause = self.step(last_on_chain()).await;
            tokio::time::sleep(pause).await;
        }
    }

    /// Fetches what is next, if it is out; says how long to wait before the next step.
    async fn step(&mut self, last_on_chain: u64) -> Duration {
        self.buffer.forget(last_on_chain);
        let now = unix_now();
        let out = self.beacon.round_at(now.as_secs());
        let next = self.buffer.next_after(last_on_chain, self.floor);
        if next.saturating_add(KEPT_ROUNDS) < out && !self.has_looked() {
            return self.look(last_on_chain).await;
        }
        if next > out {
            return self.until(next, now);
        }
        match u64::try_from(self.buffer.room()).unwrap_or(u64::MAX).min(AT_ONCE) {
            // The chain has to take some first.
            0 => Duration::from_secs(1),
            room => self.fetch(next, next.saturating_add(room).saturating_sub(1).min(out), now).await,
        }
    }

    /// Whether relays have just said where to begin.
    fn has_looked(&self) -> bool {
        self.looked.is_some_and(|when| when.elapsed() < LOOK_AGAIN)
    }

    /// Finds out where to begin. Only relays know: the clock alone may be wrong. One that stopped long ago says too
    /// little, so this is not their last word.
    async fn look(&mut self, last_on_chain: u64) -> Duration {
        let Some((which, latest)) = self.latest().await else { return self.rest() };
        self.looked = Some(Instant::now());
        self.floor = latest.round.saturating_sub(KEPT_ROUNDS).max(1).max(self.floor);
        self.buffer.forget(self.floor);
        self.heard();
        if last_on_chain == 0 && self.buffer.keep(&latest) {
            self.count(which, latest.round);
        }
        Duration::ZERO
    }

    /// Asks one relay for the rounds from `next` to `end`.
    async fn fetch(&mut self, next: u64, end: u64, now: Duration) -> Duration {
        let Some(which) = self.awake() else { return self.rest() };
        let Some(candidate) = self.candidates.get(which) else { return self.rest() };
        // Who failed last is tried with one.
        let end = if candidate.pause > FIRST_PAUSE { next } else { end };
        let asked = (next..=end).map(|round| candidate.relay.round(&self.client, &self.beacon, round));
        let mut kept = false;
        for answer in join_all(asked).await {
            match answer {
                Ok(pulse) if self.buffer.keep(&pulse) => {
                    kept = true;
                    self.count(which, pulse.round);
                }
                // In order, or not at all: what comes after a gap is asked for again.
                Ok(_) => break,
                Err(_) if kept => break,
                Err(error) => return self.failed(which, &error, next, now),
            }
        }
        self.first = which;
        if let Some(good) = self.candidates.get_mut(which) {
            good.pause = FIRST_PAUSE;
        }
        self.heard();
        Duration::ZERO
    }

    /// The next relay's turn; the one that failed rests, unless the round may still be on its way.
    fn failed(&mut self, which: usize, error: &RelayError, round: u64, now: Duration) -> Duration {
        self.first = which.saturating_add(1);
        let due = Duration::from_secs(self.beacon.time_of(round).unwrap_or(u64::MAX));
        if *error == RelayError::Missing && now < due.saturating_add(TRAVEL) {
            return FIRST_PAUSE;
        }
        self.penalise(which, error);
        self.rest()
    }

    /// A relay has brought a round.
    fn count(&self, which: usize, round: u64) {
        if let (Some(metrics), Some(candidate)) = (&self.metrics, self.candidates.get(which)) {
            metrics.came(&candidate.relay, round);
        }
    }

    /// The newest round that any of the relays has, and which has it.
    async fn latest(&mut self) -> Option<(usize, Pulse)> {
        let awake: Vec<usize> = (0..self.candidates.len()).filter(|which| self.is_awake(*which)).collect();
        let asked = awake.iter().filter_map(|which| self.candidates.get(*which));
        let answers = join_all(asked.map(|one| one.relay.latest(&self.client, &self.beacon))).await;
        let mut newest: Option<(usize, Pulse)> = None;
        for (which, answer) in awake.into_iter().zip(answers) {
            match answer {
                Ok(pulse) if newest.as_ref().is_none_or(|(_, newest)| newest.round < pulse.round) => {
                    newest = Some((which, pulse));
                }
                Ok(_) => {}
                Err(error) => self.penalise(which, &error),
            }
        }
        newest
    }

    fn penalise(&mut self, which: usize, error: &RelayError) {
        if let Some(bad) = self.candidates.get_mut(which) {
            if let Some(metrics) = &self.metrics {
                metrics.failed(&bad.relay, error.kind());
            }
            log::debug!(target: LOG, "{} rests for {:?}: {error:?}", bad.relay, bad.pause);
            bad.rests_until = Instant::now().checked_add(bad.pause).unwrap_or(bad.rests_until);
            bad.pause = bad.pause.saturating_mul(2).min(LONGEST_PAUSE);
        }
    }

    /// The relay whose turn it is, among those that do not rest.
    fn awake(&self) -> Option<usize> {
        let count = self.candidates.len();
        let first = self.first.checked_rem(count)?;
        (first..count).chain(0..first).find(|which| self.is_awake(*which))
    }

    fn is_awake(&self, which: usize) -> bool {
        self.candidates.get(which).is_some_and(|one| one.rests_until <= Instant::now())
    }

    /// How long until one of the relays may be asked again; a long silence is told once.
    fn rest(&mut self) -> Duration {
        if !self.told && self.heard.elapsed() > SILENCE {
            self.told = true;
            let names: Vec<_> = self.candidates.iter().map(|one| one.relay.to_string()).collect();
            log::warn!(
                target: LOG,
                "No beacons from {}: what is timelocked stays sealed until they come",
                names.join(", ")
            );
        }
        let now = Instant::now();
        let waits = self.candidates.iter().map(|one| one.rests_until.saturating_duration_since(now));
        waits.min().unwrap_or(LONGEST_PAUSE)
    }

    /// How long until a round is out, looked at again every ten seconds: clocks are set, chains go on.
    fn until(&self, round: u64, now: Duration) -> Duration {
        let due = Duration::from_secs(self.beacon.time_of(round).unwrap_or(u64::MAX));
        due.saturating_sub(now).clamp(Duration::from_millis(50), LONGEST_PAUSE)
    }

    fn heard(&mut self) {
        self.heard = Instant::now();
        if std::mem::take(&mut self.told) {
            log::info!(target: LOG, "Beacons come again");
        }
    }
}

/// The time, since 1970.
fn unix_now() -> Duration {
    SystemTime::now().duration_since(SystemTime::UNIX_EPOCH).unwrap_or_default()
}
