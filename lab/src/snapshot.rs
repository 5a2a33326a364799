//! Real pools as a start: the list of subnets in `../shared/data/subnets-2026-04-11.json`, or another of its shape.

use crate::{exact::Ratio, models::market::Start, LabError};
use myelin_units::{Alpha, Tao};
use serde_json::Value;

/// The subnets of a snapshot, by ascending netuid, and the TAO staked at root.
pub fn read(text: &str, name: &str) -> Result<(Vec<Start>, Tao), LabError> {
    let state: Value = serde_json::from_str(text).map_err(|said| LabError::input(name, "not JSON", said))?;
    let list =
        state.as_array().ok_or_else(|| LabError::input(name, "not a list", "give a list of subnets"))?;
    let (mut starts, mut root) = (Vec::new(), Tao::ZERO);
    for (place, subnet) in list.iter().enumerate() {
        let netuid = subnet.get("netuid").and_then(Value::as_u64).and_then(|n| u16::try_from(n).ok());
        let netuid = netuid.ok_or_else(|| {
            LabError::input(
                format!("entry {place}, netuid"),
                subnet.get("netuid").unwrap_or(&Value::Null),
                "give a whole number up to 65535",
            )
        })?;
        let rao = |field: &str| amount(subnet, netuid, field);
        if netuid == 0 {
            root = Tao::new(rao("tau_in")?);
            continue;
        }
        let start = Start {
            netuid,
            tao: Tao::new(rao("tau_in")?),
            alpha: Alpha::new(rao("alpha_in")?),
            alpha_out: Alpha::new(rao("alpha_out")?),
        };
        // One without a pool has no market, so it takes no part.
        if !start.tao.is_zero() && !start.alpha.is_zero() {
            starts.push(start);
        }
    }
    starts.sort_by_key(|start| start.netuid);
    match starts.windows(2).find(|pair| pair.first().map(|s| s.netuid) == pair.last().map(|s| s.netuid)) {
        Some(twice) => Err(LabError::input("netuid", twice.first().map_or(0, |s| s.netuid), "given twice")),
        None if starts.is_empty() => {
            Err(LabError::input(name, "no pools", "give subnets with tau_in and alpha_in"))
        }
        None => Ok((starts, root)),
    }
}

/// Whole units with decimals, in rao, the last to the nearest.
fn amount(subnet: &Value, netuid: u16, field: &str) -> Result<u64, LabError> {
    let value = subnet.get(field).unwrap_or(&Value::Null);
    let wrong =
        || LabError::input(format!("subnet {netuid}, {field}"), value, "give a number from 0 to 21000000");
    let ratio: Ratio = value.as_number().ok_or_else(wrong)?.to_string().parse().map_err(|_| wrong())?;
    let rao =
        ratio.numerator.checked_mul(2_000_000_000).and_then(|twice| twice.checked_add(ratio.denominator));
    let rao = rao.and_then(|twice| twice.checked_div(ratio.denominator.checked_mul(2)?)).ok_or_else(wrong)?;
    u64::try_from(rao).ok().filter(|rao| *rao <= myelin_units::MAX_SUPPLY).ok_or_else(wrong)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn snapshot_should_be_read_to_the_rao() {
        let text = r#"[{"netuid":0,"tau_in":5.5},{"netuid":2,"tau_in":1.25,"alpha_in":0.000000001,"alpha_out":7},
            {"netuid":9,"tau_in":0,"alpha_in":0,"alpha_out":0}]"#;
        let (starts, root) = read(text, "x").unwrap();
        assert_eq!(root, Tao::new(5_500_000_000));
        let two = Start {
            netuid: 2,
            tao: Tao::new(1_250_000_000),
            alpha: Alpha::new(1),
            alpha_out: Alpha::new(7_000_000_000),
        };
        assert_eq!(starts, [two]);
    }

    #[test]
    fn snapshot_should_be_refused_with_its_field() {
        for (text, said) in [
            ("{}", "x: not a list"),
            ("[", "x: not JSON"),
            ("[]", "x: no pools"),
            (r#"[{"netuid":1}]"#, "subnet 1, tau_in: null: give a number"),
            (r#"[{"netuid":-1}]"#, "entry 0, netuid: -1"),
        ] {
            let refused = read(text, "x").unwrap_err().to_string();
            assert!(refused.starts_with(said), "{refused}");
        }
    }
}
