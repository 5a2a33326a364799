//! Which nonce is next, for each account that signs through one connection.
//!
//! Sending is one at a time for each account, until the pool has taken the transaction: a refused one has used no
//! nonce then, and leaves no gap in which later ones would wait. Being in a block is not waited for, so fifty calls of
//! a key are on their way within a few blocks.

use crate::AccountId;
use std::{
    collections::HashMap,
    sync::{
        atomic::{AtomicBool, AtomicU32, Ordering},
        Arc, Mutex, PoisonError,
    },
};
use tokio::sync::{Mutex as Turn, OwnedMutexGuard};

/// What is known of an account.
#[derive(Debug, Default)]
struct Account {
    /// Whose turn it is, and one more than the last nonce that the pool took.
    next: Arc<Turn<Option<u64>>>,
    /// How many transactions are on their way.
    sent: AtomicU32,
    /// Whether one of them left the pool: nonces after it are not to be counted on.
    lost: AtomicBool,
}

/// The nonces of all accounts.
#[derive(Debug, Default)]
pub(crate) struct Nonces {
    accounts: Mutex<HashMap<AccountId, Arc<Account>>>,
}

/// An account's turn to send.
pub(crate) struct Sending {
    account: Arc<Account>,
    next: OwnedMutexGuard<Option<u64>>,
}

/// A transaction that the pool took; it is on its way until this is dropped.
pub(crate) struct Sent {
    account: Arc<Account>,
}

impl Nonces {
    /// Waits for the account's turn.
    pub(crate) async fn turn(&self, who: AccountId) -> Sending {
        let account = {
            let mut accounts = self.accounts.lock().unwrap_or_else(PoisonError::into_inner);
            accounts.entry(who).or_default().clone()
        };
        let next = account.next.clone().lock_owned().await;
        Sending { account, next }
    }
}

impl Sending {
    /// The nonce to use, given what the chain says is next. The chain may lag behind what its pool just took; without
    /// transactions on their way, and when one of them was lost, its word counts alone.
    pub(crate) fn nonce(&mut self, chain: u64) -> u64 {
        let lost = self.account.lost.swap(false, Ordering::AcqRel);
        if lost || self.account.sent.load(Ordering::Acquire) == 0 {
            *self.next = None;
        }
        self.next.map_or(chain, |next| next.max(chain))
    }

    /// The pool took a transaction with this nonce; the next in line may send.
    pub(crate) fn taken(mut self, nonce: u64) -> Sent {
        *self.next = Some(nonce.saturating_add(1));
        self.account.sent.fetch_add(1, Ordering::AcqRel);
        Sent { account: self.account }
    }

    /// What was known of the account is wrong: the chain's word counts again.
    pub(crate) fn forget(&mut self) {
        *self.next = None;
    }
}

impl Sent {
    /// It left the pool without a block.
    pub(crate) fn lost(self) {
        self.account.lost.store(true, Ordering::Release);
    }
}

impl Drop for Sent {
    fn drop(&mut self) {
        self.account.sent.fetch_sub(1, Ordering::AcqRel);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const WHO: AccountId = AccountId([7; 32]);

    #[tokio::test]
    async fn nonces_should_follow_each_other_when_the_chain_lags() {
        let nonces = Nonces::default();
        let mut sent = Vec::new();
        for expected in 5..55 {
            let mut turn = nonces.turn(WHO).await;
            assert_eq!(turn.nonce(5), expected);
            sent.push(turn.taken(expected));
        }
        drop(sent);
        assert_eq!(nonces.turn(WHO).await.nonce(55), 55);
    }

    #[tokio::test]
    async fn nonce_should_be_free_again_when_a_call_was_refused() {
        let nonces = Nonces::default();
        let first = nonces.turn(WHO).await.taken(3);
        let mut refused = nonces.turn(WHO).await;
        assert_eq!(refused.nonce(3), 4);
        drop(refused);
        assert_eq!(nonces.turn(WHO).await.nonce(3), 4);
        drop(first);
    }

    #[tokio::test]
    async fn nonce_should_be_the_chains_when_a_transaction_was_lost() {
        let nonces = Nonces::default();
        let first = nonces.turn(WHO).await.taken(3);
        let second = nonces.turn(WHO).await.taken(4);
        first.lost();
        assert_eq!(nonces.turn(WHO).await.nonce(3), 3);
        drop(second);
    }

    #[tokio::test]
    async fn turn_should_be_of_one_at_a_time_when_accounts_are_the_same() {
        let nonces = Arc::new(Nonces::default());
        let held = nonces.turn(WHO).await;
        let other = nonces.turn(AccountId([8; 32])).await;
        let waiting = tokio::spawn({
            let nonces = nonces.clone();
            async move { nonces.turn(WHO).await.nonce(0) }
        });
        tokio::task::yield_now().await;
        assert!(!waiting.is_finished());
        let sent = held.taken(0);
        assert_eq!(waiting.await.unwrap(), 1);
        drop(sent);
        drop(other);
    }
}
