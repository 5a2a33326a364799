//! Ten thousand bad answers: memory stays. Alone in its process, so that nothing else is measured.

#![allow(clippy::unwrap_used)] // tests fail so

mod support;

use support::{bad_axon::*, *};

/// Those that end by themselves: a stall takes its time and leaves nothing behind.
fn all() -> Vec<Does> {
    vec![
        Does::Closes,
        Does::Says("SSH-2.0-OpenSSH\r\n".into()),
        Does::Says(format!("{OK}content-length: 100\r\n\r\nhalf")),
        Does::Says(format!("{OK}x: {}\r\n\r\n", "x".repeat(100_000))),
        Does::Says(format!("{OK}content-length: 100000000\r\n\r\n")),
        Does::Floods(format!("{OK}\r\n")),
        Does::Says("HTTP/1.1 200 OK\r\ncontent-type: text/html\r\ncontent-length: 0\r\n\r\n".into()),
        Does::Says(json("{\"text\": 5}")),
        Does::Says(format!("{STREAM}5\r\nhello\r\n")),
        Does::Says("HTTP/1.1 403 No\r\ncontent-length: 16\r\n\r\n{\"message\":\"no\"}".into()),
    ]
}

#[tokio::test]
async fn memory_should_stay_when_ten_thousand_bad_answers_come() {
    let dendrite = dendrite().response_limit(64 * 1024).concurrency(10).build().unwrap();
    let mut targets = Vec::new();
    for does in all() {
        targets.push(bad_axon(does).await);
    }
    let mut before = 0;
    for round in 0..1_200 {
        let answers = dendrite.ask_all(&targets, &echo("a")).await.unwrap();
        assert!(answers.iter().all(Result::is_err));
        if round == 199 {
            before = resident();
        }
    }
    let grown = resident().saturating_sub(before);
    println!("{before} kB before 10,000 bad answers, {grown} kB more after");
    assert!(grown < 4096, "{grown} kB more after 10,000 bad answers");
}
