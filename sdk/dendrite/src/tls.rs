//! TLS with a server whose key is known from the chain.

use crate::AskError;
use myelin_synapse::Certificate;
use std::sync::Arc;
use tokio_rustls::{
    rustls::{
        client::danger::{HandshakeSignatureValid, ServerCertVerified, ServerCertVerifier},
        crypto::{ring, verify_tls12_signature, verify_tls13_signature, CryptoProvider},
        pki_types::{CertificateDer, IpAddr, ServerName, UnixTime},
        server::ParsedCertificate,
        CertificateError, ClientConfig, DigitallySignedStruct, Error, SignatureScheme,
    },
    TlsConnector,
};

/// Believes the one key, and asks nobody else.
#[derive(Debug)]
struct Published {
    certificate: Certificate,
    provider: Arc<CryptoProvider>,
}

impl ServerCertVerifier for Published {
    fn verify_server_cert(
        &self,
        own: &CertificateDer<'_>,
        _: &[CertificateDer<'_>],
        _: &ServerName<'_>,
        _: &[u8],
        _: UnixTime,
    ) -> Result<ServerCertVerified, Error> {
        let parsed = ParsedCertificate::try_from(own)?;
        let key = Certificate::from_spki(&parsed.subject_public_key_info());
        match key == Some(self.certificate) {
            true => Ok(ServerCertVerified::assertion()),
            false => Err(CertificateError::ApplicationVerificationFailure.into()),
        }
    }

    fn verify_tls12_signature(
        &self,
        message: &[u8],
        own: &CertificateDer<'_>,
        signed: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, Error> {
        verify_tls12_signature(message, own, signed, &self.provider.signature_verification_algorithms)
    }

    fn verify_tls13_signature(
        &self,
        message: &[u8],
        own: &CertificateDer<'_>,
        signed: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, Error> {
        verify_tls13_signature(message, own, signed, &self.provider.signature_verification_algorithms)
    }

    fn supported_verify_schemes(&self) -> Vec<SignatureScheme> {
        vec![SignatureScheme::ED25519]
    }
}

/// Makes connections to the server with this key.
pub(crate) fn connector(certificate: Certificate) -> Result<TlsConnector, AskError> {
    let provider = Arc::new(ring::default_provider());
    let verifier = Arc::new(Published { certificate, provider: provider.clone() });
    let config = ClientConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .map_err(|error| AskError::Tls(error.to_string()))?
        .dangerous() // rustls calls every verifier of one's own so; this one is stricter than authorities are
        .with_custom_certificate_verifier(verifier)
        .with_no_client_auth();
    Ok(Arc::new(config).into())
}

/// The name in the handshake: an address, so that none is sent.
pub(crate) fn name(ip: std::net::IpAddr) -> ServerName<'static> {
    ServerName::IpAddress(IpAddr::from(ip))
}
