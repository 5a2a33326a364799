use crate::Flow;
use myelin_units::{NetUid, Price, Tao};

/// A fraction from 0 to 1, in units of 2⁻⁶⁴. More than 1 counts as 1.
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
pub struct Part(u128);

impl Part {
    /// Nothing.
    pub const ZERO: Self = Self(0);
    /// The whole.
    pub const ONE: Self = Self(1 << 64);

    /// The fraction with these bits, 64 of them fractional; at most the whole.
    pub const fn from_bits(bits: u128) -> Self {
        if bits > Self::ONE.0 {
            return Self::ONE;
        }
        Self(bits)
    }

    /// The fraction that the wire keeps with 32 fractional bits.
    pub const fn from_bits32(bits: u128) -> Self {
        Self::from_bits(if bits > 1 << 32 { Self::ONE.0 } else { bits << 32 })
    }

    /// The fraction as a count of 2⁻⁶⁴, at most 2⁶⁴ (also where more was decoded).
    pub const fn bits(self) -> u128 {
        if self.0 > Self::ONE.0 {
            return Self::ONE.0;
        }
        self.0
    }

    /// What is missing to the whole, as a count of 2⁻⁶⁴.
    pub const fn rest_bits(self) -> u128 {
        Self::ONE.0.saturating_sub(self.bits())
    }
}

/// What the rules may know of a started subnet before a block. A rule reads only what it is about.
#[derive(Copy, Clone, Eq, PartialEq, Debug)]
pub struct Facts {
    /// Which subnet. No rule counts it; it is carried for those who read the result.
    pub netuid: NetUid,
    /// Whether it may receive TAO. One that may not is in no denominator.
    pub enabled: bool,
    /// Moving price of its alpha.
    pub moving_price: Price,
    /// TAO in its pool.
    pub pool_tao: Tao,
    /// Moving average of what users pay into its pool less what they take out, a block.
    pub flow: Flow,
    /// The same of the protocol: injected and spent on alpha, less what was sold for root.
    pub protocol_flow: Flow,
    /// Part of the last epoch's miner emission that was withheld from the owner's own miners.
    pub miner_burned: Part,
    /// What the last root vote gave it: see [`RootVote::votes`](crate::RootVote::votes).
    pub root_votes: u128,
}

impl Facts {
    /// An enabled subnet of which nothing else is known.
    pub const fn of(netuid: NetUid) -> Self {
        Self {
            netuid,
            enabled: true,
            moving_price: Price::ZERO,
            pool_tao: Tao::ZERO,
            flow: Flow::ZERO,
            protocol_flow: Flow::ZERO,
            miner_burned: Part::ZERO,
            root_votes: 0,
        }
    }
}
