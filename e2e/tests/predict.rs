//! The subnet `predict` on a real node: four miners and two validators for ten epochs. The best model earns most, and
//! who copies it earns nothing.

#![allow(clippy::unwrap_used)] // tests fail so, what they share too

use myelin_chain::{calls, AccountId};
use myelin_e2e::{eventually, Failure, Node, NodeOptions};
use myelin_neuron::Stop;
use myelin_predict::{
    corpus::Corpus,
    models,
    rules::Verdict,
    up::{table, Options, Person, Role, Row, Running},
    validator::Report,
};
use myelin_units::NetUid;
use myelin_wallet::{Crypto, Keypair};
use std::{
    collections::BTreeMap,
    path::Path,
    sync::{Arc, Mutex},
};

const EPOCHS: usize = 10;
const MINERS: [(&str, &str); 4] =
    [("order 0", "order0"), ("order 2", "order2"), ("ppm", "ppm"), ("copier of ppm", "ppm")];

fn options(node: &Node, home: &Path) -> Result<Options, Failure> {
    let documents = Path::new(env!("CARGO_MANIFEST_DIR")).join("../docs");
    let corpus = Arc::new(Corpus::open(&[documents])?);
    Ok(Options { url: node.url(), home: home.to_owned(), corpus, tempo: 20, round_every: 10, port: 0 })
}

fn modules() -> Result<Vec<(String, Vec<u8>)>, Failure> {
    // The best has read something that nobody is judged on.
    let read = concat!(include_str!("../../ARCHITECTURE.md"), include_str!("../../README.md"));
    let module = |(name, model): (&str, &str)| -> Result<(String, Vec<u8>), Failure> {
        let module = models::built_in(model).ok_or("a model is missing")?;
        let module = if model == "ppm" { models::primed(module, read.as_bytes())? } else { module.to_vec() };
        Ok((name.to_owned(), module))
    };
    MINERS.into_iter().map(module).collect()
}

/// The epochs in which miners were paid, by block, as they come.
async fn paid_epochs(running: &Running) -> Result<BTreeMap<u64, Vec<Row>>, Failure> {
    let mut epochs = BTreeMap::new();
    while epochs.len() < EPOCHS {
        let last = epochs.last_key_value().map_or(0, |(block, _)| *block);
        let (block, rows) = eventually("the next epoch that pays miners", || async {
            let (block, rows) = running.epoch().await?;
            let paid = rows.iter().any(|row| row.person.role == Role::Miner && row.incentive > 0);
            Ok((block > last && paid).then_some((block, rows)))
        })
        .await?;
        println!("{}", table(block, &rows));
        epochs.insert(block, rows);
    }
    Ok(epochs)
}

fn row<'a>(rows: &'a [Row], name: &str) -> &'a Row {
    rows.iter().find(|row| row.person.name == name).unwrap()
}

/// Somebody else takes a seat, between those that are given out here.
async fn come_by(running: &Running) -> Result<(), Failure> {
    let key = |uri| Keypair::from_uri(uri, Crypto::Sr25519);
    let hotkey = AccountId::from(key("//Guest")?.public());
    running.chain.submit(&key("//Charlie")?, &calls::register(NetUid::new(running.netuid), hotkey)).await?;
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn subnet_should_pay_the_best_model_most_and_its_copier_nothing_for_ten_epochs() -> Result<(), Failure>
{
    let filter = tracing_subscriber::EnvFilter::from_default_env();
    tracing_subscriber::fmt().with_env_filter(filter).with_test_writer().try_init().ok();
    let node = Node::start(NodeOptions::default()).await?;
    let home = tempfile::tempdir()?;
    let reports: Arc<Mutex<Vec<Report>>> = Arc::default();
    let told = Arc::clone(&reports);
    let tell = move |report: &Report| told.lock().unwrap().push(report.clone());
    let mut running = Running::found(options(&node, home.path())?, Stop::default()).await?;
    for (number, (name, module)) in modules()?.into_iter().enumerate() {
        running.add_miner(&name, module).await?;
        if number == 0 {
            come_by(&running).await?;
        }
    }
    running.judge(tell).await?;

    let epochs = paid_epochs(&running).await?;
    for (block, rows) in &epochs {
        let copier = row(rows, "copier of ppm");
        assert_eq!((copier.incentive, copier.emission), (0, 0), "the copier is paid in block {block}");
        let best = rows.iter().filter(|row| row.person.role == Role::Miner).max_by_key(|row| row.incentive);
        assert_eq!(best.unwrap().person.name, "ppm", "in block {block}");
    }
    let last = epochs.last_key_value().unwrap().1;
    assert!(row(last, "ppm").emission > 0);
    let guests: Vec<_> = last.iter().filter(|row| row.person.guest).collect();
    assert!(
        matches!(guests.as_slice(), [Row { person: Person { uid: 2, .. }, emission: 0, .. }]),
        "{guests:?}"
    );
    assert_eq!(row(last, "order 2").person.uid, 3, "the seat after the guest's");
    for validator in last.iter().filter(|row| row.person.role == Role::Validator) {
        assert!(validator.dividends > 0, "{} earns nothing", validator.person.name);
    }

    let best = row(last, "ppm").person.uid;
    let copier = row(last, "copier of ppm").person.uid;
    running.end().await?;
    let reports = reports.lock().unwrap();
    println!("{}", reports.last().unwrap());
    let judged: Vec<_> =
        reports.iter().filter(|report| report.judgement.standings.len() == MINERS.len()).collect();
    assert!(judged.len() >= EPOCHS, "{} rounds with all models", judged.len());
    for report in judged {
        let verdict =
            |uid| report.judgement.standings.iter().find(|one| one.uid == uid).map(|one| one.verdict);
        assert!(matches!(verdict(best), Some(Verdict::Record { .. })), "{report}");
        assert_eq!(verdict(copier), Some(Verdict::SameModule { of: best }), "{report}");
    }
    Ok(())
}
