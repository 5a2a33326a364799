//! A subnet that is read again when it has changed.

use codec::Decode;
use myelin_chain::{
    keys::{network, StorageKey},
    AccountId, Chain, ChainError, Head, Snapshot,
};
use myelin_units::NetUid;
use myelin_views::Metagraph;
use std::sync::Arc;

/// After how many blocks the subnet is read again even if nothing seems to have changed. What neurons announce
/// (addresses), hyperparameters, and what moves with each block (prices, what is pending) is at most this old.
const EVERY: u64 = 25;
/// Mechanisms of a subnet are numbered this far apart in storage.
const MECHANISM: u16 = 4_096;

/// A value that is compared only.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Bytes(Vec<u8>);

impl Decode for Bytes {
    fn decode<I: codec::Input>(input: &mut I) -> Result<Self, codec::Error> {
        let mut bytes = vec![0; input.remaining_len()?.unwrap_or_default()];
        input.read(&mut bytes)?;
        Ok(Self(bytes))
    }
}

/// What was read, and what will look different when it has changed.
struct Read<A> {
    graph: Arc<Metagraph<A>>,
    marks: Vec<Option<Bytes>>,
    block: u64,
}

/// Keeps a subnet for who goes from block to block: at each it looks for an epoch, weights and registrations, which is
/// one small request, and reads the whole again only then, and every 25 blocks anyway. `A` is what accounts are read as.
///
/// The subnet is the one that had this number at the first reading. When it is dissolved, and for as long as the number
/// is another's, reading is [`ChainError::Missing`]: two subnets are never mixed. The block of their registration tells
/// them apart.
pub struct Tracker<A = AccountId> {
    chain: Chain,
    netuid: NetUid,
    mechanism: u8,
    every: u64,
    hotkey: Option<AccountId>,
    read: Option<Read<A>>,
    /// The block in which the subnet was registered.
    registered_at: Option<u64>,
}

impl<A: Decode> Tracker<A> {
    /// Of a subnet and its first mechanism. Nothing is read yet.
    pub fn new(chain: &Chain, netuid: NetUid) -> Self {
        Self {
            chain: chain.clone(),
            netuid,
            mechanism: 0,
            every: EVERY,
            hotkey: None,
            read: None,
            registered_at: None,
        }
    }

    /// Of another mechanism of the subnet.
    pub fn mechanism(self, number: u8) -> Self {
        Self { mechanism: number, ..self }
    }

    /// Reads again after so many blocks at the latest; 25 unless said otherwise.
    pub fn every(self, blocks: u64) -> Self {
        Self { every: blocks, ..self }
    }

    /// Looks at this hotkey too: when its seat, its address or its certificate has changed, the subnet is read again at
    /// that block.
    pub fn watch(&mut self, hotkey: AccountId) {
        self.hotkey = Some(hotkey);
    }

    /// The subnet after a block: the same `Arc` as before when nothing has changed.
    pub async fn at(&mut self, head: &Head) -> Result<Arc<Metagraph<A>>, ChainError> {
        let at = self.chain.at_block(head);
        if let Some(read) = self.read.as_ref().filter(|read| head.number.abs_diff(read.block) < self.every) {
            if at.values(&self.keys()).await? == read.marks {
                return Ok(read.graph.clone());
            }
        }
        let keys = self.keys();
        let (graph, marks) = tokio::try_join!(self.whole(&at), at.values(&keys))?;
        let registered_at = graph.network_registered_at.0;
        let ours = *self.registered_at.get_or_insert(registered_at);
        if registered_at != ours {
            let netuid = self.netuid.number();
            let reason = format!(
                "subnet {netuid} of block {ours} (another was registered under its number in block {registered_at})"
            );
            return Err(ChainError::Missing(reason));
        }
        let graph = Arc::new(graph);
        self.read = Some(Read { graph: graph.clone(), marks, block: head.number });
        Ok(graph)
    }

    async fn whole(&self, at: &Snapshot) -> Result<Metagraph<A>, ChainError> {
        let (netuid, number) = (self.netuid.number(), self.mechanism);
        let missing = || ChainError::Missing(format!("mechanism {number} of subnet {netuid}"));
        let found: Option<Metagraph<A>> = match number {
            0 => at.view("SubnetInfoRuntimeApi_get_metagraph", &self.netuid).await?,
            _ => at.view("SubnetInfoRuntimeApi_get_mechagraph", &(self.netuid, number)).await?,
        };
        found.ok_or_else(missing)
    }

    /// Where what changes with every epoch, every row of weights and every registration lies; the subnet's own first, and
    /// whether it still is: a dissolution takes it off at once and clears away the rest in many blocks.
    fn keys(&self) -> Vec<StorageKey<Bytes>> {
        let subnet = self.netuid;
        let rows = subnet.number().saturating_add(u16::from(self.mechanism).saturating_mul(MECHANISM));
        let mut keys = vec![
            network("NetworksAdded").plain(subnet),
            network("NetworkRegisteredAt").plain(subnet),
            network("LastMechansimStepBlock").plain(subnet),
            network("SubnetworkN").plain(subnet),
            network("LastUpdate").plain(rows),
        ];
        if let Some(hotkey) = self.hotkey {
            let of_hotkey = ["Uids", "Axons", "NeuronCertificates"];
            keys.extend(of_hotkey.map(|item| network(item).plain(subnet).hashed(hotkey)));
        }
        keys
    }
}
