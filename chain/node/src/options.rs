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
    pub run: RunCmd,
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
