//! Axons that lie, stall, flood and break off: each a clear error, and the others are asked on.

#![allow(clippy::unwrap_used)] // tests fail so, those beside the tests too

mod support;

use myelin_dendrite::{AskError, Reach, Target};
use std::time::Duration;
use support::{bad_axon::*, *};
use tokio::net::TcpListener;

/// What it does, and what the error says of it.
fn all() -> Vec<(Does, &'static str)> {
    let says = |text: &str| Does::Says(text.into());
    vec![
        (Does::Closes, "broke before the answer was whole"),
        (says(""), "broke before the answer was whole"),
        (says("SSH-2.0-OpenSSH\r\n"), "broke before the answer was whole"),
        (says(&format!("{OK}content-length: 100\r\n\r\nhalf")), "broke before the answer was whole"),
        (says(&format!("{OK}x: {}\r\n\r\n", "x".repeat(1 << 20))), "broke before the answer was whole"),
        (says(&format!("{OK}{}\r\n", "x: y\r\n".repeat(200))), "broke before the answer was whole"),
        (Does::Floods(OK.into()), "broke before the answer was whole"),
        (Does::Repeats("HTTP/1.1 100 Continue\r\n\r\n".repeat(500)), "more than 16 interim answers"),
        (Does::Repeats("HTTP/1.1 103 Early Hints\r\nlink: x\r\n\r\n".into()), "more than 16 interim answers"),
        (Does::Stalls(String::new()), "no answer within"),
        (Does::Stalls(OK.into()), "no answer within"),
        (Does::Stalls(format!("{OK}content-length: 10\r\n\r\nhalf")), "no answer within"),
        (Does::Floods(format!("{OK}content-length: 100000000\r\n\r\n")), "more than 16777216 bytes"),
        (Does::Floods(format!("{OK}\r\n")), "more than 16777216 bytes"),
        (says("HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\n{}"), "content type is ``"),
        (
            says("HTTP/1.1 200 OK\r\ncontent-type: text/html\r\ncontent-length: 0\r\n\r\n"),
            "content type is `text/html`",
        ),
        (says(&json("{\"text\": 5}")), "no Echo: invalid type"),
        (says(&json(&"[".repeat(100_000))), "no Echo: "),
        (says(&json("null")), "no Echo: "),
        (
            says("HTTP/1.1 302 Found\r\nlocation: http://127.0.0.1/\r\ncontent-length: 0\r\n\r\n"),
            "refused (302): Found",
        ),
        (
            says("HTTP/1.1 500 Oh\r\ncontent-length: 13\r\n\r\n{\"message\":1}"),
            "refused (500): Internal Server Error",
        ),
        (Does::Floods("HTTP/1.1 500 Oh\r\n\r\n".into()), "refused (500): Internal Server Error"),
        (says("HTTP/1.1 403 No\r\ncontent-length: 16\r\n\r\n{\"message\":\"no\"}"), "refused (403): no"),
        (
            says("HTTP/1.1 403 No\r\ncontent-length: 37\r\n\r\n{\"message\":\"\\u001b[31mevil\\n\\u202e!\"}"),
            "refused (403): \u{fffd}[31mevil\u{fffd}\u{fffd}!",
        ),
        (
            says("HTTP/1.1 200 OK\r\ncontent-type: a/\u{202e}b\r\ncontent-length: 0\r\n\r\n"),
            "content type is `a/\u{fffd}b`",
        ),
        (says("HTTP/1.1 422 No\r\ncontent-length: 16\r\n\r\n{\"detail\":[\"x\"]}"), "refused (422): [\"x\"]"),
    ]
}

#[tokio::test]
async fn each_bad_axon_should_be_a_clear_error_and_the_good_be_answered() {
    let (_axon, good) = start(axon().attach(answer)).await;
    let dendrite = dendrite().timeout(Duration::from_secs(3)).build().unwrap();
    let (mut targets, mut wanted) = (Vec::new(), Vec::new());
    for (does, words) in all() {
        targets.extend([bad_axon(does).await, good.clone()]);
        wanted.push(words);
    }
    let answers = dendrite.ask_all(&targets, &echo("a")).await.unwrap();
    for (pair, words) in answers.chunks(2).zip(wanted) {
        let error = pair[0].as_ref().unwrap_err();
        assert!(error.to_string().contains(words), "{error}, not {words}");
        assert!(pair[1].as_ref().unwrap().is_success());
    }
}

#[tokio::test]
async fn stream_should_be_an_error_when_it_is_cut_stalls_or_floods() {
    let dendrite = dendrite().timeout(Duration::from_secs(1)).response_limit(1 << 20).build().unwrap();
    let collect = |does| {
        let dendrite = dendrite.clone();
        async move { dendrite.ask_stream(&bad_axon(does).await, &echo("a")).await?.collect().await }
    };
    let cut = collect(Does::Says(format!("{STREAM}5\r\nhello\r\n"))).await;
    assert!(matches!(cut, Err(AskError::Broken(_))), "{cut:?}");
    let stalled = collect(Does::Stalls(format!("{STREAM}5\r\nhello\r\n"))).await;
    assert!(matches!(stalled, Err(AskError::Timeout(_))), "{stalled:?}");
    let flood = collect(Does::Floods(format!("{STREAM}ffffffff\r\n"))).await;
    assert!(matches!(flood, Err(AskError::TooLarge { limit: 1_048_576 })), "{flood:?}");
    let lies = collect(Does::Says(format!("{STREAM}zz\r\n"))).await;
    assert!(matches!(lies, Err(AskError::Broken(_))), "{lies:?}");
    let refused = collect(Does::Says("HTTP/1.1 404 No\r\ncontent-length: 0\r\n\r\n".into())).await;
    assert!(matches!(refused, Err(AskError::Refused { status: 404, .. })), "{refused:?}");
    let whole = collect(Does::Says(format!("{STREAM}5\r\nhello\r\n0\r\n\r\n"))).await;
    assert_eq!(whole.unwrap(), b"hello");
}

#[tokio::test]
async fn axon_should_not_be_connected_to_when_it_is_out_of_reach() {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let local = Target::new(key("//Alice").public(), listener.local_addr().unwrap());
    let public = dendrite().reach(Reach::Public).build().unwrap();
    let error = public.ask(&local, &echo("a")).await.unwrap_err();
    assert!(matches!(error, AskError::OutOfReach(address) if address == local.address()), "{error}");
    assert!(!error.is_passing() && error.to_string().contains("Reach::Anywhere"), "{error}");
    assert!(matches!(public.ask_stream(&local, &echo("a")).await, Err(AskError::OutOfReach(_))));
    // What came from it would wait here.
    let early = tokio::time::timeout(Duration::from_millis(100), listener.accept()).await;
    assert!(early.is_err(), "it was connected to");
}

#[tokio::test]
async fn axon_at_our_own_public_address_should_be_asked_from_inside() {
    let (axon, local) = start(axon().attach(answer)).await;
    let own = "9.9.9.9".parse().unwrap();
    let target = Target::new(*local.hotkey(), (own, axon.address().port()).into());
    let dendrite = dendrite().reach(Reach::Public).external_ip(own).build().unwrap();
    assert!(dendrite.ask(&target, &echo("a")).await.unwrap().is_success());
}

#[tokio::test]
async fn connection_should_be_made_anew_when_the_axon_closed_it_meanwhile() {
    // Says that it stays, answers once, and closes.
    let body = serde_json::to_string(&echo("a")).unwrap();
    let target = bad_axon(Does::Says(json(&body))).await;
    let dendrite = dendrite().build().unwrap();
    for _ in 0..20 {
        dendrite.ask(&target, &echo("a")).await.unwrap();
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
}

#[tokio::test]
async fn answer_should_be_read_after_some_interim_ones() {
    let body = serde_json::to_string(&echo("a")).unwrap();
    let interim = "HTTP/1.1 102 Processing\r\n\r\n".repeat(16);
    let target = bad_axon(Does::Says(interim + &json(&body))).await;
    let dendrite = dendrite().build().unwrap();
    for _ in 0..2 {
        dendrite.ask(&target, &echo("a")).await.unwrap();
    }
}

#[tokio::test]
async fn answers_should_be_refused_when_they_are_too_much_together() {
    let (_axon, good) = start(axon().attach(answer)).await;
    let limited = dendrite().timeout(Duration::from_secs(2)).answers_limit(1 << 20);
    let dendrite = limited.build().unwrap();
    let mut targets = vec![good];
    let (part, length) = (400 * 1024, 10 << 20);
    for _ in 0..4 {
        let stalls = format!("{OK}content-length: {length}\r\n\r\n{}", " ".repeat(part));
        targets.push(bad_axon(Does::Stalls(stalls)).await);
    }
    let answers = dendrite.ask_all(&targets, &echo("a")).await.unwrap();
    assert!(answers[0].as_ref().unwrap().is_success());
    let (mut late, mut refused) = (0, 0);
    for answer in &answers[1..] {
        match answer.as_ref().unwrap_err() {
            AskError::Timeout(_) => late += 1,
            error @ AskError::TooMuchAtOnce { limit: 1_048_576 } => {
                assert!(error.is_passing() && error.to_string().contains("1048576 bytes"), "{error}");
                refused += 1;
            }
            error => panic!("{error}"),
        }
    }
    // Three parts of 400 KiB, 64 of each free, fit into 1 MiB; four do not.
    assert_eq!((late, refused), (3, 1));
    // It was given back.
    let body = serde_json::to_string(&echo("a")).unwrap() + &" ".repeat(1_000_000);
    let large = bad_axon(Does::Says(json(&body))).await;
    dendrite.ask(&large, &echo("a")).await.unwrap();
}
