//! What is held of an account's TAO while it has proxies, or announcements.

use crate::amount::Amount;

/// Rao for having any, and for each.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Tariff {
    base: u64,
    each: u64,
}

/// Of proxies (wire: `Proxy.ProxyDepositBase`, `Proxy.ProxyDepositFactor`).
pub(super) const PROXIES: Tariff = Tariff { base: 60_000_000, each: 33_000_000 };
/// Of announcements (wire: `Proxy.AnnouncementDepositBase`, `Proxy.AnnouncementDepositFactor`).
pub(super) const ANNOUNCEMENTS: Tariff = Tariff { base: 36_000_000, each: 68_000_000 };

impl Tariff {
    fn of(self, count: u64) -> u64 {
        match count {
            0 => 0,
            _ => self.base.saturating_add(self.each.saturating_mul(count)),
        }
    }

    /// What one more costs, in words; `held` for `count` of them now. Chains with another tariff are not foretold.
    pub(super) fn one_more(self, count: usize, held: u64) -> String {
        let count = u64::try_from(count).unwrap_or(u64::MAX);
        let after = self.of(count.saturating_add(1));
        match self.of(count) == held {
            true => format!("{} are held as a deposit, until it is removed", tao(after.saturating_sub(held))),
            false => "a deposit is held until it is removed".into(),
        }
    }

    /// What one fewer gives back, in words.
    pub(super) fn one_fewer(self, count: usize, held: u64) -> String {
        let count = u64::try_from(count).unwrap_or(u64::MAX);
        let after = self.of(count.saturating_sub(1));
        match self.of(count) == held {
            true => format!("its deposit is free again: {}", tao(held.saturating_sub(after))),
            false => "its deposit is free again".into(),
        }
    }
}

fn tao(rao: u64) -> Amount {
    Amount::tao(rao.into())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn deposit_should_be_told_when_one_comes_or_goes() {
        assert!(PROXIES.one_more(0, 0).starts_with("0.093 TAO are held"));
        assert!(PROXIES.one_more(1, 93_000_000).starts_with("0.033 TAO are held"));
        assert!(PROXIES.one_fewer(2, 126_000_000).ends_with("0.033 TAO"));
        assert!(ANNOUNCEMENTS.one_fewer(1, 104_000_000).ends_with("0.104 TAO"));
    }

    #[test]
    fn deposit_should_be_told_without_a_number_when_the_chain_has_another_tariff() {
        assert_eq!(PROXIES.one_more(1, 1_000), "a deposit is held until it is removed");
        assert_eq!(PROXIES.one_fewer(1, 1_000), "its deposit is free again");
    }
}
