use myelin_units::Tao;

/// Picoseconds of execution (`ref_time`) that one rao pays for: 0.0005 rao each.
pub const REF_TIME_PER_RAO: u64 = 2_000;

/// Rao for each byte of an encoded transaction.
pub const RAO_PER_BYTE: u64 = 1;

/// The fee of a transaction, without tip: `floor(0.0005 · ref_time) + length` rao (economics.md §5), at
/// most the largest amount. `ref_time` includes the base weight of a transaction.
pub const fn weight_fee(ref_time: u64, length: u32) -> Tao {
    // `length` is 32 bits and the quotient 53: the sum fits.
    Tao::new((ref_time / REF_TIME_PER_RAO) + length as u64 * RAO_PER_BYTE)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fee_should_count_time_and_bytes() {
        assert_eq!(weight_fee(0, 0), Tao::ZERO);
        assert_eq!(weight_fee(1_999, 100), Tao::new(100));
        assert_eq!(weight_fee(1_000_000_000, 328), Tao::new(500_328));
        assert!(weight_fee(u64::MAX, u32::MAX).rao() > u64::from(u32::MAX));
    }
}
