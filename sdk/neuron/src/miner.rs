//! A miner: it answers. Everything else is done here.

use crate::{
    caught::caught,
    graph::View,
    neuron::{Config, Neuron, Present},
    NeuronError,
};
use myelin_axon::{hooks, Asked, Axon, AxonBuilder, Caller, Callers, Identity};
use myelin_chain::calls::{serve_axon, serve_axon_tls, Endpoint};
use myelin_dendrite::Reach;
use myelin_synapse::Certificate;
use myelin_wallet::PublicKey;
use std::{
    future::Future,
    net::{Ipv4Addr, Ipv6Addr, SocketAddr},
    path::PathBuf,
    sync::Arc,
    time::Duration,
};
use tokio::sync::watch;

/// What the official SDK announces as its protocol.
const PROTOCOL: u8 = 4;
/// Blocks between two attempts to announce an address, or to begin.
const PAUSE: u64 = 10;

/// What a subnet's miner decides.
pub trait Miner: Send + Sync + 'static {
    /// Attaches its synapses to the axon: `axon.attach(handler)` for each. Called once at the start, and again when the
    /// hotkey was swapped.
    fn attach(self: Arc<Self>, axon: AxonBuilder) -> AxonBuilder;

    /// Refuses a caller, with the reason, or lets it pass. Unless told otherwise only neurons of the subnet with a
    /// validator permit are answered.
    fn blacklist(&self, asked: &Asked) -> Result<(), String> {
        hooks::validators(asked)
    }

    /// Who comes first: the greater. Unless told otherwise it is the stake.
    fn priority(&self, asked: &Asked) -> u64 {
        hooks::by_stake(asked)
    }

    /// What is to be done before anybody asks, a commitment for example. It runs beside the axon, until it has succeeded
    /// once: an error or a panic is told in the log, and ten blocks later it is called again. Only [`NeuronError::fatal`]
    /// ends the miner.
    fn begin(&self, _neuron: &Neuron) -> impl Future<Output = Result<(), NeuronError>> + Send {
        async { Ok(()) }
    }
}

/// How a miner runs.
#[derive(Clone, Debug)]
pub struct Options {
    /// What every neuron needs.
    pub config: Config,
    /// Where the axon listens.
    pub listen: SocketAddr,
    /// What others are told to connect to; none for the listening address.
    pub announce: Option<SocketAddr>,
    /// Limits of the axon.
    pub limits: myelin_axon::Limits,
    /// Speaks TLS with the key in this file, which is made when there is none, and publishes the key beside the address.
    /// Callers of this SDK then ask over TLS; those of the official one do not know it.
    pub tls: Option<PathBuf>,
    /// With `tls`: does not answer those who ask without. Unless told otherwise they are answered on the same port.
    pub tls_only: bool,
    /// How long a stop waits for those who are being answered.
    pub grace: Duration,
}

impl Options {
    /// The usual limits; announced is the address it listens on.
    #[must_use]
    pub fn new(config: Config, listen: SocketAddr) -> Self {
        let (announce, tls, grace) = (None, None, Duration::from_secs(10));
        Self { config, listen, announce, limits: myelin_axon::Limits::default(), tls, tls_only: false, grace }
    }
}

impl Options {
    /// What others are told, when the axon has bound this address.
    fn wanted(&self, bound: SocketAddr) -> SocketAddr {
        self.announce.unwrap_or(SocketAddr::new(self.listen.ip(), bound.port()))
    }

    /// Refuses an address that no chain takes, before anything is started.
    fn check(&self) -> Result<(), NeuronError> {
        let ip = self.wanted(self.listen).ip();
        let advice = match ip {
            _ if ip.is_unspecified() => "others cannot connect to it: set `announce` to the address they see",
            _ if ip == Ipv4Addr::LOCALHOST || ip == Ipv6Addr::LOCALHOST => {
                "chains do not take it; on one machine 127.0.0.2 does as well"
            }
            _ => return Ok(()),
        };
        Err(NeuronError::Axon(format!("{ip} cannot be announced: {advice}")))
    }
}

/// What others are to know of the axon.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Wanted {
    address: SocketAddr,
    certificate: Option<Certificate>,
}

/// Runs a miner until it is told to stop: then no new questions are taken, and those that are being answered end first.
/// It goes on when the node is away for a while; it ends with an error when it has no seat in the subnet.
pub async fn run<M: Miner>(miner: M, options: Options) -> Result<(), NeuronError> {
    options.check()?;
    let Some(neuron) = Box::pin(Neuron::join(options.config.clone())).await? else { return Ok(()) };
    let miner = Arc::new(miner);
    let stop = neuron.stop();
    let begin = async {
        tokio::select! {
            () = stop.wait() => Ok(()),
            begun = begin(&*miner, &neuron) => begun,
        }
    };
    let (followed, served, begun) = tokio::join!(
        // On the heap: what they keep while they wait is much.
        stop.unless_well(Box::pin(neuron.follow())),
        stop.unless_well(Box::pin(serve(&neuron, &miner, &options))),
        stop.unless_well(begin),
    );
    let saved = neuron.save();
    followed.and(served).and(begun).and(saved)
}

/// What a miner does first, until it has done it.
async fn begin(miner: &impl Miner, neuron: &Neuron) -> Result<(), NeuronError> {
    let mut changes = neuron.changes();
    loop {
        match caught(miner.begin(neuron)).await {
            Err(error) if error.is_fatal() => return Err(error),
            Err(error) => {
                tracing::warn!(%error, blocks = PAUSE, "the miner's beginning failed, trying again")
            }
            Ok(()) => return Ok(()),
        }
        let again = changes.borrow_and_update().view.head.number.saturating_add(PAUSE);
        if changes.wait_for(|present| present.view.head.number >= again).await.is_err() {
            return Ok(());
        }
    }
}

/// An axon under our key for as long as that is our key.
async fn serve<M: Miner>(neuron: &Neuron, miner: &Arc<M>, options: &Options) -> Result<(), NeuronError> {
    let stop = neuron.stop().clone();
    while !stop.stopped() {
        let mut changes = neuron.changes();
        let hotkey = changes.borrow_and_update().seat.hotkey;
        let (axon, certificate) = start(neuron, miner, options).await?;
        let wanted = Wanted { address: options.wanted(axon.address()), certificate };
        let ended = tokio::select! {
            () = stop.wait() => Ok(()),
            announced = announce(neuron, wanted) => announced,
            swapped = changes.wait_for(|present| present.seat.hotkey != hotkey) => {
                swapped.map(|_| ()).map_err(NeuronError::own)
            }
        };
        axon.stop(options.grace).await;
        ended?;
    }
    Ok(())
}

/// The axon, and the key that it proves itself with.
async fn start<M: Miner>(
    neuron: &Neuron,
    miner: &Arc<M>,
    options: &Options,
) -> Result<(Axon, Option<Certificate>), NeuronError> {
    let (refusing, ordering) = (Arc::clone(miner), Arc::clone(miner));
    let mut axon = Axon::builder(neuron.present().signer)
        .callers(Subnet(neuron.changes()))
        .blacklist(move |asked| refusing.blacklist(asked))
        .priority(move |asked| ordering.priority(asked))
        .limits(options.limits.clone());
    let failed = |error: &dyn std::fmt::Display| NeuronError::Axon(error.to_string());
    let mut certificate = None;
    if let Some(file) = &options.tls {
        let identity = Identity::load(file).map_err(|error| failed(&error))?;
        certificate = Some(identity.certificate().map_err(|error| failed(&error))?);
        axon = axon.tls(identity);
        if !options.tls_only {
            axon = axon.tls_optional();
        }
    }
    let axon = Arc::clone(miner).attach(axon).start(options.listen).await.map_err(|error| failed(&error))?;
    neuron.metrics().add(axon.meter());
    tracing::info!(address = %axon.address(), tls = certificate.is_some(), "the axon serves");
    Ok((axon, certificate))
}

/// What callers would make of the announcement, when that is not what is meant.
fn doubts(neuron: &Neuron, present: &Present, wanted: Wanted) {
    let ip = wanted.address.ip();
    if neuron.reach() == Reach::Public && !Reach::Public.includes(ip) {
        tracing::warn!(%ip, "this address is none of the public internet: validators will not ask it");
    }
    let published = present.view.certificates.contains_key(&present.seat.hotkey);
    if published && wanted.certificate.is_none() {
        tracing::warn!(
            "the chain has a TLS key of this hotkey, and keeps it: callers will speak TLS, which this axon does not; \
             set `tls`, or use another hotkey"
        );
    }
}

/// Keeps the announced address and key those of the axon, for as long as it is polled: at each block it is compared. After a
/// failure it waits for some blocks.
async fn announce(neuron: &Neuron, wanted: Wanted) -> Result<(), NeuronError> {
    doubts(neuron, &neuron.present(), wanted);
    let address = wanted.address;
    let (mut changes, mut quiet_until) = (neuron.changes(), 0);
    loop {
        let present = changes.borrow_and_update().clone();
        let number = present.view.head.number;
        if number >= quiet_until && may_announce(&present.view, present.seat.uid, wanted) {
            quiet_until = match serve_address(neuron, &present, wanted).await {
                Ok(block) => {
                    tracing::info!(%address, block, "the address is announced");
                    block
                }
                Err(error) => {
                    tracing::warn!(%error, %address, "the address is not announced, trying again");
                    number.saturating_add(PAUSE)
                }
            };
        }
        if changes.changed().await.is_err() {
            return Ok(());
        }
    }
}

/// Whether another address or key than the wanted one is announced, and the chain takes a new one.
fn may_announce(view: &View, uid: u16, wanted: Wanted) -> bool {
    let now = view.peer(uid);
    let said = now.is_some_and(|now| {
        let same_key = wanted.certificate.is_none() || now.certificate == wanted.certificate;
        now.address == Some(wanted.address) && same_key
    });
    let last = view.graph.axons.get(usize::from(uid)).map_or(0, |axon| axon.block);
    let allowed = last == 0 || view.head.number.saturating_sub(last) >= view.graph.serving_rate_limit.0;
    !said && allowed
}

/// The number of the block that has it.
async fn serve_address(neuron: &Neuron, present: &Present, wanted: Wanted) -> Result<u64, NeuronError> {
    let (at, version) = (wanted.address, myelin_synapse::PROTOCOL_VERSION);
    let endpoint = Endpoint { ip: at.ip(), port: at.port(), protocol: PROTOCOL, version };
    let (netuid, chain, signer) = (present.view.graph.netuid.0, neuron.chain(), &*present.signer);
    let included = match wanted.certificate {
        Some(key) => chain.submit(signer, &serve_axon_tls(netuid, &endpoint, key.to_chain())).await?,
        None => chain.submit(signer, &serve_axon(netuid, &endpoint)).await?,
    };
    Ok(included.number)
}

/// Callers as the metagraph knows them now.
struct Subnet(watch::Receiver<Present>);

impl Callers for Subnet {
    fn caller(&self, hotkey: &PublicKey) -> Option<Caller> {
        let peer = self.0.borrow().view.find(hotkey.as_bytes())?;
        Some(Caller { uid: peer.uid, stake: peer.stake, permit: peer.permit })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::graph::samples::view;

    #[test]
    fn address_should_be_refused_when_no_chain_takes_it() {
        let key = myelin_wallet::Keypair::from_uri("//Miner", myelin_wallet::Crypto::Sr25519).unwrap();
        let config = Config::new("ws://127.0.0.1:1", 2, crate::Keys::one(key), "state.json");
        let options = |listen: &str| Options::new(config.clone(), listen.parse().unwrap());
        for refused in ["0.0.0.0:80", "127.0.0.1:80", "[::]:80", "[::1]:80"] {
            let error = options(refused).check().unwrap_err().to_string();
            assert!(error.contains("cannot be announced"), "{error}");
            let announce = Some("10.0.0.1:80".parse().unwrap());
            assert!(Options { announce, ..options(refused) }.check().is_ok());
        }
        assert!(options("127.0.0.2:80").check().is_ok());
    }

    #[test]
    fn address_should_be_announced_when_it_differs_and_the_chain_takes_it() {
        let wanted = Wanted { address: "10.0.0.1:80".parse().unwrap(), certificate: None };
        let mut view = view(&[(1, 5)]);
        let graph = Arc::make_mut(&mut view.graph);
        graph.serving_rate_limit.0 = 50;
        assert!(may_announce(&view, 0, wanted));
        let announced = |view: &mut View, block: u64, port: u16| {
            let axon = &mut Arc::make_mut(&mut view.graph).axons[0];
            (axon.block, axon.ip, axon.port, axon.ip_type) = (block, 0x0a00_0001, port, 4);
        };
        announced(&mut view, 960, 81);
        // Announced 40 blocks ago; 50 must pass.
        assert!(!may_announce(&view, 0, wanted));
        announced(&mut view, 950, 81);
        assert!(may_announce(&view, 0, wanted));
        announced(&mut view, 950, 80);
        assert!(!may_announce(&view, 0, wanted));
        // The same address with a key: until the chain has the key.
        let wanted = Wanted { certificate: Some(Certificate::new([9; 32])), ..wanted };
        assert!(may_announce(&view, 0, wanted));
        view.certificates = Arc::new([([1; 32], Certificate::new([9; 32]))].into());
        assert!(!may_announce(&view, 0, wanted));
        view.certificates = Arc::new([([1; 32], Certificate::new([8; 32]))].into());
        assert!(may_announce(&view, 0, wanted));
    }
}
