//! What the clipped weights say: miners' ranks and how far each validator is trusted (yuma.md §1.8).

use crate::fixed::{fraction, product, smaller, ONE};
use crate::matrix::Entry;
use crate::validators::{of, Validators};

/// Rank of one miner: the sum of what active stake puts on it, each weight cut to the consensus. Adds what is
/// left of each weight to its validator's trust.
pub fn rank_column(column: &[Entry], consensus: u64, validators: &mut Validators) -> u64 {
    if consensus < ONE {
        add_up(column, consensus, validators, fraction)
    } else {
        add_up(column, consensus, validators, product)
    }
}

#[inline(always)]
fn add_up(column: &[Entry], most: u64, validators: &mut Validators, part: impl Fn(u64, u64) -> u64) -> u64 {
    let mut rank = 0u64;
    for entry in column {
        let clipped = smaller(entry.weight(), most);
        if let Some(trust) = validators.trust.get_mut(usize::from(entry.uid())) {
            *trust += clipped;
        }
        rank += part(clipped, of(&validators.stake, entry.uid()));
    }
    rank
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn weight_should_be_cut_when_above_consensus() {
        let mut validators = Validators { stake: vec![ONE / 2; 2], ..Validators::default() };
        validators.seat();
        let column = [Entry::new(0, ONE, 0), Entry::new(1, ONE / 8, 0), Entry::new(9, ONE, 0)];
        assert_eq!(rank_column(&column, ONE / 4, &mut validators), ONE / 8 + ONE / 16);
        assert_eq!(validators.trust, [ONE / 4, ONE / 8]);
    }
}
