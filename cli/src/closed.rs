//! Was standard output closed when the program began (`>&-`)?
//!
//! Rust opens `/dev/null` in its place before `main`, and everything that is written there succeeds. Who looks earlier
//! sees it: the loader of ELF programs calls what stands in `.init_array` before anything of Rust runs.

use std::sync::atomic::{AtomicBool, Ordering};

static CLOSED: AtomicBool = AtomicBool::new(false);

/// Was it closed? Where programs are not ELF, nobody looked.
pub fn standard_output() -> bool {
    CLOSED.load(Ordering::Relaxed)
}

#[cfg(target_os = "linux")]
extern "C" fn look() {
    // SAFETY: the call takes no pointer; on a descriptor that is not open it returns -1.
    #[allow(unsafe_code)]
    let flags = unsafe { libc::fcntl(libc::STDOUT_FILENO, libc::F_GETFD) };
    CLOSED.store(flags == -1, Ordering::Relaxed);
}

#[cfg(target_os = "linux")]
#[used]
#[allow(unsafe_code)] // The section's entries are functions of this form, and `look` needs nothing of Rust's runtime.
#[link_section = ".init_array"]
static LOOK: extern "C" fn() = look;
