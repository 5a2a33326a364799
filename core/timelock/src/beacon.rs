//! A beacon, its clock, its pulses, and where other crates find them.

/// The signature of a round: a point of G1, compressed.
pub type Signature = [u8; 48];

/// The key of drand's network `quicknet`.
const QUICKNET: [u8; 96] = [
    0x83, 0xcf, 0x0f, 0x28, 0x96, 0xad, 0xee, 0x7e, 0xb8, 0xb5, 0xf0, 0x1f, 0xca, 0xd3, 0x91, 0x22, 0x12,
    0xc4, 0x37, 0xe0, 0x07, 0x3e, 0x91, 0x1f, 0xb9, 0x00, 0x22, 0xd3, 0xe7, 0x60, 0x18, 0x3c, 0x8c, 0x4b,
    0x45, 0x0b, 0x6a, 0x0a, 0x6c, 0x3a, 0xc6, 0xa5, 0x77, 0x6a, 0x2d, 0x10, 0x64, 0x51, 0x0d, 0x1f, 0xec,
    0x75, 0x8c, 0x92, 0x1c, 0xc2, 0x2b, 0x0e, 0x17, 0xe6, 0x3a, 0xaf, 0x4b, 0xcb, 0x5e, 0xd6, 0x63, 0x04,
    0xde, 0x9c, 0xf8, 0x09, 0xbd, 0x27, 0x4c, 0xa7, 0x3b, 0xab, 0x4a, 0xf5, 0xa6, 0xe9, 0xc7, 0x6a, 0x4b,
    0xc0, 0x9e, 0x76, 0xea, 0xe8, 0x99, 0x1e, 0xf5, 0xec, 0xe4, 0x5a,
];
/// When `quicknet` began, in seconds of Unix time.
const QUICKNET_GENESIS: u64 = 1_692_803_367;
/// Seconds between its rounds.
const QUICKNET_PERIOD: u32 = 3;

/// Who signs, and when. Round 1 is signed at `genesis`, one more each `period`.
#[derive(Copy, Clone, Debug, Eq, PartialEq)]
#[cfg_attr(feature = "scale", derive(codec::Encode, codec::Decode, scale_info::TypeInfo))]
pub struct Beacon {
    /// The key: a point of G2, compressed.
    pub public_key: [u8; 96],
    /// Seconds between rounds.
    pub period: u32,
    /// Seconds of Unix time when round 1 is signed.
    pub genesis: u64,
}

/// A round of the beacon that is out.
#[derive(Copy, Clone, Debug, Eq, PartialEq)]
#[cfg_attr(feature = "scale", derive(codec::Encode, codec::Decode, codec::DecodeWithMemTracking))]
#[cfg_attr(feature = "scale", derive(codec::MaxEncodedLen, scale_info::TypeInfo))]
pub struct Pulse {
    /// Which round: 1 is the first.
    pub round: u64,
    /// The signature of its number.
    pub signature: Signature,
}

impl Pulse {
    /// The 32 bytes that drand gives out as the round's randomness: SHA-256 of the signature.
    pub fn randomness(&self) -> [u8; 32] {
        crate::curve::hash(&[&self.signature])
    }
}

impl Beacon {
    /// drand's network with 3 s rounds that everybody uses.
    pub const fn quicknet() -> Self {
        Self { public_key: QUICKNET, period: QUICKNET_PERIOD, genesis: QUICKNET_GENESIS }
    }

    /// The latest round that is out at `time` (seconds of Unix time); 0 before the first, and for a beacon without a
    /// period. `floor((time - genesis) / period) + 1` (yuma §2.10).
    pub fn round_at(&self, time: u64) -> u64 {
        let since = time.checked_sub(self.genesis);
        let rounds = since.and_then(|since| since.checked_div(self.period.into()));
        rounds.map_or(0, |rounds| rounds.saturating_add(1))
    }

    /// The latest round that a block of `time` may bring: clocks may differ by [`crate::TOLERANCE`].
    pub fn latest_at(&self, time: u64) -> u64 {
        self.round_at(time.saturating_add(crate::TOLERANCE))
    }

    /// When `round` is signed, in seconds of Unix time; nothing for round 0 and beyond the end of time.
    pub fn time_of(&self, round: u64) -> Option<u64> {
        round.checked_sub(1)?.checked_mul(self.period.into())?.checked_add(self.genesis)
    }
}

/// The rounds that are on chain, for pallets that open what was sealed.
pub trait Beacons {
    /// The latest round on chain, 0 when there is none.
    fn last_round() -> u64;
    /// The signature of a round that is on chain. It has been checked.
    fn signature(round: u64) -> Option<Signature>;
}

/// A chain without a beacon.
impl Beacons for () {
    fn last_round() -> u64 {
        0
    }

    fn signature(_round: u64) -> Option<Signature> {
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn round_should_begin_at_its_time() {
        let beacon = Beacon::quicknet();
        assert_eq!(beacon.time_of(1), Some(1_692_803_367));
        assert_eq!(beacon.round_at(1_692_803_366), 0);
        assert_eq!(beacon.round_at(1_692_803_367), 1);
        assert_eq!(beacon.round_at(1_692_803_369), 1);
        assert_eq!(beacon.round_at(1_692_803_370), 2);
        assert_eq!(beacon.time_of(1_000), Some(1_692_806_364));
    }

    #[test]
    fn round_should_be_none_when_there_is_no_such_time() {
        let beacon = Beacon::quicknet();
        assert_eq!(beacon.time_of(0), None);
        assert_eq!(beacon.time_of(u64::MAX), None);
        assert_eq!(Beacon { period: 0, ..beacon }.round_at(u64::MAX), 0);
        assert_eq!(Beacon { period: 1, genesis: 0, ..beacon }.round_at(u64::MAX), u64::MAX);
    }

    proptest! {
        #[test]
        fn clock_should_invert_itself(round in 1..1u64 << 40, period in 1..1_000u32, genesis: u32) {
            let beacon = Beacon { period, genesis: genesis.into(), ..Beacon::quicknet() };
            let time = beacon.time_of(round).unwrap();
            prop_assert_eq!(beacon.round_at(time), round);
            if let Some(before) = time.checked_sub(1) {
                prop_assert_eq!(beacon.round_at(before), round - 1);
            }
        }
    }
}
