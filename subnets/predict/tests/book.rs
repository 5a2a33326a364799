//! The book's miner, as somebody writes it who has read only the book: both files from the page, in a folder outside the
//! repository, built and scored by the commands that stand there; and the network that is trained on the spot.

#![allow(clippy::unwrap_used, clippy::panic)] // tests fail so, what they share too

use std::{
    fs,
    path::{Path, PathBuf},
    process::Command,
};

const PAGE: &str = include_str!("../../../docs/book/predict.md");

fn repository() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..").canonicalize().unwrap()
}

/// The first block of this language on the page.
fn block(language: &str) -> &'static str {
    let (_, rest) = PAGE.split_once(&format!("\n```{language}\n")).unwrap();
    rest.split_once("```").unwrap().0
}

/// `cargo` as the page has it, with the compiler that `scripts/toolchain` finds.
fn cargo() -> Command {
    let said = Command::new(repository().join("scripts/toolchain")).arg("--print-env").output().unwrap();
    let said = String::from_utf8_lossy(&said.stdout).into_owned();
    let linked = said.lines().find_map(|line| line.strip_prefix("export WASM_BUILD_TOOLCHAIN="));
    let mut command = match linked {
        Some(name) => {
            let mut rustup = Command::new("rustup");
            rustup.args(["run", name, "cargo"]);
            rustup
        }
        None => Command::new("cargo"),
    };
    // What this build was told is meant for the host and its compiler.
    for name in ["RUSTC", "RUSTC_WRAPPER", "RUSTC_WORKSPACE_WRAPPER", "RUSTFLAGS", "CARGO_ENCODED_RUSTFLAGS"]
        .into_iter()
        .chain(["RUSTUP_TOOLCHAIN", "CARGO_BUILD_TARGET", "CARGO", "CARGO_TARGET_DIR"])
    {
        command.env_remove(name);
    }
    command
}

fn predict(arguments: &[&str]) -> String {
    let output = Command::new(env!("CARGO_BIN_EXE_myelin-predict")).args(arguments).output().unwrap();
    let words = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(output.status.success(), "{arguments:?}: {words}");
    String::from_utf8(output.stdout).unwrap()
}

/// Thousandths of a bit per byte that `score` gives to these models on the project's documents.
fn scores(models: &[&str]) -> Vec<u64> {
    let documents = repository().join("docs");
    let said = predict(&[&["score", "--corpus", documents.to_str().unwrap()], models].concat());
    let number = |line: &str| line.split_whitespace().next()?.replace('.', "").parse().ok();
    let scores: Vec<u64> = said.lines().filter_map(number).collect();
    assert_eq!(scores.len(), models.len(), "{said}");
    scores
}

#[test]
fn model_of_the_page_should_be_better_than_order_0_when_it_is_written_elsewhere() {
    let (manifest, source) = (block("toml"), block("rust"));
    assert!(source.lines().count() < 100, "a miner in under 100 lines");
    let folder = tempfile::tempdir().unwrap();
    let clone = repository().join("subnets");
    let manifest = manifest.replace("../myelin/subnets", clone.to_str().unwrap());
    fs::create_dir(folder.path().join("src")).unwrap();
    fs::write(folder.path().join("Cargo.toml"), manifest).unwrap();
    fs::write(folder.path().join("src/lib.rs"), source).unwrap();
    let build = "cargo build --release --target wasm32v1-none";
    assert!(PAGE.contains(build), "the page says how it is built");
    let arguments = build.split(' ').skip(1);
    let built = cargo().args(arguments).arg("--offline").current_dir(folder.path()).output().unwrap();
    assert!(built.status.success(), "{}", String::from_utf8_lossy(&built.stderr));
    let module = folder.path().join("target/wasm32v1-none/release/mine.wasm");
    assert!(fs::metadata(&module).unwrap().len() < 10_000, "zeros cost nothing in the module");
    let scores = scores(&[module.to_str().unwrap(), "order0"]);
    assert!(scores[0] < scores[1], "{scores:?}");
}

#[cfg(feature = "train")]
#[test]
fn network_should_be_better_than_order_0_when_it_was_trained_by_the_command() {
    let folder = tempfile::tempdir().unwrap();
    let (module, documents) = (folder.path().join("gru.wasm"), repository().join("docs"));
    let (module, documents) = (module.to_str().unwrap(), documents.to_str().unwrap());
    let said = predict(&["train", documents, "--steps", "300", "--out", module]);
    let name = myelin_predict::commitment::ModuleHash::of(&fs::read(module).unwrap());
    assert!(said.starts_with(&name.to_string()), "{said}");
    let scores = scores(&[module, "order0"]);
    assert!(scores[0] * 10 < scores[1] * 9, "{scores:?}");
}
