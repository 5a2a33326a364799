//! Relays as they are met: good ones, and others. Each is a real server on this machine.
#![allow(clippy::unwrap_used)] // a server that cannot start fails the test

use myelin_beacon::{Buffer, Relays, Signer, Source};
use myelin_timelock::{development, verify_many, Pulse};
use std::{
    sync::{
        atomic::{AtomicU64, AtomicUsize, Ordering::Relaxed},
        Arc,
    },
    time::{Duration, Instant, SystemTime},
};
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::{TcpListener, TcpStream},
};

/// How a server behaves.
#[derive(Clone, Copy)]
enum Manner {
    Good,
    /// Accepts, and says nothing.
    Stalls,
    /// The signature of another round.
    Lies,
    /// The right answer to another question.
    OtherRound,
    /// A body without end.
    Floods,
    /// Closes the connection.
    GoesAway,
    /// Is good for so many answers, then goes away.
    Tires(usize),
    /// Answers with an error.
    Fails,
    /// Has nothing.
    Empty,
}

/// A relay on this machine.
struct Server {
    address: String,
    asked: Arc<AtomicUsize>,
}

impl Server {
    async fn start(manner: Manner) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = format!("http://{}", listener.local_addr().unwrap());
        let asked = Arc::new(AtomicUsize::new(0));
        let count = asked.clone();
        tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                tokio::spawn(serve(stream, manner, count.clone()));
            }
        });
        Self { address, asked }
    }

    fn asked(&self) -> usize {
        self.asked.load(Relaxed)
    }
}

async fn serve(mut stream: TcpStream, manner: Manner, count: Arc<AtomicUsize>) {
    let mut request = vec![0; 2_048];
    while let Ok(1..) = stream.read(&mut request).await {
        let path = String::from_utf8_lossy(&request).split(' ').nth(1).unwrap_or("").to_owned();
        let so_far = count.fetch_add(1, Relaxed);
        let wanted: u64 = path.rsplit('/').next().unwrap().parse().unwrap_or_else(|_| out());
        let answer = match manner {
            Manner::Good => answer(wanted, wanted),
            Manner::Tires(answers) if so_far < answers => answer(wanted, wanted),
            Manner::Lies => answer(wanted, wanted + 1),
            Manner::OtherRound => answer(wanted - 1, wanted - 1),
            Manner::Stalls => {
                tokio::time::sleep(Duration::from_secs(600)).await;
                return;
            }
            Manner::Floods => {
                flood(&mut stream).await;
                return;
            }
            Manner::GoesAway | Manner::Tires(_) => return,
            Manner::Fails => "HTTP/1.1 500 Oops\r\ncontent-length: 0\r\n\r\n".into(),
            Manner::Empty => "HTTP/1.1 404 Not Found\r\ncontent-length: 0\r\n\r\n".into(),
        };
        if stream.write_all(answer.as_bytes()).await.is_err() {
            return;
        }
    }
}

/// A hundred megabytes that begin like an answer.
async fn flood(stream: &mut TcpStream) {
    let head = "HTTP/1.1 200 OK\r\ncontent-length: 104857600\r\n\r\n{\"round\":1,\"randomness\":\"";
    let mut sent = stream.write_all(head.as_bytes()).await;
    let chunk = vec![b'a'; 1 << 20];
    for _ in 0..100 {
        if sent.is_err() {
            return;
        }
        sent = stream.write_all(&chunk).await;
    }
}

fn answer(round: u64, signed: u64) -> String {
    let pulse = Signer::development().pulses(signed - 1, signed, 1).pop().unwrap();
    let signature: String = pulse.signature.iter().map(|byte| format!("{byte:02x}")).collect();
    let body = format!(r#"{{"round":{round},"randomness":"00","signature":"{signature}"}}"#);
    format!("HTTP/1.1 200 OK\r\ncontent-length: {}\r\n\r\n{body}", body.len())
}

/// The round that is out now.
fn out() -> u64 {
    let now = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH).unwrap().as_secs();
    development::beacon().round_at(now)
}

/// A chain that has come to some round, the relays it asks, and what they brought.
struct Node {
    chain: Arc<AtomicU64>,
    buffer: Arc<Buffer>,
    task: tokio::task::JoinHandle<()>,
}

impl Node {
    fn start(last: u64, servers: &[&Server]) -> Self {
        let (chain, buffer) = (Arc::new(AtomicU64::new(last)), Arc::new(Buffer::default()));
        let addresses: Vec<_> = servers.iter().map(|server| server.address.clone()).collect();
        let relays = Relays::new(development::beacon(), &addresses, buffer.clone()).unwrap();
        let seen = chain.clone();
        let task = tokio::spawn(relays.run(move || seen.load(Relaxed)));
        Self { chain, buffer, task }
    }

    /// Waits for so many pulses after what the chain knows, and takes them as a block does.
    async fn takes(&self, count: usize) -> Vec<Pulse> {
        let begun = Instant::now();
        let source = Source::Relays(self.buffer.clone());
        let now = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH).unwrap().as_secs();
        loop {
            let pulses = source.pulses(&development::beacon(), self.chain.load(Relaxed), now, count);
            if pulses.len() == count {
                assert!(verify_many(&development::beacon(), &pulses).is_ok());
                self.chain.store(pulses.last().unwrap().round, Relaxed);
                return pulses;
            }
            assert!(begun.elapsed() < Duration::from_secs(60), "only {} pulses came", pulses.len());
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    }
}

impl Drop for Node {
    fn drop(&mut self) {
        self.task.abort();
    }
}

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
