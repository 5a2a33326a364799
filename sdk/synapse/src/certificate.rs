//! The certificate that a neuron publishes: its server's key.

/// What the chain stores for a server that speaks TLS (`serve_axon_tls`): one byte that names the algorithm, then the
/// key's bytes. A caller believes the server that has this key, and needs no authority.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Certificate {
    key: [u8; 32],
}

/// Why published bytes are no certificate of ours.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum CertificateError {
    /// Another algorithm.
    #[error("the certificate's algorithm is number {0}, only 7 (Ed25519) is spoken")]
    Algorithm(u8),
    /// Another length.
    #[error("the certificate's key has {0} bytes, an Ed25519 key has 32")]
    Length(usize),
}

/// What stands before an Ed25519 key in a DER `SubjectPublicKeyInfo` (RFC 8410).
const SPKI_PREFIX: [u8; 12] = [0x30, 0x2a, 0x30, 0x05, 0x06, 0x03, 0x2b, 0x65, 0x70, 0x03, 0x21, 0x00];

impl Certificate {
    /// The chain gives the number no meaning; this is the low byte of TLS's own number of Ed25519, 0x0807.
    pub const ED25519: u8 = 7;

    /// Of an Ed25519 key.
    pub fn new(key: [u8; 32]) -> Self {
        Self { key }
    }

    /// From what the chain says (`NeuronCertificate`).
    pub fn from_chain(algorithm: u8, key: &[u8]) -> Result<Self, CertificateError> {
        if algorithm != Self::ED25519 {
            return Err(CertificateError::Algorithm(algorithm));
        }
        let key = key.try_into().map_err(|_| CertificateError::Length(key.len()))?;
        Ok(Self { key })
    }

    /// From the bytes of an X.509 certificate's `SubjectPublicKeyInfo`; nothing when it is no Ed25519 key.
    pub fn from_spki(spki: &[u8]) -> Option<Self> {
        let key = spki.strip_prefix(&SPKI_PREFIX)?.try_into().ok()?;
        Some(Self { key })
    }

    /// What `serve_axon_tls` takes as `certificate`.
    pub fn to_chain(&self) -> Vec<u8> {
        let mut bytes = Vec::with_capacity(33);
        bytes.push(Self::ED25519);
        bytes.extend_from_slice(&self.key);
        bytes
    }

    /// The key.
    pub fn key(&self) -> &[u8; 32] {
        &self.key
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn certificate_should_be_read_as_it_is_published() {
        let certificate = Certificate::new([9; 32]);
        let bytes = certificate.to_chain();
        assert_eq!(Certificate::from_chain(bytes[0], &bytes[1..]), Ok(certificate));
        assert_eq!(Certificate::from_chain(1, &[9; 32]), Err(CertificateError::Algorithm(1)));
        assert_eq!(Certificate::from_chain(7, &[9; 31]), Err(CertificateError::Length(31)));
        let spki = [&SPKI_PREFIX[..], &[9; 32]].concat();
        assert_eq!(Certificate::from_spki(&spki), Some(certificate));
        assert_eq!(Certificate::from_spki(&spki[1..]), None);
    }
}
