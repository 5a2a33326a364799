//! Asks the server of `myelin-axon`'s example `echo`, and shows what goes wrong when somebody is not there.
//!
//! `cargo run -p myelin-axon --example echo`, then `cargo run -p myelin-dendrite --example ask`

use myelin_dendrite::{Dendrite, Target};
use myelin_synapse::{Empty, Synapse, DEFAULT_PORT};
use myelin_wallet::{Crypto, Keypair};
use serde::{Deserialize, Serialize};
use std::time::Duration;

#[derive(Debug, Serialize, Deserialize)]
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

#[tokio::main]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let hotkey = Keypair::from_uri("//Bob", Crypto::Sr25519)?;
    let dendrite = Dendrite::builder(hotkey).timeout(Duration::from_secs(5)).build()?;
    let alice = Keypair::from_uri("//Alice", Crypto::Sr25519)?.public();
    let at = |port: u16| Target::new(alice, ([127, 0, 0, 1], port).into());
    let targets = [at(DEFAULT_PORT), at(1)];
    let echo = Echo { text: "hello".into(), answer: None };
    for (target, answer) in targets.iter().zip(dendrite.ask_all(&targets, &echo).await?) {
        match answer {
            Ok(answer) => println!("{}: {:?}", target.address(), answer.synapse.answer),
            Err(error) => println!("{}: {error} ({})", target.address(), error.status()),
        }
    }
    Ok(())
}
