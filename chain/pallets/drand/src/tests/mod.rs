//! Tests of pulses as they come in, as they are kept, and of what the wire shows of them.

mod author;
mod kept;
mod refused;
mod wire;
