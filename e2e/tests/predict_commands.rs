//! The programs `myelin` and `myelin-predict` as a miner and a validator type them: wallets in the official layout,
//! hotkeys with passwords, signals, a second start.

#![allow(clippy::unwrap_used)] // tests fail so, what they share too

use myelin_e2e::{
    cli::{self, Person},
    eventually, free_port,
    program::Program,
    subnet, Failure, Node, NodeOptions,
};
use serde_json::Value;
use std::{
    cell::RefCell,
    path::{Path, PathBuf},
    process::{Command, Stdio},
};

/// A person's folder and the wallets in it.
struct Home {
    folder: PathBuf,
    url: String,
    person: Person,
    password: PathBuf,
}

impl Home {
    fn new(folder: &Path, url: &str) -> Result<Self, Failure> {
        let password = folder.join("password.txt");
        std::fs::write(&password, "a good password\n")?;
        Ok(Self { folder: folder.into(), url: url.into(), person: Person::new(folder, url), password })
    }

    /// `myelin-predict`, with nothing of this machine's settings.
    fn command(&self, line: &str) -> Result<Command, Failure> {
        let binary = cli::binary_of("myelin-predict", "MYELIN_PREDICT")?;
        let mut command = Command::new(binary);
        command.env_clear().env("HOME", &self.folder).stdin(Stdio::null());
        command.env("BT_WALLET_PASSWORD_FILE", &self.password);
        command.args(line.split_whitespace()).args(["--netuid", "2", "--url", &self.url]);
        Ok(command)
    }

    fn start(&self, name: &str, line: &str) -> Result<Program, Failure> {
        Program::start(name, self.command(line)?, &self.folder)
    }

    /// A wallet with TAO of Alice's, and a hotkey that has something to pay fees with.
    fn wallet(&self, name: &str) -> Result<(), Failure> {
        let made = self.person.data(&format!("wallet create --no-password --wallet {name}"))?;
        let address = |key: &str| made.pointer(key).and_then(Value::as_str).unwrap().to_owned();
        for (address, amount) in [(address("/coldkey/address"), 5_000), (address("/hotkey/address"), 1)] {
            self.person.data(&format!("transfer {address} {amount} --key //Alice"))?;
        }
        Ok(())
    }

    /// Gives the hotkey a password. To open it takes seconds, more on a busy machine.
    fn lock(&self, name: &str) -> Result<(), Failure> {
        let password = self.password.display();
        self.person
            .data(&format!("wallet password hotkey --new-password-file {password} --wallet {name}"))?;
        let file = self.folder.join(".bittensor/wallets").join(name).join("hotkeys/default");
        assert!(std::fs::read(file)?.starts_with(b"$NACL"), "the official wallet's form of a sealed key");
        Ok(())
    }

    /// A subnet of the judge's, with short epochs and open weights; the others have a seat in it.
    async fn found(&self) -> Result<(), Failure> {
        subnet::never_freeze(&self.url).await?;
        let password = self.password.display();
        for line in [
            format!("subnet create --wallet judge --password-file {password}"),
            "subnet start 2 --wallet judge".into(),
            "neuron register 2 --wallet maker".into(),
            "neuron register 2 --wallet copier".into(),
            "stake add 300 --netuid 2 --no-limit --wallet judge".into(),
        ] {
            self.person.data(&line)?;
        }
        for parameter in ["tempo 20", "weights_rate_limit 0", "commit_reveal_weights_enabled false"] {
            let line = format!("hyperparameter set 2 {parameter} --sudo --key //Alice");
            eventually(parameter, || std::future::ready(self.person.data(&line).map(Some))).await?;
        }
        Ok(())
    }

    /// What a uid had of what miners earned in the last epoch, in parts of 65535.
    fn incentive(&self, uid: u16) -> Result<u64, Failure> {
        let shown = self.person.data(&format!("neuron show 2 --uid {uid}"))?;
        shown
            .pointer("/incentive")
            .and_then(Value::as_u64)
            .ok_or_else(|| format!("no incentive: {shown}").into())
    }
}

async fn says(program: &RefCell<Program>, what: &str) -> Result<(), Failure> {
    eventually(what, || std::future::ready(program.borrow_mut().has_said(what))).await
}

#[tokio::test(flavor = "multi_thread")]
async fn miner_should_be_paid_and_its_copier_not_when_all_run_from_wallets() -> Result<(), Failure> {
    let node = Node::start(NodeOptions::default()).await?;
    let folder = tempfile::tempdir()?;
    let home = Home::new(folder.path(), &node.url())?;
    for wallet in ["judge", "maker", "copier"] {
        home.wallet(wallet)?;
    }
    // The maker's has none, as is usual for hotkeys: it has to be back soon.
    home.lock("judge")?;
    home.lock("copier")?;
    home.found().await?;

    // What cannot be is said at once, and nothing is committed.
    let noise = folder.path().join("noise.wasm");
    std::fs::write(&noise, "no module")?;
    let refused = home
        .command(&format!("miner --wallet maker --listen 127.0.0.2:8091 --model {}", noise.display()))?
        .output()?;
    let words = String::from_utf8_lossy(&refused.stderr).into_owned();
    assert!(!refused.status.success() && words.contains("no validator would take"), "{words}");
    let locked = home
        .command("miner --wallet copier --model ppm --listen 127.0.0.2:8091")?
        .env_remove("BT_WALLET_PASSWORD_FILE")
        .output()?;
    let words = String::from_utf8_lossy(&locked.stderr).into_owned();
    assert!(!locked.status.success() && words.contains("there is no password: give one"), "{words}");

    let miner = |wallet: &str, model: &str| -> Result<RefCell<Program>, Failure> {
        let listen = format!("127.0.0.2:{}", free_port()?);
        Ok(home.start(wallet, &format!("miner --wallet {wallet} --model {model} --listen {listen}"))?.into())
    };
    let maker = miner("maker", "ppm")?;
    says(&maker, "committed").await?;
    // A copy with another hash is committed, and the original is away when the validator begins.
    maker.borrow_mut().interrupt()?;
    let copy = folder.path().join("copy.wasm");
    let mut bytes = myelin_predict::models::built_in("ppm").unwrap().to_vec();
    bytes.extend([0, 2, 1, b'x']);
    std::fs::write(&copy, bytes)?;
    let copier = miner("copier", &copy.display().to_string())?;
    says(&copier, "committed").await?;
    let documents = Path::new(env!("CARGO_MANIFEST_DIR")).join("../docs");
    let line =
        format!("validator --wallet judge --round-every 10 --passages 2 --corpus {}", documents.display());
    let judge = RefCell::new(home.start("judge", &line)?);
    says(&judge, "a record, the first; waits for uid 1").await?;
    assert!(!judge.borrow().words()?.contains("100.0 %"), "somebody is paid");
    // It comes back, and the copy is one.
    let maker = miner("maker", "ppm")?;
    says(&judge, "a copy: within 0.00 % of uid 1").await?;
    eventually("the maker is paid", || async { Ok((home.incentive(1)? > 0).then_some(())) }).await?;
    assert_eq!(home.incentive(2)?, 0);

    // Everybody ends when told, and a validator that starts again goes on where it was.
    for one in [&maker, &copier, &judge] {
        let ended = one.borrow_mut().interrupt()?;
        assert!(ended.success(), "{ended}: {}", one.borrow().words()?);
        assert_eq!(one.borrow().left()?, Vec::<String>::new());
    }
    let rounds = |words: &str| words.lines().filter(|line| line.starts_with("round ")).count();
    let before = rounds(&judge.borrow().words()?);
    let again = RefCell::new(home.start("judge", &line)?);
    says(&again, &format!("round {} (block", before + 1)).await?;
    eventually("the modules are judged though nobody shows them", || async {
        let words = again.borrow().words()?;
        let last = words.rsplit("\nround ").next().unwrap_or_default().to_owned();
        let away = last.contains("uid 1") && last.contains("does not show its module");
        Ok((away && last.contains("a record, the first")).then_some(()))
    })
    .await?;
    assert!(again.borrow_mut().interrupt()?.success());
    Ok(())
}
