//! What stake that went to another subnet became. The chain's event tells its worth in TAO; what left and what came
//! follows from that and from the pools as they are after the block, once what later calls of it traded is undone.

use super::{read::traded, Event, Happened, Told};
use crate::{amount::Amount, trade::achieved};
use myelin_chain::{Chain, ChainError, Included, Snapshot};
use myelin_units::NetUid;
use std::collections::BTreeMap;

/// Parts of the whole that a pool's fee is told in.
const WHOLE: u128 = 65_535;
/// Events of calls that trade nothing: a later one of these leaves the pools as they are.
const HARMLESS: [&str; 9] = [
    "WeightsSet",
    "WeightsCommitted",
    "WeightsRevealed",
    "TimelockedWeightsCommitted",
    "TimelockedWeightsRevealed",
    "AxonServed",
    "PrometheusServed",
    "SubnetIdentitySet",
    "ChainIdentitySet",
];

/// A trade's worth is told in whole rao, rounded down, as is what of it stays after the fee: so many may be missing.
const ROUNDED: u64 = 2;

/// What a call says that leaves.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Named {
    /// So much.
    pub amount: Amount,
    /// May it be less, as much as fits within a limit?
    pub at_most: bool,
}

/// A pool right after a trade, in rao, and its fee over 65,535.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct After {
    tao: u64,
    alpha: u64,
    fee: u16,
}

impl After {
    /// The alpha that was sold for this much TAO. With reserves `T` and `A` before, a sale of `s` at the fee `f` brings
    /// `w = T (1 − f) s / (A + (1 − f) s)`, and leaves `A + s`.
    fn sold(self, tao: u64) -> Option<u64> {
        let before = u128::from(self.tao).checked_add(tao.into())?;
        let (worth, fee) = (u128::from(tao), u128::from(self.fee));
        let numerator = worth.checked_mul(self.alpha.into())?.checked_mul(WHOLE)?;
        let rest = WHOLE.checked_sub(fee)?;
        let denominator = before.checked_mul(rest)?.checked_add(worth.checked_mul(fee)?)?;
        u64::try_from(numerator.checked_div(denominator)?).ok()
    }

    /// As [`Self::sold`], of a trade that named the most it sells: all of that, where only rounding is between them.
    fn sold_of(self, tao: u64, named: Option<u64>) -> Option<u64> {
        let sold = self.sold(tao)?;
        match named {
            Some(named) if named <= self.sold(tao.checked_add(ROUNDED)?)?.checked_add(ROUNDED)? => {
                Some(named)
            }
            _ => Some(sold),
        }
    }

    /// The alpha that this much TAO has bought, with the fee or without it: `x = A (1 − f) w / (T + (1 − f) w)`.
    fn bought(self, tao: u64, charged: bool) -> Option<u64> {
        let before = self.tao.checked_sub(tao)?;
        let rest = WHOLE.checked_sub(if charged { self.fee.into() } else { 0 })?;
        let net = u128::from(tao).checked_mul(rest)? / WHOLE;
        u64::try_from(net.checked_mul(self.alpha.into())?.checked_div(before.into())?).ok()
    }

    /// Undoes what an event tells; none when it is not known what the event did.
    fn before(self, event: &Event<'_>, netuid: u16) -> Option<Self> {
        if event.pallet != "SubtensorModule" || HARMLESS.contains(&event.name) {
            return Some(self);
        }
        let later = traded(event, &BTreeMap::new())?;
        let (tao, alpha) = (later.tao.rao, later.alpha.rao);
        match (later.netuid == netuid, later.bought) {
            (false, _) => Some(self),
            (true, true) => {
                Some(Self { tao: self.tao.checked_sub(tao)?, alpha: self.alpha.checked_add(alpha)?, ..self })
            }
            (true, false) => {
                Some(Self { tao: self.tao.checked_add(tao)?, alpha: self.alpha.checked_sub(alpha)?, ..self })
            }
        }
    }
}

/// Adds to what is told of moved stake what left and what came; `named` is what the call itself says that leaves. What
/// cannot be known is left out.
pub async fn complete(
    chain: &Chain,
    included: &Included,
    named: Option<&Named>,
    symbols: &BTreeMap<u16, String>,
    told: &mut Told,
) -> Result<(), ChainError> {
    let Told { traded, happened } = told;
    let Some(Happened::StakeMoved { netuid, to_netuid, worth, gave, received, price, .. }) =
        happened.iter_mut().find(|it| matches!(it, Happened::StakeMoved { .. }))
    else {
        return Ok(());
    };
    let (from, to) = (*netuid, *to_netuid);
    if from == to {
        let all = named.map(|it| it.amount.clone());
        (*gave, *received) = (all.clone(), all);
        return Ok(());
    }
    // Chains that tell both halves as trades leave nothing to calculate.
    let half = |netuid: u16, bought: bool| {
        traded.iter().find(|it| it.netuid == netuid && it.bought == bought).map(|it| it.alpha.rao)
    };
    let state = chain.at(included.block_hash).await?;
    let left = match (named, half(from, false)) {
        (Some(named), _) if !named.at_most => Some(named.amount.rao),
        (_, Some(rao)) => Some(rao),
        (_, None) if from == 0 => Some(worth.rao),
        (_, None) => {
            let most = named.map(|it| it.amount.rao);
            after(&state, included, from).await?.and_then(|pool| pool.sold_of(worth.rao, most))
        }
    };
    let came = match half(to, true) {
        Some(rao) => Some(rao),
        None if to == 0 => Some(worth.rao),
        None => after(&state, included, to).await?.and_then(|pool| pool.bought(worth.rao, from == 0)),
    };
    let amount =
        |netuid: u16, rao: u64| Amount::new(rao, symbols.get(&netuid).map_or("alpha", String::as_str));
    (*gave, *received) = (left.map(|rao| amount(from, rao)), came.map(|rao| amount(to, rao)));
    *price = gave.as_ref().zip(received.as_ref()).and_then(|(gave, received)| achieved(received, gave));
    Ok(())
}

/// The pool of a subnet as the call left it.
async fn after(state: &Snapshot, included: &Included, netuid: u16) -> Result<Option<After>, ChainError> {
    let number = NetUid::new(netuid);
    let (subnet, fee, events) =
        tokio::try_join!(state.subnet(number), state.trade_fee(number), state.events())?;
    let pool = After { tao: subnet.tao_in.0.rao(), alpha: subnet.alpha_in.0.rao(), fee };
    let is_later = |event: &&myelin_chain::Event| event.transaction.is_some_and(|it| it > included.index);
    let mut later = events.iter().rev().filter(is_later);
    Ok(later.try_fold(pool, |pool, event| pool.before(&Event::from(event), netuid)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use codec::Encode;
    use myelin_chain::AccountId;
    use myelin_pool::{buy, sell, Market, Pool};
    use myelin_units::{Alpha, PerU16, Tao};

    const TAO: u64 = 1_000_000_000;
    const FEE: u16 = 33;

    fn pool() -> Pool {
        Pool { tao: Tao::new(1_234 * TAO + 567), alpha: Alpha::new(2_345 * TAO + 678) }
    }

    fn after(pool: Pool) -> After {
        After { tao: pool.tao.rao(), alpha: pool.alpha.rao(), fee: FEE }
    }

    #[test]
    fn halves_of_a_swap_should_be_those_of_the_pools_when_only_the_worth_is_known() {
        let market = Market { fee: PerU16::new(FEE), min_reserve: 0 };
        for rao in [TAO, 3_333_333_333, 500 * TAO] {
            let sold = sell(&pool(), Alpha::new(rao), &market).unwrap();
            assert!(after(sold.pool).sold(sold.tao.rao()).unwrap().abs_diff(rao) <= 4);
            for (market, charged) in [(market, true), (Market { fee: PerU16::ZERO, ..market }, false)] {
                let bought = buy(&pool(), Tao::new(rao), &market).unwrap();
                let told = after(bought.pool).bought(rao, charged).unwrap();
                assert!(told.abs_diff(bought.alpha.rao()) <= 4, "{told} for {bought:?}");
            }
        }
    }

    #[test]
    fn partial_swap_should_have_given_all_when_only_rounding_is_missing() {
        let market = Market { fee: PerU16::new(FEE), min_reserve: 0 };
        // One TAO for a thousand alpha: a rao of worth is a thousand of alpha.
        let cheap = Pool { tao: Tao::new(1_000 * TAO + 1), alpha: Alpha::new(1_000_000 * TAO + 7) };
        for (pool, rao) in
            [pool(), cheap].into_iter().flat_map(|pool| [TAO, 15 * TAO, 1_234_567_891].map(|it| (pool, it)))
        {
            let sold = sell(&pool, Alpha::new(rao), &market).unwrap();
            let worth = sold.tao.rao();
            assert_eq!(after(sold.pool).sold_of(worth, Some(rao)), Some(rao));
            // A part stays a part.
            let part = after(sold.pool).sold_of(worth, Some(rao + rao / 1_000));
            assert_eq!(part, after(sold.pool).sold(worth));
        }
    }

    #[test]
    fn later_calls_should_be_undone_when_it_is_known_what_they_did() {
        let someone = AccountId([1; 32]);
        let pool = after(pool());
        let fields = (someone, someone, 5u64, 7u64, 2u16, 0u64).encode();
        let event = |name: &'static str| Event { pallet: "SubtensorModule", name, fields: &fields };
        let before = pool.before(&event("StakeAdded"), 2).unwrap();
        assert_eq!((before.tao, before.alpha), (pool.tao - 5, pool.alpha + 7));
        assert_eq!(before.before(&event("StakeRemoved"), 2), Some(pool));
        assert_eq!(pool.before(&event("StakeAdded"), 3), Some(pool), "another subnet's pool");
        assert_eq!(pool.before(&event("WeightsSet"), 2), Some(pool));
        assert_eq!(pool.before(&event("NeuronRegistered"), 2), None, "it is not told what that moved");
    }
}
