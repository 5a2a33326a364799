//! A subnet of our own on a fresh chain, made with its funded keys: `//Bob` owns it, `//Alice` governs.

use super::{Failure, Role};
use myelin_chain::{
    api::{self, runtime_types::myelin_runtime::RuntimeCall},
    calls, AccountId, Chain,
};
use myelin_units::{NetUid, Tao};
use myelin_wallet::{Crypto, Keypair};

use api::runtime_types::{
    myelin_units::{amount::Tao as Amount, id::NetUid as Named},
    pallet_admin::pallet::Call as AdminCall,
};

/// TAO that a validator stakes.
const STAKE: Tao = Tao::new(300_000_000_000);
/// TAO that a miner's hotkey has for fees.
const FEES: Tao = Tao::new(1_000_000_000);

/// A development key.
pub(super) fn key(uri: &str) -> Result<Keypair, Failure> {
    Keypair::from_uri(uri, Crypto::Sr25519).map_err(|error| Failure::Key(uri.into(), error))
}

/// Creates and starts a subnet with epochs of `tempo` blocks, whose neurons may speak whenever they like, and openly.
pub(super) async fn found(chain: &Chain, tempo: u16) -> Result<u16, Failure> {
    let owner = key("//Bob")?;
    let hotkey = AccountId::from(key("//Bob//predict")?.public());
    let founded = chain.submit(&owner, &calls::register_subnet(hotkey)).await?;
    let added = founded.event::<api::subtensor_module::events::NetworkAdded>();
    let netuid = added.ok_or(Failure::NoSubnet)??.0 .0;
    chain.submit(&owner, &calls::start_subnet(NetUid::new(netuid))).await?;
    let named = || Named(netuid);
    use AdminCall::*;
    for call in [
        sudo_set_admin_freeze_window { window: 0 },
        sudo_set_tempo { netuid: named(), tempo },
        sudo_set_weights_set_rate_limit { netuid: named(), weights_set_rate_limit: 0 },
        sudo_set_serving_rate_limit { netuid: named(), serving_rate_limit: 0 },
        sudo_set_commit_reveal_weights_enabled { netuid: named(), enabled: false },
    ] {
        chain.submit(&key("//Alice")?, &api::tx().sudo().sudo(RuntimeCall::AdminUtils(call))).await?;
    }
    Ok(netuid)
}

/// Registers a hotkey of this coldkey, and gives its uid: others may have come in between. A validator's gets stake; a
/// miner's signs its commitment, which costs a fee.
pub(super) async fn join(
    chain: &Chain,
    netuid: u16,
    role: Role,
    coldkey: &Keypair,
    hotkey: &Keypair,
) -> Result<u16, Failure> {
    let (netuid, hotkey) = (NetUid::new(netuid), AccountId::from(hotkey.public()));
    let registered = chain.submit(coldkey, &calls::register(netuid, hotkey)).await?;
    let seat = registered.event::<api::subtensor_module::events::NeuronRegistered>();
    let uid = seat.ok_or(Failure::NoSeat)??.1;
    match role {
        Role::Miner => chain.submit(coldkey, &calls::transfer(hotkey, FEES)).await?,
        Role::Validator => {
            let (subnet, amount) = (Named(netuid.number()), Amount(STAKE.rao()));
            chain.submit(coldkey, &api::tx().subtensor_module().add_stake(hotkey, subnet, amount)).await?
        }
    };
    Ok(uid)
}
