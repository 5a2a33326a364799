use myelin_units::{Alpha, TaoWeight};

/// What a hotkey weighs on a subnet, in units of 2⁻³².
#[derive(Copy, Clone, Eq, PartialEq, Ord, PartialOrd, Default, Debug, Hash)]
pub struct StakeWeight(u128);

impl StakeWeight {
    /// Nothing.
    pub const ZERO: Self = Self(0);

    /// The weight with these bits, 32 of them fractional.
    pub const fn from_bits(bits: u128) -> Self {
        Self(bits)
    }

    /// The weight as a count of 2⁻³².
    pub const fn bits(self) -> u128 {
        self.0
    }

    /// Whole rao, the fraction dropped, and `u64::MAX` where it would not fit.
    pub const fn floor(self) -> u64 {
        let whole = self.0 >> 32;
        if whole > u64::MAX as u128 {
            u64::MAX
        } else {
            whole as u64
        }
    }
}

/// `alpha + w · root`, kept with its fraction, where `w` is the TAO weight cut to 32 fractional bits
/// (yuma.md 1.3; exact on 1 024 recorded mainnet uids).
///
/// `alpha` is the hotkey's stake on the subnet, `root` its stake on root, both in rao.
pub const fn stake_weight(alpha: Alpha, root: Alpha, weight: TaoWeight) -> StakeWeight {
    // Below 2⁹⁶ + 2⁹⁶.
    let alpha = (alpha.rao() as u128) << 32;
    StakeWeight(alpha + root.rao() as u128 * weight.bits32_floor() as u128)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn weight_should_count_root_at_the_tao_weight() {
        let (alpha, root) = (Alpha::new(1_000_000_000_000), Alpha::new(1_000_000_000_000));
        assert_eq!(stake_weight(alpha, root, TaoWeight::LIVE).floor(), 1_179_999_999_934);
        assert_eq!(stake_weight(alpha, root, TaoWeight::new(0)).floor(), alpha.rao());
    }

    #[test]
    fn weight_should_keep_its_fraction() {
        let weight = stake_weight(Alpha::ZERO, Alpha::new(1), TaoWeight::LIVE);
        assert_eq!((weight.bits(), weight.floor()), (773_094_113, 0));
    }

    #[test]
    fn weight_should_not_overflow_when_everything_is_largest() {
        let weight = stake_weight(Alpha::MAX, Alpha::MAX, TaoWeight::new(u64::MAX));
        assert_eq!(weight.bits(), 2 * (u128::from(u64::MAX) << 32));
        assert_eq!(weight.floor(), u64::MAX);
    }
}
