//! Weights: set openly, committed by hash, or sealed until a beacon opens them.

use crate::{
    api::{self, runtime_types::bounded_collections::bounded_vec::BoundedVec},
    calls::{self, subnet, Call},
    keys::network,
    AccountId, Chain, ChainError, Hash, Included, Snapshot,
};
use codec::Encode;
use myelin_timelock::{encrypt, Beacon};
use myelin_units::NetUid;
use myelin_wallet::Signer;
use myelin_yuma::clock::Clock;
use sp_crypto_hashing::blake2_256;

pub use crate::rules::{Rules, Unusable};

/// Mechanisms of a subnet are numbered this far apart in storage.
const MECHANISM: u16 = 4_096;

/// A row of weights.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Row {
    /// Whom it weighs.
    pub uids: Vec<u16>,
    /// How much, over the largest.
    pub values: Vec<u16>,
    /// The version of the software that made it; at least what the subnet asks for.
    pub version_key: u64,
}

/// A row that nobody reads before its round of the beacon.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sealed {
    /// What is committed.
    pub bytes: Vec<u8>,
    /// The round that opens it.
    pub round: u64,
    /// The version of the way it is sealed.
    pub version: u16,
}

/// What the chain calls a mechanism of a subnet where it keeps weights, commits and updates.
pub fn storage_index(netuid: NetUid, mechanism: u8) -> u16 {
    u16::from(mechanism).saturating_mul(MECHANISM).saturating_add(netuid.number())
}

/// The hash that is committed for a row, and that a reveal must give again (`mechanism` 0 is the usual one).
pub fn weights_hash(hotkey: AccountId, netuid: NetUid, mechanism: u8, row: &Row, salt: &[u16]) -> Hash {
    let index = storage_index(netuid, mechanism);
    blake2_256(&(hotkey, index, &row.uids, &row.values, salt, row.version_key).encode()).into()
}

/// Commits to a row by its [`weights_hash`]. The hotkey signs.
pub fn commit_weights(netuid: NetUid, hash: Hash) -> impl Call {
    api::tx().subtensor_module().commit_weights(subnet(netuid), hash)
}

/// As [`commit_weights`], for one of the subnet's mechanisms.
pub fn commit_weights_on(netuid: NetUid, mechanism: u8, hash: Hash) -> impl Call {
    api::tx().subtensor_module().commit_mechanism_weights(subnet(netuid), mechanism, hash)
}

/// Reveals a row that was committed to by its hash. The hotkey signs.
pub fn reveal_weights(netuid: NetUid, row: Row, salt: Vec<u16>) -> impl Call {
    let Row { uids, values, version_key } = row;
    api::tx().subtensor_module().reveal_weights(subnet(netuid), uids, values, salt, version_key)
}

/// As [`reveal_weights`], for one of the subnet's mechanisms.
pub fn reveal_weights_on(netuid: NetUid, mechanism: u8, row: Row, salt: Vec<u16>) -> impl Call {
    let (Row { uids, values, version_key }, network) = (row, api::tx().subtensor_module());
    network.reveal_mechanism_weights(subnet(netuid), mechanism, uids, values, salt, version_key)
}

/// Commits to a sealed row. The hotkey signs.
pub fn commit_sealed(netuid: NetUid, sealed: Sealed) -> impl Call {
    let Sealed { bytes, round, version } = sealed;
    api::tx().subtensor_module().commit_timelocked_weights(subnet(netuid), BoundedVec(bytes), round, version)
}

/// As [`commit_sealed`], for one of the subnet's mechanisms.
pub fn commit_sealed_on(netuid: NetUid, mechanism: u8, sealed: Sealed) -> impl Call {
    let (Sealed { bytes, round, version }, network) = (sealed, api::tx().subtensor_module());
    let bytes = BoundedVec(bytes);
    network.commit_timelocked_mechanism_weights(subnet(netuid), mechanism, bytes, round, version)
}

/// Seals a row for a round.
pub fn seal(
    hotkey: AccountId,
    row: &Row,
    beacon: &Beacon,
    round: u64,
    version: u16,
) -> Result<Sealed, ChainError> {
    let mut randomness = [0; 76];
    getrandom::fill(&mut randomness).map_err(|error| ChainError::Seal(error.to_string()))?;
    let text = (hotkey.0.to_vec(), &row.uids, &row.values, row.version_key).encode();
    let bytes = encrypt(beacon, round, &text, &randomness);
    let bytes = bytes.map_err(|error| ChainError::Seal(error.to_string()))?;
    Ok(Sealed { bytes, round, version })
}

impl Snapshot {
    /// The beacon that opens what is sealed for this chain.
    pub async fn beacon(&self) -> Result<Beacon, ChainError> {
        self.view("BeaconApi_beacon", &()).await
    }

    /// The latest round of the beacon on chain; 0 when there is none.
    pub async fn last_round(&self) -> Result<u64, ChainError> {
        self.view("BeaconApi_last_round", &()).await
    }

    /// Whether a subnet's weights must be committed first.
    pub async fn commit_reveal(&self, netuid: NetUid) -> Result<bool, ChainError> {
        Ok(self.value(&network("CommitRevealWeightsEnabled").plain(netuid)).await?.unwrap_or(true))
    }

    /// How many epochs after its commit a row is revealed.
    pub async fn reveal_period(&self, netuid: NetUid) -> Result<u64, ChainError> {
        Ok(self.value(&network("RevealPeriodEpochs").quick(netuid)).await?.unwrap_or(1))
    }

    /// The round to seal for, so that nobody reads a row that the next block includes before the block that opens it: the
    /// first that is out after that block's time. It opens in a block soon after, and counts from the next epoch on.
    pub async fn reveal_round(&self, netuid: NetUid) -> Result<u64, ChainError> {
        let (beacon, last, period) =
            tokio::join!(self.beacon(), self.last_round(), self.reveal_period(netuid));
        let (clock, time, block_time) = tokio::join!(self.clock(netuid), self.time(), self.block_time());
        let clock = clock?;
        let (_, included) = clock.tick().turn(1);
        let missing = || ChainError::Seal(format!("subnet {} has no epochs", netuid.number()));
        let opens_at = included.reveal_block(period?).ok_or_else(missing)?;
        let wait = opens_at.saturating_sub(clock.block).saturating_mul(block_time?);
        let opens = time?.saturating_add(wait) / 1_000;
        Ok(beacon?.round_at(opens).max(last?).saturating_add(1))
    }

    /// When the subnet's epochs are, as this block left it.
    pub async fn clock(&self, netuid: NetUid) -> Result<Clock, ChainError> {
        let items = ["LastEpochBlock", "PendingEpochAt", "SubnetEpochIndex", "BlocksSinceLastStep"];
        let keys = items.map(|item| network::<u64>(item).plain(netuid));
        let (stored, tempo, block) = tokio::try_join!(self.values(&keys), self.tempo(netuid), self.number())?;
        let stored = |item: usize| stored.get(item).copied().flatten().unwrap_or_default();
        Ok(Clock {
            block,
            tempo,
            last_epoch_block: stored(0),
            pending_at: stored(1),
            index: stored(2),
            blocks_since_last_step: stored(3),
        })
    }

    /// Blocks between a subnet's epochs.
    pub async fn tempo(&self, netuid: NetUid) -> Result<u16, ChainError> {
        Ok(self.value(&network("Tempo").plain(netuid)).await?.unwrap_or_default())
    }

    /// Seals a row for a subnet, as its chain asks for it now.
    pub async fn seal(&self, hotkey: AccountId, netuid: NetUid, row: &Row) -> Result<Sealed, ChainError> {
        let key = network::<u16>("CommitRevealWeightsVersion");
        let (beacon, round, version) =
            tokio::join!(self.beacon(), self.reveal_round(netuid), self.value(&key));
        seal(hotkey, row, &beacon?, round?, version?.unwrap_or(SEAL_VERSION))
    }
}

/// The way of sealing of chains that have not changed it.
const SEAL_VERSION: u16 = 4;

impl Chain {
    /// Sets a row of weights as the subnet wants it: sealed where weights must be committed first, openly elsewhere.
    /// Openly set ones count at once, sealed ones when the beacon has opened them. A row that cannot count is
    /// [`ChainError::Row`] and is not sent: the chain would find that of a sealed one when it is too late to set another.
    pub async fn set_weights<S: Signer + ?Sized>(
        &self,
        hotkey: &S,
        netuid: NetUid,
        row: &Row,
    ) -> Result<Included, ChainError> {
        if let Some(sealed) = self.sealed(hotkey.public().into(), netuid, row).await? {
            return self.submit(hotkey, &commit_sealed(netuid, sealed)).await;
        }
        let Row { uids, values, version_key } = row.clone();
        self.submit(hotkey, &calls::set_weights(netuid, uids, values, version_key)).await
    }

    /// As [`Chain::set_weights`], for one of the subnet's mechanisms.
    pub async fn set_weights_on<S: Signer + ?Sized>(
        &self,
        hotkey: &S,
        netuid: NetUid,
        mechanism: u8,
        row: &Row,
    ) -> Result<Included, ChainError> {
        if let Some(sealed) = self.sealed(hotkey.public().into(), netuid, row).await? {
            return self.submit(hotkey, &commit_sealed_on(netuid, mechanism, sealed)).await;
        }
        let (Row { uids, values, version_key }, network) = (row.clone(), api::tx().subtensor_module());
        let call = network.set_mechanism_weights(subnet(netuid), mechanism, uids, values, version_key);
        self.submit(hotkey, &call).await
    }

    /// A row that can count, sealed where weights must be committed first; nothing where they are set openly.
    async fn sealed(
        &self,
        hotkey: AccountId,
        netuid: NetUid,
        row: &Row,
    ) -> Result<Option<Sealed>, ChainError> {
        let at = self.at_head().await?;
        Rules::hold(&at, netuid, hotkey, row).await?;
        match at.commit_reveal(netuid).await? {
            true => at.seal(hotkey, netuid, row).await.map(Some),
            false => Ok(None),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use codec::Decode;
    use myelin_timelock::{decrypt, development};

    #[test]
    fn row_should_open_with_its_round_when_it_was_sealed() {
        let row = Row { uids: vec![1, 2], values: vec![3, 4], version_key: 5 };
        let hotkey = AccountId([6; 32]);
        let sealed = seal(hotkey, &row, &development::beacon(), 77, 4).unwrap();
        assert_eq!((sealed.round, sealed.version), (77, 4));
        let open = decrypt(&sealed.bytes, &development::pulse(77).signature).unwrap();
        let read = <(Vec<u8>, Vec<u16>, Vec<u16>, u64)>::decode(&mut open.as_slice()).unwrap();
        assert_eq!(read, (vec![6; 32], row.uids.clone(), row.values.clone(), 5));
        assert!(decrypt(&sealed.bytes, &development::pulse(78).signature).is_err());
        let again = seal(hotkey, &row, &development::beacon(), 77, 4).unwrap();
        assert_ne!(again.bytes, sealed.bytes);
    }

    #[test]
    fn hash_should_change_when_anything_in_it_does() {
        let row = Row { uids: vec![1], values: vec![2], version_key: 0 };
        let (who, subnet) = (AccountId([1; 32]), NetUid::new(1));
        let hash = weights_hash(who, subnet, 0, &row, &[7]);
        assert_ne!(hash, weights_hash(who, subnet, 1, &row, &[7]));
        assert_ne!(hash, weights_hash(who, subnet, 0, &row, &[8]));
        assert_ne!(hash, weights_hash(AccountId([2; 32]), subnet, 0, &row, &[7]));
    }
}
