//! Answers that come piece by piece.

use crate::{budget::Share, connection::Connection, pool::Pool, AskError};
use bytes::Bytes;
use http_body_util::BodyExt;
use hyper::body::Incoming;
use myelin_synapse::Terminal;
use std::{sync::Arc, time::Duration};
use tokio::time::{timeout_at, Instant};

/// The pieces of a streamed answer. Dropped early, it breaks the connection off.
pub struct Chunks {
    pub(crate) body: Incoming,
    pub(crate) end: Instant,
    pub(crate) timeout: Duration,
    pub(crate) limit: usize,
    pub(crate) left: usize,
    pub(crate) axon: Terminal,
    /// Given back to the pool when the answer is whole.
    pub(crate) connection: Option<(Connection, Arc<Pool>)>,
    pub(crate) share: Share,
}

impl Chunks {
    /// What the axon says of itself in the headers.
    pub fn axon(&self) -> &Terminal {
        &self.axon
    }

    /// The next piece; nothing when the answer is whole. After an error comes nothing more.
    pub async fn next(&mut self) -> Option<Result<Bytes, AskError>> {
        let (_, _) = self.connection.as_ref()?;
        loop {
            let frame = match timeout_at(self.end, self.body.frame()).await {
                Err(_) => return self.fail(AskError::Timeout(self.timeout)),
                Ok(Some(Err(error))) => return self.fail(AskError::Broken(error.to_string())),
                Ok(None) => {
                    if let Some((connection, pool)) = self.connection.take() {
                        pool.put(connection);
                    }
                    return None;
                }
                Ok(Some(Ok(frame))) => frame,
            };
            // Trailers are nothing to us.
            let Ok(chunk) = frame.into_data() else { continue };
            match self.left.checked_sub(chunk.len()) {
                Some(left) => self.left = left,
                None => return self.fail(AskError::TooLarge { limit: self.limit }),
            }
            return Some(Ok(chunk));
        }
    }

    /// All pieces together.
    pub async fn collect(mut self) -> Result<Vec<u8>, AskError> {
        let mut all = Vec::new();
        while let Some(chunk) = self.next().await {
            let chunk = chunk?;
            self.share.take(chunk.len())?;
            all.extend_from_slice(&chunk);
        }
        Ok(all)
    }

    fn fail(&mut self, error: AskError) -> Option<Result<Bytes, AskError>> {
        self.connection = None;
        Some(Err(error))
    }
}
