//! A clock for one process, as far from the real one as that process wishes.
//!
//! The official clients seal weights for drand's quicknet by a key that is part of them, for the round that will be out
//! when the weights are due. A machine without internet has no such round but those that were written down, which are
//! years old: so the client lives in the year of one of them (`e2e/tours/sealed.py`).

use crate::Failure;
use std::{
    path::{Path, PathBuf},
    process::Command,
};

/// Builds the library that moves the clock, in `directory`, and a clock that is right; returns what the environment of
/// the process must say.
pub fn environment(directory: &Path) -> Result<Vec<(&'static str, PathBuf)>, Failure> {
    let source = Path::new(env!("CARGO_MANIFEST_DIR")).join("tours/clock.c");
    let (library, clock) = (directory.join("clock.so"), directory.join("clock"));
    let output = Command::new("cc")
        .args(["-shared", "-fPIC", "-O1", "-Wall", "-o"])
        .args([&library, &source])
        .output()
        .map_err(|error| format!("the clock needs a C compiler: {error}"))?;
    if !output.status.success() {
        return Err(format!("cc: {}", String::from_utf8_lossy(&output.stderr)).into());
    }
    std::fs::write(&clock, [0; 8])?;
    Ok(vec![("LD_PRELOAD", library), ("MYELIN_CLOCK", clock)])
}
