//! The vote at root before dynamic TAO.

use super::Vector;
use crate::fields::{decimal18, field, list, near, number, numbers, parse, Check, WHOLE18};
use crate::Outcome;
use myelin_emission::{EmissionRule, Facts, RootVote, Voter};
use myelin_units::{NetUid, PerU16, Tao};
use serde_json::Value;

pub(super) fn run(vector: &Vector) -> Check {
    if vector.input.get("trust").is_some() {
        return sigmoid(vector);
    }
    // Without steepness consensus is one half for all, and shares are the ranks.
    let ranks = shares(vector, RootVote { rho: 0, ..RootVote::default() })?;
    compare(vector.expect, "rank", &ranks)?;
    compare(vector.expect, "emission_share", &shares(vector, RootVote::default())?)
}

fn sigmoid(vector: &Vector) -> Check {
    let kappa = PerU16::new(number(vector.input, "kappa_u16")?);
    let rule = RootVote { rho: number(vector.input, "rho")?, kappa };
    let trust = decimal18(field(vector.input, "trust")?)?;
    let consensus = rule.consensus(trust.into(), WHOLE18.into());
    let expected = decimal18(field(vector.expect, "consensus")?)?;
    // Consensus has 62 fractional bits, 10¹⁸ fewer than 60: the product fits.
    near("consensus", expected, (consensus * WHOLE18) >> 62)
}

/// The shares of 10¹⁸ rao.
fn shares(vector: &Vector, rule: RootVote) -> Check<Vec<u64>> {
    let stakes: Vec<u64> = numbers(vector.input, "stake")?;
    let rows = list(vector.input, "weights")?;
    let mut voters = Vec::new();
    for (stake, row) in stakes.into_iter().zip(rows) {
        let row: Option<Vec<u16>> = row.as_array().and_then(|row| row.iter().map(parse).collect());
        let row = row.ok_or_else(|| Outcome::Failed("a row is not a list of weights".into()))?;
        voters.push(Voter { stake: Tao::new(stake), weights: row.into_iter().enumerate().collect() });
    }
    let votes = rule.votes(&voters, list(vector.expect, "rank")?.len());
    let voted = |root_votes| Facts { root_votes, ..Facts::of(NetUid::ROOT) };
    let subnets: Vec<Facts> = votes.into_iter().map(voted).collect();
    let shares = EmissionRule::RootVote(rule).shares(Tao::new(1_000_000_000_000_000_000), &subnets);
    Ok(shares.into_iter().map(Tao::rao).collect())
}

fn compare(expect: &Value, name: &str, shares: &[u64]) -> Check {
    let mut both = list(expect, name)?.iter().zip(shares);
    both.try_for_each(|(expected, share)| near(name, decimal18(expected)?, u128::from(*share)))
}
