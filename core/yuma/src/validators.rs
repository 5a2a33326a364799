//! The uids as validators while an epoch runs: a list for each property, so that a step over a column of weights finds
//! what it needs close together.

use crate::fixed::{sum, Divisor};
use alloc::vec::Vec;

/// What the steps know about each uid as a validator. Q32 shares, by uid.
#[derive(Clone, Debug, Default)]
pub struct Validators {
    /// Share of the active permitted stake (A); zero for those who have no say.
    pub stake: Vec<u64>,
    /// Share of the voting stake: A normalised once more, which can change the last bit.
    pub share: Vec<u64>,
    /// What the consensus left of its row so far.
    pub trust: Vec<u64>,
    /// What its bonds have earned so far.
    pub dividend: Vec<u64>,
}

impl Validators {
    /// Gives every uid its place: its share among those who vote follows from the active `stake`.
    pub fn seat(&mut self) {
        let n = self.stake.len();
        let voting = Divisor::new(sum(&self.stake));
        self.share.clear();
        self.share.extend(self.stake.iter().map(|stake| voting.quotient(*stake)));
        self.trust.clear();
        self.trust.resize(n, 0);
        self.dividend.clear();
        self.dividend.resize(n, 0);
    }

    /// Number of those with a vote.
    #[must_use]
    pub fn voters(&self) -> usize {
        self.share.iter().filter(|share| **share > 0).count()
    }
}

/// The value of a uid; nothing for one that does not exist.
#[inline(always)]
pub(crate) fn of(list: &[u64], uid: u16) -> u64 {
    list.get(usize::from(uid)).copied().unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fixed::ONE;

    #[test]
    fn seats_should_be_fresh_when_an_epoch_begins() {
        let third = ONE / 3;
        let mut validators = Validators { stake: vec![third, 0, third], ..Validators::default() };
        validators.trust = vec![7; 9];
        validators.seat();
        assert_eq!(validators.share, [ONE / 2, 0, ONE / 2]);
        assert_eq!((validators.trust.as_slice(), validators.dividend.as_slice()), (&[0; 3][..], &[0; 3][..]));
        assert_eq!((validators.voters(), of(&validators.share, 9)), (2, 0));
    }
}
