//! Our weights are those of bittensor 10.5.0, on what it answered to `weights.py`.

use myelin_neuron::weights::{emit, process, Limits};
use serde::Deserialize;

#[derive(Deserialize)]
struct Case {
    scores: Vec<f64>,
    least: u16,
    limit: f64,
    exclude: u16,
    shares: Vec<f64>,
    row: Vec<(u16, u16)>,
}

impl Case {
    fn limits(&self) -> Limits {
        let exclude_quantile = f64::from(self.exclude) / f64::from(u16::MAX);
        Limits { min_allowed: self.least, max_share: self.limit, exclude_quantile }
    }
}

fn largest(values: impl IntoIterator<Item = f64>) -> f64 {
    values.into_iter().fold(0.0, f64::max)
}

#[test]
fn row_should_be_that_of_the_official_client() {
    let cases: Vec<Case> = serde_json::from_str(include_str!("weights.json")).unwrap();
    let mut cut = 0;
    for (number, case) in cases.iter().enumerate() {
        let shares = process(&case.scores, &case.limits());
        let off = largest(shares.iter().zip(&case.shares).map(|(ours, theirs)| (ours - theirs).abs()));
        // Where the limit cuts, the client stays a little below it, and in single precision; we meet it exactly.
        let cuts = (largest(shares.iter().copied()) - case.limit).abs() < 1e-12 && case.limit < 1.0;
        cut += u32::from(cuts);
        let (share_off, value_off) = if cuts { (2e-3, 500) } else { (1e-6, 1) };
        assert!(off < share_off, "case {number}: {off}: {shares:?} is not {:?}", case.shares);
        let row = emit(&shares);
        let uids = |row: &[(u16, u16)]| row.iter().map(|(uid, _)| *uid).collect::<Vec<_>>();
        assert_eq!(uids(&row), uids(&case.row), "case {number}");
        for (ours, theirs) in row.iter().zip(&case.row) {
            assert!(ours.1.abs_diff(theirs.1) <= value_off, "case {number}: {ours:?} is not {theirs:?}");
        }
    }
    println!("{cut} of {} cases were cut", cases.len());
    assert!(cut > 5 && cut < 60);
}
