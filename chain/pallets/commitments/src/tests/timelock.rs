//! Timelocked fields: when they are opened, and what becomes of those that cannot be.

use crate::{
    data::Data,
    mock::*,
    pallet::*,
    registration::CommitmentInfo,
    timelock::{RevealFailure, MOST_OPENED, MOST_REVEALED},
};
use frame_support::{assert_noop, assert_ok, traits::Hooks};
use myelin_timelock::{development, encrypt};
use myelin_units::NetUid;
use pallet_network::keys::OnHotkeySwap;
use sp_runtime::{AccountId32, DispatchResult};

fn sealed_for(sealed: u64, said: u64, text: &str) -> Data {
    let bytes = encrypt(&development::beacon(), sealed, text.as_bytes(), &[7; 76]).unwrap();
    Data::TimelockEncrypted { encrypted: bytes.try_into().unwrap(), reveal_round: said }
}

fn sealed(round: u64, text: &str) -> Data {
    sealed_for(round, round, text)
}

fn raw(text: &str) -> Data {
    Data::Raw(text.as_bytes().to_vec().try_into().unwrap())
}

fn commit_on(netuid: NetUid, fields: Vec<Data>) -> DispatchResult {
    let fields = fields.try_into().unwrap();
    let info = Box::new(CommitmentInfo { fields });
    Commitments::set_commitment(RuntimeOrigin::signed(hotkey()), netuid, info)
}

fn commit(fields: Vec<Data>) {
    MaxSpace::<Test>::put(u32::MAX);
    assert_ok!(commit_on(SUBNET, fields));
    assert_queue();
}

/// The queue is what the commitments say.
fn assert_queue() {
    let mut queued: Vec<_> = TimelockQueue::<Test>::iter_keys().collect();
    let mut wanted: Vec<_> = CommitmentOf::<Test>::iter()
        .flat_map(|(netuid, who, kept)| {
            kept.info.rounds().into_iter().map(move |round| (round.to_be_bytes(), (netuid, who.clone())))
        })
        .collect();
    queued.sort();
    wanted.sort();
    assert_eq!(queued, wanted);
}

/// A block in which the beacon has come to `round`.
fn block(round: u64) {
    LastRound::set(round);
    System::reset_events();
    System::set_block_number(System::block_number() + 1);
    Commitments::on_initialize(System::block_number());
    assert_queue();
}

fn revealed_of(who: &AccountId32) -> Vec<(String, u64)> {
    let all = RevealedCommitments::<Test>::get(SUBNET, who).unwrap_or_default();
    all.into_iter().map(|(text, block)| (String::from_utf8(text).unwrap(), block)).collect()
}

fn revealed() -> Vec<String> {
    revealed_of(&hotkey()).into_iter().map(|(text, _)| text).collect()
}

fn fields() -> Vec<Data> {
    CommitmentOf::<Test>::get(SUBNET, hotkey()).map_or(Vec::new(), |kept| kept.info.fields.into_inner())
}

#[test]
fn field_should_be_opened_in_the_block_after_its_round_and_not_before() {
    chain().execute_with(|| {
        commit(vec![raw("plain"), sealed(105, "secret")]);
        let told = Event::TimelockCommitment { netuid: SUBNET, who: hotkey(), reveal_round: 105 };
        System::assert_last_event(told.into());
        block(104);
        assert_eq!(revealed(), [""; 0]);
        block(106);
        assert_eq!(revealed_of(&hotkey()), [("secret".into(), u64::from(START) + 2)]);
        System::assert_last_event(Event::CommitmentRevealed { netuid: SUBNET, who: hotkey() }.into());
        // What was plain stays; the sealed field is gone.
        assert_eq!(fields(), [raw("plain")]);
    });
}

#[test]
fn fields_should_each_be_opened_in_their_round() {
    chain().execute_with(|| {
        commit(vec![sealed(107, "last"), sealed(105, "first"), sealed(105, "second")]);
        block(105);
        assert_eq!(revealed(), ["first", "second"]);
        block(106);
        assert_eq!(fields().len(), 1);
        block(107);
        assert_eq!(revealed(), ["first", "second", "last"]);
        // A commitment with nothing left is gone.
        assert!(!CommitmentOf::<Test>::contains_key(SUBNET, hotkey()));
        assert_eq!(LastCommitment::<Test>::get(SUBNET, hotkey()), Some(START));
    });
}

#[test]
fn round_that_is_here_should_open_the_field_in_the_next_block() {
    chain().execute_with(|| {
        commit(vec![sealed(95, "old")]);
        block(100);
        assert_eq!(revealed(), ["old"]);
    });
}

#[test]
fn field_should_be_refused_when_its_round_was_missed() {
    chain().execute_with(|| {
        assert_noop!(commit_on(SUBNET, vec![sealed(89, "x")]), Error::<Test>::TimelockRoundMissed);
        Missing::set(vec![97]);
        assert_noop!(commit_on(SUBNET, vec![sealed(97, "x")]), Error::<Test>::TimelockRoundMissed);
        assert_ok!(commit_on(SUBNET, vec![sealed(98, "x")]));
    });
}

#[test]
fn field_should_stay_marked_when_it_cannot_be_opened() {
    chain().execute_with(|| {
        let garbage =
            Data::TimelockEncrypted { encrypted: vec![3; 400].try_into().unwrap(), reveal_round: 105 };
        commit(vec![sealed_for(104, 105, "other round"), garbage, sealed(105, "well")]);
        block(105);
        assert_eq!(revealed(), ["well"]);
        let kept = fields();
        let is_marked = |field: &Data| matches!(field, Data::TimelockRevealFailed { reveal_round: 105, .. });
        assert!(kept.len() == 2 && kept.iter().all(is_marked));
        for error in [RevealFailure::OtherRound, RevealFailure::Format] {
            let who = hotkey();
            let told = Event::CommitmentRevealFailed { netuid: SUBNET, who, reveal_round: 105, error };
            System::assert_has_event(told.into());
        }
    });
}

#[test]
fn field_should_fail_when_the_chain_left_its_round_out() {
    chain().execute_with(|| {
        commit(vec![sealed(105, "lost")]);
        Missing::set(vec![105]);
        block(106);
        let (who, error) = (hotkey(), RevealFailure::NoPulse);
        let told = Event::CommitmentRevealFailed { netuid: SUBNET, who, reveal_round: 105, error };
        System::assert_last_event(told.into());
        assert_eq!(fields().len(), 1);
    });
}

#[test]
fn new_commitment_should_take_back_what_was_sealed() {
    chain().execute_with(|| {
        commit(vec![sealed(105, "taken back"), sealed(106, "too")]);
        commit(vec![sealed(106, "instead")]);
        block(110);
        assert_eq!(revealed(), ["instead"]);
    });
}

#[test]
fn last_ten_should_be_kept() {
    chain().execute_with(|| {
        for number in 0..12u64 {
            commit(vec![sealed(105 + number, &number.to_string())]);
            block(105 + number);
        }
        let wanted: Vec<String> = (2..12).map(|number| number.to_string()).collect();
        assert_eq!(revealed(), wanted);
        assert_eq!(wanted.len(), MOST_REVEALED);
    });
}

#[test]
fn block_should_open_so_many_and_leave_the_rest_to_the_next() {
    chain().execute_with(|| {
        // Five hotkeys with two fields each, all of one round.
        for number in 1..=5u16 {
            let who = account(number as u8);
            pallet_network::Uids::<Test>::insert(SUBNET, &who, number);
            let fields = vec![sealed(105, "a"), sealed(105, "b")].try_into().unwrap();
            let info = Box::new(CommitmentInfo { fields });
            assert_ok!(Commitments::set_commitment(RuntimeOrigin::signed(who), SUBNET, info));
        }
        let open = || RevealedCommitments::<Test>::iter().map(|(_, _, all)| all.len() as u32).sum::<u32>();
        for wanted in [MOST_OPENED, 2 * MOST_OPENED, 10, 10] {
            block(105);
            assert_eq!(open(), wanted);
        }
    });
}

#[test]
fn hook_should_cost_little_when_nothing_waits() {
    chain().execute_with(|| {
        let idle = Commitments::on_initialize(START);
        commit(vec![sealed(105, "a")]);
        LastRound::set(105);
        let busy = Commitments::on_initialize(START);
        assert!(busy.ref_time() > 20 * idle.ref_time(), "{busy:?} {idle:?}");
    });
}

#[test]
fn swapped_hotkey_should_keep_what_waits() {
    chain().execute_with(|| {
        commit(vec![sealed(105, "moved")]);
        Commitments::hotkey_swapped(SUBNET, &hotkey(), &account(77));
        assert_queue();
        block(105);
        assert_eq!((revealed(), revealed_of(&account(77)).len()), (vec![], 1));
    });
}

#[test]
fn queue_should_forget_a_subnet_that_is_gone() {
    chain().execute_with(|| {
        commit(vec![sealed(105, "gone")]);
        CommitmentOf::<Test>::remove(SUBNET, hotkey());
        LastRound::set(105);
        Commitments::on_initialize(START);
        assert_eq!(TimelockQueue::<Test>::iter_keys().count(), 0);
        assert_eq!(revealed(), [""; 0]);
    });
}
