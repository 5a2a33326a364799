//! What a client says of a subnet that is dissolved, and of rows that cannot count.

use myelin_chain::{api, weights::Row, Chain, ChainError};
use myelin_e2e::{
    eventually,
    subnet::{account, as_root, coldkey, found, hotkey, join, netuid, NETUID},
    Failure, Node,
};
use myelin_metagraph::{Follower, Metagraph};

use api::runtime_types::{myelin_runtime::RuntimeCall, pallet_network::pallet::Call as NetworkCall};

/// Until this block has been heard of.
async fn wait_for(chain: &Chain, number: u64) -> Result<(), Failure> {
    let mut heads = chain.heads().await?;
    while heads.next().await?.number < number {}
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn follower_should_say_that_its_subnet_is_gone_and_show_no_other() -> Result<(), Failure> {
    let (_node, chain) = Node::with_client().await?;
    // No epochs, so that nothing but the dissolution changes anything.
    found(&chain, 10_000, false).await?;
    let mut follower = Follower::start(&chain, NETUID.into()).await?;
    let before = follower.current();
    let dissolve = NetworkCall::root_dissolve_network { netuid: netuid() };
    as_root(&chain, RuntimeCall::SubtensorModule(dissolve)).await?;
    let dissolved = chain.head().await?.number;
    let error = loop {
        match follower.changed().await {
            Ok(graph) => assert!(graph.block() <= dissolved, "read at {}", graph.block()),
            Err(error) => break error,
        }
    };
    let noticed = chain.head().await?.number;
    assert!(matches!(error, ChainError::Missing(_)), "{error}");
    assert!(noticed <= dissolved + 8, "dissolved at {dissolved}, noticed at {noticed}");

    // It still hears every block.
    wait_for(&chain, noticed + 12).await?;
    let now = chain.head().await?.number;
    let behind = follower.staleness().blocks;
    let expected = now - follower.current().block();
    assert!(behind + 3 >= expected, "{behind} blocks behind, not {expected}");

    // Another subnet under the same number.
    let owner = coldkey("Bob");
    eventually("another subnet", || async {
        let call = api::tx().subtensor_module().register_network(account(&hotkey("Other")));
        match chain.submit(&owner, &call).await {
            Ok(_) => {}
            Err(error) if error.refusal().is_some() || error.dispatch().is_some() => {}
            Err(error) => return Err(error.into()),
        }
        Ok(chain.at_head().await?.subnet_exists(NETUID.into()).await?.then_some(()))
    })
    .await?;
    let other = Metagraph::read(&chain, NETUID.into()).await?;
    assert_ne!(other.view().network_registered_at, before.view().network_registered_at);
    wait_for(&chain, other.block() + 3).await?;
    assert_eq!(follower.current().view().network_registered_at, before.view().network_registered_at);
    assert!(matches!(follower.changed().await, Err(ChainError::Missing(_))));
    let fresh = Follower::start(&chain, NETUID.into()).await?;
    assert_eq!(fresh.current().view().network_registered_at, other.view().network_registered_at);
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn row_should_be_refused_before_it_is_sealed_when_it_cannot_count() -> Result<(), Failure> {
    let (_node, chain) = Node::with_client().await?;
    found(&chain, 10_000, true).await?;
    join(&chain, "Charlie", 0).await?;
    let charlie = hotkey("Charlie");
    let nonce = chain.next_nonce(account(&charlie)).await?;
    let row = |uids: &[u16]| Row { uids: uids.to_vec(), values: vec![1; uids.len()], version_key: 0 };
    for (who, uids, why) in [
        (&hotkey("Bob"), vec![1, 1], "DuplicateUids: uid 1"),
        (&hotkey("Bob"), vec![7], "no uid 7, but 2"),
        (&charlie, vec![0], "NeuronNoValidatorPermit"),
        (&hotkey("Nobody"), vec![0], "HotKeyNotRegisteredInSubNet"),
    ] {
        for sent in [
            chain.set_weights(who, NETUID.into(), &row(&uids)).await,
            chain.set_weights_on(who, NETUID.into(), 0, &row(&uids)).await,
        ] {
            let error = sent.err().ok_or("it was sent")?;
            assert!(matches!(error, ChainError::Row(_)) && error.to_string().contains(why), "{error}");
        }
    }
    assert_eq!(chain.next_nonce(account(&charlie)).await?, nonce);
    let sent = chain.set_weights_on(&charlie, NETUID.into(), 0, &row(&[1])).await?;
    assert!(sent.has("SubtensorModule", "TimelockedWeightsCommitted"));
    Ok(())
}
