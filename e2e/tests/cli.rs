//! The command `myelin` on a real node, from an empty home to weights that count; everything it prints is what its
//! schema says. And everything in the book, as it stands there.

#![allow(clippy::panic)] // A test fails so, also in a function of its own.

use myelin_e2e::{cli::Person, eventually, Failure, Node, NodeOptions};
use serde_json::Value;
use std::{
    path::Path,
    process::{Command, Stdio},
};

const ALICE: &str = "5GrwvaEF5zXb26Fz9rcQpDWS57CtERHpNehXCPcNoHGKutQY";

async fn node() -> Result<Node, Failure> {
    Node::start(NodeOptions {
        name: "alice",
        chain: "fast",
        block_time: 250,
        authorities: 1,
        bootnode: None,
        arguments: vec!["--state-pruning=archive".into(), "--blocks-pruning=archive".into()],
    })
    .await
}

/// Runs a command, holds what it prints against its schema, and gives it.
fn checked(person: &Person, line: &str) -> Result<Value, Failure> {
    let data = person.data(line)?;
    let mut words = line.split_whitespace();
    let (noun, verb) = (words.next().unwrap_or_default(), words.next().unwrap_or_default());
    let command = match noun {
        "balance" | "transfer" | "explain" => noun.to_string(),
        _ => format!("{noun} {verb}"),
    };
    let schema = person.schema(&command)?;
    let validator = jsonschema::validator_for(&schema).map_err(|error| error.to_string())?;
    let wrong: Vec<String> = validator.iter_errors(&data).map(|error| error.to_string()).collect();
    assert!(wrong.is_empty(), "{command}: {wrong:?} in {data}");
    Ok(data)
}

fn text<'a>(data: &'a Value, pointer: &str) -> &'a str {
    data.pointer(pointer).and_then(Value::as_str).unwrap_or_else(|| panic!("no text {pointer} in {data}"))
}

fn number(data: &Value, pointer: &str) -> u64 {
    data.pointer(pointer).and_then(Value::as_u64).unwrap_or_else(|| panic!("no number {pointer} in {data}"))
}

/// A new wallet, with TAO of Alice's.
fn funded(person: &Person) -> Result<String, Failure> {
    let made = checked(person, "wallet create --no-password")?;
    let address = text(&made, "/coldkey/address").to_string();
    assert_eq!(text(&made, "/coldkey_words").split(' ').count(), 12);
    let sent = checked(person, &format!("transfer {address} 20000 --key //Alice"))?;
    assert!(text(&sent, "/action").contains("20000 TAO"), "{sent}");
    assert!(number(&sent, "/fee/rao") > 0 && number(&sent, "/included/block") > 0);
    let balance = checked(person, "balance")?;
    assert_eq!(text(&balance, "/free/amount"), "20000");
    Ok(address)
}

#[tokio::test(flavor = "multi_thread")]
async fn command_should_take_a_subnet_from_nothing_to_weights_when_a_node_is_there() -> Result<(), Failure> {
    let node = node().await?;
    let home = tempfile::tempdir()?;
    let person = Person::new(home.path(), &node.url());
    let address = funded(&person)?;

    // A subnet of one's own.
    let cost = number(&checked(&person, "subnet cost")?, "/cost/rao");
    let before = number(&checked(&person, "balance")?, "/free/rao");
    let tried = checked(&person, "subnet create --dry-run")?;
    assert_eq!(tried.pointer("/would_succeed"), Some(&Value::Bool(true)), "{tried}");
    assert_eq!(number(&checked(&person, "balance")?, "/free/rao"), before, "a dry run cost something");
    checked(&person, "subnet create")?;
    assert!(before - number(&checked(&person, "balance")?, "/free/rao") >= cost / 2);
    let subnets = checked(&person, "subnet list")?;
    let subnets = subnets.pointer("/subnets").and_then(Value::as_array).ok_or("no list")?;
    let mine =
        subnets.iter().find(|it| text(it, "/owner") == address).ok_or("the new subnet is not listed")?;
    let netuid = number(mine, "/netuid");
    checked(&person, &format!("subnet start {netuid}"))?;
    checked(&person, &format!("subnet describe {netuid} --name Mine --description Trying"))?;
    let shown = checked(&person, &format!("subnet show {netuid}"))?;
    assert_eq!((text(&shown, "/name"), text(&shown, "/description")), ("Mine", "Trying"));

    neurons(&person, netuid)?;
    stakes(&person, netuid)?;
    weights(&person, netuid).await?;
    relations(&person, netuid)?;
    Ok(())
}

fn neurons(person: &Person, netuid: u64) -> Result<(), Failure> {
    checked(person, "wallet create --only hotkey --hotkey second")?;
    checked(person, &format!("neuron register {netuid} --hotkey second"))?;
    let said = person.failure(&format!("neuron register {netuid} --hotkey second --yes"), 3)?;
    assert!(said.contains("HotKeyAlreadyRegisteredInSubNet") || said.contains("already"), "{said}");
    let list = checked(person, &format!("neuron list {netuid}"))?;
    assert_eq!(list.pointer("/neurons").and_then(Value::as_array).map(Vec::len), Some(2));
    let second = checked(person, &format!("neuron show {netuid} --hotkey second"))?;
    assert_eq!(number(&second, "/uid"), 1);
    checked(person, &format!("neuron serve {netuid} 93.184.216.34:8091 --hotkey second"))?;
    let second = checked(person, &format!("neuron show {netuid} --uid 1"))?;
    assert_eq!(text(&second, "/axon"), "93.184.216.34:8091");
    let said = person.failure(&format!("neuron serve {netuid} 127.0.0.1:8091"), 3)?;
    assert!(said.contains("InvalidIpAddress"), "{said}");
    person.failure(&format!("neuron show {netuid} --uid 99"), 7)?;
    Ok(())
}

fn stakes(person: &Person, netuid: u64) -> Result<(), Failure> {
    let quoted = checked(person, &format!("stake add 10 --netuid {netuid} --dry-run"))?;
    let (gives, back) =
        (number(&quoted, "/quote/gives/rao"), number(&quoted, "/quote/leaving_now_gives_back/rao"));
    assert!(gives == 10_000_000_000 && back < gives && back > 0, "{quoted}");
    assert!(number(&quoted, "/quote/limit/rao") > number(&quoted, "/quote/price_after/rao"));
    assert!(quoted.pointer("/included").is_none_or(Value::is_null));
    let bought = checked(person, &format!("stake add 10 --netuid {netuid}"))?;
    let stakes = checked(person, "stake list")?;
    let of_subnet = |stakes: &Value| {
        let all = stakes.pointer("/stakes").and_then(Value::as_array).cloned().unwrap_or_default();
        all.iter()
            .filter(|it| number(it, "/netuid") == netuid)
            .map(|it| number(it, "/stake/rao"))
            .sum::<u64>()
    };
    assert!(of_subnet(&stakes) >= number(&bought, "/quote/receives/rao") / 100 * 99, "{stakes}");
    // A limit that the trade itself would break protects: nothing happens.
    let said = person.failure(&format!("stake add 100 --netuid {netuid} --limit 0.000000001 --yes"), 3)?;
    assert!(said.contains("SlippageTooHigh") && said.contains("--tolerance"), "{said}");
    checked(person, &format!("stake remove 1 --netuid {netuid}"))?;
    checked(person, &format!("stake move 1 --netuid {netuid} --to-hotkey {}", hotkey(person, "second")?))?;
    checked(person, &format!("stake swap 1 --netuid {netuid} --to-netuid 0"))?;
    checked(person, &format!("stake transfer 0.5 --netuid {netuid} --to-coldkey {ALICE}"))?;
    checked(person, "stake add 5 --netuid 0")?;
    checked(person, "stake remove 1 --netuid 0")?;
    checked(person, &format!("stake remove all --netuid {netuid} --hotkey {}", hotkey(person, "second")?))?;
    let said = person.failure("stake remove 1000000 --netuid 0 --yes", 2)?;
    assert!(said.contains("that much at most"), "{said}");
    Ok(())
}

fn hotkey(person: &Person, name: &str) -> Result<String, Failure> {
    let shown = checked(person, "wallet show")?;
    let hotkeys = shown.pointer("/hotkeys").and_then(Value::as_array).ok_or("no hotkeys")?;
    let found = hotkeys.iter().find(|it| text(it, "/name") == name).ok_or("no such hotkey")?;
    Ok(text(found, "/address").to_string())
}

async fn weights(person: &Person, netuid: u64) -> Result<(), Failure> {
    checked(person, &format!("hyperparameter set {netuid} weights_rate_limit 0 --sudo --key //Alice"))?;
    // Somebody who is not the sudo key, and a value that cannot be: both told, though a sudo call itself succeeds.
    person.failure(&format!("hyperparameter set {netuid} kappa 1 --sudo --yes"), 3)?;
    let said = person
        .failure(&format!("hyperparameter set {netuid} min_burn 1000000 --sudo --key //Alice --yes"), 3)?;
    assert!(said.contains("the call inside failed"), "{said}");
    let sealed = checked(person, &format!("weights set {netuid} 0=1 1=3"))?;
    assert_eq!(text(&sealed, "/call"), "SubtensorModule.commit_timelocked_weights");
    eventually("sealed weights open", || async {
        let shown = checked(person, &format!("weights show {netuid}"))?;
        let row = shown.pointer("/weights").and_then(Value::as_array).cloned().unwrap_or_default();
        Ok((row.len() == 2).then_some(()))
    })
    .await?;
    let said = person.failure(&format!("weights set {netuid} 0=1 1=3 --open"), 3)?;
    assert!(said.contains("CommitRevealEnabled"), "{said}");
    eventually("a commit by hash is taken", || async {
        let tried = person.data(&format!("weights commit {netuid} 0=1 1=1 --salt 1,2,3"));
        Ok(tried.is_ok().then_some(()))
    })
    .await?;
    // A parameter is set once in a while, and not when the epoch is near.
    eventually("the owner sets a parameter", || async {
        let line = format!("hyperparameter set {netuid} commit_reveal_weights_enabled false");
        Ok(checked(person, &line).ok())
    })
    .await?;
    eventually("weights are set openly", || async {
        Ok(checked(person, &format!("weights set {netuid} 0=1 1=1")).ok())
    })
    .await?;
    let shown = checked(person, &format!("weights show {netuid}"))?;
    assert_eq!(text(&shown, "/weights/0/percent"), "50.00 %");
    Ok(())
}

fn relations(person: &Person, netuid: u64) -> Result<(), Failure> {
    let second = hotkey(person, "second")?;
    checked(person, "root list")?;
    checked(person, "root register")?;
    checked(person, "root keep some 1")?;
    checked(person, &format!("root claim {netuid}"))?;
    checked(person, "delegate list")?;
    checked(person, "delegate take 9 --hotkey second")?;
    let shown = checked(person, &format!("delegate show {second}"))?;
    assert_eq!(text(&shown, "/take_percent"), "9.00 %");
    checked(person, &format!("child take {netuid} 10"))?;
    checked(person, &format!("child list {netuid}"))?;
    checked(person, "proxy types")?;
    checked(person, &format!("proxy add {ALICE} --type Staking"))?;
    let proxies = checked(person, "proxy list")?;
    assert_eq!(
        (text(&proxies, "/proxies/0/delegate"), text(&proxies, "/proxies/0/type")),
        (ALICE, "Staking")
    );
    checked(person, &format!("proxy remove {ALICE} --type Staking"))?;
    checked(person, &format!("hyperparameter list {netuid}"))?;
    checked(person, "hyperparameter set 1 kappa 32000 --sudo --key //Alice")?;
    let block = number(&checked(person, "block wait +1")?, "/number");
    assert_eq!(number(&checked(person, &format!("block show {block}"))?, "/number"), block);
    checked(person, &format!("block events {block}"))?;
    // The past is read as it was.
    let then = checked(person, "balance --at 1")?;
    assert_eq!(number(&then, "/free/rao"), 0);
    checked(person, "network show")?;
    checked(person, "network list")?;
    checked(person, "explain SubtensorModule 149")?;
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn command_should_say_what_is_wrong_when_the_chain_or_the_person_is() -> Result<(), Failure> {
    let mut node = node().await?;
    let home = tempfile::tempdir()?;
    let person = Person::new(home.path(), &node.url());
    // What is asked of the chain and is not there.
    person.failure("subnet show 4000", 7)?;
    person.failure("block show 99999999", 7)?;
    person.failure("neuron show 1 --key //Nobody", 7)?;
    // What the chain refuses: an empty account cannot pay.
    let said = person.failure(&format!("transfer {ALICE} 1 --key //Nobody --yes"), 3)?;
    assert!(said.contains("fees") || said.contains("balance"), "{said}");
    let said = person.failure("subnet start 1 --key //Alice --hotkey //Alice --yes", 3)?;
    assert!(
        said.contains("already") || said.contains("FirstEmission") || said.contains("NotSubnetOwner"),
        "{said}"
    );
    // Nobody answers the question.
    let said = person.failure(&format!("transfer {ALICE} 1 --key //Bob"), 9)?;
    assert!(said.contains("--yes"), "{said}");
    // A node that goes away in the middle, and one that comes back.
    let waiting = person.command()?.args(["block", "wait", "+100000"]).stderr(Stdio::piped()).spawn()?;
    eventually("a block", || async { Ok((node.best().await? > 2).then_some(())) }).await?;
    node.kill()?;
    let ended = waiting.wait_with_output()?;
    assert_eq!(ended.status.code(), Some(4), "{}", String::from_utf8_lossy(&ended.stderr));
    let said = person.failure("subnet list", 4)?;
    assert!(said.contains("--network"), "{said}");
    node.start_again().await?;
    person.data("subnet list")?;
    Ok(())
}

/// The book's commands, in their order, as somebody types them one after the other.
#[tokio::test(flavor = "multi_thread")]
async fn every_command_of_the_book_should_succeed_when_it_is_typed() -> Result<(), Failure> {
    let node = node().await?;
    let home = tempfile::tempdir()?;
    let book = Path::new(env!("CARGO_MANIFEST_DIR")).join("../docs/book/cli.md");
    let mut script = String::from("set -euo pipefail\n");
    let mut inside = false;
    for line in std::fs::read_to_string(book)?.lines() {
        match line {
            "```sh" => inside = true,
            "```" => inside = false,
            line if inside => script.extend([line, "\n"]),
            _ => {}
        }
    }
    assert!(script.matches("myelin ").count() > 50, "the book has lost its examples");
    let binary = myelin_e2e::cli::binary()?;
    let directory = binary.parent().ok_or("no directory")?;
    let output = Command::new("bash")
        .arg("-x")
        .arg("-c")
        .arg(&script)
        .env_clear()
        .env("PATH", format!("{}:/usr/bin:/bin", directory.display()))
        .env("HOME", home.path())
        .env("MYELIN_NETWORK", node.url())
        .current_dir(home.path())
        .stdin(Stdio::null())
        .output()?;
    let said = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(output.status.success(), "{said}");
    Ok(())
}
