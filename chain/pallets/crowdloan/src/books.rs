//! The books of crowdloans: what must hold in every block. Tests ask; a production block does not.

use crate::pallet::*;
use alloc::vec::Vec;
use myelin_units::{AmountError, Tao};

/// A rule that does not hold, and the numbers that show it.
#[derive(Clone, Debug, Eq, PartialEq)]
pub enum Broken {
    /// What was raised is not the sum of the contributions.
    Raised(CrowdloanId, Tao, Tao),
    /// More was raised than asked for.
    AboveCap(CrowdloanId, Tao, Tao),
    /// The number of contributors is not that of the contributions.
    Count(CrowdloanId, u32, usize),
    /// The account holds less than was raised.
    Short(CrowdloanId, Tao, Tao),
    /// The creator has less in it than the deposit.
    Deposit(CrowdloanId),
    /// A call is said to be running between calls.
    StillFinalizing(CrowdloanId),
    /// An amount does not fit.
    Amount(AmountError),
}

impl From<AmountError> for Broken {
    fn from(error: AmountError) -> Self {
        Self::Amount(error)
    }
}

impl<T: Config> Pallet<T> {
    /// All of the books' rules, or the first that does not hold.
    pub fn check_books() -> Result<(), Broken> {
        if let Some(id) = CurrentCrowdloanId::<T>::get() {
            return Err(Broken::StillFinalizing(id));
        }
        Crowdloans::<T>::iter().try_for_each(|(id, crowdloan)| Self::check_book(id, &crowdloan))
    }

    fn check_book(id: CrowdloanId, crowdloan: &CrowdloanOf<T>) -> Result<(), Broken> {
        let given: Vec<Tao> = Contributions::<T>::iter_prefix_values(id).collect();
        let sum = Tao::checked_sum(given.iter().copied())?;
        if sum != crowdloan.raised {
            return Err(Broken::Raised(id, crowdloan.raised, sum));
        }
        if crowdloan.raised > crowdloan.cap {
            return Err(Broken::AboveCap(id, crowdloan.raised, crowdloan.cap));
        }
        if given.len() != crowdloan.contributors_count as usize {
            return Err(Broken::Count(id, crowdloan.contributors_count, given.len()));
        }
        if Contributions::<T>::get(id, &crowdloan.creator).unwrap_or(Tao::ZERO) < crowdloan.deposit {
            return Err(Broken::Deposit(id));
        }
        let funds = Self::funds(&crowdloan.funds_account);
        if !crowdloan.finalized && funds < crowdloan.raised {
            return Err(Broken::Short(id, funds, crowdloan.raised));
        }
        Ok(())
    }
}
