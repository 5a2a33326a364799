//! One epoch as a chain runs it, in WASM by the node's engine, and native beside it in the same run: the same subnets,
//! the same outcomes.
//!
//! `cargo bench -p myelin-yuma --bench wasm [-- 256x64 Yuma3]` builds the module in `benches/module` and prints a table. The
//! module is the consensus alone: what a runtime's epoch costs beyond it is state, encoding and pay.
#![allow(clippy::expect_used)] // a bench that cannot go on stops

extern crate alloc;

mod stopwatch;
mod subnets;

use myelin_yuma::{epoch_into, Outcome, Scratch};
use std::{hint::black_box, path::Path, path::PathBuf, process::Command, time::Duration};
use stopwatch::{measured, Times};
use subnets::{digest, subnet, Rules, Size, SIZES};
use wasmtime::{Config, Engine, Instance, Module, OptLevel, Store, TypedFunc};

/// What the runtime is compiled to.
const TARGET: &str = "wasm32v1-none";

/// The module in the engine, configured as the node's executor configures it.
struct Wasm {
    store: Store<()>,
    instance: Instance,
    prepare: TypedFunc<(u32, u32), ()>,
    run: TypedFunc<(), ()>,
    digest: TypedFunc<(), u64>,
}

impl Wasm {
    fn new(module: &Path) -> wasmtime::Result<Self> {
        let mut config = Config::new();
        config.cranelift_opt_level(OptLevel::SpeedAndSize);
        let engine = Engine::new(&config)?;
        let code = std::fs::read(module)?;
        let mut store = Store::new(&engine, ());
        let instance = Instance::new(&mut store, &Module::new(&engine, code)?, &[])?;
        let prepare = instance.get_typed_func(&mut store, "prepare")?;
        let run = instance.get_typed_func(&mut store, "run")?;
        let digest = instance.get_typed_func(&mut store, "digest")?;
        Ok(Self { store, instance, prepare, run, digest })
    }

    /// Bytes of the module's memory.
    fn memory(&mut self) -> usize {
        self.instance.get_memory(&mut self.store, "memory").map_or(0, |memory| memory.data_size(&self.store))
    }
}

/// Builds the module, for which the target must be installed (`scripts/toolchain` sees to that, or says which compiler has
/// it: `WASM_BUILD_TOOLCHAIN`).
fn build() -> PathBuf {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("benches/module");
    let target = Path::new(env!("CARGO_TARGET_TMPDIR")).join("module");
    let mut cargo = match std::env::var("WASM_BUILD_TOOLCHAIN") {
        Ok(name) if !name.is_empty() => {
            let mut rustup = Command::new("rustup");
            rustup.args(["run", &name, "cargo"]);
            rustup
        }
        _ => Command::new("cargo"),
    };
    // What this build was told is meant for the host and its compiler.
    for name in
        ["RUSTC", "RUSTC_WRAPPER", "RUSTFLAGS", "CARGO_ENCODED_RUSTFLAGS", "RUSTUP_TOOLCHAIN", "CARGO"]
    {
        cargo.env_remove(name);
    }
    let status = cargo
        .args(["build", "--release", "--locked", "--target", TARGET, "--target-dir"])
        .arg(&target)
        .current_dir(&root)
        .status()
        .expect("cargo starts");
    assert!(status.success(), "the module in {} was not built: {status}", root.display());
    target.join(TARGET).join("release/myelin_yuma_module.wasm")
}

fn main() {
    let mut wasm = Wasm::new(&build()).expect("the module starts");
    let chosen: Vec<String> = std::env::args().skip(1).filter(|word| !word.starts_with('-')).collect();
    println!("| uids x validators x targets | rules | WASM, on the core | median | least | native, on the core | median | least | ratio on the core |");
    println!("|---|---|---|---|---|---|---|---|---|");
    for (place, size) in (0..).zip(&SIZES) {
        for (which, rules) in (0..).zip(Rules::ALL) {
            let name = size.name(rules);
            if chosen.iter().all(|word| name.contains(word.as_str())) {
                report(&mut wasm, (place, which), size, rules);
            }
        }
    }
}

/// Checks that both decide the same, measures them and prints a line of the table.
fn report(wasm: &mut Wasm, place: (u32, u32), size: &Size, rules: Rules) {
    let subnet = subnet(size, rules);
    let inputs = subnet.inputs();
    let (mut scratch, mut outcome) = (Scratch::default(), Outcome::default());
    epoch_into(&inputs, &mut scratch, &mut outcome);
    wasm.prepare.call(&mut wasm.store, place).expect("a subnet is made");
    wasm.run.call(&mut wasm.store, ()).expect("an epoch runs");
    let decided = wasm.digest.call(&mut wasm.store, ()).expect("an epoch has run");
    assert_eq!(decided, digest(&outcome), "WASM and native differ");

    // The second epoch of a kind may still ask for memory: two lists change places with those of the outcome.
    wasm.run.call(&mut wasm.store, ()).expect("an epoch runs");
    let before = wasm.memory();
    let limit = Duration::from_millis(3000);
    let inside = measured(2000, limit, || {
        wasm.run.call(&mut wasm.store, ()).expect("an epoch runs");
    });
    assert_eq!(wasm.memory(), before, "an epoch asked for memory");
    let native = measured(2000, limit, || {
        epoch_into(black_box(&inputs), &mut scratch, &mut outcome);
    });
    let milliseconds = |Times { core, median, least }: Times| {
        format!("{:.2} ms | {:.2} ms | {:.2} ms", core / 1e3, median / 1e3, least / 1e3)
    };
    println!(
        "| {} x {} x {} | {} | {} | {} | {:.1} |",
        size.n,
        size.validators,
        size.targets,
        rules.name(),
        milliseconds(inside),
        milliseconds(native),
        inside.core / native.core,
    );
}
