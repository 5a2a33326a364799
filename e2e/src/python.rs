//! The official Python clients: installed from PyPI into environments of their own, and run.

use crate::Failure;
use std::{
    ffi::OsStr,
    io::{BufRead, BufReader},
    path::{Path, PathBuf},
    process::{Command, Stdio},
};

/// Stands in an environment that was installed to the end.
const COMPLETE: &str = "myelin-complete";

/// The Python of an environment with this version of the client, which is made when there is none. Environments are
/// kept in `${XDG_CACHE_HOME:-~/.cache}/myelin/python/<version>`.
pub fn with_client(version: &str) -> Result<PathBuf, Failure> {
    let home = cache()?.join("myelin/python").join(version);
    let python = home.join("bin/python");
    if home.join(COMPLETE).exists() {
        return Ok(python);
    }
    // What was left half done is no use.
    if home.exists() {
        std::fs::remove_dir_all(&home)?;
    }
    run("python3", [OsStr::new("-m"), OsStr::new("venv"), home.as_os_str()]).map_err(|error| {
        format!(
            "no virtual environment in {}: {error}\nIt needs python3 with venv (Debian: python3-venv).",
            home.display()
        )
    })?;
    let client = format!("bittensor=={version}");
    let arguments = ["-m", "pip", "install", "--quiet", "--disable-pip-version-check", &client];
    run(&python, arguments.map(OsStr::new)).map_err(|error| {
        format!("pip could not install {client} from PyPI: {error}\nIs there a way to PyPI from here? See `pip config list`.")
    })?;
    std::fs::write(home.join(COMPLETE), version)?;
    Ok(python)
}

/// Runs a script to its end and returns the lines it wrote. Its failure is this one's, with all it wrote.
/// `environment` is added to that of this process.
pub fn script(
    python: &Path,
    script: &Path,
    arguments: &[&str],
    environment: &[(&str, PathBuf)],
    home: &Path,
) -> Result<Vec<String>, Failure> {
    let mut child = Command::new(python)
        .arg("-u")
        .arg(script)
        .args(arguments)
        // The clients keep caches and logs at home: each run begins without.
        .env("HOME", home)
        .env("PYTHONDONTWRITEBYTECODE", "1")
        .envs(environment.iter().map(|(name, value)| (name, value)))
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .spawn()?;
    let mut lines = Vec::new();
    for line in BufReader::new(child.stdout.take().ok_or("the script has no output")?).lines() {
        let line = line?;
        println!("{line}");
        lines.push(line);
    }
    let status = child.wait()?;
    if !status.success() {
        let last = lines.last().map_or("nothing", String::as_str);
        return Err(format!("{} ended with {status}; it said last: {last}", script.display()).into());
    }
    Ok(lines)
}

fn cache() -> Result<PathBuf, Failure> {
    if let Some(cache) = std::env::var_os("XDG_CACHE_HOME").filter(|cache| !cache.is_empty()) {
        return Ok(cache.into());
    }
    let home = std::env::var_os("HOME").ok_or("neither XDG_CACHE_HOME nor HOME is set")?;
    Ok(Path::new(&home).join(".cache"))
}

fn run<const N: usize>(program: impl AsRef<OsStr>, arguments: [&OsStr; N]) -> Result<(), Failure> {
    let output = Command::new(&program).args(arguments).stdin(Stdio::null()).output()?;
    if output.status.success() {
        return Ok(());
    }
    let said = [output.stdout, output.stderr].concat();
    Err(format!("{} {}", output.status, String::from_utf8_lossy(&said).trim()).into())
}
