//! Beacons travel in blocks: nodes that fetch none have those that another author brought.

use myelin_e2e::{eventually, state::State, Failure, Node, NodeOptions};
use serde_json::Value;

/// Blocks that are looked at: long enough for several rounds of three seconds.
const BLOCKS: u64 = 16;

/// The authority whose turn a block was, of so many: from the slot in its header.
async fn author(node: &Node, block: u64, authorities: u64) -> Result<u64, Failure> {
    let (hash, _) = node.block(block).await?;
    let header = node.ask("chain_getHeader", [hash]).await?;
    let log = header.pointer("/digest/logs/0").and_then(Value::as_str).ok_or("the header has no slot")?;
    // What is known before the block runs (6), of \"aura\", 8 bytes.
    let slot = log.strip_prefix("0x066175726120").ok_or_else(|| format!("{log} is no slot of Aura's"))?;
    let bytes: [u8; 8] = hex::decode(slot)?.try_into().map_err(|_| "a slot has 8 bytes")?;
    u64::from_le_bytes(bytes).checked_rem(authorities).ok_or_else(|| "nobody makes blocks".into())
}

/// The newest round that the chain knows after a block.
async fn round(node: &Node, block: u64) -> Result<u64, Failure> {
    Ok(State::after(node, block).await?.of("Drand", "LastStoredRound", &[]).await?.unwrap_or(0))
}

#[tokio::test(flavor = "multi_thread")]
async fn rounds_should_be_known_to_all_when_one_author_brings_them() -> Result<(), Failure> {
    let mut options = NodeOptions { block_time: 1_000, authorities: 2, ..NodeOptions::default() };
    let alice = Node::start(options.clone()).await?;
    options.bootnode = Some(alice.multiaddress().await?);
    options.arguments = vec!["--no-drand".into()];
    // Bob makes blocks too, Charlie only follows.
    let bob = Node::start(NodeOptions { name: "bob", ..options.clone() }).await?;
    let charlie = Node::start(NodeOptions { name: "charlie", ..options }).await?;
    for node in [&alice, &bob, &charlie] {
        let what = format!("{} finalizes block {BLOCKS}", node.name());
        eventually(&what, || async { Ok((node.finalized().await? >= BLOCKS).then_some(())) }).await?;
    }

    let (mut brought, mut of_bob) = (0, 0);
    for block in 2..=BLOCKS {
        let (before, after) = (round(&alice, block - 1).await?, round(&alice, block).await?);
        match author(&alice, block, 2).await? {
            0 => brought += u64::from(after > before),
            _ => {
                of_bob += 1;
                assert_eq!(after, before, "block {block} is Bob's");
            }
        }
        for node in [&bob, &charlie] {
            assert_eq!(round(node, block).await?, after, "{} differs at block {block}", node.name());
        }
    }
    assert!(brought >= 3 && of_bob >= 3, "{brought} blocks brought rounds, {of_bob} were Bob's");
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn rounds_should_begin_late_when_nobody_brought_them_before() -> Result<(), Failure> {
    let alone = NodeOptions { arguments: vec!["--no-drand".into()], ..NodeOptions::default() };
    let mut node = Node::start(alone).await?;
    // More than one round of three seconds.
    let without = 4 * BLOCKS;
    eventually("blocks without rounds", || async { Ok((node.finalized().await? >= without).then_some(())) })
        .await?;
    assert_eq!(round(&node, without).await?, 0);

    node.kill()?;
    node.start_again_with(Vec::new()).await?;
    let last = eventually("a block with a round", || async {
        let best = node.finalized().await?;
        Ok((round(&node, best).await? > 0).then_some(best))
    })
    .await?;
    assert!(last > without, "block {last}");
    Ok(())
}
