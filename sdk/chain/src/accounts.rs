//! Who has what free TAO.

use crate::{keys::StorageKey, AccountId, ChainError, Snapshot};
use codec::Decode;
use myelin_units::Tao;

/// An account as the chain keeps it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Decode)]
pub struct Account {
    /// How many transactions of it are in blocks.
    pub nonce: u32,
    /// How many parts of the chain need it to exist.
    pub consumers: u32,
    /// How many keep it alive.
    pub providers: u32,
    /// How many keep it alive by themselves.
    pub sufficients: u32,
    /// TAO that it may spend, as far as it is not frozen.
    pub free: Tao,
    /// TAO that is held for something.
    pub reserved: Tao,
    /// TAO of `free` that may not be spent.
    pub frozen: Tao,
    /// Marks of the ledger.
    pub flags: u128,
}

impl Snapshot {
    /// An account; one that does not exist has nothing.
    pub async fn account(&self, who: AccountId) -> Result<Account, ChainError> {
        Ok(self.value(&key(who)).await?.unwrap_or_default())
    }

    /// Many accounts, in their order, in one request.
    pub async fn accounts(&self, who: &[AccountId]) -> Result<Vec<Account>, ChainError> {
        let keys: Vec<_> = who.iter().copied().map(key).collect();
        Ok(self.values(&keys).await?.into_iter().map(Option::unwrap_or_default).collect())
    }

    /// The free TAO of an account.
    pub async fn balance(&self, who: AccountId) -> Result<Tao, ChainError> {
        Ok(self.account(who).await?.free)
    }

    /// All TAO there is, free and held.
    pub async fn total_issuance(&self) -> Result<Tao, ChainError> {
        let key = StorageKey::new("Balances", "TotalIssuance");
        Ok(self.value(&key).await?.unwrap_or(Tao::ZERO))
    }
}

fn key(who: AccountId) -> StorageKey<Account> {
    StorageKey::new("System", "Account").hashed(who)
}
