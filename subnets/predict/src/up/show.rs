//! What an epoch paid, a line for each neuron.

use super::{Failure, Person, Role, Running};
use myelin_chain::keys::network;
use myelin_units::NetUid;

/// What an epoch left to somebody.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Row {
    /// Who.
    pub person: Person,
    /// Part of what miners earn, over 65535.
    pub incentive: u16,
    /// Part of what validators earn, over 65535.
    pub dividends: u16,
    /// Alpha of the epoch, in rao.
    pub emission: u64,
}

impl Running {
    /// The block of the last epoch, and what it left to everybody.
    pub async fn epoch(&self) -> Result<(u64, Vec<Row>), Failure> {
        let at = self.chain.at_head().await?;
        let netuid = NetUid::new(self.netuid);
        let block = at.value(&network::<u64>("LastMechansimStepBlock").plain(netuid)).await?;
        let graph = at.metagraph(netuid).await?;
        let row = |person: &Person| {
            let uid = usize::from(person.uid);
            let incentive = graph.incentives.get(uid).map_or(0, |part| part.0.parts());
            let dividends = graph.dividends.get(uid).map_or(0, |part| part.0.parts());
            let emission = graph.emission.get(uid).map_or(0, |alpha| alpha.0.rao());
            Row { person: person.clone(), incentive, dividends, emission }
        };
        Ok((block.unwrap_or(0), self.people.iter().map(row).collect()))
    }
}

/// An epoch as people see it.
pub fn table(block: u64, rows: &[Row]) -> String {
    let mut text = format!("epoch (block {block})\n  uid  who                  pay        alpha\n");
    for Row { person, incentive, dividends, emission } in rows {
        let (part, of) = match person.role {
            Role::Miner => (incentive, "miners"),
            Role::Validator => (dividends, "validators"),
        };
        // Thousandths of a whole.
        let part = u32::from(*part).saturating_mul(1_000) / u32::from(u16::MAX);
        let pay = format!("{}.{} %", part / 10, part % 10);
        let alpha = format!("{}.{:03}", emission / 1_000_000_000, emission % 1_000_000_000 / 1_000_000);
        text.push_str(&format!(
            "  {:>3}  {:<16} {pay:>7} {alpha:>12}  of what {of} earn\n",
            person.uid, person.name
        ));
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn table_should_show_what_each_earns_when_an_epoch_is_over() {
        let person = |uid, name: &str, role| Person { uid, name: name.into(), role };
        let rows = [
            Row {
                person: person(1, "ppm", Role::Miner),
                incentive: 65_535,
                dividends: 0,
                emission: 4_100_000_000,
            },
            Row { person: person(2, "judge", Role::Validator), incentive: 0, dividends: 32_768, emission: 0 },
        ];
        let shown = table(40, &rows);
        assert!(
            shown.contains("    1  ppm              100.0 %        4.100  of what miners earn"),
            "{shown}"
        );
        assert!(
            shown.contains("    2  judge             50.0 %        0.000  of what validators earn"),
            "{shown}"
        );
    }
}
