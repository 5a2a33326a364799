use myelin_units::Price;
use primitive_types::U256;

/// The moving price after a block: it goes `α · age / (age + halving)` of the way to the spot price, which
/// counts as at most 1 (economics.md §2.3, recommended rule).
///
/// `age` blocks since the subnet started: after `halving` blocks the pace is half of `α`. `alpha_bits` is
/// `α` in 2⁻³²; one or more follows the spot price at once. Nothing moves without an age.
pub fn moving_price(current: Price, spot: Price, age: u64, halving: u64, alpha_bits: u64) -> Price {
    // At most 2⁶⁵ · 2³², and at most 2¹²⁸ − 2⁶⁵ + 1.
    let whole = (u128::from(age) + u128::from(halving)) << 32;
    price_towards(current, spot, u128::from(alpha_bits) * u128::from(age), whole)
}

/// `(m · (den − num) + min(spot, 1) · num) / den`, one division, rounded half up. A fraction above one is
/// taken as one; one without a denominator moves nothing.
pub fn price_towards(current: Price, spot: Price, num: u128, den: u128) -> Price {
    let step = num.min(den);
    let target = spot.min(Price::ONE);
    let rest = den.saturating_sub(step);
    let bits = match weighted(current.bits(), rest, target.bits(), step, den) {
        Some(weighted) => weighted.checked_div(den),
        None => wide(current.bits(), rest, target.bits(), step, den),
    };
    bits.map_or(current, Price::from_bits)
}

/// `a · x + b · y + floor(den / 2)`, where 128 bits are enough, as for all prices up to one.
fn weighted(a: u128, x: u128, b: u128, y: u128, den: u128) -> Option<u128> {
    a.checked_mul(x)?.checked_add(b.checked_mul(y)?)?.checked_add(den / 2)
}

/// The same over `den`. The weighted sum is at most the larger price times `den`, so below 2²⁵⁶, and rounding adds
/// half of `den`: it cannot overflow, for `(2¹²⁸ − 1)² + 2¹²⁷ < 2²⁵⁶`. The quotient lies between the two prices.
fn wide(a: u128, x: u128, b: u128, y: u128, den: u128) -> Option<u128> {
    let sum = U256::from(a) * U256::from(x) + U256::from(b) * U256::from(y) + U256::from(den / 2);
    sum.checked_div(U256::from(den)).map(|bits| u128::try_from(bits).unwrap_or(u128::MAX))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// 0.000003 and four weeks, the defaults.
    const ALPHA: u64 = 12_885;
    const HALVING: u64 = 201_600;

    #[test]
    fn moving_price_should_stay_when_there_is_no_age() {
        let price = Price::from_bits(77);
        assert_eq!(moving_price(price, Price::ONE, 0, HALVING, ALPHA), price);
        assert_eq!(moving_price(price, Price::ONE, 0, 0, ALPHA), price);
    }

    #[test]
    fn moving_price_should_count_at_most_one() {
        let (high, one) = (Price::from_bits(u128::MAX), Price::ONE);
        let next = |spot| moving_price(Price::ZERO, spot, 5, HALVING, ALPHA);
        assert_eq!(next(high), next(one));
        assert_eq!(moving_price(Price::ZERO, high, u64::MAX, 0, u64::MAX), one);
    }

    // economics §6.3: shallow pool price pump to win emission
    #[test]
    fn moving_price_should_hardly_move_when_a_pool_is_pumped_for_an_hour() {
        let quiet = Price::from_rao_per_alpha(10_000_000);
        let pumped = |weight| {
            let pump = |price, age| moving_price(price, Price::from_bits(u128::MAX), age, HALVING, weight);
            (HALVING..HALVING + 300).fold(quiet, pump).rao_per_alpha_floor()
        };
        // To a hundred times 0.01 and beyond: 0.0104 counts with the usual weight, 0.054 with the live network's.
        assert!((10_400_000..10_500_000).contains(&pumped(ALPHA)));
        assert!((53_000_000..55_000_000).contains(&pumped(1_288_490)));
    }

    #[test]
    fn moving_price_should_move_at_half_the_pace_when_the_halving_age_is_reached() {
        let half = moving_price(Price::ZERO, Price::ONE, HALVING, HALVING, 1 << 31);
        assert_eq!(half.bits(), 1 << 62);
    }

    #[test]
    fn moving_price_should_follow_when_the_gap_is_small() {
        // Where 32 fractional bits would be kept, this price would stay for ever (economics.md §2.3).
        let (mut price, spot) =
            (Price::from_rao_per_alpha(20_000_000), Price::from_rao_per_alpha(22_000_000));
        let start = price;
        for age in 1..=100 {
            price = moving_price(price, spot, age, HALVING, ALPHA);
        }
        assert!(price > start);
    }

    #[test]
    fn price_should_be_rounded_half_up() {
        let next = |current, num| price_towards(Price::from_bits(current), Price::ZERO, num, 4).bits();
        assert_eq!((next(10, 1), next(10, 2), next(9, 2), next(10, 3)), (8, 5, 5, 3));
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(2_000))]
        #[test]
        fn moving_price_should_stay_between_its_two_prices(
            current: u128, spot: u128, age: u64, halving: u64, alpha: u64,
        ) {
            let (current, spot) = (Price::from_bits(current), Price::from_bits(spot));
            let next = moving_price(current, spot, age, halving, alpha);
            let target = spot.min(Price::ONE);
            prop_assert!(current.min(target) <= next && next <= current.max(target));
        }

        #[test]
        fn price_should_survive_the_largest_numbers(current: u128, num: u128, den: u128) {
            let next = price_towards(Price::from_bits(current), Price::ONE, num, den);
            let (low, high) = (current.min(1 << 64), current.max(1 << 64));
            prop_assert!(low <= next.bits() && next.bits() <= high);
        }

        #[test]
        fn price_should_be_the_same_by_the_short_way_and_the_long(
            a in 0..1u128 << 70, x in 0..1u128 << 52, b in 0..=1u128 << 64, y in 0..1u128 << 52,
        ) {
            let den = x + y;
            let short = weighted(a, x, b, y, den).and_then(|sum| sum.checked_div(den));
            prop_assert_eq!(short, wide(a, x, b, y, den));
        }
    }
}
