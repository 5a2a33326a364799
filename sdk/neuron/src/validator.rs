//! A validator: it chooses whom to ask what, asks, and scores the answers. Everything else is done here.

use crate::{
    asking::{ask_all, Answered},
    caught::caught,
    graph::{Peer, View},
    neuron::{Config, Neuron, Present},
    scores,
    setting::{Manner, Row, Setter},
    weights::{self, Limits},
    NeuronError,
};
use myelin_dendrite::{Dendrite, Reach};
use std::{future::Future, sync::Arc, time::Duration};
use tokio::sync::watch;

/// What a subnet's validator decides. A round is [`choose`](Validator::choose), then [`ask`](Validator::ask) for each
/// chosen question, many at once, then [`score`](Validator::score); the scores enter averages, and these become
/// weights.
///
/// A round whose `choose` or `score` is an error, or in which one of these functions panics, is left out: it is told in
/// the log and counted (`myelin_neuron_rounds_failed_total`), the averages stay as they are, and the next round begins
/// when it would have begun anyway. So a node that is away while `choose` reads from it ends nobody. Only
/// [`NeuronError::fatal`] ends the validator.
pub trait Validator: Send + Sync + 'static {
    /// A question.
    type Task: Send + Sync + 'static;
    /// A usable answer.
    type Answer: Send + 'static;

    /// Whom to ask what in this round. [`Round::serving`] has those who can be asked; nobody is asked by
    /// returning nothing.
    fn choose(
        &mut self,
        round: &Round,
    ) -> impl Future<Output = Result<Vec<(Peer, Self::Task)>, NeuronError>> + Send;

    /// Asks one of them, as a rule with [`Round::dendrite`] and [`Peer::target`]. Runs for many at once, each in a task of
    /// its own: one that fails, or panics, does no harm to the others.
    fn ask(
        &self,
        round: &Round,
        peer: &Peer,
        task: &Self::Task,
    ) -> impl Future<Output = Result<Self::Answer, String>> + Send;

    /// How good the answers are: a score for each uid that has one now, from 0 to 1 as a rule. Uids left out keep their
    /// averages; who did not answer should get a 0.
    fn score(
        &mut self,
        round: &Round,
        answers: Vec<Answered<Self::Task, Self::Answer>>,
    ) -> impl Future<Output = Result<Vec<(u16, f64)>, NeuronError>> + Send;

    /// What of the averages becomes weights; unless told otherwise, they themselves. They are cut and filled to what
    /// the subnet takes afterwards ([`weights::process`]). Only zeros set no weights.
    fn weigh(&self, _view: &View, averages: &[f64]) -> Vec<f64> {
        averages.to_vec()
    }

    /// What to keep for the next start beside the averages; after each round.
    fn save(&self) -> Vec<u8> {
        Vec::new()
    }

    /// What [`save`](Validator::save) returned before the last stop; empty at the first start.
    fn load(&mut self, _saved: &[u8]) -> Result<(), NeuronError> {
        Ok(())
    }
}

/// What a round is about.
#[derive(Clone)]
pub struct Round {
    /// Which round since the start it is, from 1; those that were left out count.
    pub number: u64,
    /// The subnet when the round began, read anew; our seat in it, and who signs.
    pub present: Present,
    /// The neuron, for its chain.
    pub neuron: Neuron,
    /// Asks, in the name of our hotkey. Its connections are used again from round to round.
    pub dendrite: Dendrite,
}

impl Round {
    /// Those who can be asked: every neuron with an address but ourselves.
    #[must_use]
    pub fn serving(&self) -> Vec<Peer> {
        let us = self.present.seat.uid;
        self.present.view.peers().filter(|peer| peer.uid != us && peer.address.is_some()).collect()
    }
}

/// How a validator runs.
#[derive(Clone, Debug)]
pub struct Options {
    /// What every neuron needs.
    pub config: Config,
    /// Blocks from the beginning of a round to that of the next, if it is over by then.
    pub round_every: u64,
    /// Questions under way at once.
    pub at_once: usize,
    /// How long an answer may take, connecting included.
    pub timeout: Duration,
    /// Which addresses are asked; none for those of the public internet alone on a real network, and all on a chain for
    /// development or on one machine ([`Neuron::reach`]).
    pub reach: Option<Reach>,
    /// How much a new score counts in the average, from 0 to 1.
    pub alpha: f64,
    /// Scores below this quantile get no weight; 0 leaves out none.
    pub exclude_quantile: f64,
    /// Blocks between two rows of weights; none for the subnet's tempo. The chain's rate limit counts in any case.
    pub weights_every: Option<u64>,
    /// Where the subnet has commit-reveal on: commit by hash and reveal ourselves, instead of sealing. It must run when
    /// the time of the reveal comes.
    pub commit_by_hash: bool,
}

impl Options {
    /// The usual: a round every 100 blocks, 64 questions at once, 0.1 of a new score, weights once in a tempo, sealed
    /// where the subnet wants that.
    #[must_use]
    pub fn new(config: Config) -> Self {
        Self {
            config,
            round_every: 100,
            at_once: 64,
            timeout: myelin_synapse::DEFAULT_TIMEOUT,
            reach: None,
            alpha: scores::ALPHA,
            exclude_quantile: 0.0,
            weights_every: None,
            commit_by_hash: false,
        }
    }
}

/// Runs a validator until it is told to stop: then the round is broken off and what it knows is saved. It goes on when
/// the node is away for a while and when a round fails; it ends with an error when it has no seat in the subnet, can save
/// no state, or is told to ([`NeuronError::fatal`]).
pub async fn run(validator: impl Validator, options: Options) -> Result<(), NeuronError> {
    let Some(neuron) = Box::pin(Neuron::join(options.config.clone())).await? else { return Ok(()) };
    let mut validator = Arc::new(validator);
    let saved = neuron.state().own.clone();
    alone(&mut validator)?.load(&saved)?;
    let (rows, row) = watch::channel(None);
    let manner = Manner { every: options.weights_every, by_hash: options.commit_by_hash };
    let setter = Setter::new(neuron.clone(), manner, row);
    let stop = neuron.stop();
    let (followed, set, asked) = tokio::join!(
        // On the heap: what these keep while they wait, a validator's own functions most of all, can be much.
        stop.unless_well(Box::pin(neuron.follow())),
        stop.unless_well(Box::pin(setter.run())),
        stop.unless_well(Box::pin(rounds(&neuron, &mut validator, &options, &rows))),
    );
    let saved = neuron.save();
    followed.and(set).and(asked).and(saved)
}

/// One round after the other.
async fn rounds<V: Validator>(
    neuron: &Neuron,
    validator: &mut Arc<V>,
    options: &Options,
    rows: &watch::Sender<Option<Row>>,
) -> Result<(), NeuronError> {
    let stop = neuron.stop().clone();
    let endless = async {
        let mut number = 1;
        let mut round = Round {
            number,
            present: neuron.fresh().await,
            neuron: neuron.clone(),
            dendrite: dendrite(neuron, options)?,
        };
        loop {
            let begun = round.present.view.head.number;
            left_out(neuron, number, caught(one_round(&round, validator, options, rows)).await)?;
            number += 1;
            if !until(neuron, begun.saturating_add(options.round_every)).await {
                return Ok(());
            }
            let present = neuron.fresh().await;
            let swapped = present.seat.hotkey != round.present.seat.hotkey;
            let dendrite = if swapped { dendrite(neuron, options)? } else { round.dendrite };
            round = Round { number, present, dendrite, ..round };
        }
    };
    tokio::select! {
        () = stop.wait() => Ok(()),
        ended = endless => ended,
    }
}

/// Tells of a round that failed. Only what no round can go on after is an error still.
fn left_out(neuron: &Neuron, number: u64, ended: Result<(), NeuronError>) -> Result<(), NeuronError> {
    match ended {
        Err(error) if !error.is_fatal() => {
            neuron.metrics().rounds_failed.inc();
            tracing::warn!(round = number, %error, "a round is left out");
            Ok(())
        }
        ended => ended,
    }
}

/// Asks in the name of the hotkey that is ours now.
fn dendrite(neuron: &Neuron, options: &Options) -> Result<Dendrite, NeuronError> {
    let reach = options.reach.unwrap_or_else(|| neuron.reach());
    let builder = Dendrite::builder(neuron.present().signer).timeout(options.timeout).reach(reach);
    builder.concurrency(options.at_once).build().map_err(NeuronError::own)
}

/// The validator, when nobody asks for it any more.
fn alone<V>(validator: &mut Arc<V>) -> Result<&mut V, NeuronError> {
    Arc::get_mut(validator).ok_or_else(|| NeuronError::Task("a question outlived its round".into()))
}

/// Waits for a block; false when there will be none.
async fn until(neuron: &Neuron, block: u64) -> bool {
    neuron.changes().wait_for(|present| present.view.head.number >= block).await.is_ok()
}

/// Chooses, asks, scores; then the averages, what is kept, and the row for the chain.
async fn one_round<V: Validator>(
    round: &Round,
    validator: &mut Arc<V>,
    options: &Options,
    rows: &watch::Sender<Option<Row>>,
) -> Result<(), NeuronError> {
    let chosen = alone(validator)?.choose(round).await?;
    let asked = chosen.len();
    let answers = {
        let (validator, round) = (Arc::clone(validator), round.clone());
        let ask = move |peer: Peer, task: Arc<V::Task>| {
            let (validator, round) = (Arc::clone(&validator), round.clone());
            async move { validator.ask(&round, &peer, &task).await }
        };
        ask_all(chosen, options.at_once, ask).await
    };
    let unanswered = answers.iter().filter(|one| one.answer.is_err()).count();
    let scores = alone(validator)?.score(round, answers).await?;
    // The subnet may have changed meanwhile: who took a seat over is not given its predecessor's score.
    let before = &round.present.view.graph.hotkeys;
    let view = Arc::clone(&round.neuron.present().view);
    let same = |uid: u16| before.get(usize::from(uid)) == view.graph.hotkeys.get(usize::from(uid));
    let scores: Vec<(u16, f64)> = scores.into_iter().filter(|(uid, _)| same(*uid)).collect();
    let averages = {
        let mut state = round.neuron.state();
        state.scores.sync(&view.graph.hotkeys);
        state.scores.update(&scores, options.alpha);
        state.own = validator.save();
        state.scores.averages()
    };
    round.neuron.save()?;
    rows.send_replace(row(&view, &validator.weigh(&view, &averages), options.exclude_quantile));
    let metrics = round.neuron.metrics();
    metrics.rounds.inc();
    metrics.asked.inc_by(asked as u64);
    metrics.unanswered.inc_by(unanswered as u64);
    tracing::info!(round = round.number, block = view.head.number, asked, unanswered, "a round is over");
    Ok(())
}

/// The row of a subnet; none when nobody has a score yet: that everybody is the same is no judgement.
fn row(view: &View, averages: &[f64], exclude_quantile: f64) -> Option<Row> {
    let graph = &view.graph;
    let limits = Limits {
        min_allowed: graph.min_allowed_weights.0,
        max_share: f64::from(graph.max_weights_limit.0) / f64::from(u16::MAX),
        exclude_quantile,
    };
    let judged = averages.iter().any(|average| *average > 0.0);
    judged.then(|| weights::emit(&weights::process(averages, &limits)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{graph::samples, Keys, Peer};
    use myelin_wallet::{Crypto, Keypair};

    struct Large;

    impl Validator for Large {
        type Task = ();
        type Answer = ();

        async fn choose(&mut self, _: &Round) -> Result<Vec<(Peer, ())>, NeuronError> {
            let much = [1u8; 1 << 20];
            tokio::task::yield_now().await;
            Err(NeuronError::own(much.len()))
        }

        async fn ask(&self, _: &Round, _: &Peer, (): &()) -> Result<(), String> {
            Ok(())
        }

        async fn score(
            &mut self,
            _: &Round,
            _: Vec<Answered<(), ()>>,
        ) -> Result<Vec<(u16, f64)>, NeuronError> {
            Ok(Vec::new())
        }
    }

    #[test]
    fn validator_should_fit_a_stack_however_much_its_own_functions_keep() {
        let key = Keypair::from_uri("//Validator", Crypto::Sr25519).unwrap();
        let config = Config::new("ws://127.0.0.1:1", 2, Keys::one(key), "state.json");
        let size = std::mem::size_of_val(&run(Large, Options::new(config)));
        assert!(size < 64 * 1024, "{size} bytes");
    }

    #[test]
    fn row_should_be_none_when_nobody_has_a_score() {
        let view = samples::view(&[(1, 5), (2, 6)]);
        assert_eq!(row(&view, &[0.0, 0.0], 0.0), None);
        assert_eq!(row(&view, &[], 0.0), None);
        assert_eq!(row(&view, &[0.0, 0.3], 0.0), Some(vec![(1, u16::MAX)]));
    }

    #[test]
    fn row_should_keep_what_the_subnet_asks_for() {
        let mut view = samples::view(&[(1, 5), (2, 6), (3, 7)]);
        Arc::make_mut(&mut view.graph).min_allowed_weights.0 = 3;
        let filled = row(&view, &[0.0, 0.3, 0.0], 0.0).unwrap_or_default();
        assert_eq!(filled.iter().map(|(uid, _)| *uid).collect::<Vec<_>>(), [0, 1, 2]);
        let graph = Arc::make_mut(&mut view.graph);
        (graph.min_allowed_weights.0, graph.max_weights_limit.0) = (1, 32_768);
        let halved = row(&view, &[0.9, 0.05, 0.05], 0.0).unwrap_or_default();
        assert_eq!(halved.first(), Some(&(0, u16::MAX)));
        // One half against two quarters.
        assert!(halved.iter().skip(1).all(|(_, value)| value.abs_diff(32_768) < 4), "{halved:?}");
    }
}
