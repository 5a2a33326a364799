//! Signing, wherever the key is.

use crate::{Keypair, PublicKey, Signature};
use async_trait::async_trait;

/// Why there is no signature.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum SignerError {
    /// Whoever has the key will not sign this.
    #[error("the signer refused: {0}")]
    Refused(String),
    /// Whoever has the key does not answer.
    #[error("the signer cannot be reached: {0}")]
    Unreachable(String),
    /// An answer that is no signature of this key over these bytes.
    #[error("the signer answered with something that is not a signature of {0}")]
    Wrong(String),
}

/// Something that signs with one key: a [`Keypair`] here, a process, a device or a service elsewhere
/// (`examples/remote_signer.rs` is one over a Unix socket).
#[async_trait]
pub trait Signer: Send + Sync {
    /// Whose signatures these are, and of which algorithm.
    fn public(&self) -> PublicKey;

    /// Signs the bytes as they are.
    async fn sign(&self, message: &[u8]) -> Result<Signature, SignerError>;
}

#[async_trait]
impl Signer for Keypair {
    fn public(&self) -> PublicKey {
        Keypair::public(self)
    }

    async fn sign(&self, message: &[u8]) -> Result<Signature, SignerError> {
        Ok(Keypair::sign(self, message))
    }
}

#[async_trait]
impl<S: Signer + ?Sized> Signer for std::sync::Arc<S> {
    fn public(&self) -> PublicKey {
        (**self).public()
    }

    async fn sign(&self, message: &[u8]) -> Result<Signature, SignerError> {
        (**self).sign(message).await
    }
}
