//! Bodies of those who have not shown who they are: memory stays. Alone in its process, so that nothing else is
//! measured.

#![allow(clippy::unwrap_used)] // tests fail so

mod support;

use myelin_axon::{hooks, Limits};
use myelin_synapse::btauth;
use std::net::SocketAddr;
use support::*;
use tokio::{
    io::AsyncWriteExt,
    net::{TcpSocket, TcpStream},
};

const BODY: usize = 1024 * 1024 - 1000;
const CALLERS: usize = 400;
static SPACES: [u8; BODY - 10] = [b' '; BODY - 10];

/// Memory that this process really has, in kB.
fn resident() -> usize {
    let status = std::fs::read_to_string("/proc/self/status").unwrap();
    let line = status.lines().find(|line| line.starts_with("VmRSS:")).unwrap();
    line.split_whitespace().nth(1).unwrap().parse().unwrap()
}

/// A body all but ten bytes, and a signature that anyone can write; the connection is kept.
async fn unsigned(to: SocketAddr, number: usize, [alice, bob]: [String; 2]) -> TcpStream {
    let head = format!(
        "POST /Echo HTTP/1.1\r\nhost: x\r\ncontent-type: application/json\r\ncontent-length: {BODY}\r\n\
         x-bittensor-version: 1\r\nx-bittensor-hotkey: {bob}\r\nx-bittensor-receiver: {alice}\r\n\
         x-bittensor-nonce: {}\r\nx-bittensor-signature: 0x{}\r\n\r\n",
        now(),
        "11".repeat(64)
    );
    let socket = TcpSocket::new_v4().unwrap();
    socket.bind(SocketAddr::new([127, 0, 0, 11 + (number % 2) as u8].into(), 0)).unwrap();
    let mut stream = socket.connect(to).await.unwrap();
    stream.write_all(head.as_bytes()).await.unwrap();
    // Who is refused early cannot send all.
    let _ = stream.write_all(&SPACES).await;
    stream
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn memory_should_stay_when_bodies_come_without_a_signature() {
    let axon = echoing().blacklist(hooks::validators).limits(Limits::default());
    let axon = axon.start("127.0.0.1:0").await.unwrap();
    let to = axon.address();
    assert_eq!(send(to, &question(&key("//Bob"), "a", now(), "a", 12.0).await).await.0, 200);
    // The page table knows the spaces, too, before it is measured.
    assert!(SPACES.iter().all(|byte| *byte == b' '));
    let before = resident();
    let names = ["//Alice", "//Bob"].map(|uri| key(uri).public().ss58());
    let mut sent = tokio::task::JoinSet::new();
    for number in 0..CALLERS {
        sent.spawn(unsigned(to, number, names.clone()));
    }
    let held = sent.join_all().await;
    let grown = resident().saturating_sub(before);
    println!("{before} kB before {CALLERS} bodies of a MiB without a signature, {grown} kB more with them");
    assert!(grown < 56 * 1024, "{grown} kB more with {CALLERS} bodies of a MiB without a signature");
    // Meanwhile others are answered, in both schemes.
    assert_eq!(send(to, &question(&key("//Bob"), "a", now(), "b", 12.0).await).await.0, 200);
    let (bob, alice, body) = (key("//Bob"), key("//Alice").public(), r#"{"text":"a"}"#);
    let mut headers =
        btauth::sign(&bob, "POST", "/Echo", body.as_bytes(), Some(&alice), now()).await.unwrap();
    headers.insert("content-type", "application/json".parse().unwrap());
    let (status, text) = send(to, &raw(&headers, body)).await;
    assert_eq!(status, 200, "{text}");
    drop(held);
}
