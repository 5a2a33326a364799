use crate::AmountError;
use core::fmt;

/// Smallest units in one TAO, and in one alpha of any subnet.
pub const RAO_PER_TAO: u64 = 1_000_000_000;

/// The most rao there can ever be of TAO, and of each subnet's alpha: 21 million whole ones.
pub const MAX_SUPPLY: u64 = 21_000_000 * RAO_PER_TAO;

macro_rules! amount {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(Copy, Clone, Eq, PartialEq, Ord, PartialOrd, Default, Debug, Hash)]
        #[cfg_attr(
            feature = "scale",
            derive(
                codec::Encode,
                codec::Decode,
                codec::DecodeWithMemTracking,
                codec::MaxEncodedLen,
                codec::CompactAs,
                scale_info::TypeInfo
            )
        )]
        #[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize), serde(transparent))]
        pub struct $name(u64);

        impl $name {
            /// Nothing.
            pub const ZERO: Self = Self(0);
            /// The largest amount that can be written down; far above [`MAX_SUPPLY`].
            pub const MAX: Self = Self(u64::MAX);

            /// An amount of `rao` smallest units.
            pub const fn new(rao: u64) -> Self {
                Self(rao)
            }

            /// The amount in rao.
            pub const fn rao(self) -> u64 {
                self.0
            }

            /// Whether there is nothing.
            pub const fn is_zero(self) -> bool {
                self.0 == 0
            }

            /// `self + other`, or [`AmountError::Overflow`].
            pub const fn checked_add(self, other: Self) -> Result<Self, AmountError> {
                match self.0.checked_add(other.0) {
                    Some(rao) => Ok(Self(rao)),
                    None => Err(AmountError::Overflow {
                        left: self.0 as u128,
                        right: other.0 as u128,
                    }),
                }
            }

            /// `self - other`, or [`AmountError::Underflow`].
            pub const fn checked_sub(self, other: Self) -> Result<Self, AmountError> {
                match self.0.checked_sub(other.0) {
                    Some(rao) => Ok(Self(rao)),
                    None => Err(AmountError::Underflow { from: self.0, taken: other.0 }),
                }
            }

            /// The sum of all, or [`AmountError::Overflow`].
            pub fn checked_sum(amounts: impl IntoIterator<Item = Self>) -> Result<Self, AmountError> {
                amounts.into_iter().try_fold(Self::ZERO, Self::checked_add)
            }
        }

        impl From<u64> for $name {
            fn from(rao: u64) -> Self {
                Self(rao)
            }
        }

        impl From<$name> for u64 {
            fn from(amount: $name) -> Self {
                amount.0
            }
        }

        /// Whole units with all nine decimals, without a symbol: `1.500000000`.
        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                write!(f, "{}.{:09}", self.0 / RAO_PER_TAO, self.0 % RAO_PER_TAO)
            }
        }
    };
}

amount! {
    /// An amount of TAO, in rao.
    Tao
}

amount! {
    /// An amount of one subnet's alpha, in rao of that alpha. Which subnet is known where it is used.
    Alpha
}

#[cfg(test)]
mod tests {
    use super::*;
    use alloc::string::ToString;

    #[test]
    fn amount_should_print_nine_decimals() {
        assert_eq!(Tao::new(1_500_000_000).to_string(), "1.500000000");
        assert_eq!(Alpha::new(7).to_string(), "0.000000007");
        assert_eq!(Tao::MAX.to_string(), "18446744073.709551615");
    }

    #[test]
    fn subtraction_should_name_both_numbers_when_it_goes_below_zero() {
        let refused = Tao::new(3).checked_sub(Tao::new(5));
        assert_eq!(refused, Err(AmountError::Underflow { from: 3, taken: 5 }));
        assert_eq!(Tao::new(5).checked_sub(Tao::new(5)), Ok(Tao::ZERO));
    }

    #[test]
    fn sum_should_fail_when_it_does_not_fit() {
        let sum = Alpha::checked_sum([Alpha::MAX, Alpha::new(1)]);
        assert_eq!(sum, Err(AmountError::Overflow { left: u64::MAX as u128, right: 1 }));
        assert_eq!(Alpha::checked_sum([Alpha::new(2), Alpha::new(40)]), Ok(Alpha::new(42)));
        assert_eq!(Alpha::checked_sum([]), Ok(Alpha::ZERO));
    }
}

#[cfg(all(test, feature = "scale"))]
mod encoding {
    use super::*;
    use crate::{NetUid, PerU16, Price, TaoWeight};
    use codec::{Compact, Decode, Encode, MaxEncodedLen};

    #[test]
    fn quantity_should_be_encoded_as_its_bare_number() {
        assert_eq!(Tao::new(5_000_000_000).encode(), 5_000_000_000u64.encode());
        assert_eq!(Alpha::new(7).encode(), 7u64.encode());
        assert_eq!(NetUid::new(258).encode(), [2, 1]);
        assert_eq!(PerU16::ONE.encode(), [255, 255]);
        assert_eq!(TaoWeight::LIVE.encode(), TaoWeight::LIVE.parts().encode());
        assert_eq!(Price::ONE.encode(), (1u128 << 64).encode());
        assert_eq!(Tao::max_encoded_len(), 8);
        assert_eq!(Tao::decode(&mut &[1, 0, 0, 0, 0, 0, 0, 0][..]), Ok(Tao::new(1)));
    }

    #[test]
    fn quantity_should_be_compact_as_its_bare_number() {
        assert_eq!(Compact(Tao::new(300)).encode(), Compact(300u64).encode());
        assert_eq!(Compact(Alpha::MAX).encode(), Compact(u64::MAX).encode());
        let netuid = Compact::<NetUid>::decode(&mut &[4][..]).map(|netuid| netuid.0);
        assert_eq!(netuid, Ok(NetUid::new(1)));
    }
}

#[cfg(all(test, feature = "serde"))]
mod text {
    use super::*;

    #[test]
    fn amount_should_be_written_as_its_bare_number() {
        assert_eq!(serde_json::to_string(&Tao::new(7)).ok().as_deref(), Some("7"));
        assert_eq!(serde_json::from_str::<Alpha>("9").ok(), Some(Alpha::new(9)));
    }
}
