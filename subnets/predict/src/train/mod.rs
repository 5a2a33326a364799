//! Training the recurrent network (`models/gru`) on the spot: on the processor, in about a minute, with `candle`. What
//! comes out is a module like any other.

mod export;
mod network;

pub use export::{module, ExportError};
pub use network::{Network, HIDDEN};

use candle_core::{Device, Tensor};
use candle_nn::{AdamW, Optimizer, ParamsAdamW};
use std::time::{Duration, Instant};

/// Texts that are read side by side.
const STREAMS: usize = 32;
/// Bytes through which an error is followed back.
const BACK: usize = 24;
/// Step of the optimiser at its best time.
const RATE: f64 = 8e-3;
/// Steps until then.
const WARM_UP: f64 = 40.0;
/// A gradient longer than this is cut to it: one odd passage must not undo the others.
const LONGEST_GRADIENT: f64 = 1.0;

/// When to stop.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Budget {
    /// After this time.
    Time(Duration),
    /// After so many steps of 768 bytes: the same network wherever it is trained.
    Steps(u64),
}

/// How far training is.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Progress {
    /// Steps done.
    pub steps: u64,
    /// Part of the budget that is used, from 0 to 1.
    pub part: f64,
    /// Bits per byte of the text just read, before it was learnt; averaged over about 50 steps.
    pub bits: f64,
}

/// Why training does not go on.
#[derive(Debug, thiserror::Error)]
pub enum TrainError {
    /// Too little to learn from.
    #[error("{bytes} bytes of text are too few to train on: at least {least} are needed")]
    TooLittleText {
        /// Bytes given.
        bytes: usize,
        /// Bytes needed.
        least: usize,
    },
    /// The library of tensors refuses.
    #[error("training: {0}")]
    Tensors(#[from] candle_core::Error),
}

/// Trains a network on `text`, and tells how far it is after each step.
pub fn train(text: &[u8], budget: Budget, mut tell: impl FnMut(Progress)) -> Result<Network, TrainError> {
    let least = STREAMS * (BACK + 1) * 4;
    if text.len() < least {
        return Err(TrainError::TooLittleText { bytes: text.len(), least });
    }
    let network = Network::new(&Device::Cpu)?;
    let settings = ParamsAdamW { lr: RATE, weight_decay: 0.0, ..ParamsAdamW::default() };
    let mut optimiser = AdamW::new(network.variables(), settings)?;
    let streams = Streams::new(text);
    let begun = Instant::now();
    let mut state = network.begin(STREAMS)?;
    let (mut steps, mut bits) = (0u64, 8.0);
    loop {
        let part = used(budget, steps, begun.elapsed());
        if part >= 1.0 {
            return Ok(network);
        }
        optimiser.set_learning_rate(rate(steps, part));
        if streams.wraps(steps) {
            state = network.begin(STREAMS)?;
        }
        let (inputs, targets) = streams.step(steps, &Device::Cpu)?;
        let (loss, after) = network.loss(&inputs, &targets, &state)?;
        let mut gradients = loss.backward()?;
        network.cut(&mut gradients, LONGEST_GRADIENT)?;
        optimiser.step(&gradients)?;
        state = after.detach();
        steps += 1;
        let now = f64::from(loss.to_scalar::<f32>()?) / std::f64::consts::LN_2;
        let weight = (1.0 / steps as f64).max(0.02);
        bits += weight * (now - bits);
        tell(Progress { steps, part: used(budget, steps, begun.elapsed()), bits });
    }
}

fn used(budget: Budget, steps: u64, elapsed: Duration) -> f64 {
    match budget {
        Budget::Time(time) => elapsed.as_secs_f64() / time.as_secs_f64().max(1e-3),
        Budget::Steps(most) => steps as f64 / most.max(1) as f64,
    }
}

/// Rises at first, then falls to almost nothing along half a cosine.
fn rate(steps: u64, part: f64) -> f64 {
    let risen = ((steps + 1) as f64 / WARM_UP).min(1.0);
    let fallen = 0.5 * (1.0 + (std::f64::consts::PI * part.min(1.0)).cos());
    RATE * risen * (0.02 + 0.98 * fallen)
}

/// The text as [`STREAMS`] texts of the same length, read side by side.
struct Streams<'a> {
    text: &'a [u8],
    length: usize,
}

impl<'a> Streams<'a> {
    fn new(text: &'a [u8]) -> Self {
        Self { text, length: text.len() / STREAMS }
    }

    fn steps_of_a_pass(&self) -> u64 {
        ((self.length - 1) / BACK).max(1) as u64
    }

    /// Whether the streams begin again with this step.
    fn wraps(&self, step: u64) -> bool {
        step.is_multiple_of(self.steps_of_a_pass())
    }

    /// The bytes of a step and those that follow them, time first: `[BACK · STREAMS]` each.
    fn step(&self, step: u64, device: &Device) -> Result<(Tensor, Tensor), TrainError> {
        let begin = (step % self.steps_of_a_pass()) as usize * BACK;
        let bytes = |offset: usize| -> Vec<u32> {
            (0..BACK)
                .flat_map(|time| (0..STREAMS).map(move |stream| (time, stream)))
                .map(|(time, stream)| self.text.get(stream * self.length + begin + time + offset))
                .map(|byte| byte.copied().map_or(0, u32::from))
                .collect()
        };
        let of = |offset| Tensor::from_vec(bytes(offset), BACK * STREAMS, device);
        Ok((of(0)?, of(1)?))
    }
}

#[cfg(test)]
mod tests;
