//! A line in the log for every epoch: who was paid what. `scripts/up` shows these lines.

use crate::service::FullClient;
use codec::Decode;
use frame_system::EventRecord;
use futures::StreamExt;
use myelin_runtime::{AccountId, Hash, Runtime, RuntimeEvent};
use myelin_units::{Alpha, NetUid};
use pallet_network::{Emission, Event, Keys};
use sc_client_api::{BlockchainEvents, StorageKey, StorageProvider};
use sp_core::crypto::Ss58Codec;
use sp_io::hashing::twox_128;
use std::sync::Arc;

/// How many neurons a line names.
const NAMED: usize = 3;

type Records = Vec<EventRecord<RuntimeEvent, Hash>>;

/// Tells of the epochs of every new best block, for as long as the node runs.
pub(crate) async fn tell(client: Arc<FullClient>) {
    let mut blocks = client.import_notification_stream();
    while let Some(block) = blocks.next().await {
        if !block.is_new_best {
            continue;
        }
        for line in lines(&client, block.hash) {
            log::info!(target: "epoch", "{line}");
        }
    }
}

/// The lines of a block. None where its events cannot be read: a newer runtime may have events that this binary does
/// not know.
fn lines(client: &FullClient, block: Hash) -> Vec<String> {
    let key = [twox_128(b"System"), twox_128(b"Events")].concat();
    let records: Records = stored(client, block, key).unwrap_or_default();
    records.into_iter().filter_map(|record| line(client, block, record.event)).collect()
}

fn line(client: &FullClient, block: Hash, event: RuntimeEvent) -> Option<String> {
    let RuntimeEvent::SubtensorModule(Event::EpochPaid { netuid, owner, miners, validators, root }) = event
    else {
        return None;
    };
    let paid = format!("owner {owner} α, miners {miners} α, validators {validators} α, root {root} τ");
    Some(format!("epoch of subnet {netuid}: {paid}{}", best_paid(client, block, netuid)))
}

/// Who earned most in the subnet's last epoch, the first of all first.
fn best_paid(client: &FullClient, block: Hash, netuid: NetUid) -> String {
    let key = Emission::<Runtime>::hashed_key_for(netuid);
    let emission: Vec<Alpha> = stored(client, block, key).unwrap_or_default();
    let mut paid: Vec<(u16, Alpha)> = (0..).zip(emission).filter(|(_, alpha)| !alpha.is_zero()).collect();
    paid.sort_by_key(|(uid, alpha)| (core::cmp::Reverse(*alpha), *uid));
    let name = |(uid, alpha): &(u16, Alpha)| {
        let hotkey: AccountId = stored(client, block, Keys::<Runtime>::hashed_key_for(netuid, *uid))?;
        Some(format!("; {} earned {alpha} α", hotkey.to_ss58check()))
    };
    paid.iter().take(NAMED).filter_map(name).collect()
}

fn stored<T: Decode>(client: &FullClient, block: Hash, key: Vec<u8>) -> Option<T> {
    let value = client.storage(block, &StorageKey(key)).ok().flatten()?;
    T::decode(&mut value.0.as_slice()).ok()
}
