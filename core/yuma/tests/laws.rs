//! What must hold for any subnet: agreement with the textbook, sums, and indifference to order.

#[path = "laws/precise.rs"]
mod precise;
mod textbook;

use myelin_yuma::parallel::epochs;
use myelin_yuma::{epoch, Inputs, Liquid, Outcome, Profile, Scratch};
use proptest::collection::vec;
use proptest::prelude::*;

type Rows = Vec<Vec<(u16, u16)>>;

/// A subnet that owns its state.
#[derive(Clone, Debug)]
struct Subnet {
    block: u64,
    tempo: u16,
    last_epoch_block: u64,
    activity_cutoff: u64,
    kappa: u16,
    bonds_penalty: u16,
    bonds_moving_average: u64,
    yuma3: bool,
    liquid: Option<Liquid>,
    max_validators: u16,
    stake_threshold: u64,
    owner_uid: Option<u16>,
    stake: Vec<u128>,
    last_update: Vec<u64>,
    registered_at: Vec<u64>,
    first_commit: Vec<u64>,
    permits: Vec<bool>,
    weights: Rows,
    bonds: Rows,
    emission: u64,
}

impl Subnet {
    fn inputs(&self) -> Inputs<'_> {
        Inputs {
            block: self.block,
            tempo: self.tempo,
            last_epoch_block: self.last_epoch_block,
            activity_cutoff: self.activity_cutoff,
            kappa: self.kappa,
            bonds_penalty: self.bonds_penalty,
            bonds_moving_average: self.bonds_moving_average,
            yuma3: self.yuma3,
            liquid: self.liquid,
            max_validators: self.max_validators,
            stake_threshold: self.stake_threshold,
            owner_uid: self.owner_uid,
            stake: &self.stake,
            last_update: &self.last_update,
            registered_at: &self.registered_at,
            first_commit: &self.first_commit,
            permits: &self.permits,
            weights: &self.weights,
            bonds: &self.bonds,
            emission: self.emission,
            profile: Profile::Reference,
        }
    }

    fn run(&self) -> Outcome {
        epoch(&self.inputs(), &mut Scratch::default())
    }
}

const BLOCK: u64 = 1000;

/// So many cases; one that failed once is kept beside this file and tried first.
fn cases(cases: u32) -> ProptestConfig {
    let kept = proptest::test_runner::FileFailurePersistence::WithSource("regressions");
    ProptestConfig { cases, failure_persistence: Some(Box::new(kept)), ..ProptestConfig::default() }
}

/// Values where the rules bend: none, one, halves and thirds, everything.
fn edge() -> impl Strategy<Value = u16> {
    prop_oneof![3 => Just(0u16), 1 => Just(1u16), 2 => Just(32767u16), 1 => Just(32768u16), 1 => Just(21845u16),
        3 => Just(65535u16), 1 => Just(65534u16), 3 => any::<u16>()]
}

/// Stakes that tie, vanish, dwarf each other, or are dust below 2^-32 of the whole.
fn stakes(n: usize) -> BoxedStrategy<Vec<u128>> {
    let legal = u128::from(u64::MAX) << 33;
    prop_oneof![
        vec(prop_oneof![Just(0u128), (1..4u128).prop_map(|s| s << 32)], n),
        vec(prop_oneof![Just(0u128), Just(1u128), Just(1 << 63), Just(1 << 64), 0..legal], n),
        vec(0..legal >> 4, n),
        vec((0..40u64).prop_map(|s| u128::from(s) << 30), n),
    ]
    .boxed()
}

fn rows(n: usize, malformed: bool) -> BoxedStrategy<Rows> {
    let uids = n as u16 + if malformed { 3 } else { 0 };
    let entry = move |()| (0..uids.max(1), edge());
    let row = vec(Just(()).prop_flat_map(entry), 0..(2 * n + 2)).prop_map(move |mut row| {
        if !malformed {
            row.sort_by_key(|(uid, _)| *uid);
            row.dedup_by_key(|(uid, _)| *uid);
            row.retain(|(uid, _)| usize::from(*uid) < n);
        }
        row
    });
    // Some columns on which all agree make consensus; independent rows alone mostly clip to nothing.
    let rows = (vec(row.clone(), n), row, any::<u64>()).prop_map(move |(mut rows, common, who)| {
        for (uid, row) in rows.iter_mut().enumerate() {
            if who >> (uid % 64) & 1 == 1 {
                row.clone_from(&common);
            }
        }
        rows
    });
    if malformed {
        (rows, 0..=n + 2)
            .prop_map(|(mut rows, len)| {
                rows.resize(len, vec![(0, 5)]);
                rows
            })
            .boxed()
    } else {
        rows.boxed()
    }
}

fn blocks(n: usize) -> BoxedStrategy<Vec<u64>> {
    let block = prop_oneof![4 => Just(10u64), 2 => 985..BLOCK + 1, 1 => Just(0u64), 1 => Just(BLOCK)];
    prop_oneof![3 => vec(block.clone(), n), 1 => vec(Just(10u64), n)].boxed()
}

/// Liquid alpha: as set by default, or anything; bounds that are crossed too.
fn liquid() -> impl Strategy<Value = Liquid> {
    let steepness = prop_oneof![Just(1000i16), Just(100), -2000..4000i16, any::<i16>()];
    let bounds = prop_oneof![Just((45_875, 58_982)), Just((6_553, 19_660)), (edge(), edge())];
    (bounds, steepness).prop_map(|((low, high), steepness)| Liquid { low, high, steepness })
}

fn subnet(malformed: bool) -> impl Strategy<Value = Subnet> {
    prop_oneof![1 => 0..2usize, 9 => 2..14usize].prop_flat_map(move |n| {
        let lists = if malformed { 0..=n + 3 } else { n..=n };
        let permits = vec(prop_oneof![4 => Just(true), 1 => Just(false)], lists.clone());
        let updates = prop_oneof![3 => Just(vec![995; n]), 1 => blocks(n)];
        let commits =
            prop_oneof![3 => Just(Vec::new()), 1 => vec(prop_oneof![Just(u64::MAX), 980..BLOCK], 0..=n)];
        let state = (
            stakes(n),
            updates,
            (blocks(n), commits),
            permits,
            rows(n, malformed),
            rows(n, malformed),
            lists,
        );
        let rules = (
            edge(),
            edge(),
            prop_oneof![0..1_000_001u64, Just(900_000), Just(0), Just(1_000_000)],
            any::<bool>(),
            proptest::option::of(liquid()),
        );
        let owner = proptest::option::of(0..n as u16 + 1);
        let times = (
            0..20u16,
            prop_oneof![Just(0u64), 980..BLOCK],
            prop_oneof![1 => 0..20u64, 3 => Just(5000), 1 => Just(u64::MAX)],
        );
        let rest =
            (0..n as u16 + 2, prop_oneof![6 => Just(0u64), 2 => 0..4u64, 1 => any::<u64>()], any::<u64>());
        (state, rules, owner, times, rest).prop_map(build)
    })
}

type Parts = (
    (Vec<u128>, Vec<u64>, (Vec<u64>, Vec<u64>), Vec<bool>, Rows, Rows, usize),
    (u16, u16, u64, bool, Option<Liquid>),
    Option<u16>,
    (u16, u64, u64),
    (u16, u64, u64),
);

fn build((state, rules, owner_uid, times, rest): Parts) -> Subnet {
    let (stake, mut last_update, (mut registered_at, first_commit), permits, weights, bonds, len) = state;
    last_update.resize(len, 995);
    registered_at.truncate(len);
    Subnet {
        block: BLOCK,
        tempo: times.0,
        last_epoch_block: times.1,
        activity_cutoff: times.2,
        kappa: rules.0,
        bonds_penalty: rules.1,
        bonds_moving_average: rules.2,
        yuma3: rules.3,
        liquid: rules.4,
        max_validators: rest.0,
        stake_threshold: rest.1,
        owner_uid,
        stake,
        last_update,
        registered_at,
        first_commit,
        permits,
        weights,
        bonds,
        emission: rest.2,
    }
}

fn permuted<T: Clone>(list: &[T], to: &[usize]) -> Vec<T> {
    let mut out = list.to_vec();
    for (from, to) in to.iter().enumerate() {
        out[*to] = list[from].clone();
    }
    out
}

fn renamed(rows: &Rows, to: &[usize]) -> Rows {
    let rename =
        |row: &Vec<(u16, u16)>| row.iter().map(|(uid, v)| (to[usize::from(*uid)] as u16, *v)).collect();
    permuted(&rows.iter().map(rename).collect::<Rows>(), to)
}

fn sorted(mut rows: Rows) -> Rows {
    rows.iter_mut().for_each(|row| row.sort_unstable());
    rows
}

/// The same subnet under other uids.
fn shuffled(subnet: &Subnet, to: &[usize]) -> Subnet {
    Subnet {
        stake: permuted(&subnet.stake, to),
        last_update: permuted(&subnet.last_update, to),
        registered_at: permuted(&subnet.registered_at, to),
        first_commit: permuted(&subnet.first_commit, to),
        permits: permuted(&subnet.permits, to),
        weights: renamed(&subnet.weights, to),
        bonds: renamed(&subnet.bonds, to),
        owner_uid: subnet.owner_uid.map(|owner| to.get(usize::from(owner)).map_or(owner, |to| *to as u16)),
        ..subnet.clone()
    }
}

fn shuffled_outcome(outcome: &Outcome, to: &[usize]) -> Outcome {
    Outcome {
        active: permuted(&outcome.active, to),
        permits: permuted(&outcome.permits, to),
        stake_weight: permuted(&outcome.stake_weight, to),
        consensus: permuted(&outcome.consensus, to),
        incentive: permuted(&outcome.incentive, to),
        dividends: permuted(&outcome.dividends, to),
        trust: permuted(&outcome.trust, to),
        server_emission: permuted(&outcome.server_emission, to),
        validator_emission: permuted(&outcome.validator_emission, to),
        emission: permuted(&outcome.emission, to),
        incentive_q32: permuted(&outcome.incentive_q32, to),
        dividends_q32: permuted(&outcome.dividends_q32, to),
        server_share_q32: permuted(&outcome.server_share_q32, to),
        validator_share_q32: permuted(&outcome.validator_share_q32, to),
        bonds: sorted(renamed(&outcome.bonds, to)),
        precise_bonds: Vec::new(),
    }
}

proptest! {
    #![proptest_config(cases(2_500))]

    #[test]
    fn epoch_should_agree_with_the_textbook(subnet in subnet(false)) {
        prop_assert_eq!(subnet.run(), textbook::epoch(&subnet.inputs()));
    }

    #[test]
    fn epoch_should_agree_with_the_textbook_when_rows_are_malformed(subnet in subnet(true)) {
        prop_assert_eq!(subnet.run(), textbook::epoch(&subnet.inputs()));
    }
}

proptest! {
    #![proptest_config(cases(1_000))]

    #[test]
    fn bonds_should_agree_with_the_textbook_over_many_epochs(mut subnet in subnet(false)) {
        let mut scratch = Scratch::default();
        for _ in 0..6 {
            let outcome = epoch(&subnet.inputs(), &mut scratch);
            prop_assert_eq!(&outcome, &textbook::epoch(&subnet.inputs()));
            subnet.bonds = outcome.bonds;
            subnet.permits = outcome.permits;
            subnet.last_epoch_block = subnet.block;
            subnet.block += 10;
        }
    }

    #[test]
    fn scratch_should_not_leak_from_one_subnet_to_the_next(first in subnet(true), second in subnet(true)) {
        let mut scratch = Scratch::default();
        let _ = epoch(&first.inputs(), &mut scratch);
        prop_assert_eq!(epoch(&second.inputs(), &mut scratch), second.run());
    }

    #[test]
    fn outcomes_should_not_depend_on_threads(subnets in vec(subnet(true), 0..12), threads in 0..5usize) {
        let inputs: Vec<Inputs> = subnets.iter().map(Subnet::inputs).collect();
        let serial: Vec<Outcome> = subnets.iter().map(Subnet::run).collect();
        let (mut scratches, mut outcomes) = (vec![Scratch::default(); threads], Vec::new());
        // Twice in the same memory: what a thread ran before does not matter either.
        for _ in 0..2 {
            epochs(&inputs, &mut scratches, &mut outcomes);
            prop_assert_eq!(&outcomes, &serial);
        }
    }

    #[test]
    fn shares_and_amounts_should_never_exceed_the_whole(subnet in subnet(true)) {
        let outcome = subnet.run();
        for shares in [&outcome.incentive_q32, &outcome.dividends_q32] {
            prop_assert!(shares.iter().sum::<u64>() <= 1 << 32);
        }
        let parts = [&outcome.server_share_q32, &outcome.validator_share_q32];
        prop_assert!(parts.into_iter().flatten().sum::<u64>() <= 1 << 32);
        let whole = |amounts: &[&Vec<u64>]| amounts.iter().copied().flatten().map(|a| u128::from(*a)).sum::<u128>();
        prop_assert!(whole(&[&outcome.server_emission, &outcome.validator_emission]) <= u128::from(subnet.emission));
        prop_assert!(whole(&[&outcome.emission]) <= u128::from(subnet.emission));
    }

    #[test]
    fn order_of_entries_should_not_matter(subnet in subnet(false), seed in any::<u64>()) {
        let mut other = subnet.clone();
        for row in other.weights.iter_mut().chain(&mut other.bonds) {
            row.sort_by_key(|(uid, _)| (u64::from(*uid) + 1).wrapping_mul(seed | 1).rotate_left(17));
        }
        prop_assert_eq!(subnet.run(), other.run());
    }

    #[test]
    fn uids_should_not_matter_when_no_stakes_tie(subnet in subnet(false), seed in any::<u64>()) {
        let n = subnet.stake.len();
        let mut subnet = subnet;
        // Distinct stakes of a size, so that distinct shares remain after rounding.
        for (uid, stake) in subnet.stake.iter_mut().enumerate() {
            *stake = (*stake >> 40) + ((uid as u128 + 1) << 62);
        }
        subnet.stake_threshold = 0;
        subnet.first_commit.resize(n, u64::MAX);
        let mut to: Vec<usize> = (0..n).collect();
        to.sort_by_key(|uid| (*uid as u64 + 1).wrapping_mul(seed | 1).rotate_left(17));
        prop_assert_eq!(sorted_outcome(shuffled(&subnet, &to).run()), shuffled_outcome(&subnet.run(), &to));
    }
}

/// Validators who hold together exactly `kappa` of 65535 against the rest: only the last bits of the floored
/// shares decide, which is what the two normalisations of stake are about.
fn knife_edge() -> impl Strategy<Value = Subnet> {
    (vec(0..=65535u16, 2..20), any::<u32>(), -1..=1i32, any::<bool>()).prop_map(
        |(mut cuts, side, off, yuma3)| {
            cuts.sort_unstable();
            let ends = cuts.iter().copied().chain([65535]);
            let stakes: Vec<u16> = ends.scan(0, |from, to| Some(to - core::mem::replace(from, to))).collect();
            let votes = |uid: usize| (side >> uid & 1) as u16;
            let n = stakes.len() as u16;
            let held = (0..stakes.len())
                .filter(|uid| votes(*uid) == 1)
                .map(|uid| i32::from(stakes[uid]))
                .sum::<i32>();
            let mut weights: Rows =
                (0..stakes.len()).map(|uid| vec![(n + votes(uid), 9), (n + 2, 1)]).collect();
            weights.resize(stakes.len() + 3, Vec::new());
            let stake = stakes.iter().map(|stake| u128::from(*stake) << 32).chain([0; 3]).collect();
            let list = |value: u64| vec![value; stakes.len() + 3];
            Subnet {
                block: BLOCK,
                tempo: 10,
                last_epoch_block: 0,
                activity_cutoff: 5000,
                kappa: (held + off).clamp(0, 65535) as u16,
                bonds_penalty: 65535,
                bonds_moving_average: 900_000,
                yuma3,
                liquid: None,
                max_validators: 64,
                stake_threshold: 0,
                owner_uid: None,
                stake,
                last_update: list(995),
                registered_at: list(10),
                first_commit: Vec::new(),
                permits: vec![true; stakes.len() + 3],
                weights,
                bonds: Vec::new(),
                emission: 1_000_000_000,
            }
        },
    )
}

proptest! {
    #![proptest_config(cases(2_500))]

    #[test]
    fn consensus_should_agree_with_the_textbook_when_support_is_exactly_kappa(subnet in knife_edge()) {
        prop_assert_eq!(subnet.run(), textbook::epoch(&subnet.inputs()));
    }
}

/// The laws above say little about subnets in which nothing happens: a good part of those generated must not be so.
#[test]
fn generated_subnets_should_not_be_idle() {
    use proptest::strategy::ValueTree;
    let mut runner = proptest::test_runner::TestRunner::deterministic();
    let (mut incentive, mut dividends, mut clipped, mut several, mut liquid) = (0, 0, 0, 0, 0);
    for _ in 0..1000 {
        let subnet = subnet(false).new_tree(&mut runner).expect("a subnet").current();
        let outcome = subnet.run();
        incentive += u32::from(outcome.incentive.iter().any(|share| *share > 0));
        dividends += u32::from(outcome.dividends.iter().filter(|share| **share > 0).count() > 1);
        clipped += u32::from(outcome.trust.iter().any(|trust| (1..65000).contains(trust)));
        let fixed = Subnet { liquid: None, ..subnet.clone() };
        liquid += u32::from(subnet.liquid.is_some() && fixed.run().bonds != outcome.bonds);
        several += u32::from(outcome.bonds.iter().filter(|row| row.len() > 1).count() > 1);
    }
    println!("of 1000: incentive {incentive}, dividends {dividends}, clipped {clipped}, bonds {several}, liquid {liquid}");
    assert!(incentive > 450 && dividends > 350 && clipped > 300 && several > 400 && liquid > 60);
}

fn sorted_outcome(outcome: Outcome) -> Outcome {
    Outcome { bonds: sorted(outcome.bonds), ..outcome }
}

#[test]
fn epoch_should_survive_when_everything_is_extreme() {
    let rows: Rows = vec![vec![(u16::MAX, u16::MAX), (0, u16::MAX), (0, 0)]; 3];
    for (block, kappa, yuma3) in
        [(0, 0, false), (u64::MAX, u16::MAX, true), (u64::MAX, 0, false), (0, u16::MAX, true)]
    {
        let inputs = Inputs {
            block,
            tempo: u16::MAX,
            last_epoch_block: u64::MAX,
            activity_cutoff: u64::MAX,
            kappa,
            bonds_penalty: 1,
            bonds_moving_average: u64::MAX,
            yuma3,
            liquid: Some(Liquid { low: u16::MAX, high: 0, steepness: i16::MIN }),
            max_validators: u16::MAX,
            stake_threshold: u64::MAX,
            owner_uid: Some(u16::MAX),
            stake: &[u128::MAX; 70_000],
            last_update: &[u64::MAX; 2],
            registered_at: &[],
            first_commit: &[u64::MAX, 0],
            permits: &[true; 100_000],
            weights: &rows,
            bonds: &rows,
            emission: u64::MAX,
            profile: Profile::Reference,
        };
        let outcome = epoch(&inputs, &mut Scratch::default());
        assert_eq!(outcome.active.len(), 65_536);
        assert_eq!(outcome.incentive_q32[0], if kappa == 0 { 1 << 30 } else { 0 });
    }
    let nothing =
        Inputs { stake: &[], last_update: &[], permits: &[], weights: &[], bonds: &[], ..extreme() };
    assert_eq!(epoch(&nothing, &mut Scratch::default()), Outcome::default());
}

fn extreme() -> Inputs<'static> {
    Inputs {
        block: 1,
        tempo: 0,
        last_epoch_block: 0,
        activity_cutoff: 0,
        kappa: 0,
        bonds_penalty: 0,
        bonds_moving_average: 0,
        yuma3: false,
        liquid: None,
        max_validators: 0,
        stake_threshold: 0,
        owner_uid: Some(3),
        stake: &[],
        last_update: &[],
        registered_at: &[],
        first_commit: &[],
        permits: &[],
        weights: &[],
        bonds: &[],
        emission: 0,
        profile: Profile::Reference,
    }
}
