//! A metagraph that is kept current from blocks.

use crate::{Metagraph, Tracker};
use myelin_chain::{Chain, ChainError, Hash, Head, Heads};
use myelin_units::NetUid;
use std::{
    sync::{
        atomic::{AtomicU64, Ordering},
        Arc, Mutex, PoisonError,
    },
    time::{Duration, Instant},
};
use tokio::{sync::watch, task::JoinHandle};

/// How long to wait after new blocks could not be heard of.
const PAUSE: Duration = Duration::from_millis(500);
/// A subnet that is missing for so many blocks in a row is gone: the end of the chain may be replaced, and fewer be no
/// more.
const SURE: u32 = 3;

/// How old a metagraph is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Staleness {
    /// Blocks since the one it is of, as far as new blocks were heard of.
    pub blocks: u64,
    /// Time since a block was last heard of: it grows while the connection is broken.
    pub silence: Duration,
}

/// What both sides of a follower see.
struct Shared {
    head: AtomicU64,
    heard: Mutex<Instant>,
    trouble: Mutex<Option<ChainError>>,
}

impl Shared {
    fn hear(&self, head: &Head) {
        self.head.store(head.number, Ordering::Release);
        *self.heard.lock().unwrap_or_else(PoisonError::into_inner) = Instant::now();
    }

    fn tell(&self, trouble: Option<ChainError>) {
        *self.trouble.lock().unwrap_or_else(PoisonError::into_inner) = trouble;
    }
}

/// A metagraph that is read again when its subnet has changed: an epoch, weights, a registration, and otherwise each 25
/// blocks. It outlives breaks of the connection. Dropped, it stops.
///
/// It follows the subnet that had this number when it started. When that is dissolved, [`Follower::trouble`] says so at
/// the next block, and [`Follower::changed`] is an error from the third on, for good: a new subnet of the same number is
/// another's, to be followed by another follower. [`Follower::current`] stays what it was last.
pub struct Follower {
    current: watch::Receiver<Arc<Metagraph>>,
    shared: Arc<Shared>,
    task: JoinHandle<()>,
}

impl Follower {
    /// Reads a subnet and follows it.
    pub async fn start(chain: &Chain, netuid: NetUid) -> Result<Self, ChainError> {
        Self::start_with(chain, Tracker::new(chain, netuid)).await
    }

    /// As [`Follower::start`], with a tracker that reads at other times or of another mechanism.
    pub async fn start_with(chain: &Chain, mut tracker: Tracker) -> Result<Self, ChainError> {
        let heads = chain.heads().await?;
        let (head, genesis) = tokio::try_join!(chain.head(), chain.genesis())?;
        let graph = Metagraph::new(tracker.at(&head).await?, genesis);
        let (told, current) = watch::channel(Arc::new(graph));
        let shared = Arc::new(Shared {
            head: AtomicU64::new(head.number),
            heard: Mutex::new(Instant::now()),
            trouble: Mutex::new(None),
        });
        let follow = Follow { tracker, genesis, shared: shared.clone(), told: Some(told), missing: 0 };
        Ok(Self { current, shared, task: tokio::spawn(follow.run(heads)) })
    }

    /// The metagraph as it is known now.
    pub fn current(&self) -> Arc<Metagraph> {
        self.current.borrow().clone()
    }

    /// Waits until it was read again. An error when there is nothing more to wait for: the subnet is gone.
    pub async fn changed(&mut self) -> Result<Arc<Metagraph>, ChainError> {
        match self.current.changed().await {
            Ok(()) => Ok(self.current.borrow_and_update().clone()),
            Err(_) => {
                Err(self.trouble().unwrap_or_else(|| ChainError::Missing("the subnet's follower".into())))
            }
        }
    }

    /// How old it is.
    pub fn staleness(&self) -> Staleness {
        let read = self.current.borrow().block();
        let heard = self.shared.heard.lock().unwrap_or_else(PoisonError::into_inner);
        let blocks = self.shared.head.load(Ordering::Acquire).saturating_sub(read);
        Staleness { blocks, silence: heard.elapsed() }
    }

    /// Why it could not be read, when the last reading failed.
    pub fn trouble(&self) -> Option<ChainError> {
        self.shared.trouble.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }
}

impl Drop for Follower {
    fn drop(&mut self) {
        self.task.abort();
    }
}

struct Follow {
    tracker: Tracker,
    genesis: Hash,
    shared: Arc<Shared>,
    /// None when the subnet is gone.
    told: Option<watch::Sender<Arc<Metagraph>>>,
    /// For how many blocks in a row the subnet has been missing.
    missing: u32,
}

impl Follow {
    /// To the end: the follower ends it. How old the metagraph is is known even when the subnet is gone.
    async fn run(mut self, mut heads: Heads) {
        loop {
            match heads.next().await {
                Ok(head) => self.hear(&head).await,
                Err(error) => {
                    self.shared.tell(Some(error));
                    tokio::time::sleep(PAUSE).await;
                }
            }
        }
    }

    async fn hear(&mut self, head: &Head) {
        self.shared.hear(head);
        let Some(told) = &self.told else { return };
        let read = self.tracker.at(head).await;
        let is_missing = matches!(read, Err(ChainError::Missing(_)));
        self.missing = if is_missing { self.missing.saturating_add(1) } else { 0 };
        match read {
            Err(error) => self.shared.tell(Some(error)),
            Ok(graph) => {
                self.shared.tell(None);
                if !told.borrow().is(&graph) {
                    told.send_replace(Arc::new(Metagraph::new(graph, self.genesis)));
                }
            }
        }
        if self.missing >= SURE {
            self.told = None;
        }
    }
}
