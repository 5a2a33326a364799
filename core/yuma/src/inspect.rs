//! Watching an epoch from inside: the matrices that it computes and does not keep.

/// Called as an epoch goes; every method does nothing unless overridden. `()` watches nothing and costs nothing.
/// All values are Q32.
pub trait Inspect {
    /// Whether anybody is watching: values that only a watcher needs are kept for it alone.
    const WATCHES: bool = true;

    /// The shares of all stake (S) and of the active permitted stake (A), by uid.
    fn stake(&mut self, _shares: &[u64], _active: &[u64]) {}

    /// A miner's consensus (C) and rank (R), after the column's weights were seen.
    fn miner(&mut self, _miner: u16, _consensus: u64, _rank: u64) {}

    /// A normalised weight (W) that counts, with the miner's consensus.
    fn weight(&mut self, _validator: u16, _miner: u16, _weight: u64, _consensus: u64) {}

    /// A bond that lives on. `held` and `bought` are what was averaged: column-normalised under Yuma2, plain
    /// under Yuma3. `share` is its part of the miner's bonds, `stored` what is kept before it is cut to u16.
    fn bond(&mut self, _validator: u16, _miner: u16, _bond: Bond) {}

    /// Validator trust, incentive, dividends and their combination, by uid.
    fn result(&mut self, _trust: &[u64], _incentive: &[u64], _dividends: &[u64], _combined: &[u64]) {}
}

/// The values of one bond on the way through an epoch.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Bond {
    /// What the validator held before.
    pub held: u64,
    /// What its weight buys now.
    pub bought: u64,
    /// Its share of all bonds on the miner after averaging.
    pub share: u64,
    /// What is stored, before it becomes a u16.
    pub stored: u64,
}

impl Inspect for () {
    const WATCHES: bool = false;
}
