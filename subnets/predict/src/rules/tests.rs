//! The rules on made-up figures; with real modules: `standings/tests.rs`.

use super::*;
use proptest::prelude::*;

const BYTES: u64 = 16_384;

/// A model that costs `cost` thousandths of a bit for each byte, and more or less by turns of `wave` thousandths.
fn model(uid: u16, since: u64, cost: u64, wave: u64) -> Contender {
    let unit = |thousandths: u64| thousandths * ONE_BIT / 1_000;
    let costs: Vec<u32> = (0..BYTES)
        .map(|at| {
            let mixed = at.wrapping_mul(0x9e37_79b9_7f4a_7c15) >> (uid % 8 + 40) & 1;
            (if mixed == 0 { unit(cost + wave) } else { unit(cost - wave) }) as u32
        })
        .collect();
    let cost = unit(cost) * BYTES;
    let mut module = ModuleHash([0; 32]);
    module.0[..2].copy_from_slice(&uid.to_be_bytes());
    let rounds = vec![RoundCost { round: 1, bytes: BYTES, cost }];
    Contender { uid, module, since, committed: since, served: true, rounds, costs }
}

fn of(uid: u16, standings: &[Standing]) -> Standing {
    *standings.iter().find(|standing| standing.uid == uid).unwrap()
}

fn judged(contenders: &[Contender]) -> Vec<Standing> {
    standings(contenders, None, &Rules::default())
}

#[test]
fn improvement_should_lead_and_the_one_before_keep_a_part_when_it_is_honest() {
    let found = judged(&[model(1, 10, 4_000, 900), model(2, 20, 3_000, 900)]);
    assert_eq!(of(2, &found).verdict, Verdict::Record { than: Some(1), by: 250_000 });
    // Three quarters; three quarters of the rest; and what is left goes to the newest.
    assert_eq!((of(2, &found).share, of(1, &found).share), (812_500, 187_500));
}

#[test]
fn model_should_earn_nothing_when_it_is_no_better_than_one_before_it() {
    let found = judged(&[model(1, 10, 3_000, 900), model(2, 20, 2_990, 500), model(3, 30, 3_100, 900)]);
    assert_eq!(of(1, &found).share, WHOLE);
    let verdict = of(2, &found).verdict;
    assert!(matches!(verdict, Verdict::NotBetter { than: Some(1), by: 3_300..3_400, .. }), "{verdict:?}");
    assert!(matches!(of(3, &found).verdict, Verdict::NotBetter { by: -33_400..=-33_300, .. }));
}

#[test]
fn first_model_should_earn_nothing_when_it_knows_nothing() {
    let found = judged(&[model(1, 10, 8_000, 0)]);
    assert_eq!(of(1, &found).verdict, Verdict::NotBetter { than: None, by: 0, margin: 20_000 });
    assert_eq!(of(1, &found).share, 0);
}

#[test]
fn copy_should_earn_nothing_when_it_is_the_same_module() {
    let original = model(1, 10, 3_000, 900);
    let copy = Contender { uid: 2, since: 11, ..original.clone() };
    let found = judged(&[copy, original]);
    assert_eq!(
        of(2, &found),
        Standing { uid: 2, verdict: Verdict::SameModule { of: 1 }, share: 0, waits_for: None }
    );
    assert_eq!(of(1, &found).share, WHOLE);
}

#[test]
fn copy_should_earn_nothing_when_it_was_given_noise() {
    let original = model(1, 10, 3_000, 900);
    let mut copy = Contender { uid: 2, since: 500_000, module: ModuleHash([9; 32]), ..original.clone() };
    // One byte in three costs a hundredth of a bit less: better by more than the least margin would ask.
    copy.costs.iter_mut().step_by(3).for_each(|cost| *cost -= 20_000);
    copy.rounds[0].cost = copy.costs.iter().map(|cost| u64::from(*cost)).sum();
    let by = gain(&copy, &original);
    assert!(by > 0);
    let old = Rules { near: 0, least_margin: by as u64, ..Rules::default() };
    let found = standings(&[original.clone(), copy.clone()], None, &Rules { near: 50_000, ..old.clone() });
    assert_eq!(
        of(2, &found).verdict,
        Verdict::Record { than: Some(1), by },
        "far from it: a model of its own"
    );
    copy.costs = original.costs.clone();
    let found = standings(
        &[original.clone(), copy.clone()],
        None,
        &Rules { margin: by as u64 + 1, near: 50_000, ..old.clone() },
    );
    assert_eq!(of(2, &found).verdict, Verdict::SameBehaviour { of: 1, distance: 0 });
    assert_eq!(of(2, &found).share, 0);
    // Were nearness not asked for, age alone would have let it pass.
    let found = standings(&[original, copy], None, &old);
    assert!(matches!(of(2, &found).verdict, Verdict::Record { .. }));
}

#[test]
fn near_model_should_lead_when_it_is_better_by_the_full_margin() {
    let original = model(1, 10, 3_000, 900);
    let mut better = Contender { uid: 2, since: 20, module: ModuleHash([9; 32]), ..original.clone() };
    better.costs.iter_mut().for_each(|cost| *cost -= *cost / 40);
    better.rounds[0].cost = better.costs.iter().map(|cost| u64::from(*cost)).sum();
    let found = judged(&[original, better]);
    assert!(
        matches!(of(2, &found).verdict, Verdict::Record { than: Some(1), .. }),
        "open models are built upon"
    );
}

#[test]
fn lead_should_decay_when_it_is_old() {
    let rules = Rules::default();
    assert_eq!(rules.margin(0), 20_000);
    assert_eq!(rules.margin(3_600), 15_625);
    assert_eq!(rules.margin(7_200), 11_250);
    assert_eq!(rules.margin(u64::MAX), 2_500);
    // One per cent is too little at first, and enough two days later.
    let lead = model(1, 0, 3_000, 900);
    let early = judged(&[lead.clone(), model(2, 100, 2_970, 500)]);
    assert_eq!(of(2, &early).share, 0);
    let late = judged(&[lead, model(2, 14_400, 2_970, 500)]);
    assert!(of(2, &late).share > of(1, &late).share);
}

#[test]
fn record_should_not_be_paid_but_still_be_the_one_to_beat_when_it_is_not_served() {
    let absent = Contender { served: false, ..model(2, 20, 3_000, 900) };
    let found = judged(&[model(1, 10, 4_000, 900), absent.clone(), model(3, 30, 3_500, 500)]);
    assert_eq!((of(1, &found).share, of(2, &found).share, of(3, &found).share), (WHOLE, 0, 0));
    assert_eq!(of(2, &judged(&[absent])).share, 0);
}

#[test]
fn one_should_not_be_better_than_another_when_they_read_different_text() {
    let mut later = model(2, 20, 1_000, 900);
    later.rounds[0].round = 2;
    let found = judged(&[model(1, 10, 3_000, 900), later]);
    assert!(matches!(of(2, &found).verdict, Verdict::NotBetter { by: 0, .. }));
}

#[test]
fn place_should_be_lost_when_a_model_was_kept_back_for_longer_than_the_grace() {
    let rules = Rules::default();
    assert_eq!(since(100, 150, 0, &rules), 100);
    assert_eq!(since(100, 100 + rules.grace, 0, &rules), 100);
    assert_eq!(since(100, 101 + rules.grace, 0, &rules), 101 + rules.grace);
    // This validator came later than the model: it cannot know.
    assert_eq!(since(100, 90_010, 90_000, &rules), 100);
}

#[test]
fn who_committed_first_should_be_the_original_when_two_show_the_same_module_at_once() {
    // Both kept it back for so long that the block counts in which it was first judged.
    let first = Contender { committed: 500, ..model(7, 9_000, 3_000, 900) };
    let second = Contender { uid: 2, committed: 8_990, ..first.clone() };
    let found = judged(&[second.clone(), first.clone()]);
    assert_eq!((of(7, &found).share, of(2, &found).verdict), (WHOLE, Verdict::SameModule { of: 7 }));
    // In the same block neither can have copied: the hash of each is of use to its hotkey only.
    let found = judged(&[Contender { committed: 500, ..second }, first]);
    assert_eq!((of(2, &found).share, of(7, &found).verdict), (WHOLE, Verdict::SameModule { of: 2 }));
}

#[test]
fn record_should_wait_when_a_validator_has_just_begun_and_an_earlier_one_was_not_seen() {
    let (unseen, rules) = (Unseen { committed: 20, uid: 9 }, Rules::default());
    let models = [model(1, 10, 4_000, 900), model(2, 30, 3_000, 900), model(3, 40, 3_100, 900)];
    let found = standings(&models, Some(unseen), &rules);
    assert_eq!((of(1, &found).share, of(2, &found).share), (WHOLE, 0), "what is older has all of it");
    assert_eq!(of(2, &found).verdict, Verdict::Record { than: Some(1), by: 250_000 });
    let waits: Vec<_> = [1, 2, 3].map(|uid| of(uid, &found).waits_for).into();
    assert_eq!(waits, [None, Some(9), None], "only a record waits");
    // When nothing is older nobody is paid.
    let found = standings(&models, Some(Unseen { committed: 5, uid: 9 }), &rules);
    assert_eq!(found.iter().map(|standing| standing.share).sum::<u64>(), 0);
}

#[test]
fn only_what_was_there_before_should_be_awaited_and_only_for_a_while() {
    let rules = Rules::default();
    let (old, later) = (Unseen { committed: 1_000, uid: 4 }, Unseen { committed: 1_001, uid: 3 });
    let at = |unseen: &[Unseen], now| awaited(unseen, 1_000, now, &rules);
    assert_eq!(at(&[later, old], 1_000), Some(old));
    assert_eq!(at(&[later], 1_001), None, "committed after it began: it has asked from the first");
    assert_eq!(at(&[old], 999 + rules.patience), Some(old));
    assert_eq!(at(&[old], 1_000 + rules.patience), None);
    assert_eq!(at(&[], 1_000), None);
}

fn any_model() -> impl Strategy<Value = Contender> {
    (0u64..1_000, 1_000u64..8_000, 0u64..900, any::<bool>(), 0u8..6).prop_map(
        |(since, cost, wave, served, module)| Contender {
            served,
            module: ModuleHash([module; 32]),
            ..model(0, since, cost, wave)
        },
    )
}

fn any_models() -> impl Strategy<Value = Vec<Contender>> {
    prop::collection::vec(any_model(), 0..7).prop_map(|mut models| {
        models.iter_mut().zip(0..).for_each(|(model, uid)| {
            model.uid = uid;
            model.costs.truncate(64);
        });
        models
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn shares_should_sum_to_the_whole_when_any_record_is_served(models in any_models()) {
        let found = judged(&models);
        let served = found.iter().any(|standing| {
            matches!(standing.verdict, Verdict::Record { .. })
                && models.iter().any(|model| model.uid == standing.uid && model.served)
        });
        let sum: u64 = found.iter().map(|standing| standing.share).sum();
        prop_assert_eq!(sum, if served { WHOLE } else { 0 });
        for standing in &found {
            let record = matches!(standing.verdict, Verdict::Record { .. });
            prop_assert!(standing.share == 0 || record);
        }
    }

    #[test]
    fn standings_should_not_depend_on_the_order_of_the_list(models in any_models()) {
        let reversed: Vec<_> = models.iter().rev().cloned().collect();
        prop_assert_eq!(judged(&models), judged(&reversed));
    }

    /// Who copies can neither earn nor take anything from anyone, whichever model he copies and however many times.
    #[test]
    fn nobody_should_lose_or_win_when_copies_come_later(models in any_models(), which in any::<prop::sample::Index>()) {
        prop_assume!(!models.is_empty());
        let before = judged(&models);
        let copy = Contender { uid: 99, since: 2_000, committed: 2_000, ..models[which.index(models.len())].clone() };
        let after = judged(&[models, vec![copy]].concat());
        prop_assert_eq!(of(99, &after).share, 0);
        prop_assert_eq!(&after[..before.len()], &before[..]);
    }

    #[test]
    fn margin_should_only_fall_when_a_record_grows_older(age in 0u64..200_000, more in 0u64..200_000) {
        let rules = Rules::default();
        prop_assert!(rules.margin(age + more) <= rules.margin(age));
        prop_assert!(rules.margin(age) >= rules.least_margin);
    }

    #[test]
    fn rules_should_answer_when_figures_are_absurd(
        cost in any::<u64>(), bytes in any::<u64>(), since in any::<u64>(), costs in prop::collection::vec(any::<u32>(), 0..9)
    ) {
        let absurd = |uid: u16, cost| Contender {
            uid,
            module: ModuleHash([uid as u8; 32]),
            since,
            committed: since,
            served: true,
            rounds: vec![RoundCost { round: 1, bytes, cost }; 3],
            costs: costs.clone(),
        };
        let found = judged(&[absurd(1, cost), absurd(2, bytes), absurd(3, 0)]);
        prop_assert!(found.iter().map(|standing| standing.share).sum::<u64>() <= WHOLE);
    }
}
