//! What a subnet does with its share of a block's TAO, and with the block's alpha (economics §2.4, §2.5): `step` of
//! `core/emission`, with the gauges and the pots beside it.

use super::Market;
use crate::{pallet::*, Error};
use frame_support::pallet_prelude::*;
use myelin_emission::{step, AlphaSplit, Books, Step, Terms};
use myelin_pool::{GaugeError, PoolGauge};
use myelin_units::{Alpha, AmountError, NetUid, PerU16, Tao, TaoWeight as Weighting};

/// What is the same for all subnets of a block.
pub(crate) struct BlockTerms {
    /// The owner's cut, where there is one.
    cut: PerU16,
    terms: Terms,
    /// Whether flows are counted.
    pub(crate) flows: bool,
}

/// What a step makes of a subnet, decided before anything is written.
struct Stepped {
    step: Step,
    gauge: PoolGauge,
    /// What is set aside for each, the new included.
    pots: AlphaSplit,
    /// Alpha that nobody owns; none if that has not changed.
    protocol: Option<Alpha>,
}

impl<T: Config> Pallet<T> {
    /// The terms of a block, where so much TAO existed before it.
    pub(crate) fn terms_of_block(now: u64, issuance: Tao) -> BlockTerms {
        let weight = Weighting::new(TaoWeight::<T>::get());
        let root = SubnetTAO::<T>::get(NetUid::ROOT);
        BlockTerms {
            cut: PerU16::new(SubnetOwnerCut::<T>::get()),
            terms: Terms::of(&EmissionSettings::<T>::get(), issuance, root, weight, now),
            flows: FlowsCounted::<T>::get(),
        }
    }

    /// TAO enters the pool with as much alpha as the settings ask for and the curve allows; the rest of the TAO buys
    /// alpha, which nobody owns. Then the block's alpha is set aside for owner, miners, validators and root.
    ///
    /// The TAO is a share of this block and what earlier blocks carried over; returns their sum.
    pub(crate) fn inject_and_split(
        market: &mut Market,
        gauge: &PoolGauge,
        tao: [Tao; 2],
        terms: &BlockTerms,
    ) -> Result<Tao, DispatchError> {
        let whole = Tao::checked_sum(tao).map_err(|_| Error::<T>::Overflow)?;
        let stepped = Self::decide_step(market, gauge, whole, terms)?;
        market.pool = stepped.step.books.pool;
        Self::write_step(market.netuid, gauge, &stepped);
        if terms.flows {
            Self::count_emission(market.netuid, whole);
        }
        Ok(whole)
    }

    fn decide_step(
        market: &Market,
        gauge: &PoolGauge,
        whole: Tao,
        terms: &BlockTerms,
    ) -> Result<Stepped, DispatchError> {
        let (netuid, overflow) = (market.netuid, |_: AmountError| Error::<T>::Overflow);
        let books = Books { pool: market.pool, alpha_out: SubnetAlphaOut::<T>::get(netuid) };
        let cut = if OwnerCutEnabled::<T>::get(netuid) { terms.cut } else { PerU16::ZERO };
        let step = step(&books, whole, cut, &terms.terms).map_err(Self::pool_error)?;
        let gauge = gauge_of_step(gauge, &books, &step).map_err(Self::gauge_error)?;
        let protocol = match step.bought.is_zero() {
            true => None,
            false => Some(SubnetProtocolAlpha::<T>::get(netuid).checked_add(step.bought).map_err(overflow)?),
        };
        let pots = Self::pots_with(netuid, &step.split).map_err(overflow)?;
        Ok(Stepped { step, gauge, pots, protocol })
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
        let Stepped { step, gauge, pots, protocol } = stepped;
        if gauge != before {
            Self::write_pool(netuid, &step.books.pool, gauge);
        }
        SubnetAlphaOut::<T>::insert(netuid, step.books.alpha_out);
        if let Some(protocol) = protocol {
            SubnetProtocolAlpha::<T>::insert(netuid, protocol);
        }
        SubnetTaoInEmission::<T>::insert(netuid, step.tao_in);
        SubnetAlphaInEmission::<T>::insert(netuid, step.alpha_in);
        // These two stand still as a rule.
        if SubnetExcessTao::<T>::get(netuid) != step.excess {
            SubnetExcessTao::<T>::insert(netuid, step.excess);
        }
        if SubnetAlphaOutEmission::<T>::get(netuid) != step.alpha_out {
            SubnetAlphaOutEmission::<T>::insert(netuid, step.alpha_out);
        }
        let write = |part: Alpha, pot: Alpha, set: fn(NetUid, Alpha)| {
            if !part.is_zero() {
                set(netuid, pot);
            }
        };
        write(step.split.owner, pots.owner, PendingOwnerCut::<T>::insert);
        write(step.split.server, pots.server, PendingServerEmission::<T>::insert);
        write(step.split.validator, pots.validator, PendingValidatorEmission::<T>::insert);
        write(step.split.root, pots.root, PendingRootAlphaDivs::<T>::insert);
    }
}

/// Alpha that goes in is counted before what is bought comes out of it.
fn gauge_of_step(gauge: &PoolGauge, before: &Books, step: &Step) -> Result<PoolGauge, GaugeError> {
    let (alpha_before, after) = (before.pool.alpha.rao(), step.books.pool);
    let injected = alpha_before.saturating_add(step.alpha_in.rao());
    Ok(PoolGauge {
        tao: gauge.tao.follow(before.pool.tao.rao(), after.tao.rao())?,
        alpha: gauge.alpha.follow(alpha_before, injected)?.follow(injected, after.alpha.rao())?,
    })
}
