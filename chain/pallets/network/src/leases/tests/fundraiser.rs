//! Stands in for crowdloans and proxies.

use crate::{
    leases::{Leasing, Raised},
    mock::*,
};
use frame_support::{
    pallet_prelude::DispatchResult,
    parameter_types,
    traits::{
        tokens::{fungible::Mutate, Preservation},
        ReservableCurrency,
    },
};
use myelin_units::Tao;

parameter_types! {
    /// The beneficiary, and the contributions in rao, of the crowdloan whose call is running.
    pub storage Running: Option<(AccountId, Vec<(AccountId, u64)>)> = None;
    /// Who may act for whom.
    pub storage Managers: Vec<(AccountId, AccountId)> = Vec::new();
}

/// Where the money of the test's crowdloan stands.
pub fn funds_account() -> AccountId {
    account(5_000)
}

/// What a proxy's deposit is here, in rao.
pub const PROXY_DEPOSIT: u64 = 93_000_000;

pub struct Fundraiser;

impl Leasing<AccountId> for Fundraiser {
    const MAX_CONTRIBUTORS: u32 = 500;

    fn raised() -> Option<Raised<AccountId>> {
        let (creator, contributions) = Running::get()?;
        let contributions = contributions.into_iter().map(|(who, rao)| (who, Tao::new(rao))).collect();
        Some(Raised { creator, funds_account: funds_account(), contributions })
    }

    fn appoint(account: &AccountId, manager: &AccountId) -> DispatchResult {
        Balances::reserve(account, PROXY_DEPOSIT)?;
        let mut managers = Managers::get();
        managers.push((account.clone(), manager.clone()));
        Managers::set(&managers);
        Ok(())
    }

    fn dismiss(account: &AccountId, manager: &AccountId) -> DispatchResult {
        Balances::unreserve(account, PROXY_DEPOSIT);
        let mut managers = Managers::get();
        managers.retain(|entry| *entry != (account.clone(), manager.clone()));
        Managers::set(&managers);
        Ok(())
    }
}

/// Coldkeys of these numbers give so many rao, in the order of their accounts; the first of the list is the beneficiary.
pub fn raise(contributions: &[(u64, u64)]) {
    let mut given = Vec::new();
    for (number, rao) in contributions {
        let paid = <Balances as Mutate<_>>::transfer(
            &coldkey(*number),
            &funds_account(),
            *rao,
            Preservation::Preserve,
        );
        if paid.is_ok() {
            given.push((coldkey(*number), *rao));
        }
    }
    let beneficiary = coldkey(contributions[0].0);
    given.sort();
    Running::set(&Some((beneficiary, given)));
}
