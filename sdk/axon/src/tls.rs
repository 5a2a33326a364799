//! TLS with a certificate of one's own, whose key is published on chain.

use myelin_synapse::Certificate;
use rcgen::{CertificateParams, KeyPair, PKCS_ED25519};
use std::{fmt, io::Write, os::unix::fs::PermissionsExt, path::Path, sync::Arc};
use tokio_rustls::rustls::{
    crypto::ring,
    pki_types::{PrivateKeyDer, PrivatePkcs8KeyDer},
    ServerConfig,
};

/// The name in the certificate. Nobody looks at it: callers know the key.
const NAME: &str = "axon.myelin";

/// Why there is no identity.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum IdentityError {
    /// The file cannot be read or written.
    #[error("the TLS key {path}: {source}")]
    File {
        /// Which.
        path: String,
        /// Why.
        source: std::io::Error,
    },
    /// The file has no Ed25519 key.
    #[error("the TLS key is no Ed25519 key in PKCS#8: {0}; remove the file to have a new one made")]
    Key(String),
    /// The certificate cannot be made.
    #[error("no TLS certificate can be made: {0}")]
    Certificate(String),
}

/// A server's own key and certificate.
pub struct Identity {
    key: KeyPair,
}

impl fmt::Debug for Identity {
    /// The public part only.
    fn fmt(&self, to: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(to, "Identity of {:?}", self.key.public_key_raw())
    }
}

impl Identity {
    /// A new one, which lives as long as the process.
    pub fn generate() -> Result<Self, IdentityError> {
        let key = KeyPair::generate_for(&PKCS_ED25519).map_err(certificate)?;
        Ok(Self { key })
    }

    /// The one in this file; when there is no file in its folder, a new one that is written there (0600).
    pub fn load(path: &Path) -> Result<Self, IdentityError> {
        let wrong = |source| IdentityError::File { path: path.display().to_string(), source };
        match std::fs::read(path) {
            Ok(bytes) => {
                let key = PrivatePkcs8KeyDer::from(bytes);
                let key = KeyPair::from_pkcs8_der_and_sign_algo(&key, &PKCS_ED25519)
                    .map_err(|error| IdentityError::Key(error.to_string()))?;
                Ok(Self { key })
            }
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => {
                let identity = Self::generate()?;
                identity.store(path).map_err(wrong)?;
                Ok(identity)
            }
            Err(error) => Err(wrong(error)),
        }
    }

    /// What to publish with `serve_axon_tls`, and what callers check.
    pub fn certificate(&self) -> Result<Certificate, IdentityError> {
        let key =
            self.key.public_key_raw().try_into().map_err(|_| IdentityError::Key("not 32 bytes".into()))?;
        Ok(Certificate::new(key))
    }

    pub(crate) fn server(&self) -> Result<Arc<ServerConfig>, IdentityError> {
        let params = CertificateParams::new(vec![NAME.into()]).map_err(certificate)?;
        let own = params.self_signed(&self.key).map_err(certificate)?;
        let key = PrivateKeyDer::Pkcs8(PrivatePkcs8KeyDer::from(self.key.serialize_der()));
        let config = ServerConfig::builder_with_provider(Arc::new(ring::default_provider()))
            .with_safe_default_protocol_versions()
            .map_err(certificate)?
            .with_no_client_auth()
            .with_single_cert(vec![own.der().clone()], key)
            .map_err(certificate)?;
        Ok(Arc::new(config))
    }

    /// Written whole beside the place, then renamed.
    fn store(&self, path: &Path) -> std::io::Result<()> {
        let directory = path.parent().filter(|parent| !parent.as_os_str().is_empty());
        let directory = directory.unwrap_or(Path::new("."));
        if !directory.is_dir() {
            // A mistyped path would become a folder, and a new key a new identity.
            let why = format!("there is no folder {}: make it, or name another file", directory.display());
            return Err(std::io::Error::new(std::io::ErrorKind::NotFound, why));
        }
        let mut file = tempfile::Builder::new()
            .permissions(std::fs::Permissions::from_mode(0o600))
            .tempfile_in(directory)?;
        file.write_all(&self.key.serialize_der())?;
        file.as_file().sync_all()?;
        file.persist_noclobber(path)?;
        Ok(())
    }
}

fn certificate(error: impl fmt::Display) -> IdentityError {
    IdentityError::Certificate(error.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn identity_should_be_the_same_when_loaded_again() {
        let home = tempfile::tempdir().unwrap();
        let path = home.path().join("key");
        let first = Identity::load(&path).unwrap();
        let again = Identity::load(&path).unwrap();
        assert_eq!(first.certificate().unwrap(), again.certificate().unwrap());
        assert!(first.server().is_ok());
        let mode = std::fs::metadata(&path).unwrap().permissions().mode();
        assert_eq!(mode & 0o777, 0o600);
        let missing = home.path().join("mistyped/key");
        let said = Identity::load(&missing).unwrap_err().to_string();
        assert!(said.contains("mistyped: make it") && !home.path().join("mistyped").exists(), "{said}");
        std::fs::write(&path, b"no key").unwrap();
        assert!(matches!(Identity::load(&path), Err(IdentityError::Key(_))));
    }
}
