//! A key with a seat in a subnet, kept current: what miners and validators have in common.

use crate::{
    graph::{Reader, View},
    keys::Keys,
    metrics::Metrics,
    seat::{locate, lost, ss58, Found, Seat},
    state::{State, StateFile},
    stop::Stop,
    NeuronError,
};
use myelin_chain::{Chain, ChainError, Head, Heads};
use myelin_dendrite::Reach;
use myelin_units::NetUid;
use myelin_wallet::Signer;
use std::{
    net::SocketAddr,
    path::PathBuf,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    time::Duration,
};
use tokio::sync::watch;

/// How long to wait before the node is asked again.
const PAUSE: Duration = Duration::from_millis(500);

/// A seat that is gone for so many blocks in a row is lost: the end of the chain may be replaced, and fewer be no more.
const SURE: u32 = 3;

/// What every neuron needs.
#[derive(Clone, Debug)]
pub struct Config {
    /// The node: `ws://127.0.0.1:9944`.
    pub url: String,
    /// The subnet.
    pub netuid: u16,
    /// Which of its mechanisms; 0 where there is one.
    pub mechanism: u8,
    /// The hotkey, and those it may be swapped for.
    pub keys: Keys,
    /// The file with what is kept from one run to the next; one for each neuron.
    pub state: PathBuf,
    /// Where Prometheus may read what it counts (and a miner's axon): an address of this machine only.
    pub metrics: Option<SocketAddr>,
    /// Ends it.
    pub stop: Stop,
}

impl Config {
    /// The usual: the first mechanism, no metrics, and nobody but the caller's own `stop` ends it ([`Stop::on_signals`] for a
    /// program).
    pub fn new(url: impl Into<String>, netuid: u16, keys: Keys, state: impl Into<PathBuf>) -> Self {
        let (url, state, stop) = (url.into(), state.into(), Stop::default());
        Self { url, netuid, mechanism: 0, keys, state, metrics: None, stop }
    }
}

/// What is true of a neuron after a block.
#[derive(Clone)]
pub struct Present {
    /// The subnet.
    pub view: Arc<View>,
    /// Where we sit in it.
    pub seat: Seat,
    /// Who signs for us.
    pub signer: Arc<dyn Signer>,
}

impl Present {
    /// Whether the chain takes weights of ours: with a permit, which an epoch gives to those with enough stake, or as
    /// the subnet's owner.
    #[must_use]
    pub fn may_weigh(&self) -> bool {
        let permit = self.view.peer(self.seat.uid).is_some_and(|peer| peer.permit);
        permit || self.view.graph.owner_hotkey == self.seat.hotkey
    }
}

impl std::fmt::Debug for Present {
    fn fmt(&self, to: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(to, "Present(block {}, {:?})", self.view.head.number, self.seat)
    }
}

/// A neuron at work. Clones are one and the same.
#[derive(Clone)]
pub struct Neuron(Arc<Inner>);

struct Inner {
    chain: Chain,
    config: Config,
    stop: Stop,
    present: watch::Sender<Present>,
    file: StateFile,
    state: Mutex<State>,
    metrics: Metrics,
    live: bool,
}

impl Neuron {
    /// Connects (again and again until the node answers or `stop` is said), reads what was saved, and looks for the
    /// hotkey's seat. `None` when it was told to stop before.
    pub async fn join(config: Config) -> Result<Option<Self>, NeuronError> {
        let stop = config.stop.child();
        tokio::select! {
            () = stop.wait() => Ok(None),
            joined = Self::try_join(config) => joined.map(Some),
        }
    }

    async fn try_join(config: Config) -> Result<Self, NeuronError> {
        let signer = config.keys.first().await?;
        let chain = patiently(&config.url, || Chain::connect(&config.url)).await?;
        let genesis = patiently(&config.url, || chain.genesis()).await?;
        let file = StateFile::new(&config.state, &format!("{genesis:?}"), config.netuid, config.mechanism);
        let state = file.load()?;
        let view = patiently(&config.url, || async {
            let head = chain.head().await?;
            View::read(&chain.at_block(&head), head, NetUid::new(config.netuid), config.mechanism).await
        })
        .await?;
        let live = patiently(&config.url, || chain.is_live()).await?;
        let present = sit(Arc::new(view), signer, state.seat.as_ref(), &config.keys).await?;
        let (present, _) = watch::channel(present);
        let metrics = Metrics::new()?;
        let (state, stop) = (Mutex::new(state), config.stop.child());
        let neuron = Self(Arc::new(Inner { chain, config, stop, present, file, state, metrics, live }));
        neuron.remember_seat()?;
        Ok(neuron)
    }

    /// The chain.
    #[must_use]
    pub fn chain(&self) -> &Chain {
        &self.0.chain
    }

    /// What it was started with.
    #[must_use]
    pub fn config(&self) -> &Config {
        &self.0.config
    }

    /// What ends it: said with the one of its [`Config`], or when a part of it failed.
    #[must_use]
    pub fn stop(&self) -> &Stop {
        &self.0.stop
    }

    /// What is true after the latest block seen.
    #[must_use]
    pub fn present(&self) -> Present {
        self.0.present.borrow().clone()
    }

    /// Wakes at each new block.
    #[must_use]
    pub fn changes(&self) -> watch::Receiver<Present> {
        self.0.present.subscribe()
    }

    /// Which addresses are asked: on a real network those of the public internet alone, for anybody may announce any
    /// other there; all on chains for development and on one machine.
    #[must_use]
    pub fn reach(&self) -> Reach {
        if self.0.live {
            Reach::Public
        } else {
            Reach::Anywhere
        }
    }

    /// The subnet after the latest block seen, with everything read anew; what is known when the node is away.
    pub(crate) async fn fresh(&self) -> Present {
        let present = self.present();
        let (head, Config { netuid, mechanism, .. }) = (present.view.head, &self.0.config);
        let at = self.0.chain.at_block(&head);
        match View::read(&at, head, NetUid::new(*netuid), *mechanism).await {
            Ok(view) => Present { view: Arc::new(view), ..present },
            Err(error) => {
                tracing::debug!(%error, "the subnet is not read anew");
                present
            }
        }
    }

    /// What it counts.
    #[must_use]
    pub fn metrics(&self) -> &Metrics {
        &self.0.metrics
    }

    /// What it will still know when it starts again.
    pub(crate) fn state(&self) -> MutexGuard<'_, State> {
        self.0.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Writes that down.
    pub(crate) fn save(&self) -> Result<(), NeuronError> {
        let state = self.state().clone();
        self.0.file.save(&state)
    }

    /// Keeps [`Neuron::present`] current until `stop` is said. A node that goes away is waited for; an error is the
    /// end: the seat is lost, or has a key that is not here.
    pub(crate) async fn follow(&self) -> Result<(), NeuronError> {
        let metrics = async {
            match self.0.config.metrics {
                Some(address) => self.0.metrics.serve(address).await,
                None => std::future::pending().await,
            }
        };
        tokio::select! {
            () = self.0.stop.wait() => Ok(()),
            ended = self.follow_blocks() => ended,
            ended = metrics => ended,
        }
    }

    async fn follow_blocks(&self) -> Result<(), NeuronError> {
        let Config { netuid, mechanism, .. } = self.0.config;
        let mut reader = Reader::new(&self.0.chain, NetUid::new(netuid), mechanism);
        let mut heads = patiently(&self.0.config.url, || self.0.chain.heads()).await?;
        let (mut away, mut missing) = (false, 0);
        loop {
            reader.watch(self.present().seat.hotkey);
            match next_view(&mut heads, &mut reader).await {
                Ok(view) => {
                    if std::mem::take(&mut away) {
                        tracing::info!(block = view.head.number, "the node is back");
                    }
                    missing = self.advance(view, missing).await?;
                }
                Err(error @ ChainError::Missing(_)) => return Err(error.into()),
                Err(error) => {
                    self.0.metrics.node_errors.inc();
                    if !std::mem::replace(&mut away, true) {
                        tracing::warn!(%error, "the node does not answer: waiting for it");
                    }
                    tokio::time::sleep(PAUSE).await;
                }
            }
        }
    }

    /// Takes a view over. Returns for how many blocks our seat has been missing.
    async fn advance(&self, view: View, missing: u32) -> Result<u32, NeuronError> {
        let Present { seat, signer, .. } = self.present();
        self.0.metrics.block.set(i64::try_from(view.head.number).unwrap_or(i64::MAX));
        let present = match sit(Arc::new(view), signer, Some(&seat), &self.0.config.keys).await {
            Ok(present) => present,
            Err(error) if missing.saturating_add(1) >= SURE => return Err(error),
            Err(error) => {
                tracing::warn!(%error, "our seat is missing");
                return Ok(missing.saturating_add(1));
            }
        };
        let moved = present.seat != seat;
        self.0.present.send_replace(present);
        if moved {
            self.remember_seat()?;
        }
        Ok(0)
    }

    fn remember_seat(&self) -> Result<(), NeuronError> {
        let seat = self.present().seat;
        tracing::info!(
            uid = seat.uid,
            hotkey = ss58(&seat.hotkey),
            netuid = self.0.config.netuid,
            "our seat"
        );
        self.state().seat = Some(seat);
        self.save()
    }
}

/// The subnet after the next block.
async fn next_view(heads: &mut Heads, reader: &mut Reader) -> Result<View, ChainError> {
    let head: Head = heads.next().await?;
    reader.at(head).await
}

/// Finds our seat in a view; when its key was swapped, the new one among ours.
async fn sit(
    view: Arc<View>,
    signer: Arc<dyn Signer>,
    before: Option<&Seat>,
    keys: &Keys,
) -> Result<Present, NeuronError> {
    let public = signer.public();
    let hotkey = public.as_bytes();
    match locate(&view, hotkey, before) {
        Some(Found::Here(seat)) => Ok(Present { view, seat, signer }),
        Some(Found::Swapped(seat)) => {
            let (old, new) = (ss58(hotkey), ss58(&seat.hotkey));
            let Some(signer) = keys.find(&seat.hotkey).await? else {
                return Err(NeuronError::Swapped { old, new, uid: seat.uid });
            };
            tracing::info!(old, new, uid = seat.uid, "the hotkey was swapped: going on with the new one");
            Ok(Present { view, seat, signer })
        }
        Some(Found::Lost) => Err(lost(&view, hotkey, before)),
        None => Err(lost(&view, hotkey, None)),
    }
}

/// Asks until the node answers. What is not the connection's fault is an error at once.
async fn patiently<T, F>(url: &str, mut ask: impl FnMut() -> F) -> Result<T, ChainError>
where
    F: std::future::Future<Output = Result<T, ChainError>>,
{
    let mut told = false;
    loop {
        match ask().await {
            Err(error) if error.is_connection() => {
                if !std::mem::replace(&mut told, true) {
                    tracing::warn!(%error, "waiting for {url}");
                }
                tokio::time::sleep(PAUSE).await;
            }
            answer => return answer,
        }
    }
}
