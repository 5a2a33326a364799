use crate::{split_alpha, AlphaCurve, AlphaSplit, InjectMode, Settings};
use myelin_pool::{buy_free, inject, Injection, Pool, PoolError};
use myelin_units::{Alpha, AmountError, PerU16, Tao, TaoWeight};

/// What a block step reads of a subnet.
#[derive(Copy, Clone, Eq, PartialEq, Default, Debug)]
pub struct Books {
    /// The reserves.
    pub pool: Pool,
    /// Alpha outside the pool.
    pub alpha_out: Alpha,
}

impl Books {
    /// Alpha that exists.
    pub const fn issuance(&self) -> Result<Alpha, AmountError> {
        self.pool.alpha.checked_add(self.alpha_out)
    }
}

/// What is the same for all subnets of a block.
#[derive(Copy, Clone, Eq, PartialEq, Debug)]
pub struct Terms {
    /// How much alpha goes into a pool beside its TAO.
    pub inject: InjectMode,
    /// The part of a share that becomes liquidity; the rest buys alpha for the subnet's people.
    pub pool_fraction: PerU16,
    /// What new alpha follows.
    pub alpha_curve: AlphaCurve,
    /// TAO that existed before the block.
    pub tao_issuance: Tao,
    /// All TAO staked at root.
    pub root: Tao,
    /// What one TAO at root weighs in this block.
    pub root_weight: TaoWeight,
}

impl Terms {
    /// The terms of a block, where `weight` is the chain's TAO weight.
    pub fn of(settings: &Settings, tao_issuance: Tao, root: Tao, weight: TaoWeight, block: u64) -> Self {
        Self {
            inject: settings.inject,
            pool_fraction: settings.pool_fraction,
            alpha_curve: settings.alpha_curve,
            tao_issuance,
            root,
            root_weight: settings.root_weight.at(weight, block),
        }
    }
}

/// What a block does to a subnet.
#[must_use]
#[derive(Copy, Clone, Eq, PartialEq, Debug)]
pub struct Step {
    /// Reserves and alpha outside them afterwards. The TAO reserve has grown by just the share.
    pub books: Books,
    /// TAO that became liquidity.
    pub tao_in: Tao,
    /// Alpha minted into the pool beside it.
    pub alpha_in: Alpha,
    /// TAO beyond what the alpha curve allows as liquidity; it bought alpha that nobody owns.
    pub excess: Tao,
    /// The alpha it bought.
    pub bought: Alpha,
    /// TAO that bought alpha for the subnet's people: nothing unless the pool fraction is below one.
    pub people_tao: Tao,
    /// The alpha it bought, which is part of `split`.
    pub people_alpha: Alpha,
    /// New alpha outside the pool, by the curve.
    pub alpha_out: Alpha,
    /// New and bought alpha of the subnet's people, by whom it is for.
    pub split: AlphaSplit,
}

/// One subnet's block: its share enters the pool with as much alpha as the settings ask for and the curve
/// allows; what is over buys alpha, which nobody owns; then the block's alpha is set aside for owner, miners,
/// validators and root (economics §2.4, §2.5). `cut` is the owner's part, zero where he has none.
///
/// `tao_in + excess + people_tao` is the share. A subnet without a price takes no step.
#[inline]
pub fn step(before: &Books, share: Tao, cut: PerU16, terms: &Terms) -> Result<Step, PoolError> {
    let alpha_out = terms.alpha_curve.emission(before.issuance()?, terms.tao_issuance);
    let for_pool = Tao::new(terms.pool_fraction.of_floor(share.rao()));
    let people_tao = share.checked_sub(for_pool)?;
    let injection = inject_by(terms.inject, &before.pool, for_pool, alpha_out)?;
    let bought = buy_free(&injection.pool, injection.excess)?;
    let for_people = buy_free(&bought.pool, people_tao)?;
    let outside = before.alpha_out.checked_add(bought.alpha)?.checked_add(for_people.alpha)?;
    let traded = Books { pool: for_people.pool, alpha_out: outside };
    let people = alpha_out.checked_add(for_people.alpha)?;
    let split = split_alpha(people, cut, terms.root, traded.issuance()?, terms.root_weight);
    Ok(Step {
        books: Books { alpha_out: outside.checked_add(alpha_out)?, ..traded },
        tao_in: injection.tao,
        alpha_in: injection.alpha,
        excess: injection.excess,
        bought: bought.alpha,
        people_tao,
        people_alpha: for_people.alpha,
        alpha_out,
        split,
    })
}

/// What enters a pool of a share. One to one, the cap leaves an excess of just what is above it.
fn inject_by(mode: InjectMode, pool: &Pool, share: Tao, cap: Alpha) -> Result<Injection, PoolError> {
    match mode {
        InjectMode::AtPrice => inject(pool, share, cap),
        InjectMode::OneToOne if pool.price().is_none() => Err(PoolError::Empty),
        InjectMode::OneToOne => {
            let tao = Tao::new(share.rao().min(cap.rao()));
            let alpha = Alpha::new(tao.rao());
            let after = Pool { tao: pool.tao.checked_add(tao)?, alpha: pool.alpha.checked_add(alpha)? };
            Ok(Injection { tao, alpha, excess: share.checked_sub(tao)?, pool: after })
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::alpha_emission;
    use proptest::prelude::*;

    const CUT: PerU16 = PerU16::new(11_796);

    fn books(tao: u64, alpha: u64, out: u64) -> Books {
        Books { pool: Pool { tao: Tao::new(tao), alpha: Alpha::new(alpha) }, alpha_out: Alpha::new(out) }
    }

    fn terms(settings: &Settings) -> Terms {
        Terms::of(settings, Tao::ZERO, Tao::new(5_000_000_000_000_000), TaoWeight::LIVE, 0)
    }

    #[test]
    fn step_should_be_refused_when_there_is_no_price() {
        for inject in [InjectMode::AtPrice, InjectMode::OneToOne] {
            let terms = terms(&Settings { inject, ..Settings::default() });
            for empty in [books(0, 5, 0), books(5, 0, 0)] {
                assert_eq!(step(&empty, Tao::new(1), CUT, &terms), Err(PoolError::Empty));
            }
        }
    }

    // sources X4
    #[test]
    fn price_should_stay_or_go_towards_one_by_the_way_of_injection() {
        let before = books(1_000_000_000_000, 10_000_000_000_000, 0);
        let price = |inject| {
            let mut books = before;
            for _ in 0..10_000 {
                let terms = terms(&Settings { inject, ..Settings::default() });
                books = step(&books, Tao::new(50_000_000), CUT, &terms).unwrap().books;
            }
            books.pool.price().unwrap()
        };
        assert_eq!(price(InjectMode::AtPrice), before.pool.price().unwrap());
        assert_eq!(price(InjectMode::OneToOne).rao_per_alpha_floor(), 142_857_142);
    }

    // sources X3
    #[test]
    fn share_should_go_to_the_pool_to_people_or_half_to_each() {
        let before = books(1_000_000_000_000, 10_000_000_000_000, 0);
        let by = |settings| step(&before, Tao::new(65_535), CUT, &terms(&settings)).unwrap();
        let (live, half, old) =
            (by(Settings::LIVE), by(Settings::HALF_POOL), by(Settings::BEFORE_DYNAMIC_TAO));
        assert_eq!([live.tao_in, half.tao_in, old.tao_in].map(Tao::rao), [65_535, 32_768, 0]);
        assert_eq!([live.alpha_in, half.alpha_in, old.alpha_in].map(Alpha::rao), [655_350, 327_680, 0]);
        assert_eq!([live.people_tao, half.people_tao, old.people_tao].map(Tao::rao), [0, 32_767, 65_535]);
        assert_eq!(
            [live.people_alpha, half.people_alpha, old.people_alpha].map(Alpha::rao),
            [0, 327_669, 655_349]
        );
        // 18/41/41 and nothing for root.
        let AlphaSplit { owner, server, root, validator } = old.split;
        assert_eq!((owner.rao(), root.rao()), (CUT.of_floor(1_000_655_349), 0));
        assert!(validator.rao() - server.rao() <= 1);
        assert!(!live.split.root.is_zero());
    }

    fn settings() -> impl Strategy<Value = Settings> {
        let inject = prop_oneof![Just(InjectMode::AtPrice), Just(InjectMode::OneToOne)];
        let curve = prop_oneof![Just(AlphaCurve::OwnIssuance), Just(AlphaCurve::WithTao)];
        let fraction = prop_oneof![Just(u16::MAX), any::<u16>()];
        (inject, curve, fraction).prop_map(|(inject, alpha_curve, fraction)| Settings {
            inject,
            alpha_curve,
            pool_fraction: PerU16::new(fraction),
            ..Settings::default()
        })
    }

    fn amount() -> impl Strategy<Value = u64> {
        (any::<u64>(), 9..64u32).prop_map(|(rao, shift)| (rao >> shift).max(1))
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(4_000))]
        #[test]
        fn step_should_neither_make_nor_lose_a_rao(
            settings in settings(), tao in amount(), alpha in amount(), out in amount(), share in 0..1u64 << 40,
        ) {
            let (before, share) = (books(tao, alpha, out), Tao::new(share));
            let after = step(&before, share, CUT, &terms(&settings))?;
            prop_assert_eq!(Tao::checked_sum([after.tao_in, after.excess, after.people_tao])?, share);
            prop_assert_eq!(after.books.pool.tao, before.pool.tao.checked_add(share)?);
            let minted = after.alpha_in.checked_add(after.alpha_out)?;
            prop_assert_eq!(after.books.issuance()?, before.issuance()?.checked_add(minted)?);
            let AlphaSplit { owner, server, root, validator } = after.split;
            let people = Alpha::checked_sum([owner, server, root, validator])?;
            prop_assert_eq!(people, after.alpha_out.checked_add(after.people_alpha)?);
            let outside = Alpha::checked_sum([before.alpha_out, after.bought, people])?;
            prop_assert_eq!(after.books.alpha_out, outside);
        }

        #[test]
        fn step_should_be_injection_purchase_and_split_when_settings_are_the_usual(
            tao in amount(), alpha in amount(), out in amount(), share in 0..1u64 << 40,
        ) {
            let (before, share) = (books(tao, alpha, out), Tao::new(share));
            let terms = terms(&Settings::default());
            let after = step(&before, share, CUT, &terms)?;
            let cap = alpha_emission(before.issuance()?);
            let injection = inject(&before.pool, share, cap)?;
            let bought = buy_free(&injection.pool, injection.excess)?;
            prop_assert_eq!(after.books.pool, bought.pool);
            let issuance = before.issuance()?.checked_add(injection.alpha)?;
            prop_assert_eq!(after.split, split_alpha(cap, CUT, terms.root, issuance, TaoWeight::LIVE));
            prop_assert_eq!((after.people_tao, after.people_alpha), (Tao::ZERO, Alpha::ZERO));
        }
    }
}
