//! What a node stores, read by name at a block, through RPC alone: nothing here knows the runtime's code.

use crate::{Failure, Node};
use codec::{Decode, Encode};
use serde_json::Value;
use sp_crypto_hashing::{blake2_128, twox_128};

/// The pallet of the network on the wire.
const NETWORK: &str = "SubtensorModule";

/// The state after one block.
pub struct State<'a> {
    node: &'a Node,
    hash: Value,
}

impl<'a> State<'a> {
    /// The state after the block of this number.
    pub async fn after(node: &'a Node, block: u64) -> Result<Self, Failure> {
        let (hash, _) = node.block(block).await?;
        Ok(Self { node, hash })
    }

    /// A value of the network's pallet; `keys` are the keys as they are hashed. None when nothing is stored.
    pub async fn value<T: Decode>(&self, item: &str, keys: &[u8]) -> Result<Option<T>, Failure> {
        self.of(NETWORK, item, keys).await
    }

    /// A value of another pallet.
    pub async fn of<T: Decode>(&self, pallet: &str, item: &str, keys: &[u8]) -> Result<Option<T>, Failure> {
        let key = storage_key(pallet, item, keys);
        let stored = self.node.ask("state_getStorage", [key.into(), self.hash.clone()]).await?;
        decoded(item, &stored)
    }

    /// Values of one item at many keys, in their order, in one request.
    pub async fn values<T: Decode>(&self, item: &str, keys: &[Vec<u8>]) -> Result<Vec<Option<T>>, Failure> {
        let keys: Vec<Value> = keys.iter().map(|key| storage_key(NETWORK, item, key).into()).collect();
        let answer = self.node.ask("state_queryStorageAt", [keys.clone().into(), self.hash.clone()]).await?;
        let changes =
            answer.pointer("/0/changes").and_then(Value::as_array).ok_or("no changes in the answer")?;
        keys.iter()
            .map(|key| {
                let of_key = |change: &&Value| change.get(0) == Some(key);
                let change =
                    changes.iter().find(of_key).ok_or_else(|| format!("{key} of {item} was not answered"))?;
                decoded(item, change.get(1).unwrap_or(&Value::Null))
            })
            .collect()
    }
}

/// Key bytes under the hasher `Identity`.
pub fn plain(key: impl Encode) -> Vec<u8> {
    key.encode()
}

/// Key bytes under the hasher `Blake2_128Concat`.
pub fn hashed(key: impl Encode) -> Vec<u8> {
    let key = key.encode();
    [&blake2_128(&key), key.as_slice()].concat()
}

fn storage_key(pallet: &str, item: &str, keys: &[u8]) -> String {
    hex(&[&twox_128(pallet.as_bytes()), &twox_128(item.as_bytes()), keys].concat())
}

fn hex(bytes: &[u8]) -> String {
    let digits: String = bytes.iter().map(|byte| format!("{byte:02x}")).collect();
    format!("0x{digits}")
}

fn bytes(hex: &str) -> Result<Vec<u8>, Failure> {
    let digits = hex.trim_start_matches("0x");
    let pair = |at: usize| digits.get(at..at.saturating_add(2)).ok_or("odd number of hex digits");
    (0..digits.len()).step_by(2).map(|at| Ok(u8::from_str_radix(pair(at)?, 16)?)).collect()
}

fn decoded<T: Decode>(item: &str, stored: &Value) -> Result<Option<T>, Failure> {
    let Some(stored) = stored.as_str() else { return Ok(None) };
    let stored = bytes(stored)?;
    let value = T::decode(&mut stored.as_slice())
        .map_err(|error| format!("{item} is not of the wire's type: {error}"))?;
    Ok(Some(value))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn key_should_be_the_well_known_one_when_item_is_well_known() {
        // `System.Account` of //Alice, as every Substrate tool prints it.
        let alice = bytes("0xd43593c715fdd31c61141abd04a99fd6822c8558854ccde39a5684e7a56da27d").unwrap();
        let alice: [u8; 32] = alice.try_into().unwrap();
        assert_eq!(
            storage_key("System", "Account", &hashed(alice)),
            "0x26aa394eea5630e07c48ae0c9558cef7b99d880ec681799c0cf30e8886371da9\
             de1e86a9a8c739864cf3cc5ec2bea59fd43593c715fdd31c61141abd04a99fd6822c8558854ccde39a5684e7a56da27d"
        );
        assert_eq!(storage_key("Sudo", "Key", &plain(7u16))[66..], *"0700");
    }

    #[test]
    fn bytes_should_be_refused_when_hex_is_odd() {
        assert!(bytes("0x123").is_err());
        assert_eq!(bytes("0x1203").unwrap(), [0x12, 0x03]);
    }
}
