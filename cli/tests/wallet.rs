//! Wallets by the built command: made, shown, used; and keyfiles and passwords that are wrong.

mod common;

use common::{data, failure, with_input};
use serde_json::Value;
use std::fs;

#[test]
fn wallet_should_be_made_shown_and_used_when_nobody_is_asked() {
    let home = tempfile::tempdir().unwrap();
    let made =
        data(home.path(), &["wallet", "create", "--no-password", "--wallet", "ann", "--hotkey", "one"]);
    let listed = data(home.path(), &["wallet", "list"]);
    assert_eq!(listed["wallets"][0]["name"], "ann");
    assert_eq!(listed["wallets"][0]["coldkey"], made["coldkey"]["address"]);
    assert_eq!(listed["wallets"][0]["hotkeys"][0]["address"], made["hotkey"]["address"]);
    let shown = data(home.path(), &["wallet", "show", "--wallet", "ann"]);
    assert_eq!(shown["coldkey_encrypted"], false);
    // The words make the same key again.
    let words = made["coldkey_words"].as_str().unwrap();
    let again =
        ["wallet", "import", "coldkey", "--secret-file", "-", "--no-password", "--wallet", "bea", "--json"];
    let output = with_input(home.path(), &again, &format!("{words}\n"));
    assert!(output.status.success(), "{}", common::words(&output));
    let again: Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!(again["coldkey"]["address"], made["coldkey"]["address"]);
    let exported = data(home.path(), &["wallet", "export", "coldkey", "--wallet", "ann", "--yes"]);
    assert_eq!(exported["words"], made["coldkey_words"]);
    // A key that is there is not lost.
    let said = failure(home.path(), &["wallet", "create", "--no-password", "--wallet", "ann"], 5);
    assert!(said.contains("exists"), "{said}");
    failure(home.path(), &["wallet", "show", "--wallet", "nobody"], 7);
}

#[test]
fn wallet_should_not_sign_when_it_only_watches() {
    let home = tempfile::tempdir().unwrap();
    let watched =
        data(home.path(), &["wallet", "import", "coldkey", "--address", "//Alice", "--wallet", "eye"]);
    assert_eq!(watched["coldkey"]["address"], "5GrwvaEF5zXb26Fz9rcQpDWS57CtERHpNehXCPcNoHGKutQY");
    let said = failure(home.path(), &["wallet", "sign", "x", "--wallet", "eye"], 5);
    assert!(said.contains("only the public key"), "{said}");
}

#[test]
fn signature_should_verify_by_its_signer_and_nobody_else() {
    let home = tempfile::tempdir().unwrap();
    let signed = data(home.path(), &["wallet", "sign", "hello", "--key", "//Alice"]);
    let signature = signed["signature"].as_str().unwrap();
    data(home.path(), &["wallet", "verify", "hello", signature, "--by", "//Alice"]);
    failure(home.path(), &["wallet", "verify", "hello", signature, "--by", "//Bob"], 11);
    failure(home.path(), &["wallet", "verify", "hallo", signature, "--by", "//Alice"], 11);
    failure(home.path(), &["wallet", "verify", "hello", "0x12", "--by", "//Alice"], 2);
}

#[test]
fn password_should_be_read_from_a_file_and_be_code_six_when_it_is_wrong() {
    let home = tempfile::tempdir().unwrap();
    for (file, password) in [("right", "correct horse\n"), ("wrong", "battery staple\n"), ("empty", "\n")] {
        fs::write(home.path().join(file), password).unwrap();
    }
    data(home.path(), &["wallet", "create", "--new-password-file", "right"]);
    assert_eq!(data(home.path(), &["wallet", "show"])["coldkey_encrypted"], true);
    data(home.path(), &["wallet", "sign", "x", "--password-file", "right"]);
    let said = failure(home.path(), &["wallet", "sign", "x", "--password-file", "wrong"], 6);
    assert!(said.contains("password is wrong"), "{said}");
    failure(home.path(), &["wallet", "sign", "x", "--password-file", "empty"], 6);
    failure(home.path(), &["wallet", "sign", "x", "--password-file", "missing"], 6);
    let said = failure(home.path(), &["wallet", "sign", "x"], 6);
    assert!(said.contains("--password-file"), "{said}");
}

#[test]
fn keyfile_should_be_code_five_with_the_reason_when_it_is_damaged_or_foreign() {
    let home = tempfile::tempdir().unwrap();
    data(home.path(), &["wallet", "create", "--no-password"]);
    let file = home.path().join(".bittensor/wallets/default/coldkey");
    let good = fs::read(&file).unwrap();
    let damaged = [
        (good[..good.len() / 2].to_vec(), "cut short"),
        (Vec::new(), "cut short"),
        (b"-----BEGIN PRIVATE KEY-----\n".to_vec(), "not a keyfile but"),
        (b"\x00\xff\x00\xff".to_vec(), "not a keyfile"),
        (vec![b'x'; 100_000], "bytes and keyfiles at most"),
    ];
    for (bytes, why) in damaged {
        fs::write(&file, bytes).unwrap();
        let said = failure(home.path(), &["wallet", "sign", "x"], 5);
        assert!(said.contains(why), "{why}: {said}");
    }
}

#[test]
fn show_should_name_what_is_wrong_when_a_file_is_no_key_or_open_to_others() {
    use std::os::unix::fs::PermissionsExt;
    let home = tempfile::tempdir().unwrap();
    data(home.path(), &["wallet", "create", "--no-password"]);
    let shown = data(home.path(), &["wallet", "show"]);
    assert_eq!((&shown["coldkey_encrypted"], &shown["problems"]), (&false.into(), &Value::Array(Vec::new())));
    let file = home.path().join(".bittensor/wallets/default/coldkey");
    fs::set_permissions(&file, fs::Permissions::from_mode(0o644)).unwrap();
    let shown = data(home.path(), &["wallet", "show"]);
    let problem = shown["problems"][0].as_str().unwrap();
    assert!(problem.contains("chmod 600") && problem.contains("default/coldkey"), "{problem}");
    let signed = common::run(home.path(), &["wallet", "sign", "x"]);
    assert!(signed.status.success() && common::words(&signed).contains("chmod 600"));
    fs::write(&file, b"\x00\xff\x00\xff\x17").unwrap();
    let shown = data(home.path(), &["wallet", "show"]);
    assert_eq!((&shown["coldkey_encrypted"], &shown["watches"]), (&Value::Null, &false.into()));
    assert!(shown["problems"]
        .as_array()
        .unwrap()
        .iter()
        .any(|it| it.as_str().unwrap().contains("not a keyfile")));
    let text = common::run(home.path(), &["wallet", "show"]).stdout;
    let text = String::from_utf8_lossy(&text);
    assert!(text.contains("NOT USABLE") && !text.contains("PLAIN"), "{text}");
}

#[test]
fn show_should_name_both_addresses_when_a_key_is_not_that_of_its_public_file() {
    let home = tempfile::tempdir().unwrap();
    let made = ["ann", "bea"]
        .map(|name| data(home.path(), &["wallet", "create", "--no-password", "--wallet", name]));
    let wallets = home.path().join(".bittensor/wallets");
    for file in ["coldkey", "hotkeys/default"] {
        fs::copy(wallets.join("ann").join(file), wallets.join("bea").join(file)).unwrap();
    }
    let shown = data(home.path(), &["wallet", "show", "--wallet", "bea"]);
    let problems = shown["problems"].as_array().unwrap();
    assert_eq!(problems.len(), 2, "{problems:?}");
    for (problem, part) in problems.iter().zip(["coldkey", "hotkey"]) {
        let problem = problem.as_str().unwrap();
        for address in &made {
            assert!(problem.contains(address[part]["address"].as_str().unwrap()), "{problem}");
        }
        assert!(problem.contains("cannot sign for"), "{problem}");
    }
    assert_eq!(
        data(home.path(), &["wallet", "show", "--wallet", "ann"])["problems"],
        Value::Array(Vec::new())
    );
}

#[test]
fn wallet_that_cannot_be_read_should_not_be_called_missing() {
    let home = tempfile::tempdir().unwrap();
    let wallets = home.path().join(".bittensor/wallets");
    fs::create_dir_all(&wallets).unwrap();
    // Nobody can read it, not even root: a link that leads to itself.
    std::os::unix::fs::symlink("round", wallets.join("round")).unwrap();
    let said = failure(home.path(), &["wallet", "show", "--wallet", "round"], 5);
    assert!(said.contains("cannot be read") && !said.contains("does not exist"), "{said}");
    failure(home.path(), &["wallet", "show", "--wallet", "nobody"], 7);
}

#[test]
fn secret_should_be_asked_for_by_its_name_when_the_file_is_empty_or_cut_short() {
    let home = tempfile::tempdir().unwrap();
    let import = ["wallet", "import", "coldkey", "--no-password", "--secret-file", "secret"];
    fs::write(home.path().join("secret"), "\n").unwrap();
    let said = failure(home.path(), &import, 2);
    assert!(said.contains("a mnemonic, a seed") && !said.contains("password"), "{said}");
    fs::write(home.path().join("secret"), "0x1234\n").unwrap();
    let said = failure(home.path(), &import, 2);
    assert!(said.contains("4 hexadecimal digits: a seed has 64"), "{said}");
}

#[test]
fn name_should_be_refused_when_a_new_wallet_could_not_be_typed() {
    let home = tempfile::tempdir().unwrap();
    for (flag, name) in [("--wallet", "a\u{1b}[2Jb"), ("--hotkey", "a\u{200b}b"), ("--wallet", "a\nb")] {
        let said = failure(home.path(), &["wallet", "create", "--no-password", flag, name], 5);
        assert!(said.contains("control characters") && !said.contains('\u{1b}'), "{said}");
    }
    assert!(!home.path().join(".bittensor/wallets").exists());
}
