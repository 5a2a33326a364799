//! The baseline: how often each byte has come so far.

#![no_std]

use predict_model::{model, Distribution, Model};

/// What a byte that comes counts.
const STEP: u16 = 24;
/// Counts are halved when one reaches this.
const MOST: u16 = 32_000;

/// Counts of all bytes.
struct Order0 {
    counts: Distribution,
}

impl Model for Order0 {
    fn reset(&mut self) {
        self.counts.fill(1);
    }

    fn feed(&mut self, byte: u8) {
        let Some(count) = self.counts.get_mut(usize::from(byte)) else { return };
        *count += STEP;
        if *count >= MOST {
            for count in &mut self.counts {
                *count = (*count / 2).max(1);
            }
        }
    }

    fn distribution(&mut self, frequencies: &mut Distribution) {
        frequencies.copy_from_slice(&self.counts);
    }
}

model!(Order0, Order0 { counts: [0; 256] });
