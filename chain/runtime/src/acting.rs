//! In whose name a call acts: the signer, and those whom a proxy, a multisig or a derived account stands for.

use crate::{AccountId, Runtime, RuntimeCall};
use alloc::vec::Vec;
use pallet_network::keys::guard::ActingAccounts;

/// Looks into the calls that carry others.
pub struct Acting;

impl ActingAccounts<AccountId, RuntimeCall> for Acting {
    fn each<E>(
        signer: &AccountId,
        call: &RuntimeCall,
        see: &mut dyn FnMut(&AccountId, &RuntimeCall) -> Result<(), E>,
    ) -> Result<(), E> {
        see(signer, call)?;
        within(signer, call).into_iter().try_for_each(|(who, call)| Self::each(&who, call, see))
    }
}

/// The calls that a call carries, and who makes each. What root makes (`Sudo`, `dispatch_as`) blocks nobody.
fn within<'a>(who: &AccountId, call: &'a RuntimeCall) -> Vec<(AccountId, &'a RuntimeCall)> {
    use pallet_multisig::Call::{as_multi, as_multi_threshold_1};
    use pallet_proxy::Call::{proxy, proxy_announced};
    use pallet_utility::Call::{as_derivative, batch, batch_all, force_batch, if_else, with_weight};
    match call {
        RuntimeCall::Utility(batch { calls } | batch_all { calls } | force_batch { calls }) => {
            calls.iter().map(|call| (who.clone(), call)).collect()
        }
        RuntimeCall::Utility(with_weight { call, .. }) => alloc::vec![(who.clone(), &**call)],
        RuntimeCall::Utility(if_else { main, fallback }) => {
            alloc::vec![(who.clone(), &**main), (who.clone(), &**fallback)]
        }
        RuntimeCall::Utility(as_derivative { index, call }) => {
            alloc::vec![(pallet_utility::derivative_account_id(who.clone(), *index), &**call)]
        }
        RuntimeCall::Proxy(proxy { real, call, .. } | proxy_announced { real, call, .. }) => {
            named(real).map(|real| (real, &**call)).into_iter().collect()
        }
        RuntimeCall::Multisig(as_multi_threshold_1 { other_signatories, call }) => {
            alloc::vec![(together(who, other_signatories, 1), &**call)]
        }
        RuntimeCall::Multisig(as_multi { threshold, other_signatories, call, .. }) => {
            alloc::vec![(together(who, other_signatories, *threshold), &**call)]
        }
        _ => Vec::new(),
    }
}

fn named(address: &crate::Address) -> Option<AccountId> {
    use sp_runtime::traits::StaticLookup;
    <Runtime as frame_system::Config>::Lookup::lookup(address.clone()).ok()
}

/// The account of a multisig.
fn together(who: &AccountId, others: &[AccountId], threshold: u16) -> AccountId {
    let mut signatories = others.to_vec();
    signatories.push(who.clone());
    signatories.sort();
    pallet_multisig::Pallet::<Runtime>::multi_account_id(&signatories, threshold)
}

#[cfg(test)]
mod tests {
    use super::*;

    const NAMES: [u8; 4] = [1, 2, 3, 4];

    fn someone(name: u8) -> AccountId {
        AccountId::new([name; 32])
    }

    fn remark() -> RuntimeCall {
        frame_system::Call::remark { remark: Vec::new() }.into()
    }

    fn boxed(call: RuntimeCall) -> Box<RuntimeCall> {
        Box::new(call)
    }

    fn by_proxy(real: u8, call: RuntimeCall) -> RuntimeCall {
        let real = someone(real).into();
        pallet_proxy::Call::proxy { real, force_proxy_type: None, call: boxed(call) }.into()
    }

    /// Those whom a call of account 1 acts for.
    fn actors(call: RuntimeCall) -> Vec<AccountId> {
        let mut seen = Vec::new();
        let all: Result<(), ()> = Acting::each(&someone(1), &call, &mut |who, _| {
            seen.push(who.clone());
            Ok(())
        });
        assert_eq!(all, Ok(()));
        seen
    }

    #[test]
    fn signer_should_act_alone_when_the_call_carries_none() {
        assert_eq!(actors(remark()), [someone(1)]);
    }

    // economics §6.3: proxy/filter gaps
    #[test]
    fn real_account_should_be_seen_however_deep_its_call_is() {
        let nested = pallet_utility::Call::batch_all { calls: vec![remark(), by_proxy(2, remark())] };
        assert!(actors(by_proxy(3, nested.clone().into())).contains(&someone(2)));
        let either = pallet_utility::Call::if_else { main: boxed(remark()), fallback: boxed(nested.into()) };
        assert!(actors(either.into()).contains(&someone(2)));
        let announced = pallet_proxy::Call::proxy_announced {
            delegate: someone(4).into(),
            real: someone(2).into(),
            force_proxy_type: None,
            call: boxed(remark()),
        };
        assert_eq!(actors(announced.into()), [someone(1), someone(2)]);
    }

    #[test]
    fn accounts_made_of_others_should_be_seen() {
        let multisig = |others: &[u8]| pallet_multisig::Call::as_multi {
            threshold: 2,
            other_signatories: others.iter().map(|name| someone(*name)).collect(),
            maybe_timepoint: None,
            call: boxed(remark()),
            max_weight: Default::default(),
        };
        let all: Vec<_> = NAMES.map(someone).to_vec();
        let account = pallet_multisig::Pallet::<Runtime>::multi_account_id(&all, 2);
        assert_eq!(actors(multisig(&NAMES[1..]).into()), [someone(1), account]);
        let derived = pallet_utility::Call::as_derivative { index: 7, call: boxed(remark()) };
        let account = pallet_utility::derivative_account_id(someone(1), 7);
        assert_eq!(actors(derived.into()), [someone(1), account]);
    }
}
