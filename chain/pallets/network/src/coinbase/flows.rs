//! Flows of TAO into and out of the pools (economics §2.2 c). They are counted only while the rule that asks for them is
//! active or scheduled: every trade and every block would pay for it.

use super::Market;
use crate::pallet::*;
use myelin_emission::{EmissionRule as Rule, Flow};
use myelin_units::{NetUid, Tao};
use myelin_views::fixed::FixedI128;

impl<T: Config> Pallet<T> {
    /// Counting begins with the first schedule of a rule that asks for flows, and ends, with all that was counted, when
    /// neither the active rule nor the scheduled one does.
    pub(crate) fn count_flows_if_needed(active: Rule) {
        let scheduled = PendingEmissionRule::<T>::get().is_some_and(|(rule, _)| rule.counts_flows());
        let needed = active.counts_flows() || scheduled;
        if needed == FlowsCounted::<T>::get() {
            return;
        }
        FlowsCounted::<T>::put(needed);
        // At most one entry a subnet.
        let _ = SubnetTaoFlow::<T>::clear(u32::MAX, None);
        let _ = SubnetProtocolFlow::<T>::clear(u32::MAX, None);
        let _ = SubnetEmaTaoFlow::<T>::clear(u32::MAX, None);
        let _ = SubnetEmaProtocolFlow::<T>::clear(u32::MAX, None);
    }

    /// A user's TAO went into a pool.
    pub(crate) fn count_user_buy(netuid: NetUid, tao: Tao) {
        if FlowsCounted::<T>::get() {
            SubnetTaoFlow::<T>::mutate(netuid, |flow| *flow = flow.saturating_add(signed(tao)));
        }
    }

    /// TAO came out of a pool to a user.
    pub(crate) fn count_user_sell(netuid: NetUid, tao: Tao) {
        if FlowsCounted::<T>::get() {
            SubnetTaoFlow::<T>::mutate(netuid, |flow| *flow = flow.saturating_sub(signed(tao)));
        }
    }

    /// Root's part was sold: TAO of the protocol came out of a pool.
    pub(crate) fn count_root_sale(netuid: NetUid, tao: Tao) {
        if FlowsCounted::<T>::get() {
            SubnetProtocolFlow::<T>::mutate(netuid, |flow| *flow = flow.saturating_sub(signed(tao)));
        }
    }

    /// A block's emission went into a pool.
    pub(crate) fn count_emission(netuid: NetUid, tao: Tao) {
        SubnetProtocolFlow::<T>::mutate(netuid, |flow| *flow = flow.saturating_add(signed(tao)));
    }

    /// Once a block, before it is shared: the moving flows of started subnets move by what was counted since the last.
    pub(crate) fn move_flows(now: u64, markets: &[Market]) {
        for market in markets {
            let netuid = market.netuid;
            let (users, protocol) = Self::moving_flows(netuid);
            let after = |flow: Flow, net: i64| {
                (now, FixedI128 { bits: flow.after(i128::from(net), Flow::SMOOTHING).bits() })
            };
            SubnetEmaTaoFlow::<T>::insert(netuid, after(users, SubnetTaoFlow::<T>::take(netuid)));
            let net = SubnetProtocolFlow::<T>::take(netuid);
            SubnetEmaProtocolFlow::<T>::insert(netuid, after(protocol, net));
        }
    }
}

/// An amount on one side of a flow. All TAO there is fits.
fn signed(tao: Tao) -> i64 {
    i64::try_from(tao.rao()).unwrap_or(i64::MAX)
}
