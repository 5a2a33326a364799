use myelin_units::{ratio, Alpha, PerU16, Tao, TaoWeight};
use primitive_types::U256;

/// A block's alpha for participants, by whom it is for. The parts are the whole.
#[must_use]
#[derive(Copy, Clone, Eq, PartialEq, Default, Debug)]
pub struct AlphaSplit {
    /// For the subnet's owner.
    pub owner: Alpha,
    /// For miners.
    pub server: Alpha,
    /// For those who hold root stake with validators; sold for TAO.
    pub root: Alpha,
    /// For those who hold alpha stake with validators.
    pub validator: Alpha,
}

/// Divides `alpha_out`: the owner's `cut` floored; half of the rest, floored, to miners; of the other half
/// `floor(half · wR / (wR + issuance))` for root; what remains for validators
/// (economics.md §2.5, recommended rule).
///
/// `root` is all TAO staked at root, `issuance` the subnet's alpha in and outside its pool, both after the
/// block's injection; `w` is the TAO weight, exact.
pub fn split_alpha(
    alpha_out: Alpha,
    cut: PerU16,
    root: Tao,
    issuance: Alpha,
    weight: TaoWeight,
) -> AlphaSplit {
    let total = alpha_out.rao();
    let owner = cut.of_floor(total);
    // Each subtraction takes a fraction of what it takes from, so none saturates.
    let rest = total.saturating_sub(owner);
    let server = rest / 2;
    let half = rest.saturating_sub(server);
    let root = root_part_floor(Alpha::new(half), root, issuance, weight);
    let validator = half.saturating_sub(root.rao());
    AlphaSplit {
        owner: Alpha::new(owner),
        server: Alpha::new(server),
        root,
        validator: Alpha::new(validator),
    }
}

/// The root proportion of an amount: `floor(amount · wR / (wR + issuance))`, exactly; nothing where there is
/// neither root stake nor alpha (economics.md §2.5).
pub fn root_part_floor(amount: Alpha, root: Tao, issuance: Alpha, weight: TaoWeight) -> Alpha {
    // Both sides times 2⁶⁴ − 1, the denominator of `w`: each below 2¹²⁸.
    let root = u128::from(weight.parts()) * u128::from(root.rao());
    let issuance = u128::from(u64::MAX) * u128::from(issuance.rao());
    let part = match root.checked_add(issuance) {
        Some(whole) => ratio::part_floor(amount.rao(), root, whole).unwrap_or_default().0,
        // Beyond any supply. A fraction of `amount`, which is 64 bits.
        None => {
            let whole = U256::from(root) + U256::from(issuance);
            (U256::from(amount.rao()) * U256::from(root) / whole).low_u64()
        }
    };
    Alpha::new(part)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const CUT: PerU16 = PerU16::new(11_796);

    #[test]
    fn split_should_be_eighteen_forty_one_forty_one_when_there_is_no_root_stake() {
        let one = Alpha::new(1_000_000_000);
        let parts = split_alpha(one, CUT, Tao::ZERO, Alpha::new(1), TaoWeight::LIVE);
        let [owner, server, root, validator] =
            [parts.owner, parts.server, parts.root, parts.validator].map(Alpha::rao);
        assert_eq!((owner, server, root, validator), (179_995_422, 410_002_289, 0, 410_002_289));
    }

    #[test]
    fn split_should_give_root_the_whole_half_when_there_is_no_alpha() {
        let parts = split_alpha(Alpha::new(1_000), PerU16::ZERO, Tao::new(1), Alpha::ZERO, TaoWeight::LIVE);
        assert_eq!((parts.server.rao(), parts.root.rao(), parts.validator.rao()), (500, 500, 0));
    }

    #[test]
    fn root_part_should_be_nothing_when_there_is_neither_root_nor_alpha() {
        let part = root_part_floor(Alpha::MAX, Tao::ZERO, Alpha::ZERO, TaoWeight::LIVE);
        assert_eq!(part, Alpha::ZERO);
        let part = root_part_floor(Alpha::MAX, Tao::MAX, Alpha::ZERO, TaoWeight::new(0));
        assert_eq!(part, Alpha::ZERO);
    }

    #[test]
    fn root_part_should_be_half_when_weighted_root_equals_alpha() {
        let whole = TaoWeight::new(u64::MAX);
        let part = root_part_floor(Alpha::new(9), Tao::MAX, Alpha::MAX, whole);
        assert_eq!(part, Alpha::new(4));
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(2_000))]
        #[test]
        fn split_should_sum_to_the_whole(
            alpha: u64, cut: u16, root: u64, issuance: u64, weight: u64,
        ) {
            let weight = TaoWeight::new(weight);
            let (alpha, issuance) = (Alpha::new(alpha), Alpha::new(issuance));
            let parts = split_alpha(alpha, PerU16::new(cut), Tao::new(root), issuance, weight);
            let all = [parts.owner, parts.server, parts.root, parts.validator];
            prop_assert_eq!(Alpha::checked_sum(all), Ok(alpha));
            let validators = parts.root.rao() + parts.validator.rao();
            prop_assert!(validators - parts.server.rao() <= 1);
        }

        #[test]
        fn root_part_should_grow_with_root_and_shrink_with_alpha(
            amount: u64, root: u64, issuance: u64, weight: u64, more: u64,
        ) {
            let part = |root, issuance| {
                let (root, issuance) = (Tao::new(root), Alpha::new(issuance));
                root_part_floor(Alpha::new(amount), root, issuance, TaoWeight::new(weight))
            };
            let now = part(root, issuance);
            prop_assert!(now.rao() <= amount);
            prop_assert!(part(root.saturating_add(more), issuance) >= now);
            prop_assert!(part(root, issuance.saturating_add(more)) <= now || issuance == 0);
        }
    }
}
