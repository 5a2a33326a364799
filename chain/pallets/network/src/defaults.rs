//! Values that storage answers with where nothing was written; clients read them from the metadata.

use crate::{Config, DefaultDelegateTake};
use alloc::vec::Vec;
use codec::Decode;
use core::marker::PhantomData;
use frame_support::traits::Get;
use myelin_units::{PerU16, Tao};
use myelin_views::fixed::{FixedI128, FixedU128};

/// An amount of TAO, in rao.
pub struct ConstTao<const RAO: u64>;
impl<const RAO: u64> Get<Tao> for ConstTao<RAO> {
    fn get() -> Tao {
        Tao::new(RAO)
    }
}

/// A fraction in 65535ths.
pub struct ConstPerU16<const PARTS: u16>;
impl<const PARTS: u16> Get<PerU16> for ConstPerU16<PARTS> {
    fn get() -> PerU16 {
        PerU16::new(PARTS)
    }
}

/// An unsigned fixed-point number by its bits.
pub struct ConstFixed<const BITS: u128>;
impl<const BITS: u128> Get<FixedU128> for ConstFixed<BITS> {
    fn get() -> FixedU128 {
        FixedU128 { bits: BITS }
    }
}

/// A signed fixed-point number by its bits.
pub struct ConstFixedSigned<const BITS: i128>;
impl<const BITS: i128> Get<FixedI128> for ConstFixedSigned<BITS> {
    fn get() -> FixedI128 {
        FixedI128 { bits: BITS }
    }
}

/// The account of 32 zero bytes, which nobody has the key of.
pub struct DefaultAccount<T>(PhantomData<T>);
impl<T: Config> Get<T::AccountId> for DefaultAccount<T> {
    // Account ids of every width decode from zeros; the wire fixes this default.
    #[allow(clippy::expect_used)]
    fn get() -> T::AccountId {
        T::AccountId::decode(&mut sp_runtime::traits::TrailingZeroInput::zeroes())
            .expect("account ids decode from zeros")
    }
}

/// The take of a hotkey that has not chosen one.
pub struct DefaultTake<T>(PhantomData<T>);
impl<T: Config> Get<PerU16> for DefaultTake<T> {
    fn get() -> PerU16 {
        DefaultDelegateTake::<T>::get()
    }
}

/// 0.7 and 0.9 of 65535.
pub struct DefaultAlphaValues;
impl Get<(u16, u16)> for DefaultAlphaValues {
    fn get() -> (u16, u16) {
        (45_875, 58_982)
    }
}

/// The mathematical tau, U+1D70F, as the wire has it.
pub struct DefaultSymbol;
impl Get<Vec<u8>> for DefaultSymbol {
    fn get() -> Vec<u8> {
        "𝜏".as_bytes().to_vec()
    }
}
