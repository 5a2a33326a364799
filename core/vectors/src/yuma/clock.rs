//! The clock: what a client that looks ahead is told, and the stateless rule of before.

use super::expect::differ;
use super::{malformed, Stop};
use myelin_yuma::clock::{stateless, Clock};
use serde_json::{json, Value};

/// A clock of which a vector names what is not zero.
fn clock(state: &Value) -> Clock {
    let number = |name: &str| state[name].as_u64().unwrap_or(0);
    Clock {
        block: number("block"),
        tempo: number("tempo") as u16,
        last_epoch_block: number("last"),
        pending_at: number("pending"),
        blocks_since_last_step: number("blocks_since_last_step"),
        index: number("index"),
    }
}

pub(crate) fn reveal_block(vector: &Value) -> Result<(), Stop> {
    let period = vector["period"].as_u64().ok_or_else(|| malformed("no period"))?;
    same(vector, json!(clock(&vector["state"]).reveal_block(period)))
}

pub(crate) fn commit_epoch(vector: &Value) -> Result<(), Stop> {
    same(vector, json!(clock(&vector["state"]).look_ahead()))
}

pub(crate) fn legacy_first_block(vector: &Value) -> Result<(), Stop> {
    let number = |name: &str| vector[name].as_u64().ok_or_else(|| malformed(name));
    let first = stateless::first_block(number("netuid")? as u16, number("tempo")? as u16, number("epoch")?);
    same(vector, json!(first))
}

/// `null` means never here, not unchecked.
fn same(vector: &Value, got: Value) -> Result<(), Stop> {
    let expected = vector.get("expected").ok_or_else(|| malformed("nothing expected"))?;
    differ("block", expected, &got, *expected != got)
}
