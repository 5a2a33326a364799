//! Leases: the money comes from crowdloans, the right to act from proxies.

use crate::{proxies::ProxyType, AccountId, Crowdloan, Proxy};
use frame_support::pallet_prelude::DispatchResult;
use pallet_network::leases::{Leasing, Raised};

/// Crowdloans and proxies, as leases ask for them.
pub struct CrowdloansAndProxies;

/// Contributors of a crowdloan at most (wire: `Crowdloan.MaxContributors`).
pub const MAX_CONTRIBUTORS: u32 = 500;

impl Leasing<AccountId> for CrowdloansAndProxies {
    const MAX_CONTRIBUTORS: u32 = MAX_CONTRIBUTORS;

    fn raised() -> Option<Raised<AccountId>> {
        let loan = Crowdloan::finalizing()?;
        Some(Raised {
            creator: loan.creator,
            funds_account: loan.funds_account,
            contributions: Crowdloan::finalizing_contributions(),
        })
    }

    fn appoint(account: &AccountId, manager: &AccountId) -> DispatchResult {
        Proxy::add_proxy_delegate(account, manager.clone(), ProxyType::SubnetLeaseBeneficiary, 0)
    }

    fn dismiss(account: &AccountId, manager: &AccountId) -> DispatchResult {
        Proxy::remove_proxy_delegate(account, manager.clone(), ProxyType::SubnetLeaseBeneficiary, 0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        genesis_presets::{preset_of_authorities, values, FAST_PRESET},
        Balances, Runtime, RuntimeCall, RuntimeGenesisConfig, RuntimeOrigin, SubtensorModule, System,
    };
    use frame_support::{
        assert_noop, assert_ok,
        dispatch::GetDispatchInfo,
        traits::{BuildGenesisConfig, Get},
    };
    use myelin_units::Tao;
    use pallet_network::{SubnetLeases, SubnetOwner, SubtokenEnabled};
    use sp_keyring::Sr25519Keyring::{self, Alice, Bob, Charlie};
    use sp_runtime::{traits::Dispatchable, Percent};

    const TAO: u64 = 1_000_000_000;

    /// A local network with quick blocks, in block 1.
    fn chain() -> sp_io::TestExternalities {
        let mut chain = sp_io::TestExternalities::default();
        chain.execute_with(|| {
            let patch = preset_of_authorities(values(FAST_PRESET).unwrap(), 1);
            let mut whole = serde_json::to_value(RuntimeGenesisConfig::default()).unwrap();
            json_merge(&mut whole, patch);
            serde_json::from_value::<RuntimeGenesisConfig>(whole).unwrap().build();
            System::set_block_number(1);
        });
        chain
    }

    fn json_merge(into: &mut serde_json::Value, patch: serde_json::Value) {
        match (into, patch) {
            (serde_json::Value::Object(into), serde_json::Value::Object(patch)) => {
                for (key, value) in patch {
                    json_merge(into.entry(key).or_insert(serde_json::Value::Null), value);
                }
            }
            (into, patch) => *into = patch,
        }
    }

    fn signed(key: Sr25519Keyring) -> RuntimeOrigin {
        RuntimeOrigin::signed(key.to_account_id())
    }

    /// Alice asks for 1,200 TAO for a lease with 30 % for the contributors and no end.
    fn raise() {
        let call: RuntimeCall = pallet_network::Call::register_leased_network {
            emissions_share: Percent::from_percent(30),
            end_block: None,
        }
        .into();
        let (deposit, minimum, cap) = (Tao::new(100 * TAO), Tao::new(TAO), Tao::new(1_200 * TAO));
        assert_ok!(Crowdloan::create(signed(Alice), deposit, minimum, cap, 100, Some(Box::new(call)), None));
        assert_ok!(Crowdloan::contribute(signed(Bob), 0, Tao::new(600 * TAO)));
        assert_ok!(Crowdloan::contribute(signed(Charlie), 0, Tao::new(900 * TAO)));
    }

    #[test]
    fn crowdloan_should_buy_a_subnet_that_its_creator_runs_by_proxy() {
        chain().execute_with(|| {
            let issuance = Balances::total_issuance();
            raise();
            let declared = RuntimeCall::from(pallet_crowdloan::Call::finalize { crowdloan_id: 0 })
                .get_dispatch_info()
                .call_weight;
            let used = Crowdloan::finalize(signed(Alice), 0).unwrap().actual_weight.unwrap();
            assert!(used.ref_time() < declared.ref_time(), "three contributors cost less than 500");
            assert_eq!(Balances::total_issuance(), issuance);
            assert_eq!(Crowdloan::check_books(), Ok(()));
            assert_eq!(SubtensorModule::check_invariants(), Ok(()));
            let lease = SubnetLeases::<Runtime>::get(0).unwrap();
            assert_eq!(SubnetOwner::<Runtime>::get(lease.netuid), lease.coldkey);
            // The subnet, the proxy's deposit, two accounts.
            assert_eq!(lease.cost, Tao::new(1_000 * TAO + 93_000_000 + 1_000));
            let start = pallet_network::Call::start_call { netuid: lease.netuid };
            let act = |call: RuntimeCall| {
                let call = pallet_proxy::Call::proxy {
                    real: lease.coldkey.clone().into(),
                    force_proxy_type: None,
                    call: Box::new(call),
                };
                RuntimeCall::from(call).dispatch(signed(Alice))
            };
            assert_ok!(act(start.into()));
            assert!(SubtokenEnabled::<Runtime>::get(lease.netuid));
            // Not its money.
            let dest = Alice.to_account_id().into();
            let steal = pallet_balances::Call::transfer_all { dest, keep_alive: false };
            assert_ok!(act(steal.into()));
            assert!(System::events().iter().any(|record| matches!(
                record.event,
                crate::RuntimeEvent::Proxy(pallet_proxy::Event::ProxyExecuted { result: Err(_) })
            )));
        });
    }

    #[test]
    fn leases_should_be_kept_as_the_wire_has_them() {
        let Some(wire) = myelin_wire_check::Wire::of("SubtensorModule") else { return };
        let items = [
            "SubnetLeases",
            "SubnetLeaseShares",
            "SubnetUidToLeaseId",
            "NextSubnetLeaseId",
            "AccumulatedLeaseDividends",
        ];
        chain().execute_with(|| wire.same_items(SubtensorModule::storage_metadata(), &items));
    }

    #[test]
    fn lease_should_be_refused_when_nothing_was_raised() {
        chain().execute_with(|| {
            assert_noop!(
                SubtensorModule::register_leased_network(signed(Alice), Percent::from_percent(30), None),
                pallet_network::Error::<Runtime>::InvalidLeaseBeneficiary
            );
        });
    }

    #[test]
    fn contributors_should_be_as_many_as_crowdloans_have() {
        let most: u32 = <Runtime as pallet_crowdloan::Config>::MaxContributors::get();
        assert_eq!(most, MAX_CONTRIBUTORS);
    }
}
