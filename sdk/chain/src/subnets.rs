//! Subnets: what they are, what they cost, how they are set.

use crate::{keys::StorageKey, AccountId, ChainError, Snapshot};
use myelin_units::{NetUid, Tao};
use myelin_views::{
    DeregQuote, DynamicInfo, HyperparamEntry, SubnetHyperparamsV2, SubnetInfoV2, SubnetPrice, SubnetState,
};

impl Snapshot {
    /// The economy of all subnets, by number: one request.
    pub async fn subnets(&self) -> Result<Vec<DynamicInfo<AccountId>>, ChainError> {
        let all: Vec<Option<DynamicInfo<AccountId>>> =
            self.view("SubnetInfoRuntimeApi_get_all_dynamic_info", &()).await?;
        Ok(all.into_iter().flatten().collect())
    }

    /// The economy of a subnet.
    pub async fn subnet(&self, netuid: NetUid) -> Result<DynamicInfo<AccountId>, ChainError> {
        let found: Option<_> = self.view("SubnetInfoRuntimeApi_get_dynamic_info", &netuid).await?;
        found.ok_or_else(|| missing(netuid))
    }

    /// A subnet at a glance, with its owner, its emission and its registration's price.
    pub async fn subnet_info(&self, netuid: NetUid) -> Result<SubnetInfoV2<AccountId>, ChainError> {
        let found: Option<_> = self.view("SubnetInfoRuntimeApi_get_subnet_info_v2", &netuid).await?;
        found.ok_or_else(|| missing(netuid))
    }

    /// The neurons of a subnet, one list a quantity.
    pub async fn subnet_state(&self, netuid: NetUid) -> Result<SubnetState<AccountId>, ChainError> {
        let found: Option<_> = self.view("SubnetInfoRuntimeApi_get_subnet_state", &netuid).await?;
        found.ok_or_else(|| missing(netuid))
    }

    /// Whether there is such a subnet.
    pub async fn subnet_exists(&self, netuid: NetUid) -> Result<bool, ChainError> {
        Ok(self.value(&crate::keys::network("NetworksAdded").plain(netuid)).await?.unwrap_or(false))
    }

    /// How a subnet is set: all parameters by name.
    pub async fn hyperparameters(&self, netuid: NetUid) -> Result<Vec<HyperparamEntry>, ChainError> {
        let found: Option<_> = self.view("SubnetInfoRuntimeApi_get_subnet_hyperparams_v3", &netuid).await?;
        found.ok_or_else(|| missing(netuid))
    }

    /// How a subnet is set: the parameters that every chain of this interface has, as fields.
    pub async fn hyperparameter_set(&self, netuid: NetUid) -> Result<SubnetHyperparamsV2, ChainError> {
        let found: Option<_> = self.view("SubnetInfoRuntimeApi_get_subnet_hyperparams_v2", &netuid).await?;
        found.ok_or_else(|| missing(netuid))
    }

    /// The prices of all subnets' alpha.
    pub async fn prices(&self) -> Result<Vec<SubnetPrice>, ChainError> {
        self.view("SwapRuntimeApi_current_alpha_price_all", &()).await
    }

    /// What registering a subnet costs now.
    pub async fn subnet_cost(&self) -> Result<Tao, ChainError> {
        self.view("SubnetRegistrationRuntimeApi_get_network_registration_cost", &()).await
    }

    /// What registering a neuron costs now.
    pub async fn neuron_cost(&self, netuid: NetUid) -> Result<Tao, ChainError> {
        Ok(self.value(&crate::keys::network("Burn").plain(netuid)).await?.unwrap_or(Tao::ZERO))
    }

    /// The block of the next epoch; nothing for a subnet without epochs.
    pub async fn next_epoch(&self, netuid: NetUid) -> Result<Option<u64>, ChainError> {
        self.view("SubnetInfoRuntimeApi_get_next_epoch_start_block", &netuid).await
    }

    /// The subnet that the next registration would replace, if the network is full.
    pub async fn next_replaced(&self) -> Result<Option<NetUid>, ChainError> {
        self.view("SubnetInfoRuntimeApi_get_subnet_to_prune", &()).await
    }

    /// What alpha of a subnet would be paid if it were dissolved now.
    pub async fn dissolution(&self, netuid: NetUid) -> Result<Option<DeregQuote>, ChainError> {
        self.view("DissolutionRuntimeApi_dereg_quote", &netuid).await
    }

    /// The length of a block, in milliseconds, as the chain has it.
    pub async fn block_time(&self) -> Result<u64, ChainError> {
        let answer: u64 = self.view("AuraApi_slot_duration", &()).await?;
        Ok(answer)
    }

    /// A subnet's fee on trades, over 65,535.
    pub async fn trade_fee(&self, netuid: NetUid) -> Result<u16, ChainError> {
        let key = StorageKey::new("Swap", "FeeRate").quick(netuid);
        Ok(self.value(&key).await?.unwrap_or(DEFAULT_FEE))
    }
}

/// The fee of subnets that have chosen none, over 65,535: 0.05 %.
pub(crate) const DEFAULT_FEE: u16 = 33;

fn missing(netuid: NetUid) -> ChainError {
    ChainError::Missing(format!("subnet {}", netuid.number()))
}
