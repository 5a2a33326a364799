//! The built command without a chain: usage, exit codes, schemas, explanations.

mod common;

use common::{data, failure, run, words};
use std::{
    fs,
    io::Write,
    path::Path,
    process::{Command, Stdio},
};

#[test]
fn usage_should_be_code_two_when_the_command_line_is_wrong() {
    let home = tempfile::tempdir().unwrap();
    for arguments in [
        &["nonsense"][..],
        &["stake", "add"],
        &["stake", "add", "ten", "--netuid", "1"],
        &["stake", "add", "0.0000000001", "--netuid", "1"],
        &["stake", "add", "1", "--netuid", "1", "--tolerance", "60"],
        &["stake", "add", "1", "--netuid", "70000"],
        &["stake", "add", "3", "--netuid", "0", "--limit", "0.5", "--key", "//Alice"],
        &["stake", "remove", "3", "--netuid", "0", "--limit", "2", "--key", "//Alice"],
        &["stake", "move", "3", "--netuid", "1", "--to-hotkey", "//Bob", "--limit", "2", "--key", "//Alice"],
        &["weights", "set", "1", "0:1"],
        &["transfer", "5GrwvaEF5zXb26Fz9rcQpDWS57CtERHpNehXCPcNoHGKutQZ", "1", "--key", "//Alice"],
        &["transfer", "//Bob", "0", "--key", "//Alice"],
        &["balance", "--key", "a real secret"],
        &["subnet", "list", "--network", "nowhere"],
        &["subnet", "describe", "1"],
        &["hyperparameter", "set", "1", "kappa", "99999999", "--key", "//Alice"],
        &["neuron", "serve", "1", "0.0.0.0:80", "--key", "//Alice"],
        &["--schema", "no such"],
    ] {
        let output = run(home.path(), arguments);
        assert_eq!(output.status.code(), Some(2), "{arguments:?}: {}", words(&output));
        assert!(output.stdout.is_empty() && !output.stderr.is_empty(), "{arguments:?}");
    }
    assert_eq!(run(home.path(), &["--version"]).status.code(), Some(0));
    assert_eq!(run(home.path(), &["stake", "--help"]).status.code(), Some(0));
}

#[test]
fn connection_should_be_code_four_when_nobody_answers() {
    let home = tempfile::tempdir().unwrap();
    let said = failure(home.path(), &["subnet", "list"], 4);
    assert!(said.contains("127.0.0.1:1") && said.contains("--network"), "{said}");
}

#[test]
fn connection_should_be_code_four_when_another_server_answers() {
    let home = tempfile::tempdir().unwrap();
    let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("ws://{}", listener.local_addr().unwrap());
    // It ends with the test.
    std::thread::spawn(move || {
        for stream in listener.incoming() {
            let _ = stream.and_then(|mut stream| stream.write_all(b"SSH-2.0-OpenSSH_9.6\r\n\r\n"));
        }
    });
    let said = failure(home.path(), &["subnet", "list", "--network", &url], 4);
    assert!(said.contains(&url), "{said}");
}

#[test]
fn question_should_be_code_nine_and_name_the_flag_when_there_is_no_terminal() {
    let home = tempfile::tempdir().unwrap();
    let said = failure(home.path(), &["wallet", "create"], 9);
    assert!(said.contains("--new-password-file") && said.contains("--no-password"), "{said}");
    assert!(!home.path().join(".bittensor/wallets/default/coldkey").exists());
    data(home.path(), &["wallet", "create", "--no-password"]);
    let said = failure(home.path(), &["wallet", "export", "coldkey"], 9);
    assert!(said.contains("--yes"), "{said}");
}

#[test]
fn schema_should_be_the_published_one_when_it_is_printed() {
    let home = tempfile::tempdir().unwrap();
    let printed = run(home.path(), &["--schema"]);
    let book = Path::new(env!("CARGO_MANIFEST_DIR")).join("../docs/book/schema.json");
    if std::env::var_os("MYELIN_WRITE_SCHEMA").is_some() {
        fs::write(&book, &printed.stdout).unwrap();
    }
    let published = fs::read_to_string(&book).unwrap();
    let current = String::from_utf8(printed.stdout).unwrap();
    let renewed = "MYELIN_WRITE_SCHEMA=1 cargo test -p myelin-cli schema renews docs/book/schema.json";
    assert!(current == published, "{renewed}");
    for (command, ..) in myelin_cli::schema::PUBLISHED {
        let schema = myelin_cli::schema::of(command).unwrap();
        assert!(jsonschema::meta::is_valid(&schema), "{command}");
    }
}

#[test]
fn exit_codes_should_be_those_of_the_book() {
    let book = Path::new(env!("CARGO_MANIFEST_DIR")).join("../docs/book/cli.md");
    let book = fs::read_to_string(book).unwrap();
    for (code, word) in myelin_cli::failure::Code::ALL {
        assert!(book.contains(&format!("| {} | `{word}` |", code as u8)), "{word} is not in the book");
    }
}

#[test]
fn every_command_should_have_a_schema_when_it_has_data() {
    use clap::CommandFactory;
    let command = myelin_cli::arguments::Arguments::command();
    for noun in command.get_subcommands().filter(|noun| noun.get_name() != "completions") {
        let verbs: Vec<_> = noun.get_subcommands().collect();
        if verbs.is_empty() {
            assert!(myelin_cli::schema::of(noun.get_name()).is_some(), "{}", noun.get_name());
        }
        for verb in verbs {
            let name = format!("{} {}", noun.get_name(), verb.get_name());
            assert!(myelin_cli::schema::of(&name).is_some(), "{name}");
        }
    }
}

#[test]
fn error_should_be_explained_when_it_is_named_or_pasted() {
    let home = tempfile::tempdir().unwrap();
    let explained = data(home.path(), &["explain", "SubtensorModule", "149"]);
    assert_eq!(explained["explanations"][0]["name"], "SubtensorModule.OwnerBuysAfterOpeningWindow");
    let output = run(home.path(), &["explain", "1010: Invalid Transaction: Custom error: 8"]);
    let text = String::from_utf8_lossy(&output.stdout).into_owned();
    assert!(text.contains("SlippageTooHigh"), "{text}");
    for code in ["SubtensorModule 250", "Custom error: -1", "flux capacitor"] {
        let said = failure(home.path(), &["explain", code], 7);
        assert!(said.contains("not a code") && said.contains("Custom error: 6"), "{said}");
    }
    let explained = data(home.path(), &["explain", r#"{"Module":{"index":7,"error":"0x54000000"}}"#]);
    assert_eq!(explained["explanations"][0]["name"], "SubtensorModule.SlippageTooHigh");
}

#[test]
fn move_to_two_others_should_name_both_steps_and_the_flag_when_it_has_no_limit() {
    let home = tempfile::tempdir().unwrap();
    let ask = "stake move 1 --netuid 1 --to-netuid 2 --to-hotkey //Bob --key //Alice"
        .split(' ')
        .collect::<Vec<_>>();
    let said = failure(home.path(), &ask, 2);
    for words in ["stake swap AMOUNT --netuid 1 --to-netuid 2", "stake move AMOUNT --netuid 2", "--no-limit"]
    {
        assert!(said.contains(words), "{words}: {said}");
    }
    // The same hotkey is a swap, which has a limit: it gets as far as the node, where nobody is.
    let swap = "stake move 1 --netuid 1 --to-netuid 2 --to-hotkey //Alice --key //Alice"
        .split(' ')
        .collect::<Vec<_>>();
    failure(home.path(), &swap, 4);
}

#[test]
fn full_disk_should_be_code_one_when_the_result_cannot_be_written() {
    let home = tempfile::tempdir().unwrap();
    let output = Command::new(env!("CARGO_BIN_EXE_myelin"))
        .args(["network", "list"])
        .env_clear()
        .env("HOME", home.path())
        .stdout(fs::OpenOptions::new().write(true).open("/dev/full").unwrap())
        .output()
        .unwrap();
    assert_eq!(output.status.code(), Some(1));
    assert!(words(&output).contains("cannot be written"), "{}", words(&output));
}

#[test]
fn completions_should_be_printed_when_a_shell_is_named() {
    let home = tempfile::tempdir().unwrap();
    for shell in ["bash", "zsh", "fish"] {
        let output = run(home.path(), &["completions", shell]);
        let script = String::from_utf8_lossy(&output.stdout).into_owned();
        assert!(output.status.success() && script.contains("hyperparameter"), "{shell}");
    }
}

#[test]
fn reader_that_has_enough_should_not_be_an_error() {
    let home = tempfile::tempdir().unwrap();
    let mut child = Command::new(env!("CARGO_BIN_EXE_myelin"))
        .args(["network", "list"])
        .env_clear()
        .env("HOME", home.path())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    drop(child.stdout.take());
    let output = child.wait_with_output().unwrap();
    assert!(output.status.success() && output.stderr.is_empty(), "{}", words(&output));
}
