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
}

#[derive(Default)]
struct Count {
    asked: Asked,
    seen: BTreeSet<String>,
}

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
            "Put" | "Append" | "ClearPrefix" => count.asked.writes += 1,
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
    Asked { keys: count.seen.len() as u64, ..count.asked.clone() }
}
