//! What the properties of this crate are tried on: reserves and amounts of every magnitude.

use crate::{Market, Pool};
use myelin_units::{Alpha, PerU16, Tao};
use proptest::prelude::*;

/// A number of any magnitude up to 64 bits, each bit length as likely as the next, and the edges.
pub(crate) fn rao() -> impl Strategy<Value = u64> {
    let any_length = (any::<u64>(), 0..64u32).prop_map(|(number, shift)| number >> shift);
    prop_oneof![8 => any_length, 1 => 0..4u64, 1 => (0..4u64).prop_map(|less| u64::MAX - less)]
}

/// A pool with both reserves of any magnitude, never empty.
pub(crate) fn pool() -> impl Strategy<Value = Pool> {
    let reserve = || rao().prop_map(|rao| rao.max(1));
    (reserve(), reserve()).prop_map(|(tao, alpha)| Pool { tao: Tao::new(tao), alpha: Alpha::new(alpha) })
}

/// No fee, the usual fee, or any; no minimum, or any.
pub(crate) fn market() -> impl Strategy<Value = Market> {
    let fee = prop_oneof![Just(0u16), Just(33), any::<u16>()].prop_map(PerU16::new);
    let least = prop_oneof![2 => Just(0u64), 1 => rao()];
    (fee, least).prop_map(|(fee, min_reserve)| Market { fee, min_reserve })
}

/// A pool of whole coins, as on a live network, where trades neither overflow nor vanish.
pub(crate) fn live_pool() -> impl Strategy<Value = Pool> {
    let reserve = || 1_000_000_000..21_000_000_000_000_000u64;
    (reserve(), reserve()).prop_map(|(tao, alpha)| Pool { tao: Tao::new(tao), alpha: Alpha::new(alpha) })
}
