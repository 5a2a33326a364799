//! What goes into a crowdloan, and what comes back.

use core::fmt;
use myelin_units::Tao;

/// What a crowdloan says of contributions, and how far it has come. All in rao.
#[derive(Copy, Clone, Debug, Eq, PartialEq)]
pub struct Terms {
    /// The least that may be offered at once.
    pub minimum: Tao,
    /// The most that one person may give in all; nothing where there is no limit.
    pub most: Option<Tao>,
    /// What is to be raised.
    pub cap: Tao,
    /// What has been raised.
    pub raised: Tao,
}

/// Why an offer is not accepted.
#[derive(Copy, Clone, Debug, Eq, PartialEq)]
pub enum Refusal {
    /// All that was asked for has been raised.
    CapRaised {
        /// What was asked for.
        cap: Tao,
    },
    /// The offer is below the minimum.
    BelowMinimum {
        /// What was offered.
        offer: Tao,
        /// The least that may be.
        minimum: Tao,
    },
    /// The person has given all that one may give.
    PersonFull {
        /// What the person has given.
        given: Tao,
        /// The most that one may give.
        most: Tao,
    },
}

impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::CapRaised { cap } => write!(f, "all of {} rao has been raised", cap.rao()),
            Self::BelowMinimum { offer, minimum } => {
                write!(f, "{} rao is below the minimum of {} rao", offer.rao(), minimum.rao())
            }
            Self::PersonFull { given, most } => {
                write!(f, "{} rao given of at most {} rao", given.rao(), most.rao())
            }
        }
    }
}

impl core::error::Error for Refusal {}

/// How much of `offer` a crowdloan takes from someone who has given `given` so far: what is left to raise, and what is
/// left for one person, at most. The last piece may be below the minimum, an offer may not.
pub fn accepted(offer: Tao, given: Tao, terms: &Terms) -> Result<Tao, Refusal> {
    let left = terms.cap.checked_sub(terms.raised).unwrap_or(Tao::ZERO);
    if left.is_zero() {
        return Err(Refusal::CapRaised { cap: terms.cap });
    }
    if offer < terms.minimum || offer.is_zero() {
        return Err(Refusal::BelowMinimum { offer, minimum: terms.minimum });
    }
    let Some(most) = terms.most else { return Ok(offer.min(left)) };
    match most.checked_sub(given) {
        Ok(room) if !room.is_zero() => Ok(offer.min(left).min(room)),
        _ => Err(Refusal::PersonFull { given, most }),
    }
}

/// What someone who gave `given` may take back while `locked` of it must stay: the creator's deposit, or nothing.
pub fn withdrawable(given: Tao, locked: Tao) -> Tao {
    given.checked_sub(locked).unwrap_or(Tao::ZERO)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const TERMS: Terms =
        Terms { minimum: Tao::new(10), most: Some(Tao::new(50)), cap: Tao::new(100), raised: Tao::new(60) };

    #[test]
    fn offer_should_be_taken_whole_when_there_is_room() {
        assert_eq!(accepted(Tao::new(10), Tao::ZERO, &TERMS), Ok(Tao::new(10)));
    }

    #[test]
    fn offer_should_be_cut_to_what_is_left_of_the_cap_or_of_the_person() {
        assert_eq!(accepted(Tao::new(45), Tao::ZERO, &TERMS), Ok(Tao::new(40)));
        assert_eq!(accepted(Tao::new(45), Tao::new(43), &TERMS), Ok(Tao::new(7)));
        let near = Terms { raised: Tao::new(99), ..TERMS };
        assert_eq!(accepted(Tao::new(10), Tao::ZERO, &near), Ok(Tao::new(1)));
    }

    #[test]
    fn offer_should_be_refused_when_too_small_or_when_nothing_is_left() {
        let (nine, none) = (Tao::new(9), Tao::ZERO);
        assert_eq!(
            accepted(nine, none, &TERMS),
            Err(Refusal::BelowMinimum { offer: nine, minimum: TERMS.minimum })
        );
        let full = Terms { raised: TERMS.cap, ..TERMS };
        assert_eq!(accepted(Tao::new(10), none, &full), Err(Refusal::CapRaised { cap: TERMS.cap }));
        let (fifty, sixty) = (Tao::new(50), Tao::new(60));
        for given in [fifty, sixty] {
            assert_eq!(
                accepted(Tao::new(10), given, &TERMS),
                Err(Refusal::PersonFull { given, most: fifty })
            );
        }
    }

    #[test]
    fn withdrawal_should_leave_what_is_locked() {
        assert_eq!(withdrawable(Tao::new(12), Tao::new(10)), Tao::new(2));
        assert_eq!(withdrawable(Tao::new(10), Tao::new(10)), Tao::ZERO);
        assert_eq!(withdrawable(Tao::new(9), Tao::new(10)), Tao::ZERO);
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(2_000))]
        #[test]
        fn acceptance_should_pass_no_limit_and_never_be_nothing(
            offer: u64, given: u64, minimum: u64, most: Option<u64>, cap: u64, raised: u64,
        ) {
            let terms = Terms {
                minimum: Tao::new(minimum),
                most: most.map(Tao::new),
                cap: Tao::new(cap),
                raised: Tao::new(raised),
            };
            if let Ok(taken) = accepted(Tao::new(offer), Tao::new(given), &terms) {
                prop_assert!(taken.rao() > 0 && taken.rao() <= offer && offer >= minimum);
                prop_assert!(u128::from(taken.rao()) + u128::from(raised) <= u128::from(cap));
                let held = u128::from(taken.rao()) + u128::from(given);
                prop_assert!(most.is_none_or(|most| held <= u128::from(most)));
            }
        }
    }
}
