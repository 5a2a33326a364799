//! What each subnet of a given state would receive of a block's TAO, by any rule, exactly.

use crate::{
    exact::{decimals18, gcd, in_common_units, Ratio},
    LabError,
};
use myelin_emission::{EmissionRule, Facts, Flow, Part, Rule};
use myelin_units::{NetUid, Price, Tao, RAO_PER_TAO};
use primitive_types::U256;
use serde::Serialize;
use serde_json::{Map, Value};

/// One subnet's share.
#[derive(Clone, Debug, Eq, PartialEq, Serialize)]
pub struct Share {
    /// Which subnet.
    pub netuid: u16,
    /// Its share with 18 decimals, the last to the nearest.
    pub share: String,
    /// What it receives of the block, in rao; the parts are the whole.
    pub rao: u64,
    /// Its weight by the rule, over the greatest common divisor of weight and sum.
    pub numerator: String,
    /// The sum of all weights, over the same.
    pub denominator: String,
}

/// What is read of each subnet.
const KNOWN: [&str; 8] =
    ["netuid", "enabled", "moving_price", "miner_burned", "pool_tao", "flow", "protocol_flow", "root_votes"];

/// Each subnet's share of `emission` by a rule, in the order given.
pub fn shares(state: &Value, rule: &EmissionRule, emission: Tao) -> Result<Vec<Share>, LabError> {
    let facts = facts_of(state, rule)?;
    let weights = rule.weights(&facts);
    let sum = weights.iter().fold(U256::zero(), |sum, weight| sum.saturating_add(*weight));
    let rao = rule.shares(emission, &facts);
    let share = |((facts, weight), rao): ((&Facts, &U256), &Tao)| {
        let divisor = gcd(*weight, sum).max(U256::one());
        Share {
            netuid: facts.netuid.number(),
            share: decimals18(*weight, sum).to_string(),
            rao: rao.rao(),
            numerator: (*weight / divisor).to_string(),
            denominator: (sum / divisor).max(U256::one()).to_string(),
        }
    };
    Ok(facts.iter().zip(&weights).zip(&rao).map(share).collect())
}

/// Fields that are there and that nothing reads, each once.
pub fn unread_fields(state: &Value) -> Vec<String> {
    let objects = state.as_array().into_iter().flatten().filter_map(Value::as_object);
    let mut unread: Vec<String> =
        objects.flat_map(Map::keys).filter(|key| !KNOWN.contains(&key.as_str())).cloned().collect();
    unread.sort();
    unread.dedup();
    unread
}

fn facts_of(state: &Value, rule: &EmissionRule) -> Result<Vec<Facts>, LabError> {
    let list = state.as_array().ok_or_else(|| {
        LabError::input("state", kind_of(state), "give a JSON list of objects, one a subnet")
    })?;
    let subnets: Vec<Entry> = list.iter().enumerate().map(Entry::of).collect::<Result<_, _>>()?;
    let mut facts: Vec<Facts> = subnets.iter().map(|subnet| subnet.facts(rule)).collect::<Result<_, _>>()?;
    let mut seen = std::collections::BTreeSet::new();
    if let Some(twice) = facts.iter().find(|facts| !seen.insert(facts.netuid)) {
        return Err(LabError::input("netuid", twice.netuid, "given twice; give each subnet once"));
    }
    put_ratios(&mut facts, &subnets, "moving_price", |facts, bits| {
        facts.moving_price = Price::from_bits(bits)
    })?;
    put_ratios(&mut facts, &subnets, "root_votes", |facts, votes| facts.root_votes = votes)?;
    Ok(facts)
}

/// Rules ask only how prices (or votes) are to each other, so they are given as whole numbers in their common
/// unit where those fit, and nothing is rounded; else in 2⁻⁶⁴, as a chain has them.
fn put_ratios(
    facts: &mut [Facts],
    subnets: &[Entry],
    field: &str,
    put: impl Fn(&mut Facts, u128),
) -> Result<(), LabError> {
    let read = |subnet: &Entry| Ok(subnet.ratio(field)?.unwrap_or(Ratio::ZERO));
    let ratios: Vec<Ratio> = subnets.iter().map(read).collect::<Result<_, LabError>>()?;
    let whole = in_common_units(&ratios);
    for (place, facts) in facts.iter_mut().enumerate() {
        let exact = whole.as_ref().and_then(|whole| whole.get(place)).copied();
        let bits = exact.or_else(|| ratios.get(place).and_then(Ratio::bits64));
        put(facts, bits.ok_or_else(|| LabError::input(field, place, "too large: at most 2^64"))?);
    }
    Ok(())
}

/// One subnet of the list, and where it stands there.
struct Entry<'a> {
    place: usize,
    fields: &'a Map<String, Value>,
}

impl<'a> Entry<'a> {
    fn of((place, value): (usize, &'a Value)) -> Result<Self, LabError> {
        let fields = value.as_object().ok_or_else(|| {
            LabError::input(format!("entry {place}"), kind_of(value), "give an object {\"netuid\": …}")
        })?;
        Ok(Self { place, fields })
    }

    fn facts(&self, rule: &EmissionRule) -> Result<Facts, LabError> {
        self.require(rule)?;
        let netuid = self.fields.get("netuid").and_then(Value::as_u64).and_then(|n| u16::try_from(n).ok());
        let netuid = netuid.filter(|netuid| *netuid > 0).ok_or_else(|| {
            self.wrong("netuid", "give a whole number from 1 to 65535 (root, 0, takes no share)")
        })?;
        let mut facts = Facts::of(NetUid::new(netuid));
        facts.enabled = match self.fields.get("enabled") {
            None | Some(Value::Null) => true,
            Some(value) => value.as_bool().ok_or_else(|| self.wrong("enabled", "write true or false"))?,
        };
        facts.miner_burned = self.part("miner_burned")?;
        facts.pool_tao = self.tao("pool_tao")?;
        facts.flow = self.flow("flow")?;
        facts.protocol_flow = self.flow("protocol_flow")?;
        Ok(facts)
    }

    /// A rule that weighs something must be told it.
    fn require(&self, rule: &EmissionRule) -> Result<(), LabError> {
        let needed = match rule {
            EmissionRule::AlphaPrice(_) | EmissionRule::PriceGate(_) => "moving_price",
            EmissionRule::StakeShare(_) => "pool_tao",
            EmissionRule::NetFlow(_) => "flow",
            EmissionRule::RootVote(_) => "root_votes",
        };
        if self.fields.get(needed).is_none_or(Value::is_null) {
            return Err(self.wrong(needed, &format!("the rule {} needs it; add it", rule.name())));
        }
        Ok(())
    }

    fn ratio(&self, field: &str) -> Result<Option<Ratio>, LabError> {
        let Some(text) = self.number(field)? else { return Ok(None) };
        text.parse().map(Some).map_err(|why: String| self.wrong(field, &why))
    }

    fn part(&self, field: &str) -> Result<Part, LabError> {
        let part = self.ratio(field)?.unwrap_or(Ratio::ZERO);
        if part.exceeds_one() {
            return Err(self.wrong(field, "more than all: give a fraction from 0 to 1"));
        }
        Ok(Part::from_bits(part.bits64().unwrap_or_default()))
    }

    fn tao(&self, field: &str) -> Result<Tao, LabError> {
        let Some(tao) = self.ratio(field)? else { return Ok(Tao::ZERO) };
        let rao = tao.times_exact(RAO_PER_TAO.into()).and_then(|rao| u64::try_from(rao).ok());
        rao.map(Tao::new).ok_or_else(|| self.wrong(field, "give TAO with at most nine decimals"))
    }

    /// TAO a block, signed.
    fn flow(&self, field: &str) -> Result<Flow, LabError> {
        let Some(text) = self.number(field)? else { return Ok(Flow::ZERO) };
        signed_flow(&text).map_err(|why| self.wrong(field, &why))
    }

    /// A number, or a text that holds one.
    fn number(&self, field: &str) -> Result<Option<String>, LabError> {
        match self.fields.get(field) {
            None | Some(Value::Null) => Ok(None),
            Some(Value::String(text)) => Ok(Some(text.clone())),
            Some(Value::Number(number)) => Ok(Some(number.to_string())),
            Some(_) => Err(self.wrong(field, "write a number, or a text like \"0.25\" or \"1/3\"")),
        }
    }

    fn wrong(&self, field: &str, wanted: &str) -> LabError {
        let value = self.fields.get(field).map_or_else(|| "missing".into(), Value::to_string);
        LabError::input(format!("entry {}, {field}", self.place), value, wanted)
    }
}

/// TAO a block, with a sign, to 2⁻⁶⁴ rao.
pub fn signed_flow(text: &str) -> Result<Flow, String> {
    let text = text.trim();
    let (negative, size) = match text.strip_prefix('-') {
        Some(size) => (true, size),
        None => (false, text),
    };
    let tao: Ratio = size.parse()?;
    let rao = tao.numerator.checked_mul(RAO_PER_TAO.into());
    let rao = rao.map(|numerator| Ratio { numerator, ..tao });
    let bits = rao.and_then(|rao| rao.bits64()).and_then(|bits| i128::try_from(bits).ok());
    let bits = bits.ok_or("too large for TAO a block")?;
    Ok(Flow::from_bits(if negative { bits.saturating_neg() } else { bits }))
}

fn kind_of(value: &Value) -> &'static str {
    match value {
        Value::Null => "null",
        Value::Bool(_) => "true or false",
        Value::Number(_) => "a number",
        Value::String(_) => "a text",
        Value::Array(_) => "a list",
        Value::Object(_) => "an object",
    }
}

#[cfg(test)]
mod tests;
