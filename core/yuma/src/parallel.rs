//! Many epochs at once, for programs that have threads: the lab, tools, tests. The chain runs them one by one.
//!
//! Epochs of different subnets, or mechanisms, do not depend on each other (yuma.md §1.14), and there is nothing in
//! one but integers: the outcomes are the same, to the bit, on any number of threads.

use crate::{epoch_into, Inputs, Outcome, Scratch};
use alloc::vec::Vec;
use std::sync::{Mutex, PoisonError};

/// Runs an epoch for each of `inputs` on as many threads as there are scratches (one at least), and leaves its outcome
/// at the same place of `outcomes`. Whoever is free takes the next one, so large subnets do not hold up others.
pub fn epochs(inputs: &[Inputs], scratches: &mut [Scratch], outcomes: &mut Vec<Outcome>) {
    outcomes.resize_with(inputs.len(), Outcome::default);
    let work = Mutex::new(inputs.iter().zip(outcomes));
    // The lock is held while the next is taken, not while it runs; a thread that panics does not do so here.
    let next = || work.lock().unwrap_or_else(PoisonError::into_inner).next();
    let run = |scratch: &mut Scratch| {
        while let Some((inputs, outcome)) = next() {
            epoch_into(inputs, scratch, outcome);
        }
    };
    match scratches {
        [] => run(&mut Scratch::default()),
        [scratch] => run(scratch),
        [first, others @ ..] => std::thread::scope(|scope| {
            for scratch in others {
                scope.spawn(|| run(scratch));
            }
            run(first);
        }),
    }
}
