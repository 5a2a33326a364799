//! Signatures and nonces of both schemes.

use crate::{
    refusal::Refusal,
    replay::{Nonce, Replay, ReplayError, Row, SLACK},
    Limits,
};
use myelin_synapse::{btauth, unix_nanoseconds, Claim, ClaimError, RequestHead};
use myelin_wallet::{Crypto, PublicKey, Verifier};
use std::{
    collections::HashMap,
    sync::{Arc, Mutex, PoisonError},
    time::{Duration, Instant},
};

/// How many decoded keys are kept.
const VERIFIERS: usize = 4096;

/// How old a request of `btauth/1` may be, for the nonces; [`btauth::Auth::check_fresh`] says it for itself.
const AUTH_WINDOW: Duration = btauth::MAX_AGE.saturating_add(SLACK);

/// How a request shows who sent it.
pub(crate) enum Proof {
    /// `bt_header_*`, as in SDK 10; what they claim may lack something.
    Headers { claim: Result<Box<Claim>, ClaimError>, hotkey: Option<PublicKey> },
    /// `X-Bittensor-*`, as in SDK 11.
    Auth(Box<btauth::Auth>),
}

impl Proof {
    /// What the headers of SDK 10 claim.
    pub(crate) fn of_headers(head: &RequestHead) -> Self {
        let claim = Claim::read(head).map(Box::new);
        let hotkey = match &claim {
            Ok(claim) => Some(claim.hotkey),
            // The blacklist is asked before anything is found missing.
            Err(_) => head.hotkey.as_deref().and_then(|key| PublicKey::from_ss58(key, Crypto::Sr25519).ok()),
        };
        Self::Headers { claim, hotkey }
    }

    /// Who it says it is.
    pub(crate) fn hotkey(&self) -> Option<PublicKey> {
        match self {
            Self::Headers { hotkey, .. } => *hotkey,
            Self::Auth(auth) => Some(auth.hotkey),
        }
    }
}

/// The nonces of those in the metagraph and of the others, apart: strangers, of whom there may be any number, cannot
/// push out what is remembered of those who are known.
pub(crate) struct Guard {
    known: Replay,
    strangers: Replay,
    /// What was asked before this may have been answered: that axon's nonces are not remembered.
    started: Instant,
    /// Of those in the metagraph who have asked: their keys, decoded.
    verifiers: Mutex<HashMap<PublicKey, Verifier>>,
}

impl Guard {
    pub(crate) fn new(limits: &Limits) -> Self {
        let longest = SLACK.saturating_add(limits.handler_time).max(AUTH_WINDOW);
        let table = || Replay::new(limits.nonces, longest, limits.clock_ahead);
        Self { known: table(), strangers: table(), started: Instant::now(), verifiers: Mutex::default() }
    }

    /// Believes the headers of SDK 10, or not. `timeout` is the caller's, within the limit.
    pub(crate) fn check_claim(
        &self,
        claim: &Claim,
        timeout: Duration,
        own: &str,
        known: bool,
    ) -> Result<(), Refusal> {
        let window = SLACK.saturating_add(timeout);
        let row = Arc::new((*claim.hotkey.as_bytes(), claim.uuid.clone()));
        // The cheap test first: who sends again costs no look at a signature.
        self.check(window, &row, claim.nonce, known)?;
        let verifier = self.verifier(&claim.hotkey, known);
        claim.verify_by(verifier.as_ref(), own).map_err(Refusal::unverified)?;
        self.admit(window, row, claim.nonce, known)
    }

    /// The decoded key of a caller; those in the metagraph keep theirs here.
    fn verifier(&self, hotkey: &PublicKey, known: bool) -> Option<Verifier> {
        if !known {
            return hotkey.verifier();
        }
        let mut kept = self.verifiers.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(verifier) = kept.get(hotkey) {
            return Some(verifier.clone());
        }
        // A subnet has fewer neurons than this; they change over the years.
        if kept.len() >= VERIFIERS {
            kept.clear();
        }
        let verifier = hotkey.verifier()?;
        kept.insert(*hotkey, verifier.clone());
        Some(verifier)
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
        self.check(AUTH_WINDOW, &auth_row(auth), auth.nonce, known)
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
        self.admit(AUTH_WINDOW, auth_row(auth), auth.nonce, known)
    }

    fn check(&self, window: Duration, row: &Row, nonce: Nonce, known: bool) -> Result<(), Refusal> {
        let (now, up) = (unix_nanoseconds(), self.started.elapsed());
        self.table(known).check(now, window, row, nonce).map_err(Refusal::unverified)?;
        // Told by the time that has passed, so it holds when the clock is put right.
        match Duration::from_nanos(now.saturating_sub(nonce)) > up {
            true => Err(Refusal::unverified(ReplayError::Before(up.as_secs()))),
            false => Ok(()),
        }
    }

    fn admit(&self, window: Duration, row: Row, nonce: Nonce, known: bool) -> Result<(), Refusal> {
        // One who has just been registered, or is no more, has the row in the other table.
        if self.table(!known).remembers(&row, nonce) {
            return Err(Refusal::unverified(ReplayError::Again));
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
