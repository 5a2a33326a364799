use super::{logistic, of_enabled, Rule};
use crate::Facts;
use alloc::{vec, vec::Vec};
use myelin_units::{PerU16, Tao};
use primitive_types::U256;

/// By vote at root, as before dynamic TAO: `w = consensus · rank` (economics §2.2 a). Votes are counted at
/// root's epoch by [`RootVote::votes`] and stand until the next.
#[derive(Copy, Clone, Eq, PartialEq, Debug)]
#[cfg_attr(
    feature = "scale",
    derive(
        codec::Encode,
        codec::Decode,
        codec::DecodeWithMemTracking,
        codec::MaxEncodedLen,
        scale_info::TypeInfo
    )
)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct RootVote {
    /// How steeply consensus rises with trust.
    pub rho: u16,
    /// The trust at which consensus is one half.
    pub kappa: PerU16,
}

impl Default for RootVote {
    fn default() -> Self {
        Self { rho: 10, kappa: PerU16::new(32_767) }
    }
}

/// A validator at root: its stake, and its weights by position of the subnet.
#[derive(Clone, Eq, PartialEq, Default, Debug)]
pub struct Voter {
    /// TAO staked with it at root.
    pub stake: Tao,
    /// Position of the subnet and weight. A position may come once; those out of range are passed over.
    pub weights: Vec<(usize, u16)>,
}

impl Rule for RootVote {
    fn weights(&self, subnets: &[Facts]) -> Vec<U256> {
        of_enabled(subnets, |facts| U256::from(facts.root_votes))
    }
}

/// Fractional bits of a rank; with those of consensus and less what is cut, 128 are left.
const RANK_BITS: usize = 112;

impl RootVote {
    /// What root's validators give each of `subnets` subnets, in units of 2⁻¹²⁸:
    /// `rank = Σ s · W`, `trust = Σ s · [W > 0]`, `consensus = 1 / (1 + e^(−rho · (trust − kappa)))`, with
    /// stakes and rows of weights scaled to one. Rows of zeros stay zero.
    pub fn votes(&self, voters: &[Voter], subnets: usize) -> Vec<u128> {
        let stake: U256 = voters.iter().fold(U256::zero(), |sum, voter| sum + U256::from(voter.stake.rao()));
        let mut ranks = vec![U256::zero(); subnets];
        let mut trusts = vec![U256::zero(); subnets];
        for voter in voters {
            let row = U256::from(voter.weights.iter().map(|(_, weight)| u128::from(*weight)).sum::<u128>());
            for (place, weight) in voter.weights.iter().filter(|(_, weight)| *weight > 0) {
                let (Some(rank), Some(trust)) = (ranks.get_mut(*place), trusts.get_mut(*place)) else {
                    continue;
                };
                // 64 + 16 + 112 bits over at least one: a positive weight makes the row's sum positive.
                let part = (U256::from(voter.stake.rao()) * U256::from(*weight)) << RANK_BITS;
                *rank += part.checked_div(stake * row).unwrap_or_default();
                *trust += U256::from(voter.stake.rao());
            }
        }
        let vote = |(rank, trust): (U256, U256)| self.vote(rank, trust, stake);
        ranks.into_iter().zip(trusts).map(vote).collect()
    }

    /// `consensus` of a trust that is `part` of `whole`, in units of 2⁻⁶².
    pub fn consensus(&self, part: U256, whole: U256) -> u128 {
        let trust = (part << logistic::BITS).checked_div(whole).unwrap_or_default();
        // A part of one.
        let trust = i128::try_from(trust.low_u128()).unwrap_or(i128::MAX);
        let kappa = (i128::from(self.kappa.parts()) << logistic::BITS) / i128::from(u16::MAX);
        // Below 2⁶³ times 2¹⁶.
        logistic::logistic(trust.saturating_sub(kappa).saturating_mul(i128::from(self.rho)))
    }

    fn vote(&self, rank: U256, trust: U256, stake: U256) -> u128 {
        let consensus = U256::from(self.consensus(trust, stake));
        let vote = (rank * consensus) >> (RANK_BITS + logistic::BITS as usize - 128);
        u128::try_from(vote).unwrap_or(u128::MAX)
    }
}
