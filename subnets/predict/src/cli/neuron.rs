//! What `miner` and `validator` have in common: a wallet, a node, a subnet.

use super::Failure;
use clap::Args;
use myelin_neuron::{Config, Keys, Stop};
use myelin_wallet::{Environment, Wallet};
use std::{io::IsTerminal as _, path::PathBuf};

/// Whose neuron, and where.
#[derive(Debug, Args)]
pub struct Neuron {
    /// The subnet
    #[arg(long)]
    netuid: u16,
    /// The wallet
    #[arg(long)]
    wallet: String,
    /// Its hotkey; a password is taken from the environment, as the official wallet does
    #[arg(long, default_value = "default")]
    hotkey: String,
    /// The folder of wallets (default: BT_WALLET_PATH, ~/.bittensor/wallets)
    #[arg(long, visible_alias = "wallet-path")]
    wallets: Option<PathBuf>,
    /// The node
    #[arg(long, default_value = "ws://127.0.0.1:9944")]
    url: String,
}

impl Neuron {
    /// Where it keeps what it must know when it starts again, and the rest that a neuron needs; stops on Ctrl-C.
    pub fn config(&self) -> Result<(PathBuf, Config), Failure> {
        let usual = || std::env::var_os("BT_WALLET_PATH").filter(|path| !path.is_empty()).map(PathBuf::from);
        let wallets = self.wallets.clone().or_else(usual).or_else(Wallet::default_path);
        let wallet =
            Wallet::new(wallets.ok_or("HOME is not set: name --wallets")?, &self.wallet, &self.hotkey)?;
        let hotkey = wallet.hotkey_file();
        if !hotkey.exists() {
            let (path, name) = (hotkey.path().display(), &self.wallet);
            return Err(format!("{path} does not exist: make a wallet (`myelin wallet create --wallet {name}`), or check --wallet, --hotkey and --wallets").into());
        }
        let home = wallet.directory().join(format!("predict-{}-{}", self.netuid, self.hotkey));
        let keys = Keys::wallet(wallet, Environment);
        let config = Config::new(&self.url, self.netuid, keys, home.join("state.json"));
        Ok((home, Config { stop: Stop::on_signals(), ..config }))
    }
}

/// What happens is told on standard error; `RUST_LOG` says how much.
pub fn tell_events(usual: &str) {
    let filter = tracing_subscriber::EnvFilter::try_from_default_env();
    let filter = filter.unwrap_or_else(|_| tracing_subscriber::EnvFilter::new(usual));
    // Who writes it into a file wants words there, and who has set NO_COLOR wants no colours anywhere.
    let colours =
        std::io::stderr().is_terminal() && std::env::var_os("NO_COLOR").is_none_or(|value| value.is_empty());
    let events = tracing_subscriber::fmt().with_env_filter(filter).with_ansi(colours);
    events.with_writer(std::io::stderr).init();
}
