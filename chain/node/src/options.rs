//! The command line.

use clap::Parser;
use sc_cli::RunCmd;

/// Runs or inspects a node.
#[derive(Debug, Parser)]
pub struct Options {
    #[command(subcommand)]
    pub subcommand: Option<Subcommand>,

    #[command(flatten)]
    pub genesis: GenesisOptions,

    /// Checks the books of the chain after every imported block: an error in the log, and the metric
    /// `myelin_books_closed`, when they do not close. Reads the whole state each time.
    #[arg(long)]
    pub audit: bool,

    #[command(flatten)]
    pub beacons: BeaconOptions,

    #[command(flatten)]
    pub run: RunCmd,
}

/// Where a block author gets the beacons that open timelocked weights. A chain with the development beacon needs none
/// of this: its authors sign the rounds themselves.
#[derive(Debug, Default, Clone, clap::Args)]
pub struct BeaconOptions {
    /// A relay of the chain's beacon, http or https. Give it several times for several relays. Default: the public
    /// relays of drand.
    #[arg(long = "drand-relay", value_name = "URL")]
    pub relays: Vec<String>,

    /// Puts no beacons into this author's blocks: other authors do. If none does, what is timelocked is not opened, and
    /// sealed weights are dropped when the epoch after theirs begins.
    #[arg(long, conflicts_with = "relays")]
    pub no_drand: bool,
}

/// Whose beacon opens timelocked weights.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
pub enum BeaconName {
    /// drand's, which the official clients seal for. Its rounds come from the internet.
    Quicknet,
    /// Signed by the authors with a key that everyone knows.
    Development,
}

/// What can be chosen of a local genesis. A chain that has begun keeps what it began with.
#[derive(Debug, Default, Clone, clap::Args)]
pub struct GenesisOptions {
    /// Milliseconds between blocks, for the chains `local`, `fast` and `dev`. Default: 12000, 250 and 1000.
    #[arg(long, value_name = "MS", global = true, value_parser = clap::value_parser!(u64).range(50..=3_600_000))]
    pub block_time: Option<u64>,

    /// How many of Alice, Bob, Charlie, Dave, Eve and Ferdie make blocks, for the chains `local`, `fast` and `dev`.
    #[arg(long, value_name = "N", global = true, default_value_t = 1, value_parser = clap::value_parser!(u8).range(1..=6))]
    pub authorities: u8,

    /// Whose beacon opens timelocked weights, for the chains `local`, `fast` and `dev`. Default: development.
    #[arg(long, value_name = "NAME", global = true)]
    pub beacon: Option<BeaconName>,
}

/// What else the binary does.
#[derive(Debug, clap::Subcommand)]
pub enum Subcommand {
    /// Makes and looks at keys.
    #[command(subcommand)]
    Key(sc_cli::KeySubcommand),

    /// Prints the chain spec.
    ExportChainSpec(sc_cli::ExportChainSpecCmd),

    /// Runs blocks again and checks them.
    CheckBlock(sc_cli::CheckBlockCmd),

    /// Writes blocks to a file.
    ExportBlocks(sc_cli::ExportBlocksCmd),

    /// Writes the state of a block as a chain spec.
    ExportState(sc_cli::ExportStateCmd),

    /// Reads blocks from a file.
    ImportBlocks(sc_cli::ImportBlocksCmd),

    /// Removes the chain from the disk.
    PurgeChain(sc_cli::PurgeChainCmd),

    /// Goes back by some blocks.
    Revert(sc_cli::RevertCmd),

    /// Compiles the runtime into the cache, so that the next start of a local chain is quick.
    WarmUp(Box<RunCmd>),
}
