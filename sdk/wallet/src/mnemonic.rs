//! Mnemonics: BIP-39 words in English, turned into a seed the way Substrate does.
//!
//! The seed is the first 32 bytes of PBKDF2-HMAC-SHA512 over the *entropy* (not the words), 2048 rounds, with the salt
//! "mnemonic" and the password. There is no BIP-44 path.

use crate::KeyError;
use bip39::{Language, Mnemonic};
use secrecy::SecretString;
use zeroize::{Zeroize, Zeroizing};

/// Numbers of words that there are.
const COUNTS: [usize; 5] = [12, 15, 18, 21, 24];

/// New words.
pub(crate) fn generate(words: usize) -> Result<SecretString, KeyError> {
    if !COUNTS.contains(&words) {
        return Err(KeyError::WordCount(words));
    }
    // Three words carry 33 bits: one of checksum, 32 of entropy.
    let mut entropy = Zeroizing::new(vec![0; words / 3 * 4]);
    getrandom::fill(&mut entropy).map_err(|error| KeyError::Random(error.to_string()))?;
    let mut mnemonic = Mnemonic::from_entropy_in(Language::English, &entropy).map_err(named)?;
    let phrase = joined(&mnemonic);
    mnemonic.zeroize();
    Ok(phrase)
}

/// The words with one space between them, and the seed they give with a password.
pub(crate) fn read(words: &str, password: &str) -> Result<(SecretString, Zeroizing<[u8; 32]>), KeyError> {
    // What is far longer than 24 words is not parsed.
    let count = words.split_whitespace().take(100).count();
    if !COUNTS.contains(&count) {
        return Err(KeyError::WordCount(count));
    }
    let lower = Zeroizing::new(words.to_lowercase());
    let mut mnemonic = Mnemonic::parse_in_normalized(Language::English, &lower).map_err(named)?;
    let (entropy, length) = mnemonic.to_entropy_array();
    let entropy = Zeroizing::new(entropy);
    let phrase = joined(&mnemonic);
    mnemonic.zeroize();
    let entropy = entropy.get(..length).ok_or(KeyError::WordCount(count))?;
    let long =
        substrate_bip39::seed_from_entropy(entropy, password).map_err(|_| KeyError::WordCount(count))?;
    let long = Zeroizing::new(long);
    let mut seed = Zeroizing::new([0; 32]);
    seed.iter_mut().zip(long.iter()).for_each(|(to, from)| *to = *from);
    Ok((phrase, seed))
}

fn joined(mnemonic: &Mnemonic) -> SecretString {
    // The longest word has 8 letters: no growing, which would leave copies behind.
    let mut phrase = String::with_capacity(24 * 9);
    for word in mnemonic.words() {
        if !phrase.is_empty() {
            phrase.push(' ');
        }
        phrase.push_str(word);
    }
    let phrase = Zeroizing::new(phrase);
    SecretString::from(phrase.as_str())
}

fn named(error: bip39::Error) -> KeyError {
    match error {
        bip39::Error::UnknownWord(index) => KeyError::UnknownWord(index.saturating_add(1)),
        bip39::Error::BadWordCount(count) => KeyError::WordCount(count),
        bip39::Error::InvalidChecksum => KeyError::MnemonicChecksum,
        _ => KeyError::MnemonicChecksum,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use secrecy::ExposeSecret;

    const ABANDON: &str =
        "abandon abandon abandon abandon abandon abandon abandon abandon abandon abandon abandon about";

    #[test]
    fn words_should_be_readable_when_they_are_new() {
        for count in COUNTS {
            let phrase = generate(count).unwrap();
            assert_eq!(phrase.expose_secret().split(' ').count(), count);
            assert!(read(phrase.expose_secret(), "").is_ok());
        }
        assert_eq!(generate(13).unwrap_err(), KeyError::WordCount(13));
    }

    #[test]
    fn seed_should_be_the_known_one_when_words_are_the_vector() {
        let (_, seed) = read(ABANDON, "").unwrap();
        assert!(hex::encode(*seed).starts_with("4ed8d4b1"));
    }

    #[test]
    fn words_should_be_normalised_when_written_by_hand() {
        let (phrase, seed) = read(&format!("  {}\n", ABANDON.to_uppercase().replace(' ', "  ")), "").unwrap();
        assert_eq!(phrase.expose_secret(), ABANDON);
        assert_eq!(seed, read(ABANDON, "").unwrap().1);
    }

    #[test]
    fn mistakes_should_be_named_when_words_are_wrong() {
        let error = |words: &str| read(words, "").unwrap_err();
        assert_eq!(error(&ABANDON.replacen("abandon", "abandno", 1)), KeyError::UnknownWord(1));
        assert_eq!(error(&ABANDON.replace("about", "abouts")), KeyError::UnknownWord(12));
        assert_eq!(error(&ABANDON.replace("about", "abandon")), KeyError::MnemonicChecksum);
        assert_eq!(error("abandon about"), KeyError::WordCount(2));
        assert_eq!(error(""), KeyError::WordCount(0));
        assert_eq!(error(&"abandon ".repeat(1_000_000)), KeyError::WordCount(100));
        let said = error(&ABANDON.replace("about", "sesame")).to_string();
        assert!(said.contains("word 12") && !said.contains("sesame"), "{said}");
    }
}
