//! A metagraph that is kept current from blocks.

use crate::Metagraph;
use codec::Decode;
use myelin_chain::{
    keys::{network, StorageKey},
    Chain, ChainError, Head, Heads,
};
use myelin_units::NetUid;
use std::{
    sync::{
        atomic::{AtomicU64, Ordering},
        Arc, Mutex, PoisonError,
    },
    time::{Duration, Instant},
};
use tokio::{sync::watch, task::JoinHandle};

/// After how many blocks the subnet is read again even if nothing seems to have changed. What neurons announce
/// (addresses) and what moves with each block (prices, what is pending) is at most this old.
const EVERY: u64 = 25;
/// How long a reader that failed waits.
const PAUSE: Duration = Duration::from_millis(500);

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
pub struct Follower {
    current: watch::Receiver<Arc<Metagraph>>,
    shared: Arc<Shared>,
    task: JoinHandle<()>,
}

impl Follower {
    /// Reads a subnet and follows it.
    pub async fn start(chain: &Chain, netuid: NetUid) -> Result<Self, ChainError> {
        Self::start_with(chain, netuid, EVERY).await
    }

    /// As [`Follower::start`], reading again after so many blocks at the latest.
    pub async fn start_with(chain: &Chain, netuid: NetUid, every: u64) -> Result<Self, ChainError> {
        let heads = chain.heads().await?;
        let head = chain.head().await?;
        let (graph, marks) = read(chain, &head, netuid).await?;
        let (told, current) = watch::channel(Arc::new(graph));
        let shared = Arc::new(Shared {
            head: AtomicU64::new(head.number),
            heard: Mutex::new(Instant::now()),
            trouble: Mutex::new(None),
        });
        let follow = Follow { chain: chain.clone(), netuid, every, shared: shared.clone(), told, marks };
        Ok(Self { current, shared, task: tokio::spawn(follow.run(heads)) })
    }

    /// The metagraph as it is known now.
    pub fn current(&self) -> Arc<Metagraph> {
        self.current.borrow().clone()
    }

    /// Waits until it was read again.
    pub async fn changed(&mut self) -> Result<Arc<Metagraph>, ChainError> {
        match self.current.changed().await {
            Ok(()) => Ok(self.current.borrow_and_update().clone()),
            Err(_) => Err(ChainError::Missing("the task that follows the subnet".into())),
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

/// What changes with every epoch, every row of weights and every registration.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Marks(Vec<Option<Bytes>>);

/// A value that is compared only.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Bytes(Vec<u8>);

impl Decode for Bytes {
    fn decode<I: codec::Input>(input: &mut I) -> Result<Self, codec::Error> {
        let mut bytes = vec![0; input.remaining_len()?.unwrap_or_default()];
        input.read(&mut bytes)?;
        Ok(Self(bytes))
    }
}

async fn marks(chain: &Chain, head: &Head, netuid: NetUid) -> Result<Marks, ChainError> {
    let items = ["LastMechansimStepBlock", "SubnetworkN", "LastUpdate"];
    let keys: Vec<StorageKey<Bytes>> = items.into_iter().map(|item| network(item).plain(netuid)).collect();
    Ok(Marks(chain.at_block(head).values(&keys).await?))
}

async fn read(chain: &Chain, head: &Head, netuid: NetUid) -> Result<(Metagraph, Marks), ChainError> {
    let at = chain.at_block(head);
    tokio::try_join!(Metagraph::at(&at, netuid), marks(chain, head, netuid))
}

struct Follow {
    chain: Chain,
    netuid: NetUid,
    every: u64,
    shared: Arc<Shared>,
    told: watch::Sender<Arc<Metagraph>>,
    marks: Marks,
}

impl Follow {
    async fn run(mut self, mut heads: Heads) {
        loop {
            let trouble = match heads.next().await {
                Ok(head) => self.hear(&head).await.err(),
                Err(error) => Some(error),
            };
            let failed = trouble.is_some();
            self.shared.tell(trouble);
            if self.told.is_closed() {
                return;
            }
            if failed {
                tokio::time::sleep(PAUSE).await;
            }
        }
    }

    async fn hear(&mut self, head: &Head) -> Result<(), ChainError> {
        self.shared.hear(head);
        let behind = head.number.saturating_sub(self.told.borrow().block());
        let due = behind >= self.every || marks(&self.chain, head, self.netuid).await? != self.marks;
        if due {
            let (graph, marks) = read(&self.chain, head, self.netuid).await?;
            self.marks = marks;
            self.told.send_replace(Arc::new(graph));
        }
        Ok(())
    }
}
