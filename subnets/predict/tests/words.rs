//! What the program writes about models that are not its own, and where nobody reads.

#![allow(clippy::unwrap_used)] // tests fail so

use std::{
    fs::File,
    path::Path,
    process::{Command, Stdio},
};

/// A model whose import's name would colour the terminal and begin a line of its own.
const HOSTILE: &str = r#"(module (import "\1b[31mEVIL\0a  uid 9" "f" (func)) (memory (export "memory") 1))"#;

fn score(model: &str, passage: &str) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_myelin-predict"));
    command.args(["score", model, "--text", passage]);
    command
}

#[test]
fn words_of_a_module_should_be_one_line_without_commands() {
    let folder = tempfile::tempdir().unwrap();
    let [model, text] = ["hostile.wasm", "text"].map(|name| folder.path().join(name));
    std::fs::write(&model, wat::parse_str(HOSTILE).unwrap()).unwrap();
    std::fs::write(&text, "some words").unwrap();
    let output = score(model.to_str().unwrap(), text.to_str().unwrap()).output().unwrap();
    let told = String::from_utf8(output.stdout).unwrap();
    assert!(told.contains("EVIL") && told.lines().count() == 1, "{told:?}");
    assert!(!told.chars().any(|letter| letter.is_control() && letter != '\n'), "{told:?}");
    assert_eq!(output.status.code(), Some(1));
}

#[test]
fn score_should_be_an_error_and_no_panic_when_nobody_can_be_told() {
    let full = File::create("/dev/full").unwrap();
    let output =
        score("order0", concat!(env!("CARGO_MANIFEST_DIR"), "/Cargo.toml")).stdout(full).output().unwrap();
    let words = String::from_utf8(output.stderr).unwrap();
    assert_eq!(output.status.code(), Some(1), "{words}");
    assert!(words.contains("No space left") && !words.contains("panicked"), "{words}");
}

/// The command's words, when it ends with an error.
fn refused(home: &Path, line: &str) -> String {
    let mut command = Command::new(env!("CARGO_BIN_EXE_myelin-predict"));
    let output = command
        .args(line.split_whitespace())
        .env("HOME", home)
        .env_remove("BT_WALLET_PATH")
        .stdin(Stdio::null())
        .output()
        .unwrap();
    assert_eq!(output.status.code(), Some(1));
    String::from_utf8(output.stderr).unwrap()
}

#[cfg(feature = "train")]
#[test]
fn train_should_end_before_it_has_learnt_anything_when_its_file_cannot_be_written() {
    let folder = tempfile::tempdir().unwrap();
    let documents = concat!(env!("CARGO_MANIFEST_DIR"), "/../../docs");
    let words =
        refused(folder.path(), &format!("train {documents} --steps 1 --out {}", folder.path().display()));
    assert!(words.contains("cannot be written") && !words.contains("training on"), "{words}");
}

#[test]
fn miner_should_say_which_address_is_missing_and_leave_nothing_behind() {
    let home = tempfile::tempdir().unwrap();
    let words = refused(home.path(), "miner --netuid 2 --wallet nope --model ppm");
    assert!(words.contains("add --announce IP:8091") && words.contains("--listen 127.0.0.2:8091"), "{words}");
    for line in [
        "miner --netuid 2 --wallet nope --model ppm --announce 203.0.113.7:8091",
        "miner --netuid 2 --wallet nope --model ppm --listen 127.0.0.2:8091",
        "validator --netuid 2 --wallet nope",
    ] {
        let words = refused(home.path(), line);
        assert!(words.contains("wallets/nope/hotkeys/default does not exist"), "{words}");
        assert!(!words.contains('\u{1b}'), "colours in what is no terminal: {words:?}");
    }
    assert_eq!(std::fs::read_dir(home.path()).unwrap().count(), 0);
}

#[test]
fn wallets_should_be_looked_for_where_the_official_client_looks() {
    let home = tempfile::tempdir().unwrap();
    let output = Command::new(env!("CARGO_BIN_EXE_myelin-predict"))
        .args(["validator", "--netuid", "2", "--wallet", "nope"])
        .env("BT_WALLET_PATH", home.path())
        .output()
        .unwrap();
    let words = String::from_utf8(output.stderr).unwrap();
    let file = home.path().join("nope/hotkeys/default");
    assert!(words.contains(&format!("{} does not exist", file.display())), "{words}");
}

#[test]
fn score_should_be_an_error_when_there_is_nothing_to_read() {
    let home = tempfile::tempdir().unwrap();
    let words = refused(home.path(), "score order0 --text /dev/null");
    assert!(words.contains("nothing to read"), "{words}");
}
