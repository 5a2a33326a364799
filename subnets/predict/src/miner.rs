//! A miner: it commits its module, and when that is final it shows the module to validators.

use crate::{commitment::ModuleHash, question::PredictModule};
use myelin_axon::{AxonBuilder, HandlerError, Request};
use myelin_chain::{
    commitments::{set_commitment, Field},
    AccountId, ChainError, SubmitOptions, Until,
};
use myelin_neuron::{Miner, Neuron, NeuronError, Present};
use myelin_units::NetUid;
use std::sync::{
    atomic::{AtomicBool, Ordering},
    Arc,
};

/// A miner with one module.
#[derive(Debug)]
pub struct Publisher {
    module: Vec<u8>,
    name: ModuleHash,
    /// Whether the commitment is final: shown earlier, the module could be committed by whoever sees it.
    committed: AtomicBool,
}

impl Publisher {
    /// Of this module.
    pub fn new(module: Vec<u8>) -> Self {
        let name = ModuleHash::of(&module);
        Self { module, name, committed: AtomicBool::new(false) }
    }

    /// Commits the module under the hotkey that signs now, if the chain does not have that already: to commit again
    /// would cost the place in the order.
    async fn commit(&self, neuron: &Neuron, present: &Present) -> Result<(), ChainError> {
        let netuid = NetUid::new(neuron.config().netuid);
        let hotkey = present.seat.hotkey;
        let wanted = vec![Field::Sha256(self.name.committed_by(&hotkey))];
        let there = neuron.chain().at_finalized().await?.commitment(netuid, AccountId(hotkey)).await?;
        if there.is_some_and(|there| there.fields == wanted) {
            return Ok(());
        }
        let options = SubmitOptions { until: Until::Finalized, ..SubmitOptions::default() };
        let call = set_commitment(netuid, wanted)?;
        let included = neuron.chain().submit_with(&*present.signer, &call, options).await?;
        tracing::info!(block = included.number, module = %self.name, "committed");
        Ok(())
    }
}

impl Miner for Publisher {
    fn attach(self: Arc<Self>, axon: AxonBuilder) -> AxonBuilder {
        axon.attach(move |request: Request<PredictModule>| {
            let own = Arc::clone(&self);
            async move {
                match own.committed.load(Ordering::Acquire) {
                    true => Ok(request.synapse.answer(&own.module, own.name)),
                    false => Err(HandlerError::told(503, "the commitment is not final yet, ask again later")),
                }
            }
        })
    }

    async fn begin(&self, neuron: &Neuron) -> Result<(), NeuronError> {
        let mut changes = neuron.changes();
        let mut told = String::new();
        loop {
            let present = changes.borrow_and_update().clone();
            match self.commit(neuron, &present).await {
                Ok(()) => {
                    self.committed.store(true, Ordering::Release);
                    // A commitment names the hotkey: another one needs another.
                    let hotkey = present.seat.hotkey;
                    if changes.wait_for(|present| present.seat.hotkey != hotkey).await.is_err() {
                        return Ok(());
                    }
                    self.committed.store(false, Ordering::Release);
                }
                Err(error) => {
                    let error = error.to_string();
                    if error != told {
                        tracing::warn!(
                            error,
                            hotkey = %AccountId(present.seat.hotkey),
                            "not committed, trying again with each block (the hotkey pays the fee: has it TAO?)"
                        );
                        told = error;
                    }
                    if changes.changed().await.is_err() {
                        return Ok(());
                    }
                }
            }
        }
    }
}
