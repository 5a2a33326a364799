//! One epoch of subnets in full swing: every validator has a row, and bonds from earlier epochs are there.
//!
//! `cargo bench -p myelin-yuma --bench epoch [-- 256x64 Yuma3]` prints a table: each size and set of rules, beside it in
//! the same run the plain dense implementation that the tests take for the truth. Runs reuse scratch and outcome, as
//! a program with many epochs does. Times of single runs: on a machine with other work the least says more than the median.

extern crate alloc;

mod stopwatch;
mod subnets;
#[path = "../tests/textbook/mod.rs"]
mod textbook;

use myelin_yuma::{epoch_into, Outcome, Scratch};
use std::hint::black_box;
use std::time::Duration;
use stopwatch::measured;
use subnets::{subnet, Rules, Size, SIZES};

/// What the task gives for a size as the reference's own time, in ms, and as the aim, in µs: fixed alpha and liquid.
struct Task {
    reference: [&'static str; 2],
    aims: [u32; 2],
}

const TASKS: [Task; 4] = [
    Task { reference: ["1.1-1.3", "20"], aims: [130, 500] },
    Task { reference: ["5-7", "24"], aims: [600, 1500] },
    Task { reference: ["10-12", "317"], aims: [1200, 5000] },
    Task { reference: ["20", "4900"], aims: [2000, 8000] },
];

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
    println!("| uids x validators x targets | rules | epoch, median | least | on the core | plain, median | least | ratio of least | aim | reference |");
    println!("|---|---|---|---|---|---|---|---|---|---|");
    for (size, task) in SIZES.iter().zip(&TASKS) {
        for rules in Rules::ALL {
            let name = size.name(rules);
            if chosen.iter().all(|word| name.contains(word.as_str())) {
                report(size, task, rules);
            }
        }
    }
}

/// Checks that both ways agree, measures them and prints a line of the table.
fn report(size: &Size, task: &Task, rules: Rules) {
    let subnet = subnet(size, rules);
    let inputs = subnet.inputs();
    let (mut scratch, mut outcome) = (Scratch::default(), Outcome::default());
    epoch_into(&inputs, &mut scratch, &mut outcome);
    assert_eq!(outcome, textbook::epoch(&inputs), "fast and plain differ");
    let fast = measured(2000, Duration::from_millis(1500), || {
        epoch_into(black_box(&inputs), &mut scratch, &mut outcome);
    });
    let plain = measured(100, Duration::from_millis(1000), || {
        black_box(textbook::epoch(black_box(&inputs)));
    });
    let kind = usize::from(inputs.liquid.is_some());
    println!(
        "| {} x {} x {} | {} | {:.0} µs | {:.0} µs | {:.0} µs | {:.2} ms | {:.2} ms | {:.1} | {} µs | {} ms |",
        size.n,
        size.validators,
        size.targets,
        rules.name(),
        fast.median,
        fast.least,
        fast.core,
        plain.median / 1e3,
        plain.least / 1e3,
        plain.least / fast.least,
        task.aims[kind],
        task.reference[kind],
    );
}
