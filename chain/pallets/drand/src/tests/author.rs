//! What an author's block brings of what its node has found.

use crate::{mock::*, pallet::*};
use frame_support::inherent::ProvideInherent;
use myelin_timelock::{development, Pulse, INHERENT_IDENTIFIER};
use sp_inherents::InherentData;

fn found(rounds: impl IntoIterator<Item = u64>, now: u64) -> InherentData {
    let mut data = InherentData::new();
    data.put_data(INHERENT_IDENTIFIER, &pulses(rounds)).unwrap();
    let time = development::beacon().time_of(now).unwrap() * 1_000;
    data.put_data(sp_timestamp::INHERENT_IDENTIFIER, &sp_timestamp::Timestamp::new(time)).unwrap();
    data
}

fn brought(data: &InherentData) -> Vec<u64> {
    match Drand::create_inherent(data) {
        Some(Call::store_pulses { pulses }) => pulses.iter().map(|pulse: &Pulse| pulse.round).collect(),
        _ => vec![],
    }
}

#[test]
fn author_should_bring_what_the_chain_lacks() {
    on_chain(|| {
        store(pulses([990])).unwrap();
        assert_eq!(brought(&found(988..=995, NOW)), [991, 992, 993, 994, 995]);
        assert_eq!(brought(&found(988..=1_020, NOW)), (991..=998).collect::<Vec<_>>());
    });
}

#[test]
fn author_should_bring_nothing_that_makes_its_block_invalid() {
    on_chain(|| {
        store(pulses([990])).unwrap();
        next_block();
        assert_eq!(brought(&found([992, 993], NOW)), [0; 0]);
        assert_eq!(brought(&found(985..=990, NOW)), [0; 0]);
        assert_eq!(brought(&found([991, 993], NOW)), [991]);
        assert_eq!(brought(&found([], NOW)), [0; 0]);
        assert_eq!(brought(&InherentData::new()), [0; 0]);
        let mut broken = InherentData::new();
        broken.put_data(INHERENT_IDENTIFIER, &[255u8; 3]).unwrap();
        assert_eq!(brought(&broken), [0; 0]);
        let data = found(985..=1_050, 996);
        assert_eq!(brought(&data), (991..=997).collect::<Vec<_>>());
        at_block(3, 996);
        let Some(Call::store_pulses { pulses }) = Drand::create_inherent(&data) else { panic!() };
        assert_eq!(Drand::store_pulses(RuntimeOrigin::none(), pulses), Ok(()));
    });
}

/// The state still has the last block's time when an author makes a block.
#[test]
fn author_should_go_by_the_time_of_its_own_block() {
    on_chain(|| {
        store(pulses([NOW])).unwrap();
        assert_eq!(brought(&found(NOW..NOW + 8, NOW + 4)), (NOW + 1..=NOW + 5).collect::<Vec<_>>());
    });
}

#[test]
fn pulses_should_be_part_of_a_block_and_never_required() {
    let call = Call::<Test>::store_pulses { pulses: Default::default() };
    assert!(Drand::is_inherent(&call));
    on_chain(|| assert!(matches!(Drand::is_inherent_required(&InherentData::new()), Ok(None))));
}
