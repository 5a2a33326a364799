//! Counts what a piece of work asks of the state, by listening to what the state says of itself.

use std::{
    collections::BTreeSet,
    sync::{Arc, LazyLock, Mutex},
};
use tracing::{
    field::{Field, Visit},
    span, Dispatch, Event as Told, Metadata, Subscriber,
};

/// How often the state was asked.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Asked {
    /// Values read and looked for.
    pub reads: u64,
    /// Different keys among them: the others were in memory already.
    pub keys: u64,
    /// Values written and prefixes cleared.
    pub writes: u64,
    /// Different keys written, less the events.
    pub written: u64,
    /// Bytes of the values of the keys read, as they are afterwards.
    pub bytes_read: u64,
    /// Bytes of the values of the keys written, as they are afterwards.
    pub bytes_written: u64,
}

#[derive(Default)]
struct Count {
    asked: Asked,
    seen: BTreeSet<String>,
    changed: BTreeSet<String>,
}

/// How keys of `System` begin: events, which no later block reads.
const SYSTEM: &str = "26aa394eea5630e07c48ae0c9558cef7";

/// `:transaction_level:`, which is gone with the storage layer.
const LAYER: &str = "3a7472616e73616374696f6e5f6c6576656c3a";

/// A listener that counts.
#[derive(Clone, Default)]
struct Meter(Arc<Mutex<Count>>);

#[derive(Default)]
struct Fields {
    method: String,
    key: String,
}

impl Visit for Fields {
    fn record_debug(&mut self, field: &Field, value: &dyn core::fmt::Debug) {
        match field.name() {
            "method" => self.method = format!("{value:?}"),
            "key" => self.key = format!("{value:?}"),
            _ => {}
        }
    }
}

impl Subscriber for Meter {
    fn enabled(&self, metadata: &Metadata<'_>) -> bool {
        metadata.target() == "state"
    }

    fn event(&self, event: &Told<'_>) {
        let mut fields = Fields::default();
        event.record(&mut fields);
        let mut count = self.0.lock().unwrap();
        match fields.method.trim_matches('"') {
            "Get" | "Exists" => {
                count.asked.reads += 1;
                count.seen.insert(fields.key);
            }
            "Put" | "Append" => {
                count.asked.writes += 1;
                if ![SYSTEM, LAYER].iter().any(|own| fields.key.contains(own)) {
                    count.changed.insert(fields.key);
                }
            }
            "ClearPrefix" => count.asked.writes += 1,
            _ => {}
        }
    }

    fn new_span(&self, _: &span::Attributes<'_>) -> span::Id {
        span::Id::from_u64(1)
    }
    fn record(&self, _: &span::Id, _: &span::Record<'_>) {}
    fn record_follows_from(&self, _: &span::Id, _: &span::Id) {}
    fn enter(&self, _: &span::Id) {}
    fn exit(&self, _: &span::Id) {}
}

/// Listeners that are never heard. While there is only one, `tracing` asks the thread that speaks first whether anyone
/// listens, and that may be the thread of another test.
static OTHERS: LazyLock<[Dispatch; 2]> = LazyLock::new(|| [(); 2].map(|()| Dispatch::new(Meter::default())));

/// What `work` asks of the state.
pub fn measure(work: impl FnOnce()) -> Asked {
    LazyLock::force(&OTHERS);
    let meter = Meter::default();
    tracing::subscriber::with_default(meter.clone(), work);
    let count = meter.0.lock().unwrap();
    Asked {
        keys: count.seen.len() as u64,
        written: count.changed.len() as u64,
        bytes_read: count.seen.iter().map(|key| length_under(key)).sum(),
        bytes_written: count.changed.iter().map(|key| length_under(key)).sum(),
        ..count.asked.clone()
    }
}

/// Bytes of the value under a key that was told in hexadecimal digits.
fn length_under(told: &str) -> u64 {
    let digits = told.trim_matches('"').trim_start_matches("0x");
    assert!(digits.bytes().all(|digit| digit.is_ascii_hexdigit()), "a key that is told otherwise: {told}");
    let byte = |pair: &[u8]| u8::from_str_radix(std::str::from_utf8(pair).unwrap(), 16).unwrap();
    let key: Vec<u8> = digits.as_bytes().chunks(2).map(byte).collect();
    sp_io::storage::get(&key).map_or(0, |value| value.len() as u64)
}
