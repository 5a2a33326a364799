//! Which addresses others can reach.

/// The unspecified address of both families.
const UNSPECIFIED: u128 = 0;
/// 127.0.0.1.
const LOOPBACK_V4: u128 = 0x7f00_0001;
/// ::1.
const LOOPBACK_V6: u128 = 1;

/// Whether `ip_type` names a family of addresses: 4 or 6.
pub const fn is_family(ip_type: u8) -> bool {
    matches!(ip_type, 4 | 6)
}

/// Whether others can reach `ip`: within its family, not the last address of it, not loopback (yuma.md §3.8). The
/// unspecified address is let through: it says that a server is not there any more.
pub const fn is_reachable(ip: u128, ip_type: u8) -> bool {
    match ip_type {
        4 => ip < u32::MAX as u128 && ip != LOOPBACK_V4,
        6 => ip != u128::MAX && ip != LOOPBACK_V6,
        _ => false,
    }
}

/// As [`is_reachable`], and not the unspecified address.
pub const fn is_specific(ip: u128, ip_type: u8) -> bool {
    ip != UNSPECIFIED && is_reachable(ip, ip_type)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn address_should_be_refused_when_it_is_loopback_or_the_last_one() {
        assert!(is_reachable(0x0808_0808, 4));
        assert!(is_reachable(0, 4));
        assert!(is_reachable(u128::from(u32::MAX) - 1, 4));
        assert!(!is_reachable(LOOPBACK_V4, 4));
        assert!(!is_reachable(u128::from(u32::MAX), 4));
        assert!(!is_reachable(u128::from(u32::MAX) + 1, 4));
        assert!(is_reachable(LOOPBACK_V4, 6));
        assert!(is_reachable(u128::MAX - 1, 6));
        assert!(!is_reachable(u128::MAX, 6));
        assert!(!is_reachable(LOOPBACK_V6, 6));
        assert!(!is_reachable(0x0808_0808, 5));
    }

    #[test]
    fn unspecified_address_should_be_reachable_but_not_specific() {
        assert!(is_reachable(0, 6) && !is_specific(0, 6));
        assert!(is_reachable(0, 4) && !is_specific(0, 4));
        assert!(is_specific(2, 4) && is_specific(2, 6));
    }
}
