//! The exponential of liquid alpha, exact to the bit on every machine (yuma.md §1.1).

use crate::fixed::ONE;

/// Arguments beyond this, either way, count as this: 20.
const FARTHEST: i64 = 20 << 32;

/// e, cut to 23 fractional bits: what an argument of exactly one gives.
const E: u64 = 22_802_600 << 9;

/// e^x of a signed Q32 number, as Q32: a Taylor series of 31 terms of |x|, each floored; below zero one over it,
/// floored.
#[inline]
#[must_use]
pub fn exp(x: i64) -> u64 {
    let [exp] = exps([x]);
    exp
}

/// 1 / (1 + e^z), floored: the logistic curve, falling in z.
#[inline]
#[must_use]
pub fn logistic(z: i64) -> u64 {
    let [curve] = logistics([z]);
    curve
}

/// [`logistic`] of some at once.
#[inline]
#[must_use]
pub fn logistics<const N: usize>(z: [i64; N]) -> [u64; N] {
    exps(z).map(|exp| inverse(ONE + exp))
}

fn exps<const N: usize>(x: [i64; N]) -> [u64; N] {
    let x = x.map(|x| x.clamp(-FARTHEST, FARTHEST));
    let mut exps = series(x.map(i64::unsigned_abs));
    for (exp, x) in exps.iter_mut().zip(x) {
        if x == ONE as i64 {
            *exp = E;
        } else if x < 0 {
            *exp = inverse(*exp);
        }
    }
    exps
}

/// 1 + x + x²/2 + ... for x up to [`FARTHEST`]. Stays below e^20 < 2^29, so 61 bits hold the sum, and no product
/// before its division passes 20 times the largest term, 2^62.
///
/// A term needs the one before, and a processor waits for it: meanwhile it works on the others of the `N`.
#[inline]
fn series<const N: usize>(x: [u64; N]) -> [u64; N] {
    let (mut sums, mut terms) = (x.map(|x| ONE + x), x);
    // One after the other, not in a loop: by a number that stands in the program a processor divides much faster.
    macro_rules! add_terms {
        ($($divisor:literal)*) => {
            $(
                for ((term, x), sum) in terms.iter_mut().zip(x).zip(&mut sums) {
                    *term = ((u128::from(*term) * u128::from(x)) >> 32) as u64 / $divisor;
                    *sum += *term;
                }
            )*
            if terms.iter().all(|term| *term == 0) {
                return sums; // and so are all that follow
            }
        };
    }
    add_terms!(2 3 4 5 6 7);
    add_terms!(8 9 10 11);
    add_terms!(12 13 14 15);
    add_terms!(16 17 18 19);
    add_terms!(20 21 22 23);
    add_terms!(24 25 26 27);
    add_terms!(28 29 30 31);
    sums
}

/// floor(2^64 / a): one over a share, for a share above 2^-32. Nothing for less.
#[inline]
const fn inverse(a: u64) -> u64 {
    match u64::MAX.checked_div(a) {
        // 2^64 is one more than what was divided.
        Some(quotient) => quotient + (u64::MAX - quotient * a == a - 1) as u64,
        None => 0,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn exp_should_have_its_fixed_points() {
        assert_eq!(exp(0), ONE);
        assert_eq!(exp(1 << 32), 22_802_600 * 512);
        // One below zero takes the series, so it is not the inverse of the fixed point.
        assert_eq!(exp(-(1 << 32)), (1u128 << 64).div_euclid(u128::from(series([ONE])[0])) as u64);
    }

    #[test]
    fn exp_should_stand_still_beyond_twenty() {
        assert_eq!(exp(i64::MAX), exp(FARTHEST));
        assert_eq!(exp(i64::MIN), exp(-FARTHEST));
        assert_eq!(exp(-FARTHEST), 8);
    }

    #[test]
    fn logistic_should_be_a_half_in_the_middle() {
        assert_eq!(logistic(0), ONE / 2);
        assert_eq!(logistic(i64::MAX), 8);
        assert_eq!(logistic(i64::MIN), ONE - 8);
    }

    #[test]
    fn inverse_should_be_exact_for_powers_of_two() {
        assert_eq!(inverse(1 << 33), 1 << 31);
        assert_eq!(inverse(ONE), ONE);
        assert_eq!(inverse(0), 0);
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(5_000))]

        #[test]
        fn exp_should_be_close_to_the_real_one(x in -FARTHEST..=FARTHEST) {
            let real = (x as f64 / ONE as f64).exp();
            // 31 terms fall short of e^20 by half a percent; a floor a term is 2^-27 at most.
            prop_assert!((exp(x) as f64 / ONE as f64 - real).abs() <= real * 0.01 + 1e-8);
        }

        #[test]
        fn inverse_should_equal_the_quotient(a in 2..u64::MAX) {
            prop_assert_eq!(u128::from(inverse(a)), (1u128 << 64) / u128::from(a));
        }
    }
}
