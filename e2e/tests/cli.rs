//! The command `myelin` on a real node, from an empty home to weights that count; everything it prints is what its
//! schema says. And everything in the book, as it stands there.

#![allow(clippy::panic)] // A test fails so, also in a function of its own.

mod flow;

use flow::{checked, funded, happened, hotkey, node, number, text, ALICE};
use myelin_e2e::{cli::Person, eventually, Failure};
use serde_json::Value;
use std::{
    path::Path,
    process::{Command, Stdio},
};

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
    let created = checked(&person, "subnet create")?;
    assert!(before - number(&checked(&person, "balance")?, "/free/rao") >= cost / 2);
    let subnets = checked(&person, "subnet list")?;
    let subnets = subnets.pointer("/subnets").and_then(Value::as_array).ok_or("no list")?;
    let mine =
        subnets.iter().find(|it| text(it, "/owner") == address).ok_or("the new subnet is not listed")?;
    let netuid = number(mine, "/netuid");
    // What the events said: which subnet, which uid, what was paid.
    assert_eq!(number(happened(&created, "subnet_created"), "/netuid"), netuid);
    assert_eq!(number(happened(&created, "neuron_registered"), "/uid"), 0);
    let spent = before - number(&checked(&person, "balance")?, "/free/rao");
    assert_eq!(number(happened(&created, "paid"), "/amount/rao") + number(&created, "/fee/rao"), spent);
    checked(&person, &format!("subnet start {netuid}"))?;
    checked(&person, &format!("subnet describe {netuid} --name First --description Trying"))?;
    checked(&person, &format!("subnet describe {netuid} --name Mine"))?;
    let shown = checked(&person, &format!("subnet show {netuid}"))?;
    assert_eq!((text(&shown, "/name"), text(&shown, "/description")), ("Mine", "Trying"));

    neurons(&person, netuid)?;
    stakes(&person, netuid)?;
    weights(&person, netuid).await?;
    relations(&person, netuid)?;
    farewell(&person, netuid).await?;
    Ok(())
}

/// A fee is paid with alpha when there is too little TAO; then the account is emptied.
async fn farewell(person: &Person, netuid: u64) -> Result<(), Failure> {
    checked(person, &format!("stake add 20 --netuid {netuid}"))?;
    // A result that cannot be written is told with the transaction's hash.
    let output = person
        .command()?
        .args(["transfer", ALICE, "1", "--yes", "--json"])
        .stdout(std::fs::OpenOptions::new().write(true).open("/dev/full")?)
        .output()?;
    let said: Value = serde_json::from_slice(&output.stderr)?;
    assert_eq!(output.status.code(), Some(1));
    assert!(text(&said, "/error/message").contains("transaction 0x"), "{said}");
    let free = number(&checked(person, "balance")?, "/free/rao");
    let fee = number(&checked(person, &format!("transfer {ALICE} 1 --dry-run"))?, "/fee/rao");
    // Enough to exist, too little for a fee.
    checked(person, &format!("transfer {ALICE} {}rao", free - fee - 2_000))?;
    // Before, too, all of it is what the fee leaves.
    eventually("a stake that no epoch changes meanwhile", || async {
        let before = checked(person, "stake list")?;
        let told = checked(person, &format!("stake remove all --netuid {netuid} --dry-run"))?;
        assert_eq!(text(&told, "/fee/unit"), text(&told, "/quote/gives/unit"));
        let left = number(&told, "/quote/gives/rao") + number(&told, "/fee/rao");
        let all = before.pointer("/stakes").and_then(Value::as_array).ok_or("no stakes")?;
        Ok(all.iter().any(|it| number(it, "/stake/rao") == left).then_some(()))
    })
    .await?;
    let sold = checked(person, &format!("stake remove 10 --netuid {netuid}"))?;
    let paid = happened(&sold, "fee_paid_with_alpha");
    let unit = text(&sold, "/quote/gives/unit").to_string();
    assert_eq!((text(&sold, "/fee/unit"), text(paid, "/alpha/unit")), (unit.as_str(), unit.as_str()));
    assert_eq!(number(&sold, "/fee/rao"), number(paid, "/alpha/rao"));
    assert_eq!(text(&sold, "/traded/0/alpha/unit"), unit);
    let free = number(&checked(person, "balance")?, "/free/rao");
    let sent = checked(person, &format!("transfer {ALICE} all"))?;
    assert_eq!(number(happened(&sent, "sent"), "/amount/rao") + number(&sent, "/fee/rao"), free);
    Ok(())
}

fn neurons(person: &Person, netuid: u64) -> Result<(), Failure> {
    checked(person, "wallet create --only hotkey --hotkey second")?;
    let registered = checked(person, &format!("neuron register {netuid} --hotkey second"))?;
    assert_eq!(number(happened(&registered, "neuron_registered"), "/uid"), 1);
    assert!(number(happened(&registered, "paid"), "/amount/rao") > 0);
    // It would fail again: the dry run tells it on standard output, and ends with a code of its own.
    let again = person.run(&format!("neuron register {netuid} --hotkey second --dry-run --json"))?;
    let told: Value = serde_json::from_slice(&again.stdout)?;
    assert_eq!((again.status.code(), told.pointer("/would_succeed")), (Some(13), Some(&Value::Bool(false))));
    let said = person.failure(&format!("neuron register {netuid} --hotkey second --yes"), 3)?;
    assert!(said.contains("HotKeyAlreadyRegisteredInSubNet") && said.contains("has uid 1"), "{said}");
    // A subnet that is not there is found out before anything is paid.
    for line in [
        "neuron register 99",
        "root claim 99",
        "hyperparameter set 99 kappa 1",
        "child set 99",
        "child list 99",
    ] {
        assert!(person.failure(&format!("{line} --yes"), 7)?.contains("subnet list"), "{line}");
    }
    let list = checked(person, &format!("neuron list {netuid}"))?;
    assert_eq!(list.pointer("/neurons").and_then(Value::as_array).map(Vec::len), Some(2));
    let second = checked(person, &format!("neuron show {netuid} --hotkey second"))?;
    assert_eq!(number(&second, "/uid"), 1);
    checked(person, &format!("neuron serve {netuid} 93.184.216.34:8091 --hotkey second"))?;
    let second = checked(person, &format!("neuron show {netuid} --uid 1"))?;
    assert_eq!(text(&second, "/axon"), "93.184.216.34:8091");
    let said = person.failure(&format!("neuron serve {netuid} 127.0.0.1:8091"), 2)?;
    assert!(said.contains("127.0.0.2"), "{said}");
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
    assert!(said.contains("SlippageTooHigh") && said.contains("nothing was sent"), "{said}");
    parts(person, netuid)?;
    checked(person, &format!("stake remove 1 --netuid {netuid}"))?;
    let moved = checked(person, &format!("stake move 1 --netuid {netuid} --to-hotkey second"))?;
    let moved = happened(&moved, "stake_moved");
    assert_eq!(
        (text(moved, "/to"), number(moved, "/gave/rao")),
        (&*hotkey(person, "second")?, 1_000_000_000)
    );
    swaps(person, netuid)?;
    // With the same hotkey a move to another subnet is a swap, with a limit.
    let tried = checked(
        person,
        &format!(
            "stake move 1 --netuid {netuid} --to-netuid 0 --to-hotkey {} --dry-run",
            hotkey(person, "default")?
        ),
    )?;
    assert_eq!(text(&tried, "/call"), "SubtensorModule.swap_stake_limit");
    checked(person, &format!("stake transfer 0.5 --netuid {netuid} --to-coldkey {ALICE}"))?;
    checked(person, "stake add 5 --netuid 0")?;
    checked(person, "stake remove 1 --netuid 0")?;
    checked(person, &format!("stake remove all --netuid {netuid} --hotkey {}", hotkey(person, "second")?))?;
    let said = person.failure("stake remove 1000000 --netuid 0 --yes", 2)?;
    assert!(said.contains("that much at most"), "{said}");
    Ok(())
}

/// What left, what came and at which price is told of a swap, which has no event for that.
fn swaps(person: &Person, netuid: u64) -> Result<(), Failure> {
    for (from, to, bound) in [
        (netuid, 0, ""),
        (netuid, 1, ""),
        (1, netuid, "--partial --limit 0.000001"),
        (0, netuid, "--tolerance 2"),
    ] {
        let swapped = checked(person, &format!("stake swap 0.5 --netuid {from} --to-netuid {to} {bound}"))?;
        let moved = happened(&swapped, "stake_moved");
        let [gave, received] = ["gave", "received"].map(|what| number(moved, &format!("/{what}/rao")));
        let [gives, receives] =
            ["gives", "receives"].map(|what| number(&swapped, &format!("/quote/{what}/rao")));
        // All of it fits, and that is known to the rao; the price moved a little since the quote.
        assert!(gave == gives && received.abs_diff(receives) < receives / 50, "{swapped}");
        let price = u128::from(received) * 1_000_000_000 / u128::from(gave);
        assert_eq!(u128::from(number(moved, "/price/rao")), price);
        assert_eq!(text(moved, "/received/unit"), text(&swapped, "/quote/receives/unit"));
    }
    Ok(())
}

/// What fits within a limit is told before, and is what is traded then.
fn parts(person: &Person, netuid: u64) -> Result<(), Failure> {
    let quoted = checked(person, &format!("stake add 1000 --netuid {netuid} --no-limit --dry-run"))?;
    assert!(text(&quoted, "/quote/warning").contains("less comes back"), "{quoted}");
    let price = number(&quoted, "/quote/price/rao");
    let (above, below) = (price / 100 * 102, price / 100 * 99);
    for (line, limit) in [
        (format!("stake add 1000 --netuid {netuid}"), above),
        (format!("stake remove all --netuid {netuid}"), below),
        (format!("stake swap all --netuid {netuid} --to-netuid 0"), below),
    ] {
        let told = checked(person, &format!("{line} --partial --limit {limit}rao --dry-run"))?;
        assert_eq!(told.pointer("/would_succeed"), Some(&Value::Bool(true)), "{told}");
        // All or nothing is nothing, and that is said before it is asked or sent.
        let said = person.failure(&format!("{line} --limit {limit}rao"), 3)?;
        assert!(said.contains("fit within the limit") && said.contains("--partial"), "{said}");
        assert!(number(&told, "/quote/stays/rao") > 0 && number(&told, "/quote/gives/rao") > 0, "{told}");
        assert!(text(&told, "/effects/0").contains("fit within the limit"), "{told}");
        // Nothing fits: that is said before anything is sent, and not that a part might.
        let none = if line.contains("add") { 1 } else { price * 2 };
        let said = person.failure(&format!("{line} --partial --limit {none}rao --yes"), 3)?;
        assert!(said.contains("nothing of it fits") && !said.contains("--partial"), "{said}");
        let told = person.run(&format!("{line} --partial --limit {none}rao --dry-run --json"))?;
        assert_eq!(told.status.code(), Some(13));
        let told: Value = serde_json::from_slice(&told.stdout)?;
        assert!(text(&told, "/failure").contains("nothing of it fits"), "{told}");
    }
    let bought = checked(person, &format!("stake add 1000 --netuid {netuid} --partial --limit {above}rao"))?;
    let (told, traded) = (number(&bought, "/quote/gives/rao"), number(&bought, "/traded/0/tao/rao"));
    assert!(told.abs_diff(traded) < told / 50, "{bought}");
    Ok(())
}

async fn weights(person: &Person, netuid: u64) -> Result<(), Failure> {
    checked(person, &format!("hyperparameter set {netuid} weights_rate_limit 0 --sudo --key //Alice"))?;
    // Somebody who is not the sudo key, and a value that cannot be: both told, though a sudo call itself succeeds.
    person.failure(&format!("hyperparameter set {netuid} kappa 1 --sudo --yes"), 3)?;
    let said = person
        .failure(&format!("hyperparameter set {netuid} min_burn 1000000 --sudo --key //Alice --yes"), 3)?;
    assert!(said.contains("the call inside failed"), "{said}");
    // What would fail is not sent, and costs no fee.
    let free = || Ok::<_, Failure>(number(&checked(person, "balance")?, "/free/rao"));
    let before = free()?;
    let said = person.failure(&format!("child set {netuid} default=50 --yes"), 3)?;
    assert!(said.contains("InvalidChild") && said.contains("nothing was sent"), "{said}");
    assert_eq!(free()?, before);
    // Rows that would be sealed and never count.
    let refused = |row: &str| person.failure(&format!("weights set {netuid} {row}"), 3);
    for (row, why) in [
        ("0=1 0=3", "DuplicateUids: uid 0"),
        ("0=1 77=3", "has no uid 77, but 2"),
        ("0=1 1=1 0=2", "has 3 weights"),
        ("0=1 1=3 --version-key 0", ""),
    ] {
        match why {
            "" => drop(checked(person, &format!("weights set {netuid} {row} --dry-run"))?),
            why => assert!(refused(row)?.contains(why), "{row}: {}", refused(row)?),
        }
    }
    // Epochs of ten seconds: the beacon speaks every few.
    checked(person, &format!("hyperparameter set {netuid} tempo 40 --sudo --key //Alice"))?;
    person.failure("weights set 77 0=1", 7)?;
    person.failure(&format!("weights show {netuid} --uid 99"), 7)?;
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
    checked(person, "delegate describe --name Ann --url https://ann.example")?;
    checked(person, "delegate describe --description validates")?;
    let shown = checked(person, &format!("delegate show {second}"))?;
    assert_eq!((text(&shown, "/identity/name"), text(&shown, "/identity/description")), ("Ann", "validates"));
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
    let parameters = checked(person, &format!("hyperparameter list {netuid}"))?;
    for name in ["rho", "bonds_penalty", "yuma3_enabled", "max_allowed_uids"] {
        let all = parameters.pointer("/parameters").and_then(Value::as_array).ok_or("no parameters")?;
        assert_eq!(all.iter().filter(|it| text(it, "/name") == name).count(), 1, "{name}");
    }
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
    person.failure("balance //Alice --at 4294967296", 7)?;
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
    // A key that nobody opens signs no trial: that is told with the flag, and is no failure.
    std::fs::write(home.path().join("password"), "a good password\n")?;
    let file = home.path().join("password").display().to_string();
    checked(&person, &format!("wallet create --wallet locked --new-password-file {file}"))?;
    let told = checked(&person, &format!("transfer {ALICE} all --wallet locked --dry-run"))?;
    assert!(text(&told, "/failure").contains("--password-file"), "{told}");
    assert!(text(&told, "/effects/0").starts_with("0 TAO are free now"), "{told}");
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
