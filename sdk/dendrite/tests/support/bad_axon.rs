//! Servers that answer, but not as axons should.

use super::key;
use myelin_dendrite::Target;
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::{TcpListener, TcpStream},
};

pub const OK: &str = "HTTP/1.1 200 OK\r\ncontent-type: application/json\r\n";
pub const STREAM: &str =
    "HTTP/1.1 200 OK\r\ncontent-type: text/event-stream\r\ntransfer-encoding: chunked\r\n\r\n";

/// What an axon does after the question.
#[derive(Clone)]
pub enum Does {
    /// Writes this and closes.
    Says(String),
    /// Writes this and then nothing.
    Stalls(String),
    /// Writes this, then zeros until nobody reads.
    Floods(String),
    /// Writes this again and again.
    Repeats(String),
    /// Does not even read.
    Closes,
}

pub async fn bad_axon(does: Does) -> Target {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let target = Target::new(key("//Alice").public(), listener.local_addr().unwrap());
    tokio::spawn(async move {
        while let Ok((stream, _)) = listener.accept().await {
            tokio::spawn(misbehave(stream, does.clone()));
        }
    });
    target
}

async fn misbehave(mut stream: TcpStream, does: Does) -> std::io::Result<()> {
    if matches!(does, Does::Closes) {
        return Ok(());
    }
    let mut buffer = vec![0; 16 * 1024];
    let _some = stream.read(&mut buffer).await?;
    match does {
        Does::Closes => Ok(()),
        Does::Says(text) => stream.write_all(text.as_bytes()).await,
        Does::Stalls(text) => {
            stream.write_all(text.as_bytes()).await?;
            std::future::pending().await
        }
        Does::Repeats(text) => loop {
            stream.write_all(text.as_bytes()).await?;
        },
        Does::Floods(text) => {
            stream.write_all(text.as_bytes()).await?;
            loop {
                stream.write_all(&buffer).await?;
            }
        }
    }
}

pub fn json(body: &str) -> String {
    format!("{OK}content-length: {}\r\n\r\n{body}", body.len())
}
