//! The same conversations with the official packages, both ways: what one asks, the other answers, streams and
//! refusals included.

use myelin_axon::{Axon, Caller, HandlerError, Request};
use myelin_dendrite::{AskError, Dendrite, Target};
use myelin_e2e::{free_port, python, Failure};
use myelin_synapse::{body, body_hash, btauth, Claim, Empty, NonceClock, Ping, RequestHead, Synapse};
use myelin_wallet::{Crypto, Keypair};
use serde::{Deserialize, Serialize};
use std::{
    collections::HashMap,
    io::{BufRead, BufReader},
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
    time::Duration,
};
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::TcpStream,
};

/// `tours/synapse.py` has the same.
#[derive(Debug, Clone, Serialize, Deserialize)]
struct Echo {
    text: String,
    times: f64,
    #[serde(default)]
    items: serde_json::Value,
    #[serde(default)]
    answer: Option<String>,
}

impl Synapse for Echo {
    const NAME: &'static str = "Echo";
    const REQUIRED: &'static [(&'static str, Empty)] = &[("text", Empty::Text), ("times", Empty::Float)];
    const HASHED: &'static [&'static str] = &["text", "times", "items"];
}

#[derive(Debug, Clone, Serialize, Deserialize)]
struct Words {
    text: String,
}

impl Synapse for Words {
    const NAME: &'static str = "Words";
    const REQUIRED: &'static [(&'static str, Empty)] = &[("text", Empty::Text)];
}

#[derive(Debug, Clone, Serialize, Deserialize)]
struct Nothing {}

impl Synapse for Nothing {
    const NAME: &'static str = "Nothing";
}

fn key(uri: &str) -> Result<Keypair, Failure> {
    Ok(Keypair::from_uri(uri, Crypto::Sr25519)?)
}

fn echo(text: &str) -> Echo {
    let items = serde_json::json!([1, 2.5, 1e-7, null, true, ["it's", "é"]]);
    Echo { text: text.into(), times: 2.0, items, answer: None }
}

fn tour(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tours").join(name)
}

/// A Python axon, ended when dropped.
struct PythonAxon {
    child: Child,
    port: u16,
    _home: tempfile::TempDir,
}

impl Drop for PythonAxon {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn python_axon() -> Result<PythonAxon, Failure> {
    let (python, port, home) = (python::with_client("10.5.0")?, free_port()?, tempfile::tempdir()?);
    let child = Command::new(python)
        .arg("-u")
        .arg(tour("synapse.py"))
        .args(["axon", &port.to_string()])
        .env("HOME", home.path())
        .env("PYTHONDONTWRITEBYTECODE", "1")
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()?;
    let mut axon = PythonAxon { child, port, _home: home };
    let output = axon.child.stdout.take().ok_or("the script has no output")?;
    let mut lines = BufReader::new(output).lines();
    for line in lines.by_ref() {
        let line = line?;
        println!("{line}");
        if line == "ready" {
            // What it says later is read, or it would wait.
            std::thread::spawn(move || lines.map_while(Result::ok).for_each(|line| println!("{line}")));
            return Ok(axon);
        }
    }
    Err("the axon ended before it was ready".into())
}

fn refused<T>(answer: Result<T, AskError>, status: u16, words: &str) {
    let (code, text) = answer.err().map(|error| (error.status(), error.to_string())).unwrap_or_default();
    assert!(code == status && text.contains(words), "{code} {text}");
}

#[tokio::test]
async fn our_dendrite_should_be_answered_by_a_python_axon() -> Result<(), Failure> {
    let axon = python_axon()?;
    let target = Target::new(key("//Alice")?.public(), ([127, 0, 0, 1], axon.port).into());
    let bob = Dendrite::builder(key("//Bob")?).timeout(Duration::from_secs(60)).build()?;
    for _ in 0..3 {
        let answer = bob.ask(&target, &echo("a'bé")).await?;
        assert!(answer.is_success(), "{answer:?}");
        let wanted = format!("a'béa'bé from {}", key("//Bob")?.public());
        assert_eq!(answer.synapse.answer, Some(wanted));
    }
    assert!(bob.ask(&target, &Ping {}).await?.is_success());
    for answer in bob.ask_all(&vec![target.clone(); 20], &echo("a")).await? {
        assert!(answer?.is_success());
    }
    let stream = bob.ask_stream(&target, &Words { text: "one two three".into() }).await?;
    assert_eq!(stream.collect().await?, b"one two three ");
    refused(bob.ask(&target, &echo("fail")).await, 500, "Internal Server Error #");
    refused(bob.ask(&target, &Nothing {}).await, 404, "Echo");
    let eve = Target::new(key("//Eve")?.public(), target.address());
    refused(bob.ask(&eve, &echo("a")).await, 401, "Not Verified");
    let charlie = Dendrite::builder(key("//Charlie")?).build()?;
    refused(charlie.ask(&target, &echo("a")).await, 403, "Forbidden. Key is blacklisted: it is Charlie.");
    wrong_requests_to_python(axon.port).await
}

/// What our dendrite does not send: a request twice, another body than was signed.
async fn wrong_requests_to_python(port: u16) -> Result<(), Failure> {
    let text = body(&echo("a"))?;
    let good = signed(&text).await?;
    assert_eq!(send(port, &request(&good, &text)).await?, 200);
    assert_eq!(send(port, &request(&good, &text)).await?, 401);
    let other = body(&echo("b"))?;
    assert_eq!(send(port, &request(&signed(&text).await?, &other)).await?, 500);
    Ok(())
}

async fn signed(body: &str) -> Result<http::HeaderMap, Failure> {
    let (nonce, receiver) = (NonceClock::process().next(), key("//Alice")?.public().ss58());
    let hash = body_hash(Echo::HASHED, body)?;
    let claim = Claim::sign(&key("//Bob")?, nonce, "by hand", &hash, &receiver).await?;
    let mut headers = http::HeaderMap::new();
    RequestHead::write(Echo::NAME, Echo::REQUIRED, Duration::from_secs(60), &claim, &mut headers)?;
    Ok(headers)
}

fn request(headers: &http::HeaderMap, body: &str) -> String {
    let length = body.len();
    let mut text =
        format!("POST /Echo HTTP/1.1\r\nhost: x\r\nconnection: close\r\ncontent-length: {length}\r\n");
    for (name, value) in headers {
        text += &format!("{name}: {}\r\n", String::from_utf8_lossy(value.as_bytes()));
    }
    text + "\r\n" + body
}

async fn send(port: u16, text: &str) -> Result<u16, Failure> {
    let mut stream = TcpStream::connect(("127.0.0.1", port)).await?;
    stream.write_all(text.as_bytes()).await?;
    let mut answer = String::new();
    stream.read_to_string(&mut answer).await?;
    Ok(answer.split(' ').nth(1).ok_or("no status")?.parse()?)
}

async fn our_axon() -> Result<Axon, Failure> {
    let charlie = key("//Charlie")?.public();
    let answer = |request: Request<Echo>| async move {
        let Echo { text, times, .. } = &request.synapse;
        match text.as_str() {
            "fail" => return Err(HandlerError::internal("on purpose")),
            "told" => return Err(HandlerError::told(422, "not this")),
            "wait" => std::future::pending::<()>().await,
            _ => {}
        }
        let answer = format!("{} from {}", text.repeat(*times as usize), request.hotkey);
        Ok(Echo { answer: Some(answer), ..request.synapse })
    };
    let words = |request: Request<Words>| async move {
        let words = request.synapse.text.split(' ').map(|word| Ok(format!("{word} ").into()));
        Ok(futures_util::stream::iter(words.collect::<Vec<_>>()))
    };
    let callers = HashMap::from([(key("//Bob")?.public(), Caller { uid: 0, stake: 1, permit: true })]);
    let builder = Axon::builder(key("//Alice")?).attach(answer).attach_stream(words).callers(callers);
    let builder = builder.blacklist(move |asked| match asked.hotkey == Some(charlie) {
        true => Err("it is Charlie".into()),
        false => Ok(()),
    });
    Ok(builder.start("127.0.0.1:0").await?)
}

/// Runs a script beside the axon to its end.
async fn run(
    version: &'static str,
    name: &'static str,
    arguments: Vec<String>,
) -> Result<Vec<String>, Failure> {
    let lines = tokio::task::spawn_blocking(move || {
        let home = tempfile::tempdir()?;
        let arguments: Vec<_> = arguments.iter().map(String::as_str).collect();
        python::script(&python::with_client(version)?, &tour(name), &arguments, &[], home.path())
            .map_err(|error| error.to_string().into())
    });
    lines.await?.map_err(|error: Box<dyn std::error::Error + Send + Sync>| error.to_string().into())
}

#[tokio::test]
async fn python_dendrite_should_be_answered_by_our_axon() -> Result<(), Failure> {
    let axon = our_axon().await?;
    let port = axon.address().port().to_string();
    let lines = run("10.5.0", "synapse.py", vec!["dendrite".into(), port]).await?;
    let count = |word: &str| lines.iter().filter(|line| line.starts_with(word)).count();
    assert_eq!(["answered", "pinged", "streamed", "told"].map(count), [3, 1, 1, 7], "{lines:?}");
    Ok(())
}

#[tokio::test]
async fn requests_signed_by_11_3_0_should_be_answered_and_ours_believed() -> Result<(), Failure> {
    let axon = our_axon().await?;
    let port = axon.address().port().to_string();
    let text = body(&echo("a"))?;
    let alice = key("//Alice")?.public();
    let mut ours = Vec::new();
    for crypto in [Crypto::Sr25519, Crypto::Ed25519] {
        let bob = Keypair::from_uri("//Bob", crypto)?;
        let nonce = NonceClock::process().next();
        let headers = btauth::sign(&bob, "POST", "/Echo", text.as_bytes(), Some(&alice), nonce).await?;
        let headers: HashMap<_, _> = headers
            .iter()
            .map(|(name, value)| (name.as_str(), String::from_utf8_lossy(value.as_bytes())))
            .collect();
        ours.push(serde_json::to_string(&headers)?);
    }
    let [sr25519, ed25519] = ours.try_into().map_err(|_| "two are signed")?;
    let lines = run("11.3.0", "synapse11.py", vec![port, alice.ss58(), text, sr25519, ed25519]).await?;
    let count = |word: &str| lines.iter().filter(|line| line.starts_with(word)).count();
    assert_eq!(["believed", "answered", "refused"].map(count), [2, 2, 4], "{lines:?}");
    Ok(())
}
