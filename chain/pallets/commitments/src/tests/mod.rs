//! Tests of the calls, and of what the wire shows of them.

mod bonds_reset;
mod commit;
mod random;
mod timelock;
mod wire;
