//! What a call would cost and whether it would succeed, without sending it.

use crate::{
    connection::to_hex, events, keys::StorageKey, refusals::PoolRefusal, transaction::Terms, AccountId,
    Chain, ChainError,
};
use codec::{Compact, Decode, Encode};
use myelin_units::Tao;
use myelin_wallet::{PublicKey, Signer};
use subxt::tx::Payload;

/// A dry run is signed for so few blocks only: whoever sees it could send it.
const DRY_BLOCKS: u64 = 4;

/// What `TransactionPaymentApi_query_info` answers.
#[derive(Decode)]
struct Info {
    _weight: (Compact<u64>, Compact<u64>),
    _class: u8,
    fee: u64,
}

/// Why a runtime finds a transaction invalid, by number.
const INVALID: [&str; 13] = [
    "the call is not accepted",
    "Inability to pay some fees (e.g. account balance too low)",
    "its nonce is not the account's next",
    "Transaction is outdated",
    "Transaction has a bad signature",
    "Transaction has an ancient birth block",
    "Transaction would exhaust the block limits",
    "Custom error",
    "a call that only authors may make failed",
    "a call that only authors may make",
    "Transaction has a bad signer",
    "what its signature covers cannot be computed",
    "its origin is unknown",
];

impl Chain {
    /// What sending the call would cost in fees, if this key sent it now. The key signs nothing.
    pub async fn fee<C: Payload + Sync>(&self, who: &PublicKey, call: &C) -> Result<Tao, ChainError> {
        let account = AccountId::from(who);
        let (builder, block, nonce) = tokio::join!(self.builder(), self.birth(), self.next_nonce(account));
        let terms = Terms { nonce: nonce?, tip: 0, valid_for: 64, block: block? };
        let bytes = builder?.unsigned(call, *who, terms)?;
        let length = u32::try_from(bytes.len()).unwrap_or(u32::MAX);
        let arguments = [bytes, length.encode()].concat();
        let answer = self.unpinned().call_runtime("TransactionPaymentApi_query_info", &arguments).await?;
        let info = Info::decode(&mut answer.as_slice());
        let info = info.map_err(|error| ChainError::decode("TransactionPaymentApi_query_info", error))?;
        Ok(Tao::new(info.fee))
    }

    /// Runs the call on the state of the best block and forgets what it did: [`ChainError::Refused`] or
    /// [`ChainError::Dispatch`]-like errors are those it would have. Returns its fee.
    ///
    /// The node gets a signed transaction for this, valid for a few blocks: ask a node that you trust not to send it.
    pub async fn dry_run<S, C>(&self, signer: &S, call: &C) -> Result<Tao, ChainError>
    where
        S: Signer + ?Sized,
        C: Payload + Sync,
    {
        let who = AccountId::from(signer.public());
        let head = self.head().await?;
        let at = self.at_block(&head);
        let key = StorageKey::<u32>::new("System", "Account").hashed(who);
        let (builder, nonce) = tokio::join!(self.builder(), at.value(&key));
        let nonce = nonce?.unwrap_or_default().into();
        // The state after a block does not know that block's own hash yet.
        let block = (head.number.saturating_sub(1), head.parent);
        let terms = Terms { nonce, tip: 0, valid_for: DRY_BLOCKS, block };
        let signed = builder?.sign(call, signer, terms).await?;
        let answer = at.call_runtime("BlockBuilder_apply_extrinsic", &signed.bytes).await?;
        self.applied(&answer).await?;
        self.fee(&signer.public(), call).await
    }

    /// The call as bytes (pallet, number, arguments), as other calls and other tools take it.
    pub async fn encoded_call<C: Payload + Sync>(&self, call: &C) -> Result<Vec<u8>, ChainError> {
        self.builder().await?.call(call)
    }

    /// What applying a transaction answered.
    async fn applied(&self, answer: &[u8]) -> Result<(), ChainError> {
        match answer {
            [0, 0, ..] => Ok(()),
            [0, 1, error @ ..] => {
                let runtime = self.runtime().await?;
                Err(ChainError::WouldFail(events::dispatch_error(error, &runtime.metadata)?))
            }
            [1, 0, reason, rest @ ..] => Err(ChainError::Refused(invalid(*reason, rest))),
            other => Err(ChainError::decode("a dry run", format!("the answer {}", to_hex(other)))),
        }
    }
}

/// The pool's words for what a runtime finds invalid.
fn invalid(reason: u8, rest: &[u8]) -> PoolRefusal {
    let words = INVALID.get(usize::from(reason)).copied().unwrap_or("it is invalid");
    let message = match (reason, rest.first()) {
        (7, Some(number)) => format!("{words}: {number}"),
        _ => words.to_owned(),
    };
    PoolRefusal::new(1010, message)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn refusal_of_a_dry_run_should_be_that_of_the_pool() {
        assert_eq!(invalid(7, &[6]).meaning().map(|it| it.name), Some("RateLimitExceeded"));
        assert!(invalid(3, &[]).is_nonce());
        assert_eq!(invalid(200, &[]).message, "it is invalid");
    }
}
