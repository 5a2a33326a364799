//! One epoch of subnets in full swing: every validator has a row, and bonds from earlier epochs are there.
//!
//! `cargo bench -p myelin-yuma`. Names: `epoch/<rules>/<uids>x<validators>x<targets a row>`; `textbook/…` is the
//! dense implementation of the tests on the same input.

#[path = "../tests/textbook/mod.rs"]
mod textbook;

use criterion::{criterion_group, criterion_main, Criterion};
use myelin_yuma::{epoch, Inputs, Scratch};
use std::hint::black_box;
use std::time::Duration;

type Rows = Vec<Vec<(u16, u16)>>;

/// A small generator of numbers that are the same in every run.
struct Dice(u64);

impl Dice {
    fn roll(&mut self) -> u64 {
        self.0 = self.0.wrapping_mul(6364136223846793005).wrapping_add(1442695040888963407);
        self.0 >> 33
    }
}

struct Subnet {
    stake: Vec<u128>,
    last_update: Vec<u64>,
    registered_at: Vec<u64>,
    permits: Vec<bool>,
    weights: Rows,
    bonds: Rows,
    validators: u16,
    yuma3: bool,
}

/// `shared` targets that every validator names, and others up to `targets` of its own choice.
fn subnet(n: u16, validators: u16, targets: u16, shared: u16, yuma3: bool) -> Subnet {
    let mut dice = Dice(7);
    let mut row = |_| {
        let mut named: Vec<u16> =
            (0..shared).map(|k| (u32::from(k) * u32::from(n) / u32::from(shared.max(1))) as u16).collect();
        while named.len() < usize::from(targets) {
            let uid = (dice.roll() % u64::from(n)) as u16;
            if !named.contains(&uid) {
                named.push(uid);
            }
        }
        named.sort_unstable();
        named.into_iter().map(|uid| (uid, (dice.roll() % 65535) as u16 + 1)).collect()
    };
    let mut weights: Rows = (0..validators).map(&mut row).collect();
    weights.resize(usize::from(n), Vec::new());
    let stake =
        (0..n).map(|uid| if uid < validators { u128::from(1000 + dice.roll() % 1_000_000) << 62 } else { 0 });
    let mut subnet = Subnet {
        stake: stake.collect(),
        last_update: vec![990; n.into()],
        registered_at: vec![10; n.into()],
        permits: (0..n).map(|uid| uid < validators).collect(),
        weights,
        bonds: Vec::new(),
        validators,
        yuma3,
    };
    for _ in 0..3 {
        subnet.bonds = epoch(&subnet.inputs(), &mut Scratch::default()).bonds;
    }
    subnet
}

impl Subnet {
    fn inputs(&self) -> Inputs<'_> {
        Inputs {
            block: 1000,
            tempo: 360,
            last_epoch_block: 640,
            activity_cutoff: 5000,
            kappa: 32767,
            bonds_penalty: 65535,
            bonds_moving_average: 900_000,
            yuma3: self.yuma3,
            liquid: None,
            max_validators: self.validators,
            stake_threshold: 1000,
            owner_uid: None,
            stake: &self.stake,
            last_update: &self.last_update,
            registered_at: &self.registered_at,
            first_commit: &[],
            permits: &self.permits,
            weights: &self.weights,
            bonds: &self.bonds,
            emission: 148_000_000_000,
        }
    }
}

fn epochs(criterion: &mut Criterion) {
    for (n, validators, targets, shared) in
        [(256, 64, 256, 256), (256, 256, 256, 256), (1024, 128, 1024, 1024), (4096, 256, 512, 384)]
    {
        for (name, yuma3) in [("yuma2", false), ("yuma3", true)] {
            let subnet = subnet(n, validators, targets, shared, yuma3);
            let inputs = subnet.inputs();
            let mut scratch = Scratch::default();
            assert_eq!(epoch(&inputs, &mut scratch), textbook::epoch(&inputs));
            let size = format!("{name}/{n}x{validators}x{targets}");
            criterion.bench_function(&format!("epoch/{size}"), |bencher| {
                bencher.iter(|| epoch(black_box(&inputs), &mut scratch))
            });
            criterion.bench_function(&format!("textbook/{size}"), |bencher| {
                bencher.iter(|| textbook::epoch(black_box(&inputs)))
            });
        }
    }
}

criterion_group! {
    name = benches;
    config = Criterion::default().sample_size(10).warm_up_time(Duration::from_millis(200))
        .measurement_time(Duration::from_millis(600)).without_plots();
    targets = epochs
}
criterion_main!(benches);
