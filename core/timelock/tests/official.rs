//! What the official packages sealed opens here, with the signature that drand published for the round.

#![allow(clippy::unwrap_used, clippy::panic)] // what the tests share fails as they do

use myelin_timelock::{
    decrypt, encrypt, verify, verify_many, Beacon, BeaconError, DecryptError, PointError, Pulse, Signature,
};

/// Package, name, plain text, sealed text (`official.txt` says how they were made).
const SEALED: &str = include_str!("official.txt");
/// The signature of round 1000 of quicknet (yuma §2.10).
const ROUND_1000: &str =
    "b44679b9a59af2ec876b1a6b1ad52ea9b1615fc3982b19576350f93447cb1125e342b73a8dd2bacbe47e4b6b63ed5e39";

fn hex(text: &str) -> Vec<u8> {
    let text = text.trim_matches('-');
    (0..text.len()).step_by(2).map(|at| u8::from_str_radix(&text[at..at + 2], 16).unwrap()).collect()
}

fn round_1000() -> Signature {
    hex(ROUND_1000).try_into().unwrap()
}

fn sealed() -> Vec<(String, Vec<u8>, Vec<u8>)> {
    let lines = SEALED.lines().filter(|line| !line.starts_with('#'));
    lines
        .map(|line| match line.split(' ').collect::<Vec<_>>().as_slice() {
            [package, name, plain, sealed] => (format!("{package} {name}"), hex(plain), hex(sealed)),
            _ => panic!("{line}"),
        })
        .collect()
}

#[test]
fn published_round_should_be_the_beacons() {
    let beacon = Beacon::quicknet();
    let pulse = Pulse { round: 1000, signature: round_1000() };
    assert_eq!(verify(&beacon, &pulse), Ok(()));
    let forged = Err(BeaconError::Forged { first: 999, pulses: 1 });
    assert_eq!(verify(&beacon, &Pulse { round: 999, ..pulse }), forged);
    assert_eq!(verify_many(&beacon, &[pulse, pulse]), Ok(()));
}

#[test]
fn official_packages_should_be_understood() {
    let all = sealed();
    assert_eq!(all.len(), 6);
    for (name, plain, sealed) in all {
        assert_eq!(decrypt(&sealed, &round_1000()), Ok(plain.clone()), "{name}");
        assert_eq!(sealed.len(), plain.len() + myelin_timelock::wire::OVERHEAD, "{name}");
    }
}

#[test]
fn own_text_should_open_as_the_official_ones_do() {
    let randomness = core::array::from_fn(|at| at as u8);
    let sealed = encrypt(&Beacon::quicknet(), 1000, b"ours", &randomness).unwrap();
    assert_eq!(decrypt(&sealed, &round_1000()), Ok(b"ours".to_vec()));
    let early = encrypt(&Beacon::quicknet(), 1001, b"ours", &randomness).unwrap();
    assert_eq!(decrypt(&early, &round_1000()), Err(DecryptError::OtherRound));
}

#[test]
fn every_byte_of_an_official_text_should_count() {
    let (_, _, sealed) = sealed().remove(1);
    for at in 0..sealed.len() {
        let mut changed = sealed.clone();
        changed[at] ^= 1;
        assert!(decrypt(&changed, &round_1000()).is_err(), "byte {at}");
    }
    assert!((0..sealed.len()).all(|end| decrypt(&sealed[..end], &round_1000()).is_err()));
}

#[test]
fn points_should_be_refused_when_they_are_no_keys() {
    let mut infinity = [0; 48];
    infinity[0] = 0xc0;
    let pulse = Pulse { round: 1000, signature: infinity };
    let error = PointError::Infinity;
    assert_eq!(verify(&Beacon::quicknet(), &pulse), Err(BeaconError::Signature { round: 1000, error }));
    // On the curve but not in the group: x = 4 is one of the first such points.
    let mut outside = [0; 48];
    (outside[0], outside[47]) = (0x80, 4);
    let pulse = Pulse { round: 1000, signature: outside };
    let error = PointError::NotInGroup;
    assert_eq!(verify(&Beacon::quicknet(), &pulse), Err(BeaconError::Signature { round: 1000, error }));
    let (_, _, sealed) = sealed().remove(0);
    assert_eq!(decrypt(&sealed, &infinity), Err(DecryptError::Signature(PointError::Infinity)));
    let mut key = [0; 96];
    key[0] = 0xc0;
    let beacon = Beacon { public_key: key, ..Beacon::quicknet() };
    assert_eq!(myelin_timelock::verify_key(&beacon), Err(BeaconError::Key(PointError::Infinity)));
    let mut flipped = sealed;
    flipped[..96].copy_from_slice(&key);
    assert_eq!(decrypt(&flipped, &round_1000()), Err(DecryptError::Point(PointError::Infinity)));
}
