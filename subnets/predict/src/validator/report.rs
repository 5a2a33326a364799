//! What a validator tells after a round.

use crate::{bits, rules::Verdict, standings::Judgement};
use std::{collections::BTreeMap, fmt};

/// A round, as people see it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Report {
    /// The block in which it began.
    pub block: u64,
    /// Its number.
    pub round: u64,
    /// Who is entitled to what.
    pub judgement: Judgement,
    /// Who committed a module and did not show it, and why.
    pub unserved: BTreeMap<u16, String>,
}

impl Report {
    /// What a uid is entitled to, in parts per million.
    pub fn share(&self, uid: u16) -> u64 {
        let standing = self.judgement.standings.iter().find(|standing| standing.uid == uid);
        standing.map_or(0, |standing| standing.share)
    }
}

impl fmt::Display for Verdict {
    fn fmt(&self, to: &mut fmt::Formatter<'_>) -> fmt::Result {
        let percent = |millionths: i64| {
            let hundredths = millionths / 100;
            let sign = if hundredths < 0 { "-" } else { "" };
            format!("{sign}{}.{:02} %", hundredths.unsigned_abs() / 100, hundredths.unsigned_abs() % 100)
        };
        match self {
            Self::Record { than: None, .. } => write!(to, "a record, the first"),
            Self::Record { than: Some(than), by } => {
                write!(to, "a record, {} better than uid {than}", percent(*by))
            }
            Self::SameModule { of } => write!(to, "a copy: the module of uid {of}"),
            Self::SameBehaviour { of, distance } => {
                let distance = i64::try_from(*distance).unwrap_or(i64::MAX);
                write!(to, "a copy: within {} of uid {of}", percent(distance))
            }
            Self::NotBetter { than, by, margin } => {
                let than = than.map_or("one that knows nothing".into(), |than| format!("uid {than}"));
                let margin = i64::try_from(*margin).unwrap_or(i64::MAX);
                write!(to, "{} better than {than}, {} is needed", percent(*by), percent(margin))
            }
        }
    }
}

impl fmt::Display for Report {
    fn fmt(&self, to: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Judgement { standings, costs, refused } = &self.judgement;
        writeln!(to, "round {} (block {})", self.round, self.block)?;
        writeln!(to, "  uid  bits per byte    share  verdict")?;
        for standing in standings {
            let (cost, bytes) = costs.get(&standing.uid).copied().unwrap_or_default();
            let share = format!("{}.{} %", standing.share / 10_000, standing.share % 10_000 / 1_000);
            let bits = bits::per_byte(cost, bytes);
            write!(to, "  {:>3}  {bits:>13}  {share:>7}  {}", standing.uid, standing.verdict)?;
            match standing.waits_for {
                Some(uid) => {
                    writeln!(to, "; waits for uid {uid}, which committed before and was not seen yet")?
                }
                None => writeln!(to)?,
            }
        }
        for (uid, why) in refused {
            writeln!(to, "  {uid:>3}  {:>13}  {:>7}  refused: {why}", "-", "0.0 %")?;
        }
        for (uid, why) in &self.unserved {
            writeln!(to, "  {uid:>3}  does not show its module: {why}")?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::Standing;

    #[test]
    fn report_should_say_who_is_paid_and_why_when_shown() {
        let record = Verdict::Record { than: Some(3), by: 61_234 };
        let standings = vec![
            Standing { uid: 4, verdict: record, share: 812_500, waits_for: None },
            Standing { uid: 5, verdict: Verdict::SameModule { of: 4 }, share: 0, waits_for: None },
            Standing {
                uid: 6,
                verdict: Verdict::NotBetter { than: Some(4), by: -1_000, margin: 20_000 },
                share: 0,
                waits_for: None,
            },
            Standing { uid: 8, verdict: Verdict::Record { than: None, by: 1 }, share: 0, waits_for: Some(2) },
        ];
        let costs = BTreeMap::from([(4, (5 * bits::ONE_BIT, 2)), (5, (5 * bits::ONE_BIT, 2))]);
        let refused = BTreeMap::from([(7, "out of fuel".into())]);
        let judgement = Judgement { standings, costs, refused };
        let shown = Report { block: 9, round: 1, judgement, unserved: BTreeMap::new() }.to_string();
        for line in [
            "    4          2.500   81.2 %  a record, 6.12 % better than uid 3",
            "    5          2.500    0.0 %  a copy: the module of uid 4",
            "-0.10 % better than uid 4, 2.00 % is needed",
            "    7              -    0.0 %  refused: out of fuel",
            "a record, the first; waits for uid 2, which committed before and was not seen yet\n",
        ] {
            assert!(shown.contains(line), "{line}\n{shown}");
        }
    }
}
