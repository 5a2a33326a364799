//! Weights on their way to the chain: at once, by hash and reveal, or sealed, as the subnet takes them.
//!
//! What was sent is not believed to have happened: the next block's `last_update` tells. So a transaction that was
//! dropped or expired is sent again, and one that is late is not sent twice.

use crate::{
    metrics::Metrics,
    neuron::{Neuron, Present},
    schedule::{self, Mode, Reveal},
    state::Commit,
    NeuronError,
};
use myelin_chain::{api, keys::network, weights, Hash, Payload};
use myelin_timelock::Beacon;
use myelin_wallet::Signer;
use tokio::sync::watch;

/// The version of sealed commits of chains that have not changed it (yuma §2.3).
const SEALED_VERSION: u16 = 4;
/// Words of salt: 128 bits.
const SALT: usize = 8;
/// A commit that the chain does not have this many blocks after it was sent is none.
const FORGOTTEN: u64 = 64;
/// Most blocks between two attempts.
const MOST_PAUSE: u64 = 32;

/// A row of weights: uids and values.
pub(crate) type Row = Vec<(u16, u16)>;

/// When, and how.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Manner {
    /// Blocks between two rows; none for the subnet's tempo.
    pub(crate) every: Option<u64>,
    /// How to commit where the subnet wants commits.
    pub(crate) by_hash: bool,
}

/// Sets the latest row whenever it is due, until `stop` is said or the neuron's view ends.
pub(crate) struct Setter {
    neuron: Neuron,
    manner: Manner,
    row: watch::Receiver<Option<Row>>,
    /// After rows, and after reveals: one that fails does not hold back the other.
    rows: Rest,
    reveals: Rest,
    /// Whether the last sealed commit came too late: another is sent at once.
    again: bool,
}

impl Setter {
    pub(crate) fn new(neuron: Neuron, manner: Manner, row: watch::Receiver<Option<Row>>) -> Self {
        Self { neuron, manner, row, rows: Rest::default(), reveals: Rest::default(), again: false }
    }

    /// Does what each block wants, to the end. A stop waits for no transaction: its salt is saved before it is sent.
    pub(crate) async fn run(mut self) -> Result<(), NeuronError> {
        let stop = self.neuron.stop().clone();
        tokio::select! {
            () = stop.wait() => Ok(()),
            ended = self.at_each_block() => ended,
        }
    }

    async fn at_each_block(&mut self) -> Result<(), NeuronError> {
        let mut changes = self.neuron.changes();
        loop {
            let present = changes.borrow_and_update().clone();
            self.step(&present).await?;
            if changes.changed().await.is_err() {
                return Ok(());
            }
        }
    }

    /// Reveals what is to be revealed, then sets what is due. Only trouble with the state's file is an error.
    async fn step(&mut self, present: &Present) -> Result<(), NeuronError> {
        let (number, metrics) = (present.view.head.number, self.neuron.metrics().clone());
        if self.reveals.is_over(number) {
            let revealed = self.reveal(present).await;
            if let Some(block) = self.reveals.note(number, revealed, &metrics, "a commit is not revealed")? {
                // It counts as an update: what is due is known when the view shows it.
                self.rows.until = self.rows.until.max(block);
                return Ok(());
            }
        }
        if self.rows.is_over(number) {
            let set = self.set(present).await;
            self.rows.note(number, set, &metrics, "weights are not set")?;
        }
        Ok(())
    }

    /// Sets the row if it is due. The number of the block that has it.
    async fn set(&mut self, present: &Present) -> Result<Option<u64>, NeuronError> {
        let times = present.view.times(present.seat.uid);
        let usual = self.manner.every.unwrap_or_else(|| u64::from(present.view.graph.tempo.0));
        let every = if self.again { 0 } else { usual };
        let row = self.row.borrow().clone();
        let wanted = |row: &Row| !row.is_empty() && present.may_weigh() && times.due(Mode::Plain, every);
        let Some(row) = row.filter(wanted) else { return Ok(None) };
        let mode = self.mode(present).await?;
        if !times.due(mode, every) {
            return Ok(None);
        }
        let (uids, values): (Vec<u16>, Vec<u16>) = row.into_iter().unzip();
        let number = match mode {
            Mode::Plain => self.plain(present, uids, values).await?,
            Mode::Hash => self.hash(present, uids, values).await?,
            Mode::Sealed => self.sealed(present, uids, values).await?,
        };
        let late = mode == Mode::Sealed && times.opens_at().is_some_and(|opens| number >= opens);
        if late {
            tracing::warn!(
                block = number,
                "the commit is in a later epoch than it is sealed for: sealing once more"
            );
        }
        self.again = late && !self.again;
        Ok(Some(number))
    }

    /// How the subnet takes weights now: its parameters in the view may be some blocks old.
    async fn mode(&self, present: &Present) -> Result<Mode, NeuronError> {
        let view = &present.view;
        let commits = self.neuron.chain().at_block(&view.head).commit_reveal(view.graph.netuid.0).await?;
        Ok(match (commits, self.manner.by_hash) {
            (false, _) => Mode::Plain,
            (true, true) => Mode::Hash,
            (true, false) => Mode::Sealed,
        })
    }

    async fn plain(&self, present: &Present, uids: Vec<u16>, values: Vec<u16>) -> Result<u64, NeuronError> {
        let view = &present.view;
        let (netuid, version) = (view.call_netuid(), view.graph.weights_version.0);
        let call =
            api::tx().subtensor_module().set_mechanism_weights(netuid, view.mechanism, uids, values, version);
        self.submit(present, &call, "weights").await
    }

    /// The salt is on the disk before the commit leaves: whatever happens then, the row can be revealed.
    async fn hash(&self, present: &Present, uids: Vec<u16>, values: Vec<u16>) -> Result<u64, NeuronError> {
        let view = &present.view;
        let (netuid, version_key) = (view.graph.netuid.0, view.graph.weights_version.0);
        let salt = salt()?;
        let row = weights::Row { uids, values, version_key };
        let hash = weights::weights_hash(present.seat.hotkey.into(), netuid, view.mechanism, &row, &salt);
        let weights::Row { uids, values, version_key } = row;
        let sent_at = view.head.number;
        let commit = Commit { hash: hash.0, uids, values, salt, version_key, sent_at };
        self.neuron.state().commits.push(commit);
        self.neuron.save()?;
        let netuid = view.call_netuid();
        let call = api::tx().subtensor_module().commit_mechanism_weights(netuid, view.mechanism, hash);
        self.submit(present, &call, "commit by hash").await
    }

    async fn sealed(&self, present: &Present, uids: Vec<u16>, values: Vec<u16>) -> Result<u64, NeuronError> {
        let view = &present.view;
        let row = weights::Row { uids, values, version_key: view.graph.weights_version.0 };
        let at = self.neuron.chain().at_block(&view.head);
        let key = network::<u16>("CommitRevealWeightsVersion");
        let (beacon, version) = tokio::try_join!(at.beacon(), at.value(&key))?;
        let (round, version) = (self.round(present, &beacon).await?, version.unwrap_or(SEALED_VERSION));
        let hotkey = present.seat.hotkey.into();
        // Two pairings: some milliseconds that nobody else should wait for.
        let sealed =
            tokio::task::spawn_blocking(move || weights::seal(hotkey, &row, &beacon, round, version));
        let sealed = sealed.await.map_err(|error| NeuronError::Task(error.to_string()))??;
        let call = api::tx().subtensor_module().commit_timelocked_mechanism_weights(
            view.call_netuid(),
            view.mechanism,
            api::runtime_types::bounded_collections::bounded_vec::BoundedVec(sealed.bytes),
            sealed.round,
            sealed.version,
        );
        self.submit(present, &call, "sealed commit").await
    }

    /// The round after the block in which the commit should open, by the time that blocks take now.
    async fn round(&self, present: &Present, beacon: &Beacon) -> Result<u64, NeuronError> {
        let view = &present.view;
        let times = view.times(present.seat.uid);
        let opens_at =
            times.opens_at().ok_or_else(|| NeuronError::own("the subnet has no epochs: its tempo is 0"))?;
        let block_time = self.block_time(present).await?;
        Ok(schedule::round(beacon, opens_at, view.head.number, view.time, block_time))
    }

    /// Milliseconds a block, over the last few.
    async fn block_time(&self, present: &Present) -> Result<u64, NeuronError> {
        const SPAN: u64 = 16;
        let number = present.view.head.number;
        let before = number.saturating_sub(SPAN).max(1);
        let then = self.neuron.chain().at(before).await?.time().await?;
        let passed = present.view.time.saturating_sub(then);
        Ok(passed.checked_div(number.saturating_sub(before)).unwrap_or(0))
    }

    /// Reveals one commit whose epoch has come, by the epoch that the chain wrote down for it; forgets those that
    /// passed, never arrived or can never be revealed. The number of the block that has one.
    async fn reveal(&self, present: &Present) -> Result<Option<u64>, NeuronError> {
        let ours = self.neuron.state().commits.clone();
        if ours.is_empty() {
            return Ok(None);
        }
        if self.mode(present).await? == Mode::Plain {
            for commit in &ours {
                self.forget(commit, "the subnet takes no commits any more: it cannot be revealed")?;
            }
            return Ok(None);
        }
        let view = &present.view;
        let key = network::<Vec<(Hash, u64, u64, u64)>>("WeightCommits");
        let key = key.quick(view.storage_index()).quick(present.seat.hotkey);
        let queue = self.neuron.chain().at_block(&view.head).value(&key).await?.unwrap_or_default();
        let (times, mut failed) = (view.times(present.seat.uid), None);
        for commit in ours {
            let epoch = queue.iter().find(|(hash, ..)| hash.0 == commit.hash).map(|(_, epoch, ..)| *epoch);
            match epoch.map(|epoch| times.reveal(epoch)) {
                Some(Reveal::Now) => match self.reveal_one(present, &commit).await {
                    Ok(block) => return Ok(Some(block)),
                    Err(error) if is_hopeless(&error) => {
                        self.forget(&commit, &format!("it can never be revealed: {error}"))?;
                    }
                    Err(error) => failed = Some(error),
                },
                Some(Reveal::Early) => {}
                Some(Reveal::Expired) => self.forget(&commit, "its epoch has passed: it was not revealed")?,
                None if view.head.number > commit.sent_at.saturating_add(FORGOTTEN) => {
                    self.forget(&commit, "the chain does not have it")?;
                }
                None => {}
            }
        }
        failed.map_or(Ok(None), Err)
    }

    async fn reveal_one(&self, present: &Present, commit: &Commit) -> Result<u64, NeuronError> {
        let Commit { uids, values, salt, version_key, .. } = commit.clone();
        let (netuid, mechanism) = (present.view.call_netuid(), present.view.mechanism);
        let call = api::tx().subtensor_module().reveal_mechanism_weights(
            netuid,
            mechanism,
            uids,
            values,
            salt,
            version_key,
        );
        let block = self.submit(present, &call, "reveal").await?;
        self.forget(commit, "it is revealed")?;
        Ok(block)
    }

    fn forget(&self, commit: &Commit, why: &str) -> Result<(), NeuronError> {
        tracing::info!(hash = hex::encode(commit.hash), "commit: {why}");
        self.neuron.state().commits.retain(|one| one.hash != commit.hash);
        self.neuron.save()
    }

    /// The number of the block that has it.
    async fn submit(
        &self,
        present: &Present,
        call: &(impl Payload + Sync),
        what: &str,
    ) -> Result<u64, NeuronError> {
        let signer: &dyn Signer = &*present.signer;
        let included = self.neuron.chain().submit(signer, call).await?;
        let after = present.view.head.number;
        tracing::info!(
            block = included.number,
            made_after = after,
            uid = present.seat.uid,
            "{what} in a block"
        );
        Ok(included.number)
    }
}

/// Until when nothing is sent: after a success until the view shows it, after failures for more and more blocks.
#[derive(Clone, Copy, Debug, Default)]
struct Rest {
    /// Blocks of the last pause after a failure.
    pause: u64,
    until: u64,
}

impl Rest {
    fn is_over(&self, number: u64) -> bool {
        number >= self.until
    }

    /// Counts what came of an attempt at block `number`. Only trouble with the state's file is an error.
    fn note(
        &mut self,
        number: u64,
        done: Result<Option<u64>, NeuronError>,
        metrics: &Metrics,
        failure: &str,
    ) -> Result<Option<u64>, NeuronError> {
        match done {
            Ok(None) => Ok(None),
            Ok(Some(block)) => {
                metrics.weights_set.inc();
                *self = Self { pause: 0, until: block };
                Ok(Some(block))
            }
            Err(error @ NeuronError::State { .. }) => Err(error),
            Err(error) => {
                metrics.weights_failed.inc();
                self.pause = self.pause.saturating_mul(2).clamp(1, MOST_PAUSE);
                self.until = number.saturating_add(self.pause);
                tracing::warn!(%error, blocks = self.pause, "{failure}, trying again");
                Ok(None)
            }
        }
    }
}

/// Whether a reveal can never succeed, whatever becomes of the subnet: the row or its hash is not what the chain takes.
fn is_hopeless(error: &NeuronError) -> bool {
    const NAMES: [&str; 5] = [
        "InvalidRevealCommitHashNotMatch",
        "DuplicateUids",
        "WeightVecNotEqualSize",
        "UidVecContainInvalidOne",
        "UidsLengthExceedUidsInSubNet",
    ];
    let NeuronError::Chain(error) = error else { return false };
    let refused = error.refusal().and_then(|refusal| refusal.meaning());
    refused.is_some_and(|refusal| refusal.name == "CommitNotFound")
        || error.dispatch().is_some_and(|error| NAMES.iter().any(|name| error.is(name)))
}

/// 128 bits that nobody can guess.
fn salt() -> Result<Vec<u16>, NeuronError> {
    let words = (0..SALT).map(|_| getrandom::u32().map(|word| word as u16));
    words.collect::<Result<_, _>>().map_err(|error| NeuronError::own(format!("no randomness: {error}")))
}

#[cfg(test)]
mod tests {
    use super::*;
    use myelin_chain::{ChainError, DispatchError};

    fn failed() -> Result<Option<u64>, NeuronError> {
        Err(NeuronError::own("no"))
    }

    #[test]
    fn rest_should_be_longer_after_each_failure_and_end_with_success() {
        let (mut rest, metrics) = (Rest::default(), Metrics::new().unwrap());
        let mut pauses = Vec::new();
        for _ in 0..8 {
            rest.note(100, failed(), &metrics, "nothing is done").unwrap();
            pauses.push(rest.until - 100);
            assert!(!rest.is_over(rest.until - 1) && rest.is_over(rest.until));
        }
        assert_eq!(pauses, [1, 2, 4, 8, 16, 32, 32, 32]);
        assert_eq!(rest.note(140, Ok(None), &metrics, "").unwrap(), None);
        assert_eq!(rest.until, 132);
        assert_eq!(rest.note(140, Ok(Some(142)), &metrics, "").unwrap(), Some(142));
        assert!(!rest.is_over(141) && rest.is_over(142));
        rest.note(142, failed(), &metrics, "").unwrap();
        assert_eq!((rest.until, metrics.weights_failed.get(), metrics.weights_set.get()), (143, 9, 1));
        let disk = NeuronError::State { path: "x".into(), reason: "full".into() };
        assert!(rest.note(150, Err(disk), &metrics, "").is_err());
    }

    #[test]
    fn reveal_should_be_hopeless_when_its_row_is_and_not_when_the_node_is_away() {
        let named = |name: &str| {
            let (pallet, docs) = ("SubtensorModule".into(), String::new());
            let error = DispatchError::Module { pallet, pallet_index: 7, name: name.into(), index: 0, docs };
            NeuronError::Chain(ChainError::WouldFail(error))
        };
        assert!(is_hopeless(&named("InvalidRevealCommitHashNotMatch")));
        assert!(is_hopeless(&named("UidVecContainInvalidOne")));
        assert!(!is_hopeless(&named("NeuronNoValidatorPermit")));
        let away = ChainError::Connection { url: "ws://x".into(), reason: "refused".into() };
        assert!(!is_hopeless(&away.into()) && !is_hopeless(&NeuronError::own("no")));
    }
}
