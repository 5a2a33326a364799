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
        /// Blocks until it is half. Zero: nothing is left at once.
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
            Self::Decay { from, half } => decayed(parts, block.saturating_sub(from), half),
            Self::Linear { from, length } => {
                let left = length.saturating_sub(block.saturating_sub(from));
                if block <= from {
                    parts
                } else {
                    part_floor(parts, left, length)
                }
            }
        })
    }
}

/// `parts · 2^(−age / half)`, on the straight line between two halvings.
fn decayed(parts: u64, age: u64, half: u64) -> u64 {
    let (Some(halvings), Some(rest)) = (age.checked_div(half), age.checked_rem(half)) else {
        return if age == 0 { parts } else { 0 };
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

/// The settings of the contradictions X1–X6 that are not the emission rule itself.
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
    /// As the live network has it.
    fn default() -> Self {
        Self {
            inject: InjectMode::AtPrice,
            pool_fraction: PerU16::ONE,
            root_weight: RootWeight::Constant,
            alpha_curve: AlphaCurve::OwnIssuance,
            subnet_limit: Some(128),
        }
    }
}
