use crate::{economics, yuma, Outcome};
use serde_json::Value;
use std::collections::BTreeMap;
use std::fmt;
use std::path::Path;

/// What became of all vectors.
#[derive(Default, Debug)]
pub struct Report {
    /// How many gave what they expect.
    pub passed: usize,
    /// Which did not: name, and what was expected and came.
    pub failures: Vec<(String, String)>,
    /// Why some give something else on purpose, and for each the vector's number and ours.
    pub differences: BTreeMap<String, Vec<(String, String)>>,
    /// Why some were not run, and which.
    pub skips: BTreeMap<String, Vec<String>>,
}

impl Report {
    /// How many were not run.
    pub fn skipped(&self) -> usize {
        self.skips.values().map(Vec::len).sum()
    }

    /// How many give something else on purpose.
    pub fn differing(&self) -> usize {
        self.differences.values().map(Vec::len).sum()
    }

    fn add(&mut self, name: String, outcome: Outcome) {
        match outcome {
            Outcome::Passed => self.passed += 1,
            Outcome::Failed(reason) => self.failures.push((name, reason)),
            Outcome::Differs { why, numbers } => {
                self.differences.entry(why).or_default().push((name, numbers));
            }
            Outcome::Skipped(reason) => self.skips.entry(reason).or_default().push(name),
        }
    }
}

impl fmt::Display for Report {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (name, reason) in &self.failures {
            writeln!(f, "FAILED  {name}: {reason}")?;
        }
        for (why, vectors) in &self.differences {
            writeln!(f, "{} differ by design: {why}", vectors.len())?;
            for (name, numbers) in vectors {
                writeln!(f, "    {name}: {numbers}")?;
            }
        }
        for (reason, names) in &self.skips {
            writeln!(f, "skipped {} ({reason}): {}", names.len(), names.join(", "))?;
        }
        let (passed, failed) = (self.passed, self.failures.len());
        let (skipped, differing) = (self.skipped(), self.differing());
        writeln!(f, "{passed} passed, {failed} failed, {skipped} skipped, {differing} differ by design")
    }
}

/// Runs every vector of a file and adds what became of it to the report.
pub fn run_file(file: &Path, report: &mut Report) -> Result<(), String> {
    let text = std::fs::read_to_string(file).map_err(|error| error.to_string())?;
    let content: Value = serde_json::from_str(&text).map_err(|error| error.to_string())?;
    let vectors = content["vectors"].as_array().ok_or("there is no list of vectors")?;
    for vector in vectors {
        report.add(name_of(vector), run(vector));
    }
    Ok(())
}

fn run(vector: &Value) -> Outcome {
    match vector.get("group") {
        Some(_) => economics::run(vector),
        None => yuma::run(vector),
    }
}

fn name_of(vector: &Value) -> String {
    let name = vector["id"].as_str().or(vector["name"].as_str());
    name.unwrap_or("a vector without a name").to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::Write;
    use std::path::PathBuf;

    /// The shared material beside the repository, or where `MYELIN_SHARED` says.
    fn shared() -> Option<PathBuf> {
        if let Some(place) = std::env::var_os("MYELIN_SHARED") {
            return Some(PathBuf::from(place));
        }
        let here = Path::new(env!("CARGO_MANIFEST_DIR"));
        here.ancestors().map(|above| above.join("shared")).find(|place| place.join("vectors").is_dir())
    }

    fn run_shared(name: &str) -> Option<Report> {
        let Some(place) = shared() else {
            // Not by a macro, whose output a passing test hides.
            let note = "SKIPPED: no shared vectors beside the repository; set MYELIN_SHARED";
            writeln!(std::io::stderr(), "{note}").unwrap();
            return None;
        };
        let mut report = Report::default();
        run_file(&place.join("vectors").join(name), &mut report).unwrap();
        assert!(report.failures.is_empty(), "{report}");
        Some(report)
    }

    #[test]
    fn economics_vectors_should_pass_or_say_why_not() {
        let Some(report) = run_shared("economics.json") else { return };
        assert_eq!((report.passed, report.skipped(), report.differing()), (239, 0, 75), "{report}");
    }

    #[test]
    fn yuma_vectors_should_pass() {
        let Some(report) = run_shared("yuma.json") else { return };
        assert_eq!((report.passed, report.skipped(), report.differing()), (139, 0, 0), "{report}");
    }

    #[test]
    fn report_should_name_what_failed_and_what_was_skipped() {
        let mut report = Report::default();
        report.add("a".into(), Outcome::Passed);
        report.add("b".into(), Outcome::Failed("expected 1, got 2".into()));
        report.add("c".into(), Outcome::Skipped("no such rule".into()));
        report.add("d".into(), Outcome::Skipped("no such rule".into()));
        let (why, numbers) = ("ours is exact".into(), "fee 1, here 2".into());
        report.add("e".into(), Outcome::Differs { why, numbers });
        let printed = report.to_string();
        let lines: Vec<&str> = printed.lines().collect();
        assert_eq!(
            lines,
            [
                "FAILED  b: expected 1, got 2",
                "1 differ by design: ours is exact",
                "    e: fee 1, here 2",
                "skipped 2 (no such rule): c, d",
                "1 passed, 1 failed, 2 skipped, 1 differ by design"
            ]
        );
    }

    #[test]
    fn run_should_fail_when_the_expectation_is_wrong() {
        let vector = serde_json::json!({
            "id": "wrong", "group": "emission_curve", "kind": "reference", "era": "all",
            "input": {"issuance": "0"}, "expect": {"block_emission": "999999999"}
        });
        assert!(matches!(run(&vector), Outcome::Failed(_)));
        let broken = serde_json::json!({"id": "broken", "group": "emission_curve", "kind": "reference"});
        assert!(matches!(run(&broken), Outcome::Failed(_)));
    }

    #[test]
    fn file_should_be_refused_when_it_has_no_vectors() {
        let manifest = Path::new(env!("CARGO_MANIFEST_DIR")).join("Cargo.toml");
        assert!(run_file(&manifest, &mut Report::default()).is_err());
        assert!(run_file(Path::new("/nowhere"), &mut Report::default()).is_err());
    }
}
