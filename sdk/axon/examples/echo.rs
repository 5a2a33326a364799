//! A server that repeats what it is told, in capitals.
//!
//! `cargo run -p myelin-axon --example echo`, then ask it with `myelin-dendrite`'s example or with Python.

use myelin_axon::{Axon, HandlerError, Limits, Request};
use myelin_synapse::{Empty, Synapse, DEFAULT_PORT};
use myelin_wallet::{Crypto, Keypair};
use serde::{Deserialize, Serialize};
use std::time::Duration;

/// The Python class has `text: str` and `answer: Optional[str] = None`.
#[derive(Debug, Clone, Serialize, Deserialize)]
struct Echo {
    text: String,
    #[serde(default)]
    answer: Option<String>,
}

impl Synapse for Echo {
    const NAME: &'static str = "Echo";
    const REQUIRED: &'static [(&'static str, Empty)] = &[("text", Empty::Text)];
    const HASHED: &'static [&'static str] = &["text"];
}

async fn echo(request: Request<Echo>) -> Result<Echo, HandlerError> {
    if request.synapse.text.is_empty() {
        return Err(HandlerError::told(422, "say something"));
    }
    let answer = Some(request.synapse.text.to_uppercase());
    Ok(Echo { answer, ..request.synapse })
}

#[tokio::main]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let hotkey = Keypair::from_uri("//Alice", Crypto::Sr25519)?;
    let axon = Axon::builder(hotkey)
        .attach(echo)
        .limits(Limits { body_bytes: 64 * 1024, ..Limits::default() })
        .start(("127.0.0.1", DEFAULT_PORT))
        .await?;
    println!("answering at {}; Ctrl-C ends it", axon.address());
    tokio::signal::ctrl_c().await?;
    axon.stop(Duration::from_secs(10)).await;
    Ok(())
}
