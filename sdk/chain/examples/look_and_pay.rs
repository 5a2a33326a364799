//! Looks at all subnets, quotes a stake, pays Bob: `look_and_pay ws://127.0.0.1:9944` (docs/book/chain.md).

use myelin_chain::{calls, Chain, ChainError, Trade};
use myelin_units::{NetUid, Tao};
use myelin_wallet::{Crypto, Keypair};
use std::error::Error;

/// Rao of a TAO.
const TAO: u64 = 1_000_000_000;

/// All of it, on the node at `url`.
pub async fn run(url: &str) -> Result<(), Box<dyn Error + Send + Sync>> {
    let chain = Chain::connect(url).await?;

    // Everything is read at one block, whatever happens meanwhile.
    let now = chain.at_head().await?;
    println!("block {}", now.number().await?);
    for subnet in now.subnets().await? {
        let (tao, alpha) = (subnet.tao_in.0.rao(), subnet.alpha_in.0.rao());
        println!("subnet {}: {tao} rao of TAO against {alpha} of alpha", subnet.netuid.0.number());
    }

    // What a trade would do, before anything is signed.
    let netuid = NetUid::new(1);
    match now.quote(Trade::Stake { netuid, amount: Tao::new(TAO) }).await {
        Ok(quote) => println!(
            "1 TAO buys {} rao of alpha: fee {}, slippage {}, leaving now gives back {}",
            quote.amount_out, quote.fee, quote.slippage, quote.leaving_now_gives_back
        ),
        Err(error) => println!("{error}"),
    }

    // A call: what it costs, then for real.
    let alice = Keypair::from_uri("//Alice", Crypto::Sr25519)?;
    let bob = Keypair::from_uri("//Bob", Crypto::Sr25519)?.public();
    let pay = calls::transfer(bob.into(), Tao::new(TAO));
    println!("paying costs {} rao", chain.fee(&alice.public(), &pay).await?.rao());
    let included = chain.submit(&alice, &pay).await?;
    println!("paid in block {}, transaction {}", included.number, included.index);

    // An error has the chain's name for it.
    match chain.dry_run(&alice, &calls::start_subnet(NetUid::new(999))).await {
        Err(ChainError::WouldFail(error)) => println!("as it should be: {error}"),
        Err(ChainError::Refused(refusal)) => println!("as it should be: {refusal}"),
        other => println!("unexpected: {other:?}"),
    }
    Ok(())
}

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn Error + Send + Sync>> {
    run(&std::env::args().nth(1).unwrap_or_else(|| "ws://127.0.0.1:9944".into())).await
}
