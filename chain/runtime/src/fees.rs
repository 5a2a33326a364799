//! What a transaction costs: `floor(0.0005 · ref_time) + 1 rao per byte` (economics §5), never more when blocks are
//! full, and recycled: the fee leaves the issuance, nobody earns it.
//!
//! Who has too little TAO pays with the alpha that the transaction is about, if it removes stake from one position: just
//! as much is sold as brings the fee.

use crate::{AccountId, Balance, Balances, Runtime, RuntimeCall, RuntimeEvent, SubtensorModule, System};
use frame_support::{
    dispatch::{DispatchInfo, PostDispatchInfo},
    traits::{
        fungible::{Balanced, Credit, Inspect},
        tokens::{Fortitude, Precision, Preservation, WithdrawConsequence},
        ConstU8, Imbalance, OnUnbalanced,
    },
    weights::{Weight, WeightToFee as WeightToFeeRule},
};
use myelin_units::{Alpha, NetUid, Tao};
use pallet_transaction_payment::{ConstFeeMultiplier, Multiplier, OnChargeTransaction, TxCreditHold};
use sp_runtime::{
    traits::One,
    transaction_validity::{InvalidTransaction, TransactionValidityError},
};

frame_support::parameter_types! {
    /// The multiplier stays one, however full blocks are.
    pub NoCongestionPricing: Multiplier = Multiplier::one();
}

/// Reference time that costs one rao.
const REF_TIME_PER_RAO: u64 = 2000;

/// Rao for the reference time of a call, rounded down.
pub struct FeeOfWeight;

impl WeightToFeeRule for FeeOfWeight {
    type Balance = Balance;

    fn weight_to_fee(weight: &Weight) -> Balance {
        weight.ref_time() / REF_TIME_PER_RAO
    }
}

/// Rao for the bytes of a transaction; FRAME hands lengths over in the place of reference time.
pub struct FeeOfLength;

impl WeightToFeeRule for FeeOfLength {
    type Balance = Balance;

    fn weight_to_fee(length: &Weight) -> Balance {
        length.ref_time()
    }
}

/// Takes a paid fee out of the issuance.
pub struct RecycleFee;

impl OnUnbalanced<Credit<AccountId, Balances>> for RecycleFee {
    fn on_nonzero_unbalanced(fee: Credit<AccountId, Balances>) {
        // A dropped credit lowers the total issuance by what it holds: that is the recycling. Clients read the
        // amount from `TransactionPayment.TransactionFeePaid`.
        drop(fee);
    }
}

/// The position that a call removes stake from, if it is about one position and nothing else. A call that moves stake to
/// another subnet is about two, and one that names no amount on several is about many.
fn position_of(call: &RuntimeCall) -> Option<(&AccountId, NetUid)> {
    use pallet_network::Call::{
        burn_alpha, recycle_alpha, remove_stake, remove_stake_full_limit, remove_stake_limit,
    };
    match call {
        RuntimeCall::SubtensorModule(
            remove_stake { hotkey, netuid, .. }
            | remove_stake_limit { hotkey, netuid, .. }
            | remove_stake_full_limit { hotkey, netuid, .. }
            | recycle_alpha { hotkey, netuid, .. }
            | burn_alpha { hotkey, netuid, .. },
        ) => Some((hotkey, *netuid)),
        _ => None,
    }
}

/// The stake that must be left when the fee is taken, or the call would fail and cost its fee: calls that do not content
/// themselves with less than they name.
fn needed_by(call: &RuntimeCall) -> Alpha {
    use pallet_network::Call::{burn_alpha, recycle_alpha, remove_stake_limit};
    match call {
        RuntimeCall::SubtensorModule(
            recycle_alpha { amount, .. }
            | burn_alpha { amount, .. }
            | remove_stake_limit { amount_unstaked: amount, .. },
        ) => *amount,
        _ => Alpha::ZERO,
    }
}

/// What a fee in alpha costs, if the position has it beside what the call itself needs.
fn fee_in_alpha<'a>(
    who: &AccountId,
    call: &'a RuntimeCall,
    fee: Tao,
) -> Result<(&'a AccountId, NetUid), TransactionValidityError> {
    let (hotkey, netuid) = position_of(call).ok_or(InvalidTransaction::Payment)?;
    let quote =
        SubtensorModule::quote_fee(who, hotkey, netuid, fee).map_err(|_| InvalidTransaction::Payment)?;
    let needed = quote.sold.checked_add(needed_by(call)).map_err(|_| InvalidTransaction::Payment)?;
    match needed <= SubtensorModule::stake_of(hotkey, who, netuid) {
        true => Ok((hotkey, netuid)),
        false => Err(InvalidTransaction::Payment.into()),
    }
}

/// Takes fees in TAO, else in alpha.
pub struct TaoElseAlpha;

impl TxCreditHold<Runtime> for TaoElseAlpha {
    type Credit = ();
}

impl OnChargeTransaction<Runtime> for TaoElseAlpha {
    type Balance = Balance;
    /// What was taken; nothing where the transaction is free.
    type LiquidityInfo = Option<Credit<AccountId, Balances>>;

    fn withdraw_fee(
        who: &AccountId,
        call: &RuntimeCall,
        _: &DispatchInfo,
        fee: Balance,
        _tip: Balance,
    ) -> Result<Self::LiquidityInfo, TransactionValidityError> {
        if fee == 0 {
            return Ok(None);
        }
        let tao = <Balances as Balanced<AccountId>>::withdraw(
            who,
            fee,
            Precision::Exact,
            Preservation::Preserve,
            Fortitude::Polite,
        );
        if let Ok(paid) = tao {
            return Ok(Some(paid));
        }
        let (hotkey, netuid) = fee_in_alpha(who, call, Tao::new(fee))?;
        let paid = SubtensorModule::pay_fee_with_alpha(who, hotkey, netuid, Tao::new(fee));
        Ok(Some(paid.map_err(|_| InvalidTransaction::Payment)?))
    }

    fn can_withdraw_fee(
        who: &AccountId,
        call: &RuntimeCall,
        _: &DispatchInfo,
        fee: Balance,
        _tip: Balance,
    ) -> Result<(), TransactionValidityError> {
        let tao = || <Balances as Inspect<AccountId>>::can_withdraw(who, fee) == WithdrawConsequence::Success;
        if fee == 0 || tao() {
            return Ok(());
        }
        fee_in_alpha(who, call, Tao::new(fee)).map(|_| ())
    }

    fn correct_and_deposit_fee(
        who: &AccountId,
        _: &DispatchInfo,
        _: &PostDispatchInfo,
        corrected_fee: Balance,
        _tip: Balance,
        paid: Self::LiquidityInfo,
    ) -> Result<(), TransactionValidityError> {
        if let Some(paid) = paid {
            let (fee, rest) = paid.split(corrected_fee);
            give_back(who, rest);
            RecycleFee::on_unbalanced(fee);
        }
        Ok(())
    }
}

/// What was taken too much goes back in TAO: to the payer, or to the coldkey that has just taken the payer's place. Where
/// neither account exists, or it is too little for one to begin with, it is recycled with the fee.
fn give_back(who: &AccountId, rest: Credit<AccountId, Balances>) {
    if rest.peek() == 0 {
        return;
    }
    let payee = if System::account_exists(who) { who.clone() } else { SubtensorModule::heir_of(who) };
    if System::account_exists(&payee) {
        // An error hands the credit back, and dropping it recycles it.
        drop(<Balances as Balanced<AccountId>>::resolve(&payee, rest));
    }
}

impl pallet_transaction_payment::Config for Runtime {
    type RuntimeEvent = RuntimeEvent;
    type OnChargeTransaction = TaoElseAlpha;
    type WeightToFee = FeeOfWeight;
    type LengthToFee = FeeOfLength;
    type FeeMultiplierUpdate = ConstFeeMultiplier<NoCongestionPricing>;
    type OperationalFeeMultiplier = ConstU8<5>;
    type WeightInfo = pallet_transaction_payment::weights::SubstrateWeight<Runtime>;
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fee_should_equal_the_vectors_when_priced_by_weight_and_length() {
        // (ref_time, bytes, rao): the vectors `txfee-*`.
        for (ref_time, bytes, rao) in
            [(0, 0, 0), (1_000_000_000, 200, 500_200), (60_000_000, 128, 30_128), (1_999, 10, 10)]
        {
            let weight = FeeOfWeight::weight_to_fee(&Weight::from_parts(ref_time, 0));
            let length = FeeOfLength::weight_to_fee(&Weight::from_parts(bytes, 0));
            assert_eq!(weight + length, rao);
        }
    }

    #[test]
    fn fee_should_be_that_of_weight_and_length_when_blocks_have_passed() {
        use frame_support::{dispatch::DispatchInfo, traits::Hooks};
        type Payment = pallet_transaction_payment::Pallet<Runtime>;

        sp_io::TestExternalities::default().execute_with(|| {
            (1..4).for_each(<Payment as Hooks<_>>::on_finalize);
            let call_weight = Weight::from_parts(2_000_000_000, 0);
            let info = DispatchInfo { call_weight, ..Default::default() };
            let base = <Runtime as frame_system::Config>::BlockWeights::get().get(info.class).base_extrinsic;
            let expected = base.ref_time() / REF_TIME_PER_RAO + 1_000_000 + 150;
            assert_eq!(Payment::compute_fee(150, &info, 0), expected);
        });
    }

    mod alpha;

    #[test]
    fn issuance_should_fall_by_the_fee_when_it_is_recycled() {
        use frame_support::traits::fungible::{Balanced, Mutate};
        use frame_support::traits::tokens::{Fortitude, Precision, Preservation};

        sp_io::TestExternalities::default().execute_with(|| {
            let payer = AccountId::new([1; 32]);
            Balances::mint_into(&payer, 1_000_000).unwrap();
            let fee = <Balances as Balanced<_>>::withdraw(
                &payer,
                30_128,
                Precision::Exact,
                Preservation::Preserve,
                Fortitude::Polite,
            )
            .unwrap();
            assert_eq!(Balances::total_issuance(), 1_000_000);
            RecycleFee::on_unbalanced(fee);
            assert_eq!(Balances::total_issuance(), 1_000_000 - 30_128);
            assert_eq!(Balances::free_balance(&payer), 1_000_000 - 30_128);
        });
    }
}
