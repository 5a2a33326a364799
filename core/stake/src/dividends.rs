use crate::{children::earned, Backing, Earned};
use alloc::{vec, vec::Vec};
use myelin_units::{ratio, split, Alpha, AmountError, TaoWeight};

/// What a subnet has gathered for its neurons since its last epoch.
#[derive(Copy, Clone, Eq, PartialEq, Default, Debug)]
pub struct Pots {
    /// For incentives.
    pub server: Alpha,
    /// For the dividends of alpha stake.
    pub validator: Alpha,
    /// For the dividends of root stake; paid as TAO once it is sold.
    pub root: Alpha,
}

impl Pots {
    /// Nothing in any of them.
    pub const EMPTY: Self = Self { server: Alpha::ZERO, validator: Alpha::ZERO, root: Alpha::ZERO };

    /// All three together.
    pub fn total(&self) -> Result<Alpha, AmountError> {
        Alpha::checked_sum([self.server, self.validator, self.root])
    }
}

/// What one neuron may claim of an epoch. Its index is its uid.
#[derive(Copy, Clone, Eq, PartialEq, Default, Debug)]
pub struct Claim {
    /// Share of the incentive, in 2⁻³².
    pub incentive: u64,
    /// Share of the dividends, in 2⁻³².
    pub dividend: u64,
    /// The hotkey's own alpha stake on the subnet, in rao.
    pub alpha: Alpha,
    /// The hotkey's own stake on root, in rao.
    pub root: Alpha,
}

/// Who receives what; the index is the uid. With `burned` and `carried`, the parts sum to the pots.
#[must_use]
#[derive(Clone, Eq, PartialEq, Default, Debug)]
pub struct Payout {
    /// Incentive.
    pub miners: Vec<Alpha>,
    /// Dividend of the alpha staked on the hotkey, its take included.
    pub validators: Vec<Alpha>,
    /// Dividend of the root stake on the hotkey, its take included, in alpha that is yet to be sold.
    pub root: Vec<Alpha>,
    /// What is taken from parents' dividends and destroyed.
    pub burned: Alpha,
    /// What nobody could claim and the next epoch adds to its own pots.
    pub carried: Pots,
}

/// What one recipient has earned in an epoch: each pot is shared by its own points, whose unit is the same for all.
#[derive(Copy, Clone, Eq, PartialEq, Default, Debug)]
pub struct Points {
    /// Of the incentive.
    pub incentive: u64,
    /// Of the dividends, by alpha and by root stake.
    pub dividend: Earned,
    /// How much of those is destroyed instead of paid.
    pub burned: Earned,
}

impl Claim {
    /// The dividend divided as `w · root` is to `alpha` in the hotkey's own stake. Without any stake of its own it
    /// counts as alpha.
    fn points(&self, weight: TaoWeight) -> Result<Points, AmountError> {
        let own = Backing { alpha: self.alpha, root: self.root };
        let dividend = earned(self.dividend, own, weight)?;
        Ok(Points { incentive: self.incentive, dividend, burned: Earned::default() })
    }
}

/// [`share_points`] among hotkeys that have neither parents nor children.
pub fn share_pots(pots: Pots, claims: &[Claim], weight: TaoWeight) -> Result<Payout, AmountError> {
    let points: Result<Vec<Points>, AmountError> = claims.iter().map(|claim| claim.points(weight)).collect();
    share_points(pots, &points?)
}

/// Shares the pots of an epoch: the server pot by incentive, the validator pot by what alpha earned, the root pot by
/// what root stake earned. Each pot is paid out whole, by largest remainder, the lower index first (economics.md §2.7,
/// recommended rule).
///
/// A pot that nobody can claim joins another: without incentive the server pot joins the validators;
/// without alpha stake the validator pot joins root, without root stake the root pot joins the validators,
/// without either both join the servers; and if nobody has anything to claim all is carried.
pub fn share_points(pots: Pots, points: &[Points]) -> Result<Payout, AmountError> {
    let by = |of: fn(&Points) -> u128| points.iter().map(of).collect::<Vec<u128>>();
    let incentives = by(|points| points.incentive.into());
    let alpha_points = by(|points| points.dividend.alpha);
    let root_points = by(|points| points.dividend.root);
    let claimed = |points: &[u128]| points.iter().any(|point| *point > 0);
    let any = (claimed(&incentives), claimed(&alpha_points), claimed(&root_points));
    let (payable, carried) = redirect(pots, any)?;
    let mut payout = Payout {
        miners: share(payable.server, &incentives),
        validators: share(payable.validator, &alpha_points),
        root: share(payable.root, &root_points),
        burned: Alpha::ZERO,
        carried,
    };
    for (points, (alpha, root)) in points.iter().zip(payout.validators.iter_mut().zip(payout.root.iter_mut()))
    {
        let burned = burn(alpha, points.burned.alpha, points.dividend.alpha)?;
        payout.burned = payout.burned.checked_add(burned)?;
        let burned = burn(root, points.burned.root, points.dividend.root)?;
        payout.burned = payout.burned.checked_add(burned)?;
    }
    Ok(payout)
}

/// Takes `part` of `whole` points out of an amount, floored, and returns it.
fn burn(amount: &mut Alpha, part: u128, whole: u128) -> Result<Alpha, AmountError> {
    if part == 0 || whole == 0 {
        return Ok(Alpha::ZERO);
    }
    let burned = ratio::wide_mul_div_floor(amount.rao().into(), part.min(whole), whole)?;
    // No more than the amount, so it fits.
    let burned = Alpha::new(burned as u64);
    *amount = amount.checked_sub(burned)?;
    Ok(burned)
}

impl Payout {
    /// What is paid by this and by another, recipient by recipient: mechanisms pay the same neurons.
    pub fn with(mut self, other: &Self) -> Result<Self, AmountError> {
        add(&mut self.miners, &other.miners)?;
        add(&mut self.validators, &other.validators)?;
        add(&mut self.root, &other.root)?;
        self.burned = self.burned.checked_add(other.burned)?;
        self.carried = Pots {
            server: self.carried.server.checked_add(other.carried.server)?,
            validator: self.carried.validator.checked_add(other.carried.validator)?,
            root: self.carried.root.checked_add(other.carried.root)?,
        };
        Ok(self)
    }
}

/// Adds amounts place by place; the longer list decides how many there are.
fn add(sums: &mut Vec<Alpha>, amounts: &[Alpha]) -> Result<(), AmountError> {
    if sums.len() < amounts.len() {
        sums.resize(amounts.len(), Alpha::ZERO);
    }
    for (sum, amount) in sums.iter_mut().zip(amounts) {
        *sum = sum.checked_add(*amount)?;
    }
    Ok(())
}

/// Moves each pot to where somebody can claim it: what is paid, and what is carried.
/// `any` says whether there is an incentive, an alpha dividend, a root dividend.
fn redirect(pots: Pots, any: (bool, bool, bool)) -> Result<(Pots, Pots), AmountError> {
    let mut paid = pots;
    let (incentive, alpha, root) = any;
    if any == (false, false, false) {
        return Ok((Pots::EMPTY, pots));
    }
    if !incentive {
        paid.validator = paid.validator.checked_add(paid.server)?;
        paid.server = Alpha::ZERO;
    }
    match (alpha, root) {
        (true, true) => {}
        (true, false) => {
            paid.validator = paid.validator.checked_add(paid.root)?;
            paid.root = Alpha::ZERO;
        }
        (false, true) => {
            paid.root = paid.root.checked_add(paid.validator)?;
            paid.validator = Alpha::ZERO;
        }
        (false, false) => paid = Pots { server: paid.total()?, ..Pots::EMPTY },
    }
    Ok((paid, Pots::EMPTY))
}

/// The pot by largest remainder. Nobody to claim it means that [`redirect`] has emptied it.
fn share(pot: Alpha, points: &[u128]) -> Vec<Alpha> {
    match split::largest_remainder(pot.rao(), points) {
        Some(parts) => parts.into_iter().map(Alpha::new).collect(),
        None => vec![Alpha::ZERO; points.len()],
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::{collection::vec as many, prelude::*};

    const ONE: u64 = 1 << 32;

    fn pots(server: u64, validator: u64, root: u64) -> Pots {
        let [server, validator, root] = [server, validator, root].map(Alpha::new);
        Pots { server, validator, root }
    }

    fn claim(incentive: u64, dividend: u64, alpha: u64, root: u64) -> Claim {
        Claim { incentive, dividend, alpha: Alpha::new(alpha), root: Alpha::new(root) }
    }

    fn shared(pots: Pots, claims: &[Claim]) -> Payout {
        share_pots(pots, claims, TaoWeight::LIVE).unwrap()
    }

    fn rao(amounts: &[Alpha]) -> Vec<u64> {
        amounts.iter().map(|amount| amount.rao()).collect()
    }

    const MINER: (u64, u64) = (ONE, 0);

    #[test]
    fn pots_should_go_to_their_own_when_all_can_be_claimed() {
        let claims = [claim(MINER.0, MINER.1, 0, 0), claim(0, ONE, 10, 0), claim(0, ONE, 0, 10)];
        let payout = shared(pots(100, 50, 7), &claims);
        assert_eq!(rao(&payout.miners), [100, 0, 0]);
        assert_eq!(rao(&payout.validators), [0, 50, 0]);
        assert_eq!(rao(&payout.root), [0, 0, 7]);
        assert_eq!(payout.carried, Pots::EMPTY);
    }

    #[test]
    fn dividend_should_be_divided_as_weighted_root_is_to_alpha() {
        // Weighted root equals alpha for the first: half its points are root points, the other's are all alpha.
        let whole = TaoWeight::new(u64::MAX);
        let claims = [claim(0, ONE, 10, 10), claim(0, ONE, 10, 0)];
        let payout = share_pots(pots(0, 300, 90), &claims, whole).unwrap();
        assert_eq!(rao(&payout.validators), [100, 200]);
        assert_eq!(rao(&payout.root), [90, 0]);
    }

    #[test]
    fn server_pot_should_join_the_validators_when_there_is_no_incentive() {
        let payout = shared(pots(100, 50, 7), &[claim(0, ONE, 10, 0), claim(0, ONE, 0, 10)]);
        assert_eq!(rao(&payout.miners), [0, 0]);
        assert_eq!(rao(&payout.validators), [150, 0]);
        assert_eq!(rao(&payout.root), [0, 7]);
    }

    #[test]
    fn validator_pot_should_join_root_when_nobody_has_alpha_stake() {
        let payout = shared(pots(100, 50, 7), &[claim(ONE, ONE, 0, 10)]);
        assert_eq!((rao(&payout.miners), rao(&payout.root)), (vec![100], vec![57]));
        let payout = shared(pots(100, 50, 7), &[claim(0, ONE, 0, 10)]);
        assert_eq!((rao(&payout.miners), rao(&payout.root)), (vec![0], vec![157]));
    }

    #[test]
    fn root_pot_should_join_the_validators_when_nobody_has_root_stake() {
        let payout = shared(pots(100, 50, 7), &[claim(ONE, ONE, 10, 0)]);
        assert_eq!((rao(&payout.miners), rao(&payout.validators)), (vec![100], vec![57]));
        assert_eq!(rao(&payout.root), [0]);
    }

    #[test]
    fn dividend_pots_should_join_the_servers_when_nobody_has_a_dividend() {
        let payout = shared(pots(100, 50, 7), &[claim(ONE, 0, 10, 10)]);
        assert_eq!((rao(&payout.miners), rao(&payout.validators)), (vec![157], vec![0]));
    }

    #[test]
    fn all_should_be_carried_when_nobody_can_claim() {
        for claims in [&[][..], &[claim(0, 0, 10, 10)][..]] {
            let payout = shared(pots(100, 50, 7), claims);
            assert_eq!(payout.carried, pots(100, 50, 7));
            assert_eq!(rao(&payout.miners), vec![0; claims.len()]);
        }
    }

    #[test]
    fn dividend_should_count_as_alpha_when_the_validator_has_no_stake_of_its_own() {
        let payout = shared(pots(0, 50, 0), &[claim(0, ONE, 0, 0)]);
        assert_eq!(rao(&payout.validators), [50]);
    }

    #[test]
    fn burned_part_should_come_out_of_its_recipients_dividend() {
        let mut points = [Points::default(); 2];
        points[0].dividend = Earned { alpha: 30, root: 10 };
        points[0].burned = Earned { alpha: 10, root: 10 };
        points[1].dividend = Earned { alpha: 70, root: 0 };
        let payout = share_points(pots(0, 100, 7), &points).unwrap();
        assert_eq!((rao(&payout.validators), rao(&payout.root)), (vec![20, 70], vec![0, 0]));
        assert_eq!(payout.burned.rao(), 17);
    }

    #[test]
    fn payouts_should_add_up_recipient_by_recipient() {
        let first = shared(pots(100, 50, 7), &[claim(ONE, 0, 0, 0), claim(0, ONE, 10, 0)]);
        let second = shared(pots(10, 5, 1), &[claim(0, 0, 0, 0)]);
        let both = Payout::default().with(&first).unwrap().with(&second).unwrap();
        assert_eq!((rao(&both.miners), rao(&both.validators)), (vec![100, 0], vec![0, 57]));
        assert_eq!(both.carried, pots(10, 5, 1));
    }

    #[test]
    fn pots_should_be_refused_when_together_they_do_not_fit() {
        let refused = share_pots(pots(u64::MAX, 1, 0), &[claim(0, ONE, 1, 0)], TaoWeight::LIVE);
        assert!(matches!(refused, Err(AmountError::Overflow { .. })));
    }

    fn any_claim() -> impl Strategy<Value = Claim> {
        let share = || prop_oneof![Just(0u64), 0..=ONE, any::<u64>()];
        let stake = || prop_oneof![Just(0u64), 1..1_000u64, 0..=21_000_000_000_000_000u64, any::<u64>()];
        (share(), share(), stake(), stake())
            .prop_map(|(incentive, dividend, alpha, root)| claim(incentive, dividend, alpha, root))
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(2_000))]
        #[test]
        fn payout_should_be_the_pots(
            (server, validator, root) in (0..=u64::MAX / 3, 0..=u64::MAX / 3, 0..=u64::MAX / 3),
            claims in many(any_claim(), 0..12),
            weight: u64,
        ) {
            let pots = pots(server, validator, root);
            let payout = share_pots(pots, &claims, TaoWeight::new(weight))?;
            let paid = payout.miners.iter().chain(&payout.validators).chain(&payout.root).copied();
            let paid = Alpha::checked_sum(paid)?;
            prop_assert_eq!(paid.checked_add(payout.carried.total()?)?, pots.total()?);
            prop_assert!(paid.is_zero() || payout.carried == Pots::EMPTY);
            for (index, claim) in claims.iter().enumerate() {
                prop_assert!(claim.incentive > 0 || payout.miners[index].is_zero());
                prop_assert!(claim.dividend > 0 || payout.validators[index].is_zero());
                prop_assert!(claim.dividend > 0 || payout.root[index].is_zero());
                prop_assert!(!claim.root.is_zero() || payout.root[index].is_zero());
            }
        }
    }
}
