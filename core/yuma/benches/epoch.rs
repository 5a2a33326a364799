//! One epoch of subnets in full swing: every validator has a row, and bonds from earlier epochs are there.
//!
//! `cargo bench -p myelin-yuma --bench epoch [-- 256x64 Yuma3]` prints a table: each size and set of rules, beside it in
//! the same run the plain dense implementation that the tests take for the truth. Runs reuse scratch and outcome, as
//! a program with many epochs does. Times of single runs: on a machine with other work the least says more than the median.

#[path = "../tests/textbook/mod.rs"]
mod textbook;

use myelin_yuma::{epoch, epoch_into, Inputs, Liquid, Outcome, Profile, Scratch};
use std::hint::black_box;
use std::time::{Duration, Instant};

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
    liquid: Option<Liquid>,
}

/// Liquid alpha as it is set by default.
const LIQUID: Liquid = Liquid { low: 45_875, high: 58_982, steepness: 1000 };

/// `shared` targets that every validator names, and others up to `targets` of its own choice.
fn subnet(n: u16, validators: u16, targets: u16, shared: u16, yuma3: bool, liquid: Option<Liquid>) -> Subnet {
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
        liquid,
    };
    for _ in 0..3 {
        subnet.bonds = epoch(&subnet.inputs(), &mut Scratch::default()).bonds;
        for (_, weight) in subnet.weights.iter_mut().flatten() {
            // Opinions change by up to an eighth.
            let change = u32::from(*weight) * (dice.roll() % 256) as u32 / 1024;
            *weight = (u32::from(*weight) - u32::from(*weight) / 8 + change).clamp(1, 65535) as u16;
        }
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
            liquid: self.liquid,
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
            profile: Profile::Reference,
        }
    }
}

/// What the task gives as the reference's own time, in ms, and as the aim, in µs: fixed alpha and liquid.
struct Size {
    n: u16,
    validators: u16,
    targets: u16,
    shared: u16,
    reference: [&'static str; 2],
    aims: [u32; 2],
}

const SIZES: [Size; 4] = [
    Size {
        n: 256,
        validators: 64,
        targets: 256,
        shared: 256,
        reference: ["1.1-1.3", "20"],
        aims: [130, 500],
    },
    Size { n: 256, validators: 256, targets: 256, shared: 256, reference: ["5-7", "24"], aims: [600, 1500] },
    Size {
        n: 1024,
        validators: 128,
        targets: 1024,
        shared: 1024,
        reference: ["10-12", "317"],
        aims: [1200, 5000],
    },
    Size {
        n: 4096,
        validators: 256,
        targets: 512,
        shared: 384,
        reference: ["20", "4900"],
        aims: [2000, 8000],
    },
];

/// Median and least time of one run, in µs. Runs until there are `most` or `limit` has gone by, and five at least.
fn measured(most: usize, limit: Duration, mut run: impl FnMut()) -> (f64, f64) {
    let begin = Instant::now();
    let mut times: Vec<f64> = Vec::with_capacity(most);
    while times.len() < most && (times.len() < 5 || begin.elapsed() < limit) {
        let start = Instant::now();
        run();
        times.push(start.elapsed().as_secs_f64() * 1e6);
    }
    times.sort_by(f64::total_cmp);
    (times[times.len() / 2], times[0])
}

/// Runs this program once more with an allocator that gives nothing back to the system in between: the plain one, which
/// allocates all the time, would otherwise mostly wait for fresh pages.
fn settle() -> Option<std::process::ExitStatus> {
    const KEEP: (&str, &str) = ("MALLOC_TRIM_THRESHOLD_", "4000000000");
    const HEAP: (&str, &str) = ("MALLOC_MMAP_THRESHOLD_", "4000000000");
    if std::env::var_os(KEEP.0).is_some() {
        return None;
    }
    let program = std::env::current_exe().ok()?;
    std::process::Command::new(program).args(std::env::args().skip(1)).envs([KEEP, HEAP]).status().ok()
}

fn main() {
    if let Some(status) = settle() {
        std::process::exit(status.code().unwrap_or(1));
    }
    let chosen: Vec<String> = std::env::args().skip(1).filter(|word| !word.starts_with('-')).collect();
    println!("| uids x validators x targets | rules | epoch, median | least | plain, median | least | ratio of least | aim | reference |");
    println!("|---|---|---|---|---|---|---|---|---|");
    for size in &SIZES {
        for (rules, yuma3, liquid) in
            [("Yuma2", false, None), ("Yuma3", true, None), ("liquid", true, Some(LIQUID))]
        {
            let name = format!("{}x{}x{} {rules}", size.n, size.validators, size.targets);
            if chosen.iter().all(|word| name.contains(word.as_str())) {
                report(
                    size,
                    rules,
                    &subnet(size.n, size.validators, size.targets, size.shared, yuma3, liquid),
                );
            }
        }
    }
}

/// Checks that both ways agree, measures them and prints a line of the table.
fn report(size: &Size, rules: &str, subnet: &Subnet) {
    let inputs = subnet.inputs();
    let (mut scratch, mut outcome) = (Scratch::default(), Outcome::default());
    epoch_into(&inputs, &mut scratch, &mut outcome);
    assert_eq!(outcome, textbook::epoch(&inputs), "fast and plain differ");
    let (median, least) = measured(2000, Duration::from_millis(1500), || {
        epoch_into(black_box(&inputs), &mut scratch, &mut outcome);
    });
    let (plain, plain_least) = measured(100, Duration::from_millis(1000), || {
        black_box(textbook::epoch(black_box(&inputs)));
    });
    let kind = usize::from(inputs.liquid.is_some());
    println!(
        "| {} x {} x {} | {rules} | {median:.0} µs | {least:.0} µs | {:.2} ms | {:.2} ms | {:.1} | {} µs | {} ms |",
        size.n,
        size.validators,
        size.targets,
        plain / 1e3, plain_least / 1e3, plain_least / least, size.aims[kind],
        size.reference[kind],
    );
}
