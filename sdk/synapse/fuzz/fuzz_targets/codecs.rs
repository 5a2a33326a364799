//! Whatever bytes come, as headers or as a body: nothing panics, and what is read can be used.

#![no_main]

use http::{HeaderMap, HeaderName, HeaderValue};
use libfuzzer_sys::fuzz_target;
use myelin_synapse::{body_hash, btauth, python_text, Certificate, Claim, RequestHead, Tensor, Terminal};

const NAMES: [&str; 15] = [
    "timeout",
    "computed_body_hash",
    "bt_header_dendrite_version",
    "bt_header_dendrite_nonce",
    "bt_header_dendrite_uuid",
    "bt_header_dendrite_hotkey",
    "bt_header_dendrite_signature",
    "bt_header_axon_status_code",
    "bt_header_axon_process_time",
    "x-bittensor-version",
    "x-bittensor-hotkey",
    "x-bittensor-receiver",
    "x-bittensor-nonce",
    "x-bittensor-crypto",
    "x-bittensor-signature",
];

fn headers(data: &[u8]) {
    let mut headers = HeaderMap::new();
    for line in data.split(|byte| *byte == b'\n') {
        let Some((first, rest)) = line.split_first() else { continue };
        let name = NAMES[usize::from(*first) % NAMES.len()];
        if let Ok(value) = HeaderValue::from_bytes(rest) {
            headers.insert(HeaderName::from_static(name), value);
        }
    }
    if let Ok(claim) = RequestHead::read(&headers).map(|head| Claim::read(&head)) {
        assert!(claim.is_err() || claim.is_ok_and(|claim| claim.verify("5F").is_err()));
    }
    if let Ok(Some(auth)) = btauth::Auth::read(&headers) {
        assert!(auth.verify("POST", "/", data).is_err());
    }
    Terminal::read(&headers).write(&mut HeaderMap::new());
}

fn text(text: &str) {
    let _ = python_text(text);
    if let Ok(hash) = body_hash(&["a"], text) {
        assert_eq!(hash.len(), 64);
    }
    Terminal::read_body(text.as_bytes());
    if let Ok(tensor) = serde_json::from_str::<Tensor>(text) {
        let written = serde_json::to_string(&tensor).expect("a tensor can be written");
        assert_eq!(serde_json::from_str::<Tensor>(&written).expect("and read again"), tensor);
    }
}

fuzz_target!(|data: &[u8]| {
    headers(data);
    let _ = Certificate::from_spki(data);
    if let Ok(data) = std::str::from_utf8(data) {
        text(data);
    }
});
