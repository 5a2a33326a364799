//! Epochs that reuse their memory allocate nothing. Alone in its program, since the allocator counts for all threads.

#![allow(unsafe_code)] // an allocator cannot be written without

use myelin_yuma::{epoch_into, Inputs, Liquid, Outcome, Profile, Scratch};
use std::alloc::{GlobalAlloc, Layout, System};
use std::sync::atomic::{AtomicUsize, Ordering};

struct Counting;

static ALLOCATIONS: AtomicUsize = AtomicUsize::new(0);

// SAFETY: hands everything over to the system's allocator.
unsafe impl GlobalAlloc for Counting {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        ALLOCATIONS.fetch_add(1, Ordering::Relaxed);
        System.alloc(layout)
    }

    unsafe fn dealloc(&self, pointer: *mut u8, layout: Layout) {
        System.dealloc(pointer, layout);
    }

    unsafe fn realloc(&self, pointer: *mut u8, layout: Layout, size: usize) -> *mut u8 {
        ALLOCATIONS.fetch_add(1, Ordering::Relaxed);
        System.realloc(pointer, layout, size)
    }
}

#[global_allocator]
static COUNTING: Counting = Counting;

type Rows = Vec<Vec<(u16, u16)>>;

const UIDS: u16 = 64;

/// Rows of 16 validators: a different set of miners each, with zeros, and on themselves.
fn rows(seed: u16) -> Rows {
    let value = |i: u16, j: u16| i.wrapping_mul(31).wrapping_add(j.wrapping_mul(seed)) % 97 * 600;
    let row = |i: u16| (0..UIDS).filter(|j| i % 5 != j % 7).map(|j| (j, value(i, j))).collect();
    (0..UIDS).map(|i| if i < 16 { row(i) } else { Vec::new() }).collect()
}

#[test]
fn epochs_should_allocate_nothing_when_memory_is_reused() {
    let (weights, other, bonds) = (rows(7), rows(11), rows(13));
    let stake: Vec<u128> = (0..u128::from(UIDS)).map(|uid| (uid % 17) << 70).collect();
    let mut lists =
        (vec![995; usize::from(UIDS)], vec![10; usize::from(UIDS)], vec![true; usize::from(UIDS)]);
    lists.1[9] = 996; // a newcomer, on whom no vote counts
    let liquid = Liquid { low: 45_875, high: 58_982, steepness: 1000 };
    for (yuma3, liquid) in [(false, None), (true, None), (true, Some(liquid))] {
        let inputs = Inputs {
            block: 1000,
            tempo: 10,
            last_epoch_block: 900,
            activity_cutoff: 100,
            kappa: 32_767,
            bonds_penalty: 65_535,
            bonds_moving_average: 900_000,
            yuma3,
            liquid,
            max_validators: 12,
            stake_threshold: 1,
            owner_uid: Some(3),
            stake: &stake,
            last_update: &lists.0,
            registered_at: &lists.1,
            first_commit: &[],
            permits: &lists.2,
            weights: &weights,
            bonds: &bonds,
            emission: 1_000_000_007,
            profile: Profile::Reference,
        };
        let (mut scratch, mut outcome) = (Scratch::default(), Outcome::default());
        epoch_into(&inputs, &mut scratch, &mut outcome);
        let changed = Inputs { weights: &other, bonds: &outcome.bonds.clone(), ..inputs.clone() };
        let expected = myelin_yuma::epoch(&changed, &mut Scratch::default());
        epoch_into(&changed, &mut scratch, &mut outcome);
        let before = ALLOCATIONS.load(Ordering::Relaxed);
        assert!(before > 0, "the allocator counts");
        for _ in 0..3 {
            epoch_into(&inputs, &mut scratch, &mut outcome);
            epoch_into(&changed, &mut scratch, &mut outcome);
        }
        assert_eq!(ALLOCATIONS.load(Ordering::Relaxed), before, "yuma3 {yuma3}, liquid {}", liquid.is_some());
        assert_eq!(outcome, expected);
    }
}
