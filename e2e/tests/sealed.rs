//! What the official packages seal, `core/timelock` opens.

use codec::Decode;
use myelin_e2e::{clock, python, Failure};
use myelin_timelock::decrypt;
use std::path::Path;

/// The signature of quicknet's round 1000 (yuma §2.10).
const SIGNATURE: &str =
    "b44679b9a59af2ec876b1a6b1ad52ea9b1615fc3982b19576350f93447cb1125e342b73a8dd2bacbe47e4b6b63ed5e39";
const HOTKEY: [u8; 32] = [7; 32];

/// What is in a commit of weights: hotkey, uids, values, version key.
type Payload = (Vec<u8>, Vec<u16>, Vec<u16>, u64);

/// The values of the lines that begin with `name`.
fn said<'a>(lines: &'a [String], name: &'a str) -> impl Iterator<Item = Vec<u8>> + 'a {
    let found = lines.iter().filter_map(move |line| line.strip_prefix(name)?.strip_prefix(' '));
    found.filter_map(|line| hex::decode(line).ok())
}

fn opens(version: &str) -> Result<(), Failure> {
    let python = python::with_client(version)?;
    let home = std::env::temp_dir().join(format!("myelin-e2e-sealed-{}-{version}", std::process::id()));
    std::fs::create_dir_all(&home)?;
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("tours/seal.py");
    let lines =
        python::script(&python, &script, &[&hex::encode(HOTKEY)], &clock::environment(&home)?, &home)?;
    std::fs::remove_dir_all(&home)?;
    let mut signature = [0; 48];
    hex::decode_to_slice(SIGNATURE, &mut signature)?;

    let texts: Vec<_> = said(&lines, "text").collect();
    assert_eq!(texts.len(), 1);
    for text in texts {
        let (sealed, round) = <(Vec<u8>, u64)>::decode(&mut text.as_slice())?;
        assert_eq!(round, 1_000);
        let open = decrypt(&sealed, &signature).map_err(|error| format!("{error:?}"))?;
        assert_eq!(open, b"what is sealed today is open tomorrow");
    }
    let commits: Vec<_> = said(&lines, "commit").collect();
    assert_eq!(commits.len(), 2);
    for commit in commits {
        let open = decrypt(&commit, &signature).map_err(|error| format!("{error:?}"))?;
        let (hotkey, uids, values, version_key) = Payload::decode(&mut open.as_slice())?;
        assert_eq!(hotkey, HOTKEY);
        assert_eq!((uids, values, version_key), (vec![0, 3, 200], vec![1, 65_535, 300], 7));
    }
    Ok(())
}

#[test]
fn commit_should_open_when_sealed_by_bittensor_drand() -> Result<(), Failure> {
    opens("10.5.0")
}

#[test]
fn commit_should_open_when_sealed_by_bittensor_core() -> Result<(), Failure> {
    opens("11.3.0")
}
