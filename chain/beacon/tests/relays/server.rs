//! Relays on this machine, and a chain that asks them.

use myelin_beacon::{Buffer, Relays, Signer, Source};
use myelin_timelock::{development, verify_many, Pulse};
use std::{
    sync::{
        atomic::{AtomicU64, AtomicUsize, Ordering::Relaxed},
        Arc,
    },
    time::{Duration, Instant, SystemTime},
};
use tokio::{
    io::{AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt},
    net::TcpListener,
};
use tokio_rustls::TlsAcceptor;

/// How a server behaves.
#[derive(Clone, Copy)]
pub enum Manner {
    Good,
    /// Accepts, and says nothing.
    Stalls,
    /// The signature of another round.
    Lies,
    /// The right answer to another question.
    OtherRound,
    /// A body without end.
    Floods,
    /// Closes the connection.
    GoesAway,
    /// Is good for so many answers, then goes away.
    Tires(usize),
    /// Answers with an error.
    Fails,
    /// Has nothing.
    Empty,
    /// Has nothing after this round.
    Stopped(u64),
    /// Answers its first question with an error, and then is good.
    Wakes,
}

/// A relay on this machine.
pub struct Server {
    pub address: String,
    asked: Arc<AtomicUsize>,
}

impl Server {
    pub async fn start(manner: Manner) -> Self {
        Self::with(manner, None).await
    }

    /// One by https, if it has a certificate.
    pub async fn with(manner: Manner, tls: Option<TlsAcceptor>) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let scheme = if tls.is_some() { "https" } else { "http" };
        let address = format!("{scheme}://{}", listener.local_addr().unwrap());
        let asked = Arc::new(AtomicUsize::new(0));
        let count = asked.clone();
        tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                let (tls, count) = (tls.clone(), count.clone());
                tokio::spawn(async move {
                    match tls {
                        None => serve(stream, manner, count).await,
                        // Who does not like the certificate goes away.
                        Some(tls) => {
                            if let Ok(stream) = tls.accept(stream).await {
                                serve(stream, manner, count).await;
                            }
                        }
                    }
                });
            }
        });
        Self { address, asked }
    }

    pub fn asked(&self) -> usize {
        self.asked.load(Relaxed)
    }
}

async fn serve(mut stream: impl AsyncRead + AsyncWrite + Unpin, manner: Manner, count: Arc<AtomicUsize>) {
    let mut request = vec![0; 2_048];
    while let Ok(1..) = stream.read(&mut request).await {
        let path = String::from_utf8_lossy(&request).split(' ').nth(1).unwrap_or("").to_owned();
        let so_far = count.fetch_add(1, Relaxed);
        let wanted: u64 = path.rsplit('/').next().unwrap().parse().unwrap_or_else(|_| out());
        let answer = match manner {
            Manner::Good => answer(wanted, wanted),
            Manner::Wakes if so_far > 0 => answer(wanted, wanted),
            Manner::Stopped(last) if path.ends_with("latest") => answer(last, last),
            Manner::Stopped(last) if wanted <= last => answer(wanted, wanted),
            Manner::Tires(answers) if so_far < answers => answer(wanted, wanted),
            Manner::Lies => answer(wanted, wanted + 1),
            Manner::OtherRound => answer(wanted - 1, wanted - 1),
            Manner::Stalls => {
                tokio::time::sleep(Duration::from_secs(600)).await;
                return;
            }
            Manner::Floods => {
                flood(&mut stream).await;
                return;
            }
            Manner::GoesAway | Manner::Tires(_) => return,
            Manner::Fails | Manner::Wakes => "HTTP/1.1 500 Oops\r\ncontent-length: 0\r\n\r\n".into(),
            Manner::Empty | Manner::Stopped(_) => {
                "HTTP/1.1 404 Not Found\r\ncontent-length: 0\r\n\r\n".into()
            }
        };
        if stream.write_all(answer.as_bytes()).await.is_err() {
            return;
        }
    }
}

/// A hundred megabytes that begin like an answer.
async fn flood(stream: &mut (impl AsyncWrite + Unpin)) {
    let head = "HTTP/1.1 200 OK\r\ncontent-length: 104857600\r\n\r\n{\"round\":1,\"randomness\":\"";
    let mut sent = stream.write_all(head.as_bytes()).await;
    let chunk = vec![b'a'; 1 << 20];
    for _ in 0..100 {
        if sent.is_err() {
            return;
        }
        sent = stream.write_all(&chunk).await;
    }
}

fn answer(round: u64, signed: u64) -> String {
    let pulse = Signer::development().pulses(signed - 1, signed, 1).pop().unwrap();
    let signature: String = pulse.signature.iter().map(|byte| format!("{byte:02x}")).collect();
    let body = format!(r#"{{"round":{round},"randomness":"00","signature":"{signature}"}}"#);
    format!("HTTP/1.1 200 OK\r\ncontent-length: {}\r\n\r\n{body}", body.len())
}

/// The round that is out now.
pub fn out() -> u64 {
    let now = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH).unwrap().as_secs();
    development::beacon().round_at(now)
}

/// A chain that has come to some round, the relays it asks, and what they brought.
pub struct Node {
    chain: Arc<AtomicU64>,
    pub buffer: Arc<Buffer>,
    task: tokio::task::JoinHandle<()>,
}

impl Node {
    pub fn start(last: u64, servers: &[&Server]) -> Self {
        Self::with(last, servers, |relays| relays)
    }

    /// One that asks in its own way.
    pub fn with(last: u64, servers: &[&Server], how: impl FnOnce(Relays) -> Relays) -> Self {
        let (chain, buffer) = (Arc::new(AtomicU64::new(last)), Arc::new(Buffer::default()));
        let addresses: Vec<_> = servers.iter().map(|server| server.address.clone()).collect();
        let relays = how(Relays::new(development::beacon(), &addresses, buffer.clone()).unwrap());
        let seen = chain.clone();
        let task = tokio::spawn(relays.run(move || seen.load(Relaxed)));
        Self { chain, buffer, task }
    }

    /// Waits for so many pulses after what the chain knows, and takes them as a block does.
    pub async fn takes(&self, count: usize) -> Vec<Pulse> {
        let begun = Instant::now();
        let source = Source::Relays(self.buffer.clone());
        let now = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH).unwrap().as_secs();
        loop {
            let pulses = source.pulses(&development::beacon(), self.chain.load(Relaxed), now, count);
            if pulses.len() == count {
                assert!(verify_many(&development::beacon(), &pulses).is_ok());
                self.chain.store(pulses.last().unwrap().round, Relaxed);
                return pulses;
            }
            assert!(begun.elapsed() < Duration::from_secs(60), "only {} pulses came", pulses.len());
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    }
}

impl Drop for Node {
    fn drop(&mut self) {
        self.task.abort();
    }
}
