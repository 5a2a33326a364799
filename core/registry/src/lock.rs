use myelin_units::{ratio, Tao, RAO_PER_TAO};

/// What registering a subnet costs: twice what the last one paid (once, if it was in block 0), less
/// `floor(last / interval')` for every block since, and at least `min` (economics.md §1.6).
///
/// `interval` blocks at the first emission; it shrinks with the emission, `interval' =
/// floor(interval · block_emission / 10⁹)`. One that shrank to nothing takes nothing off.
pub fn lock_cost(last: Tao, last_block: u64, now: u64, min: Tao, interval: u64, block_emission: Tao) -> Tao {
    let factor = if last_block == 0 { 1 } else { 2 };
    let start = u128::from(last.rao()) * factor;
    let interval = ratio::mul_div_floor(interval, block_emission.rao(), RAO_PER_TAO).unwrap_or(u64::MAX);
    let fall = last.rao().checked_div(interval).unwrap_or(0);
    let fallen = u128::from(fall) * u128::from(now.saturating_sub(last_block));
    let cost = start.saturating_sub(fallen);
    // Beyond all TAO there is, the exact number does not matter.
    Tao::new(u64::try_from(cost).unwrap_or(u64::MAX)).max(min)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const MIN: Tao = Tao::new(1_000 * RAO_PER_TAO);
    const ONE: Tao = Tao::new(RAO_PER_TAO);
    const INTERVAL: u64 = 100_800;

    fn cost(last: Tao, last_block: u64, now: u64) -> Tao {
        lock_cost(last, last_block, now, MIN, INTERVAL, ONE)
    }

    #[test]
    fn lock_should_be_the_last_itself_when_there_was_no_registration() {
        assert_eq!(cost(MIN, 0, 0), MIN);
    }

    #[test]
    fn lock_should_double_and_fall_back_to_the_last_in_an_interval() {
        let last = Tao::new(2_016 * RAO_PER_TAO);
        assert_eq!(cost(last, 5, 5), Tao::new(4_032 * RAO_PER_TAO));
        assert_eq!(cost(last, 5, 5 + INTERVAL), last);
        assert_eq!(cost(last, 5, 5 + 2 * INTERVAL), MIN);
        assert_eq!(cost(last, 5, u64::MAX), MIN);
    }

    #[test]
    fn lock_should_fall_twice_as_fast_when_the_emission_is_half() {
        let last = Tao::new(2_016 * RAO_PER_TAO);
        let half = Tao::new(RAO_PER_TAO / 2);
        assert_eq!(lock_cost(last, 5, 5 + INTERVAL / 2, MIN, INTERVAL, half), last);
    }

    #[test]
    fn lock_should_not_fall_when_the_interval_is_nothing() {
        let last = Tao::new(2_000 * RAO_PER_TAO);
        assert_eq!(lock_cost(last, 5, 1_000_000, MIN, 0, ONE), Tao::new(4_000 * RAO_PER_TAO));
        assert_eq!(lock_cost(Tao::MAX, 5, 5, MIN, INTERVAL, ONE), Tao::MAX);
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(1_000))]
        #[test]
        fn lock_should_never_rise_with_time_nor_pass_its_minimum(
            last: u64, block: u64, now: u64, later: u64, min: u64, interval: u64, emission: u64,
        ) {
            let at = |now| {
                let (last, min, emission) = (Tao::new(last), Tao::new(min), Tao::new(emission));
                lock_cost(last, block, now, min, interval, emission)
            };
            prop_assert!(at(now).rao() >= min);
            prop_assert!(at(now.max(later)) <= at(now.min(later)));
        }
    }
}
