use primitive_types::U256;

/// A moving average of TAO a block, signed, in units of 2⁻⁶⁴ rao.
#[derive(Copy, Clone, Eq, PartialEq, Ord, PartialOrd, Default, Debug)]
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
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize), serde(transparent))]
pub struct Flow(i128);

/// The most that counts as the flow of one block, in rao; far above the supply.
const MAX_RAO: i128 = (1 << 63) - 1;

impl Flow {
    /// No flow.
    pub const ZERO: Self = Self(0);
    /// The wire's smoothing factor, over 2⁶³ − 1: half of an old flow is forgotten in 216 000 blocks
    /// (economics §2.2 c).
    pub const SMOOTHING: u64 = 29_597_889_189_277;

    /// The flow with these bits, 64 of them fractional.
    pub const fn from_bits(bits: i128) -> Self {
        Self(bits)
    }

    /// So many rao a block, within ± 2⁶³.
    pub fn from_rao(rao: i128) -> Self {
        Self(rao.clamp(-MAX_RAO, MAX_RAO) << 64)
    }

    /// The flow as a count of 2⁻⁶⁴ rao.
    pub const fn bits(self) -> i128 {
        self.0
    }

    /// The average after a block in which `net` rao flowed: `(1 − a) · S + a · net`, the first product cut
    /// towards zero, so that buying and selling weigh the same. `smoothing` is `a` over 2⁶³ − 1
    /// (economics §2.2 c).
    #[must_use]
    pub fn after(self, net: i128, smoothing: u64) -> Self {
        // `a` in 2⁻⁶⁴, floored and at most 1: below 2⁶⁵.
        let part = ((u128::from(smoothing) << 64) / ((1 << 63) - 1)).min(1 << 64);
        let rest = (1u128 << 64).saturating_sub(part);
        let kept = (U256::from(self.0.unsigned_abs()) * U256::from(rest)) >> 64;
        // No more than |S|, which is at most 2¹²⁷.
        let kept = i128::try_from(kept.low_u128()).unwrap_or(i128::MAX);
        let kept = if self.0 < 0 { kept.saturating_neg() } else { kept };
        // At most 2⁶³ · 2⁶⁴ = 2¹²⁷, reached only where the whole flow counts at once.
        let new = net.clamp(-MAX_RAO, MAX_RAO).saturating_mul(i128::try_from(part).unwrap_or(i128::MAX));
        Self(kept.saturating_add(new))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn flow_should_forget_half_when_thirty_days_have_passed() {
        let mut flow = Flow::from_rao(1_000_000_000);
        for _ in 0..216_000 {
            flow = flow.after(0, Flow::SMOOTHING);
        }
        let rao = flow.bits() >> 64;
        assert!((499_990_000..500_010_000).contains(&rao), "{rao}");
    }

    #[test]
    fn flow_should_be_the_same_with_the_other_sign() {
        let (mut bought, mut sold) = (Flow::ZERO, Flow::ZERO);
        for net in [5i128, -700, 1_000_000_007, 3] {
            bought = bought.after(net, Flow::SMOOTHING);
            sold = sold.after(-net, Flow::SMOOTHING);
            assert_eq!(bought.bits(), -sold.bits());
        }
    }

    proptest! {
        #[test]
        fn flow_should_stay_between_the_average_and_the_block(before: i128, net: i64, smoothing: u64) {
            // One below the clamp, whose sign can be turned.
            let before = before.max(-i128::MAX);
            let block = Flow::from_rao(i128::from(net)).bits();
            let after = Flow::from_bits(before).after(i128::from(net), smoothing).bits();
            prop_assert!(after >= before.min(block).min(0) - 1 && after <= before.max(block).max(0) + 1);
        }
    }
}
