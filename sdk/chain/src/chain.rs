//! A chain: what is shared by all who use one connection.

use crate::{
    connection::{Connection, Options},
    metadata::Runtime,
    nonces::Nonces,
    ChainError, Hash, Snapshot,
};
use serde::de::DeserializeOwned;
use serde_json::Value;
use std::{fmt, sync::Arc};
use tokio::sync::{Mutex, OnceCell};

/// Which block is meant.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum At {
    /// The one with this number on the best chain.
    Number(u64),
    /// The one with this hash.
    Hash(Hash),
}

impl From<u64> for At {
    fn from(number: u64) -> Self {
        Self::Number(number)
    }
}

impl From<Hash> for At {
    fn from(hash: Hash) -> Self {
        Self::Hash(hash)
    }
}

/// A chain behind a node. Clones share one connection, which is made again after a break, and the nonces of the keys
/// that sign through it.
#[derive(Clone)]
pub struct Chain {
    pub(crate) inner: Arc<Inner>,
}

pub(crate) struct Inner {
    pub(crate) connection: Connection,
    pub(crate) nonces: Nonces,
    pub(crate) runtime: Mutex<Option<Runtime>>,
    genesis: OnceCell<Hash>,
}

impl fmt::Debug for Chain {
    fn fmt(&self, to: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(to, "Chain({})", self.url())
    }
}

impl Chain {
    /// Connects to a node: `ws://127.0.0.1:9944`, `wss://…`. Nothing is asked yet.
    pub async fn connect(url: &str) -> Result<Self, ChainError> {
        Self::connect_with(url, Options::default()).await
    }

    /// Connects with other limits than the usual ones.
    pub async fn connect_with(url: &str, options: Options) -> Result<Self, ChainError> {
        let connection = Connection::open(url, options).await?;
        let inner = Inner {
            connection,
            nonces: Nonces::default(),
            runtime: Mutex::default(),
            genesis: OnceCell::new(),
        };
        Ok(Self { inner: Arc::new(inner) })
    }

    /// The node's address.
    pub fn url(&self) -> &str {
        self.inner.connection.url()
    }

    /// The state after the best block. Blocks at the head may still be replaced by others.
    pub async fn at_head(&self) -> Result<Snapshot, ChainError> {
        let hash: Hash = self.ask("chain_getBlockHash", &[]).await?;
        Ok(Snapshot::pinned(self.clone(), hash))
    }

    /// The state after the latest block that will not be replaced.
    pub async fn at_finalized(&self) -> Result<Snapshot, ChainError> {
        let hash: Hash = self.ask("chain_getFinalizedHead", &[]).await?;
        Ok(Snapshot::pinned(self.clone(), hash))
    }

    /// The state after a block.
    pub async fn at(&self, block: impl Into<At>) -> Result<Snapshot, ChainError> {
        let number = match block.into() {
            At::Hash(hash) => return Ok(Snapshot::pinned(self.clone(), hash)),
            At::Number(number) => number,
        };
        let hash: Option<Hash> = self.ask("chain_getBlockHash", &[number.into()]).await?;
        let hash = hash.ok_or_else(|| ChainError::NoSuchBlock(number.to_string()))?;
        Ok(Snapshot::pinned(self.clone(), hash))
    }

    /// Each read is of the block that is best when the node answers: for a single read, which costs one round trip
    /// then. Two reads may be of two blocks; where they must not be, use [`Chain::at_head`].
    pub fn unpinned(&self) -> Snapshot {
        Snapshot::unpinned(self.clone())
    }

    /// The hash of the chain's first block: what tells chains apart.
    pub async fn genesis(&self) -> Result<Hash, ChainError> {
        let read = self.inner.genesis.get_or_try_init(|| async {
            let hash: Option<Hash> = self.ask("chain_getBlockHash", &[0.into()]).await?;
            hash.ok_or_else(|| ChainError::NoSuchBlock("0".into()))
        });
        read.await.copied()
    }

    /// Whether the chain is a real network: it does not call itself one for development or of one machine.
    pub async fn is_live(&self) -> Result<bool, ChainError> {
        let kind: Value = self.ask("system_chainType", &[]).await?;
        Ok(!matches!(kind.as_str(), Some("Development" | "Local")))
    }

    /// Asks the node something by RPC that changes nothing, as it is named there.
    pub async fn ask<T: DeserializeOwned>(&self, method: &str, params: &[Value]) -> Result<T, ChainError> {
        self.inner.connection.read(method, params).await
    }
}
