//! Nobody is answered twice, and nobody keeps others from being answered.

#![allow(clippy::unwrap_used)] // tests fail so, those beside the tests too

mod support;

use myelin_axon::Limits;
use std::time::Duration;
use support::*;

#[tokio::test]
async fn capture_should_be_refused_when_its_timeout_is_made_longer_and_its_row_is_old() {
    let limits = Limits { handler_time: Duration::from_secs(10), ..Limits::default() };
    let axon = echoing().limits(limits).start("127.0.0.1:0").await.unwrap();
    let capture = question(&key("//Bob"), "a", now(), "one", 0.1).await;
    assert_eq!(send(axon.address(), &capture).await.0, 200);
    // The header is not signed: anyone may write another time.
    let forged = String::from_utf8(capture.clone()).unwrap().replace("timeout: 0.1", "timeout: 10.0");
    assert_ne!(forged.as_bytes(), capture);
    assert_eq!(send(axon.address(), forged.as_bytes()).await.0, 401);
    tokio::time::sleep(Duration::from_millis(4_300)).await;
    assert!(send(axon.address(), &capture).await.1.contains("too old"));
    let other = question(&key("//Charlie"), "b", now(), "other", 0.1).await;
    assert_eq!(send(axon.address(), &other).await.0, 200);
    let (status, text) = send(axon.address(), forged.as_bytes()).await;
    assert!(status == 401 && text.contains("not greater than the last"), "{text}");
}

#[tokio::test]
async fn capture_should_be_refused_when_the_axon_was_started_again() {
    let axon = echoing().start("127.0.0.1:0").await.unwrap();
    let capture = question(&key("//Bob"), "a", now(), "one", 12.0).await;
    assert_eq!(send(axon.address(), &capture).await.0, 200);
    axon.stop(Duration::from_secs(60)).await;
    let axon = echoing().start("127.0.0.1:0").await.unwrap();
    let (status, text) = send(axon.address(), &capture).await;
    assert!(status == 401 && text.contains("before this axon was started"), "{text}");
    let new = question(&key("//Bob"), "a", now(), "one", 12.0).await;
    assert_eq!(send(axon.address(), &new).await.0, 200);
}

#[tokio::test]
async fn registered_caller_should_lock_nobody_out_when_it_fills_the_table_from_the_future() {
    let limits = Limits { nonces: 64, ..Limits::default() };
    let axon = echoing().limits(limits).start("127.0.0.1:0").await.unwrap();
    let (bob, charlie) = (key("//Bob"), key("//Charlie"));
    let before = question(&bob, "a", now(), "known before", 12.0).await;
    assert_eq!(send(axon.address(), &before).await.0, 200);
    for process in 0..200 {
        let ahead = question(&charlie, "a", now() + 58 * SECOND, &process.to_string(), 1.0).await;
        assert_eq!(send(axon.address(), &ahead).await.0, 200);
    }
    for process in ["known before", "new"] {
        let honest = question(&bob, "a", now(), process, 12.0).await;
        let (status, text) = send(axon.address(), &honest).await;
        assert_eq!(status, 200, "{text}");
    }
    assert_eq!(send(axon.address(), &before).await.0, 401);
}

#[tokio::test]
async fn strangers_should_lock_nobody_out_when_they_come_with_many_keys_from_the_future() {
    let limits = Limits { nonces: 64, ..Limits::default() };
    let axon = echoing().limits(limits).start("127.0.0.1:0").await.unwrap();
    let mut taken = 0;
    for number in 0..200 {
        let fresh = key(&format!("//fresh/{number}"));
        let ahead = question(&fresh, "a", now() + 58 * SECOND, "a", 1.0).await;
        taken += u32::from(send(axon.address(), &ahead).await.0 == 200);
    }
    assert!((1..64).contains(&taken), "{taken}");
    for uri in ["//Bob", "//Dave"] {
        let honest = question(&key(uri), "a", now(), "a", 12.0).await;
        let (status, text) = send(axon.address(), &honest).await;
        assert_eq!(status, 200, "{uri} {text}");
    }
}
