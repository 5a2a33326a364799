//! The metagraph and its neurons.

use codec::Compact;
use myelin_chain::{AccountId, Chain, ChainError, Hash, Snapshot};
use myelin_units::{Alpha, NetUid, PerU16, Tao, Uid};
use myelin_views::AxonInfo;
use std::{
    collections::HashMap,
    net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr},
    sync::Arc,
};

/// A subnet with all its neurons, as of one block.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Metagraph {
    view: Arc<myelin_views::Metagraph<AccountId>>,
    genesis: Hash,
    uids: HashMap<AccountId, Uid>,
}

/// One neuron of a metagraph.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Neuron {
    /// Its seat.
    pub uid: Uid,
    /// The key that works for it.
    pub hotkey: AccountId,
    /// The key that owns it.
    pub coldkey: AccountId,
    /// Where it says that it answers.
    pub axon: AxonInfo,
    /// Whether it set weights lately.
    pub active: bool,
    /// Whether it may set weights on others.
    pub validator_permit: bool,
    /// Block of its last weights, or of its registration.
    pub last_update: u64,
    /// What the last epoch gave it, rao of alpha.
    pub emission: Alpha,
    /// Its share of the miners' pot.
    pub incentive: PerU16,
    /// Its share of the validators' pot.
    pub dividends: PerU16,
    /// The weight that validators agree on for it.
    pub consensus: PerU16,
    /// Alpha on its hotkey, rao.
    pub alpha_stake: Alpha,
    /// Root stake on its hotkey, rao.
    pub tao_stake: Tao,
    /// What its weights count, rao.
    pub stake: Tao,
    /// Block it was registered in.
    pub registered_at: u64,
}

impl Neuron {
    /// Where it answers; nothing when it never said so, or said nonsense.
    pub fn address(&self) -> Option<SocketAddr> {
        let AxonInfo { ip, port, ip_type, .. } = self.axon;
        let ip = match ip_type {
            4 => IpAddr::V4(Ipv4Addr::from(u32::try_from(ip).ok()?)),
            6 => IpAddr::V6(Ipv6Addr::from(ip)),
            _ => return None,
        };
        (port != 0 && !ip.is_unspecified()).then(|| SocketAddr::new(ip, port))
    }
}

impl Metagraph {
    /// A subnet at the best block.
    pub async fn read(chain: &Chain, netuid: NetUid) -> Result<Self, ChainError> {
        Self::at(&chain.unpinned(), netuid).await
    }

    /// A subnet at a block.
    pub async fn at(snapshot: &Snapshot, netuid: NetUid) -> Result<Self, ChainError> {
        let (view, genesis) = tokio::try_join!(snapshot.metagraph(netuid), snapshot.chain().genesis())?;
        Ok(Self::new(view, genesis))
    }

    /// Of what a chain told; `genesis` says which chain.
    pub fn new(view: impl Into<Arc<myelin_views::Metagraph<AccountId>>>, genesis: Hash) -> Self {
        let view = view.into();
        let seats = (0u16..).map(Uid::new);
        let uids = view.hotkeys.iter().copied().zip(seats).collect();
        Self { view, genesis, uids }
    }

    /// All of it, one list a quantity, as the chain tells it.
    pub fn view(&self) -> &myelin_views::Metagraph<AccountId> {
        &self.view
    }

    /// Whether it is made of this very reading.
    pub(crate) fn is(&self, view: &Arc<myelin_views::Metagraph<AccountId>>) -> bool {
        Arc::ptr_eq(&self.view, view)
    }

    /// The hash of the first block of its chain.
    pub fn genesis(&self) -> Hash {
        self.genesis
    }

    /// The subnet.
    pub fn netuid(&self) -> NetUid {
        self.view.netuid.0
    }

    /// The block all of it is true at.
    pub fn block(&self) -> u64 {
        self.view.block.0
    }

    /// Its name.
    pub fn name(&self) -> String {
        let bytes: Vec<u8> = self.view.name.iter().map(|byte| byte.0).collect();
        String::from_utf8_lossy(&bytes).into_owned()
    }

    /// How many neurons it has.
    pub fn len(&self) -> usize {
        self.view.hotkeys.len()
    }

    /// Whether it has none.
    pub fn is_empty(&self) -> bool {
        self.view.hotkeys.is_empty()
    }

    /// Where a hotkey sits.
    pub fn uid_of(&self, hotkey: &AccountId) -> Option<Uid> {
        self.uids.get(hotkey).copied()
    }

    /// The neuron of a hotkey.
    pub fn by_hotkey(&self, hotkey: &AccountId) -> Option<Neuron> {
        self.neuron(self.uid_of(hotkey)?)
    }

    /// The neuron of a uid.
    pub fn neuron(&self, uid: Uid) -> Option<Neuron> {
        let at = usize::from(uid.number());
        let view = &self.view;
        Some(Neuron {
            uid,
            hotkey: *view.hotkeys.get(at)?,
            coldkey: *view.coldkeys.get(at)?,
            axon: view.axons.get(at).copied().unwrap_or_default(),
            active: view.active.get(at).copied().unwrap_or_default(),
            validator_permit: view.validator_permit.get(at).copied().unwrap_or_default(),
            last_update: of(&view.last_update, at),
            emission: of(&view.emission, at),
            incentive: of(&view.incentives, at),
            dividends: of(&view.dividends, at),
            consensus: of(&view.consensus, at),
            alpha_stake: of(&view.alpha_stake, at),
            tao_stake: of(&view.tao_stake, at),
            stake: of(&view.total_stake, at),
            registered_at: of(&view.block_at_registration, at),
        })
    }

    /// All neurons, by uid.
    pub fn neurons(&self) -> impl Iterator<Item = Neuron> + '_ {
        (0u16..).map(Uid::new).map_while(|uid| self.neuron(uid))
    }
}

/// An entry of a list by uid; a list that is too short counts as zeros.
fn of<T: Copy + Default>(list: &[Compact<T>], at: usize) -> T {
    list.get(at).map(|entry| entry.0).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::samples::sample;

    #[test]
    fn neuron_should_be_found_by_hotkey_and_uid() {
        let graph = Metagraph::new(sample(5), Hash::zero());
        assert_eq!((graph.len(), graph.neurons().count()), (5, 5));
        let third = graph.neuron(Uid::new(3)).unwrap();
        assert_eq!(graph.by_hotkey(&third.hotkey), Some(third));
        assert_eq!(graph.uid_of(&AccountId([250; 32])), None);
        assert_eq!(graph.neuron(Uid::new(5)), None);
        assert_eq!(graph.name(), "sample");
    }

    #[test]
    fn address_should_be_none_when_the_axon_is_nonsense() {
        let graph = Metagraph::new(sample(2), Hash::zero());
        let mut neuron = graph.neuron(Uid::new(1)).unwrap();
        assert_eq!(neuron.address(), Some("10.0.0.1:8091".parse().unwrap()));
        for axon in [
            AxonInfo::default(),
            AxonInfo { ip: u128::MAX, port: 1, ip_type: 4, ..AxonInfo::default() },
            AxonInfo { ip: 7, port: 0, ip_type: 4, ..AxonInfo::default() },
            AxonInfo { ip: 7, port: 1, ip_type: 5, ..AxonInfo::default() },
        ] {
            neuron.axon = axon;
            assert_eq!(neuron.address(), None);
        }
        neuron.axon = AxonInfo { ip: 1, port: 9, ip_type: 6, ..AxonInfo::default() };
        assert_eq!(neuron.address(), Some("[::1]:9".parse().unwrap()));
    }

    #[test]
    fn neuron_should_count_zeros_when_a_list_is_too_short() {
        let mut view = sample(2);
        view.incentives.truncate(1);
        let graph = Metagraph::new(view, Hash::zero());
        assert_eq!(graph.neuron(Uid::new(1)).unwrap().incentive, PerU16::ZERO);
    }
}
