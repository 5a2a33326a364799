//! What the clipped weights say: miners' ranks and how far each validator is trusted (yuma.md §1.8).

use crate::consensus::Agreed;
use crate::fixed::{fraction, product, unpack};
use crate::rows::Row;

/// Adds to the `ranks` of miners what a validator with this stake puts on them, each weight cut to what is `agreed`.
/// Returns what is left of the row, the validator's trust.
pub fn rank_row(row: &Row, stake: u64, agreed: &Agreed, ranks: &mut [u64]) -> u64 {
    match u32::try_from(stake) {
        // All is below one and fits 32 bits.
        Ok(stake) if !agreed.whole => {
            add_up(row, agreed, ranks, u64::from, |clipped| fraction(clipped, u64::from(stake)))
        }
        _ => add_up(row, agreed, ranks, unpack, |clipped| product(clipped, stake)),
    }
}

#[inline(always)]
fn add_up(
    row: &Row,
    agreed: &Agreed,
    ranks: &mut [u64],
    unpack: impl Fn(u32) -> u64,
    part: impl Fn(u64) -> u64,
) -> u64 {
    let mut trust = 0;
    row.along(row.weights.iter(), &agreed.packed, ranks, |weight, most, rank| {
        let clipped = unpack(*weight.min(most));
        trust += clipped;
        *rank += part(clipped);
    });
    trust
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fixed::{pack, ONE};

    #[test]
    fn weight_should_be_cut_when_above_consensus() {
        let mut agreed = Agreed::default();
        [ONE / 4, ONE].into_iter().for_each(|consensus| agreed.push(pack(consensus)));
        let mut ranks = [0; 2];
        let mut rank = |miners: &[u16], weights: &[u64]| {
            let weights: Vec<u32> = weights.iter().map(|weight| pack(*weight)).collect();
            let row = Row { uid: 0, miners, weights: &weights, bonds: &[0; 2], zeros: &[] };
            rank_row(&row, ONE / 2, &agreed, &mut ranks)
        };
        assert_eq!(rank(&[0, 1], &[ONE / 2, ONE / 8]), ONE / 4 + ONE / 8);
        assert_eq!(rank(&[1], &[ONE]), ONE);
        assert_eq!(ranks, [ONE / 8, ONE / 16 + ONE / 2]);
    }
}
