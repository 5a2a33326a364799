//! Why a module is not paid, whatever it predicts.

/// What a module did that it may not.
#[derive(Clone, Debug, thiserror::Error, PartialEq, Eq)]
pub enum Refusal {
    /// Not WebAssembly 1.0 (with SIMD), or not valid.
    #[error("not a module: {0} (build for `wasm32v1-none`: only WebAssembly 1.0 and SIMD are taken)")]
    NotAModule(String),
    /// More of something than a module may have.
    #[error("{what}: {size} is more than the limit of {limit}")]
    TooLarge {
        /// Of what.
        what: &'static str,
        /// How much.
        size: u64,
        /// The limit.
        limit: u64,
    },
    /// It wants something from outside.
    #[error("imports `{module}.{name}`: a model has nothing to ask for, remove all imports")]
    Imports {
        /// The import's module.
        module: String,
        /// The import's name.
        name: String,
    },
    /// An export is missing or of another type.
    #[error("exports no `{name}` of type {expected}")]
    MissingExport {
        /// The export.
        name: &'static str,
        /// Its type.
        expected: &'static str,
    },
    /// It used all its fuel: perhaps it never ends.
    #[error("out of fuel in `{call}`: more than {limit} instructions")]
    OutOfFuel {
        /// In which call.
        call: &'static str,
        /// Fuel there was.
        limit: u64,
    },
    /// It asked for more memory than there is.
    #[error("out of memory: asked for {asked} bytes, the limit is {limit}")]
    OutOfMemory {
        /// Bytes it would have had.
        asked: u64,
        /// Bytes it may have.
        limit: u64,
    },
    /// It took too much of the processor's time.
    #[error("too slow in `{call}`: more than {seconds} s of the processor for each reading of a passage")]
    TooSlow {
        /// In which call.
        call: &'static str,
        /// The limit.
        seconds: u64,
    },
    /// It ended itself.
    #[error("trapped in `{call}`: {reason}")]
    Trapped {
        /// In which call.
        call: &'static str,
        /// What the engine says.
        reason: String,
    },
    /// Its answer stands outside its memory.
    #[error("`distribution` points to {pointer}: 512 bytes from there are not within its {memory} bytes of memory")]
    BadPointer {
        /// Where it points to.
        pointer: u32,
        /// Bytes of its memory.
        memory: u64,
    },
    /// All frequencies were zero.
    #[error("all 256 frequencies were zero before byte {at}: that is no answer")]
    NoAnswer {
        /// Before which byte of the passage.
        at: u64,
    },
    /// It answered differently when it read the same text again.
    #[error("answers differently the second time: `reset` must forget the text")]
    Unsteady,
}

/// Characters of a refusal that are told: names of imports are the author's, and may be long.
const TOLD: usize = 300;

impl Refusal {
    /// What people and the book are told: one line, without what a terminal would take for a command.
    pub fn told(&self) -> String {
        crate::one_line(&self.to_string(), TOLD)
    }

    /// Whether the same module will be refused on every machine and whenever it is tried: then nobody needs to try again.
    /// Time is the exception; fuel, memory and traps may depend on the text, but each is the module's own fault.
    pub fn is_final(&self) -> bool {
        !matches!(self, Self::TooSlow { .. })
    }
}
