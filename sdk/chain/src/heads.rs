//! New blocks as they come.

use crate::{Chain, ChainError, Hash, Snapshot};
use codec::Encode;
use jsonrpsee::core::client::Subscription;
use sp_crypto_hashing::blake2_256;
use std::time::Duration;
use subxt::config::substrate::SubstrateHeader;

/// How long a broken stream waits before it tries again.
const PAUSE: Duration = Duration::from_millis(500);

/// A block's header as nodes send it.
pub(crate) type Header = SubstrateHeader<Hash>;

/// A block at the end of the chain.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Head {
    /// Its number.
    pub number: u64,
    /// Its hash.
    pub hash: Hash,
    /// The hash of the one before.
    pub parent: Hash,
}

impl From<&Header> for Head {
    fn from(header: &Header) -> Self {
        let hash = Hash::from(blake2_256(&header.encode()));
        Self { number: header.number, hash, parent: header.parent_hash }
    }
}

/// New blocks, one after the other. After a break of the connection the stream goes on with the block that is new
/// then: some may have been missed ([`Head::number`] tells).
pub struct Heads {
    chain: Chain,
    finalized: bool,
    stream: Option<Subscription<Header>>,
}

impl Heads {
    /// The next block. An error is told once for each time that connecting again did not work, after a pause of half a
    /// second; calling once more tries again.
    pub async fn next(&mut self) -> Result<Head, ChainError> {
        loop {
            let stream = match &mut self.stream {
                Some(stream) => stream,
                None => self.again().await?,
            };
            match stream.next().await {
                Some(Ok(header)) => return Ok(Head::from(&header)),
                Some(Err(error)) => return Err(ChainError::decode("a header", error)),
                None => self.stream = None,
            }
        }
    }

    async fn again(&mut self) -> Result<&mut Subscription<Header>, ChainError> {
        match subscribe(&self.chain, self.finalized).await {
            Ok(stream) => Ok(self.stream.insert(stream)),
            Err(error) => {
                tokio::time::sleep(PAUSE).await;
                Err(error)
            }
        }
    }
}

async fn subscribe(chain: &Chain, finalized: bool) -> Result<Subscription<Header>, ChainError> {
    let connection = &chain.inner.connection;
    if finalized {
        connection.subscribe("chain_subscribeFinalizedHeads", &[], "chain_unsubscribeFinalizedHeads").await
    } else {
        connection.subscribe("chain_subscribeNewHeads", &[], "chain_unsubscribeNewHeads").await
    }
}

impl Chain {
    /// New best blocks, beginning with the present one.
    pub async fn heads(&self) -> Result<Heads, ChainError> {
        let stream = Some(subscribe(self, false).await?);
        Ok(Heads { chain: self.clone(), finalized: false, stream })
    }

    /// New finalized blocks, beginning with the present one.
    pub async fn finalized_heads(&self) -> Result<Heads, ChainError> {
        let stream = Some(subscribe(self, true).await?);
        Ok(Heads { chain: self.clone(), finalized: true, stream })
    }

    /// The best block, in one round trip.
    pub async fn head(&self) -> Result<Head, ChainError> {
        let header: Header = self.ask("chain_getHeader", &[]).await?;
        Ok(Head::from(&header))
    }

    /// A snapshot of a head.
    pub fn at_block(&self, head: &Head) -> Snapshot {
        Snapshot::pinned(self.clone(), head.hash)
    }
}
