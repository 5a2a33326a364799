//! Compiles the models in `models/` to WASM with the compiler that compiles the runtime, and leaves them in `OUT_DIR`.
//!
//! `scripts/toolchain` says which compiler that is (`WASM_BUILD_TOOLCHAIN`; without it the default one).

use std::{
    env,
    error::Error,
    fs,
    path::{Path, PathBuf},
    process::Command,
};

/// What the interface of models is compiled to: WebAssembly 1.0 and nothing later.
const TARGET: &str = "wasm32v1-none";
/// The models, by the name of their folder.
const MODELS: [&str; 4] = ["order0", "order2", "ppm", "gru"];

fn main() -> Result<(), Box<dyn Error>> {
    let root = PathBuf::from(env::var("CARGO_MANIFEST_DIR")?);
    let models = root.join("models");
    let out = PathBuf::from(env::var("OUT_DIR")?);
    println!("cargo::rerun-if-changed={}", models.display());
    println!("cargo::rerun-if-env-changed=WASM_BUILD_TOOLCHAIN");
    let target = out.join("models");
    let status = compiler(&root)?
        .args(["build", "--release", "--offline", "--locked", "--target", TARGET])
        .arg("--target-dir")
        .arg(&target)
        .current_dir(&models)
        .status()?;
    if !status.success() {
        return Err(format!("the models in {} were not built: {status}", models.display()).into());
    }
    for model in MODELS {
        let built = target.join(TARGET).join("release").join(format!("predict_{model}.wasm"));
        fs::copy(built, out.join(format!("{model}.wasm")))?;
    }
    Ok(())
}

/// `cargo` with the target: the one that was chosen, else what `scripts/toolchain` finds.
fn compiler(root: &Path) -> Result<Command, Box<dyn Error>> {
    let chosen = match env::var("WASM_BUILD_TOOLCHAIN") {
        Ok(name) if !name.is_empty() => Some(name),
        _ => ask_script(&root.join("../../scripts/toolchain"))?,
    };
    let mut command = match chosen {
        Some(name) => {
            let mut rustup = Command::new("rustup");
            rustup.args(["run", &name, "cargo"]);
            rustup
        }
        None => Command::new("cargo"),
    };
    // What this build was told is meant for the host and its compiler.
    for name in ["RUSTC", "RUSTC_WRAPPER", "RUSTC_WORKSPACE_WRAPPER", "RUSTFLAGS", "CARGO_ENCODED_RUSTFLAGS"]
        .into_iter()
        .chain(["RUSTUP_TOOLCHAIN", "CARGO_BUILD_TARGET", "CARGO", "RUSTDOC", "CARGO_TARGET_DIR"])
    {
        command.env_remove(name);
    }
    Ok(command)
}

/// The name that the script prints, if the default compiler does not serve.
fn ask_script(script: &Path) -> Result<Option<String>, Box<dyn Error>> {
    let said = Command::new(script).arg("--print-env").output()?;
    if !said.status.success() {
        return Err(format!("{}: {}", script.display(), String::from_utf8_lossy(&said.stderr)).into());
    }
    let said = String::from_utf8_lossy(&said.stdout);
    Ok(said.lines().find_map(|line| line.strip_prefix("export WASM_BUILD_TOOLCHAIN=")).map(str::to_owned))
}
