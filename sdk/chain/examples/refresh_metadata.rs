//! Writes the metadata of a running chain into this crate: `refresh_metadata ws://127.0.0.1:9944`
//! (`make metadata` starts a node for it).

use myelin_chain::{metadata, Chain};
use std::path::Path;

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let url = std::env::args().nth(1).ok_or("which node? ws://127.0.0.1:9944")?;
    let chain = Chain::connect(&url).await?;
    let (full, version) = (chain.full_metadata().await?, chain.runtime_version().await?);
    let cut = metadata::calls_and_events(&full)?;
    let here = Path::new(env!("CARGO_MANIFEST_DIR")).join("metadata");
    std::fs::write(here.join("myelin.scale"), &cut)?;
    std::fs::write(here.join("spec_version"), format!("{}\n", version.spec_version))?;
    println!("version {}: {} of {} bytes", version.spec_version, cut.len(), full.len());
    Ok(())
}
