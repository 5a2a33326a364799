//! Where a stranger's model runs: closed off, with a bounded share of everything, and the same on every machine.
//!
//! A module may not import anything, so it has no clock, no chance, no files and no network: what it answers follows from
//! what it was fed. It pays fuel for each instruction, per call; memory beyond the limit ends it. Fuel counts a division
//! like an addition, and a read of memory that is in no cache as well: who does nothing else takes up to a hundred times
//! the time that fuel says. So the processor's time is limited too (`TooSlow`, the one refusal that depends on the
//! machine, though not on what else it does). Only WebAssembly 1.0 with SIMD is taken:
//! no threads, no relaxed SIMD, no bulk memory (one unit of fuel would fill all of it), NaNs have one form.
//!
//! Each passage is read by a fresh instance: nothing is carried from one to the next. The first is read a second time
//! after `reset`, which has to bring the same answers.

mod inspect;
mod instance;
mod refusal;
mod time;

pub use refusal::Refusal;

use instance::Reader;
use std::{sync::Arc, time::Duration};
use time::Allowance;
use wasmtime::{Config, Engine, OptLevel, Strategy};

/// How often a module is interrupted, to look what it has taken of the processor.
const TICK: Duration = Duration::from_millis(50);

/// What a module may use.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Limits {
    /// Bytes of the module.
    pub module_bytes: usize,
    /// Bytes of all its code: compiling costs time before any fuel is spent.
    pub code_bytes: usize,
    /// Bytes of one function.
    pub function_bytes: usize,
    /// Functions.
    pub functions: u32,
    /// Of each other kind of thing that is only declared: types, globals, exports, elements, pieces of data; and locals of
    /// a function.
    pub declared: u32,
    /// Entries of all tables together.
    pub table_entries: u64,
    /// Bytes of memory.
    pub memory_bytes: usize,
    /// Instructions of the start of an instance and of one `reset`.
    pub fuel_reset: u64,
    /// Instructions of one byte: `distribution` and `feed` together.
    pub fuel_byte: u64,
    /// Time of the processor for each reading of a passage; what one leaves, the next may take.
    pub time: Duration,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            module_bytes: 4 << 20,
            code_bytes: 256 << 10,
            function_bytes: 64 << 10,
            functions: 2_000,
            declared: 10_000,
            table_entries: 10_000,
            memory_bytes: 64 << 20,
            fuel_reset: 1_000_000_000,
            fuel_byte: 1_000_000,
            time: Duration::from_secs(5),
        }
    }
}

/// Why there is no sandbox at all.
#[derive(Debug, thiserror::Error)]
pub enum SandboxError {
    /// The engine does not start with these settings on this machine.
    #[error("the WASM engine does not start: {0}")]
    Engine(String),
    /// The thread that interrupts does not start.
    #[error("no thread for the sandbox's clock: {0}")]
    Clock(#[from] std::io::Error),
}

/// Compiles and runs modules. Blocking: call it from a thread that may wait.
#[derive(Clone, Debug)]
pub struct Sandbox {
    engine: Engine,
    limits: Arc<Limits>,
}

impl Sandbox {
    /// A sandbox with these limits, and its clock, which ends with the last copy of it.
    pub fn new(limits: Limits) -> Result<Self, SandboxError> {
        let engine = Engine::new(&config()).map_err(|error| SandboxError::Engine(format!("{error:#}")))?;
        let clock = engine.weak();
        std::thread::Builder::new().name("predict-clock".into()).spawn(move || {
            while let Some(engine) = clock.upgrade() {
                engine.increment_epoch();
                drop(engine);
                std::thread::sleep(TICK);
            }
        })?;
        Ok(Self { engine, limits: Arc::new(limits) })
    }

    /// What modules may use here.
    pub fn limits(&self) -> &Limits {
        &self.limits
    }

    /// Looks into a module, and compiles it if it is one.
    pub fn load(&self, bytes: &[u8]) -> Result<Module, Refusal> {
        inspect::inspect(bytes, &self.limits)?;
        let module = wasmtime::Module::from_binary(&self.engine, bytes)
            .map_err(|error| Refusal::NotAModule(format!("{error:#}")))?;
        inspect::exports(&module)?;
        Ok(Module { sandbox: self.clone(), module })
    }
}

/// What every validator has to agree on. Which WebAssembly is taken, [`inspect`] says: what the engine can do depends on
/// the features it was built with.
fn config() -> Config {
    let mut config = Config::new();
    config
        .strategy(Strategy::Cranelift)
        .cranelift_opt_level(OptLevel::Speed)
        .cranelift_nan_canonicalization(true)
        .consume_fuel(true)
        .epoch_interruption(true);
    config
}

/// A module that was looked into and compiled.
#[derive(Clone)]
pub struct Module {
    sandbox: Sandbox,
    module: wasmtime::Module,
}

/// What each byte of a text cost, in 2⁻¹⁶ bits.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Reading {
    /// One cost a byte.
    pub costs: Vec<u32>,
}

impl Reading {
    /// All bytes together, in 2⁻¹⁶ bits.
    pub fn total(&self) -> u64 {
        self.costs.iter().map(|cost| u64::from(*cost)).sum()
    }
}

impl Module {
    /// Reads one passage with a fresh instance.
    pub fn read(&self, passage: &[u8]) -> Result<Reading, Refusal> {
        self.read_within(&mut Allowance::new(self.sandbox.limits.time), passage)
    }

    /// Reads a passage, then again after a `reset`: all 256 frequencies must be the same before each byte.
    pub fn read_twice(&self, passage: &[u8]) -> Result<Reading, Refusal> {
        self.read_twice_within(&mut Allowance::new(self.sandbox.limits.time), passage)
    }

    /// Reads all passages, the first one twice; costs one after the other.
    pub fn read_all<'a>(&self, passages: impl IntoIterator<Item = &'a [u8]>) -> Result<Reading, Refusal> {
        let mut time = Allowance::new(self.sandbox.limits.time);
        let mut all = Reading::default();
        for (index, passage) in passages.into_iter().enumerate() {
            let reading = match index {
                0 => self.read_twice_within(&mut time, passage)?,
                _ => self.read_within(&mut time, passage)?,
            };
            all.costs.extend(reading.costs);
        }
        Ok(all)
    }

    fn read_within(&self, time: &mut Allowance, passage: &[u8]) -> Result<Reading, Refusal> {
        time.extend(1);
        let (costs, _) = Reader::new(&self.sandbox, &self.module, *time)?.read(passage)?;
        Ok(Reading { costs })
    }

    fn read_twice_within(&self, time: &mut Allowance, passage: &[u8]) -> Result<Reading, Refusal> {
        time.extend(2);
        let mut reader = Reader::new(&self.sandbox, &self.module, *time)?;
        let (costs, answers) = reader.read(passage)?;
        let (_, again) = reader.read(passage)?;
        match answers == again {
            true => Ok(Reading { costs }),
            false => Err(Refusal::Unsteady),
        }
    }
}

#[cfg(test)]
mod tests;
