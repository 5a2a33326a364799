//! What the tests share: a synapse, keys, requests as they go over the wire.
#![allow(dead_code)] // each test uses a part

use myelin_axon::{Axon, AxonBuilder, Caller, HandlerError, Request};
use myelin_synapse::{body_hash, unix_nanoseconds, Claim, RequestHead, Synapse};
use myelin_wallet::{Crypto, Keypair, PublicKey};
use serde::{Deserialize, Serialize};
use std::{collections::HashMap, net::SocketAddr, time::Duration};
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::TcpStream,
};

pub const SECOND: u64 = 1_000_000_000;

#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Echo {
    pub text: String,
}

impl Synapse for Echo {
    const NAME: &'static str = "Echo";
    const HASHED: &'static [&'static str] = &["text"];
}

pub fn key(uri: &str) -> Keypair {
    Keypair::from_uri(uri, Crypto::Sr25519).unwrap()
}

pub fn now() -> u64 {
    unix_nanoseconds()
}

/// Bob and Charlie are registered.
pub fn registered() -> HashMap<PublicKey, Caller> {
    [("//Bob", 1000), ("//Charlie", 5)]
        .map(|(uri, stake)| (key(uri).public(), Caller { uid: 1, stake, permit: true }))
        .into()
}

/// An axon of Alice's that says what it hears.
pub fn echoing() -> AxonBuilder {
    let echo = |request: Request<Echo>| async move { Ok::<_, HandlerError>(request.synapse) };
    Axon::builder(key("//Alice")).attach(echo).callers(registered())
}

/// A question to Alice as a dendrite of SDK 10 asks it.
pub async fn question(from: &Keypair, text: &str, nonce: u64, process: &str, timeout: f64) -> Vec<u8> {
    let body = serde_json::to_string(&Echo { text: text.into() }).unwrap();
    let hash = body_hash(Echo::HASHED, &body).unwrap();
    let claim = Claim::sign(from, nonce, process, &hash, &key("//Alice").public().ss58()).await.unwrap();
    let (mut headers, timeout) = (http::HeaderMap::new(), Duration::from_secs_f64(timeout));
    RequestHead::write(Echo::NAME, Echo::REQUIRED, timeout, &claim, &mut headers).unwrap();
    raw(&headers, &body)
}

/// A request as bytes.
pub fn raw(headers: &http::HeaderMap, body: &str) -> Vec<u8> {
    let mut text = String::from("POST /Echo HTTP/1.1\r\nhost: x\r\nconnection: close\r\n");
    text += &format!("content-length: {}\r\n", body.len());
    for (name, value) in headers {
        text += &format!("{name}: {}\r\n", value.to_str().unwrap());
    }
    (text + "\r\n" + body).into_bytes()
}

/// Asks over a connection of its own, and returns the status (0: none) and all that came back.
pub async fn send(to: SocketAddr, bytes: &[u8]) -> (u16, String) {
    let mut stream = TcpStream::connect(to).await.unwrap();
    stream.write_all(bytes).await.unwrap();
    let mut answer = Vec::new();
    let _ = stream.read_to_end(&mut answer).await;
    let text = String::from_utf8_lossy(&answer).into_owned();
    (text.split(' ').nth(1).and_then(|status| status.parse().ok()).unwrap_or(0), text)
}

/// A number of an axon's metrics; 0 when it is not there.
pub fn metric(axon: &Axon, name: &str) -> u64 {
    let text = axon.metrics();
    let value = text.lines().find_map(|line| line.strip_prefix(name)).unwrap_or(" 0");
    value.trim().parse().unwrap()
}
