//! Bodies that do not come to their end.

#![allow(clippy::unwrap_used)] // tests fail so, those beside the tests too

mod support;

use myelin_axon::Limits;
use std::{net::SocketAddr, time::Duration};
use support::*;
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::TcpStream,
};

/// All of a question but its last byte; then whatever is said to it.
async fn unfinished(to: SocketAddr, process: usize) -> String {
    let text = "a".repeat(1_000_000);
    let asked = question(&key("//Charlie"), &text, now(), &process.to_string(), 12.0).await;
    let mut stream = TcpStream::connect(to).await.unwrap();
    // Who is refused early cannot send all.
    let _ = stream.write_all(&asked[..asked.len() - 1]).await;
    let mut said = Vec::new();
    let _ = stream.read_to_end(&mut said).await;
    String::from_utf8_lossy(&said).into_owned()
}

#[tokio::test]
async fn caller_should_hold_no_more_of_the_room_for_bodies_than_is_left() {
    let (bodies_bytes, body_time) = (6_000_000, Duration::from_secs(3));
    let limits = Limits { bodies_bytes, body_time, ..Limits::default() };
    let axon = echoing().limits(limits).start("127.0.0.1:0").await.unwrap();
    let to = axon.address();
    let mut sent = tokio::task::JoinSet::new();
    for process in 0..12 {
        sent.spawn(unfinished(to, process));
    }
    // Among them another is answered, and its body is not small.
    let honest = question(&key("//Bob"), &"b".repeat(700_000), now(), "one", 12.0).await;
    assert_eq!(send(to, &honest).await.0, 200);
    let said = sent.join_all().await;
    let with = |words: &str| said.iter().filter(|said| said.contains(words)).count();
    let late = with("the body did not come within 3s");
    // Of six million bytes one caller may have three.
    assert!(late <= 3, "{late} bodies were held");
    assert!(with("nobody may hold more than is left") > 0, "{said:?}");
    // All of it is given back.
    assert_eq!(
        send(to, &question(&key("//Charlie"), &"c".repeat(1_000_000), now(), "new", 12.0).await).await.0,
        200
    );
}
