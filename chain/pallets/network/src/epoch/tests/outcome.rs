use super::*;
use crate::weights::NetUidStorageIndex;
use myelin_yuma::Outcome;

/// What Yuma Consensus says of the subnet as it is now.
fn expected() -> Outcome {
    let state = Network::epoch_state(SUBNET);
    let emission = Network::pending_pots(SUBNET).total().unwrap();
    let votes = Network::epoch_votes(NetUidStorageIndex::from(SUBNET), &state);
    myelin_yuma::epoch(&Network::epoch_inputs(SUBNET, &state, &votes, emission), &mut Scratch::default())
}

pub(super) fn assert_stored(outcome: &Outcome) {
    let index = NetUidStorageIndex::from(SUBNET);
    let parts =
        |values: Vec<myelin_units::PerU16>| values.into_iter().map(|value| value.parts()).collect::<Vec<_>>();
    assert_eq!(Active::<Test>::get(SUBNET), outcome.active);
    assert_eq!(ValidatorPermit::<Test>::get(SUBNET), outcome.permits);
    assert_eq!(StakeWeight::<Test>::get(SUBNET), outcome.stake_weight);
    assert_eq!(parts(Consensus::<Test>::get(SUBNET)), outcome.consensus);
    assert_eq!(parts(Dividends::<Test>::get(SUBNET)), outcome.dividends);
    assert_eq!(parts(ValidatorTrust::<Test>::get(SUBNET)), outcome.trust);
    assert_eq!(parts(Incentive::<Test>::get(index)), outcome.incentive);
    assert_eq!(
        Emission::<Test>::get(SUBNET).into_iter().map(Alpha::rao).collect::<Vec<_>>(),
        outcome.emission
    );
    let bonds: Vec<_> =
        (0..SubnetworkN::<Test>::get(SUBNET)).map(|uid| Bonds::<Test>::get(index, uid)).collect();
    assert_eq!(bonds, outcome.bonds);
}

#[test]
fn stored_results_should_be_those_of_yuma_consensus() {
    voting_subnet().execute_with(|| {
        for _ in 0..3 {
            let outcome = expected();
            assert!(outcome.incentive[3] > outcome.incentive[4] && outcome.dividends[1] > 0);
            epoch();
            assert_stored(&outcome);
            next_block();
        }
    });
}

#[test]
fn stored_results_should_be_those_of_yuma_consensus_when_votes_change() {
    voting_subnet().execute_with(|| {
        epoch();
        next_block();
        vote(1, &[4], &[1]);
        vote(2, &[3, 4], &[1, 5]);
        stake(SUBNET, 5, 2, 200 * TAO);
        let outcome = expected();
        assert!(outcome.incentive[4] > outcome.incentive[3]);
        epoch();
        assert_stored(&outcome);
    });
}

#[test]
fn permit_and_bonds_should_go_when_another_has_more_stake() {
    voting_subnet().execute_with(|| {
        epoch();
        assert!(!Bonds::<Test>::get(NetUidStorageIndex::from(SUBNET), 2).is_empty());
        next_block();
        gift(SUBNET, 4, 4, 500 * TAO);
        let outcome = expected();
        epoch();
        assert_stored(&outcome);
        assert_eq!(ValidatorPermit::<Test>::get(SUBNET), [true, true, false, false, true]);
        assert!(!Bonds::<Test>::contains_key(NetUidStorageIndex::from(SUBNET), 2));
    });
}

#[test]
fn newcomer_should_be_paid_nothing_for_votes_on_who_was_replaced() {
    voting_subnet().execute_with(|| {
        epoch();
        next_block();
        assert!(Emission::<Test>::get(SUBNET)[3].rao() > 0);
        MaxAllowedUids::<Test>::insert(SUBNET, 5);
        MinNonImmuneUids::<Test>::insert(SUBNET, 0);
        ImmunityPeriod::<Test>::insert(SUBNET, 0);
        Emission::<Test>::insert(SUBNET, [9, 9, 9, 1, 9].map(Alpha::new).to_vec());
        let old = value(3, SUBNET);
        assert_eq!(register(SUBNET, 7), 3);
        let outcome = expected();
        assert_eq!((outcome.incentive[3], outcome.incentive[4]), (0, u16::MAX));
        next_block();
        let outcome = expected();
        epoch();
        assert_stored(&outcome);
        assert_eq!((value(3, SUBNET), value(7, SUBNET)), (old, 0));
        // No bonds from before its time are left to earn by it.
        assert!((1..=2).all(|uid| Bonds::<Test>::get(NetUidStorageIndex::from(SUBNET), uid)
            .iter()
            .all(|(to, bond)| *to != 3 || *bond == 0)));
    });
}

#[test]
fn miners_pay_should_be_told_by_uid() {
    voting_subnet().execute_with(|| {
        let verdict = expected().server_emission;
        epoch();
        let told: Vec<u64> = told_to_miners().into_iter().map(Alpha::rao).collect();
        // What they were paid: the verdict's amounts are rounded down, the pot is given out whole.
        assert_eq!(told.iter().sum::<u64>(), paid().unwrap().1);
        assert_eq!(told.len(), verdict.len());
        assert!(told.iter().zip(&verdict).all(|(told, verdict)| told - verdict <= 1), "{told:?} {verdict:?}");
    });
}
