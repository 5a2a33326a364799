//! A gated recurrent unit with whole numbers only: weights, state and tables are fixed-point, so every machine computes
//! the same. The weights are written into the built module by `myelin-predict train`; until then they are all equal,
//! and so is what the network says of each byte.
//!
//! With `h` the state (2¹² is one), `x` the byte, `σ` and `tanh` from a table:
//! `r = σ(X[x]ᵣ + Uᵣh + cᵣ)`, `z = σ(X[x]_z + U_z h + c_z)`, `n = tanh(X[x]ₙ + r·(Uₙh + cₙ))`, `h' = n + z·(h − n)`,
//! and the logits `V h + b`, in powers of two. The biases of the input stand in `X` already.

#![no_std]

use predict_model::{model, Distribution, Model};

/// Size of the state. The trainer's is the same (`src/train/network.rs`).
const HIDDEN: usize = 64;
/// Rows of the three gates.
const GATES: usize = 3 * HIDDEN;
/// Bits behind the point of state and gates.
const STATE_BITS: u32 = 12;
/// Bits behind the point of weights.
const WEIGHT_BITS: u32 = 11;
/// Entries of the table of tanh: arguments from −8 to 8 in steps of 1/64.
const TANH: usize = 1_024;
/// Entries of the table of powers: 2⁻ᶠ for a fraction in steps of 1/256.
const POWERS: usize = 256;
/// What stands before the weights in the module, so that they are found there.
const MARK: [u8; 16] = *b"predict:gru:0001";

/// Everything that training decides, in the order in which the trainer writes it; numbers are little-endian.
#[repr(C)]
struct Weights {
    mark: [u8; 16],
    input: [[i16; GATES]; 256],
    state: [[i16; HIDDEN]; GATES],
    state_bias: [i16; GATES],
    output: [[i16; HIDDEN]; 256],
    output_bias: [i16; 256],
    tanh: [i16; TANH],
    powers: [u16; POWERS],
}

/// Ones, so that they stand in the module as bytes.
static WEIGHTS: Weights = Weights {
    mark: MARK,
    input: [[1; GATES]; 256],
    state: [[1; HIDDEN]; GATES],
    state_bias: [1; GATES],
    output: [[1; HIDDEN]; 256],
    output_bias: [1; 256],
    tanh: [1; TANH],
    powers: [1; POWERS],
};

/// The state after what was read.
struct Gru {
    state: [i32; HIDDEN],
}

/// `Σ row·state`, as a weight with [`STATE_BITS`].
fn dot(row: &[i16; HIDDEN], state: &[i32; HIDDEN]) -> i32 {
    let sum = row
        .iter()
        .zip(state)
        .fold(0i32, |sum, (weight, state)| sum.wrapping_add(i32::from(*weight).wrapping_mul(*state)));
    sum >> WEIGHT_BITS
}

/// tanh of a number with [`STATE_BITS`], by the table.
fn tanh(weights: &Weights, x: i32) -> i32 {
    let place = (x >> (STATE_BITS - 6)) + (TANH as i32 / 2);
    i32::from(weights.tanh[place.clamp(0, TANH as i32 - 1) as usize])
}

/// `σ(x) = (1 + tanh(x/2))/2`.
fn sigmoid(weights: &Weights, x: i32) -> i32 {
    ((1 << STATE_BITS) + tanh(weights, x >> 1)) >> 1
}

/// A weight as a number with [`STATE_BITS`].
fn lifted(weight: i16) -> i32 {
    i32::from(weight) << (STATE_BITS - WEIGHT_BITS)
}

/// The weights as they stand in the module, not as the compiler saw them.
fn weights() -> &'static Weights {
    let weights = core::hint::black_box(&WEIGHTS);
    core::hint::black_box(&weights.mark);
    weights
}

impl Model for Gru {
    fn reset(&mut self) {
        self.state = [0; HIDDEN];
    }

    fn feed(&mut self, byte: u8) {
        let weights = weights();
        let input = &weights.input[usize::from(byte)];
        let mut next = [0; HIDDEN];
        for (unit, next) in next.iter_mut().enumerate() {
            let gate = |gate: usize| {
                let row = gate * HIDDEN + unit;
                (lifted(input[row]), dot(&weights.state[row], &self.state) + lifted(weights.state_bias[row]))
            };
            let ((xr, hr), (xz, hz), (xn, hn)) = (gate(0), gate(1), gate(2));
            let (r, z) = (sigmoid(weights, xr + hr), sigmoid(weights, xz + hz));
            let n = tanh(weights, xn + ((r * hn) >> STATE_BITS));
            *next = n + ((z * (self.state[unit] - n)) >> STATE_BITS);
        }
        self.state = next;
    }

    fn distribution(&mut self, frequencies: &mut Distribution) {
        let weights = weights();
        let mut logits = [0i32; 256];
        let mut most = i32::MIN;
        for ((logit, row), bias) in logits.iter_mut().zip(&weights.output).zip(&weights.output_bias) {
            *logit = dot(row, &self.state) + lifted(*bias);
            most = most.max(*logit);
        }
        for (frequency, logit) in frequencies.iter_mut().zip(&logits) {
            let below = (most - *logit) as u32;
            let power = weights.powers[((below >> (STATE_BITS - 8)) & 255) as usize];
            *frequency = u32::from(power).checked_shr(below >> STATE_BITS).unwrap_or(0) as u16;
        }
    }
}

model!(Gru, Gru { state: [0; HIDDEN] });
