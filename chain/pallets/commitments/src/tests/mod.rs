//! Tests of the calls, and of what the wire shows of them.

mod commit;
mod wire;
