//! From scores to the row of weights that a chain takes (yuma §5).
//!
//! Here numbers are `f64`: scores are a validator's own, and the chain sees none of this but the `u16` of [`emit`].
//! A score that is negative, infinite or no number counts as zero.

/// What a subnet asks of a row of weights.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Limits {
    /// Fewest uids in a row.
    pub min_allowed: u16,
    /// Largest share of the row that one uid may have, from 0 to 1; 1 is no limit.
    pub max_share: f64,
    /// The scores below this quantile are left out, as far as `min_allowed` permits; 0 leaves out none.
    pub exclude_quantile: f64,
}

impl Default for Limits {
    fn default() -> Self {
        Self { min_allowed: 1, max_share: 1.0, exclude_quantile: 0.0 }
    }
}

/// What a uid gets that has no score, where a row needs more uids than have one.
const CRUMB: f64 = 1e-5;

/// The share of each uid, from the score of each: they sum to 1, none is above `max_share` (unless all in the row have the
/// same, because fewer than `1 / max_share` cannot keep it), and at least `min_allowed` are above zero (unless
/// there are fewer uids). Without a score above zero all uids have the same share.
#[must_use]
pub fn process(scores: &[f64], limits: &Limits) -> Vec<f64> {
    let clean: Vec<f64> = scores.iter().map(|score| sound(*score)).collect();
    let named: Vec<f64> = clean.iter().copied().filter(|score| *score > 0.0).collect();
    let least = usize::from(limits.min_allowed);
    if named.is_empty() || clean.len() < least {
        return uniform(clean.len());
    }
    if named.len() < least {
        let most = largest(&clean);
        // Scores are brought to at most 1 first, so that crumbs are crumbs whatever the scale.
        let scale = if most > 1.0 { most } else { 1.0 };
        let padded: Vec<f64> = clean.iter().map(|score| score / scale + CRUMB).collect();
        return limit(&padded, limits.max_share);
    }
    let spare = (named.len().saturating_sub(least)) as f64 / named.len() as f64;
    let cut = quantile(named, sound(limits.exclude_quantile).min(spare));
    let kept: Vec<f64> = clean.iter().map(|score| if *score < cut { 0.0 } else { *score }).collect();
    limit(&kept, limits.max_share)
}

/// Shares that sum to 1, of which none is above `max_share`: what is above is cut to the height at which the largest
/// has exactly `max_share` of what is left. What is zero stays zero; where too few are not to keep the limit, those
/// have the same.
fn limit(weights: &[f64], max_share: f64) -> Vec<f64> {
    // Divided by the largest first: a sum of large numbers would be infinite. What is nothing beside it is left out.
    let most = largest(weights);
    let weights: Vec<f64> = weights.iter().map(|weight| weight / most).collect();
    let named = weights.iter().filter(|weight| **weight > 0.0).count() as f64;
    if named * max_share <= 1.0 {
        return weights.iter().map(|weight| if *weight > 0.0 { 1.0 / named } else { 0.0 }).collect();
    }
    let shares = normalised(weights);
    if largest(&shares) <= max_share {
        return shares;
    }
    let height = height(&shares, max_share);
    normalised(shares.into_iter().map(|share| share.min(height)).collect())
}

/// The row for the chain: the largest share becomes 65535, the others in proportion, halves to the even number; what
/// becomes zero is left out. Uids ascend.
#[must_use]
pub fn emit(shares: &[f64]) -> Vec<(u16, u16)> {
    let most = largest(shares);
    if most <= 0.0 {
        return Vec::new();
    }
    let scaled = |share: f64| (sound(share) / most * f64::from(u16::MAX)).round_ties_even() as u16;
    (0..=u16::MAX)
        .zip(shares)
        .map(|(uid, share)| (uid, scaled(*share)))
        .filter(|(_, value)| *value > 0)
        .collect()
}

/// Where to cut shares (of sum 1, the largest above `max_share`, more than `1 / max_share` of them) so that what is cut
/// has exactly `max_share`: with the lower ones' sum `s` and `k` that are cut, `c / (s + k·c) = max_share`.
fn height(shares: &[f64], max_share: f64) -> f64 {
    let mut sorted: Vec<f64> = shares.iter().copied().filter(|share| *share > 0.0).collect();
    sorted.sort_by(f64::total_cmp);
    // The height with the fewest uncut is the first that cuts nothing it should leave: sums begin at the small end,
    // where they are exact.
    let mut below = 0.0;
    let mut found = sorted.first().copied().unwrap_or(0.0);
    let mut highest = 0.0;
    for (number, share) in (1u32..).zip(&sorted) {
        below += share;
        highest = *share;
        let cut = f64::from(sorted.len() as u32 - number.min(sorted.len() as u32));
        let rest = 1.0 - cut * max_share;
        let height = max_share * below / rest;
        if rest > 0.0 && height >= highest {
            found = height;
        }
    }
    found.min(highest)
}

/// The `q`-quantile, between two values in proportion; `values` is not empty.
fn quantile(mut values: Vec<f64>, q: f64) -> f64 {
    values.sort_by(f64::total_cmp);
    let place = q * values.len().saturating_sub(1) as f64;
    let at = |place: f64| values.get(place as usize).copied().unwrap_or(0.0);
    let (low, high) = (at(place.floor()), at(place.ceil()));
    low + (high - low) * place.fract()
}

fn normalised(mut weights: Vec<f64>) -> Vec<f64> {
    let sum: f64 = weights.iter().sum();
    weights.iter_mut().for_each(|weight| *weight /= sum);
    weights
}

fn uniform(n: usize) -> Vec<f64> {
    vec![1.0 / n as f64; n]
}

fn largest(values: &[f64]) -> f64 {
    values.iter().map(|value| sound(*value)).fold(0.0, f64::max)
}

fn sound(score: f64) -> f64 {
    if score.is_finite() && score > 0.0 {
        score
    } else {
        0.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn shares(scores: &[f64], min_allowed: u16, max_share: f64, exclude_quantile: f64) -> Vec<f64> {
        process(scores, &Limits { min_allowed, max_share, exclude_quantile })
    }

    #[test]
    fn shares_should_be_uniform_when_nobody_has_a_score() {
        assert_eq!(shares(&[0.0; 4], 1, 1.0, 0.0), [0.25; 4]);
        assert_eq!(shares(&[f64::NAN, -1.0, f64::INFINITY, 0.0], 1, 1.0, 0.0), [0.25; 4]);
        assert!(shares(&[], 1, 1.0, 0.0).is_empty());
    }

    #[test]
    fn shares_should_be_uniform_when_there_are_fewer_uids_than_a_row_needs() {
        assert_eq!(shares(&[1.0, 0.0], 3, 1.0, 0.0), [0.5; 2]);
    }

    #[test]
    fn row_should_be_filled_up_when_too_few_have_a_score() {
        let filled = shares(&[0.0, 1.0, 0.0, 0.0], 2, 1.0, 0.0);
        assert!(filled.iter().all(|share| *share > 0.0));
        assert!((filled[1] - 1.00001 / 1.00004).abs() < 1e-12, "{filled:?}");
    }

    #[test]
    fn quantile_should_drop_the_lowest_when_enough_are_left() {
        let half = shares(&[1.0, 2.0, 3.0, 4.0], 1, 1.0, 0.5);
        assert_eq!(half[..2], [0.0, 0.0]);
        // Three must stay, so only a quarter may go.
        let least = shares(&[1.0, 2.0, 3.0, 4.0], 3, 1.0, 0.9);
        assert_eq!(least.iter().filter(|share| **share > 0.0).count(), 3);
    }

    #[test]
    fn largest_should_have_the_limit_exactly_when_it_was_above() {
        let cut = shares(&[8.0, 1.0, 1.0, 1.0], 1, 0.4, 0.0);
        assert!((cut[0] - 0.4).abs() < 1e-12 && (cut[1] - 0.2).abs() < 1e-12, "{cut:?}");
    }

    #[test]
    fn emitted_should_round_half_to_even_and_drop_zeros() {
        // 0.5 and 1.5 of a unit.
        let unit = 1.0 / 65_535.0;
        assert_eq!(emit(&[1.0, 0.5 * unit, 1.5 * unit, 0.0]), [(0, 65_535), (2, 2)]);
        assert!(emit(&[0.0, 0.0]).is_empty());
    }

    fn score() -> impl Strategy<Value = f64> {
        prop_oneof![Just(0.0), 0.0..1.0, any::<f64>()]
    }

    proptest! {
        #[test]
        fn row_should_keep_the_limits(
            scores in prop::collection::vec(score(), 1..300),
            min_allowed in 0..300u16,
            max_share in 0.001..=1.0,
            exclude_quantile in 0.0..1.0,
        ) {
            let shares = shares(&scores, min_allowed, max_share, exclude_quantile);
            prop_assert!((shares.iter().sum::<f64>() - 1.0).abs() < 1e-9);
            let named = shares.iter().filter(|share| **share > 0.0).count();
            prop_assert!(named >= usize::from(min_allowed).min(scores.len()).min(named.max(1)));
            let possible = named as f64 * max_share >= 1.0;
            prop_assert!(!possible || shares.iter().all(|share| *share <= max_share + 1e-9), "{:?}", shares);
            let row = emit(&shares);
            prop_assert_eq!(row.iter().map(|(_, value)| *value).max(), Some(u16::MAX));
            prop_assert!(row.windows(2).all(|pair| pair[0].0 < pair[1].0));
        }

        #[test]
        fn order_of_scores_should_survive(scores in prop::collection::vec(0.0..1.0f64, 2..64), max_share in 0.05..1.0) {
            let shares = shares(&scores, 1, max_share, 0.0);
            for (one, of_one) in scores.iter().zip(&shares) {
                for (other, of_other) in scores.iter().zip(&shares) {
                    prop_assert!(one > other || of_one <= of_other);
                }
            }
        }
    }
}
