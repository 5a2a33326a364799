use alloc::vec::Vec;
use myelin_units::Price;

/// The median of the prices above zero; of an even number the mean of the two in the middle, floored;
/// [`Price::ONE`] if there is none. A new subnet's pool opens at this price (economics.md §1.4).
pub fn median_price(prices: &[Price]) -> Price {
    let mut sorted: Vec<u128> = prices.iter().map(|price| price.bits()).filter(|bits| *bits > 0).collect();
    sorted.sort_unstable();
    let middle = sorted.len() / 2;
    let upper = sorted.get(middle);
    let lower = match sorted.len() % 2 {
        0 => middle.checked_sub(1).and_then(|below| sorted.get(below)),
        _ => upper,
    };
    match (lower, upper) {
        (Some(lower), Some(upper)) => Price::from_bits(lower.midpoint(*upper)),
        _ => Price::ONE,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn median(bits: &[u128]) -> u128 {
        let prices: Vec<Price> = bits.iter().copied().map(Price::from_bits).collect();
        median_price(&prices).bits()
    }

    #[test]
    fn median_should_be_one_when_there_is_no_price() {
        assert_eq!(median_price(&[]), Price::ONE);
        assert_eq!(median_price(&[Price::ZERO, Price::ZERO]), Price::ONE);
    }

    #[test]
    fn median_should_be_the_middle_price_when_their_number_is_odd() {
        assert_eq!(median(&[9]), 9);
        assert_eq!(median(&[9, 0, 1, 0, 5]), 5);
    }

    #[test]
    fn median_should_be_the_mean_of_the_middle_two_when_their_number_is_even() {
        assert_eq!(median(&[9, 1, 4, 5]), 4);
        assert_eq!(median(&[0, 2, 6]), 4);
        assert_eq!(median(&[u128::MAX, u128::MAX]), u128::MAX);
    }
}
