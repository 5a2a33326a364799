//! Parents and children: a hotkey that lends its weight to another shares what the other earns with it
//! (economics §4.4, §4.6, §4.7).

use crate::{stake_weight, Points, StakeWeight};
use alloc::{vec, vec::Vec};
use myelin_units::{ratio, Alpha, AmountError, PerU16, TaoWeight};

/// What stands behind a hotkey on a subnet.
#[derive(Copy, Clone, Eq, PartialEq, Default, Debug)]
pub struct Backing {
    /// Alpha of the subnet, in rao.
    pub alpha: Alpha,
    /// Stake at root, in rao.
    pub root: Alpha,
}

impl Backing {
    /// The part of both that a proportion over 2⁶⁴ − 1 names, floored.
    pub const fn part_floor(self, proportion: u64) -> Self {
        Self { alpha: part_floor(self.alpha, proportion), root: part_floor(self.root, proportion) }
    }

    /// `alpha + w · root`.
    pub const fn weight(self, weight: TaoWeight) -> StakeWeight {
        stake_weight(self.alpha, self.root, weight)
    }

    /// Both less what is given, and what is received added. Parts that were lent by [`Backing::part_floor`] sum to
    /// no more than there is, so nothing saturates on a chain whose books close.
    fn less(self, given: Self) -> Self {
        Self { alpha: less(self.alpha, given.alpha), root: less(self.root, given.root) }
    }

    fn more(self, received: Self) -> Self {
        Self { alpha: more(self.alpha, received.alpha), root: more(self.root, received.root) }
    }
}

/// What a hotkey votes with: its own less what it lends to its children, and what its parents lend it.
///
/// `given` are its own proportions over 2⁶⁴ − 1, which sum to no more than the whole; `received` are its parents'
/// parts, each the parent's [`Backing::part_floor`]. Lending and borrowing therefore move stake and make none.
pub fn inherit(own: Backing, given: &[u64], received: impl IntoIterator<Item = Backing>) -> Backing {
    let kept = given.iter().fold(own, |left, proportion| left.less(own.part_floor(*proportion)));
    received.into_iter().fold(kept, Backing::more)
}

/// Points of a dividend: those that alpha earned and those that root stake earned. They are counted in any unit, the
/// same for all; pots are shared by them.
#[derive(Copy, Clone, Eq, PartialEq, Default, Debug)]
pub struct Earned {
    /// By alpha.
    pub alpha: u128,
    /// By root stake.
    pub root: u128,
}

/// What a parent lends to the child whose dividend is split.
#[derive(Copy, Clone, Eq, PartialEq, Default, Debug)]
pub struct Loan {
    /// What it lends.
    pub backing: Backing,
    /// What the child keeps of the parent's part; zero where both belong to one coldkey.
    pub take: PerU16,
    /// What is taken out of the parent's part and destroyed, over 2⁶⁴ − 1; zero likewise.
    pub burn: u64,
}

/// What one parent has of the child's dividend.
#[derive(Copy, Clone, Eq, PartialEq, Default, Debug)]
pub struct ParentShare {
    /// What is paid to it, before the burn.
    pub earned: Earned,
    /// How much of that is destroyed instead.
    pub burned: Earned,
}

/// A dividend between a child and its parents.
#[must_use]
#[derive(Clone, Eq, PartialEq, Default, Debug)]
pub struct FamilyShare {
    /// The child's: its own part, its takes, and what rounding leaves.
    pub child: Earned,
    /// The parents', in the order of their loans.
    pub parents: Vec<ParentShare>,
}

/// Splits the dividend of a hotkey that votes with `whole`, of which `loans` are its parents'.
///
/// The dividend is divided between alpha and root as `alpha` is to `w · root` in `whole` (without any stake it counts as
/// alpha), and each side among the lenders as they lent it, floored; from a parent's part the take and then the burn are
/// taken, floored; all that remains is the child's. The parts sum to `dividend · 2⁶⁴` exactly (economics §4.7,
/// recommended rule). Dividing each side apart matters: a child that owns nothing must not have, for a point of
/// rounding, the whole pot of those who stake alpha.
pub fn split_dividend(
    dividend: u64,
    whole: Backing,
    loans: &[Loan],
    weight: TaoWeight,
) -> Result<FamilyShare, AmountError> {
    let mut child = earned(dividend, whole, weight)?;
    let all = child;
    let mut parents = Vec::with_capacity(loans.len());
    for loan in loans {
        let alpha = side(all.alpha, loan.backing.alpha, whole.alpha, loan)?;
        let root = side(all.root, loan.backing.root, whole.root, loan)?;
        child.alpha = keep(child.alpha, alpha.0)?;
        child.root = keep(child.root, root.0)?;
        parents.push(ParentShare {
            earned: Earned { alpha: alpha.0, root: root.0 },
            burned: Earned { alpha: alpha.1, root: root.1 },
        });
    }
    Ok(FamilyShare { child, parents })
}

/// A neuron of an epoch, and who lends to it.
#[derive(Clone, Eq, PartialEq, Default, Debug)]
pub struct Member {
    /// Share of the incentive, in 2⁻³².
    pub incentive: u64,
    /// Share of the dividends, in 2⁻³².
    pub dividend: u64,
    /// What it votes with, loans included.
    pub whole: Backing,
    /// Its parents' loans, each with the parent's place among the recipients.
    pub loans: Vec<(usize, Loan)>,
}

/// What each of an epoch's recipients has earned: the members first, in their order, then parents that have no uid, up
/// to `recipients` in all. Whose place is not among them earns nothing, so the caller counts right.
pub fn family_points(
    members: &[Member],
    recipients: usize,
    weight: TaoWeight,
) -> Result<Vec<Points>, AmountError> {
    let mut points = vec![Points::default(); recipients.max(members.len())];
    for (uid, member) in members.iter().enumerate() {
        let loans: Vec<Loan> = member.loans.iter().map(|(_, loan)| *loan).collect();
        let shares = split_dividend(member.dividend, member.whole, &loans, weight)?;
        if let Some(own) = points.get_mut(uid) {
            own.incentive = member.incentive;
            own.dividend.add(shares.child)?;
        }
        for ((place, _), share) in member.loans.iter().zip(shares.parents) {
            if let Some(parent) = points.get_mut(*place) {
                parent.dividend.add(share.earned)?;
                parent.burned.add(share.burned)?;
            }
        }
    }
    Ok(points)
}

impl Earned {
    fn add(&mut self, more: Self) -> Result<(), AmountError> {
        self.alpha = sum(self.alpha, more.alpha)?;
        self.root = sum(self.root, more.root)?;
        Ok(())
    }
}

fn sum(left: u128, right: u128) -> Result<u128, AmountError> {
    left.checked_add(right).ok_or(AmountError::Overflow { left, right })
}

/// A dividend as points of alpha and of root stake, in 2⁻⁶⁴ of its unit; they sum to it exactly.
pub(crate) fn earned(dividend: u64, whole: Backing, weight: TaoWeight) -> Result<Earned, AmountError> {
    let points = u128::from(dividend) << 64;
    let root = Backing { alpha: Alpha::ZERO, ..whole }.weight(weight).bits();
    if root == 0 {
        return Ok(Earned { alpha: points, root: 0 });
    }
    let root = ratio::wide_mul_div_floor(points, root, whole.weight(weight).bits())?;
    // Root's part is of the points, so nothing saturates.
    Ok(Earned { alpha: points.saturating_sub(root), root })
}

/// A parent's part of one side, less the child's take, and how much of the rest is burned.
fn side(points: u128, lent: Alpha, whole: Alpha, loan: &Loan) -> Result<(u128, u128), AmountError> {
    if lent.is_zero() || whole.is_zero() {
        return Ok((0, 0));
    }
    let part = ratio::wide_mul_div_floor(points, lent.rao().into(), whole.rao().into())?;
    let take = ratio::wide_mul_div_floor(part, loan.take.parts().into(), PerU16::ONE.parts().into())?;
    let burned = ratio::wide_mul_div_floor(part, loan.burn.into(), u64::MAX.into())?;
    let rest = part.saturating_sub(take);
    Ok((rest, burned.min(rest)))
}

/// What is left of the child's points; fails where loans are more than the whole.
fn keep(points: u128, given: u128) -> Result<u128, AmountError> {
    points.checked_sub(given).ok_or(AmountError::Overflow { left: points, right: given })
}

const fn part_floor(amount: Alpha, proportion: u64) -> Alpha {
    // At most the amount, since no proportion is above 2⁶⁴ − 1.
    Alpha::new((amount.rao() as u128 * proportion as u128 / u64::MAX as u128) as u64)
}

const fn less(amount: Alpha, given: Alpha) -> Alpha {
    Alpha::new(amount.rao().saturating_sub(given.rao()))
}

const fn more(amount: Alpha, received: Alpha) -> Alpha {
    Alpha::new(amount.rao().saturating_add(received.rao()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::{collection::vec as many, prelude::*};

    fn backing(alpha: u64, root: u64) -> Backing {
        Backing { alpha: Alpha::new(alpha), root: Alpha::new(root) }
    }

    const HALF: u64 = u64::MAX / 2;
    const TAKE: PerU16 = PerU16::new(11_796);

    #[test]
    fn parent_should_lend_what_the_child_receives() {
        let parent = backing(1_001, 77);
        assert_eq!(inherit(parent, &[HALF], []), backing(501, 39));
        assert_eq!(inherit(backing(5, 0), &[], [parent.part_floor(HALF)]), backing(505, 38));
        assert_eq!(inherit(parent, &[u64::MAX], []), Backing::default());
    }

    /// The case of the vectors `childsplit-*`: a child with 300 alpha, a parent that lends half of 1,000 alpha and one
    /// that lends 1,000 TAO at root, in rao of a dividend of 10⁹.
    fn split(take: PerU16, burn: u64) -> FamilyShare {
        let lent = [backing(1_000_000_000_000, 0).part_floor(HALF), backing(0, 1_000_000_000_000)];
        let whole = inherit(backing(300_000_000_000, 0), &[], lent);
        let loans = lent.map(|backing| Loan { backing, take, burn });
        split_dividend(1_000_000_000, whole, &loans, TaoWeight::LIVE).unwrap()
    }

    fn rao(earned: Earned) -> (u64, u64) {
        ((earned.alpha >> 64) as u64, (earned.root >> 64) as u64)
    }

    #[test]
    fn dividend_should_be_shared_as_stake_was_lent() {
        let shares = split(PerU16::ZERO, 0);
        assert_eq!(rao(shares.parents[0].earned), (510_204_081, 0));
        assert_eq!(rao(shares.parents[1].earned), (0, 183_673_469));
        assert_eq!(rao(shares.child), (306_122_449, 0));
    }

    #[test]
    fn child_should_keep_its_take_of_the_parents_parts() {
        let shares = split(TAKE, 0);
        assert_eq!(rao(shares.parents[0].earned), (418_369_682, 0));
        assert_eq!(rao(shares.parents[1].earned), (0, 150_613_085));
        assert_eq!((shares.child.alpha + shares.child.root) >> 64, 431_017_231);
    }

    #[test]
    fn burn_should_come_out_of_what_the_parent_has_left() {
        let shares = split(TAKE, u64::MAX);
        assert_eq!(shares.parents[0].burned, shares.parents[0].earned);
        assert_eq!(rao(split(PerU16::ZERO, HALF).parents[0].burned), (255_102_040, 0));
    }

    #[test]
    fn child_without_stake_should_have_no_points_of_alpha() {
        let lent = backing(0, 3);
        let loans = [Loan { backing: lent, ..Loan::default() }];
        let shares = split_dividend(7, lent, &loans, TaoWeight::LIVE).unwrap();
        assert_eq!(shares.child, Earned::default());
        assert_eq!(shares.parents[0].earned, Earned { alpha: 0, root: 7 << 64 });
    }

    #[test]
    fn loans_should_be_refused_when_they_are_more_than_the_whole() {
        let loans = vec![Loan { backing: backing(10, 0), ..Loan::default() }; 2];
        assert!(split_dividend(7, backing(10, 0), &loans, TaoWeight::LIVE).is_err());
    }

    #[test]
    fn pots_should_be_paid_to_parents_with_a_uid_and_without() {
        // Uid 0 lends all its alpha to uid 1, and so does a parent without a uid; uid 1 has none of its own.
        let lent = [backing(300, 0), backing(100, 0)];
        let loan = |place: usize| (place, Loan { backing: lent[place / 2], take: TAKE, burn: 0 });
        let child = Member {
            dividend: 1 << 32,
            whole: backing(400, 0),
            loans: vec![loan(0), loan(2)],
            ..Member::default()
        };
        let parent = Member { incentive: 1 << 32, ..Member::default() };
        let points = family_points(&[parent, child], 3, TaoWeight::LIVE).unwrap();
        let pots =
            crate::Pots { server: Alpha::new(10), validator: Alpha::new(65_535 * 4), root: Alpha::ZERO };
        let payout = crate::share_points(pots, &points).unwrap();
        let rao = |amounts: &[Alpha]| amounts.iter().map(|amount| amount.rao()).collect::<Vec<_>>();
        assert_eq!(rao(&payout.validators), [3 * (65_535 - 11_796), 4 * 11_796, 65_535 - 11_796]);
        assert_eq!(rao(&payout.miners), [10, 0, 0]);
    }

    fn amount() -> impl Strategy<Value = u64> {
        prop_oneof![Just(0u64), 1..1_000u64, 0..=21_000_000_000_000_000u64]
    }

    /// Proportions that sum to no more than the whole.
    fn proportions() -> impl Strategy<Value = Vec<u64>> {
        many(any::<u64>(), 0..5).prop_map(|parts| {
            let mut left = u64::MAX;
            let part = |part: u64| {
                let part = part.min(left);
                left -= part;
                part
            };
            parts.into_iter().map(part).collect()
        })
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(2_000))]
        #[test]
        fn lending_should_move_stake_and_make_none(
            (alpha, root) in (amount(), amount()),
            given in proportions(),
        ) {
            let own = backing(alpha, root);
            let left = inherit(own, &given, []);
            let children = given.iter().map(|part| inherit(Backing::default(), &[], [own.part_floor(*part)]));
            let all = children.fold(left, Backing::more);
            prop_assert_eq!(all, own);
        }

        #[test]
        fn family_should_have_the_whole_dividend(
            dividend: u64,
            own in (amount(), amount()),
            lenders in many((amount(), amount(), any::<u64>(), any::<u16>(), any::<u64>()), 0..6),
            weight: u64,
        ) {
            let loan = |(alpha, root, part, take, burn): (u64, u64, u64, u16, u64)| {
                let backing = backing(alpha, root).part_floor(part);
                Loan { backing, take: PerU16::new(take), burn }
            };
            let loans: Vec<Loan> = lenders.into_iter().map(loan).collect();
            let whole = inherit(backing(own.0, own.1), &[], loans.iter().map(|loan| loan.backing));
            let shares = split_dividend(dividend, whole, &loans, TaoWeight::new(weight))?;
            let mut sum = shares.child.alpha + shares.child.root;
            for parent in &shares.parents {
                sum += parent.earned.alpha + parent.earned.root;
                prop_assert!(parent.burned.alpha <= parent.earned.alpha);
                prop_assert!(parent.burned.root <= parent.earned.root);
            }
            prop_assert_eq!(sum, u128::from(dividend) << 64);
        }
    }
}
