//! Callers that lie, stall, flood and break off: each is told, the others are answered on, and memory stays.

#![allow(clippy::unwrap_used)] // tests fail so, those beside the tests too

mod support;

use myelin_axon::Limits;
use myelin_synapse::{body_hash, btauth, Synapse};
use std::{net::SocketAddr, time::Duration};
use support::*;
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::TcpStream,
};

const BODY: &str = r#"{"text": "a", "times": 2.0}"#;

/// Bytes on the wire, the status they get (0: none), and words in the answer.
struct Bad(Vec<u8>, u16, &'static str);

fn hash() -> String {
    body_hash(Echo::HASHED, BODY).unwrap()
}

/// A good request with one header changed.
async fn changed(name: &'static str, value: Option<&str>) -> Vec<u8> {
    let mut headers = signed("//Bob", &hash(), now(), "//Alice").await;
    match value {
        Some(value) => headers.insert(name, value.parse().unwrap()),
        None => headers.remove(name),
    };
    raw("/Echo", &headers, BODY)
}

async fn with_body(body: &str) -> Vec<u8> {
    raw("/Echo", &signed("//Bob", &hash(), now(), "//Alice").await, body)
}

/// The headers of SDK 11 for a body.
async fn authorized(body: &[u8], receiver: Option<&str>) -> http::HeaderMap {
    let receiver = receiver.map(|uri| key(uri).public());
    let bob = key("//Bob");
    let mut headers = btauth::sign(&bob, "POST", "/Echo", body, receiver.as_ref(), now()).await.unwrap();
    headers.insert("content-type", "application/json".parse().unwrap());
    headers
}

/// The headers of a good request, and another body's length.
async fn announced(transfer: &str, rest: &[u8]) -> Vec<u8> {
    let text = String::from_utf8(with_body("").await).unwrap();
    let mut bytes = text.replace("content-length: 0", transfer).into_bytes();
    bytes.extend_from_slice(rest);
    bytes
}

async fn headers_of_kind(kind: usize) -> Bad {
    let wrong = format!("0x{}", "11".repeat(64));
    match kind {
        0 => Bad(changed("bt_header_dendrite_signature", Some(&wrong)).await, 401, "Signature mismatch"),
        1 => Bad(changed("bt_header_dendrite_signature", None).await, 401, "Missing Signature"),
        2 => Bad(changed("bt_header_dendrite_signature", Some("11")).await, 401, "Expected hex string"),
        3 => Bad(changed("bt_header_dendrite_nonce", Some("abc")).await, 500, "nanoseconds since 1970"),
        4 => Bad(changed("bt_header_dendrite_nonce", Some("1")).await, 401, "Nonce is too old"),
        5 => Bad(changed("bt_header_dendrite_nonce", None).await, 401, "Missing Nonce"),
        6 => Bad(changed("bt_header_dendrite_hotkey", Some("5Gr")).await, 401, "the hotkey is no address"),
        7 => Bad(changed("timeout", Some("nan")).await, 500, "seconds"),
        8 => Bad(changed("content-type", Some("text/plain")).await, 415, "application/json"),
        9 => Bad(changed("x-long", Some(&"x".repeat(60_000))).await, 431, ""),
        10 => Bad(raw("/Nothing", &http::HeaderMap::new(), ""), 404, "Available synapses"),
        11 => Bad(raw("/", &http::HeaderMap::new(), ""), 400, "Invalid request"),
        12 => Bad(b"GET /Echo HTTP/1.1\r\nhost: x\r\n\r\n".to_vec(), 405, "POST"),
        13 => Bad(b"\x16\x03\x01\x02\x00\x01\x00".repeat(20), 400, ""),
        _ => Bad(Vec::new(), 0, ""),
    }
}

async fn body_of_kind(kind: usize) -> Bad {
    match kind {
        0 => Bad(with_body(r#"{"text": "b", "times": 2.0}"#).await, 500, "Hash mismatch"),
        1 => Bad(with_body(r#"{"text": "a", "times": 2}"#).await, 500, "Hash mismatch"),
        2 => Bad(with_body("{").await, 500, "not a JSON object"),
        3 => Bad(with_body(&"[".repeat(50_000)).await, 500, "not a JSON object"),
        4 => Bad(announced("content-length: 100000000", b"").await, 413, "more than 65536 bytes"),
        5 => {
            let chunk = [b"20000\r\n".to_vec(), vec![b' '; 0x20000], b"\r\n0\r\n\r\n".to_vec()].concat();
            Bad(announced("transfer-encoding: chunked", &chunk).await, 413, "more than 65536 bytes")
        }
        6 => {
            let headers = authorized(b"other", Some("//Alice")).await;
            Bad(raw("/Echo", &headers, BODY), 401, "signature is not that of")
        }
        _ => {
            let headers = authorized(BODY.as_bytes(), None).await;
            Bad(raw("/Echo", &headers, BODY), 401, "not for")
        }
    }
}

const KINDS: usize = 14 + 8 + 3;

/// Sends one of each kind.
async fn misbehave(to: SocketAddr, kind: usize) {
    if kind >= 22 {
        // Half a request, half a body, nothing: and gone.
        let bytes = with_body(BODY).await;
        let part = [0, bytes.len() / 2, bytes.len() - 3][kind - 22];
        let mut stream = TcpStream::connect(to).await.unwrap();
        stream.write_all(&bytes[..part]).await.unwrap();
        return;
    }
    let bad = if kind < 14 { headers_of_kind(kind).await } else { body_of_kind(kind - 14).await };
    let (status, text) = send(to, &bad.0).await;
    // A server that does not read to the end may close before we have read its answer.
    let flooded = [9, 18, 19].contains(&kind) && status == 0;
    assert!(
        flooded || status == bad.1 && text.contains(bad.2),
        "kind {kind}: {} {}, not {text}",
        bad.1,
        bad.2
    );
}

fn limits() -> Limits {
    Limits { body_bytes: 65_536, nonces: 64, ..Limits::default() }
}

/// A little too much is refused in words; far too much by hyper, with the number alone.
#[tokio::test]
async fn headers_should_be_refused_with_the_limit_when_they_are_too_many_or_too_long() {
    let (axon, _) = start(axon().attach(answer).limits(limits())).await;
    let many = |count: usize| {
        let mut headers = http::HeaderMap::new();
        for _ in 0..count {
            headers.append("x", "y".parse().unwrap());
        }
        raw("/Echo", &headers, BODY)
    };
    for (bytes, words) in [
        (changed("x-long", Some(&"x".repeat(20_000))).await, "more than 16384 bytes"),
        (many(100), "more than 64,"),
        (many(200), "content-length: 0"),
    ] {
        let (status, text) = send(axon.address(), &bytes).await;
        assert!(status == 431 && text.contains(words), "{text}");
    }
}

#[tokio::test]
async fn memory_should_stay_when_ten_thousand_bad_requests_come() {
    let (axon, target) = start(axon().attach(answer).limits(limits())).await;
    let dendrite = dendrite().build().unwrap();
    let mut before = 0;
    for number in 0..12_500 {
        misbehave(axon.address(), number % KINDS).await;
        if number == 2_499 {
            before = resident();
        }
        if number % 500 == 0 {
            assert!(dendrite.ask(&target, &echo("a")).await.unwrap().is_success());
        }
    }
    let grown = resident().saturating_sub(before);
    println!("{before} kB before 10,000 bad requests, {grown} kB more after");
    assert!(grown < 4096, "{grown} kB more after 10,000 bad requests");
}

#[tokio::test]
async fn request_should_be_answered_once_when_it_is_sent_again() {
    let (axon, _target) = start(axon().attach(answer).limits(limits())).await;
    let request = with_body(BODY).await;
    assert_eq!(send(axon.address(), &request).await.0, 200);
    for _ in 0..10 {
        let (status, text) = send(axon.address(), &request).await;
        assert!(status == 401 && text.contains("not greater than the last"), "{text}");
    }
    let request = raw("/Echo", &authorized(BODY.as_bytes(), Some("//Alice")).await, BODY);
    // All at once: one is taken.
    let mut sent = tokio::task::JoinSet::new();
    for _ in 0..10 {
        let (request, to) = (request.clone(), axon.address());
        sent.spawn(async move { send(to, &request).await.0 });
    }
    let statuses = sent.join_all().await;
    assert_eq!(statuses.iter().filter(|status| **status == 200).count(), 1, "{statuses:?}");
}

#[tokio::test]
async fn slow_callers_should_be_cut_off_and_the_others_answered() {
    let quick = Duration::from_millis(300);
    let limits = Limits { header_time: quick, body_time: quick, connections: 64, ..limits() };
    let (axon, target) = start(axon().attach(answer).limits(limits)).await;
    let bytes = with_body(BODY).await;
    let mut slow = Vec::new();
    for part in [0, 10, bytes.len() - 3].repeat(16) {
        let mut stream = TcpStream::connect(axon.address()).await.unwrap();
        stream.write_all(&bytes[..part]).await.unwrap();
        slow.push(stream);
    }
    assert!(dendrite().build().unwrap().ask(&target, &echo("a")).await.unwrap().is_success());
    for mut stream in slow {
        // Ends, with or without a word.
        let mut said = Vec::new();
        let _ = stream.read_to_end(&mut said).await;
        let said = String::from_utf8_lossy(&said);
        assert!(said.is_empty() || said.contains(" 408 ") || said.contains(" 401 "), "{said}");
    }
}
