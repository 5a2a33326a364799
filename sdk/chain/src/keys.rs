//! Where values lie in the chain's storage.

use codec::{Decode, Encode};
use sp_crypto_hashing::{blake2_128, twox_128, twox_64};
use std::marker::PhantomData;

/// The key of a value, and the type of what lies there.
pub struct StorageKey<T> {
    bytes: Vec<u8>,
    name: &'static str,
    value: PhantomData<fn() -> T>,
}

impl<T: Decode> StorageKey<T> {
    /// The item of a pallet; for a map, followed by its keys ([`StorageKey::hashed`] and its sisters).
    pub fn new(pallet: &str, item: &'static str) -> Self {
        let bytes = [twox_128(pallet.as_bytes()), twox_128(item.as_bytes())].concat();
        Self { bytes, name: item, value: PhantomData }
    }

    /// A key under the hasher `Identity`.
    pub fn plain(self, key: impl Encode) -> Self {
        self.followed_by(&[&key.encode()])
    }

    /// A key under the hasher `Blake2_128Concat`.
    pub fn hashed(self, key: impl Encode) -> Self {
        let key = key.encode();
        self.followed_by(&[&blake2_128(&key), &key])
    }

    /// A key under the hasher `Twox64Concat`.
    pub fn quick(self, key: impl Encode) -> Self {
        let key = key.encode();
        self.followed_by(&[&twox_64(&key), &key])
    }

    fn followed_by(mut self, parts: &[&[u8]]) -> Self {
        for part in parts {
            self.bytes.extend_from_slice(part);
        }
        self
    }

    /// The bytes.
    pub fn bytes(&self) -> &[u8] {
        &self.bytes
    }

    /// The item's name.
    pub fn name(&self) -> &'static str {
        self.name
    }
}

/// An item of the network's own pallet, `SubtensorModule`.
pub fn network<T: Decode>(item: &'static str) -> StorageKey<T> {
    StorageKey::new("SubtensorModule", item)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::AccountId;

    #[test]
    fn key_should_be_the_well_known_one_when_item_is_well_known() {
        // `System.Account` of //Alice, as every Substrate tool prints it.
        let alice: AccountId = "5GrwvaEF5zXb26Fz9rcQpDWS57CtERHpNehXCPcNoHGKutQY".parse().unwrap();
        assert_eq!(
            hex::encode(StorageKey::<()>::new("System", "Account").hashed(alice).bytes()),
            "26aa394eea5630e07c48ae0c9558cef7b99d880ec681799c0cf30e8886371da9\
             de1e86a9a8c739864cf3cc5ec2bea59fd43593c715fdd31c61141abd04a99fd6822c8558854ccde39a5684e7a56da27d"
        );
        let key = StorageKey::<()>::new("Sudo", "Key").plain(7u16);
        assert_eq!(key.bytes()[32..], [7, 0]);
        assert_eq!(key.name(), "Key");
    }

    #[test]
    fn key_should_carry_itself_when_it_is_hashed_quickly() {
        // twox_64 of 0u16, as `polkadot.js` shows it for maps by a parachain's number.
        let key = network::<u64>("Tempo").quick(1u16);
        assert_eq!(key.bytes().len(), 32 + 8 + 2);
        assert_eq!(key.bytes()[40..], [1, 0]);
    }
}
