//! The network with floating-point weights: what `models/gru` computes in whole numbers, differentiable.

use super::{BACK, STREAMS};
use candle_core::{backprop::GradStore, Device, Result, Tensor, Var};
use candle_nn::{loss::cross_entropy, ops::sigmoid};

/// Size of the state; `models/gru` has the same.
pub const HIDDEN: usize = 64;
/// Rows of the three gates: reset, update, new.
pub(super) const GATES: usize = 3 * HIDDEN;

/// Weights.
pub struct Network {
    /// `[256, GATES]`: what a byte says to each gate.
    pub(super) input: Var,
    /// `[HIDDEN, GATES]`.
    pub(super) state: Var,
    /// `[GATES]`: inside what the reset gate shuts.
    pub(super) state_bias: Var,
    /// `[HIDDEN, 256]`.
    pub(super) output: Var,
    /// `[256]`.
    pub(super) output_bias: Var,
}

impl Network {
    /// Small weights, the same each time.
    pub(super) fn new(device: &Device) -> Result<Self> {
        let mut chance = Chance(0x6d79_656c_696e_2121);
        let mut matrix = |rows: usize, columns: usize, most: f32| {
            let values: Vec<f32> = (0..rows * columns).map(|_| chance.next() * most).collect();
            Var::from_vec(values, (rows, columns), device)
        };
        Ok(Self {
            input: matrix(256, GATES, 0.15)?,
            state: matrix(HIDDEN, GATES, 0.125)?,
            output: matrix(HIDDEN, 256, 0.125)?,
            state_bias: Var::zeros(GATES, candle_core::DType::F32, device)?,
            output_bias: Var::zeros(256, candle_core::DType::F32, device)?,
        })
    }

    pub(super) fn variables(&self) -> Vec<Var> {
        [&self.input, &self.state, &self.state_bias, &self.output, &self.output_bias].map(Var::clone).to_vec()
    }

    /// The state before any text.
    pub(super) fn begin(&self, streams: usize) -> Result<Tensor> {
        Tensor::zeros((streams, HIDDEN), candle_core::DType::F32, self.input.device())
    }

    /// Mean loss in nats of predicting `targets` after `inputs`, time first, and the state afterwards.
    pub(super) fn loss(&self, inputs: &Tensor, targets: &Tensor, state: &Tensor) -> Result<(Tensor, Tensor)> {
        let said = self.input.index_select(inputs, 0)?;
        let mut state = state.clone();
        let mut states = Vec::with_capacity(BACK);
        for time in 0..BACK {
            state = self.step(&said.narrow(0, time * STREAMS, STREAMS)?, &state)?;
            states.push(state.clone());
        }
        let logits = Tensor::cat(&states, 0)?.matmul(&self.output)?.broadcast_add(&self.output_bias)?;
        Ok((cross_entropy(&logits, targets)?, state))
    }

    fn step(&self, said: &Tensor, state: &Tensor) -> Result<Tensor> {
        let held = state.matmul(&self.state)?.broadcast_add(&self.state_bias)?;
        let gates = sigmoid(&(said.narrow(1, 0, 2 * HIDDEN)? + held.narrow(1, 0, 2 * HIDDEN)?)?)?;
        let (reset, update) = (gates.narrow(1, 0, HIDDEN)?, gates.narrow(1, HIDDEN, HIDDEN)?);
        let heard = (reset * held.narrow(1, 2 * HIDDEN, HIDDEN)?)?;
        let new = (said.narrow(1, 2 * HIDDEN, HIDDEN)? + heard)?.tanh()?;
        &new + (update * (state - &new)?)?
    }

    /// Shortens a gradient that is longer than `most`.
    pub(super) fn cut(&self, gradients: &mut GradStore, most: f64) -> Result<()> {
        let mut square = 0.0;
        for variable in self.variables() {
            if let Some(gradient) = gradients.get(&variable) {
                square += f64::from(gradient.sqr()?.sum_all()?.to_scalar::<f32>()?);
            }
        }
        let length = square.sqrt();
        if length <= most {
            return Ok(());
        }
        for variable in self.variables() {
            if let Some(gradient) = gradients.remove(&variable) {
                gradients.insert(&variable, (gradient * (most / length))?);
            }
        }
        Ok(())
    }
}

/// Numbers from −1 to 1 that look like chance and are the same each time (xorshift).
struct Chance(u64);

impl Chance {
    fn next(&mut self) -> f32 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 >> 40) as f32 / (1u32 << 23) as f32 - 1.0
    }
}
