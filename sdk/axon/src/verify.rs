//! Signatures and nonces of both schemes.

use crate::{
    refusal::Refusal,
    replay::{Nonce, Replay, Row},
    Limits,
};
use myelin_synapse::{btauth, unix_nanoseconds, Claim, RequestHead};
use myelin_wallet::{Crypto, PublicKey};
use std::{sync::Arc, time::Duration};

/// How old a request may be beside the time that its caller waits.
const SLACK: Duration = Duration::from_secs(4);

/// How a request shows who sent it.
pub(crate) enum Proof {
    /// `bt_header_*`, as in SDK 10.
    Headers(Box<RequestHead>),
    /// `X-Bittensor-*`, as in SDK 11.
    Auth(Box<btauth::Auth>),
}

impl Proof {
    /// Who it says it is.
    pub(crate) fn hotkey(&self) -> Option<PublicKey> {
        match self {
            Self::Headers(head) => PublicKey::from_ss58(head.hotkey.as_deref()?, Crypto::Sr25519).ok(),
            Self::Auth(auth) => Some(auth.hotkey),
        }
    }
}

/// The nonces of those in the metagraph and of the others, apart: strangers, of whom there may be any number, cannot
/// push out what is remembered of those who are known.
pub(crate) struct Guard {
    known: Replay,
    strangers: Replay,
}

impl Guard {
    pub(crate) fn new(limits: &Limits) -> Self {
        let table = || Replay::new(limits.nonces, limits.clock_ahead);
        Self { known: table(), strangers: table() }
    }

    /// Believes the headers of SDK 10, or not. `timeout` is the caller's, within the limit.
    pub(crate) fn check_claim(
        &self,
        head: &RequestHead,
        timeout: Duration,
        own: &str,
        known: bool,
    ) -> Result<Claim, Refusal> {
        let claim = Claim::read(head).map_err(Refusal::unverified)?;
        let window = SLACK.saturating_add(timeout);
        let row = Arc::new((*claim.hotkey.as_bytes(), claim.uuid.clone()));
        // The cheap test first: who sends again costs no look at a signature.
        self.table(known)
            .check(unix_nanoseconds(), window, &row, claim.nonce)
            .map_err(Refusal::unverified)?;
        claim.verify(own).map_err(Refusal::unverified)?;
        self.admit(window, row, claim.nonce, known)?;
        Ok(claim)
    }

    /// What can be said of `btauth/1` before the body is there.
    pub(crate) fn check_auth(
        &self,
        auth: &btauth::Auth,
        own: &PublicKey,
        known: bool,
    ) -> Result<(), Refusal> {
        auth.check_receiver(own).map_err(Refusal::unverified)?;
        auth.check_fresh().map_err(Refusal::unverified)?;
        let row = auth_row(auth);
        self.table(known)
            .check(unix_nanoseconds(), btauth::MAX_AGE.saturating_add(SLACK), &row, auth.nonce)
            .map_err(Refusal::unverified)
    }

    /// Believes `btauth/1`, or not.
    pub(crate) fn admit_auth(
        &self,
        auth: &btauth::Auth,
        method: &str,
        path: &str,
        body: &[u8],
        known: bool,
    ) -> Result<(), Refusal> {
        auth.verify(method, path, body).map_err(Refusal::unverified)?;
        // Again, for the body may have taken its time.
        auth.check_fresh().map_err(Refusal::unverified)?;
        self.admit(btauth::MAX_AGE.saturating_add(SLACK), auth_row(auth), auth.nonce, known)
    }

    fn admit(&self, window: Duration, row: Row, nonce: Nonce, known: bool) -> Result<(), Refusal> {
        // One who has just been registered, or is no more, has the row in the other table.
        if self.table(!known).remembers(&row, nonce) {
            return Err(Refusal::unverified(crate::replay::ReplayError::Again));
        }
        self.table(known).admit(unix_nanoseconds(), window, row, nonce).map_err(Refusal::unverified)
    }

    fn table(&self, known: bool) -> &Replay {
        if known {
            &self.known
        } else {
            &self.strangers
        }
    }
}

/// In this scheme each nonce counts once, and they may come in any order: each has a row of its own.
fn auth_row(auth: &btauth::Auth) -> Row {
    Arc::new((*auth.hotkey.as_bytes(), format!("btauth/1 {}", auth.nonce)))
}
