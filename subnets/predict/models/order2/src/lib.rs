//! A model in an afternoon, and the example of the book: what followed the last two bytes, the last one, and any, each
//! counted apart and then mixed. A pair of bytes that was seen often has more of a say than one that is new.

#![no_std]

use predict_model::{model, Distribution, Model};

/// Places for pairs of bytes: some share one, which costs a little accuracy and saves much memory.
const PLACES: usize = 4_096;
/// Counts in one context are halved when they reach this together.
const MOST: u16 = 4_000;

/// What followed in one context: how often each byte, and how often any.
#[derive(Clone, Copy)]
struct Counts {
    of: [u16; 256],
    all: u16,
}

impl Counts {
    const NONE: Self = Self { of: [0; 256], all: 0 };

    fn add(&mut self, byte: u8) {
        self.of[usize::from(byte)] += 1;
        self.all += 1;
        if self.all == MOST {
            self.of.iter_mut().for_each(|count| *count /= 2);
            self.all = self.of.iter().sum();
        }
    }

    /// Gives each byte its part of `mass`, and returns what is left for shorter contexts: the fewer bytes this context
    /// has seen, the more.
    fn share(&self, mass: u32, parts: &mut [u32; 256]) -> u32 {
        let different = self.of.iter().filter(|count| **count > 0).count() as u32;
        let Some(each) = mass.checked_div(u32::from(self.all) + different) else { return mass };
        for (part, count) in parts.iter_mut().zip(&self.of) {
            *part += each * u32::from(*count);
        }
        mass - each * u32::from(self.all)
    }
}

/// The contexts of order 2, 1 and 0, and the last two bytes.
struct Order2 {
    pairs: [Counts; PLACES],
    singles: [Counts; 256],
    any: Counts,
    last: [u8; 2],
}

impl Order2 {
    fn place(&self) -> usize {
        let pair = u32::from(u16::from_le_bytes(self.last));
        (pair.wrapping_mul(2_654_435_761) >> 20) as usize % PLACES
    }
}

impl Model for Order2 {
    fn reset(&mut self) {
        self.pairs.fill(Counts::NONE);
        self.singles.fill(Counts::NONE);
        self.any = Counts::NONE;
        self.last = [0; 2];
    }

    fn feed(&mut self, byte: u8) {
        self.pairs[self.place()].add(byte);
        self.singles[usize::from(self.last[1])].add(byte);
        self.any.add(byte);
        self.last = [self.last[1], byte];
    }

    fn distribution(&mut self, frequencies: &mut Distribution) {
        let mut parts = [0; 256];
        let mut mass = 1 << 24;
        for context in [&self.pairs[self.place()], &self.singles[usize::from(self.last[1])], &self.any] {
            mass = context.share(mass, &mut parts);
        }
        for (frequency, part) in frequencies.iter_mut().zip(&parts) {
            *frequency = ((part + mass / 256) >> 8).min(65_535) as u16;
        }
    }
}

model!(
    Order2,
    Order2 { pairs: [Counts::NONE; PLACES], singles: [Counts::NONE; 256], any: Counts::NONE, last: [0; 2] }
);
