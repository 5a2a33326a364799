use myelin_units::Tao;

const ONE_BITS: u64 = 1 << 32;

/// The price of a neuron's place one block later, so that `half_life` blocks halve it, within `min` and
/// `max` (economics.md §5). Finds the factor anew; who decays many prices keeps [`decay_factor`] and uses
/// [`price_decay_by`].
pub fn price_decay(price: Tao, half_life: u16, min: Tao, max: Tao) -> Tao {
    price_decay_by(price, decay_factor(half_life), min, max)
}

/// `floor(price · factor / 2³²)` within `min` and `max`.
pub fn price_decay_by(price: Tao, factor: u32, min: Tao, max: Tao) -> Tao {
    let decayed = (u128::from(price.rao()) * u128::from(factor)) >> 32;
    // The factor is below one, so the price did not grow: the cast loses nothing.
    within(Tao::new(decayed as u64), min, max)
}

/// The price after a registration: `floor(price · mult)` within `min` and `max`, `mult` in 2⁻⁶⁴
/// (economics.md §5).
pub fn price_bump(price: Tao, mult_bits: u128, min: Tao, max: Tao) -> Tao {
    let price = u128::from(price.rao());
    let whole = price.saturating_mul(mult_bits >> 64);
    let fraction = (price * (mult_bits & u128::from(u64::MAX))) >> 64;
    let bumped = whole.saturating_add(fraction);
    within(Tao::new(u64::try_from(bumped).unwrap_or(u64::MAX)), min, max)
}

/// `min` wins where the two contradict each other.
fn within(price: Tao, min: Tao, max: Tao) -> Tao {
    price.min(max).max(min)
}

/// The largest `q` in 2⁻³² with `(q / 2³²)^half_life <= 1/2`, the power taken by squaring with every
/// product floored (economics.md §5). A half-life of zero is taken as one block.
pub fn decay_factor(half_life: u16) -> u32 {
    // One bit of the factor at a time, from the top. The power grows with the factor.
    (0..32).rev().fold(0u32, |factor, bit| {
        let tried = factor | (1 << bit);
        if power_floor(tried, half_life.max(1)) <= ONE_BITS / 2 {
            tried
        } else {
            factor
        }
    })
}

/// `base^exponent` in 2⁻³². All factors are at most one, so 64 bits hold each product.
fn power_floor(base: u32, exponent: u16) -> u64 {
    let (mut base, mut power) = (u64::from(base), ONE_BITS);
    let mut remaining = exponent;
    while remaining > 0 {
        if remaining & 1 == 1 {
            power = (power * base) >> 32;
        }
        base = (base * base) >> 32;
        remaining >>= 1;
    }
    power
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const MIN: Tao = Tao::new(500_000);
    const MAX: Tao = Tao::new(100_000_000_000);
    /// 1.26 as governance writes it.
    const BUMP: u128 = (126 << 64) / 100;

    #[test]
    fn factor_should_be_the_largest_whose_power_is_at_most_half() {
        assert_eq!(decay_factor(1), 1 << 31);
        assert_eq!(decay_factor(360), 4_286_705_684);
        for half_life in [1, 2, 3, 100, 360, 7_200, 36_100, u16::MAX] {
            let factor = decay_factor(half_life);
            assert!(power_floor(factor, half_life) <= ONE_BITS / 2);
            assert!(power_floor(factor + 1, half_life) > ONE_BITS / 2);
        }
    }

    #[test]
    fn factor_should_be_that_of_one_block_when_the_half_life_is_zero() {
        assert_eq!(decay_factor(0), decay_factor(1));
    }

    #[test]
    fn price_should_halve_in_a_half_life_and_stop_at_the_minimum() {
        let mut price = Tao::new(1_000_000_000);
        for _ in 0..360 {
            price = price_decay(price, 360, MIN, MAX);
        }
        assert_eq!(price, Tao::new(499_999_865));
        assert_eq!(price_decay(MIN, 360, MIN, MAX), MIN);
    }

    #[test]
    fn price_should_rise_by_the_factor_and_stop_at_the_maximum() {
        assert_eq!(price_bump(Tao::new(500_000), BUMP, MIN, MAX), Tao::new(629_999));
        assert_eq!(price_bump(Tao::new(90_000_000_000), BUMP, MIN, MAX), MAX);
        assert_eq!(price_bump(Tao::MAX, u128::MAX, MIN, Tao::MAX), Tao::MAX);
    }

    #[test]
    fn minimum_should_win_when_it_is_above_the_maximum() {
        assert_eq!(price_decay(Tao::new(5), 360, MAX, MIN), MAX);
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(1_000))]
        #[test]
        fn price_should_stay_within_its_bounds(
            price: u64, half_life: u16, mult: u128, min: u64, above: u64,
        ) {
            let (min, max) = (Tao::new(min), Tao::new(min.saturating_add(above)));
            let price = Tao::new(price);
            let decayed = price_decay(price, half_life, min, max);
            prop_assert!(min <= decayed && decayed <= max);
            prop_assert!(decayed <= price.max(min));
            let bumped = price_bump(price, mult, min, max);
            prop_assert!(min <= bumped && bumped <= max);
            prop_assert!(mult < 1 << 64 || bumped >= price.min(max));
        }
    }
}
