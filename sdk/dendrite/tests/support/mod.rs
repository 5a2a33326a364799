//! What the tests share: a synapse, keys, an axon, raw HTTP.
#![allow(dead_code)] // each test uses a part

pub mod bad_axon;

use myelin_axon::{Axon, AxonBuilder, HandlerError, Request};
use myelin_dendrite::{Dendrite, DendriteBuilder, Target};
use myelin_synapse::{Claim, Empty, NonceClock, RequestHead, Synapse};
use myelin_wallet::{Crypto, Keypair};
use serde::{Deserialize, Serialize};
use std::{collections::BTreeMap, net::SocketAddr, sync::Mutex, time::Duration};
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::TcpStream,
};

#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct Echo {
    pub text: String,
    pub times: f64,
    #[serde(default)]
    pub answer: Option<String>,
}

impl Synapse for Echo {
    const NAME: &'static str = "Echo";
    const REQUIRED: &'static [(&'static str, Empty)] = &[("text", Empty::Text), ("times", Empty::Float)];
    const HASHED: &'static [&'static str] = &["text", "times"];
}

/// A development key. To make one takes a thousand hashes: each is made once.
pub fn key(uri: &str) -> Keypair {
    static KEYS: Mutex<BTreeMap<String, Keypair>> = Mutex::new(BTreeMap::new());
    let mut keys = KEYS.lock().unwrap();
    keys.entry(uri.into()).or_insert_with(|| Keypair::from_uri(uri, Crypto::Sr25519).unwrap()).clone()
}

pub fn echo(text: &str) -> Echo {
    Echo { text: text.into(), times: 2.0, answer: None }
}

pub async fn answer(request: Request<Echo>) -> Result<Echo, HandlerError> {
    let times = request.synapse.times as usize;
    Ok(Echo { answer: Some(request.synapse.text.repeat(times)), ..request.synapse })
}

/// An axon of Alice's.
pub fn axon() -> AxonBuilder {
    Axon::builder(key("//Alice"))
}

pub async fn start(builder: AxonBuilder) -> (Axon, Target) {
    let axon = builder.start("127.0.0.1:0").await.unwrap();
    let target = Target::new(key("//Alice").public(), axon.address());
    (axon, target)
}

/// A dendrite of Bob's.
pub fn dendrite() -> DendriteBuilder {
    Dendrite::builder(key("//Bob"))
}

/// The text of a good request, with the body's hash and nonce given.
pub async fn signed(uri: &str, hash: &str, nonce: u64, receiver: &str) -> http::HeaderMap {
    let receiver = key(receiver).public().ss58();
    let claim = Claim::sign(&key(uri), nonce, "raw", hash, &receiver).await.unwrap();
    let mut headers = http::HeaderMap::new();
    RequestHead::write("Echo", Echo::REQUIRED, Duration::from_secs(1), &claim, &mut headers).unwrap();
    headers
}

pub fn now() -> u64 {
    NonceClock::process().next()
}

/// A request as bytes.
pub fn raw(path: &str, headers: &http::HeaderMap, body: &str) -> Vec<u8> {
    let mut text = format!("POST {path} HTTP/1.1\r\nhost: x\r\ncontent-length: {}\r\n", body.len());
    for (name, value) in headers {
        text += &format!("{name}: {}\r\n", value.to_str().unwrap());
    }
    (text + "\r\n" + body).into_bytes()
}

/// Sends bytes over a connection of their own, and returns the status and all that came back.
pub async fn send(to: SocketAddr, bytes: &[u8]) -> (u16, String) {
    let mut stream = TcpStream::connect(to).await.unwrap();
    // What is refused early need not be taken to the end.
    let _ = stream.write_all(bytes).await;
    let mut answer = Vec::new();
    let mut buffer = [0; 4096];
    // Until the end of the headers and of the length that they name; or the connection's.
    loop {
        match stream.read(&mut buffer).await {
            Ok(0) | Err(_) => break,
            Ok(count) => answer.extend_from_slice(&buffer[..count]),
        }
        let text = String::from_utf8_lossy(&answer);
        let Some((head, body)) = text.split_once("\r\n\r\n") else { continue };
        let length = head.lines().find_map(|line| line.strip_prefix("content-length: "));
        if length.is_some_and(|length| body.len() >= length.parse().unwrap()) {
            break;
        }
    }
    let text = String::from_utf8_lossy(&answer).into_owned();
    let status = text.split(' ').nth(1).and_then(|status| status.parse().ok()).unwrap_or(0);
    (status, text)
}

/// Memory that this process really has, in kB.
pub fn resident() -> usize {
    let status = std::fs::read_to_string("/proc/self/status").unwrap();
    let line = status.lines().find(|line| line.starts_with("VmRSS:")).unwrap();
    line.split_whitespace().nth(1).unwrap().parse().unwrap()
}
