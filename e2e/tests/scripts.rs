//! `scripts/up` and `scripts/localnet` as somebody starts them: twice, on ports that are taken, and ended by Ctrl-C.

#![allow(clippy::unwrap_used)] // tests fail so, what they share too

use myelin_e2e::{cli, eventually, free_port, node_binary, program::Program, Failure};
use std::{
    net::TcpListener,
    path::{Path, PathBuf},
    process::{Command, Output},
};

fn script(name: &str) -> Result<Command, Failure> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../scripts").join(name);
    let mut command = Command::new(path);
    command.env("NODE", node_binary()?).env("MYELIN_NODE", node_binary()?).env_remove("PREDICT");
    Ok(command)
}

/// `make up` on free ports of its own, everything that it writes in a folder of the test.
fn up(folder: &Path, rpc: u16, miners: u16) -> Result<Command, Failure> {
    let mut command = script("up")?;
    let corpus = Path::new(env!("CARGO_MANIFEST_DIR")).join("../docs");
    command.env("PREDICT", cli::binary_of("myelin-predict", "MYELIN_PREDICT")?);
    command.env("PREDICT_ARGUMENTS", format!("--train-seconds 5 --corpus {}", corpus.display()));
    command.env("RPC_PORT", rpc.to_string()).env("MINER_PORT", miners.to_string());
    command.env("BLOCK_TIME", "250").env("TMPDIR", folder);
    Ok(command)
}

/// The first of five ports that are free on all addresses now.
fn five_ports() -> Result<u16, Failure> {
    loop {
        let first = free_port()?;
        let all = (0..5).map(|more| TcpListener::bind(("0.0.0.0", first.saturating_add(more))));
        if all.collect::<Result<Vec<_>, _>>().is_ok() {
            return Ok(first);
        }
    }
}

fn words(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).into_owned()
}

fn entries(folder: &Path) -> Result<Vec<PathBuf>, Failure> {
    std::fs::read_dir(folder)?.map(|entry| Ok(entry?.path())).collect()
}

async fn says(program: &mut Program, what: &str) -> Result<(), Failure> {
    eventually(what, || std::future::ready(program.has_said(what))).await
}

#[tokio::test(flavor = "multi_thread")]
async fn up_should_show_who_is_paid_and_leave_nothing_when_it_is_interrupted_and_started_again(
) -> Result<(), Failure> {
    let (folder, logs) = (tempfile::tempdir()?, tempfile::tempdir()?);
    let (rpc, miners) = (free_port()?, five_ports()?);
    for time in ["first", "second"] {
        let mut running = Program::start(time, up(folder.path(), rpc, miners)?, logs.path())?;
        says(&mut running, "gru has committed").await?;
        says(&mut running, "a copy: the module of uid").await?;
        says(&mut running, "epoch (block").await?;
        if time == "first" {
            // Meanwhile a second one is told what is taken.
            let refused = up(folder.path(), rpc, five_ports()?)?.output()?;
            let said = words(&refused);
            assert!(!refused.status.success() && said.contains(&format!("port {rpc} already")), "{said}");
            assert!(said.contains("RPC_PORT="), "{said}");
            let refused = up(folder.path(), free_port()?, miners)?.output()?;
            let said = words(&refused);
            assert!(
                !refused.status.success() && said.contains(&format!("127.0.0.2:{miners} already")),
                "{said}"
            );
            assert!(said.contains("MINER_PORT="), "{said}");
        }
        let ended = running.interrupt()?;
        assert!(ended.success(), "{ended}: {}", running.words()?);
        assert_eq!(running.left()?, Vec::<String>::new(), "something runs on");
        assert_eq!(entries(folder.path())?, Vec::<PathBuf>::new(), "files are left");
    }
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn localnet_should_refuse_a_taken_port_and_leave_nothing_when_it_is_told_to_end() -> Result<(), Failure>
{
    let (folder, logs) = (tempfile::tempdir()?, tempfile::tempdir()?);
    let ports = format!("{} {}", free_port()?, free_port()?);
    let localnet = || -> Result<Command, Failure> {
        let mut command = script("localnet")?;
        command.env("MYELIN_RPC_PORTS", &ports).env("TMPDIR", folder.path());
        Ok(command)
    };
    let mut running = Program::start("localnet", localnet()?, logs.path())?;
    says(&mut running, "Imported #1").await?;
    let refused = localnet()?.output()?;
    let said = words(&refused);
    assert!(!refused.status.success() && said.contains("answers on port"), "{said}");
    running.signal("TERM")?;
    assert!(running.wait()?.success(), "{}", running.words()?);
    assert_eq!(running.left()?, Vec::<String>::new(), "something runs on");
    assert_eq!(entries(folder.path())?, Vec::<PathBuf>::new(), "files are left");
    Ok(())
}
