//! What weights and epochs read and write of the state (decision 24, docs/performance.md).

use super::{
    crowd::{crowded_subnet, endow, neuron},
    *,
};
use crate::{
    coinbase::tests::meter::{measure, Asked},
    random_actors::dice::Dice,
    weights::NetUidStorageIndex,
};

const INDEX: NetUidStorageIndex = NetUidStorageIndex(1);
/// Rows of weights that speak of every uid.
const UIDS: u16 = 256;
const VALIDATORS: u16 = 64;

fn set(uid: u16, dice: &mut Dice) {
    let (uids, values) = (0..UIDS).map(|to| (to, 1 + dice.below(999) as u16)).unzip();
    assert_ok!(Network::set_weights(signed(neuron(uid.into())), SUBNET, uids, values, 0));
}

fn cost(work: impl FnOnce()) -> Asked {
    System::reset_events();
    measure(work)
}

/// 256 uids, 64 of which have voted on all; `after` so many epochs.
fn voted(epochs: u64) -> sp_io::TestExternalities {
    voted_on(UIDS, VALIDATORS, usize::from(UIDS), epochs)
}

/// So many uids and validators, each of whom has voted on so many targets: where that is not everybody, on three
/// quarters that all share and on a quarter of its own choice.
fn voted_on(uids: u16, validators: u16, targets: usize, epochs: u64) -> sp_io::TestExternalities {
    let mut chain = crowded_subnet(uids, validators);
    chain.execute_with(|| {
        let mut dice = Dice::new(1);
        for uid in 1..=validators {
            let (shared, free) = (targets * 3 / 4, usize::from(uids) - targets);
            let first = shared + if free > 0 { dice.below(free as u64) as usize } else { 0 };
            let row = (0..shared).chain(first..first + targets - shared).map(|to| to as u16);
            let (row, values) = row.map(|to| (to, 1 + dice.below(999) as u16)).unzip();
            assert_ok!(Network::set_weights(signed(neuron(uid.into())), SUBNET, row, values, 0));
        }
        for _ in 0..epochs {
            System::set_block_number(System::block_number() + 10);
            pots(1);
            epoch();
        }
        pots(1);
        System::set_block_number(System::block_number() + 10);
    });
    chain.commit_all().unwrap();
    chain
}

fn pots(alpha: u64) {
    let each = Alpha::new(alpha * TAO);
    fill(Pots { server: each, validator: each, root: Alpha::ZERO });
}

#[test]
fn weights_should_cost_their_row_and_one_vector() {
    voted(1).execute_with(|| {
        let asked = cost(|| set(3, &mut Dice::new(2)));
        println!("set_weights, 256 entries: {asked:?}");
        // The row, and LastUpdate (clients read it whole).
        assert_eq!(asked.written, 2, "{asked:?}");
        let vectors = 256 * 8 + 256 * 4 + 4;
        assert!(asked.bytes_written <= vectors, "{asked:?}");
        // Said again, the row is not written again.
        let again = cost(|| set(3, &mut Dice::new(2)));
        println!("the same row again: {again:?}");
        assert_eq!(again.written, asked.written - 1);
    });
}

#[test]
fn epoch_should_write_what_it_decides_anew() {
    voted(1).execute_with(|| {
        let asked = cost(|| {
            Network::run_epoch(SUBNET, &mut Scratch::default()).unwrap();
        });
        println!("epoch, 256 uids, 64 validators, rows full: {asked:?}");
        // Rows of weights and bonds of the owner and 64, five cells a uid, and what pays, with a hotkey's
        // dividends that are still to be given over: nothing per pair.
        assert!(asked.keys < 256 * 12, "{asked:?}");
        // 64 rows of bonds, the stakes of those who were paid, 8 vectors.
        assert!(asked.bytes_written < 200_000, "{asked:?}");
        // Once the bonds stand still, the rows and the vectors they decide are left as they are.
        BondsMovingAverage::<Test>::insert(SUBNET, 0);
        for _ in 0..2 {
            System::set_block_number(System::block_number() + 1);
            epoch();
        }
        let rows = |index| Bonds::<Test>::iter_prefix(index).count();
        assert_eq!(rows(INDEX), usize::from(VALIDATORS));
        let quiet = cost(|| {
            Network::run_epoch(SUBNET, &mut Scratch::default()).unwrap();
        });
        println!("epoch, nothing to pay and nothing new: {quiet:?}");
        assert!(quiet.bytes_written < asked.bytes_written / 10, "{quiet:?}");
    });
}

#[test]
fn epoch_should_write_few_vectors_when_nobody_votes() {
    crowded_subnet(UIDS, VALIDATORS).execute_with(|| {
        epoch();
        endow(1, 1);
        System::set_block_number(System::block_number() + 1);
        let asked = cost(|| {
            Network::run_epoch(SUBNET, &mut Scratch::default()).unwrap();
        });
        println!("epoch without votes: {asked:?}");
        assert_eq!(Bonds::<Test>::iter_prefix(INDEX).count(), 0);
        assert!(asked.bytes_written < 2_000, "{asked:?}");
    });
}

#[test]
fn newcomer_should_cost_the_vectors_in_which_the_former_stood() {
    voted(1).execute_with(|| {
        // Uid 200 earned something, uid 255 nothing: silence about it.
        let asked = cost(|| {
            assert_ok!(Network::replace_neuron(SUBNET, 200, &neuron(9_999)));
        });
        println!("a neuron replaced that 64 rows name: {asked:?}");
        let rows = u64::from(VALIDATORS) * (256 * 4 + 2);
        assert!(asked.bytes_written < rows + 8 * 2_048, "{asked:?}");
        // Nobody names it now, and it has nothing: only its keys and its clock change.
        System::set_block_number(System::block_number() + 1);
        let asked = cost(|| {
            assert_ok!(Network::replace_neuron(SUBNET, 200, &neuron(9_998)));
        });
        println!("a neuron replaced that nobody names: {asked:?}");
        assert!(asked.bytes_written < 3_000, "{asked:?}");
    });
}

#[test]
fn epoch_should_read_and_write_in_proportion_to_what_was_said() {
    for (uids, validators, targets) in
        [(256, 64, 256), (256, 255, 256), (1_024, 128, 1_024), (4_096, 256, 512)]
    {
        voted_on(uids, validators, targets, 1).execute_with(|| {
            let asked = cost(|| {
                Network::run_epoch(SUBNET, &mut Scratch::default()).unwrap();
            });
            println!("epoch, {uids} uids, {validators} validators on {targets}: {asked:?}");
            // Four bytes an entry of weights and one of bonds, and a few cells a uid.
            let (entries, uids) = (u64::from(validators) * targets as u64, u64::from(uids));
            assert!(asked.bytes_read < 2 * 4 * entries + 400 * uids, "{asked:?}");
            assert!(asked.bytes_written < 4 * entries + 200 * uids, "{asked:?}");
        });
    }
}
