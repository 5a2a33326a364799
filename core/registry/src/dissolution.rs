//! What a subnet leaves to those who hold its alpha (economics.md §1.7, recommended rule).
//!
//! The pot is the pool's TAO. It is shared by alpha: each holder's, and, as one party more, that of the chain itself,
//! which is the alpha nobody owns and the pool's own reserve. So an alpha is paid `pot / all alpha`, exactly what each
//! would bring if all of it were sold at once: dissolution is never a better way out than the market. What the chain
//! is due ceases to exist.
//!
//! The parts are the whole by largest remainder, of equal remainders the lower account first. A chain cannot look at
//! all holders in one block, so the rule comes in pieces: [`share`] looks at one holder, [`Share::rank`] is a key by
//! which an ordered store puts the largest remainder first, and [`paid`] says what the holder in a place of that
//! order receives. [`settle`] is the same rule at once.

use alloc::vec::Vec;
use myelin_units::{Alpha, AmountError, Tao};

/// One party's exact share of the pot: `floor` and `remainder / all alpha` rao.
#[derive(Copy, Clone, Eq, PartialEq, Debug)]
pub struct Share {
    /// The share rounded down.
    pub floor: Tao,
    /// What was cut off, in parts of a rao over all alpha.
    pub remainder: u128,
}

impl Share {
    /// Bytes that sort as the rule does: the largest remainder first. Of equal ranks the lower account comes first.
    pub const fn rank(&self) -> [u8; 16] {
        // The remainder is below all alpha, which is below 2¹²⁸: nothing saturates.
        u128::MAX.saturating_sub(self.remainder).to_be_bytes()
    }
}

/// The share of `alpha` of a `pot` over `all` alpha.
pub fn share(pot: Tao, alpha: u128, all: u128) -> Result<Share, AmountError> {
    let exact = u128::from(pot.rao())
        .checked_mul(alpha)
        .ok_or(AmountError::Overflow { left: pot.rao().into(), right: alpha })?;
    let floor = exact.checked_div(all).ok_or(AmountError::DivisionByZero)?;
    let floor = u64::try_from(floor).map_err(|_| AmountError::Overflow { left: alpha, right: all })?;
    Ok(Share { floor: Tao::new(floor), remainder: exact.checked_rem(all).unwrap_or(0) })
}

/// What a party receives that has `before` others before it in the order of ranks, where the floors of all parties
/// leave `left` rao of the pot.
pub fn paid(floor: Tao, before: u64, left: u64) -> Result<Tao, AmountError> {
    floor.checked_add(Tao::new(u64::from(before < left)))
}

/// What all alpha is paid per whole alpha, in rao, rounded down; nothing where there is no alpha.
pub fn rao_per_alpha(pot: Tao, all: u128) -> u64 {
    let rao = u128::from(pot.rao()).saturating_mul(myelin_units::RAO_PER_TAO.into());
    rao.checked_div(all).map_or(0, |rao| u64::try_from(rao).unwrap_or(u64::MAX))
}

/// The whole rule at once: what each of `parties` receives of `pot`, by its alpha, in the order given. Each party is
/// named once; nothing where nobody has any alpha.
pub fn settle<Id: Ord + Clone>(
    pot: Tao,
    parties: &[(Id, Alpha)],
) -> Result<Option<Vec<(Id, Tao)>>, AmountError> {
    let all = parties.iter().fold(0u128, |sum, (_, alpha)| sum.saturating_add(alpha.rao().into()));
    if all == 0 {
        return Ok(None);
    }
    let mut ranked = Vec::new();
    let mut left = pot;
    for (place, (id, alpha)) in parties.iter().enumerate() {
        let share = share(pot, alpha.rao().into(), all)?;
        left = left.checked_sub(share.floor)?;
        ranked.push((share.rank(), id.clone(), place, share.floor));
    }
    ranked.sort_unstable();
    let mut payments = Vec::new();
    for (before, (_, id, place, floor)) in (0u64..).zip(ranked) {
        payments.push((place, id, paid(floor, before, left.rao())?));
    }
    payments.sort_unstable_by_key(|(place, _, _)| *place);
    Ok(Some(payments.into_iter().map(|(_, id, tao)| (id, tao)).collect()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use alloc::collections::BTreeMap;
    use myelin_units::split::largest_remainder;
    use proptest::{collection::vec as many, prelude::*};

    fn settled(pot: u64, parties: &[(&'static str, u64)]) -> Vec<(&'static str, u64)> {
        let parties: Vec<_> = parties.iter().map(|(id, alpha)| (*id, Alpha::new(*alpha))).collect();
        let payments = settle(Tao::new(pot), &parties).unwrap().unwrap();
        payments.into_iter().map(|(id, tao)| (id, tao.rao())).collect()
    }

    #[test]
    fn pot_should_be_shared_as_the_vectors_say() {
        assert_eq!(settled(1_000, &[("a", 1), ("b", 1), ("c", 1)]), [("a", 334), ("b", 333), ("c", 333)]);
        assert_eq!(
            settled(1_000_000_000_007, &[("a", 333), ("b", 333), ("c", 334), ("protocol", 1_000)]),
            [
                ("a", 166_500_000_001),
                ("b", 166_500_000_001),
                ("c", 167_000_000_001),
                ("protocol", 500_000_000_004)
            ]
        );
        assert_eq!(settled(5, &[("a", 1_000_000_000_000_000), ("b", 1)]), [("a", 5), ("b", 0)]);
    }

    #[test]
    fn equal_remainders_should_go_to_the_lower_account_whatever_the_order() {
        assert_eq!(settled(1_000, &[("c", 1), ("b", 1), ("a", 1)]), [("c", 333), ("b", 333), ("a", 334)]);
    }

    #[test]
    fn nothing_should_be_settled_when_nobody_has_alpha() {
        assert_eq!(settle::<u8>(Tao::new(5), &[]), Ok(None));
        assert_eq!(settle(Tao::new(5), &[(1u8, Alpha::ZERO)]), Ok(None));
        assert!(share(Tao::new(5), 0, 0).is_err());
        assert_eq!(rao_per_alpha(Tao::new(5), 0), 0);
    }

    #[test]
    fn absurd_amounts_should_be_errors() {
        assert!(share(Tao::MAX, u128::MAX, u128::MAX).is_err());
        assert!(share(Tao::new(2), 1 << 64, 1).is_err());
        assert!(paid(Tao::MAX, 0, 1).is_err());
    }

    /// Settled in pieces through an ordered store, as the chain does it.
    fn settle_in_pieces(pot: Tao, parties: &[(u16, Alpha)]) -> BTreeMap<u16, Tao> {
        let all: u128 = parties.iter().map(|(_, alpha)| u128::from(alpha.rao())).sum();
        let mut store = BTreeMap::new();
        let mut left = pot;
        for (id, alpha) in parties {
            let share = share(pot, alpha.rao().into(), all).unwrap();
            left = left.checked_sub(share.floor).unwrap();
            store.insert((share.rank(), *id), share.floor);
        }
        let payments = (0u64..).zip(store);
        payments.map(|(before, ((_, id), floor))| (id, paid(floor, before, left.rao()).unwrap())).collect()
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(2_000))]
        #[test]
        fn payments_should_be_the_pot_and_the_same_for_every_order_and_in_pieces(
            pot in prop_oneof![0..50u64, 0..21_000_000_000_000_000u64],
            holders in prop::collection::btree_map(any::<u16>(), prop_oneof![0..5u64, 0..21_000_000_000_000_000u64], 1..40),
            turn in any::<prop::sample::Index>(),
        ) {
            let parties: Vec<(u16, Alpha)> = holders.iter().map(|(id, alpha)| (*id, Alpha::new(*alpha))).collect();
            let pot = Tao::new(pot);
            let Some(payments) = settle(pot, &parties)? else {
                prop_assert!(holders.values().all(|alpha| *alpha == 0));
                return Ok(());
            };
            let by_id: BTreeMap<u16, Tao> = payments.iter().copied().collect();
            prop_assert_eq!(Tao::checked_sum(by_id.values().copied())?, pot);
            let mut turned = parties.clone();
            turned.rotate_left(turn.index(parties.len()));
            let again: BTreeMap<u16, Tao> = settle(pot, &turned)?.unwrap_or_default().into_iter().collect();
            prop_assert_eq!(&by_id, &again);
            prop_assert_eq!(&by_id, &settle_in_pieces(pot, &turned));
            // The split that the rest of the chain uses says the same of accounts in their order.
            let weights: Vec<u128> = holders.values().map(|alpha| u128::from(*alpha)).collect();
            let expected = largest_remainder(pot.rao(), &weights).unwrap_or_default();
            prop_assert_eq!(by_id.values().map(|tao| tao.rao()).collect::<Vec<_>>(), expected);
        }

        #[test]
        fn nobody_should_be_paid_more_than_by_selling_everything_at_once(
            reserves in (1_000_000..1u64 << 54, 1_000_000..1u64 << 54),
            holders in many(1..1u64 << 40, 1..20),
        ) {
            // Selling all that is held brings floor(T·H / (A + H)) by the constant product.
            let (tao, alpha) = reserves;
            let held: u64 = holders.iter().sum();
            let sale = u128::from(tao) * u128::from(held) / (u128::from(alpha) + u128::from(held));
            let mut parties: Vec<(usize, Alpha)> = holders.iter().copied().map(Alpha::new).enumerate().collect();
            parties.push((usize::MAX, Alpha::new(alpha)));
            let payments = settle(Tao::new(tao), &parties)?.unwrap_or_default();
            let paid: u128 = payments.iter().take(holders.len()).map(|(_, tao)| u128::from(tao.rao())).sum();
            prop_assert!(paid <= sale + holders.len() as u128);
            prop_assert!(paid + holders.len() as u128 >= sale);
        }

        #[test]
        fn share_should_hold_for_any_numbers(pot: u64, alpha: u128, all: u128) {
            if let Ok(share) = share(Tao::new(pot), alpha, all) {
                prop_assert!(share.remainder < all);
                prop_assert_eq!(
                    u128::from(share.floor.rao()) * all + share.remainder,
                    u128::from(pot) * alpha
                );
            }
            rao_per_alpha(Tao::new(pot), all);
        }
    }
}
