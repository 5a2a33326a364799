//! From the command line to a running node.

use crate::{
    chain_spec,
    options::{Options, Subcommand},
    service,
};
use sc_cli::SubstrateCli;
use sc_service::{ChainType, Configuration, PartialComponents, PruningMode};

impl SubstrateCli for Options {
    fn impl_name() -> String {
        "Myelin Node".into()
    }

    fn impl_version() -> String {
        env!("SUBSTRATE_CLI_IMPL_VERSION").into()
    }

    fn description() -> String {
        "A node of a dynamic TAO network.".into()
    }

    fn author() -> String {
        env!("CARGO_PKG_AUTHORS").into()
    }

    fn support_url() -> String {
        concat!(env!("CARGO_PKG_REPOSITORY"), "/issues").into()
    }

    fn copyright_start_year() -> i32 {
        2025
    }

    fn load_spec(&self, id: &str) -> Result<Box<dyn sc_service::ChainSpec>, String> {
        Ok(Box::new(chain_spec::ready(id, &self.genesis)?))
    }
}

/// Runs what the command line asks for.
pub fn run() -> sc_cli::Result<()> {
    let options = Options::from_args();
    match &options.subcommand {
        None => run_node(&options),
        Some(Subcommand::Key(cmd)) => cmd.run(&options),
        Some(Subcommand::ExportChainSpec(cmd)) => {
            // The readable form, unless the raw one is asked for.
            cmd.run(Box::new(chain_spec::named(&cmd.chain, &options.genesis)?))
        }
        Some(Subcommand::PurgeChain(cmd)) => {
            options.create_runner(cmd)?.sync_run(|config| cmd.run(config.database))
        }
        Some(Subcommand::CheckBlock(cmd)) => options.create_runner(cmd)?.async_run(|config| {
            let PartialComponents { client, task_manager, import_queue, .. } = service::new_partial(&config)?;
            Ok((cmd.run(client, import_queue), task_manager))
        }),
        Some(Subcommand::ExportBlocks(cmd)) => options.create_runner(cmd)?.async_run(|config| {
            let PartialComponents { client, task_manager, .. } = service::new_partial(&config)?;
            Ok((cmd.run(client, config.database), task_manager))
        }),
        Some(Subcommand::ExportState(cmd)) => options.create_runner(cmd)?.async_run(|config| {
            let PartialComponents { client, task_manager, .. } = service::new_partial(&config)?;
            Ok((cmd.run(client, config.chain_spec), task_manager))
        }),
        Some(Subcommand::ImportBlocks(cmd)) => options.create_runner(cmd)?.async_run(|config| {
            let PartialComponents { client, task_manager, import_queue, .. } = service::new_partial(&config)?;
            Ok((cmd.run(client, import_queue), task_manager))
        }),
        Some(Subcommand::Revert(cmd)) => options.create_runner(cmd)?.async_run(|config| {
            let PartialComponents { client, task_manager, backend, .. } = service::new_partial(&config)?;
            let revert_finality = Box::new(|client, _, blocks| {
                sc_consensus_grandpa::revert(client, blocks)?;
                Ok(())
            });
            Ok((cmd.run(client, backend, Some(revert_finality)), task_manager))
        }),
        Some(Subcommand::WarmUp(cmd)) => options.create_runner(cmd.as_ref())?.async_run(|config| {
            // Opening a chain asks its runtime for the authorities, which compiles it.
            let PartialComponents { task_manager, .. } = service::new_partial(&config)?;
            Ok((async { Ok(()) }, task_manager))
        }),
    }
}

fn run_node(options: &Options) -> sc_cli::Result<()> {
    let (audit, beacons) = (options.audit, options.beacons.clone());
    options.create_runner(&options.run)?.run_node_until_exit(|config| async move {
        service::start(with_local_defaults(config), audit, beacons).await.map_err(sc_cli::Error::Service)
    })
}

/// A local chain keeps the state of every block unless told otherwise: with quick blocks the usual 256 last about a
/// minute, and tests look further back.
fn with_local_defaults(mut config: Configuration) -> Configuration {
    if config.chain_spec.chain_type() != ChainType::Live {
        config.state_pruning.get_or_insert(PruningMode::ArchiveAll);
    }
    config
}
