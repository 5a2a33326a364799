//! What calls cost: their database reads and writes, counted by hand along their longest path, and their own work.
//! Each function says where its counts come from; keys that are read twice in one call count once, because the second
//! read finds them in memory. FRAME benchmarks may take their place.

mod block;
mod keys;
mod neurons;
mod pool;
mod staking;
mod subnets;
mod votes;

pub use self::{block::*, keys::*, neurons::*, staking::*, subnets::*, votes::*};
pub(crate) use pool::checked_first;

use crate::pallet::*;
use frame_support::{traits::Get, weights::Weight};

/// A microsecond of work.
const MICROSECOND: u64 = 1_000_000;
/// Decoding a call, checking it, depositing its event.
const CALL: u64 = 10 * MICROSECOND;
/// One trade with a pool: 256-bit products and, with a limit, an integer root.
const TRADE: u64 = 5 * MICROSECOND;
/// One neuron looked at when one must make room.
const CANDIDATE: u64 = MICROSECOND;

fn cost<T: Config>(reads: u64, writes: u64, work: u64) -> Weight {
    T::DbWeight::get().reads_writes(reads, writes).saturating_add(Weight::from_parts(work, 0))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::mock::{chain, Test};
    use codec::Compact;

    #[test]
    fn longer_rows_should_cost_more_and_batches_the_sum_of_their_rows() {
        let row = |entries: usize| vec![(Compact(0u16), Compact(1u16)); entries];
        let (short, long) = (set_weights::<Test>(1), set_weights::<Test>(256));
        assert!(long.ref_time() > short.ref_time());
        let batch = batch_set_weights::<Test>(&[row(1), row(256)]);
        assert_eq!(batch, batch_set_weights::<Test>(&[]).saturating_add(short).saturating_add(long));
    }

    #[test]
    fn absurd_lengths_should_cost_everything_and_not_overflow() {
        assert_eq!(set_weights::<Test>(usize::MAX).ref_time(), u64::MAX);
        assert_eq!(block_step::<Test>(usize::MAX, usize::MAX).ref_time(), u64::MAX);
    }

    #[test]
    fn unstaking_should_give_back_what_was_not_sold() {
        chain().execute_with(|| {
            let networks = usize::from(TotalNetworks::<Test>::get());
            assert_eq!(unstake_all::<Test>(), unstaked::<Test>(networks));
            assert!(unstaked::<Test>(0).ref_time() < unstake_all::<Test>().ref_time());
        });
    }

    #[test]
    fn block_step_should_grow_with_subnets_and_with_uids_of_epochs() {
        let step = |subnets, uids| block_step::<Test>(subnets, uids).ref_time();
        assert!(step(128, 0) > step(16, 0) && step(16, 256) > step(16, 0) && step(0, 0) > 0);
    }
}
