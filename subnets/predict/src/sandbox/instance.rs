//! One instance of a module, which reads a passage.

use super::{time::Allowance, Limits, Refusal, Sandbox};
use crate::bits::{cost, SYMBOLS};
use sha2::{Digest, Sha256};
use wasmtime::{Memory, ResourceLimiter, Store, Trap, TypedFunc, UpdateDeadline};

/// Bytes of an answer.
const ANSWER: usize = SYMBOLS * 2;

/// What the engine asks before memory or tables grow.
struct Bounds {
    memory: usize,
    tables: u64,
    /// Bytes that were asked for and refused.
    refused: Option<u64>,
}

impl ResourceLimiter for Bounds {
    fn memory_growing(&mut self, _: usize, desired: usize, _: Option<usize>) -> wasmtime::Result<bool> {
        if desired <= self.memory {
            return Ok(true);
        }
        self.refused = Some(desired as u64);
        // An error and not `false`: a module that lives with less would answer, and nobody would know what it wanted.
        Err(wasmtime::Error::msg("the limit of memory"))
    }

    fn table_growing(&mut self, _: usize, desired: usize, _: Option<usize>) -> wasmtime::Result<bool> {
        Ok(desired as u64 <= self.tables)
    }
}

/// An instance with its exports.
pub(super) struct Reader {
    store: Store<Bounds>,
    limits: Limits,
    memory: Memory,
    reset: TypedFunc<(), ()>,
    feed: TypedFunc<u32, ()>,
    distribution: TypedFunc<(), u32>,
}

impl Reader {
    /// A fresh instance; a start function has the fuel of a `reset`.
    pub(super) fn new(
        sandbox: &Sandbox,
        module: &wasmtime::Module,
        time: Allowance,
    ) -> Result<Self, Refusal> {
        let limits = sandbox.limits.as_ref().clone();
        let bounds = Bounds { memory: limits.memory_bytes, tables: limits.table_entries, refused: None };
        let mut store = Store::new(&sandbox.engine, bounds);
        store.limiter(|bounds| bounds);
        // At each tick the module is interrupted, in this thread, and goes on while it has time.
        store.set_epoch_deadline(1);
        store.epoch_deadline_callback(move |_| match time.is_spent() {
            true => Err(Trap::Interrupt.into()),
            false => Ok(UpdateDeadline::Continue(1)),
        });
        let fuel = limits.fuel_reset;
        refuel(&mut store, fuel)?;
        let instance = match wasmtime::Instance::new(&mut store, module, &[]) {
            Ok(instance) => instance,
            Err(error) => return Err(refusal(&store, &limits, "start", fuel, &error)),
        };
        let missing = |name, expected| move |_| Refusal::MissingExport { name, expected };
        let memory = instance
            .get_memory(&mut store, "memory")
            .ok_or(Refusal::MissingExport { name: "memory", expected: "memory" })?;
        let reset = instance.get_typed_func(&mut store, "reset").map_err(missing("reset", "() -> ()"))?;
        let feed = instance.get_typed_func(&mut store, "feed").map_err(missing("feed", "(i32) -> ()"))?;
        let distribution = instance
            .get_typed_func(&mut store, "distribution")
            .map_err(missing("distribution", "() -> i32"))?;
        Ok(Self { store, limits, memory, reset, feed, distribution })
    }

    /// Resets, then asks before each byte and feeds it. Gives what each byte cost, and a hash of all answers.
    pub(super) fn read(&mut self, passage: &[u8]) -> Result<(Vec<u32>, [u8; 32]), Refusal> {
        let fuel = self.limits.fuel_reset;
        refuel(&mut self.store, fuel)?;
        self.reset
            .call(&mut self.store, ())
            .map_err(|error| refusal(&self.store, &self.limits, "reset", fuel, &error))?;
        let mut costs = Vec::with_capacity(passage.len());
        let mut answers = Sha256::new();
        let mut frequencies = [0; SYMBOLS];
        for (byte, at) in passage.iter().zip(0u64..) {
            self.ask(&mut frequencies, &mut answers)?;
            costs.push(cost(&frequencies, *byte).ok_or(Refusal::NoAnswer { at })?);
            self.feed
                .call(&mut self.store, u32::from(*byte))
                .map_err(|error| refusal(&self.store, &self.limits, "feed", self.limits.fuel_byte, &error))?;
        }
        Ok((costs, answers.finalize().into()))
    }

    /// Calls `distribution` with the fuel for the byte to come, and reads the answer.
    fn ask(&mut self, frequencies: &mut [u16; SYMBOLS], answers: &mut Sha256) -> Result<(), Refusal> {
        let fuel = self.limits.fuel_byte;
        refuel(&mut self.store, fuel)?;
        let pointer = self
            .distribution
            .call(&mut self.store, ())
            .map_err(|error| refusal(&self.store, &self.limits, "distribution", fuel, &error))?;
        let memory = self.memory.data(&self.store);
        let begin = pointer as usize;
        let bytes = memory
            .get(begin..begin.saturating_add(ANSWER))
            .ok_or(Refusal::BadPointer { pointer, memory: memory.len() as u64 })?;
        answers.update(bytes);
        for (frequency, pair) in frequencies.iter_mut().zip(bytes.chunks_exact(2)) {
            *frequency = pair.iter().rev().fold(0, |number, byte| number << 8 | u16::from(*byte));
        }
        Ok(())
    }
}

fn refuel(store: &mut Store<Bounds>, fuel: u64) -> Result<(), Refusal> {
    store.set_fuel(fuel).map_err(|error| Refusal::Trapped { call: "start", reason: error.to_string() })
}

/// What the engine's error means.
fn refusal(
    store: &Store<Bounds>,
    limits: &Limits,
    call: &'static str,
    fuel: u64,
    error: &wasmtime::Error,
) -> Refusal {
    if let Some(asked) = store.data().refused {
        return Refusal::OutOfMemory { asked, limit: limits.memory_bytes as u64 };
    }
    match error.downcast_ref::<Trap>() {
        Some(Trap::OutOfFuel) => Refusal::OutOfFuel { call, limit: fuel },
        Some(Trap::Interrupt) => Refusal::TooSlow { call, seconds: limits.time.as_secs() },
        Some(trap) => Refusal::Trapped { call, reason: trap.to_string() },
        None => Refusal::Trapped { call, reason: format!("{error:#}") },
    }
}
