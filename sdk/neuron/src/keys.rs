//! The hotkeys a neuron may work with: when the chain says that ours was swapped for another, that one is looked for
//! here.

use crate::NeuronError;
use myelin_wallet::{Passwords, PublicKey, Signer, Wallet, WalletError};
use std::{fmt, sync::Arc};

/// Where hotkeys come from.
#[derive(Clone)]
pub struct Keys(Source);

#[derive(Clone)]
enum Source {
    Signers(Vec<Arc<dyn Signer>>),
    Wallet { wallet: Wallet, passwords: Arc<dyn Passwords + Send + Sync> },
}

impl fmt::Debug for Keys {
    fn fmt(&self, to: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.0 {
            Source::Signers(signers) => {
                to.debug_list().entries(signers.iter().map(|key| key.public().ss58())).finish()
            }
            Source::Wallet { wallet, .. } => wallet.fmt(to),
        }
    }
}

impl Keys {
    /// One key, wherever it lives.
    pub fn one(signer: impl Signer + 'static) -> Self {
        Self::several(vec![Arc::new(signer)])
    }

    /// Several; the first is the one to begin with.
    pub fn several(signers: Vec<Arc<dyn Signer>>) -> Self {
        Self(Source::Signers(signers))
    }

    /// The wallet's hotkey that is meant; its others are there for when it is swapped. Unlocking one asks `passwords`.
    pub fn wallet(wallet: Wallet, passwords: impl Passwords + Send + Sync + 'static) -> Self {
        Self(Source::Wallet { wallet, passwords: Arc::new(passwords) })
    }

    /// The key to begin with.
    pub(crate) async fn first(&self) -> Result<Arc<dyn Signer>, NeuronError> {
        match &self.0 {
            Source::Signers(signers) => signers.first().cloned().ok_or(NeuronError::NoKey),
            Source::Wallet { wallet, passwords } => unlock(wallet.clone(), Arc::clone(passwords)).await,
        }
    }

    /// The key that is this one, if it is here.
    pub(crate) async fn find(&self, hotkey: &[u8; 32]) -> Result<Option<Arc<dyn Signer>>, NeuronError> {
        match &self.0 {
            Source::Signers(signers) => {
                Ok(signers.iter().find(|signer| signer.public().as_bytes() == hotkey).cloned())
            }
            Source::Wallet { wallet, passwords } => match named(wallet, hotkey)? {
                Some(wallet) => unlock(wallet, Arc::clone(passwords)).await.map(Some),
                None => Ok(None),
            },
        }
    }
}

/// The wallet with the hotkey that is this one. Files that cannot be read are none of it: others may be.
fn named(wallet: &Wallet, hotkey: &[u8; 32]) -> Result<Option<Wallet>, WalletError> {
    for name in wallet.hotkeys()? {
        let one = wallet.with_hotkey(&name)?;
        let public: Option<PublicKey> = one.hotkeypub().ok();
        if public.is_some_and(|public| public.as_bytes() == hotkey) {
            return Ok(Some(one));
        }
    }
    Ok(None)
}

/// Takes a second and half a GiB when it is encrypted: not on a thread that others wait for.
async fn unlock(
    wallet: Wallet,
    passwords: Arc<dyn Passwords + Send + Sync>,
) -> Result<Arc<dyn Signer>, NeuronError> {
    let unlocked = tokio::task::spawn_blocking(move || wallet.unlock_hotkey(&*passwords)).await;
    let key = unlocked.map_err(|error| NeuronError::Task(error.to_string()))??;
    Ok(Arc::new(key))
}

#[cfg(test)]
mod tests {
    use super::*;
    use myelin_wallet::{Crypto, Existing, Keypair};

    #[tokio::test]
    async fn swapped_key_should_be_found_when_the_wallet_has_it() {
        let home = tempfile::tempdir().unwrap();
        let wallet = Wallet::new(home.path(), "miner", "old").unwrap();
        let [old, new, other] =
            ["//Old", "//New", "//Other"].map(|uri| Keypair::from_uri(uri, Crypto::Sr25519).unwrap());
        wallet.write_hotkey(&old, None, Existing::Keep).unwrap();
        wallet.with_hotkey("new").unwrap().write_hotkey(&new, None, Existing::Keep).unwrap();
        let keys = Keys::wallet(wallet, ());
        assert_eq!(keys.first().await.unwrap().public(), old.public());
        let found = keys.find(new.public().as_bytes()).await.unwrap().unwrap();
        assert_eq!(found.public(), new.public());
        assert!(keys.find(other.public().as_bytes()).await.unwrap().is_none());
    }

    #[tokio::test]
    async fn key_should_be_missed_when_there_is_none() {
        assert!(matches!(Keys::several(Vec::new()).first().await, Err(NeuronError::NoKey)));
    }
}
