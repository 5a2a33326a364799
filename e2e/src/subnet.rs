//! A subnet of our own on a fresh chain, made by calls: created by Bob, started, its tempo short, its neurons registered.

use crate::Failure;
use myelin_chain::{api, calls::Call, AccountId, Chain};
use myelin_wallet::{Crypto, Keypair};

use api::runtime_types::{
    myelin_runtime::RuntimeCall, myelin_units::id::NetUid, pallet_admin::pallet::Call as AdminCall,
};

/// The first subnet that is created on a local chain.
pub const NETUID: u16 = 2;
/// Rao of one TAO.
pub const TAO: u64 = 1_000_000_000;

/// The coldkey `//Name`.
pub fn coldkey(name: &str) -> Keypair {
    key(&format!("//{name}"))
}

/// The hotkey `//Name_hk`.
pub fn hotkey(name: &str) -> Keypair {
    key(&format!("//{name}_hk"))
}

/// A key of tests.
#[allow(clippy::unwrap_used)] // the name is a constant of a test
fn key(uri: &str) -> Keypair {
    Keypair::from_uri(uri, Crypto::Sr25519).unwrap()
}

/// Who it is on the chain.
pub fn account(key: &Keypair) -> AccountId {
    AccountId(*key.public().as_bytes())
}

/// Creates and starts the subnet: epochs of `tempo` blocks, no limit on how often weights and addresses are set, with
/// commit-reveal or without.
pub async fn found(chain: &Chain, tempo: u16, commit_reveal: bool) -> Result<(), Failure> {
    let owner = coldkey("Bob");
    let calls = api::tx();
    let network = calls.subtensor_module();
    chain.submit(&owner, &network.register_network(account(&hotkey("Bob")))).await?;
    chain.submit(&owner, &network.start_call(netuid())).await?;
    use AdminCall::*;
    for call in [
        sudo_set_admin_freeze_window { window: 0 },
        sudo_set_tempo { netuid: netuid(), tempo },
        sudo_set_weights_set_rate_limit { netuid: netuid(), weights_set_rate_limit: 0 },
        sudo_set_serving_rate_limit { netuid: netuid(), serving_rate_limit: 0 },
        sudo_set_commit_reveal_weights_enabled { netuid: netuid(), enabled: commit_reveal },
    ] {
        as_root(chain, RuntimeCall::AdminUtils(call)).await?;
    }
    Ok(())
}

/// Owners and root may set parameters at any time: with short epochs the next one is always near.
pub async fn never_freeze(url: &str) -> Result<(), Failure> {
    let chain = Chain::connect(url).await?;
    let call = AdminCall::sudo_set_admin_freeze_window { window: 0 };
    as_root(&chain, RuntimeCall::AdminUtils(call)).await
}

/// A call with the powers of governance.
pub async fn as_root(chain: &Chain, call: RuntimeCall) -> Result<(), Failure> {
    send(chain, &coldkey("Alice"), &api::tx().sudo().sudo(call)).await
}

/// Registers `//Name_hk` and puts so many TAO on it.
pub async fn join(chain: &Chain, name: &str, stake: u64) -> Result<(), Failure> {
    let (coldkey, hotkey) = (coldkey(name), account(&hotkey(name)));
    let calls = api::tx();
    send(chain, &coldkey, &calls.subtensor_module().burned_register(netuid(), hotkey)).await?;
    if stake > 0 {
        let amount = api::runtime_types::myelin_units::amount::Tao(stake.saturating_mul(TAO));
        send(chain, &coldkey, &calls.subtensor_module().add_stake(hotkey, netuid(), amount)).await?;
    }
    Ok(())
}

/// The subnet as calls name it.
pub const fn netuid() -> NetUid {
    NetUid(NETUID)
}

async fn send(chain: &Chain, signer: &Keypair, call: &impl Call) -> Result<(), Failure> {
    chain.submit(signer, call).await?;
    Ok(())
}
