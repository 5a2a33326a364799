//! A program as a user runs it: started with its words in files, told to stop as Ctrl-C does, killed with this value.

use crate::Failure;
use std::{
    fs::{self, File},
    os::unix::process::CommandExt,
    path::{Path, PathBuf},
    process::{Child, Command, ExitStatus, Stdio},
    time::{Duration, Instant},
};

/// How long a program may take to end when it is told to.
const PATIENCE: Duration = Duration::from_secs(60);

/// A running program, in a group of its own as a shell's job is.
#[derive(Debug)]
pub struct Program {
    name: String,
    words: PathBuf,
    process: Child,
}

impl Program {
    /// Starts it; both its outputs go to one file in `folder`.
    pub fn start(name: &str, mut command: Command, folder: &Path) -> Result<Self, Failure> {
        let words = folder.join(format!("{name}.log"));
        let log = File::options().create(true).append(true).open(&words)?;
        let process = command
            .stdin(Stdio::null())
            .stdout(log.try_clone()?)
            .stderr(log)
            .process_group(0)
            .spawn()
            .map_err(|error| format!("{name}: {error}"))?;
        Ok(Self { name: name.into(), words, process })
    }

    /// What it has said so far, in all its lives.
    pub fn words(&self) -> Result<String, Failure> {
        Ok(String::from_utf8_lossy(&fs::read(&self.words)?).into_owned())
    }

    /// Whether it said this; an error with its words when it has ended without.
    pub fn has_said(&mut self, what: &str) -> Result<Option<()>, Failure> {
        let ended = self.process.try_wait()?;
        let words = self.words()?;
        match (words.contains(what), ended) {
            (true, _) => Ok(Some(())),
            (false, None) => Ok(None),
            (false, Some(status)) => Err(format!("{} ended, {status}: {words}", self.name).into()),
        }
    }

    /// Sends a signal to it and all that it has started, as a terminal does.
    pub fn signal(&self, name: &str) -> Result<(), Failure> {
        let group = format!("-{}", self.process.id());
        let sent = Command::new("kill").args(["-s", name, "--", &group]).stderr(Stdio::null()).status()?;
        sent.success().then_some(()).ok_or_else(|| format!("{}: no signal {name}", self.name).into())
    }

    /// Waits until it ends by itself.
    pub fn wait(&mut self) -> Result<ExitStatus, Failure> {
        let begun = Instant::now();
        while begun.elapsed() < PATIENCE {
            if let Some(status) = self.process.try_wait()? {
                return Ok(status);
            }
            std::thread::sleep(Duration::from_millis(50));
        }
        Err(format!("{} does not end: {}", self.name, self.words()?).into())
    }

    /// Ctrl-C, and until it has ended.
    pub fn interrupt(&mut self) -> Result<ExitStatus, Failure> {
        self.signal("INT")?;
        self.wait()
    }

    /// What is left of it and of all that it has started; nothing but processes that nobody waits for.
    pub fn left(&self) -> Result<Vec<String>, Failure> {
        let group = self.process.id().to_string();
        let all = Command::new("ps").args(["-eo", "pgid=,stat=,args="]).output()?;
        let all = String::from_utf8_lossy(&all.stdout).into_owned();
        let of_group = |line: &&str| {
            let mut words = line.split_whitespace();
            words.next() == Some(&group) && !words.next().is_some_and(|state| state.starts_with('Z'))
        };
        Ok(all.lines().filter(of_group).map(str::to_owned).collect())
    }
}

impl Drop for Program {
    fn drop(&mut self) {
        // Ended already, as a rule.
        let _ = self.signal("KILL");
        let _ = self.process.wait();
    }
}
