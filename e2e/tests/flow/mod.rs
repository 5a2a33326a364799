//! What the flows of the command `myelin` share.

#![allow(clippy::panic)] // A test fails so, also in a function of its own.

use myelin_e2e::{cli::Person, subnet, Failure, Node, NodeOptions};
use serde_json::Value;

/// The development account that has TAO.
pub const ALICE: &str = "5GrwvaEF5zXb26Fz9rcQpDWS57CtERHpNehXCPcNoHGKutQY";

/// A chain of one node, with blocks four times a second and all that was.
pub async fn node() -> Result<Node, Failure> {
    let node = Node::start(NodeOptions {
        arguments: vec!["--state-pruning=archive".into(), "--blocks-pruning=archive".into()],
        ..NodeOptions::default()
    })
    .await?;
    subnet::never_freeze(&node.url()).await?;
    Ok(node)
}

/// Runs a command, holds what it prints against its schema, and gives it.
pub fn checked(person: &Person, line: &str) -> Result<Value, Failure> {
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

/// Text in an answer.
pub fn text<'a>(data: &'a Value, pointer: &str) -> &'a str {
    data.pointer(pointer).and_then(Value::as_str).unwrap_or_else(|| panic!("no text {pointer} in {data}"))
}

/// A number in an answer.
pub fn number(data: &Value, pointer: &str) -> u64 {
    data.pointer(pointer).and_then(Value::as_u64).unwrap_or_else(|| panic!("no number {pointer} in {data}"))
}

/// A new wallet, with TAO of Alice's.
pub fn funded(person: &Person) -> Result<String, Failure> {
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

/// The one thing of this kind that a call did.
pub fn happened<'a>(outcome: &'a Value, what: &str) -> &'a Value {
    let all = outcome.pointer("/happened").and_then(Value::as_array);
    let found = all.and_then(|all| all.iter().find(|it| it.pointer("/what").is_some_and(|it| it == what)));
    found.unwrap_or_else(|| panic!("no {what} happened in {outcome}"))
}

/// The address of a hotkey of the wallet.
pub fn hotkey(person: &Person, name: &str) -> Result<String, Failure> {
    let shown = checked(person, "wallet show")?;
    let hotkeys = shown.pointer("/hotkeys").and_then(Value::as_array).ok_or("no hotkeys")?;
    let found = hotkeys.iter().find(|it| text(it, "/name") == name).ok_or("no such hotkey")?;
    Ok(text(found, "/address").to_string())
}
