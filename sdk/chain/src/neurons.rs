//! Neurons: who sits where, and where they answer.

use crate::{keys::network, weights::storage_index, AccountId, ChainError, Snapshot};
use myelin_units::{NetUid, Uid};
use myelin_views::{
    AxonInfo, Metagraph, MetagraphIndex, NeuronCertificate, NeuronInfo, NeuronInfoLite, PrometheusInfo,
    SelectiveMetagraph,
};

impl Snapshot {
    /// A subnet with all its neurons: one request.
    pub async fn metagraph(&self, netuid: NetUid) -> Result<Metagraph<AccountId>, ChainError> {
        let found: Option<_> = self.view("SubnetInfoRuntimeApi_get_metagraph", &netuid).await?;
        found.ok_or_else(|| missing(netuid))
    }

    /// The metagraph of one of a subnet's mechanisms.
    pub async fn mechanism(&self, netuid: NetUid, number: u8) -> Result<Metagraph<AccountId>, ChainError> {
        let found: Option<_> = self.view("SubnetInfoRuntimeApi_get_mechagraph", &(netuid, number)).await?;
        found.ok_or_else(|| missing(netuid))
    }

    /// Some parts of a metagraph; they cost less to read than all.
    pub async fn metagraph_parts(
        &self,
        netuid: NetUid,
        parts: &[MetagraphIndex],
    ) -> Result<SelectiveMetagraph<AccountId>, ChainError> {
        let parts: Vec<u16> = parts.iter().map(|part| *part as u16).collect();
        let found: Option<_> =
            self.view("SubnetInfoRuntimeApi_get_selective_metagraph", &(netuid, parts)).await?;
        found.ok_or_else(|| missing(netuid))
    }

    /// The neurons of a subnet, by uid, without their weights.
    pub async fn neurons(&self, netuid: NetUid) -> Result<Vec<NeuronInfoLite<AccountId>>, ChainError> {
        self.view("NeuronInfoRuntimeApi_get_neurons_lite", &netuid).await
    }

    /// The neurons of a subnet, by uid, with their weights and bonds.
    pub async fn neurons_with_weights(
        &self,
        netuid: NetUid,
    ) -> Result<Vec<NeuronInfo<AccountId>>, ChainError> {
        self.view("NeuronInfoRuntimeApi_get_neurons", &netuid).await
    }

    /// One neuron, with its weights and bonds.
    pub async fn neuron(&self, netuid: NetUid, uid: Uid) -> Result<NeuronInfo<AccountId>, ChainError> {
        let found: Option<_> = self.view("NeuronInfoRuntimeApi_get_neuron", &(netuid, uid)).await?;
        found
            .ok_or_else(|| ChainError::Missing(format!("uid {} of subnet {}", uid.number(), netuid.number())))
    }

    /// Where a hotkey sits on a subnet; nothing when it is not registered there.
    pub async fn uid_of(&self, netuid: NetUid, hotkey: AccountId) -> Result<Option<Uid>, ChainError> {
        self.value(&network("Uids").plain(netuid).hashed(hotkey)).await
    }

    /// Who sits on a uid.
    pub async fn hotkey_at(&self, netuid: NetUid, uid: Uid) -> Result<Option<AccountId>, ChainError> {
        self.value(&network("Keys").plain(netuid).plain(uid)).await
    }

    /// How many neurons a subnet has.
    pub async fn neuron_count(&self, netuid: NetUid) -> Result<u16, ChainError> {
        Ok(self.value(&network("SubnetworkN").plain(netuid)).await?.unwrap_or_default())
    }

    /// Where a hotkey says that it answers.
    pub async fn axon(&self, netuid: NetUid, hotkey: AccountId) -> Result<Option<AxonInfo>, ChainError> {
        self.value(&network("Axons").plain(netuid).hashed(hotkey)).await
    }

    /// Where a hotkey publishes measurements.
    pub async fn prometheus(
        &self,
        netuid: NetUid,
        hotkey: AccountId,
    ) -> Result<Option<PrometheusInfo>, ChainError> {
        self.value(&network("Prometheus").plain(netuid).hashed(hotkey)).await
    }

    /// The key with which a hotkey's server proves itself.
    pub async fn certificate(
        &self,
        netuid: NetUid,
        hotkey: AccountId,
    ) -> Result<Option<NeuronCertificate>, ChainError> {
        self.value(&network("NeuronCertificates").plain(netuid).hashed(hotkey)).await
    }

    /// The row of weights that a uid has set: whom it weighs, and how much. Sealed rows show once they are open.
    pub async fn weights(&self, netuid: NetUid, uid: Uid) -> Result<Vec<(u16, u16)>, ChainError> {
        self.weights_on(netuid, 0, uid).await
    }

    /// As [`Snapshot::weights`], of one of the subnet's mechanisms.
    pub async fn weights_on(
        &self,
        netuid: NetUid,
        mechanism: u8,
        uid: Uid,
    ) -> Result<Vec<(u16, u16)>, ChainError> {
        let key = network("Weights").plain(storage_index(netuid, mechanism)).plain(uid);
        Ok(self.value(&key).await?.unwrap_or_default())
    }
}

fn missing(netuid: NetUid) -> ChainError {
    ChainError::Missing(format!("subnet {} (or its mechanism)", netuid.number()))
}
