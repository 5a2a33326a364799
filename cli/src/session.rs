//! The way to the chain: a connection when it is needed, and the block that is meant.

use crate::{amount::TAO, Context, Failure};
use myelin_chain::{AccountId, Chain, ChainError, Hash, Snapshot};
use myelin_units::NetUid;
use myelin_views::DynamicInfo;
use std::future::Future;

/// A subnet's market and identity.
pub type Subnet = DynamicInfo<AccountId>;

/// Runs what needs the chain, on this thread alone: a command waits for one answer after the other.
pub fn block_on<T>(work: impl Future<Output = Result<T, Failure>>) -> Result<T, Failure> {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
    let runtime = runtime.map_err(|error| Failure::Unexpected(format!("no runtime: {error}")))?;
    runtime.block_on(work)
}

impl Context {
    /// The connection. Nothing is asked yet.
    pub async fn chain(&self) -> Result<Chain, Failure> {
        Ok(Chain::connect(&self.global.url()?).await?)
    }

    /// For one read: the block of `--at`, or whichever is the best one when the node answers.
    pub async fn one_read(&self) -> Result<Snapshot, Failure> {
        let chain = self.chain().await?;
        match &self.global.at {
            Some(block) => at(&chain, block).await,
            None => Ok(chain.unpinned()),
        }
    }

    /// For several reads: the block of `--at`, or the best one, the same for all.
    pub async fn reads(&self) -> Result<Snapshot, Failure> {
        let chain = self.chain().await?;
        match &self.global.at {
            Some(block) => at(&chain, block).await,
            None => Ok(chain.at_head().await?),
        }
    }
}

/// The state after a block: a number, or a hash.
pub async fn at(chain: &Chain, block: &str) -> Result<Snapshot, Failure> {
    let digits = block.replace('_', "");
    if !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit()) {
        // The chain counts blocks in 32 bits: nodes call a larger number no number, rather than no block.
        let number = digits.parse::<u32>().map_err(|_| ChainError::NoSuchBlock(digits))?;
        return Ok(chain.at(u64::from(number)).await?);
    }
    let wrong =
        || Failure::Usage(format!("'{block}' is no block: say its number, or its hash (0x and 64 digits)"));
    let mut hash = [0; 32];
    let digits = block.strip_prefix("0x").ok_or_else(wrong)?;
    hex::decode_to_slice(digits, &mut hash).map_err(|_| wrong())?;
    Ok(chain.at(Hash::from(hash)).await?)
}

/// Refuses a subnet that is not there, before anybody is asked and anything is paid.
pub async fn exists(state: &Snapshot, netuid: NetUid) -> Result<(), Failure> {
    match state.subnet_exists(netuid).await? {
        true => Ok(()),
        false => Err(ChainError::Missing(format!("subnet {netuid}")).into()),
    }
}

/// What a subnet's alpha is counted in. Root's is TAO, whatever symbol it has.
pub fn symbol(subnet: &Subnet) -> String {
    match subnet.netuid.0.is_root() {
        true => TAO.into(),
        false => text(&subnet.token_symbol),
    }
}

/// Text as the chain tells it: the bytes of what should be UTF-8.
pub fn text(bytes: &[codec::Compact<u8>]) -> String {
    let bytes: Vec<u8> = bytes.iter().map(|byte| byte.0).collect();
    String::from_utf8_lossy(&bytes).into_owned()
}
