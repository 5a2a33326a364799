//! What a validator asks miners, each of whom may lie, stall or send anything: an answer of bounded size in bounded time.

use crate::{
    commitment::ModuleHash,
    fetch::{Download, Piece, PIECE},
    question::PredictModule,
};
use myelin_dendrite::{Dendrite, Target};
use std::time::Duration;

/// Most bytes of an answer: a piece in base64, and what Python writes around it.
pub(super) const ANSWER_BYTES: usize = PIECE / 3 * 4 + (256 << 10);
/// How long all pieces of a module may take.
pub(super) const WHOLE_MODULE: Duration = Duration::from_secs(60);

/// A miner to be asked.
#[derive(Clone, Debug)]
pub(super) struct Miner {
    pub target: Target,
    pub hotkey: [u8; 32],
    pub committed: [u8; 32],
}

/// All pieces of a module, each checked as it comes, within `time`.
pub(super) async fn whole(
    dendrite: &Dendrite,
    miner: &Miner,
    limit: usize,
    time: Duration,
) -> Result<(ModuleHash, Vec<u8>), String> {
    let fetched = async {
        let mut download = Download::new(miner.hotkey, miner.committed, limit);
        loop {
            let piece = piece(dendrite, &miner.target, download.offset()).await?;
            if let Some(module) = download.take(piece).map_err(|error| error.to_string())? {
                return Ok(module);
            }
        }
    };
    let late = |_| Err(format!("did not send its module within {time:?}"));
    tokio::time::timeout(time, fetched).await.unwrap_or_else(late)
}

/// The piece that begins at `offset`.
pub(super) async fn piece(dendrite: &Dendrite, target: &Target, offset: u64) -> Result<Piece, String> {
    let question = PredictModule::from(offset);
    let answer = dendrite.ask(target, &question).await.map_err(|error| error.to_string())?;
    answer.synapse.piece().map_err(|error| error.to_string())
}

#[cfg(test)]
mod tests;
