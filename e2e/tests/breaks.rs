//! The chain's client when its node dies, returns, or falls silent.

use myelin_chain::{calls, AccountId, Chain, ChainError, Options, SubmitOptions, Until};
use myelin_e2e::{eventually, Failure, Node};
use myelin_units::Tao;
use myelin_wallet::{Crypto, Keypair};
use std::time::Duration;

const TAO: u64 = 1_000_000_000;

fn alice() -> Result<Keypair, Failure> {
    Ok(Keypair::from_uri("//Alice", Crypto::Sr25519)?)
}

#[tokio::test(flavor = "multi_thread")]
async fn client_should_resume_when_its_node_dies_and_returns() -> Result<(), Failure> {
    let (mut node, chain) = Node::with_client().await?;
    let alice = alice()?;
    let (clone, before) = (chain.clone(), chain.at_finalized().await?.number().await?);
    let mut heads = chain.heads().await?;
    node.kill()?;
    let error = clone.at_head().await.err().ok_or("a dead node answered")?;
    assert!(error.is_connection() && error.to_string().contains(&node.url()), "{error}");
    let call = calls::transfer(AccountId([9; 32]), Tao::new(TAO));
    let error = chain.submit(&alice, &call).await.err().ok_or("a dead node took a call")?;
    assert!(error.is_connection(), "{error}");
    node.start_again().await?;
    let head = eventually("blocks go on", || async { Ok(chain.head().await.ok()) }).await?;
    assert!(head.number >= before);
    loop {
        // The break is told, then the stream goes on.
        match heads.next().await {
            Ok(head) if head.number > before => break,
            Ok(_) => {}
            Err(error) => assert!(error.is_connection(), "{error}"),
        }
    }
    let included = chain.submit(&alice, &call).await?;
    assert_eq!(chain.at(included.block_hash).await?.balance(AccountId([9; 32])).await?, Tao::new(TAO));
    Ok(())
}

/// A call on its way when its node dies is looked for when the node is back, and happens once.
#[tokio::test(flavor = "multi_thread")]
async fn call_should_happen_once_when_its_node_dies_meanwhile() -> Result<(), Failure> {
    let (mut node, chain) = Node::with_client().await?;
    let (alice, to) = (alice()?, AccountId([9; 32]));
    let me = AccountId::from(alice.public());
    let options = SubmitOptions { until: Until::Finalized, valid_for: 256, ..SubmitOptions::default() };
    let on_its_way = tokio::spawn({
        let chain = chain.clone();
        async move { chain.submit_with(&alice, &calls::transfer(to, Tao::new(TAO)), options).await }
    });
    eventually("the pool has it", || async { Ok((chain.next_nonce(me).await? > 0).then_some(())) }).await?;
    node.kill()?;
    tokio::time::sleep(Duration::from_secs(1)).await;
    node.start_again().await?;
    let included = on_its_way.await??;
    assert_eq!(chain.at(included.block_hash).await?.balance(to).await?, Tao::new(TAO));
    let mut heads = chain.heads().await?;
    while heads.next().await?.number < included.number + 8 {}
    assert_eq!(chain.at_head().await?.balance(to).await?, Tao::new(TAO));
    Ok(())
}

/// A node that is stopped takes connections and says nothing. Nobody waits for it without an end, and who has sent a call
/// is told its hash.
#[tokio::test(flavor = "multi_thread")]
async fn call_should_be_named_when_its_node_falls_silent() -> Result<(), Failure> {
    let (node, chain) = Node::with_client().await?;
    let mut limits = Options::default();
    (limits.answer_within, limits.connect_within) = (Duration::from_secs(3), Duration::from_secs(2));
    (limits.ping_every, limits.silent_for) = (Duration::from_millis(500), Duration::from_secs(2));
    let client = Chain::connect_with(&node.url(), limits).await?;
    let (alice, to) = (alice()?, AccountId([9; 32]));
    let me = AccountId::from(alice.public());
    let options = SubmitOptions {
        until: Until::Finalized,
        resume_within: Duration::from_secs(4),
        ..Default::default()
    };
    let on_its_way = tokio::spawn({
        let client = client.clone();
        async move { client.submit_with(&alice, &calls::transfer(to, Tao::new(TAO)), options).await }
    });
    eventually("the pool has it", || async { Ok((chain.next_nonce(me).await? > 0).then_some(())) }).await?;
    node.freeze()?;
    let error = on_its_way.await?.err().ok_or("a frozen node made a block final")?;
    let ChainError::Unconfirmed { hash, .. } = &error else { return Err(error.to_string().into()) };
    assert!(hash.len() == 66 && error.to_string().contains(hash), "{error}");
    let error = client.head().await.err().ok_or("a frozen node answered")?;
    assert!(error.is_connection() && error.to_string().contains(&node.url()), "{error}");
    node.thaw()?;
    eventually("the call happens", || async {
        let balance = client.at_finalized().await?.balance(to).await?;
        Ok((balance == Tao::new(TAO)).then_some(()))
    })
    .await
}
