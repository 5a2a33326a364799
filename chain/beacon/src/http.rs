//! One question over HTTP: bounded in time and in size, with or without TLS. Redirections are not followed.

use http_body_util::{BodyExt, Empty, Limited};
use hyper::{body::Bytes, StatusCode, Uri};
use hyper_rustls::{HttpsConnector, HttpsConnectorBuilder};
use hyper_util::{
    client::legacy::{connect::HttpConnector, Client as Pool},
    rt::TokioExecutor,
};
use rustls::{ClientConfig, RootCertStore};
use std::{sync::Arc, time::Duration};

/// How long a relay may take from the question to the end of its answer.
const PATIENCE: Duration = Duration::from_secs(5);
/// Bytes of the longest answer that is read: an honest one has about 300.
const LONGEST: usize = 4_096;

/// Why there is no answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum HttpError {
    /// No answer in time.
    Slow,
    /// The connection failed, or the answer was too long or broken.
    Broken(String),
    /// An answer other than 200.
    Status(u16),
}

/// Asks; keeps connections for the next question.
#[derive(Clone, Debug)]
pub struct Client {
    pool: Pool<HttpsConnector<HttpConnector>, Empty<Bytes>>,
}

impl Client {
    /// A client that trusts the machine's certificates. Without any, plain HTTP still works.
    pub fn new() -> Result<Self, rustls::Error> {
        let mut roots = RootCertStore::empty();
        let (trusted, _) = roots.add_parsable_certificates(rustls_native_certs::load_native_certs().certs);
        if trusted == 0 {
            log::warn!(
                target: crate::relays::LOG,
                "This machine has no certificates, so relays by https are out of reach: install the package \
                 ca-certificates, or name a file of certificates in SSL_CERT_FILE"
            );
        }
        Self::trusting(roots)
    }

    /// A client that trusts these roots and no others.
    pub fn trusting(roots: RootCertStore) -> Result<Self, rustls::Error> {
        let tls = ClientConfig::builder_with_provider(Arc::new(rustls::crypto::ring::default_provider()))
            .with_safe_default_protocol_versions()?
            .with_root_certificates(roots)
            .with_no_client_auth();
        let connector = HttpsConnectorBuilder::new().with_tls_config(tls).https_or_http();
        Ok(Self {
            pool: Pool::builder(TokioExecutor::new()).build(connector.enable_http1().enable_http2().build()),
        })
    }

    /// The body of the answer to `GET uri`.
    pub async fn get(&self, uri: Uri) -> Result<Bytes, HttpError> {
        tokio::time::timeout(PATIENCE, self.ask(uri)).await.map_err(|_| HttpError::Slow)?
    }

    async fn ask(&self, uri: Uri) -> Result<Bytes, HttpError> {
        let answer = self.pool.get(uri).await.map_err(|error| HttpError::Broken(error.to_string()))?;
        if answer.status() != StatusCode::OK {
            return Err(HttpError::Status(answer.status().as_u16()));
        }
        let body = Limited::new(answer.into_body(), LONGEST).collect().await;
        Ok(body.map_err(|error| HttpError::Broken(error.to_string()))?.to_bytes())
    }
}
