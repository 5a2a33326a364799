//! The development beacon: rounds signed here and now, on the clock of quicknet.

use myelin_timelock::{development, Pulse, KEPT_ROUNDS};

/// Signs rounds with a secret. It hides nothing when the secret is known, as that of development chains is.
#[derive(Clone)]
pub struct Signer {
    secret: [u8; 32],
}

impl std::fmt::Debug for Signer {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Signer")
    }
}

impl Signer {
    /// The signer of development chains.
    pub fn development() -> Self {
        Self { secret: development::SECRET }
    }

    /// The rounds after `last` up to `out`, at most `most`, oldest first. A chain that knows none begins with the newest.
    pub fn pulses(&self, last: u64, out: u64, most: usize) -> Vec<Pulse> {
        let first = match last {
            0 => out.max(1),
            last => last.saturating_add(1).max(out.saturating_sub(KEPT_ROUNDS)),
        };
        (first..=out)
            .take(most)
            .map(|round| Pulse { round, signature: development::sign(&self.secret, round) })
            .collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use myelin_timelock::verify_many;

    fn rounds(last: u64, out: u64, most: usize) -> Vec<u64> {
        Signer::development().pulses(last, out, most).iter().map(|pulse| pulse.round).collect()
    }

    #[test]
    fn signer_should_go_on_where_the_chain_stands() {
        assert_eq!(rounds(7, 9, 16), [8, 9]);
        assert_eq!(rounds(7, 9, 1), [8]);
        assert_eq!(rounds(9, 9, 16), [0; 0]);
        assert_eq!(rounds(12, 9, 16), [0; 0]);
    }

    #[test]
    fn signer_should_begin_with_the_newest_round_when_the_chain_knows_none() {
        assert_eq!(rounds(0, 34_000_000, 16), [34_000_000]);
        assert_eq!(rounds(0, 0, 16), [0; 0]);
    }

    #[test]
    fn signer_should_leave_out_what_the_chain_would_not_keep() {
        assert_eq!(rounds(5, 1_000_000, 2), [784_000, 784_001]);
    }

    #[test]
    fn signatures_should_verify_when_signed_with_the_development_key() {
        let pulses = Signer::development().pulses(1_000, 1_003, 16);
        assert_eq!(pulses.len(), 3);
        assert!(verify_many(&development::beacon(), &pulses).is_ok());
    }
}
