//! The parts of a node and how they hang together: Aura makes blocks, GRANDPA finalizes them.

use crate::{beacons::Beacons, options::BeaconOptions};
use futures::FutureExt;
use myelin_runtime::{self as runtime, opaque::Block};
use sc_client_api::{Backend, BlockBackend};
use sc_consensus_aura::{ImportQueueParams, SlotProportion, StartAuraParams};
use sc_consensus_grandpa::SharedVoterState;
use sc_executor::{HeapAllocStrategy, DEFAULT_HEAP_ALLOC_STRATEGY};
use sc_service::{error::Error as ServiceError, ChainType, Configuration, TaskManager, WarpSyncConfig};
use sc_telemetry::{Telemetry, TelemetryWorker};
use sc_transaction_pool_api::OffchainTransactionPoolFactory;
use sp_consensus_aura::sr25519::AuthorityPair as AuraPair;
use std::{path::PathBuf, sync::Arc, time::Duration};

type Executor = sc_executor::WasmExecutor<sp_io::SubstrateHostFunctions>;
pub(crate) type FullClient = sc_service::TFullClient<Block, runtime::apis::RuntimeApi, Executor>;
type FullBackend = sc_service::TFullBackend<Block>;
type FullSelectChain = sc_consensus::LongestChain<FullBackend, Block>;
type FullPool = sc_transaction_pool::TransactionPoolHandle<Block, FullClient>;
type GrandpaBlockImport =
    sc_consensus_grandpa::GrandpaBlockImport<FullBackend, Block, FullClient, FullSelectChain>;
type GrandpaLink = sc_consensus_grandpa::LinkHalf<Block, FullClient, FullSelectChain>;

/// What a block justification is kept for at least, in blocks: a node that warps needs one now and then.
const JUSTIFICATION_PERIOD: u32 = 512;

/// The part of a node that the subcommands share.
pub type Parts = sc_service::PartialComponents<
    FullClient,
    FullBackend,
    FullSelectChain,
    sc_consensus::DefaultImportQueue<Block>,
    FullPool,
    (GrandpaBlockImport, GrandpaLink, Option<Telemetry>),
>;

/// Opens the database and builds what needs no network.
pub fn new_partial(config: &Configuration) -> Result<Parts, ServiceError> {
    let telemetry = config
        .telemetry_endpoints
        .clone()
        .filter(|endpoints| !endpoints.is_empty())
        .map(|endpoints| -> Result<_, sc_telemetry::Error> {
            let worker = TelemetryWorker::new(16)?;
            let telemetry = worker.handle().new_telemetry(endpoints);
            Ok((worker, telemetry))
        })
        .transpose()?;

    let executor = executor(config);
    let (client, backend, keystore_container, task_manager) =
        sc_service::new_full_parts::<Block, runtime::apis::RuntimeApi, _>(
            config,
            telemetry.as_ref().map(|(_, telemetry)| telemetry.handle()),
            executor,
            vec![Arc::new(sc_consensus_grandpa::GrandpaPruningFilter)],
        )?;
    let client = Arc::new(client);

    let telemetry = telemetry.map(|(worker, telemetry)| {
        task_manager.spawn_handle().spawn("telemetry", None, worker.run());
        telemetry
    });

    let select_chain = sc_consensus::LongestChain::new(backend.clone());
    let transaction_pool = Arc::from(
        sc_transaction_pool::Builder::new(
            task_manager.spawn_essential_handle(),
            client.clone(),
            config.role.is_authority().into(),
        )
        .with_options(config.transaction_pool.clone())
        .with_prometheus(config.prometheus_registry())
        .build(),
    );

    let (grandpa_block_import, grandpa_link) = sc_consensus_grandpa::block_import(
        client.clone(),
        JUSTIFICATION_PERIOD,
        &client,
        select_chain.clone(),
        telemetry.as_ref().map(Telemetry::handle),
    )?;

    let import_queue =
        import_queue(config, &client, &grandpa_block_import, &task_manager, telemetry.as_ref())?;

    Ok(Parts {
        client,
        backend,
        task_manager,
        import_queue,
        keystore_container,
        select_chain,
        transaction_pool,
        other: (grandpa_block_import, grandpa_link, telemetry),
    })
}

/// What runs the WASM runtime. Local chains, which are started often, keep its machine code in the user's cache, so
/// that the next start need not compile it again.
fn executor(config: &Configuration) -> Executor {
    let strategy = config
        .executor
        .default_heap_pages
        .map_or(DEFAULT_HEAP_ALLOC_STRATEGY, |pages| HeapAllocStrategy::Static { extra_pages: pages as u32 });
    let executor = Executor::builder()
        .with_execution_method(config.executor.wasm_method)
        .with_onchain_heap_alloc_strategy(strategy)
        .with_offchain_heap_alloc_strategy(strategy)
        .with_max_runtime_instances(config.executor.max_runtime_instances)
        .with_runtime_cache_size(config.executor.runtime_cache_size);
    match machine_code_cache().filter(|_| config.chain_spec.chain_type() != ChainType::Live) {
        Some(cache) => executor.with_cache_path(cache).build(),
        None => executor.build(),
    }
}

/// Where the user's programs keep what they can make again.
fn machine_code_cache() -> Option<PathBuf> {
    let user = match std::env::var_os("XDG_CACHE_HOME") {
        Some(cache) => PathBuf::from(cache),
        None => PathBuf::from(std::env::var_os("HOME")?).join(".cache"),
    };
    // The cache refuses relative paths.
    user.is_absolute().then(|| user.join("myelin").join("machine-code"))
}

/// The queue that checks blocks of other authorities.
fn import_queue(
    config: &Configuration,
    client: &Arc<FullClient>,
    block_import: &GrandpaBlockImport,
    task_manager: &TaskManager,
    telemetry: Option<&Telemetry>,
) -> Result<sc_consensus::DefaultImportQueue<Block>, ServiceError> {
    let queue_client = client.clone();
    let queue = sc_consensus_aura::import_queue::<AuraPair, _, _, _, _, _>(ImportQueueParams {
        block_import: block_import.clone(),
        justification_import: Some(Box::new(block_import.clone())),
        client: client.clone(),
        create_inherent_data_providers: move |parent, _| {
            let client = queue_client.clone();
            async move {
                let slot_duration = sc_consensus_aura::standalone::slot_duration_at(&*client, parent)?;
                Ok(inherents(slot_duration))
            }
        },
        spawner: &task_manager.spawn_essential_handle(),
        registry: config.prometheus_registry(),
        check_for_equivocation: Default::default(),
        telemetry: telemetry.map(Telemetry::handle),
        compatibility_mode: Default::default(),
    })?;
    Ok(queue)
}

/// What a block says of itself beside its transactions: the slot and the time.
fn inherents(
    slot_duration: sc_consensus_aura::SlotDuration,
) -> (sp_consensus_aura::inherents::InherentDataProvider, sp_timestamp::InherentDataProvider) {
    let timestamp = sp_timestamp::InherentDataProvider::from_system_time();
    let slot = sp_consensus_aura::inherents::InherentDataProvider::from_timestamp_and_slot_duration(
        *timestamp,
        slot_duration,
    );
    (slot, timestamp)
}

/// Starts a node with the network backend that the configuration asks for; with `audit` it checks the books after every
/// block; its blocks get beacons from where `beacons` says.
pub async fn start(
    config: Configuration,
    audit: bool,
    beacons: BeaconOptions,
) -> Result<TaskManager, ServiceError> {
    use sc_network::{config::NetworkBackendType, Litep2pNetworkBackend, NetworkWorker};
    use sp_runtime::traits::Block as BlockT;

    match config.network.network_backend {
        NetworkBackendType::Libp2p => {
            start_with::<NetworkWorker<Block, <Block as BlockT>::Hash>>(config, audit, beacons).await
        }
        NetworkBackendType::Litep2p => start_with::<Litep2pNetworkBackend>(config, audit, beacons).await,
    }
}

async fn start_with<N>(
    config: Configuration,
    audit: bool,
    beacons: BeaconOptions,
) -> Result<TaskManager, ServiceError>
where
    N: sc_network::NetworkBackend<Block, <Block as sp_runtime::traits::Block>::Hash>,
{
    let Parts {
        client,
        backend,
        mut task_manager,
        import_queue,
        keystore_container,
        select_chain,
        transaction_pool,
        other: (block_import, grandpa_link, mut telemetry),
    } = new_partial(&config)?;

    let slot_duration = sc_consensus_aura::slot_duration(&*client)?;
    let metrics = N::register_notification_metrics(config.prometheus_registry());
    let mut network_config = sc_network::config::FullNetworkConfiguration::<_, _, N>::new(
        &config.network,
        config.prometheus_registry().cloned(),
    );

    let genesis = client
        .block_hash(0)?
        .ok_or_else(|| ServiceError::Other("the database has no genesis block".into()))?;
    let grandpa_protocol = sc_consensus_grandpa::protocol_standard_name(&genesis, &config.chain_spec);
    let (grandpa_set, grandpa_notifications) = sc_consensus_grandpa::grandpa_peers_set_config::<_, N>(
        grandpa_protocol.clone(),
        metrics.clone(),
        network_config.peer_store_handle(),
    );
    network_config.add_notification_protocol(grandpa_set);

    let warp_sync = Arc::new(sc_consensus_grandpa::warp_proof::NetworkProvider::new(
        backend.clone(),
        grandpa_link.shared_authority_set().clone(),
        Vec::new(),
    ));

    let (network, system_rpc_tx, tx_handler_controller, sync_service, _) =
        sc_service::build_network(sc_service::BuildNetworkParams {
            config: &config,
            net_config: network_config,
            client: client.clone(),
            transaction_pool: transaction_pool.clone(),
            spawn_handle: task_manager.spawn_handle(),
            spawn_essential_handle: task_manager.spawn_essential_handle(),
            import_queue,
            block_announce_validator_builder: None,
            warp_sync_config: Some(WarpSyncConfig::WithProvider(warp_sync)),
            block_relay: None,
            metrics,
            gap_sync_body_policy: None,
        })?;

    if config.offchain_worker.enabled {
        let workers = sc_offchain::OffchainWorkers::new(sc_offchain::OffchainWorkerOptions {
            runtime_api_provider: client.clone(),
            is_validator: config.role.is_authority(),
            keystore: Some(keystore_container.keystore()),
            offchain_db: backend.offchain_storage(),
            transaction_pool: Some(OffchainTransactionPoolFactory::new(transaction_pool.clone())),
            network_provider: Arc::new(network.clone()),
            enable_http_requests: true,
            custom_extensions: |_| vec![],
        })?;
        task_manager.spawn_handle().spawn(
            "offchain-workers-runner",
            "offchain-worker",
            workers.run(client.clone(), task_manager.spawn_handle()).boxed(),
        );
    }

    task_manager.spawn_handle().spawn("epochs", None, crate::epochs::tell(client.clone()));
    if audit {
        let metric = crate::audit::metric(config.prometheus_registry())?;
        task_manager.spawn_handle().spawn_blocking(
            "audit",
            None,
            crate::audit::watch(client.clone(), metric),
        );
    }

    let role = config.role;
    let force_authoring = config.force_authoring;
    let name = config.network.node_name.clone();
    let grandpa_enabled = !config.disable_grandpa;
    let prometheus_registry = config.prometheus_registry().cloned();

    let rpc_builder = {
        let (client, pool) = (client.clone(), transaction_pool.clone());
        Box::new(move |_| crate::rpc::module(client.clone(), pool.clone()).map_err(Into::into))
    };
    sc_service::spawn_tasks(sc_service::SpawnTasksParams {
        network: Arc::new(network.clone()),
        client: client.clone(),
        keystore: keystore_container.keystore(),
        task_manager: &mut task_manager,
        transaction_pool: transaction_pool.clone(),
        rpc_builder,
        backend,
        system_rpc_tx,
        tx_handler_controller,
        sync_service: sync_service.clone(),
        config,
        telemetry: telemetry.as_mut(),
        tracing_execute_block: None,
    })?;

    if role.is_authority() {
        let proposer_factory = sc_basic_authorship::ProposerFactory::new(
            task_manager.spawn_handle(),
            client.clone(),
            transaction_pool.clone(),
            prometheus_registry.as_ref(),
            telemetry.as_ref().map(Telemetry::handle),
        );
        let beacons = Arc::new(Beacons::start(
            client.clone(),
            &beacons,
            slot_duration.as_duration(),
            &task_manager.spawn_handle(),
            prometheus_registry.as_ref(),
        )?);
        let aura =
            sc_consensus_aura::start_aura::<AuraPair, _, _, _, _, _, _, _, _, _, _>(StartAuraParams {
                slot_duration,
                client,
                select_chain,
                block_import,
                proposer_factory,
                create_inherent_data_providers: move |parent, ()| {
                    let beacons = beacons.clone();
                    async move {
                        let (slot, timestamp) = inherents(slot_duration);
                        let pulses = beacons.of(parent, timestamp.as_duration());
                        Ok((slot, timestamp, pulses))
                    }
                },
                force_authoring,
                // An epoch is counted in blocks, so blocks go on when finality waits.
                backoff_authoring_blocks: Option::<()>::None,
                keystore: keystore_container.keystore(),
                sync_oracle: sync_service.clone(),
                justification_sync_link: sync_service.clone(),
                // The rest of the slot is for sending the block and importing it.
                block_proposal_slot_portion: SlotProportion::new(2f32 / 3f32),
                max_block_proposal_slot_portion: None,
                telemetry: telemetry.as_ref().map(Telemetry::handle),
                compatibility_mode: Default::default(),
            })?;
        // An authority that makes no blocks is no use: the node ends with this task.
        task_manager.spawn_essential_handle().spawn_blocking("aura", Some("block-authoring"), aura);
    }

    if grandpa_enabled {
        let keystore = role.is_authority().then(|| keystore_container.keystore());
        let config = sc_consensus_grandpa::Config {
            gossip_duration: gossip_duration(slot_duration.as_duration()),
            justification_generation_period: JUSTIFICATION_PERIOD,
            name: Some(name),
            observer_enabled: false,
            keystore,
            local_role: role,
            telemetry: telemetry.as_ref().map(Telemetry::handle),
            protocol_name: grandpa_protocol,
        };
        let voter = sc_consensus_grandpa::run_grandpa_voter(sc_consensus_grandpa::GrandpaParams {
            config,
            link: grandpa_link,
            network,
            sync: Arc::new(sync_service),
            notification_service: grandpa_notifications,
            voting_rule: sc_consensus_grandpa::VotingRulesBuilder::default().build(),
            prometheus_registry,
            shared_voter_state: SharedVoterState::empty(),
            telemetry: telemetry.as_ref().map(Telemetry::handle),
            offchain_tx_pool_factory: OffchainTransactionPoolFactory::new(transaction_pool),
        })?;
        task_manager.spawn_essential_handle().spawn_blocking("grandpa-voter", None, voter);
    }

    Ok(task_manager)
}

/// How long GRANDPA waits for votes to travel. A round takes a few of these, so with quick blocks it must be short,
/// or finality falls ever further behind; with slow ones the stock third of a second is right.
fn gossip_duration(slot: Duration) -> Duration {
    (slot / 4).clamp(Duration::from_millis(25), Duration::from_millis(333))
}
