use crate::{alpha_emission, block_emission};
use myelin_units::{Alpha, PerU16, Tao, TaoWeight, MAX_SUPPLY};

/// How much alpha goes into a pool beside its TAO (sources X4).
#[derive(Copy, Clone, Eq, PartialEq, Default, Debug)]
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
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize), serde(rename_all = "snake_case"))]
pub enum InjectMode {
    /// As much as the price asks for: the price stays.
    #[default]
    #[cfg_attr(feature = "scale", codec(index = 0))]
    AtPrice,
    /// As much as TAO: the price is drawn towards one.
    #[cfg_attr(feature = "scale", codec(index = 1))]
    OneToOne,
}

/// What one TAO at root weighs as time goes on, starting from the chain's TAO weight (sources X5).
#[derive(Copy, Clone, Eq, PartialEq, Default, Debug)]
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
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize), serde(rename_all = "snake_case"))]
pub enum RootWeight {
    /// The same for ever.
    #[default]
    #[cfg_attr(feature = "scale", codec(index = 0))]
    Constant,
    /// Half after every so many blocks, and between two halvings on the straight line.
    #[cfg_attr(feature = "scale", codec(index = 1))]
    Decay {
        /// The block at which it begins to fall.
        from: u64,
        /// Blocks until it is half. Zero: nothing is left from then on.
        half: u64,
    },
    /// On a straight line to nothing.
    #[cfg_attr(feature = "scale", codec(index = 2))]
    Linear {
        /// The block at which it begins to fall.
        from: u64,
        /// Blocks until nothing is left.
        length: u64,
    },
}

impl RootWeight {
    /// The weight at a block, floored to whole parts.
    pub fn at(&self, base: TaoWeight, block: u64) -> TaoWeight {
        let parts = base.parts();
        TaoWeight::new(match *self {
            Self::Constant => parts,
            Self::Decay { from, .. } | Self::Linear { from, .. } if block < from => parts,
            Self::Decay { from, half } => decayed(parts, block.saturating_sub(from), half),
            Self::Linear { from, length } => {
                part_floor(parts, length.saturating_sub(block.saturating_sub(from)), length)
            }
        })
    }
}

/// `parts · 2^(−age / half)`, on the straight line between two halvings.
fn decayed(parts: u64, age: u64, half: u64) -> u64 {
    let (Some(halvings), Some(rest)) = (age.checked_div(half), age.checked_rem(half)) else {
        return 0;
    };
    let shifted =
        |halvings: u64| u32::try_from(halvings).ok().and_then(|by| parts.checked_shr(by)).unwrap_or(0);
    let (before, after) = (shifted(halvings), shifted(halvings.saturating_add(1)));
    let fallen = part_floor(before.saturating_sub(after), rest, half);
    before.saturating_sub(fallen)
}

/// `floor(amount · part / whole)` of a part of the whole; nothing of nothing.
fn part_floor(amount: u64, part: u64, whole: u64) -> u64 {
    let product = u128::from(amount) * u128::from(part.min(whole));
    // At most `amount`.
    product.checked_div(u128::from(whole)).map_or(0, |part| part as u64)
}

/// What a block's new alpha follows (sources X8, economics §1.3).
#[derive(Copy, Clone, Eq, PartialEq, Default, Debug)]
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
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize), serde(rename_all = "snake_case"))]
pub enum AlphaCurve {
    /// The subnet's own issuance: each alpha halves by itself.
    #[default]
    #[cfg_attr(feature = "scale", codec(index = 0))]
    OwnIssuance,
    /// TAO's issuance: all alphas halve when TAO does, and end where their supply ends.
    #[cfg_attr(feature = "scale", codec(index = 1))]
    WithTao,
}

impl AlphaCurve {
    /// The block's new alpha for participants, and the most that may be minted into the pool, when so much
    /// exists of the subnet's `alpha` and of `tao`.
    pub fn emission(&self, alpha: Alpha, tao: Tao) -> Alpha {
        match self {
            Self::OwnIssuance => alpha_emission(alpha),
            Self::WithTao => {
                // Pool and participants may each receive it, so half of what is missing is the most.
                let missing = MAX_SUPPLY.saturating_sub(alpha.rao());
                Alpha::new(block_emission(tao).rao().min(missing / 2))
            }
        }
    }
}

/// The settings beside the emission rule itself: where the sources contradict each other, a chain chooses.
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
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize), serde(default))]
pub struct Settings {
    /// How much alpha goes into a pool beside its TAO.
    pub inject: InjectMode,
    /// The part of a subnet's TAO that becomes liquidity; the rest buys alpha for its people (sources X3).
    pub pool_fraction: PerU16,
    /// What TAO at root weighs as time goes on.
    pub root_weight: RootWeight,
    /// What a block's new alpha follows.
    pub alpha_curve: AlphaCurve,
    /// How many subnets there may be beside root; none for as many as there are numbers (sources X6).
    pub subnet_limit: Option<u16>,
}

impl Default for Settings {
    fn default() -> Self {
        Self::LIVE
    }
}

impl Settings {
    /// Before dynamic TAO: nothing becomes liquidity, and root has no part in a subnet's alpha, so that its
    /// people are paid 18/41/41 (sources X3, "old").
    pub const BEFORE_DYNAMIC_TAO: Self = Self {
        pool_fraction: PerU16::ZERO,
        root_weight: RootWeight::Decay { from: 0, half: 0 },
        ..Self::LIVE
    };

    /// Half becomes liquidity, half is for the subnet's people, and there may be any number of subnets
    /// (sources X3 "new", X6).
    pub const HALF_POOL: Self = Self { pool_fraction: PerU16::new(32_768), subnet_limit: None, ..Self::LIVE };

    /// As the live network has it: all TAO becomes liquidity at the price; alpha is paid 18/41/41, of which
    /// root has a part that falls.
    pub const LIVE: Self = Self {
        inject: InjectMode::AtPrice,
        pool_fraction: PerU16::ONE,
        root_weight: RootWeight::Constant,
        alpha_curve: AlphaCurve::OwnIssuance,
        subnet_limit: Some(128),
    };

    /// Whether another subnet may be made where so many exist beside root.
    pub fn has_room(&self, existing: u16) -> bool {
        // Without a limit numbers are the limit: 65 535 beside root.
        existing < self.subnet_limit.unwrap_or(u16::MAX)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const DAY: u64 = 7_200;

    // sources X5
    #[test]
    fn root_weight_should_stay_or_halve_at_the_hundredth_day() {
        let decay = RootWeight::Decay { from: 1_000, half: 100 * DAY };
        let at = |rule: RootWeight, day: u64| rule.at(TaoWeight::LIVE, 1_000 + day * DAY).parts();
        let whole = TaoWeight::LIVE.parts();
        assert_eq!([at(RootWeight::Constant, 0), at(RootWeight::Constant, 5_000)], [whole; 2]);
        assert_eq!(decay.at(TaoWeight::LIVE, 999), TaoWeight::LIVE);
        assert_eq!([at(decay, 0), at(decay, 100), at(decay, 200)], [whole, whole / 2, whole / 4]);
        assert_eq!(at(decay, 50), whole - (whole - whole / 2) / 2);
        assert_eq!(at(decay, 100_000), 0);
        let linear = RootWeight::Linear { from: 1_000, length: 200 * DAY };
        assert_eq!(
            [at(linear, 0), at(linear, 100), at(linear, 200), at(linear, 900)],
            [whole, whole / 2, 0, 0]
        );
    }

    #[test]
    fn root_weight_should_be_nothing_when_it_falls_at_once() {
        for rule in [RootWeight::Decay { from: 0, half: 0 }, RootWeight::Linear { from: 0, length: 0 }] {
            assert_eq!(rule.at(TaoWeight::LIVE, 0), TaoWeight::new(0));
        }
    }

    // sources X6
    #[test]
    fn limit_should_be_a_number_or_none() {
        assert!(Settings::LIVE.has_room(127) && !Settings::LIVE.has_room(128));
        assert!(Settings::HALF_POOL.has_room(128) && Settings::HALF_POOL.has_room(65_534));
        assert!(!Settings::HALF_POOL.has_room(u16::MAX));
    }

    // economics §6.3: asymmetric halvings
    #[test]
    fn alpha_should_halve_by_itself_or_with_tao() {
        let (old, new) = (Alpha::new(MAX_SUPPLY / 2), Alpha::new(1));
        let tao = Tao::new(MAX_SUPPLY / 2);
        let of = |curve: AlphaCurve| [old, new].map(|alpha| curve.emission(alpha, tao).rao());
        assert_eq!(of(AlphaCurve::OwnIssuance), [500_000_000, 1_000_000_000]);
        assert_eq!(of(AlphaCurve::WithTao), [500_000_000, 500_000_000]);
    }

    #[test]
    fn alpha_should_end_at_its_supply_when_it_goes_with_tao() {
        let near = |missing| AlphaCurve::WithTao.emission(Alpha::new(MAX_SUPPLY - missing), Tao::ZERO).rao();
        assert_eq!((near(0), near(1), near(7), near(u64::from(u32::MAX))), (0, 0, 3, 1_000_000_000));
        assert_eq!(AlphaCurve::WithTao.emission(Alpha::MAX, Tao::ZERO), Alpha::ZERO);
    }

    proptest! {
        #[test]
        fn root_weight_should_never_rise(
            parts: u64, from: u64, length: u64, block: u64, later: u64, linear: bool,
        ) {
            let rule = if linear {
                RootWeight::Linear { from, length }
            } else {
                RootWeight::Decay { from, half: length }
            };
            let at = |block| rule.at(TaoWeight::new(parts), block).parts();
            prop_assert!(at(block) <= parts && at(block.saturating_add(later)) <= at(block));
        }
    }
}

#[cfg(all(test, feature = "scale", feature = "serde"))]
mod storage {
    use crate::{EmissionRule, Part, PriceGate, Settings, Threshold};
    use codec::{Decode, Encode, MaxEncodedLen};

    #[test]
    fn rule_should_keep_its_bytes() {
        // What is stored on a chain must mean the same for ever: these numbers never change.
        let indexes = EmissionRule::NAMES.map(|name| EmissionRule::named(name).map(|rule| rule.encode()[0]));
        assert_eq!(indexes, [Some(0), Some(1), Some(2), Some(3), Some(4)]);
        assert_eq!(EmissionRule::default().encode(), [0, 0]);
        let threshold = Threshold::Share(Part::ONE);
        let gate = EmissionRule::PriceGate(PriceGate { power: 3, threshold, miner_burn: true });
        assert_eq!(gate.encode(), [4, 3, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 1]);
        assert_eq!(EmissionRule::decode(&mut &gate.encode()[..]), Ok(gate));
        assert!(EmissionRule::max_encoded_len() < 64);
        assert_eq!(Settings::LIVE.encode(), [0, 255, 255, 0, 0, 1, 128, 0]);
    }

    #[test]
    fn rule_and_settings_should_be_readable_text() {
        let text = serde_json::to_string(&EmissionRule::default()).unwrap();
        assert_eq!(text, r#"{"alpha_price":{"miner_burn":false}}"#);
        assert_eq!(serde_json::from_str::<EmissionRule>(&text).unwrap(), EmissionRule::default());
        let settings: Settings = serde_json::from_str(r#"{"inject":"one_to_one"}"#).unwrap();
        assert_eq!(settings.pool_fraction, Settings::LIVE.pool_fraction);
    }
}
