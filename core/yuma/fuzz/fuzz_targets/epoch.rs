//! Arbitrary bytes become the state of a subnet; the epoch and the textbook must decide the same.
#![no_main]

use libfuzzer_sys::fuzz_target;

#[path = "../../tests/bytes/mod.rs"]
mod bytes;
#[path = "../../tests/textbook/mod.rs"]
mod textbook;

fuzz_target!(|data: &[u8]| {
    bytes::compare(data);
});
