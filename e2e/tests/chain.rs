//! The chain's client in Rust (`sdk/chain`) on a real node.

use myelin_chain::{
    api, calls,
    commitments::{set_commitment, Field},
    metadata, refusals,
    weights::{commit_weights, reveal_weights, weights_hash},
    AccountId, Chain, ChainError, Row, SubmitOptions, Tolerance, Trade, Until,
};
use myelin_e2e::{eventually, Failure, Node};
use myelin_metagraph::{Follower, Metagraph};
use myelin_units::{NetUid, Tao, Uid};
use myelin_wallet::{Crypto, Keypair};

const TAO: u64 = 1_000_000_000;
const APEX: NetUid = NetUid::new(1);
/// The subnet that these tests create.
const OURS: NetUid = NetUid::new(2);

fn key(uri: &str) -> Result<Keypair, Failure> {
    Ok(Keypair::from_uri(uri, Crypto::Sr25519)?)
}

fn account(key: &Keypair) -> AccountId {
    key.public().into()
}

#[tokio::test(flavor = "multi_thread")]
async fn client_should_read_one_block_and_send_calls() -> Result<(), Failure> {
    let (_node, chain) = Node::with_client().await?;
    metadata_is_the_nodes(&chain).await?;
    snapshot_is_of_one_block(&chain).await?;
    transfer_tells_what_it_did(&chain).await?;
    errors_have_names(&chain).await?;
    fifty_at_once_all_land(&chain).await?;
    trades_are_as_quoted(&chain).await
}

/// What is embedded is what the node says: `make metadata` when this fails.
async fn metadata_is_the_nodes(chain: &Chain) -> Result<(), Failure> {
    let told = metadata::calls_and_events(&chain.full_metadata().await?)?;
    assert!(told == metadata::embedded(), "the metadata in sdk/chain is old: `make metadata` refreshes it");
    assert_eq!(chain.runtime_version().await?.spec_version, metadata::embedded_spec());
    Ok(())
}

async fn snapshot_is_of_one_block(chain: &Chain) -> Result<(), Failure> {
    let snapshot = chain.at_head().await?;
    let (number, subnet) = (snapshot.number().await?, snapshot.subnet(APEX).await?);
    let mut heads = chain.heads().await?;
    while heads.next().await?.number < number + 4 {}
    assert_eq!(snapshot.number().await?, number);
    assert_eq!(snapshot.subnet(APEX).await?, subnet);
    assert_eq!(snapshot.metagraph(APEX).await?.block.0, number);
    assert_eq!(chain.at(number).await?.hash(), snapshot.hash());
    assert!(chain.at_head().await?.number().await? >= number + 4);
    assert!(chain.at_finalized().await?.number().await? > 0);
    let listed: Vec<_> = chain.unpinned().subnets().await?.iter().map(|it| it.netuid.0).collect();
    assert_eq!(listed, [NetUid::ROOT, APEX]);
    assert!(matches!(chain.at(number + 100_000).await, Err(ChainError::NoSuchBlock(_))));
    assert!(matches!(snapshot.subnet(NetUid::new(77)).await, Err(ChainError::Missing(_))));
    assert!(!snapshot.hyperparameters(APEX).await?.is_empty());
    assert_eq!(snapshot.block_time().await?, 250);
    Ok(())
}

async fn transfer_tells_what_it_did(chain: &Chain) -> Result<(), Failure> {
    let (alice, new) = (key("//Alice")?, AccountId([42; 32]));
    let call = calls::transfer(new, Tao::new(5 * TAO));
    let quoted = chain.fee(&alice.public(), &call).await?;
    assert_eq!(chain.dry_run(&alice, &call).await?, quoted);
    assert_eq!(chain.at_head().await?.balance(new).await?, Tao::ZERO);
    let options = SubmitOptions { until: Until::Finalized, ..SubmitOptions::default() };
    let included = chain.submit_with(&alice, &call, options).await?;
    assert_eq!(included.fee, quoted);
    let event = included.event::<api::balances::events::Transfer>().ok_or("no transfer")??;
    assert_eq!((event.to, event.amount), (new, 5 * TAO));
    let after = chain.at(included.block_hash).await?;
    assert_eq!(after.balance(new).await?, Tao::new(5 * TAO));
    assert_eq!(after.number().await?, included.number);

    // Another algorithm.
    let ed = Keypair::from_uri("//Alice", Crypto::Ed25519)?;
    chain.submit(&alice, &calls::transfer(ed.public().into(), Tao::new(5 * TAO))).await?;
    chain.submit(&ed, &calls::transfer(new, Tao::new(TAO))).await?;
    assert_eq!(chain.at_head().await?.balance(new).await?, Tao::new(6 * TAO));
    Ok(())
}

async fn errors_have_names(chain: &Chain) -> Result<(), Failure> {
    let alice = key("//Alice")?;
    // Of a block: Alice has not that much.
    let too_much = calls::transfer(AccountId([1; 32]), Tao::new(u64::MAX / 2));
    let error = chain.submit(&alice, &too_much).await.err().ok_or("it was accepted")?;
    let ChainError::Dispatch(failed) = &error else {
        return Err(format!("no dispatch error: {error}").into());
    };
    assert_eq!(failed.error.name(), "Arithmetic(Underflow)");
    assert!(failed.included.fee > Tao::ZERO);
    let dry = chain.dry_run(&alice, &too_much).await.err().ok_or("it would succeed")?;
    assert_eq!(dry.dispatch(), Some(&failed.error));
    // Of a pallet, by name and number.
    let start = calls::start_subnet(NetUid::new(99));
    let error = chain.submit(&alice, &start).await.err().ok_or("it was accepted")?;
    let told = match (&error, error.dispatch()) {
        (_, Some(error)) => error.name(),
        (ChainError::Refused(refusal), _) => {
            refusal.meaning().map(|it| it.name.to_owned()).unwrap_or_default()
        }
        _ => String::new(),
    };
    assert!(told.contains("SubnetNotExists"), "{error}");
    // Of the pool, before any block.
    let weights = calls::set_weights(APEX, vec![0], vec![1], 0);
    let error = chain.submit(&alice, &weights).await.err().ok_or("it was accepted")?;
    let refusal = error.refusal().ok_or_else(|| format!("not of the pool: {error}"))?;
    assert!(refusal.meaning().is_some_and(|it| refusals::refusal(it.number) == Some(it)), "{error}");
    Ok(())
}

/// One key, fifty calls at once, some of which the pool refuses: all others land, in nonces without a gap.
async fn fifty_at_once_all_land(chain: &Chain) -> Result<(), Failure> {
    let bob = key("//Bob")?;
    let before = chain.at_head().await?.account(account(&bob)).await?;
    let mut calls = tokio::task::JoinSet::new();
    for number in 0..55u8 {
        let (chain, bob) = (chain.clone(), bob.clone());
        calls.spawn(async move {
            if number % 11 == 5 {
                let refused = calls::set_weights(APEX, vec![0], vec![1], 0);
                return chain.submit(&bob, &refused).await.map(|_| ());
            }
            let to = AccountId([100u8.saturating_add(number); 32]);
            chain.submit(&bob, &calls::transfer(to, Tao::new(TAO))).await.map(|_| ())
        });
    }
    let (mut landed, mut refused) = (0, 0);
    while let Some(result) = calls.join_next().await {
        match result? {
            Ok(()) => landed += 1,
            Err(ChainError::Refused(_)) => refused += 1,
            Err(error) => return Err(error.into()),
        }
    }
    assert_eq!((landed, refused), (50, 5));
    let after = chain.at_head().await?.account(account(&bob)).await?;
    assert_eq!(after.nonce, before.nonce + 50);
    Ok(())
}

/// What is quoted is what happens, and a price that moved meanwhile is not paid.
async fn trades_are_as_quoted(chain: &Chain) -> Result<(), Failure> {
    let charlie = key("//Charlie")?;
    create_subnet(chain).await?;
    let hotkey = account(&charlie);
    chain.submit(&charlie, &calls::register(OURS, hotkey)).await?;
    let trade = Trade::Stake { netuid: OURS, amount: Tao::new(TAO) };
    let (quote, included) = chain
        .stake_with_limit(
            &charlie,
            hotkey,
            OURS,
            Tao::new(TAO),
            Tolerance { millionths: 100_000, partial: false },
        )
        .await?;
    assert!(quote.slippage > 0 && quote.leaving_now_gives_back < TAO);
    // Quoted at the state before its block, the trade is the same to the last rao.
    let before = chain.at(included.number - 1).await?;
    let exact = before.quote(trade).await?;
    let simulated: myelin_views::SimSwapResult =
        before.view("SwapRuntimeApi_sim_swap_tao_for_alpha", &(OURS, Tao::new(TAO))).await?;
    assert_eq!(exact.amount_out, simulated.alpha_amount.rao());
    assert_eq!((exact.fee, exact.slippage), (simulated.tao_fee.rao(), simulated.alpha_slippage.rao()));

    // The quote is old: somebody bought a tenth of the pool. Nothing is bought, nothing but a fee is lost.
    let old = chain.quote(trade).await?;
    let pool = chain.at_head().await?.subnet(OURS).await?.tao_in.0;
    let wide = Tolerance { millionths: 900_000, partial: false };
    chain.stake_with_limit(&key("//Bob")?, hotkey, OURS, Tao::new(pool.rao() / 10), wide).await?;
    let error =
        chain.trade(&charlie, hotkey, &old, Tolerance::default()).await.err().ok_or("it was bought")?;
    assert!(error.to_string().contains("SlippageTooHigh"), "{error}");

    // And out again.
    let staked = chain.at_head().await?.stake(account(&charlie), hotkey, OURS).await?;
    let (quote, included) = chain.unstake_with_limit(&charlie, hotkey, OURS, staked, wide).await?;
    assert!(quote.amount_out > 0);
    // What is held afterwards may be dividends, which are given over in every block.
    let sold =
        included.event::<api::subtensor_module::events::StakeRemoved>().ok_or("nothing was sold")??;
    assert_eq!(sold.3 .0, staked.rao());
    Ok(())
}

/// Alice makes and starts a subnet with short epochs, whose owners may change everything at once.
async fn create_subnet(chain: &Chain) -> Result<(), Failure> {
    let alice = key("//Alice")?;
    chain.submit(&alice, &calls::register_subnet(account(&alice))).await?;
    chain.submit(&alice, &calls::start_subnet(OURS)).await?;
    Ok(())
}

type RuntimeCall = api::runtime_types::myelin_runtime::RuntimeCall;
type Admin = api::runtime_types::pallet_admin::pallet::Call;
use api::runtime_types::myelin_units::id::NetUid as Number;

async fn as_root(chain: &Chain, call: Admin) -> Result<(), Failure> {
    let call = api::tx().sudo().sudo(RuntimeCall::AdminUtils(call));
    let included = chain.submit(&key("//Alice")?, &call).await?;
    let done = included.event::<api::sudo::events::Sudid>().ok_or("sudo said nothing")??;
    match done.sudo_result {
        Ok(()) => Ok(()),
        Err(error) => Err(format!("root may not do that: {error:?}").into()),
    }
}

/// A subnet with epochs of `tempo` blocks, and Bob with stake and Charlie without as neurons.
async fn subnet_with_neurons(chain: &Chain, tempo: u16) -> Result<(Keypair, Keypair), Failure> {
    create_subnet(chain).await?;
    let netuid = Number(OURS.number());
    as_root(chain, Admin::sudo_set_admin_freeze_window { window: 0 }).await?;
    as_root(chain, Admin::sudo_set_tempo { netuid: netuid.clone(), tempo }).await?;
    as_root(chain, Admin::sudo_set_weights_set_rate_limit { netuid, weights_set_rate_limit: 0 }).await?;
    let (bob, charlie) = (key("//Bob")?, key("//Charlie")?);
    for who in [&bob, &charlie] {
        let hotkey = key(&format!("//{}//hotkey", if std::ptr::eq(who, &bob) { "Bob" } else { "Charlie" }))?;
        chain.submit(who, &calls::register(OURS, account(&hotkey))).await?;
        chain.submit(who, &calls::transfer(account(&hotkey), Tao::new(TAO))).await?;
    }
    let (validator, miner) = (key("//Bob//hotkey")?, key("//Charlie//hotkey")?);
    let wide = Tolerance { millionths: 5_000_000, partial: false };
    chain.stake_with_limit(&bob, account(&validator), OURS, Tao::new(200 * TAO), wide).await?;
    // An epoch says who may weigh others; a row that opens before is refused.
    eventually("Bob may set weights", || async {
        let graph = chain.at_head().await?.metagraph(OURS).await?;
        Ok((graph.validator_permit.get(1) == Some(&true)).then_some(()))
    })
    .await?;
    Ok((validator, miner))
}

/// A neuron registers, says where it answers, publishes, and is weighed: openly, by hash, sealed.
#[tokio::test(flavor = "multi_thread")]
async fn neurons_should_be_seen_and_weighed_when_they_use_the_client() -> Result<(), Failure> {
    let (_node, chain) = Node::with_client().await?;
    let (validator, miner) = subnet_with_neurons(&chain, 40).await?;
    let mut follower = Follower::start(&chain, OURS).await?;
    assert_eq!(follower.current().len(), 3);
    announces(&chain, &miner).await?;
    opened_by_the_beacon(&chain, &validator).await?;
    by_hash(&chain, &validator).await?;
    openly(&chain, &validator).await?;
    follows(&chain, &mut follower, &miner).await
}

async fn announces(chain: &Chain, miner: &Keypair) -> Result<(), Failure> {
    let at = calls::Endpoint { ip: "8.8.4.4".parse()?, port: 8091, protocol: 4, version: 1 };
    chain.submit(miner, &calls::serve_axon(OURS, &at)).await?;
    let fields = vec![Field::Raw(b"myelin/predict/1".to_vec()), Field::Sha256([7; 32])];
    chain.submit(miner, &set_commitment(OURS, fields.clone())?).await?;
    let head = chain.at_head().await?;
    let axon = head.axon(OURS, account(miner)).await?.ok_or("no axon")?;
    assert_eq!((axon.ip, axon.port, axon.ip_type), (0x0808_0404, 8091, 4));
    let all = head.commitments(OURS).await?;
    assert_eq!(all.len(), 1);
    assert_eq!((all[0].0, &all[0].1.fields), (account(miner), &fields));
    assert_eq!(head.commitment(OURS, account(miner)).await?.as_ref(), Some(&all[0].1));
    assert_eq!(head.uid_of(OURS, account(miner)).await?, Some(Uid::new(2)));
    // Too soon again, or a place where nobody can answer: the pool says so by number.
    let nowhere = calls::Endpoint { ip: "127.0.0.1".parse()?, ..at };
    let error =
        chain.submit(miner, &calls::serve_axon(OURS, &nowhere)).await.err().ok_or("it was accepted")?;
    assert!(error.refusal().is_some_and(|refusal| refusal.meaning().is_some()), "{error}");
    Ok(())
}

fn row(to: u16) -> Row {
    Row { uids: vec![to], values: vec![u16::MAX], version_key: 0 }
}

async fn weighs(chain: &Chain, to: u16) -> Result<(), Failure> {
    let what = format!("uid 1 weighs {to}");
    eventually(&what, || async {
        let row = chain.at_head().await?.weights(OURS, Uid::new(1)).await?;
        Ok((row == [(to, u16::MAX)]).then_some(()))
    })
    .await
}

async fn opened_by_the_beacon(chain: &Chain, validator: &Keypair) -> Result<(), Failure> {
    let included = chain.set_weights(validator, OURS, &row(2)).await?;
    assert!(included.has("SubtensorModule", "TimelockedWeightsCommitted"));
    assert_eq!(chain.at(included.block_hash).await?.weights(OURS, Uid::new(1)).await?, []);
    weighs(chain, 2).await?;
    // It opened with the epoch that it was meant for, not in one after it.
    let head = chain.at_head().await?;
    let epochs = head.number().await?.saturating_sub(included.number) / 41;
    assert!(epochs <= 1, "it took {epochs} epochs");
    Ok(())
}

async fn by_hash(chain: &Chain, validator: &Keypair) -> Result<(), Failure> {
    let (row, salt) = (row(0), vec![1, 2, 3]);
    let hash = weights_hash(account(validator), OURS, 0, &row, &salt);
    let committed = chain.submit(validator, &commit_weights(OURS, hash)).await?;
    let reveal = reveal_weights(OURS, row, salt);
    let error = chain.submit(validator, &reveal).await.err().ok_or("it was revealed at once")?;
    let name = error.refusal().and_then(|refusal| refusal.meaning()).map(|it| it.name);
    assert_eq!(name, Some("CommitBlockNotInRevealRange"), "{error}");
    let epoch = chain.at(committed.block_hash).await?.next_epoch(OURS).await?.ok_or("no epochs")?;
    let mut heads = chain.heads().await?;
    while heads.next().await?.number < epoch {}
    chain.submit(validator, &reveal).await?;
    weighs(chain, 0).await
}

async fn openly(chain: &Chain, validator: &Keypair) -> Result<(), Failure> {
    let netuid = Number(OURS.number());
    as_root(chain, Admin::sudo_set_commit_reveal_weights_enabled { netuid, enabled: false }).await?;
    let included = chain.set_weights(validator, OURS, &row(2)).await?;
    assert!(included.has("SubtensorModule", "WeightsSet"));
    weighs(chain, 2).await
}

/// The metagraph has the address, the weights' block and, after an epoch, what the miner earned.
async fn follows(chain: &Chain, follower: &mut Follower, miner: &Keypair) -> Result<(), Failure> {
    let paid = loop {
        let graph = follower.changed().await?;
        let neuron = graph.by_hotkey(&account(miner)).ok_or("no miner")?;
        if neuron.incentive.parts() == u16::MAX && neuron.address() == Some("8.8.4.4:8091".parse()?) {
            break graph;
        }
    };
    let told = Metagraph::at(&chain.at(paid.block()).await?, OURS).await?;
    assert_eq!(*paid, told);
    assert!(follower.staleness().blocks <= 25 && follower.trouble().is_none());
    let file = std::env::temp_dir().join(format!("myelin-e2e-{}.metagraph", std::process::id()));
    paid.save(&file)?;
    assert_eq!(Metagraph::load(&file)?, *paid);
    std::fs::remove_file(&file)?;
    Ok(())
}

/// The example of the book runs as it stands.
#[tokio::test(flavor = "multi_thread")]
async fn example_should_run_when_it_is_followed() -> Result<(), Failure> {
    let (node, _chain) = Node::with_client().await?;
    look::run(&node.url()).await.map_err(|error| error.to_string())?;
    Ok(())
}

#[path = "../../sdk/chain/examples/look_and_pay.rs"]
#[allow(dead_code)] // its `main`
mod look;
