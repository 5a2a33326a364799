//! Relays as they are met: good ones, and others. Each is a real server on this machine.
#![allow(clippy::unwrap_used)] // a server that cannot start fails the test

mod counted;
mod server;
mod tls;

use myelin_timelock::Pulse;
use server::{out, Manner, Node, Server};
use std::time::{Duration, Instant};

fn rounds(pulses: &[Pulse]) -> Vec<u64> {
    pulses.iter().map(|pulse| pulse.round).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn gap_should_be_filled_in_order_when_a_relay_is_good() {
    let (server, out) = (Server::start(Manner::Good).await, out());
    let node = Node::start(out - 20, &[&server]);
    assert_eq!(rounds(&node.takes(16).await), (out - 19..=out - 4).collect::<Vec<_>>());
    assert_eq!(rounds(&node.takes(4).await), (out - 3..=out).collect::<Vec<_>>());
    assert!(server.asked() < 30, "asked {} times", server.asked());
}

#[tokio::test(flavor = "multi_thread")]
async fn new_rounds_should_come_when_they_are_out() {
    let (server, out) = (Server::start(Manner::Good).await, out());
    let node = Node::start(out, &[&server]);
    tokio::time::sleep(Duration::from_secs(4)).await;
    assert_eq!(rounds(&node.takes(1).await), [out + 1]);
}

#[tokio::test(flavor = "multi_thread")]
async fn first_round_should_be_the_newest_when_the_chain_knows_none() {
    let (server, empty, before) =
        (Server::start(Manner::Good).await, Server::start(Manner::Empty).await, out());
    let first = Node::start(0, &[&empty, &server]).takes(1).await;
    assert!((before..=out()).contains(&first.first().unwrap().round));
}

#[tokio::test(flavor = "multi_thread")]
async fn rounds_that_nobody_waits_for_should_be_left_out() {
    let (server, before) = (Server::start(Manner::Good).await, out());
    let first = Node::start(1_000, &[&server]).takes(1).await.first().unwrap().round;
    assert!((before - 216_000..=out() - 216_000).contains(&first), "{first}");
}

#[tokio::test(flavor = "multi_thread")]
async fn rounds_should_begin_anew_when_the_first_relay_had_stopped_long_ago() {
    // It alone says where to begin; the other one has all rounds since then, too many to go through.
    let (stopped, woken) =
        (Server::start(Manner::Stopped(out() - 1_000_000)).await, Server::start(Manner::Wakes).await);
    let node = Node::start(0, &[&stopped, &woken]);
    let (mut round, mut taken) = (0, 0);
    while round < out() - 216_100 {
        round = node.takes(1).await.first().unwrap().round;
        taken += 1;
        assert!(taken < 2_000, "came to round {round} only");
    }
    assert!(stopped.asked() < 100, "asked {} times", stopped.asked());
}

#[tokio::test(flavor = "multi_thread")]
async fn good_relay_should_be_found_when_the_others_are_bad() {
    for manner in [
        Manner::Stalls,
        Manner::Lies,
        Manner::OtherRound,
        Manner::Floods,
        Manner::GoesAway,
        Manner::Fails,
        Manner::Empty,
    ] {
        let (bad, good) = (Server::start(manner).await, Server::start(Manner::Good).await);
        let start = out() - 40;
        let node = Node::start(start, &[&bad, &good]);
        assert_eq!(rounds(&node.takes(16).await), (start + 1..=start + 16).collect::<Vec<_>>());
        // The bad one was asked for one batch, and not again while the good one answers.
        assert!((1..=8).contains(&bad.asked()), "asked {} times", bad.asked());
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn next_relay_should_go_on_when_one_goes_away() {
    let (tired, good) = (Server::start(Manner::Tires(12)).await, Server::start(Manner::Good).await);
    let start = out() - 40;
    let node = Node::start(start, &[&tired, &good]);
    let taken = [node.takes(16).await, node.takes(16).await].concat();
    assert_eq!(rounds(&taken), (start + 1..=start + 32).collect::<Vec<_>>());
    assert!(good.asked() > 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn relays_should_be_left_in_peace_when_all_fail() {
    let (one, other) = (Server::start(Manner::Fails).await, Server::start(Manner::GoesAway).await);
    let node = Node::start(out() - 5, &[&one, &other]);
    tokio::time::sleep(Duration::from_secs(4)).await;
    // Five or six rounds at once, then one round after 0.5, 1.5 and 3.5 s; a closed connection is tried a second time.
    assert!((5..=9).contains(&one.asked()), "asked {} times", one.asked());
    assert!((5..=18).contains(&other.asked()), "asked {} times", other.asked());
    assert_eq!(node.buffer.next_after(0, 0), 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn buffer_should_be_bounded_when_the_chain_takes_nothing() {
    let server = Server::start(Manner::Good).await;
    let node = Node::start(out() - 2_000, &[&server]);
    let begun = Instant::now();
    while node.buffer.room() > 0 {
        assert!(begun.elapsed() < Duration::from_secs(120));
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    let asked = server.asked();
    tokio::time::sleep(Duration::from_secs(2)).await;
    assert_eq!((asked, server.asked()), (1_024, 1_024));
}
