//! Memory that grows and is never given back: an epoch that reuses its memory asks for none.

use core::{
    alloc::{GlobalAlloc, Layout},
    sync::atomic::{AtomicUsize, Ordering::Relaxed},
};

/// A page of WASM.
const PAGE: usize = 1 << 16;

/// Where the next piece begins, and where memory ends; both 0 before the first.
struct Growing {
    next: AtomicUsize,
    end: AtomicUsize,
}

#[cfg(target_family = "wasm")]
#[global_allocator]
static MEMORY: Growing = Growing { next: AtomicUsize::new(0), end: AtomicUsize::new(0) };

#[cfg(target_family = "wasm")]
// SAFETY: every piece lies in pages that were asked for here, and no two overlap.
unsafe impl GlobalAlloc for Growing {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        let mut start = self.next.load(Relaxed).next_multiple_of(layout.align());
        let mut end = self.end.load(Relaxed);
        if start + layout.size() > end {
            let pages = layout.size().div_ceil(PAGE) + 1;
            let grown = core::arch::wasm32::memory_grow(0, pages);
            if grown == usize::MAX {
                return core::ptr::null_mut();
            }
            if grown * PAGE != end {
                start = grown * PAGE;
            }
            end = (grown + pages) * PAGE;
            self.end.store(end, Relaxed);
        }
        self.next.store(start + layout.size(), Relaxed);
        start as *mut u8
    }

    unsafe fn dealloc(&self, _: *mut u8, _: Layout) {}
}
