//! The built command `myelin`, run as a program runs it: no terminal, a home of its own.

use crate::Failure;
use serde_json::Value;
use std::{
    path::{Path, PathBuf},
    process::{Command, Output, Stdio},
};

/// The built command: `MYELIN_CLI`, or the one in the target directory of this test.
pub fn binary() -> Result<PathBuf, Failure> {
    binary_of("myelin", "MYELIN_CLI")
}

/// A built program: the one that the variable names, or the one in the target directory of this test.
pub fn binary_of(name: &str, variable: &str) -> Result<PathBuf, Failure> {
    if let Some(path) = std::env::var_os(variable) {
        return Ok(path.into());
    }
    let test = std::env::current_exe()?;
    let profile = test.parent().and_then(Path::parent).ok_or("the test stands outside a target directory")?;
    let program = profile.join(name);
    match program.exists() {
        true => Ok(program),
        false => Err(format!("{} is missing: `make build` builds it", program.display()).into()),
    }
}

/// A person's machine: a home, and the network in use.
#[derive(Debug)]
pub struct Person {
    home: PathBuf,
    network: String,
}

impl Person {
    /// With this home, on this network.
    pub fn new(home: &Path, network: &str) -> Self {
        Self { home: home.into(), network: network.into() }
    }

    /// The command, with nothing of this machine's settings.
    pub fn command(&self) -> Result<Command, Failure> {
        let mut command = Command::new(binary()?);
        command.env_clear().env("HOME", &self.home).env("MYELIN_NETWORK", &self.network).stdin(Stdio::null());
        Ok(command)
    }

    /// Runs a command line to its end.
    pub fn run(&self, line: &str) -> Result<Output, Failure> {
        Ok(self.command()?.args(line.split_whitespace()).output()?)
    }

    /// Runs a command line that must succeed, with `--json --yes`; what it prints.
    pub fn data(&self, line: &str) -> Result<Value, Failure> {
        let output = self.run(&format!("{line} --json --yes"))?;
        let words = String::from_utf8_lossy(&output.stderr).into_owned();
        if !output.status.success() {
            return Err(format!("myelin {line}: {}: {words}", output.status).into());
        }
        if !words.is_empty() {
            return Err(format!("myelin {line} succeeded and said: {words}").into());
        }
        Ok(serde_json::from_slice(&output.stdout)?)
    }

    /// Runs a command line that must fail with this exit code, with `--json`; its message.
    pub fn failure(&self, line: &str, code: i32) -> Result<String, Failure> {
        let output = self.run(&format!("{line} --json"))?;
        let words = String::from_utf8_lossy(&output.stderr).into_owned();
        if output.status.code() != Some(code) || !output.stdout.is_empty() {
            return Err(format!("myelin {line}: {} instead of {code}: {words}", output.status).into());
        }
        let said: Value = serde_json::from_str(words.trim()).map_err(|error| format!("{error}: {words}"))?;
        let message = said.pointer("/error/message").and_then(Value::as_str).ok_or("no message")?;
        if said.pointer("/error/code").and_then(Value::as_i64) != Some(code.into()) {
            return Err(format!("another code in {words}").into());
        }
        Ok(message.to_string())
    }

    /// The published schema of a command, as the command prints it.
    pub fn schema(&self, command: &str) -> Result<Value, Failure> {
        let output = self.run(&format!("--schema {command}"))?;
        if !output.status.success() {
            return Err(format!("no schema of {command}").into());
        }
        Ok(serde_json::from_slice(&output.stdout)?)
    }
}
