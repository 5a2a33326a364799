//! Subnets and their epochs behind three exports.
#![no_std]

extern crate alloc;

mod memory;
#[allow(dead_code)] // its names are for tables
#[path = "../../subnets/mod.rs"]
mod subnets;

use core::cell::RefCell;
use myelin_yuma::{epoch_into, Outcome, Scratch};
use subnets::{Rules, Subnet, SIZES};

/// What is being measured.
struct Bench {
    subnet: Option<Subnet>,
    scratch: Scratch,
    outcome: Option<Outcome>,
}

/// A module has one thread.
struct Only(RefCell<Option<Bench>>);

// SAFETY: the module has no threads.
unsafe impl Sync for Only {}

static BENCH: Only = Only(RefCell::new(None));

/// Makes the subnet of a size and rules (by their places in the lists), and forgets the last one.
#[no_mangle]
pub extern "C" fn prepare(size: u32, rules: u32) {
    let subnet = SIZES.get(size as usize).zip(Rules::ALL.get(rules as usize));
    let subnet = subnet.map(|(size, rules)| subnets::subnet(size, *rules));
    *BENCH.0.borrow_mut() = Some(Bench { subnet, scratch: Scratch::default(), outcome: None });
}

/// Runs an epoch of it, in the memory of the last.
#[no_mangle]
pub extern "C" fn run() {
    if let Some(Bench { subnet: Some(subnet), scratch, outcome }) = &mut *BENCH.0.borrow_mut() {
        epoch_into(&subnet.inputs(), scratch, outcome.get_or_insert_default());
    }
}

/// A number that stands for all that the last epoch decided.
#[no_mangle]
pub extern "C" fn digest() -> u64 {
    let bench = BENCH.0.borrow();
    bench.as_ref().and_then(|bench| bench.outcome.as_ref()).map_or(0, subnets::digest)
}

/// A panic ends the module.
#[cfg(target_family = "wasm")]
#[panic_handler]
fn panic(_: &core::panic::PanicInfo<'_>) -> ! {
    core::arch::wasm32::unreachable()
}
