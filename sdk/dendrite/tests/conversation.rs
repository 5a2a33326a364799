//! Our client and our server, both ends real.

#![allow(clippy::unwrap_used)] // tests fail so, those beside the tests too

mod support;

use bytes::Bytes;
use futures_util::stream;
use myelin_axon::{hooks, Caller, HandlerError, Identity, Limits, Request};
use myelin_dendrite::{AskError, BuildError, Dendrite, Target};
use myelin_synapse::{Certificate, Ping};
use myelin_wallet::{Crypto, Keypair};
use std::{
    collections::HashMap,
    sync::{Arc, Mutex},
    time::Duration,
};
use support::*;
use tokio::sync::Semaphore;

fn status<T>(answer: Result<T, AskError>) -> (u16, String) {
    match answer {
        Ok(_) => (200, String::new()),
        Err(error) => (error.status(), error.to_string()),
    }
}

#[tokio::test]
async fn question_should_be_answered() {
    let (axon, target) = start(axon().attach(answer)).await;
    let dendrite = dendrite().build().unwrap();
    let answer = dendrite.ask(&target, &echo("ab")).await.unwrap();
    assert!(answer.is_success());
    assert_eq!(answer.synapse, Echo { answer: Some("abab".into()), ..echo("ab") });
    assert_eq!(answer.axon.status_message.as_deref(), Some("Success"));
    assert!(dendrite.ask(&target, &Ping {}).await.unwrap().is_success());
    let metrics = axon.metrics();
    assert!(metrics.contains(r#"myelin_axon_requests_total{status="200",synapse="Echo"} 1"#), "{metrics}");
    axon.stop(Duration::from_secs(60)).await;
}

#[tokio::test]
async fn questions_should_all_be_answered_when_they_are_many_at_a_time() {
    let (_axon, target) = start(axon().attach(answer).callers(everyone(0))).await;
    let dendrite = dendrite().concurrency(50).build().unwrap();
    let nobody = Target::new(*target.hotkey(), "127.0.0.1:1".parse().unwrap());
    let mut targets = vec![target; 500];
    targets[250] = nobody;
    let answers = dendrite.ask_all(&targets, &echo("a")).await.unwrap();
    for (index, answer) in answers.into_iter().enumerate() {
        match index {
            250 => assert!(matches!(answer, Err(AskError::Unreachable(_)))),
            _ => assert_eq!(answer.unwrap().synapse.answer.as_deref(), Some("aa")),
        }
    }
}

#[tokio::test]
async fn handler_should_have_its_time_and_idle_connections_be_made_anew() {
    let slow = |request: Request<Echo>| async move {
        tokio::time::sleep(Duration::from_millis(600)).await;
        Ok(request.synapse)
    };
    // The time for headers is not that of handlers.
    let limits = Limits { header_time: Duration::from_millis(200), ..Limits::default() };
    let (_axon, target) = start(axon().attach(slow).limits(limits)).await;
    let dendrite = dendrite().build().unwrap();
    for _ in 0..3 {
        assert!(dendrite.ask(&target, &echo("a")).await.unwrap().is_success());
        tokio::time::sleep(Duration::from_millis(400)).await;
    }
}

/// Bob and Charlie are registered.
fn everyone(stake: u64) -> HashMap<myelin_wallet::PublicKey, Caller> {
    let bob = Caller { uid: 1, stake, permit: true };
    let charlie = Caller { uid: 2, stake: 10, permit: false };
    [("//Bob", bob), ("//Charlie", charlie)].map(|(uri, caller)| (key(uri).public(), caller)).into()
}

#[tokio::test]
async fn caller_should_be_told_why_it_is_refused() {
    let failing = |request: Request<Echo>| async move {
        match request.synapse.text.as_str() {
            "told" => Err(HandlerError::told(422, "not this")),
            "internal" => Err(std::io::Error::other("secret").into()),
            "panic" => panic!("a handler's own fault"),
            _ => std::future::pending().await,
        }
    };
    let builder = axon().attach(failing).callers(everyone(5)).blacklist(hooks::validators);
    let builder = builder.verify(|asked| match asked.ip.is_loopback() && asked.timeout.as_secs() == 99 {
        true => Err("99 is not liked".into()),
        false => Ok(()),
    });
    let (_axon, target) = start(builder).await;
    let bob = dendrite().build().unwrap();
    let ask = |text: &'static str| {
        let (bob, target) = (&bob, &target);
        let time = Duration::from_millis(if text == "waits" { 300 } else { 60_000 });
        async move { bob.ask_within(target, &echo(text), time).await }
    };
    assert_eq!(status(ask("told").await), (422, "the axon refused (422): not this".into()));
    let (code, text) = status(ask("internal").await);
    assert!(code == 500 && text.contains("Internal Server Error #") && !text.contains("secret"), "{text}");
    assert_eq!(status(ask("panic").await).0, 500);
    assert_eq!(status(ask("waits").await).0, 408);
    let late = bob.ask_within(&target, &echo("told"), Duration::from_secs(99)).await;
    assert!(status(late).1.contains("Not Verified with error: 99 is not liked"));
    for (uri, words) in [("//Charlie", "no validator permit"), ("//Dave", "not registered")] {
        let other = Dendrite::builder(key(uri)).build().unwrap();
        let (code, text) = status(other.ask(&target, &echo("told")).await);
        assert!(
            code == 403 && text.contains("Forbidden. Key is blacklisted: ") && text.contains(words),
            "{text}"
        );
    }
    let elsewhere = Target::new(key("//Eve").public(), target.address());
    let (code, text) = status(bob.ask(&elsewhere, &echo("told")).await);
    assert!(code == 401 && text.contains("Signature mismatch"), "{text}");
}

#[tokio::test]
async fn stream_should_come_piece_by_piece_and_whole() {
    let words = |request: Request<Echo>| async move {
        let pieces: Vec<_> = request.synapse.text.chars().map(|c| Ok(Bytes::from(c.to_string()))).collect();
        Ok(stream::iter(pieces))
    };
    let (_axon, target) = start(axon().attach_stream(words)).await;
    let dendrite = dendrite().build().unwrap();
    for _ in 0..2 {
        let mut chunks = dendrite.ask_stream(&target, &echo("hello")).await.unwrap();
        let first = chunks.next().await.unwrap().unwrap();
        let rest = chunks.collect().await.unwrap();
        assert_eq!([&first[..], &rest[..]].concat(), b"hello");
    }
    let whole = dendrite.ask(&target, &echo("hello")).await;
    assert!(matches!(whole, Err(AskError::ContentType { .. })));
}

#[tokio::test]
async fn stream_should_be_known_as_broken_when_its_handler_fails_or_dawdles() {
    let failing = |request: Request<Echo>| async move {
        let first = stream::iter([Ok(Bytes::from("a"))]);
        let waits = request.synapse.text == "waits";
        let then = stream::once(async move {
            if waits {
                std::future::pending::<()>().await;
            }
            // Until the first piece is out.
            tokio::time::sleep(Duration::from_millis(100)).await;
            Err(HandlerError::internal("no more"))
        });
        Ok(futures_util::StreamExt::chain(first, then))
    };
    let limits = Limits { handler_time: Duration::from_secs(2), ..Limits::default() };
    let (_axon, target) = start(axon().attach_stream(failing).limits(limits)).await;
    let dendrite = dendrite().build().unwrap();
    for text in ["fails", "waits"] {
        let mut chunks = dendrite.ask_stream(&target, &echo(text)).await.unwrap();
        assert_eq!(chunks.next().await.unwrap().unwrap(), "a");
        assert!(matches!(chunks.next().await, Some(Err(AskError::Broken(_)))), "{text}");
        assert!(chunks.next().await.is_none());
    }
}

#[tokio::test]
async fn tls_should_believe_the_published_key_only() {
    let identity = Identity::generate().unwrap();
    let certificate = identity.certificate().unwrap();
    let (_axon, target) = start(axon().attach(answer).tls(identity)).await;
    let (_plain, plain_target) = start(axon().attach(answer)).await;
    let dendrite = dendrite().build().unwrap();
    let right = target.clone().with_certificate(certificate);
    assert!(dendrite.ask(&right, &echo("a")).await.unwrap().is_success());
    let wrong = target.clone().with_certificate(Certificate::new([7; 32]));
    assert!(matches!(dendrite.ask(&wrong, &echo("a")).await, Err(AskError::Tls(_))));
    let none = plain_target.with_certificate(certificate);
    assert!(matches!(dendrite.ask(&none, &echo("a")).await, Err(AskError::Tls(_))));
    // Without the certificate it is not HTTP that comes back.
    assert!(matches!(dendrite.ask(&target, &echo("a")).await, Err(AskError::Broken(_))));
}

#[tokio::test]
async fn axon_should_answer_with_and_without_tls_when_it_is_optional() {
    let identity = Identity::generate().unwrap();
    let certificate = identity.certificate().unwrap();
    let (axon, plain) = start(axon().attach(answer).tls(identity).tls_optional()).await;
    let dendrite = dendrite().build().unwrap();
    let with = plain.clone().with_certificate(certificate);
    for _ in 0..2 {
        assert!(dendrite.ask(&plain, &echo("a")).await.unwrap().is_success());
        assert!(dendrite.ask(&with, &echo("a")).await.unwrap().is_success());
    }
    // A caller that says nothing holds nobody up.
    let _silent = tokio::net::TcpStream::connect(axon.address()).await.unwrap();
    assert!(dendrite.ask(&with, &echo("a")).await.unwrap().is_success());
    let wrong = plain.with_certificate(Certificate::new([7; 32]));
    assert!(matches!(dendrite.ask(&wrong, &echo("a")).await, Err(AskError::Tls(_))));
}

#[tokio::test]
async fn successor_scheme_should_be_answered_on_the_same_port() {
    let (_axon, target) = start(axon().attach(answer)).await;
    let ed25519 = Keypair::from_uri("//Bob", Crypto::Ed25519).unwrap();
    let error = Dendrite::builder(ed25519.clone()).build().err();
    assert_eq!(error, Some(BuildError::Crypto(Crypto::Ed25519)));
    for signer in [key("//Bob"), ed25519] {
        let dendrite = Dendrite::builder(signer).btauth().build().unwrap();
        assert!(dendrite.ask(&target, &echo("a")).await.unwrap().is_success());
        let elsewhere = Target::new(key("//Eve").public(), target.address());
        let (code, text) = status(dendrite.ask(&elsewhere, &echo("a")).await);
        assert!(code == 401 && text.contains("not for"), "{text}");
    }
}

#[tokio::test]
async fn greater_stake_should_be_answered_first() {
    let (order, gate) = (Arc::new(Mutex::new(Vec::new())), Arc::new(Semaphore::new(0)));
    let (seen, door) = (order.clone(), gate.clone());
    let slow = move |request: Request<Echo>| {
        let (seen, door) = (seen.clone(), door.clone());
        async move {
            door.acquire().await?.forget();
            seen.lock().unwrap().push(request.synapse.text.clone());
            Ok(request.synapse)
        }
    };
    let limits = Limits { running: 1, ..Limits::default() };
    let (axon, target) = start(axon().attach(slow).limits(limits).callers(everyone(1000))).await;
    let mut asked = tokio::task::JoinSet::new();
    for (uri, text) in
        [("//Dave", "first"), ("//Dave", "stranger"), ("//Charlie", "little"), ("//Bob", "much")]
    {
        let (dendrite, target) = (Dendrite::builder(key(uri)).build().unwrap(), target.clone());
        let before = order_of(&axon);
        asked.spawn(async move { dendrite.ask(&target, &echo(text)).await.unwrap() });
        while order_of(&axon) == before {
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
    }
    gate.add_permits(4);
    asked.join_all().await;
    assert_eq!(*order.lock().unwrap(), ["first", "much", "little", "stranger"]);
}

/// How many are answered or wait.
fn order_of(axon: &myelin_axon::Axon) -> (String, String) {
    let text = axon.metrics();
    let line = |name: &str| text.lines().find(|line| line.starts_with(name)).unwrap_or_default().to_owned();
    (line("myelin_axon_running"), line("myelin_axon_waiting"))
}

#[tokio::test]
async fn caller_should_have_its_share_and_no_more() {
    let waits = |_: Request<Echo>| std::future::pending::<Result<Echo, HandlerError>>();
    let limits = Limits { per_caller: 1, by_stake: vec![(1000, 2)], strangers: 0, ..Limits::default() };
    let (axon, target) = start(axon().attach(waits).limits(limits).callers(everyone(1000))).await;
    for (uri, share) in [("//Bob", 2), ("//Charlie", 1), ("//Dave", 0)] {
        let dendrite = Dendrite::builder(key(uri)).build().unwrap();
        let mut holding = tokio::task::JoinSet::new();
        for _ in 0..share {
            let (dendrite, target, before) = (dendrite.clone(), target.clone(), order_of(&axon));
            holding.spawn(async move { dendrite.ask(&target, &echo("")).await });
            while order_of(&axon) == before {
                tokio::time::sleep(Duration::from_millis(5)).await;
            }
        }
        let (code, text) = status(dendrite.ask(&target, &echo("")).await);
        assert!(code == 429 && text.contains(&format!("{share} requests")), "{uri} {text}");
    }
}

#[tokio::test]
async fn stop_should_let_finish_what_is_in_hand() {
    let (started, gate) = (Arc::new(Semaphore::new(0)), Arc::new(Semaphore::new(0)));
    let (begun, door) = (started.clone(), gate.clone());
    let slow = move |request: Request<Echo>| {
        let (begun, door) = (begun.clone(), door.clone());
        async move {
            begun.add_permits(1);
            door.acquire().await?.forget();
            Ok(request.synapse)
        }
    };
    let (axon, target) = start(axon().attach(slow)).await;
    let dendrite = dendrite().build().unwrap();
    let (asking, late) = (dendrite.clone(), target.clone());
    let asked = tokio::spawn(async move { asking.ask(&target, &echo("a")).await });
    started.acquire().await.unwrap().forget();
    let stopped = tokio::spawn(axon.stop(Duration::from_secs(60)));
    while !matches!(dendrite.ask(&late, &Ping {}).await, Err(AskError::Unreachable(_))) {
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
    gate.add_permits(1);
    assert!(asked.await.unwrap().unwrap().is_success());
    stopped.await.unwrap();
}

#[tokio::test]
async fn metrics_should_be_served_to_this_machine_only() {
    let (axon, target) = start(axon().attach(answer).metrics("127.0.0.1:0".parse().unwrap())).await;
    dendrite().build().unwrap().ask(&target, &echo("a")).await.unwrap();
    let at = axon.metrics_address().unwrap();
    let (code, text) = send(at, b"GET /metrics HTTP/1.1\r\nhost: x\r\n\r\n").await;
    assert!(code == 200 && text.contains("myelin_axon_request_seconds_count{synapse=\"Echo\"} 1"), "{text}");
    assert_eq!(send(at, b"GET / HTTP/1.1\r\nhost: x\r\n\r\n").await.0, 404);
    let public = support::axon().metrics("0.0.0.0:0".parse().unwrap()).start("127.0.0.1:0").await;
    assert!(matches!(public, Err(myelin_axon::AxonError::PublicMetrics(_))));
}
