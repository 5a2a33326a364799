//! The state after one block: all reads are of that block.

use crate::{
    connection::{from_hex, to_hex},
    keys::StorageKey,
    Chain, ChainError, Hash,
};
use codec::{Decode, DecodeAll, Encode};
use serde_json::Value;
use std::collections::HashMap;

/// How many keys of a map are asked for at once.
const PAGE: u32 = 1000;

/// The state of a chain after one block.
#[derive(Clone, Debug)]
pub struct Snapshot {
    chain: Chain,
    hash: Option<Hash>,
}

/// A change as `state_queryStorageAt` tells it.
#[derive(serde::Deserialize)]
struct Changes {
    changes: Vec<(String, Option<String>)>,
}

impl Snapshot {
    pub(crate) fn pinned(chain: Chain, hash: Hash) -> Self {
        Self { chain, hash: Some(hash) }
    }

    pub(crate) fn unpinned(chain: Chain) -> Self {
        Self { chain, hash: None }
    }

    /// The block; none for [`Chain::unpinned`].
    pub fn hash(&self) -> Option<Hash> {
        self.hash
    }

    /// The chain.
    pub fn chain(&self) -> &Chain {
        &self.chain
    }

    /// The number of the block.
    pub async fn number(&self) -> Result<u64, ChainError> {
        // The first block has none stored: it is 0.
        Ok(self.value(&StorageKey::<u32>::new("System", "Number")).await?.unwrap_or_default().into())
    }

    /// When the block was made, in milliseconds of Unix time.
    pub async fn time(&self) -> Result<u64, ChainError> {
        Ok(self.value(&StorageKey::new("Timestamp", "Now")).await?.unwrap_or_default())
    }

    /// What a runtime API answers: `Trait_method`, its arguments as a tuple. The shapes are in `myelin_views`.
    pub async fn view<T: Decode>(&self, method: &str, arguments: &impl Encode) -> Result<T, ChainError> {
        let bytes = self.call_runtime(method, &arguments.encode()).await?;
        T::decode_all(&mut bytes.as_slice()).map_err(|error| ChainError::decode(method, error))
    }

    /// As [`Snapshot::view`], with bytes in and out.
    pub(crate) async fn call_runtime(&self, method: &str, arguments: &[u8]) -> Result<Vec<u8>, ChainError> {
        let params = [method.into(), to_hex(arguments), self.block()?];
        let answer: String = self.ask("state_call", params).await?;
        from_hex(method, &answer)
    }

    /// What lies under a key.
    pub async fn value<T: Decode>(&self, key: &StorageKey<T>) -> Result<Option<T>, ChainError> {
        let answer: Option<String> =
            self.ask("state_getStorage", [to_hex(key.bytes()), self.block()?]).await?;
        answer.map(|stored| decoded(key.name(), &stored)).transpose()
    }

    /// What lies under many keys, in their order, in one request.
    pub async fn values<T: Decode>(&self, keys: &[StorageKey<T>]) -> Result<Vec<Option<T>>, ChainError> {
        let names: Vec<String> = keys.iter().map(|key| format!("0x{}", hex::encode(key.bytes()))).collect();
        let params = [serde_json::json!(names), self.block()?];
        let answer: Vec<Changes> = self.ask("state_queryStorageAt", params).await?;
        let changes = answer.into_iter().flat_map(|set| set.changes);
        let found: HashMap<String, String> = changes.filter_map(|(key, value)| Some((key, value?))).collect();
        let value = |(key, name): (&StorageKey<T>, &String)| {
            found.get(name).map(|stored| decoded(key.name(), stored)).transpose()
        };
        keys.iter().zip(&names).map(value).collect()
    }

    /// All entries of a map under the keys given so far: what of the key follows them, with its hashes, and the value.
    pub async fn entries<T: Decode>(&self, prefix: &StorageKey<T>) -> Result<Vec<(Vec<u8>, T)>, ChainError> {
        let start = to_hex(prefix.bytes());
        let (mut entries, mut after) = (Vec::new(), start.clone());
        loop {
            let params = [start.clone(), PAGE.into(), after.clone(), self.block()?];
            let names: Vec<String> = self.ask("state_getKeysPaged", params).await?;
            let Some(last) = names.last() else { return Ok(entries) };
            after = last.as_str().into();
            let page = self.page(prefix, &names).await?;
            entries.extend(page);
            if names.len() < PAGE as usize {
                return Ok(entries);
            }
        }
    }

    async fn page<T: Decode>(
        &self,
        prefix: &StorageKey<T>,
        names: &[String],
    ) -> Result<Vec<(Vec<u8>, T)>, ChainError> {
        let params = [serde_json::json!(names), self.block()?];
        let answer: Vec<Changes> = self.ask("state_queryStorageAt", params).await?;
        let changes = answer.into_iter().flat_map(|set| set.changes);
        let stored = changes.filter_map(|(key, value)| Some((key, value?)));
        let entry = |(key, value): (String, String)| {
            let key = from_hex(prefix.name(), &key)?;
            let rest = key.get(prefix.bytes().len()..).unwrap_or_default().to_vec();
            Ok((rest, decoded(prefix.name(), &value)?))
        };
        stored.map(entry).collect()
    }

    async fn ask<T: serde::de::DeserializeOwned, const N: usize>(
        &self,
        method: &str,
        params: [Value; N],
    ) -> Result<T, ChainError> {
        let answer = self.chain.ask(method, &params).await;
        answer.map_err(|error| match error {
            ChainError::Rpc { message, .. } if message.contains("State already discarded") => {
                ChainError::NoState(self.name())
            }
            ChainError::Rpc { message, .. } if message.contains("UnknownBlock") => {
                ChainError::NoSuchBlock(self.name())
            }
            error => error,
        })
    }

    /// The block as a parameter; null is the best one.
    fn block(&self) -> Result<Value, ChainError> {
        serde_json::to_value(self.hash).map_err(|error| ChainError::decode("a block's hash", error))
    }

    fn name(&self) -> String {
        self.hash.map_or("at the head".into(), |hash| format!("{hash:?}"))
    }
}

fn decoded<T: Decode>(item: &str, stored: &str) -> Result<T, ChainError> {
    let bytes = from_hex(item, stored)?;
    T::decode(&mut bytes.as_slice()).map_err(|error| ChainError::decode(item, error))
}
