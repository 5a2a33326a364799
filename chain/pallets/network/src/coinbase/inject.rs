//! What a subnet does with its share of a block's TAO, and with the block's alpha (economics §2.4, §2.5).

use super::Market;
use crate::{pallet::*, Error};
use frame_support::pallet_prelude::*;
use myelin_emission::{alpha_emission, split_alpha, AlphaSplit};
use myelin_pool::{buy_free, inject, Bought, Injection, Pool, PoolGauge};
use myelin_units::{Alpha, AmountError, NetUid, PerU16, Tao, TaoWeight as Weighting};

/// What is the same for all subnets of a block.
pub(crate) struct Terms {
    /// The owner's cut, where there is one.
    cut: PerU16,
    /// TAO staked at root.
    root: Tao,
    weight: Weighting,
}

/// What a step makes of a subnet, decided before anything is written.
struct Stepped {
    injection: Injection,
    bought: Bought,
    gauge: PoolGauge,
    /// New alpha for the subnet's people.
    alpha: Alpha,
    /// Alpha outside the pool, the new included.
    out: Alpha,
    /// What is set aside for each, the new included.
    pots: AlphaSplit,
    /// The new part of each.
    parts: AlphaSplit,
    /// Alpha that nobody owns; none if that has not changed.
    protocol: Option<Alpha>,
}

impl<T: Config> Pallet<T> {
    pub(crate) fn terms_of_block() -> Terms {
        Terms {
            cut: PerU16::new(SubnetOwnerCut::<T>::get()),
            root: SubnetTAO::<T>::get(NetUid::ROOT),
            weight: Self::tao_weight(),
        }
    }

    /// TAO enters the pool with as much alpha as the price asks for and the curve allows; the rest of the TAO buys
    /// alpha, which nobody owns. Then the block's alpha is set aside for owner, miners, validators and root.
    ///
    /// The TAO is a share of this block and what earlier blocks carried over; returns their sum.
    pub(crate) fn inject_and_split(
        market: &mut Market,
        gauge: &PoolGauge,
        tao: [Tao; 2],
        terms: &Terms,
    ) -> Result<Tao, DispatchError> {
        let whole = Tao::checked_sum(tao).map_err(|_| Error::<T>::Overflow)?;
        let stepped = Self::decide_step(market, gauge, whole, terms)?;
        market.pool = stepped.bought.pool;
        Self::write_step(market.netuid, gauge, &stepped);
        Ok(whole)
    }

    fn decide_step(
        market: &Market,
        gauge: &PoolGauge,
        whole: Tao,
        terms: &Terms,
    ) -> Result<Stepped, DispatchError> {
        let (netuid, overflow) = (market.netuid, |_: AmountError| Error::<T>::Overflow);
        let before = SubnetAlphaOut::<T>::get(netuid);
        let alpha = alpha_emission(market.pool.alpha.checked_add(before).map_err(overflow)?);
        let injection = inject(&market.pool, whole, alpha).map_err(Self::pool_error)?;
        let bought = buy_free(&injection.pool, injection.excess).map_err(Self::pool_error)?;
        let outside = before.checked_add(bought.alpha).map_err(overflow)?;
        let issuance = bought.pool.alpha.checked_add(outside).map_err(overflow)?;
        let parts = Self::split_of(netuid, alpha, issuance, terms);
        let gauge = Self::gauge_of_step(gauge, &market.pool, &injection, &bought)?;
        let protocol = match bought.alpha.is_zero() {
            true => None,
            false => Some(SubnetProtocolAlpha::<T>::get(netuid).checked_add(bought.alpha).map_err(overflow)?),
        };
        let out = outside.checked_add(alpha).map_err(overflow)?;
        let pots = Self::pots_with(netuid, &parts).map_err(overflow)?;
        Ok(Stepped { injection, bought, gauge, alpha, out, pots, parts, protocol })
    }

    /// What goes in is counted before what comes out of it.
    fn gauge_of_step(
        gauge: &PoolGauge,
        before: &Pool,
        injection: &Injection,
        bought: &Bought,
    ) -> Result<PoolGauge, DispatchError> {
        gauge
            .follow(before, &injection.pool)
            .and_then(|gauge| gauge.follow(&injection.pool, &bought.pool))
            .map_err(Self::gauge_error)
    }

    /// Who gets how much of a block's alpha. Root's part falls as the subnet's alpha grows.
    fn split_of(netuid: NetUid, alpha: Alpha, issuance: Alpha, terms: &Terms) -> AlphaSplit {
        let cut = if OwnerCutEnabled::<T>::get(netuid) { terms.cut } else { PerU16::ZERO };
        split_alpha(alpha, cut, terms.root, issuance, terms.weight)
    }

    /// What waits for each, with the new parts. A pot that gets nothing is not looked at.
    fn pots_with(netuid: NetUid, parts: &AlphaSplit) -> Result<AlphaSplit, AmountError> {
        let with = |part: Alpha, pot: fn(NetUid) -> Alpha| match part.is_zero() {
            true => Ok(Alpha::ZERO),
            false => pot(netuid).checked_add(part),
        };
        Ok(AlphaSplit {
            owner: with(parts.owner, PendingOwnerCut::<T>::get)?,
            server: with(parts.server, PendingServerEmission::<T>::get)?,
            validator: with(parts.validator, PendingValidatorEmission::<T>::get)?,
            root: with(parts.root, PendingRootAlphaDivs::<T>::get)?,
        })
    }

    fn write_step(netuid: NetUid, before: &PoolGauge, stepped: &Stepped) {
        let Stepped { injection, bought, gauge, alpha, out, pots, parts, protocol } = stepped;
        if gauge != before {
            Self::write_pool(netuid, &bought.pool, gauge);
        }
        SubnetAlphaOut::<T>::insert(netuid, out);
        if let Some(protocol) = protocol {
            SubnetProtocolAlpha::<T>::insert(netuid, protocol);
        }
        SubnetTaoInEmission::<T>::insert(netuid, injection.tao);
        SubnetAlphaInEmission::<T>::insert(netuid, injection.alpha);
        // These two stand still as a rule.
        if SubnetExcessTao::<T>::get(netuid) != injection.excess {
            SubnetExcessTao::<T>::insert(netuid, injection.excess);
        }
        if SubnetAlphaOutEmission::<T>::get(netuid) != *alpha {
            SubnetAlphaOutEmission::<T>::insert(netuid, alpha);
        }
        let write = |part: Alpha, pot: Alpha, set: fn(NetUid, Alpha)| {
            if !part.is_zero() {
                set(netuid, pot);
            }
        };
        write(parts.owner, pots.owner, PendingOwnerCut::<T>::insert);
        write(parts.server, pots.server, PendingServerEmission::<T>::insert);
        write(parts.validator, pots.validator, PendingValidatorEmission::<T>::insert);
        write(parts.root, pots.root, PendingRootAlphaDivs::<T>::insert);
    }
}
