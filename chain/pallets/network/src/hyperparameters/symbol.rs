//! The symbol of a subnet's alpha.

use crate::{pallet::*, subnets::symbols, Error};
use alloc::vec::Vec;
use frame_support::pallet_prelude::*;
use frame_system::pallet_prelude::OriginFor;
use myelin_units::NetUid;

impl<T: Config> Pallet<T> {
    /// Gives a subnet another symbol of the table that no other subnet bears.
    pub(crate) fn choose_symbol(origin: OriginFor<T>, netuid: NetUid, symbol: Vec<u8>) -> DispatchResult {
        Self::ensure_owner_or_root(origin, netuid)?;
        ensure!(symbols::exists(&symbol), Error::<T>::SymbolDoesNotExist);
        ensure!(!Self::is_symbol_taken(netuid, &symbol), Error::<T>::SymbolAlreadyInUse);
        TokenSymbol::<T>::insert(netuid, &symbol);
        Self::deposit_event(Event::SymbolUpdated { netuid, symbol });
        Ok(())
    }

    /// The symbol for a new subnet: its own in the table, or the first that is free when another took it.
    pub fn free_symbol(netuid: NetUid) -> Vec<u8> {
        let own = symbols::symbol_for(netuid);
        if !Self::is_symbol_taken(netuid, own) {
            return own.to_vec();
        }
        symbols::all().find(|symbol| !Self::is_symbol_taken(netuid, symbol)).unwrap_or(own).to_vec()
    }

    /// Whether a subnet other than `netuid` bears the symbol.
    fn is_symbol_taken(netuid: NetUid, symbol: &[u8]) -> bool {
        TokenSymbol::<T>::iter().any(|(other, theirs)| other != netuid && theirs == symbol)
    }
}
