//! No bytes make the reader of keyfiles panic. (The half GiB of a `$NACL` password is not spent here.)
#![no_main]

use myelin_wallet::{Crypto, Keyfile, Keypair, PublicKey};

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    if let Ok(key) = Keyfile::read_bytes(bytes) {
        assert!(PublicKey::from_ss58(&key.public().ss58(), key.public().crypto()).is_ok());
    }
    if let Ok(text) = std::str::from_utf8(bytes) {
        let _ = Keypair::from_uri(text, Crypto::Sr25519);
        let _ = Keypair::from_uri(text, Crypto::Ed25519);
        let _ = PublicKey::from_ss58(text, Crypto::Sr25519);
    }
});
