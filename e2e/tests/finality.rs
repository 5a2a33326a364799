//! Four nodes make one chain; it outlives the loss of one.

use myelin_e2e::{eventually, Failure, Node, NodeOptions};

/// Blocks that finality must go on for while a node is dead.
const GO_ON: u64 = 10;

async fn finalizes(node: &Node, number: u64) -> Result<u64, Failure> {
    let what = format!("{} finalizes block {number}", node.name());
    eventually(&what, || async {
        let finalized = node.finalized().await?;
        Ok((finalized >= number).then_some(finalized))
    })
    .await
}

#[tokio::test(flavor = "multi_thread")]
async fn network_should_go_on_and_agree_when_one_of_four_dies_and_returns() -> Result<(), Failure> {
    let mut options = NodeOptions { block_time: 1_000, authorities: 4, ..NodeOptions::default() };
    let mut nodes = vec![Node::start(options.clone()).await?];
    options.bootnode = Some(nodes[0].multiaddress().await?);
    for name in ["bob", "charlie", "dave"] {
        nodes.push(Node::start(NodeOptions { name, ..options.clone() }).await?);
    }
    let mut dave = nodes.pop().ok_or("four nodes were started")?;

    // All four finalize.
    for node in nodes.iter().chain([&dave]) {
        finalizes(node, 3).await?;
    }

    // One dies; the three go on.
    dave.kill()?;
    let mut reached = 0;
    for node in &nodes {
        reached = reached.max(node.finalized().await?);
    }
    for node in &nodes {
        finalizes(node, reached + GO_ON).await?;
    }

    // It comes back, catches up with what it missed, and goes on with the others.
    dave.start_again().await?;
    let missed = nodes[0].finalized().await?;
    finalizes(&dave, missed + 3).await?;
    nodes.push(dave);

    // All agree on every block that all have finalized.
    let mut common = u64::MAX;
    for node in &nodes {
        common = common.min(node.finalized().await?);
    }
    assert!(common >= reached + GO_ON, "finality went back to {common}");
    for number in [1, reached, common] {
        let expected = nodes[0].block(number).await?;
        for node in &nodes {
            assert_eq!(node.block(number).await?, expected, "{} differs at block {number}", node.name());
        }
    }
    Ok(())
}
