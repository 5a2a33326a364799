//! What the program writes about models that are not its own, and where nobody reads.

#![allow(clippy::unwrap_used)] // tests fail so

use std::{fs::File, process::Command};

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
