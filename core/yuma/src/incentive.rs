//! What the clipped weights say: miners' ranks and how far each validator is trusted (yuma.md §1.8).

use crate::fixed::product;
use crate::matrix::Entry;
use crate::Validator;

/// Rank of one miner: the sum of what active stake puts on it, each weight cut to the consensus. Adds what is
/// left of each weight to its validator's trust.
pub fn rank_column(column: &[Entry], consensus: u64, validators: &mut [Validator]) -> u64 {
    let mut rank = 0u64;
    for entry in column {
        let clipped = entry.weight().min(consensus);
        if let Some(validator) = validators.get_mut(usize::from(entry.uid())) {
            validator.trust += clipped;
            rank += product(clipped, validator.stake);
        }
    }
    rank
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fixed::ONE;

    #[test]
    fn weight_should_be_cut_when_above_consensus() {
        let mut validators = [0; 2].map(|_| Validator { stake: ONE / 2, ..Validator::default() });
        let column = [Entry::new(0, ONE, 0), Entry::new(1, ONE / 8, 0), Entry::new(9, ONE, 0)];
        assert_eq!(rank_column(&column, ONE / 4, &mut validators), ONE / 8 + ONE / 16);
        assert_eq!(validators.map(|validator| validator.trust), [ONE / 4, ONE / 8]);
    }
}
