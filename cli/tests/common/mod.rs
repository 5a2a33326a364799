//! The built command, run as a program runs it.
#![allow(dead_code)] // Each test file uses a part.
#![allow(clippy::unwrap_used)] // Tests fail so.

use serde_json::Value;
use std::{
    io::Write,
    path::Path,
    process::{Command, Output, Stdio},
};

/// Runs the command with a home of its own, no terminal, and a network where nobody answers.
pub fn run(home: &Path, arguments: &[&str]) -> Output {
    with_input(home, arguments, "")
}

pub fn with_input(home: &Path, arguments: &[&str], input: &str) -> Output {
    let mut child = Command::new(env!("CARGO_BIN_EXE_myelin"))
        .args(arguments)
        .env_clear()
        .env("HOME", home)
        .env("MYELIN_NETWORK", "ws://127.0.0.1:1")
        .current_dir(home)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    // A command that asks for nothing may be gone already.
    let _ = child.stdin.take().unwrap().write_all(input.as_bytes());
    child.wait_with_output().unwrap()
}

/// Runs a command that must succeed and hold to its schema; what it prints.
pub fn data(home: &Path, arguments: &[&str]) -> Value {
    let output = run(home, &[arguments, &["--json"]].concat());
    assert!(output.status.success(), "{arguments:?}: {}", words(&output));
    let data: Value = serde_json::from_slice(&output.stdout).unwrap();
    let command = match arguments[0] {
        "explain" => "explain".to_string(),
        _ => arguments[..2].join(" "),
    };
    let schema = myelin_cli::schema::of(&command).unwrap();
    let validator = jsonschema::validator_for(&schema).unwrap();
    let wrong: Vec<String> = validator.iter_errors(&data).map(|error| error.to_string()).collect();
    assert!(wrong.is_empty(), "{command}: {wrong:?} in {data}");
    data
}

/// Runs a command that must fail with this code, in both manners; its words.
pub fn failure(home: &Path, arguments: &[&str], code: i32) -> String {
    let plain = run(home, arguments);
    assert_eq!(plain.status.code(), Some(code), "{arguments:?}: {}", words(&plain));
    assert!(plain.stdout.is_empty(), "{arguments:?} printed data");
    let json = run(home, &[arguments, &["--json"]].concat());
    assert_eq!(json.status.code(), Some(code));
    let error: Value = serde_json::from_slice(&json.stderr).unwrap();
    assert_eq!(error["error"]["code"], code);
    let validator = jsonschema::validator_for(&myelin_cli::schema::of("error").unwrap()).unwrap();
    assert!(validator.is_valid(&error["error"]), "{error}");
    words(&plain)
}

pub fn words(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).into_owned()
}
