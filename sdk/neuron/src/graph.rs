//! A subnet at one block: everything the loops decide by, read together.

use crate::schedule::Times;
use myelin_chain::{api, keys::network, AccountId, Chain, ChainError, Head, Snapshot};
use myelin_dendrite::Target;
use myelin_metagraph::Tracker;
use myelin_synapse::Certificate;
use myelin_units::NetUid;
use myelin_views::{metagraph::Metagraph, NeuronCertificate};
use myelin_wallet::{Crypto, PublicKey};
use myelin_yuma::clock::Clock;
use std::{
    collections::HashMap,
    net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr},
    sync::Arc,
};

/// Subnets' mechanisms share one space of numbers on the chain: `netuid + 4096·mechanism`.
const MECHANISM_STEP: u16 = 4096;

/// All neurons of a subnet, by uid, and its parameters, as the chain's view tells them.
pub type Graph = Metagraph<[u8; 32]>;

/// The keys of servers that speak TLS, by hotkey.
pub type Certificates = HashMap<[u8; 32], Certificate>;

/// A subnet as one block left it.
#[derive(Clone, Debug)]
pub struct View {
    /// The block.
    pub head: Head,
    /// When it was made, milliseconds of Unix time.
    pub time: u64,
    /// The subnet's clock.
    pub clock: Clock,
    /// The mechanism whose weights this is about.
    pub mechanism: u8,
    /// The neurons. What neither an epoch nor weights nor a registration changes (addresses, parameters) may be 25
    /// blocks old; at the beginning of a round it is not.
    pub graph: Arc<Graph>,
    /// Who speaks TLS, and with which key; as old as the neurons.
    pub certificates: Arc<Certificates>,
}

/// A neuron of the subnet, as others see it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Peer {
    /// Its seat.
    pub uid: u16,
    /// Its key.
    pub hotkey: [u8; 32],
    /// Where it answers; none when it has not said.
    pub address: Option<SocketAddr>,
    /// The key that its server proves itself with, when it speaks TLS.
    pub certificate: Option<Certificate>,
    /// Whether it may set weights on others.
    pub permit: bool,
    /// Its stake weight, rao.
    pub stake: u64,
}

impl Peer {
    /// Whom a dendrite asks; none when it has not said where it is. Who has published a key is asked over TLS, and
    /// believed with that key alone.
    #[must_use]
    pub fn target(&self) -> Option<Target> {
        let target = Target::new(PublicKey::new(self.hotkey, Crypto::Sr25519), self.address?);
        Some(match self.certificate {
            Some(certificate) => target.with_certificate(certificate),
            None => target,
        })
    }
}

impl View {
    /// Reads it, all of one block.
    pub async fn read(at: &Snapshot, head: Head, netuid: NetUid, mechanism: u8) -> Result<Self, ChainError> {
        Reader::new(at.chain(), netuid, mechanism).at(head).await
    }

    /// Every neuron, by uid.
    pub fn peers(&self) -> impl Iterator<Item = Peer> + '_ {
        (0..=u16::MAX).zip(&self.graph.hotkeys).filter_map(|(uid, _)| self.peer(uid))
    }

    /// The neuron of a uid.
    #[must_use]
    pub fn peer(&self, uid: u16) -> Option<Peer> {
        let at = usize::from(uid);
        let axon = self.graph.axons.get(at)?;
        Some(Peer {
            uid,
            hotkey: *self.graph.hotkeys.get(at)?,
            address: address(axon.ip, axon.port, axon.ip_type),
            certificate: self.certificates.get(self.graph.hotkeys.get(at)?).copied(),
            permit: self.graph.validator_permit.get(at).copied().unwrap_or(false),
            stake: self.graph.total_stake.get(at).map_or(0, |stake| stake.0.rao()),
        })
    }

    /// The neuron of a hotkey.
    #[must_use]
    pub fn find(&self, hotkey: &[u8; 32]) -> Option<Peer> {
        let uid = self.graph.hotkeys.iter().position(|one| one == hotkey)?;
        self.peer(u16::try_from(uid).ok()?)
    }

    /// The block in which a uid was registered.
    #[must_use]
    pub fn registered_at(&self, uid: u16) -> Option<u64> {
        self.graph.block_at_registration.get(usize::from(uid)).map(|block| block.0)
    }

    /// When a uid may set weights.
    #[must_use]
    pub fn times(&self, uid: u16) -> Times {
        Times {
            clock: self.clock,
            last_update: self.graph.last_update.get(usize::from(uid)).map_or(0, |block| block.0),
            rate_limit: self.graph.weights_rate_limit.0,
            reveal_period: self.graph.commit_reveal_period.0,
        }
    }

    /// The subnet's number as calls take it.
    pub(crate) fn call_netuid(&self) -> api::runtime_types::myelin_units::id::NetUid {
        api::runtime_types::myelin_units::id::NetUid(self.graph.netuid.0.into())
    }

    /// What the chain calls the mechanism where it keeps weights and commits.
    #[must_use]
    pub fn storage_index(&self) -> u16 {
        u16::from(self.graph.netuid.0)
            .saturating_add(u16::from(self.mechanism).saturating_mul(MECHANISM_STEP))
    }
}

/// Reads views from block to block; of the neurons only what has changed.
pub(crate) struct Reader {
    chain: Chain,
    netuid: NetUid,
    mechanism: u8,
    tracker: Tracker<[u8; 32]>,
    certificates: Option<(Arc<Graph>, Arc<Certificates>)>,
}

impl Reader {
    pub(crate) fn new(chain: &Chain, netuid: NetUid, mechanism: u8) -> Self {
        let tracker = Tracker::new(chain, netuid).mechanism(mechanism);
        Self { chain: chain.clone(), netuid, mechanism, tracker, certificates: None }
    }

    /// What this hotkey announces is read again as soon as it has changed.
    pub(crate) fn watch(&mut self, hotkey: [u8; 32]) {
        self.tracker.watch(hotkey.into());
    }

    /// The subnet after a block.
    pub(crate) async fn at(&mut self, head: Head) -> Result<View, ChainError> {
        let at = self.chain.at_block(&head);
        let (graph, clock, time) =
            tokio::try_join!(self.tracker.at(&head), at.clock(self.netuid), at.time())?;
        let known = self.certificates.take().filter(|(of, _)| Arc::ptr_eq(of, &graph));
        let certificates = match known {
            Some((_, certificates)) => certificates,
            None => Arc::new(certificates(&at, self.netuid).await?),
        };
        self.certificates = Some((graph.clone(), certificates.clone()));
        Ok(View { head, time, clock, mechanism: self.mechanism, graph, certificates })
    }
}

/// What a subnet's neurons have published; what no dendrite of ours can check counts as nothing.
async fn certificates(at: &Snapshot, netuid: NetUid) -> Result<Certificates, ChainError> {
    let stored = at.entries(&network::<NeuronCertificate>("NeuronCertificates").plain(netuid)).await?;
    let readable = stored.into_iter().filter_map(|(key, published)| {
        // The map's hash of a hotkey, then the hotkey.
        let hotkey = key.last_chunk::<32>()?;
        let certificate = Certificate::from_chain(published.algorithm, &published.public_key);
        let unreadable = |error: &_| tracing::debug!(%error, hotkey = %AccountId(*hotkey), "a certificate");
        Some((*hotkey, certificate.inspect_err(unreadable).ok()?))
    });
    Ok(readable.collect())
}

/// An announced address; none for what nobody can connect to.
fn address(ip: u128, port: u16, ip_type: u8) -> Option<SocketAddr> {
    let ip: IpAddr = match ip_type {
        4 => Ipv4Addr::from(u32::try_from(ip).ok()?).into(),
        6 => Ipv6Addr::from(ip).into(),
        _ => return None,
    };
    (port != 0 && !ip.is_unspecified()).then_some(SocketAddr::new(ip, port))
}

#[cfg(test)]
pub(crate) mod samples {
    use super::*;
    use codec::{Compact, Decode};

    /// A subnet of these hotkeys, each with the block of its registration; all else is nothing.
    pub(crate) fn view(neurons: &[(u8, u64)]) -> View {
        // Zeros are a metagraph of nobody.
        let mut graph = Graph::decode(&mut [0u8; 4_096].as_slice()).unwrap();
        graph.hotkeys = neurons.iter().map(|(key, _)| [*key; 32]).collect();
        graph.block_at_registration = neurons.iter().map(|(_, block)| Compact(*block)).collect();
        graph.axons = neurons.iter().map(|_| Default::default()).collect();
        graph.max_weights_limit = Compact(u16::MAX);
        let head = Head { number: 1_000, hash: Default::default(), parent: Default::default() };
        let (graph, certificates) = (Arc::new(graph), Arc::default());
        View { head, time: 0, clock: Clock::default(), mechanism: 0, graph, certificates }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use myelin_views::neuron::AxonInfo;

    #[test]
    fn peers_should_be_as_the_chain_shows_them() {
        let mut view = samples::view(&[(1, 5), (2, 6)]);
        let graph = Arc::make_mut(&mut view.graph);
        graph.validator_permit = vec![false, true];
        graph.axons[1] = AxonInfo { ip: 0x0a00_0001, port: 80, ip_type: 4, ..AxonInfo::default() };
        let address = Some("10.0.0.1:80".parse().unwrap());
        let second = Peer { uid: 1, hotkey: [2; 32], address, certificate: None, permit: true, stake: 0 };
        assert_eq!(view.peers().collect::<Vec<_>>(), [view.peer(0).unwrap(), second]);
        assert_eq!(view.find(&[2; 32]), Some(second));
        assert_eq!(second.target().map(|target| target.address()), address);
        assert!(view.find(&[3; 32]).is_none() && view.peer(2).is_none());
        assert!(view.peer(0).unwrap().target().is_none());
    }

    #[test]
    fn peer_should_be_asked_over_tls_when_it_has_published_a_key() {
        let mut view = samples::view(&[(1, 5), (2, 6)]);
        for axon in &mut Arc::make_mut(&mut view.graph).axons {
            (axon.ip, axon.port, axon.ip_type) = (0x0a00_0001, 80, 4);
        }
        let certificate = Certificate::new([9; 32]);
        view.certificates = Arc::new(HashMap::from([([2; 32], certificate)]));
        let [first, second] = [0, 1].map(|uid| view.peer(uid).unwrap().target().unwrap());
        assert_eq!((first.certificate(), second.certificate()), (None, Some(&certificate)));
    }

    #[test]
    fn storage_index_should_tell_mechanisms_apart() {
        let mut view = samples::view(&[]);
        Arc::make_mut(&mut view.graph).netuid.0 = 7.into();
        assert_eq!(view.storage_index(), 7);
        view.mechanism = 2;
        assert_eq!(view.storage_index(), 7 + 2 * 4_096);
    }

    #[test]
    fn address_should_be_none_when_nobody_can_connect_to_it() {
        assert_eq!(address(0x7f00_0001, 8091, 4), Some("127.0.0.1:8091".parse().unwrap()));
        assert_eq!(address(1, 8091, 6), Some("[::1]:8091".parse().unwrap()));
        for (ip, port, ip_type) in [(0, 8091, 4), (1, 0, 4), (1 << 32, 1, 4), (1, 1, 5)] {
            assert_eq!(address(ip, port, ip_type), None, "{ip} {port} {ip_type}");
        }
    }
}
