//! What an epoch paid, a line for each neuron.

use super::{Failure, Person, Role, Running};
use myelin_chain::{keys::network, AccountId};
use myelin_units::NetUid;
use std::{cmp::Reverse, collections::BTreeSet};

/// Most lines of a table that are of people who came by themselves: those who have most.
const GUESTS: usize = 16;

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
    /// The block of the last epoch, and what it left to everybody: those who were started here and all who came by
    /// themselves, by uid.
    pub async fn epoch(&self) -> Result<(u64, Vec<Row>), Failure> {
        let at = self.chain.at_head().await?;
        let netuid = NetUid::new(self.netuid);
        let block = at.value(&network::<u64>("LastMechansimStepBlock").plain(netuid)).await?;
        let graph = at.metagraph(netuid).await?;
        let mut rows = Vec::new();
        for (uid, hotkey) in (0u16..).zip(&graph.hotkeys) {
            let at = usize::from(uid);
            let incentive = graph.incentives.get(at).map_or(0, |part| part.0.parts());
            let dividends = graph.dividends.get(at).map_or(0, |part| part.0.parts());
            let emission = graph.emission.get(at).map_or(0, |alpha| alpha.0.rao());
            let person = match self.people.iter().find(|person| person.uid == uid) {
                Some(person) => person.clone(),
                // The owner's seat comes with the subnet; nobody sits there.
                None if *hotkey == graph.owner_hotkey && emission == 0 => continue,
                None => guest(uid, hotkey, dividends),
            };
            rows.push(Row { person, incentive, dividends, emission });
        }
        Ok((block.unwrap_or(0), rows))
    }
}

/// Somebody who came by himself, by the two ends of his hotkey.
fn guest(uid: u16, hotkey: &AccountId, dividends: u16) -> Person {
    let address = hotkey.to_string();
    let end = address.get(address.len().saturating_sub(6)..).unwrap_or_default();
    let name = format!("{}…{end}", address.get(..6).unwrap_or_default());
    let role = if dividends > 0 { Role::Validator } else { Role::Miner };
    Person { uid, name, role, guest: true }
}

/// An epoch as people see it.
pub fn table(block: u64, rows: &[Row]) -> String {
    let mut text = format!("epoch (block {block})\n  uid  who                  pay        alpha\n");
    let mut guests: Vec<&Row> = rows.iter().filter(|row| row.person.guest).collect();
    guests.sort_by_key(|row| (Reverse(row.emission), row.person.uid));
    let hidden: BTreeSet<u16> = guests.iter().skip(GUESTS).map(|row| row.person.uid).collect();
    for Row { person, incentive, dividends, emission } in
        rows.iter().filter(|row| !hidden.contains(&row.person.uid))
    {
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
    if !hidden.is_empty() {
        text.push_str(&format!("       and {} more, who have no more than those\n", hidden.len()));
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn table_should_show_what_each_earns_when_an_epoch_is_over() {
        let person = |uid, name: &str, role| Person { uid, name: name.into(), role, guest: false };
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

    #[test]
    fn table_should_show_who_came_by_himself_and_of_many_those_who_have_most() {
        let hotkey = AccountId([7; 32]);
        let row = |uid: u16, emission: u64| {
            let person = guest(uid, &hotkey, 0);
            Row { person, incentive: 0, dividends: 0, emission: emission * 1_000_000_000 }
        };
        let ours = Person { uid: 1, name: "ppm".into(), role: Role::Miner, guest: false };
        let mut rows = vec![Row { person: ours, incentive: 0, dividends: 0, emission: 0 }];
        rows.extend((2..40).map(|uid| row(uid, uid.into())));
        let shown = table(40, &rows);
        assert_eq!(shown.lines().count(), 2 + 1 + GUESTS + 1, "{shown}");
        assert!(shown.contains("    1  ppm ") && shown.contains("   39  5CDvHB…"), "{shown}");
        assert!(!shown.contains("   23  ") && shown.contains("   24  "), "{shown}");
        assert!(shown.contains("and 22 more"), "{shown}");
        assert!(shown.lines().all(|line| line.chars().count() < 80), "{shown}");
        assert_eq!(guest(2, &hotkey, 1).role, Role::Validator);
    }
}
