//! From floating-point weights to the whole numbers in the module, in the order in which `models/gru` declares them.

use super::{
    network::{Network, GATES, HIDDEN},
    TrainError,
};
use crate::models;

/// Bits behind the point of weights, and of state, gates and the table of tanh.
const WEIGHT_BITS: i32 = 11;
const STATE_BITS: i32 = 12;
/// Most a weight of a sum may be: 64 of them times a state of one still fit 31 bits.
const MOST: f32 = 8_191.0;
/// Entries of the tables.
const TANH: i32 = 1_024;
const POWERS: i32 = 256;

/// Why there is no module.
#[derive(Debug, thiserror::Error)]
pub enum ExportError {
    /// The weights cannot be read.
    #[error(transparent)]
    Weights(#[from] TrainError),
    /// The crate was built with another network than it trains.
    #[error(transparent)]
    Module(#[from] models::PatchError),
    /// The crate was built without the network.
    #[error("this build has no module `gru`")]
    NoModule,
}

/// The module of a trained network.
pub fn module(network: &Network) -> Result<Vec<u8>, ExportError> {
    let empty = models::built_in("gru").ok_or(ExportError::NoModule)?;
    Ok(models::weighted(empty, &weights(network)?)?)
}

fn weights(network: &Network) -> Result<Vec<u8>, TrainError> {
    // Logits are powers of two in the module.
    let base_two = f64::from(std::f32::consts::LOG2_E);
    let rows = |matrix: &candle_core::Tensor| -> Result<Vec<f32>, TrainError> {
        Ok(matrix.flatten_all()?.to_vec1::<f32>()?)
    };
    let input = rows(&network.input)?;
    let state = rows(&network.state.t()?.contiguous()?)?;
    let state_bias = rows(&network.state_bias)?;
    let output = rows(&(network.output.t()?.contiguous()? * base_two)?)?;
    let output_bias = rows(&(network.output_bias.as_tensor() * base_two)?)?;
    debug_assert_eq!((input.len(), state.len(), output.len()), (256 * GATES, GATES * HIDDEN, 256 * HIDDEN));
    let mut bytes = Vec::new();
    for (list, most) in [
        (input, f32::from(i16::MAX)),
        (state, MOST),
        (state_bias, f32::from(i16::MAX)),
        (output, MOST),
        (output_bias, f32::from(i16::MAX)),
    ] {
        bytes.extend(list.into_iter().flat_map(|weight| fixed(weight, WEIGHT_BITS, most)));
    }
    // The middle of each step of the tables.
    let tanh = (0..TANH).map(|place| ((place - TANH / 2) as f32 + 0.5) / 64.0);
    bytes.extend(tanh.flat_map(|x| fixed(x.tanh(), STATE_BITS, f32::from(i16::MAX))));
    let powers = (0..POWERS).map(|place| (-(place as f32 + 0.5) / POWERS as f32).exp2() * 65_535.0);
    bytes.extend(powers.flat_map(|power| (power as u16).to_le_bytes()));
    Ok(bytes)
}

/// A number with `bits` behind the point, cut to `most`.
fn fixed(number: f32, bits: i32, most: f32) -> [u8; 2] {
    let number = (number * (bits as f32).exp2()).round().clamp(-most, most);
    (number as i16).to_le_bytes()
}
