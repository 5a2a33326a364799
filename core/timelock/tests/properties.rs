//! For any bytes, rounds and keys: what is sealed opens with its round's signature and with no other; nothing panics.

#![allow(clippy::unwrap_used, clippy::panic)] // what the tests share fails as they do

use myelin_timelock::{
    decrypt,
    development::{self, beacon, public_key, pulse, sign},
    encrypt, verify_many,
    wire::{Sealed, OVERHEAD},
    Beacon, BeaconError, DecryptError, EncryptError, FormatError, Pulse, MAX_CIPHERTEXT,
};
use proptest::{array::uniform32, collection::vec, prelude::*};

fn randomness() -> impl Strategy<Value = [u8; 76]> {
    vec(any::<u8>(), 76).prop_map(|bytes| bytes.try_into().unwrap())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    #[test]
    fn text_should_open_with_its_round_only(
        secret in uniform32(any::<u8>()), round: u64, other: u64, text in vec(any::<u8>(), 0..1_500),
        randomness in randomness(),
    ) {
        let beacon = Beacon { public_key: public_key(&secret), ..Beacon::quicknet() };
        let sealed = encrypt(&beacon, round, &text, &randomness).unwrap();
        prop_assert_eq!(sealed.len(), text.len() + OVERHEAD);
        prop_assert_eq!(decrypt(&sealed, &sign(&secret, round)), Ok(text));
        if other != round {
            prop_assert_eq!(decrypt(&sealed, &sign(&secret, other)), Err(DecryptError::OtherRound));
        }
        let stranger = decrypt(&sealed, &sign(&development::SECRET, round));
        prop_assert_eq!(stranger, Err(DecryptError::OtherRound));
    }

    #[test]
    fn changed_text_should_not_open(round: u64, at: prop::sample::Index, bit in 0..8u8, randomness in randomness()) {
        let mut sealed = encrypt(&beacon(), round, b"weights", &randomness).unwrap();
        let at = at.index(sealed.len());
        sealed[at] ^= 1 << bit;
        prop_assert!(decrypt(&sealed, &pulse(round).signature).is_err());
    }

    #[test]
    fn pulses_should_pass_together_unless_one_is_forged(
        rounds in vec(any::<u64>(), 0..8), at: prop::sample::Index, wrong: u64,
    ) {
        let mut pulses: Vec<_> = rounds.iter().map(|round| pulse(*round)).collect();
        prop_assert_eq!(verify_many(&beacon(), &pulses), Ok(()));
        if !pulses.is_empty() && !rounds.contains(&wrong) {
            let at = at.index(pulses.len());
            pulses[at].signature = pulse(wrong).signature;
            let forged = Err(BeaconError::Forged { first: rounds[0], pulses: rounds.len() });
            prop_assert_eq!(verify_many(&beacon(), &pulses), forged);
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(512))]

    #[test]
    fn arbitrary_bytes_should_never_panic(
        bytes in vec(any::<u8>(), 0..600), first in vec(any::<u8>(), 48), round: u64,
    ) {
        let signature = first.try_into().unwrap();
        prop_assert!(decrypt(&bytes, &signature).is_err());
        let pulse = Pulse { round, signature };
        prop_assert!(verify_many(&beacon(), &[pulse]).is_err());
    }

    #[test]
    fn sealed_texts_should_be_read_as_they_were_written(
        text in vec(any::<u8>(), 0..2_000), u in vec(any::<u8>(), 96), v in uniform32(any::<u8>()), tail in 1..9usize,
    ) {
        let u = u.try_into().unwrap();
        let sealed = Sealed { u: &u, v: &v, w: &v, text: &text, nonce: v[..12].try_into().unwrap() };
        let mut bytes = sealed.write().unwrap();
        prop_assert_eq!(Sealed::read(&bytes), Ok(sealed));
        bytes.extend_from_slice(&[0; 8][..tail.min(8)]);
        prop_assert_eq!(Sealed::read(&bytes), Err(FormatError::Trailing { bytes: tail.min(8) }));
    }
}

/// Two errors that cancel out when signatures are only added up.
#[test]
fn swapped_signatures_should_be_seen_when_checked_together() {
    let (mut first, mut second) = (pulse(7), pulse(8));
    (first.signature, second.signature) = (second.signature, first.signature);
    let forged = Err(BeaconError::Forged { first: 7, pulses: 2 });
    assert_eq!(verify_many(&beacon(), &[first, second]), forged);
}

#[test]
fn longest_text_should_fit_and_no_longer_one() {
    let most = MAX_CIPHERTEXT - OVERHEAD;
    let sealed = encrypt(&beacon(), 1, &vec![7; most], &[1; 76]).unwrap();
    assert_eq!(decrypt(&sealed, &pulse(1).signature), Ok(vec![7; most]));
    let too_long = FormatError::TooLong { bytes: MAX_CIPHERTEXT + 1 };
    assert_eq!(encrypt(&beacon(), 1, &vec![7; most + 1], &[1; 76]), Err(EncryptError::Format(too_long)));
    assert_eq!(decrypt(&[0; MAX_CIPHERTEXT + 1], &[0; 48]), Err(DecryptError::Format(too_long)));
}

#[test]
fn development_key_should_stay_what_it_is() {
    let key = beacon().public_key;
    assert_eq!(key[..8], [175, 84, 208, 55, 121, 80, 144, 245]);
}
