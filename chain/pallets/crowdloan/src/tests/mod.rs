//! Tests of the calls, and of what the wire shows of them.

mod contribute;
mod create;
mod finalize;
mod random;
mod refund;
mod update;
mod wire;
