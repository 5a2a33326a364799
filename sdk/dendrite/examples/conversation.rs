//! Both ends in one program: an axon that answers over TLS those whom it knows, whole and piece by piece, and a
//! dendrite that asks it.
//!
//! `cargo run -p myelin-dendrite --example conversation`

use futures_util::stream;
use myelin_axon::{hooks, Axon, Caller, Identity, Request};
use myelin_dendrite::{Dendrite, Target};
use myelin_synapse::{Empty, Synapse};
use myelin_wallet::{Crypto, Keypair};
use serde::{Deserialize, Serialize};
use std::{collections::HashMap, time::Duration};

/// A question with one answer.
#[derive(Serialize, Deserialize)]
struct Capitals {
    text: String,
    #[serde(default)]
    answer: Option<String>,
}

impl Synapse for Capitals {
    const NAME: &'static str = "Capitals";
    const REQUIRED: &'static [(&'static str, Empty)] = &[("text", Empty::Text)];
    const HASHED: &'static [&'static str] = &["text"];
}

/// A question whose answer comes word by word.
#[derive(Serialize, Deserialize)]
struct Words {
    text: String,
}

impl Synapse for Words {
    const NAME: &'static str = "Words";
    const REQUIRED: &'static [(&'static str, Empty)] = &[("text", Empty::Text)];
}

/// The whole of it.
#[tokio::main(flavor = "current_thread")]
pub async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let [miner, validator] =
        [Keypair::from_uri("//Alice", Crypto::Sr25519)?, Keypair::from_uri("//Bob", Crypto::Sr25519)?];
    // A metagraph as a rule; a map does.
    let callers = HashMap::from([(validator.public(), Caller { uid: 1, stake: 1_000, permit: true })]);
    let identity = Identity::generate()?;
    let certificate = identity.certificate()?;
    let axon = Axon::builder(miner.clone())
        .attach(|request: Request<Capitals>| async move {
            let answer = Some(request.synapse.text.to_uppercase());
            Ok(Capitals { answer, ..request.synapse })
        })
        .attach_stream(|request: Request<Words>| async move {
            let words: Vec<_> =
                request.synapse.text.split(' ').map(|word| Ok(word.to_owned().into())).collect();
            Ok(stream::iter(words))
        })
        .callers(callers)
        .blacklist(hooks::validators)
        .tls(identity)
        .start("127.0.0.1:0")
        .await?;

    let target = Target::new(miner.public(), axon.address()).with_certificate(certificate);
    let dendrite = Dendrite::builder(validator).build()?;
    let answer = dendrite.ask(&target, &Capitals { text: "hello".into(), answer: None }).await?;
    println!("{:?} in {:?}", answer.synapse.answer, answer.elapsed);
    let mut words = dendrite.ask_stream(&target, &Words { text: "word by word".into() }).await?;
    while let Some(word) = words.next().await {
        println!("{}", String::from_utf8_lossy(&word?));
    }
    let stranger = Dendrite::builder(Keypair::from_uri("//Eve", Crypto::Sr25519)?).build()?;
    match stranger.ask(&target, &Capitals { text: "hello".into(), answer: None }).await {
        Ok(_) => return Err("a stranger was answered".into()),
        Err(error) => println!("{error}"),
    }
    axon.stop(Duration::from_secs(10)).await;
    Ok(())
}
