//! Calls sent and followed until they are in a block.

use crate::{
    events::{self, Event},
    heads::{Head, Header},
    nonces::{Sending, Sent},
    refusals::PoolRefusal,
    transaction::{Builder, Signed, Terms},
    AccountId, Chain, ChainError, FailedCall, Hash, Snapshot,
};
use jsonrpsee::core::client::Subscription;
use myelin_units::Tao;
use myelin_wallet::Signer;
use std::time::{Duration, Instant};
use subxt::tx::Payload;

/// How often a transaction is sent again with another nonce, when somebody else used the one it had.
const TRIES: u32 = 4;
/// How long nobody looks for a transaction whose node went away.
const PAUSE: Duration = Duration::from_millis(500);
/// A transaction counts from a block this far behind the head: one that will hardly be replaced any more.
const BEHIND: u64 = 4;

/// What is waited for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Until {
    /// That a block has the call. The block may still be replaced by another, which then has the call too, as a rule.
    #[default]
    InBlock,
    /// That the block will not be replaced.
    Finalized,
}

/// How a call is sent.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SubmitOptions {
    /// What is waited for.
    pub until: Until,
    /// What the author of the block gets beside the fee.
    pub tip: Tao,
    /// In how many blocks, from now on, the call may be included. A power of two, at most 4,096, and at least 8.
    pub valid_for: u64,
    /// How long the node may be away before a call on its way is given up: it may then still happen.
    pub resume_within: Duration,
}

impl Default for SubmitOptions {
    fn default() -> Self {
        Self { until: Until::InBlock, tip: Tao::ZERO, valid_for: 64, resume_within: Duration::from_secs(60) }
    }
}

/// A call that is in a block and succeeded.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Included {
    /// The transaction's hash, with `0x`.
    pub hash: String,
    /// Its block.
    pub block_hash: Hash,
    /// The number of its block.
    pub number: u64,
    /// Its place in the block.
    pub index: u32,
    /// What it cost.
    pub fee: Tao,
    /// What it did, in order.
    pub events: Vec<Event>,
}

impl Included {
    /// The first event of this type: `included.event::<api::balances::events::Transfer>()`.
    pub fn event<E: subxt::events::DecodeAsEvent>(&self) -> Option<Result<E, ChainError>> {
        self.events.iter().find_map(Event::decode)
    }

    /// Whether this happened.
    pub fn has(&self, pallet: &str, name: &str) -> bool {
        self.events.iter().any(|event| event.is(pallet, name))
    }
}

/// What the pool says of a transaction.
#[derive(Debug, Clone, serde::Deserialize)]
#[serde(rename_all = "camelCase")]
enum Status {
    Future,
    Ready,
    Broadcast(serde::de::IgnoredAny),
    InBlock(Hash),
    Retracted(serde::de::IgnoredAny),
    FinalityTimeout(serde::de::IgnoredAny),
    Finalized(Hash),
    Usurped(serde::de::IgnoredAny),
    Dropped,
    Invalid,
}

/// How far a search is.
struct Search {
    next: u64,
    last: u64,
    offered: bool,
    until: Until,
}

/// A transaction that the node has; its stream, if it is not lost.
type Watched = Option<Subscription<Status>>;

#[derive(serde::Deserialize)]
struct SignedBlock {
    block: Block,
}

#[derive(serde::Deserialize)]
struct Block {
    header: Header,
    extrinsics: Vec<String>,
}

impl Chain {
    /// Sends a call and waits until a block has it. An error of the call itself is [`ChainError::Dispatch`], one of the
    /// pool [`ChainError::Refused`].
    pub async fn submit<S, C>(&self, signer: &S, call: &C) -> Result<Included, ChainError>
    where
        S: Signer + ?Sized,
        C: Payload + Sync,
    {
        self.submit_with(signer, call, SubmitOptions::default()).await
    }

    /// As [`Chain::submit`], with options.
    pub async fn submit_with<S, C>(
        &self,
        signer: &S,
        call: &C,
        options: SubmitOptions,
    ) -> Result<Included, ChainError>
    where
        S: Signer + ?Sized,
        C: Payload + Sync,
    {
        let builder = self.builder().await?;
        builder.call(call)?;
        let who = AccountId::from(signer.public());
        let mut tries = 1;
        loop {
            let mut turn = self.inner.nonces.turn(who).await;
            let terms = self.terms(&mut turn, who, options).await?;
            let signed = builder.sign(call, signer, terms).await?;
            match self.offer(&signed).await {
                Ok(watched) => {
                    let sent = turn.taken(terms.nonce);
                    return self.follow(&signed, watched, sent, options).await;
                }
                Err(ChainError::Refused(refusal)) if refusal.is_nonce() && tries < TRIES => turn.forget(),
                Err(error) => return Err(error),
            }
            tries += 1;
        }
    }

    pub(crate) async fn builder(&self) -> Result<Builder, ChainError> {
        let (runtime, genesis) = tokio::join!(self.runtime(), self.genesis());
        Builder::new(&runtime?, genesis?)
    }

    async fn terms(
        &self,
        turn: &mut Sending,
        who: AccountId,
        options: SubmitOptions,
    ) -> Result<Terms, ChainError> {
        let (next, block) = tokio::join!(self.next_nonce(who), self.birth());
        let nonce = turn.nonce(next?);
        Ok(Terms { nonce, tip: options.tip.rao(), valid_for: options.valid_for, block: block? })
    }

    /// The nonce after those of the blocks and of the pool.
    pub async fn next_nonce(&self, who: AccountId) -> Result<u64, ChainError> {
        self.ask("system_accountNextIndex", &[who.to_string().into()]).await
    }

    /// The block that a transaction counts from.
    pub(crate) async fn birth(&self) -> Result<(u64, Hash), ChainError> {
        let head = self.head().await?;
        let number = head.number.saturating_sub(BEHIND);
        let hash: Option<Hash> = self.ask("chain_getBlockHash", &[number.into()]).await?;
        Ok(hash.map_or((head.number, head.hash), |hash| (number, hash)))
    }

    /// Gives the transaction to the node. From here on it may happen: when the node goes away meanwhile, the same bytes
    /// are given again, which can happen only once, and the transaction is looked for.
    async fn offer(&self, signed: &Signed) -> Result<Watched, ChainError> {
        self.inner.connection.ready().await?;
        match self.watch(signed).await {
            Err(ChainError::Connection { .. }) => {}
            // It has them, maybe, and does not say so.
            Err(ChainError::Timeout { .. }) => return Ok(None),
            offered => return offered.map(Some),
        }
        match self.watch(signed).await {
            Err(ChainError::Refused(refusal)) if refusal.is_known() || refusal.is_nonce() => Ok(None),
            Err(error) if error.is_connection() => Ok(None),
            offered => offered.map(Some),
        }
    }

    async fn watch(&self, signed: &Signed) -> Result<Subscription<Status>, ChainError> {
        let params = [crate::connection::to_hex(&signed.bytes)];
        let connection = &self.inner.connection;
        let stream =
            connection.subscribe("author_submitAndWatchExtrinsic", &params, "author_unwatchExtrinsic").await;
        stream.map_err(refused)
    }

    /// Waits until the transaction is in a block or is lost.
    async fn follow(
        &self,
        signed: &Signed,
        watched: Watched,
        sent: Sent,
        options: SubmitOptions,
    ) -> Result<Included, ChainError> {
        let landed = match watched {
            Some(stream) => followed(stream, options.until).await,
            None => Ok(None),
        };
        match landed {
            Ok(Some(block)) => match self.included(signed, block).await {
                Err(error) if error.is_connection() => self.search(signed, sent, options).await,
                told => told,
            },
            Ok(None) => self.search(signed, sent, options).await,
            Err(reason) => {
                sent.lost();
                Err(ChainError::Dropped { hash: signed.hash(), reason: reason.to_owned() })
            }
        }
    }

    /// Looks for a transaction in the blocks since it was made: nobody tells of it any more. It is given to the node
    /// again, which may have lost it.
    async fn search(
        &self,
        signed: &Signed,
        sent: Sent,
        options: SubmitOptions,
    ) -> Result<Included, ChainError> {
        let birth = signed.terms.block.0;
        let last = birth.saturating_add(signed.terms.valid_for);
        let mut search = Search { next: birth.saturating_add(1), last, offered: false, until: options.until };
        let mut seen = Instant::now();
        let lost = loop {
            let looked = match self.look(signed, &mut search).await {
                Ok(Some(block)) => match self.included(signed, block).await {
                    Err(error) if error.is_connection() => Err(error),
                    told => return told,
                },
                other => other.map(drop),
            };
            match looked {
                Ok(()) => seen = Instant::now(),
                Err(error) if error.is_connection() && seen.elapsed() < options.resume_within => {
                    search.offered = false;
                }
                Err(error) if error.is_connection() => {
                    break ChainError::Unconfirmed { hash: signed.hash(), last };
                }
                Err(error) => break error,
            }
            if search.next > last {
                break ChainError::Expired { hash: signed.hash(), blocks: signed.terms.valid_for };
            }
            tokio::time::sleep(PAUSE).await;
        };
        sent.lost();
        Err(lost)
    }

    /// Looks at the blocks that have come since. A transaction that is in none of them and that the node will not take
    /// again is lost.
    async fn look(&self, signed: &Signed, search: &mut Search) -> Result<Option<Hash>, ChainError> {
        let refusal = match search.offered {
            true => None,
            false => self.offer_again(signed).await?,
        };
        search.offered = true;
        let end = match search.until {
            Until::InBlock => self.head().await?.number,
            Until::Finalized => self.at_finalized().await?.number().await?,
        };
        while search.next <= end.min(search.last) {
            let hash = self.at(search.next).await?.hash().unwrap_or_default();
            if self.place(signed, hash).await?.is_some() {
                return Ok(Some(hash));
            }
            search.next = search.next.saturating_add(1);
        }
        match refusal {
            None => Ok(None),
            Some(reason) => Err(ChainError::Dropped { hash: signed.hash(), reason }),
        }
    }

    /// Gives the node a transaction that it may have. Tells why not, when it cannot be in a block either.
    async fn offer_again(&self, signed: &Signed) -> Result<Option<String>, ChainError> {
        let params = [crate::connection::to_hex(&signed.bytes)];
        let answer: Result<String, _> = self.inner.connection.once("author_submitExtrinsic", &params).await;
        match answer.map_err(refused) {
            Ok(_) => Ok(None),
            Err(ChainError::Refused(refusal)) if refusal.is_known() || refusal.is_nonce() => Ok(None),
            Err(ChainError::Refused(refusal)) => Ok(Some(refusal.to_string())),
            Err(error) => Err(error),
        }
    }

    /// Where in a block the transaction is.
    async fn place(&self, signed: &Signed, block: Hash) -> Result<Option<(Head, u32)>, ChainError> {
        let params = [format!("{block:?}").into()];
        let found: Option<SignedBlock> = self.ask("chain_getBlock", &params).await?;
        let found = found.ok_or_else(|| ChainError::NoSuchBlock(format!("{block:?}")))?.block;
        let ours = format!("0x{}", hex::encode(&signed.bytes));
        let index = found.extrinsics.iter().position(|bytes| *bytes == ours);
        let head = Head::from(&found.header);
        Ok(index.and_then(|index| Some((head, u32::try_from(index).ok()?))))
    }

    /// What became of a transaction in its block.
    async fn included(&self, signed: &Signed, block: Hash) -> Result<Included, ChainError> {
        let snapshot = Snapshot::pinned(self.clone(), block);
        let (place, happened) = tokio::join!(self.place(signed, block), snapshot.events());
        let (head, index) = place?.ok_or_else(|| {
            ChainError::decode(format!("block {block:?}"), format!("{} is not in it", signed.hash()))
        })?;
        let events: Vec<Event> = happened?.into_iter().filter(|it| it.transaction == Some(index)).collect();
        let fee = Tao::new(events::fee(&events)?);
        let error = events::failure(&events)?;
        let number = head.number;
        let included = Included { hash: signed.hash(), block_hash: block, number, index, fee, events };
        match error {
            None => Ok(included),
            Some(error) => Err(ChainError::Dispatch(Box::new(FailedCall { error, number, included }))),
        }
    }
}

/// The block that has the transaction; nothing when the stream ends before; an error when the pool gave it up.
async fn followed(mut stream: Subscription<Status>, until: Until) -> Result<Option<Hash>, &'static str> {
    while let Some(Ok(status)) = stream.next().await {
        match status {
            Status::InBlock(block) if until == Until::InBlock => return Ok(Some(block)),
            Status::Finalized(block) => return Ok(Some(block)),
            Status::FinalityTimeout(_) => return Err("its block was not made final in time"),
            Status::Usurped(_) => return Err("another transaction took its nonce"),
            Status::Dropped => return Err("the pool is full"),
            Status::Invalid => return Err("what happened meanwhile made it invalid"),
            Status::Future | Status::Ready | Status::InBlock(_) => {}
            Status::Broadcast(_) | Status::Retracted(_) => {}
        }
    }
    Ok(None)
}

/// The node's refusal of a transaction.
fn refused(error: ChainError) -> ChainError {
    match error {
        ChainError::Rpc { code, message, .. } if (1000..2000).contains(&code) => {
            ChainError::Refused(PoolRefusal::new(code, message))
        }
        error => error,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn status_should_be_read_as_nodes_write_it() {
        let hash = format!("{:?}", Hash::repeat_byte(3));
        let read = |text: &str| serde_json::from_str::<Status>(text).unwrap();
        assert!(matches!(read("\"ready\""), Status::Ready));
        assert!(matches!(read("\"future\""), Status::Future));
        assert!(matches!(read("\"invalid\""), Status::Invalid));
        assert!(
            matches!(read(&format!("{{\"inBlock\":\"{hash}\"}}")), Status::InBlock(it) if it == Hash::repeat_byte(3))
        );
        assert!(matches!(read("{\"broadcast\":[\"peer\"]}"), Status::Broadcast(_)));
        assert!(matches!(read(&format!("{{\"finalityTimeout\":\"{hash}\"}}")), Status::FinalityTimeout(_)));
    }

    #[test]
    fn refusal_should_be_told_apart_from_other_errors() {
        let rpc = |code| ChainError::Rpc { method: "m".into(), code, message: "Custom error: 8".into() };
        let error = refused(rpc(1010));
        assert_eq!(error.refusal().and_then(|it| it.meaning()).map(|it| it.name), Some("SlippageTooHigh"));
        assert!(matches!(refused(rpc(-32601)), ChainError::Rpc { .. }));
    }
}
