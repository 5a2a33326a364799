//! The command `myelin` on a real node: others act for a coldkey, and keys take the place of keys.

#![allow(clippy::panic)] // A test fails so, also in a function of its own.

mod flow;

use flow::{checked, funded, happened, hotkey, node, number, text, ALICE};
use myelin_e2e::{cli::Person, Failure};
use serde_json::Value;

/// A subnet of one's own, with a second hotkey as uid 1 and some stake; its number.
fn subnet_with_two(person: &Person) -> Result<u64, Failure> {
    funded(person)?;
    let created = checked(person, "subnet create")?;
    let netuid = number(happened(&created, "subnet_created"), "/netuid");
    checked(person, &format!("subnet start {netuid}"))?;
    checked(person, "wallet create --only hotkey --hotkey second")?;
    let registered = checked(person, &format!("neuron register {netuid} --hotkey second"))?;
    assert_eq!(number(happened(&registered, "neuron_registered"), "/uid"), 1);
    checked(person, &format!("stake add 10 --netuid {netuid}"))?;
    Ok(netuid)
}

#[tokio::test(flavor = "multi_thread")]
async fn command_should_act_for_others_and_replace_keys_when_a_node_is_there() -> Result<(), Failure> {
    let node = node().await?;
    let home = tempfile::tempdir()?;
    let person = Person::new(home.path(), &node.url());
    let netuid = subnet_with_two(&person)?;
    proxies(&person, netuid)?;
    swaps(&person, netuid)?;
    Ok(())
}

/// What is held as a deposit, or released of one, rao.
fn held(outcome: &Value, what: &str) -> u64 {
    number(happened(outcome, what), "/amount/rao")
}

/// Others act for the coldkey: at once, and after announcing it.
fn proxies(person: &Person, netuid: u64) -> Result<(), Failure> {
    let me = text(&checked(person, "balance")?, "/address").to_string();
    let told = checked(person, "proxy add //Bob --type Transfer --dry-run")?;
    assert!(text(&told, "/effects/0").contains("0.093 TAO are held"), "{told}");
    assert_eq!(held(&checked(person, "proxy add //Bob --type Transfer")?, "held"), 93_000_000);
    checked(person, "proxy add //Dave --type Transfer --delay 1")?;
    let before = number(&checked(person, "balance")?, "/free/rao");
    let sent = checked(person, &format!("transfer {ALICE} 1 --proxy-for {me} --key //Bob"))?;
    assert_eq!(text(&sent, "/call"), "Proxy.proxy");
    assert_eq!(text(&sent, "/effects/0"), "1 TAO leave the coldkey");
    assert!(text(&sent, "/effects/1").ends_with("as its proxy, and pays the fee"), "{sent}");
    assert_eq!(number(happened(&sent, "sent"), "/amount/rao"), 1_000_000_000);
    assert_eq!(before - number(&checked(person, "balance")?, "/free/rao"), 1_000_000_000, "Bob paid the fee");
    // A call that this kind of proxy may not make fails inside one that succeeds.
    let line =
        format!("stake remove 1 --netuid {netuid} --proxy-for {me} --key //Bob --hotkey default --yes");
    let said = person.failure(&line, 3)?;
    assert!(
        said.contains("the call inside failed") && said.contains("the proxy's type does not allow"),
        "{said}"
    );
    let said = person.failure(&format!("transfer {ALICE} 1 --proxy-for {me} --key //Eve --yes"), 3)?;
    assert!(said.contains("NotProxy") && said.contains("nothing was sent"), "{said}");
    announcements(person, &me)
}

/// With a delay: announced by the hash that the dry run tells, and then made.
fn announcements(person: &Person, me: &str) -> Result<(), Failure> {
    let line = format!("transfer {ALICE} 2 --proxy-for {me} --key //Dave");
    let tried = checked(person, &format!("{line} --dry-run"))?;
    let hash = text(&tried, "/call_hash");
    assert_eq!(tried.pointer("/would_succeed"), Some(&Value::Null), "that it comes later is no failure");
    assert!(text(&tried, "/failure").contains(&format!("proxy announce {me} {hash}")), "{tried}");
    assert!(person.failure(&format!("{line} --yes"), 3)?.contains("Unannounced"));
    let announced = checked(person, &format!("proxy announce {me} {hash} --key //Dave"))?;
    assert_eq!(held(&announced, "held"), 104_000_000);
    let announced = checked(person, "proxy announcements //Dave")?;
    assert_eq!(text(&announced, "/announcements/0/call_hash"), hash);
    checked(person, "block wait +2")?;
    let sent = checked(person, &format!("{line} --announced"))?;
    assert_eq!(number(happened(&sent, "sent"), "/amount/rao"), 2_000_000_000);
    // Taken back by the one, refused by the other.
    checked(person, &format!("proxy announce {me} {hash} --key //Dave"))?;
    let withdrawn = checked(person, &format!("proxy withdraw {me} {hash} --key //Dave"))?;
    assert_eq!(held(&withdrawn, "released"), 104_000_000);
    let said = person.failure(&format!("proxy withdraw {me} {hash} --key //Dave --yes"), 7)?;
    assert!(said.contains("proxy announcements"), "{said}");
    checked(person, &format!("proxy announce {me} {hash} --key //Dave"))?;
    checked(person, &format!("proxy reject //Dave {hash}"))?;
    let announced = checked(person, "proxy announcements //Dave")?;
    assert_eq!(announced.pointer("/announcements").and_then(Value::as_array).map(Vec::len), Some(0));
    assert_eq!(held(&checked(person, "proxy remove //Bob --type Transfer")?, "released"), 33_000_000);
    person.failure("proxy remove //Dave --type Transfer --yes", 7)?;
    let removed = checked(person, "proxy remove //Dave --type Transfer --delay 1")?;
    assert_eq!(held(&removed, "released"), 93_000_000);
    Ok(())
}

/// A hotkey's place is taken by another; a coldkey announces the same.
fn swaps(person: &Person, netuid: u64) -> Result<(), Failure> {
    checked(person, "wallet create --only hotkey --hotkey third")?;
    let swapped = checked(person, &format!("wallet swap-hotkey third --hotkey second --netuid {netuid}"))?;
    assert_eq!(text(happened(&swapped, "hotkey_swapped"), "/new"), hotkey(person, "third")?);
    assert_eq!(number(happened(&swapped, "paid"), "/amount/rao"), 1_000_000);
    let third = checked(person, &format!("neuron show {netuid} --uid 1"))?;
    assert_eq!(text(&third, "/hotkey"), hotkey(person, "third")?);
    // Charlie, who leaves nothing undone on this chain.
    let charlie = "--key //Charlie";
    let shown = checked(person, &format!("wallet swap-show {charlie}"))?;
    assert_eq!(shown.pointer("/new_coldkey_hash"), Some(&Value::Null));
    let said = person.failure(&format!("wallet swap-execute //Charlie//new {charlie} --yes"), 3)?;
    assert!(said.contains("ColdkeySwapAnnouncementNotFound"), "{said}");
    let announced = checked(person, &format!("wallet swap-announce //Charlie//new {charlie}"))?;
    assert_eq!(number(happened(&announced, "paid"), "/amount/rao"), 100_000_000);
    let shown = checked(person, &format!("wallet swap-show {charlie}"))?;
    assert!(text(&shown, "/new_coldkey_hash").starts_with("0x") && number(&shown, "/from_block") > 0);
    let said = person.failure(&format!("wallet swap-execute //Charlie//new {charlie} --yes"), 3)?;
    assert!(said.contains("ColdkeySwapTooEarly"), "{said}");
    let said = person.failure(&format!("wallet swap-clear {charlie} --yes"), 3)?;
    assert!(said.contains("ColdkeySwapClearTooEarly"), "{said}");
    checked(person, &format!("wallet swap-dispute {charlie}"))?;
    let shown = checked(person, &format!("wallet swap-show {charlie}"))?;
    assert!(number(&shown, "/disputed_at") > 0);
    Ok(())
}
