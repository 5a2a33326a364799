//! Miners that lie, stall, drip and flood, each with a server of its own; and one that does not.

use super::*;
use crate::one_line;
use myelin_axon::{Axon, HandlerError, Request};
use myelin_wallet::{Crypto, Keypair};
use std::{net::SocketAddr, time::Instant};
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::TcpListener,
};

const LIMIT: usize = 4 << 20;

fn key(uri: &str) -> Keypair {
    Keypair::from_uri(uri, Crypto::Sr25519).unwrap()
}

fn dendrite() -> Dendrite {
    Dendrite::builder(key("//Validator")).response_limit(ANSWER_BYTES).build().unwrap()
}

/// What the book's example would commit.
fn module() -> Vec<u8> {
    (0..PIECE * 2 + 77).map(|at| (at % 251) as u8).collect()
}

fn miner(address: SocketAddr, module: &[u8]) -> Miner {
    let public = key("//Miner").public();
    let hotkey = *public.as_bytes();
    let committed = ModuleHash::of(module).committed_by(&hotkey);
    Miner { target: Target::new(public, address), hotkey, committed }
}

/// An axon with this answer.
async fn axon(
    answer: impl Fn(u64) -> Result<PredictModule, HandlerError> + Clone + Send + Sync + 'static,
) -> Axon {
    let handler = move |request: Request<PredictModule>| {
        let answer = answer.clone();
        async move { answer(request.synapse.offset) }
    };
    Axon::builder(key("//Miner")).attach(handler).start("127.0.0.1:0").await.unwrap()
}

/// A server that reads the question, writes `says`, then `drips` a byte every tenth of a second.
async fn server(says: Vec<u8>, drips: bool) -> SocketAddr {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    tokio::spawn(async move {
        while let Ok((mut stream, _)) = listener.accept().await {
            let says = says.clone();
            tokio::spawn(async move {
                let mut question = vec![0; 16 << 10];
                let _some = stream.read(&mut question).await?;
                stream.write_all(&says).await?;
                loop {
                    if !drips {
                        return std::io::Result::Ok(());
                    }
                    stream.write_all(b" ").await?;
                    tokio::time::sleep(Duration::from_millis(100)).await;
                }
            });
        }
    });
    address
}

async fn refused(address: SocketAddr) -> String {
    whole(&dendrite(), &miner(address, &module()), LIMIT, WHOLE_MODULE).await.unwrap_err()
}

#[tokio::test]
async fn module_should_arrive_when_the_miner_is_honest() {
    let (sent, asked) = (module(), module());
    let name = ModuleHash::of(&sent);
    let axon = axon(move |offset| Ok(PredictModule::from(offset).answer(&sent, name))).await;
    let fetched = whole(&dendrite(), &miner(axon.address(), &asked), LIMIT, WHOLE_MODULE).await;
    assert_eq!(fetched, Ok((name, asked)));
}

#[tokio::test]
async fn miner_should_be_given_up_when_it_drips() {
    let head = b"HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: 300000\r\n\r\n";
    let address = server(head.to_vec(), true).await;
    let begun = Instant::now();
    let dripped =
        whole(&dendrite(), &miner(address, &module()), LIMIT, Duration::from_millis(700)).await.unwrap_err();
    assert_eq!(dripped, "did not send its module within 700ms");
    assert!(begun.elapsed() < Duration::from_secs(60), "a byte every tenth of a second is 8 hours");
}

#[tokio::test]
async fn miner_should_be_given_up_when_its_pieces_are_crumbs() {
    let sent = module();
    let name = ModuleHash::of(&sent);
    let axon = axon(move |offset| {
        let (size, bytes) = (Some(sent.len() as u64), Some("AA==".into()));
        Ok(PredictModule { offset, module: Some(name), size, bytes })
    })
    .await;
    assert_eq!(refused(axon.address()).await, "sent 1 bytes where 262144 were to come");
}

#[tokio::test]
async fn miner_should_be_refused_when_it_shows_what_it_did_not_commit() {
    let other = b"\0asm another".to_vec();
    let name = ModuleHash::of(&other);
    let axon = axon(move |offset| Ok(PredictModule::from(offset).answer(&other, name))).await;
    let said = refused(axon.address()).await;
    assert!(said.contains("is not what it committed"), "{said}");
}

#[tokio::test]
async fn miner_should_be_refused_when_it_sends_a_bomb_a_flood_or_elsewhere() {
    let answer = |head: &str, body: &[u8]| {
        let head = format!("HTTP/1.1 {head}\r\ncontent-length: {}\r\n\r\n", body.len());
        [head.as_bytes(), body].concat()
    };
    let json = "200 OK\r\ncontent-type: application/json";
    // Twenty bytes of gzip: nothing here unpacks.
    let packed = b"\x1f\x8b\x08\0\0\0\0\0\x02\x03\x03\0\0\0\0\0\0\0\0\0";
    let elsewhere = "302 Found\r\nlocation: http://169.254.169.254/latest/meta-data/";
    let cases = [
        (answer(&format!("{json}\r\ncontent-encoding: gzip"), packed), "the answer is no PredictModule"),
        (answer(json, &vec![b' '; ANSWER_BYTES + 1]), "the answer has more than"),
        (answer(elsewhere, b""), "refused (302)"),
        (answer(json, b"{\"offset\":0}"), "the answer has no `module`"),
        (answer(json, &b"[".repeat(100_000)), "the answer is no PredictModule"),
    ];
    for (says, words) in cases {
        let said = refused(server(says, false).await).await;
        assert!(said.contains(words), "{said}, not {words}");
    }
}

#[tokio::test]
async fn table_should_not_be_forged_when_a_miner_chooses_its_words() {
    let lie = "\u{1b}[2J\n    9          1.000 100.0 %  a record\u{202e}";
    let axon = axon(move |_| Err(HandlerError::told(503, lie))).await;
    let told = one_line(&refused(axon.address()).await, 200);
    assert!(told.contains("refused (503)") && told.contains("a record"), "{told}");
    assert!(!told.contains(['\n', '\u{1b}', '\u{202e}']), "{told:?}");
    assert_eq!(one_line(&"x".repeat(500), 3), "xxx…");
}
