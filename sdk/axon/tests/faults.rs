//! What the owner of an axon writes may be wrong: its callers are told, and the axon goes on.

#![allow(clippy::panic, clippy::unwrap_used)] // tests fail so, those beside the tests too

mod support;

use bytes::Bytes;
use futures_util::{stream, StreamExt as _};
use myelin_axon::{Axon, AxonBuilder, Caller, Callers, HandlerError, Limits, Request};
use myelin_wallet::PublicKey;
use std::time::{Duration, Instant};
use support::*;
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::TcpStream,
};

/// Looks nobody up without a fault.
struct Faulty;

impl Callers for Faulty {
    fn caller(&self, _: &PublicKey) -> Option<Caller> {
        panic!("callers")
    }
}

/// Until the connections' count has come down.
async fn idle(axon: &Axon) {
    for _ in 0..1000 {
        if metric(axon, "myelin_axon_connections") == 0 {
            return;
        }
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
    panic!("connections are counted that are gone: {}", axon.metrics());
}

#[tokio::test]
async fn caller_should_have_a_number_when_anything_of_the_owner_panics() {
    let with: [(&str, fn(AxonBuilder) -> AxonBuilder); 5] = [
        ("callers", |axon| axon.callers(Faulty)),
        ("blacklist", |axon| axon.blacklist(|_| panic!("blacklist"))),
        ("verify", |axon| axon.verify(|_| panic!("verify"))),
        ("priority", |axon| axon.priority(|_| panic!("priority"))),
        ("handler", |_| {
            Axon::builder(key("//Alice")).attach(|request: Request<Echo>| {
                assert_ne!(request.synapse.text, "a", "before the future is made");
                async move { Ok(request.synapse) }
            })
        }),
    ];
    for (what, with) in with {
        let axon = with(echoing()).start("127.0.0.1:0").await.unwrap();
        for number in 0..3 {
            let asked = question(&key("//Bob"), "a", now(), &number.to_string(), 12.0).await;
            let (status, text) = send(axon.address(), &asked).await;
            assert!(status == 500 && text.contains("Internal Server Error #"), "{what}: {text}");
        }
        idle(&axon).await;
        assert_eq!(metric(&axon, "myelin_axon_requests_total{status=\"500\",synapse=\"Echo\"}"), 3, "{what}");
        assert_eq!(metric(&axon, "myelin_axon_running") + metric(&axon, "myelin_axon_waiting"), 0);
    }
}

#[tokio::test]
async fn stream_should_break_off_and_give_back_its_place_when_an_item_panics() {
    let faulty = |_: Request<Echo>| async move {
        Ok(stream::iter(0..5).then(|item| async move {
            tokio::time::sleep(Duration::from_millis(20)).await;
            assert_ne!(item, 3, "in the midst of a stream");
            Ok::<_, HandlerError>(Bytes::from("part"))
        }))
    };
    let limits = Limits { running: 1, ..Limits::default() };
    let axon = Axon::builder(key("//Alice")).attach_stream(faulty).limits(limits);
    let axon = axon.start("127.0.0.1:0").await.unwrap();
    for process in ["a", "b"] {
        let (status, text) =
            send(axon.address(), &question(&key("//Bob"), "a", now(), process, 12.0).await).await;
        // No last chunk: the caller knows that it is not all.
        assert!(status == 200 && text.contains("part") && !text.ends_with("0\r\n\r\n"), "{text}");
        idle(&axon).await;
        assert_eq!(metric(&axon, "myelin_axon_running"), 0);
    }
}

#[tokio::test]
async fn stream_should_end_with_its_time_when_it_always_has_more() {
    let endless = |_: Request<Echo>| async move {
        Ok(stream::repeat_with(|| Ok::<_, HandlerError>(Bytes::from_static(&[b'x'; 16 * 1024]))))
    };
    let limits = Limits { running: 1, handler_time: Duration::from_secs(1), ..Limits::default() };
    let axon = Axon::builder(key("//Alice")).attach_stream(endless).limits(limits);
    let axon = axon.start("127.0.0.1:0").await.unwrap();
    let mut stream = TcpStream::connect(axon.address()).await.unwrap();
    stream.write_all(&question(&key("//Bob"), "a", now(), "a", 60.0).await).await.unwrap();
    let (mut buffer, start) = (vec![0; 64 * 1024], Instant::now());
    // A caller that goes on taking.
    while let Ok(1..) = stream.read(&mut buffer).await {
        assert!(start.elapsed() < Duration::from_secs(30), "the stream goes on after its time");
    }
    assert_eq!(metric(&axon, "myelin_axon_running"), 0);
}
