//! All of it on one machine: a subnet on a fresh chain, two validators, and miners that compete; the last copies.

mod founding;
mod show;

pub use show::{table, Row};

use crate::{
    corpus::Corpus,
    miner::Publisher,
    validator::{Judge, JudgeError, Report, Settings},
};
use myelin_chain::{Chain, ChainError};
use myelin_neuron::{miner, validator, Config, Keys, NeuronError, Stop};
use myelin_units::NetUid;
use myelin_wallet::{KeyError, Keypair};
use std::{
    net::{IpAddr, Ipv4Addr, SocketAddr},
    path::{Path, PathBuf},
    sync::Arc,
    time::Duration,
};
use tokio::task::JoinSet;

/// Where axons listen: the chain takes no 127.0.0.1.
const HOST: IpAddr = IpAddr::V4(Ipv4Addr::new(127, 0, 0, 2));
/// Coldkeys of validators and of miners: accounts that a local chain begins with.
const VALIDATORS: [&str; 2] = ["//Alice", "//Charlie"];
const MINERS: [&str; 6] = ["//Dave", "//Eve", "//Ferdie", "//One", "//Two", "//Three"];
/// How often the chain is looked at while something is awaited.
const PAUSE: Duration = Duration::from_millis(200);

/// Why it does not run.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Failure {
    /// The chain.
    #[error(transparent)]
    Chain(#[from] ChainError),
    /// A neuron.
    #[error(transparent)]
    Neuron(#[from] NeuronError),
    /// A validator.
    #[error(transparent)]
    Judge(#[from] JudgeError),
    /// A key.
    #[error("{0}: {1}")]
    Key(String, KeyError),
    /// The chain made no subnet, and no error.
    #[error("the chain told of no new subnet")]
    NoSubnet,
    /// The chain registered a hotkey without a seat, and no error.
    #[error("the chain told of no new seat")]
    NoSeat,
    /// More miners than there are keys.
    #[error("more models than the {max} miners that have keys here", max = MINERS.len())]
    TooManyModels,
    /// A task broke.
    #[error("a task broke: {0}")]
    Task(#[from] tokio::task::JoinError),
}

/// What somebody does in the subnet.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Role {
    /// Has a model.
    Miner,
    /// Judges.
    Validator,
}

/// Who is there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Person {
    /// Its uid.
    pub uid: u16,
    /// What people call it.
    pub name: String,
    /// What it does.
    pub role: Role,
    /// Whether it came by itself: no program of this start runs it.
    pub guest: bool,
}

/// How all of it is set up.
#[derive(Clone, Debug)]
pub struct Options {
    /// The node of a fresh local chain.
    pub url: String,
    /// Where everybody's files go.
    pub home: PathBuf,
    /// The validators' text.
    pub corpus: Arc<Corpus>,
    /// Blocks of an epoch.
    pub tempo: u16,
    /// Blocks between a validator's rounds.
    pub round_every: u64,
    /// Port of the first miner's axon, the others follow; 0 for any.
    pub port: u16,
}

/// Everybody at work.
pub struct Running {
    /// The subnet.
    pub netuid: u16,
    /// The connection.
    pub chain: Chain,
    /// Who is there.
    pub people: Vec<Person>,
    options: Options,
    stop: Stop,
    tasks: JoinSet<Result<(), NeuronError>>,
}

impl Running {
    /// Founds the subnet; nobody is in it yet.
    pub async fn found(options: Options, stop: Stop) -> Result<Self, Failure> {
        let chain = Chain::connect(&options.url).await?;
        let netuid = founding::found(&chain, options.tempo).await?;
        let (people, tasks) = (Vec::new(), JoinSet::new());
        Ok(Self { netuid, chain, people, options, stop, tasks })
    }

    /// Registers a miner, lets it run, and waits until its commitment is final.
    pub async fn add_miner(&mut self, name: &str, module: Vec<u8>) -> Result<(), Failure> {
        let number = self.people.len();
        let coldkey = MINERS.get(number).ok_or(Failure::TooManyModels)?;
        let hotkey = self.register(Role::Miner, coldkey, name).await?;
        let account = hotkey.public().into();
        let config = self.config(hotkey, name);
        let port = match self.options.port {
            0 => 0,
            first => first.saturating_add(u16::try_from(number).unwrap_or(0)),
        };
        let listen = SocketAddr::new(HOST, port);
        self.tasks.spawn(miner::run(Publisher::new(module), miner::Options::new(config, listen)));
        let netuid = NetUid::new(self.netuid);
        while self.chain.at_finalized().await?.commitment(netuid, account).await?.is_none() {
            if let Some(ended) = self.tasks.try_join_next() {
                ended??;
            }
            tokio::time::sleep(PAUSE).await;
        }
        Ok(())
    }

    /// Lets both validators begin. The first one's rounds are told.
    pub async fn judge(&mut self, tell: impl Fn(&Report) + Send + Sync + 'static) -> Result<(), Failure> {
        let tell = Arc::new(tell);
        for (number, coldkey) in VALIDATORS.iter().enumerate() {
            let tell = Arc::clone(&tell);
            let told = move |report: &Report| {
                if number == 0 {
                    tell(report)
                }
            };
            self.add_validator(coldkey, told).await?;
        }
        Ok(())
    }

    async fn add_validator(
        &mut self,
        coldkey: &str,
        tell: impl Fn(&Report) + Send + Sync + 'static,
    ) -> Result<(), Failure> {
        let name = format!("validator {}", coldkey.trim_matches('/'));
        let hotkey = self.register(Role::Validator, coldkey, &name).await?;
        let config = self.config(hotkey, &name);
        let shelf = Path::new(&self.options.home).join(format!("{name} modules"));
        let judge = Judge::new(Settings::new(Arc::clone(&self.options.corpus), shelf), tell)?;
        // The rules average over rounds themselves: the latest word counts alone.
        let settings = validator::Options {
            round_every: self.options.round_every,
            alpha: 1.0,
            weights_every: Some(self.options.round_every),
            ..validator::Options::new(config)
        };
        self.tasks.spawn(validator::run(judge, settings));
        Ok(())
    }

    async fn register(&mut self, role: Role, coldkey: &str, name: &str) -> Result<Keypair, Failure> {
        let hotkey = founding::key(&format!("{coldkey}//predict"))?;
        let uid = founding::join(&self.chain, self.netuid, role, &founding::key(coldkey)?, &hotkey).await?;
        self.people.push(Person { uid, name: name.into(), role, guest: false });
        Ok(hotkey)
    }

    fn config(&self, hotkey: Keypair, name: &str) -> Config {
        let state = Path::new(&self.options.home).join(format!("{name}.json"));
        let config = Config::new(&self.options.url, self.netuid, Keys::one(hotkey), state);
        Config { stop: self.stop.clone(), ..config }
    }

    /// Ends everybody, and says what went wrong, if anything did.
    pub async fn end(mut self) -> Result<(), Failure> {
        self.stop.stop();
        self.ended().await
    }

    /// Waits until everybody has ended; the first error ends the others.
    pub async fn ended(&mut self) -> Result<(), Failure> {
        let mut outcome = Ok(());
        while let Some(ended) = self.tasks.join_next().await {
            let ended = ended.map_err(Failure::from).and_then(|ended| ended.map_err(Failure::from));
            if outcome.is_ok() && ended.is_err() {
                self.stop.stop();
                outcome = ended;
            }
        }
        outcome
    }
}
