//! Writing what has changed and nothing else (decision 24).

use codec::Encode;
use frame_support::storage::unhashed;

/// Writes a value under its hashed key unless it is there already. The comparison costs a read, a fourth of a write.
pub(crate) fn put_if_changed<V: Encode>(key: &[u8], value: &V) {
    value.using_encoded(|bytes| {
        if unhashed::get_raw(key).as_deref() != Some(bytes) {
            unhashed::put_raw(key, bytes);
        }
    });
}
