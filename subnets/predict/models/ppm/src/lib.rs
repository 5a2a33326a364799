//! Prediction by partial matching, order 5, escapes by method D, with exclusion: the longest context that has been seen
//! says what followed it, and what it keeps for the unseen goes to the next shorter one.
//!
//! The tree of contexts has a place for each of [`NODES`]; a text that needs more begins with an empty one again. A text
//! to begin with can be written into the built module (`myelin-predict build ppm --prime FILE`): it is read at each
//! reset.

#![no_std]

mod tree;

use predict_model::{model, Distribution, Model};
use tree::Tree;

/// Most bytes of a text to begin with.
const PRIME: usize = 48 * 1024;
/// What stands before it in the module, so that it is found there.
const MARK: [u8; 16] = *b"predict:prime:01";

/// The text to begin with, its length first.
#[repr(C)]
struct Prime {
    mark: [u8; 16],
    length: [u8; 4],
    text: [u8; PRIME],
}

/// Filled with ones here, so that it stands in the module as bytes.
static TEXT: Prime = Prime { mark: MARK, length: [0; 4], text: [1; PRIME] };

/// The model.
struct Ppm {
    tree: Tree,
}

impl Model for Ppm {
    fn reset(&mut self) {
        self.tree.clear();
        // The module is written to after it was built: what the compiler sees here is not what stands there.
        let prime = core::hint::black_box(&TEXT);
        let length = u32::from_le_bytes(prime.length) as usize;
        for byte in prime.text.iter().take(length) {
            self.tree.add(*byte);
        }
        // A mark that nobody reads would not be in the module.
        core::hint::black_box(&prime.mark);
    }

    fn feed(&mut self, byte: u8) {
        self.tree.add(byte);
    }

    fn distribution(&mut self, frequencies: &mut Distribution) {
        self.tree.share(frequencies);
    }
}

model!(Ppm, Ppm { tree: Tree::NEW });
