use super::*;
use proptest::prelude::*;

/// A clock of tempo 50 whose last epoch was in block 10.
const CLOCK: Clock =
    Clock { block: 10, tempo: 50, last_epoch_block: 10, pending_at: 0, blocks_since_last_step: 0, index: 3 };

/// The clock so many blocks later, while nothing but time passes.
fn later(clock: Clock, blocks: u64) -> Clock {
    (0..blocks).fold(clock, |clock, _| clock.tick())
}

#[test]
fn epoch_should_never_be_due_when_tempo_is_zero() {
    let clock =
        Clock { tempo: 0, block: 1_000_000, pending_at: 1, blocks_since_last_step: u64::MAX, ..CLOCK };
    assert!(!clock.due());
    assert_eq!((clock.next_epoch(), clock.to_automatic(), clock.reveal_block(1)), (None, None, None));
    assert_eq!(clock.upcoming().count(), 0);
}

#[test]
fn epoch_should_be_due_when_a_tempo_has_passed() {
    assert!(!later(CLOCK, 49).due());
    assert!(later(CLOCK, 50).due());
    assert_eq!((CLOCK.next_epoch(), CLOCK.to_automatic()), (Some(60), Some(50)));
}

#[test]
fn epoch_should_be_due_when_the_pending_block_is_reached() {
    let clock = Clock { pending_at: 20, ..CLOCK };
    assert!(!later(clock, 9).due());
    assert!(later(clock, 10).due());
    assert_eq!(clock.upcoming().take(3).collect::<Vec<_>>(), [20, 70, 120]);
}

#[test]
fn epoch_should_come_in_the_next_block_when_it_was_deferred() {
    let (turn, deferred) = later(CLOCK, 50).turn(0);
    assert_eq!((turn, deferred.pending_at, deferred.next_epoch()), (Turn::Defer, 61, Some(61)));
    // Commits made meanwhile belong to the epoch that waits.
    assert_eq!((deferred.look_ahead(), deferred.reveal_block(1)), (4, Some(111)));
    let (turn, ran) = deferred.tick().turn(1);
    assert_eq!((turn, ran.last_epoch_block, ran.pending_at, ran.index), (Turn::Run, 61, 0, 4));
}

#[test]
fn epoch_should_come_when_too_many_blocks_were_silent_whatever_the_tempo() {
    let clock = Clock { tempo: u16::MAX, block: 0, last_epoch_block: 0, ..CLOCK };
    assert_eq!(clock.upcoming().take(2).collect::<Vec<_>>(), [50_401, 100_802]);
    // A change of tempo begins the period anew, but not this count.
    let changed = Clock { blocks_since_last_step: 50_399, block: 50_399, ..clock }.with_tempo(360);
    assert_eq!(changed.next_epoch(), Some(50_401));
}

#[test]
fn commit_should_be_revealed_in_the_first_block_of_its_epoch() {
    assert_eq!((CLOCK.look_ahead(), CLOCK.reveal_block(1)), (3, Some(60)));
    assert_eq!(CLOCK.reveal_block(2), Some(110));
    assert_eq!((CLOCK.first_block_of(2), CLOCK.first_block_of(3)), (None, Some(10)));
    assert_eq!(CLOCK.first_block_of(u64::MAX), None);
}

#[test]
fn clock_should_not_overflow_at_the_end_of_block_numbers() {
    let end = Clock { block: u64::MAX, last_epoch_block: u64::MAX, index: u64::MAX, ..CLOCK };
    assert_eq!((end.next_epoch(), end.tick().due(), end.reveal_block(u64::MAX)), (None, false, None));
    assert!(!Clock { block: 5, last_epoch_block: 9, tempo: 1, ..CLOCK }.due());
}

fn clock() -> impl Strategy<Value = Clock> {
    let since = prop_oneof![0..200u64, 50_300..50_500u64];
    (0..70u16, 0..200u64, 0..200u64, 0..300u64, since, 0..9u64).prop_map(
        |(tempo, block, last, pending, since, index)| Clock {
            block,
            tempo,
            last_epoch_block: last,
            pending_at: pending,
            blocks_since_last_step: since,
            index,
        },
    )
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2_000))]

    #[test]
    fn next_epoch_should_be_the_first_due_block(clock in clock()) {
        let first = (1..1000).map(|blocks| later(clock, blocks)).find(Clock::due);
        prop_assert_eq!(clock.next_epoch(), first.map(|clock| clock.block));
    }

    #[test]
    fn upcoming_epochs_should_be_those_that_run(clock in clock()) {
        let mut running = clock;
        let mut ran = Vec::new();
        for _ in 0..600 {
            let before = running.index;
            step([&mut running], 1);
            if running.index > before {
                ran.push(running.block);
            }
        }
        let told: Vec<u64> = clock.upcoming().take_while(|block| *block <= running.block).collect();
        prop_assert_eq!(&told, &ran);
        prop_assert_eq!(running.index, clock.index + ran.len() as u64);
    }

    /// What reveals look at is the clock of a block that opens, before its epochs.
    #[test]
    fn reveal_block_should_be_the_first_that_opens_in_its_epoch(clock in clock(), period in 1..4u64) {
        let epoch = clock.look_ahead() + period;
        let mut running = clock;
        let mut seen = None;
        for _ in 0..600 {
            if seen.is_none() && running.tick().look_ahead() == epoch {
                seen = Some(running.block + 1);
            }
            step([&mut running], 1);
        }
        let told = clock.reveal_block(period).filter(|block| *block <= running.block);
        prop_assert_eq!(told, seen);
    }

    #[test]
    fn subnets_should_share_blocks_when_many_are_due(mut clocks in proptest::collection::vec(clock(), 1..20), most in 0..4usize) {
        clocks.iter_mut().for_each(|clock| (clock.block, clock.tempo) = (0, clock.tempo.max(30)));
        for _ in 0..200 {
            let before = clocks.clone();
            step(&mut clocks, most);
            let ran = |(before, after): (&Clock, &Clock)| after.index > before.index;
            let due = before.iter().filter(|clock| clock.tick().due()).count();
            let runs = before.iter().zip(&clocks).filter(|pair| ran(*pair)).count();
            prop_assert_eq!(runs, due.min(most.max(1)));
            // Whoever runs comes before whoever waits.
            let waits = before.iter().zip(&clocks).position(|(before, after)| before.tick().due() && after.index == before.index);
            let last = before.iter().zip(&clocks).rposition(ran);
            prop_assert!(waits.is_none() || last < waits);
        }
    }
}
