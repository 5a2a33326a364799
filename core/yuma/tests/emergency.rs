//! Subnets in which nothing useful is said (yuma.md §1.13), one test a case.

use myelin_yuma::{epoch, Inputs, Liquid, Outcome, Profile, Scratch};

type Rows<'a> = &'a [Vec<(u16, u16)>];

/// Four uids in block 100, all active and with a permit, whose stakes and weights are given. A share of a quarter is
/// 16383 of 65535.
fn subnet<'a>(stake: &'a [u128], weights: Rows<'a>) -> Inputs<'a> {
    Inputs {
        block: 100,
        tempo: 10,
        last_epoch_block: 90,
        activity_cutoff: 50,
        kappa: 32_767,
        bonds_penalty: u16::MAX,
        bonds_moving_average: 900_000,
        yuma3: true,
        liquid: Some(Liquid { low: 45_875, high: 58_982, steepness: 1_000 }),
        max_validators: 64,
        stake_threshold: 0,
        owner_uid: None,
        stake,
        last_update: &[95; 4],
        registered_at: &[1; 4],
        first_commit: &[],
        permits: &[true; 4],
        weights,
        bonds: &[],
        emission: 1_000,
        profile: Profile::Reference,
    }
}

const QUARTERS: [u128; 4] = [1 << 40; 4];
const HALVES: [u128; 4] = [1 << 40, 1 << 40, 0, 0];

fn run(inputs: &Inputs) -> Outcome {
    epoch(inputs, &mut Scratch::default())
}

/// Nothing was agreed on, and the emission went to validators like this.
fn assert_idle(outcome: &Outcome, validator_emission: [u64; 4]) {
    assert_eq!((&outcome.consensus, &outcome.incentive), (&vec![0; 4], &vec![0; 4]));
    assert_eq!((&outcome.dividends, &outcome.trust), (&vec![0; 4], &vec![0; 4]));
    assert_eq!(outcome.server_emission, [0; 4]);
    assert_eq!(
        (&outcome.validator_emission, &outcome.emission),
        (&validator_emission.to_vec(), &validator_emission.to_vec())
    );
}

#[test]
fn nobody_should_be_paid_when_there_is_no_stake() {
    let outcome = run(&subnet(&[0; 4], &[vec![(1, 9)], vec![(0, 9)]]));
    assert_idle(&outcome, [0; 4]);
    assert_eq!((outcome.stake_weight, outcome.permits), (vec![0; 4], vec![false; 4]));
}

#[test]
fn emission_should_follow_all_stake_when_nobody_is_active() {
    let rows = [vec![(1, 9)], vec![(0, 9)]];
    let silent = Inputs { last_update: &[10; 4], ..subnet(&QUARTERS, &rows) };
    assert_idle(&run(&silent), [250; 4]);
    let without_permit = Inputs { permits: &[], ..subnet(&QUARTERS, &rows) };
    assert_idle(&run(&without_permit), [250; 4]);
}

#[test]
fn emission_should_follow_active_stake_when_there_are_no_weights() {
    let outcome = run(&Inputs { last_update: &[95, 95, 10, 10], ..subnet(&QUARTERS, &[]) });
    assert_idle(&outcome, [500, 500, 0, 0]);
}

#[test]
fn emission_should_follow_active_stake_when_votes_have_nothing_in_common() {
    let rows = [vec![(2, 9)], vec![(3, 9)]];
    let outcome = run(&Inputs { kappa: 39_321, ..subnet(&HALVES, &rows) });
    assert_idle(&outcome, [500, 500, 0, 0]);
    assert!(outcome.bonds.iter().all(Vec::is_empty));
}

#[test]
fn emission_should_follow_stake_when_the_only_validator_names_only_itself() {
    let stake = [1 << 40, 0, 0, 0];
    let rows = [vec![(0, 9)]];
    assert_idle(&run(&subnet(&stake, &rows)), [1_000, 0, 0, 0]);
    // The owner may: then it is its own miner.
    let owner = run(&Inputs { owner_uid: Some(0), ..subnet(&stake, &rows) });
    assert_eq!((owner.incentive, owner.dividends), (vec![u16::MAX, 0, 0, 0], vec![u16::MAX, 0, 0, 0]));
}

#[test]
fn miner_should_get_nothing_when_nobody_names_it() {
    let rows = [vec![(2, 9)], vec![(2, 9)]];
    let outcome = run(&subnet(&HALVES, &rows));
    assert_eq!((outcome.consensus, outcome.incentive), (vec![0, 0, u16::MAX, 0], vec![0, 0, u16::MAX, 0]));
    assert_eq!(outcome.emission, [250, 250, 500, 0]);
}

#[test]
fn everybody_with_stake_should_get_a_permit_when_there_are_fewer_than_allowed() {
    assert_eq!(run(&subnet(&HALVES, &[])).permits, [true, true, false, false]);
}

#[test]
fn row_of_zeros_should_score_zero_and_buy_nothing() {
    let rows = [vec![(2, 0), (3, 0)], vec![(2, 9)]];
    let outcome = run(&Inputs { kappa: 39_321, ..subnet(&HALVES, &rows) });
    assert_idle(&outcome, [500, 500, 0, 0]);
    let carried = run(&subnet(&HALVES, &rows));
    assert_eq!((carried.incentive, carried.dividends), (vec![0, 0, u16::MAX, 0], vec![0, u16::MAX, 0, 0]));
    assert_eq!(carried.trust, [0, u16::MAX, 0, 0]);
}
