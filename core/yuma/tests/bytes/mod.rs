//! Subnets from bytes, for the fuzzer and for the tests that run what it kept.
//!
//! Every string of bytes is a subnet. Numbers come from short lists of values at which rules bend, or from two bytes
//! taken as they are; lists may be too short or too long and rows malformed, as [`Inputs`] allows.

use super::textbook;
use myelin_yuma::{epoch, epoch_into, Inputs, Liquid, Outcome, Precise, Profile, Scratch};

type Rows = Vec<Vec<(u16, u16)>>;

/// At most so many uids, and mostly fewer than eight: many cheap runs find more than a few large ones.
const MOST: u16 = 20;

/// The block of the epoch.
const BLOCK: u64 = 1000;

/// Bytes, one after the other; zeros when there are no more.
struct Bytes<'a>(&'a [u8]);

impl Bytes<'_> {
    fn byte(&mut self) -> u8 {
        let Some((byte, rest)) = self.0.split_first() else { return 0 };
        self.0 = rest;
        *byte
    }

    fn word(&mut self) -> u16 {
        u16::from_le_bytes([self.byte(), self.byte()])
    }

    fn below(&mut self, end: u16) -> u16 {
        u16::from(self.byte()) % end.max(1)
    }

    /// Shares of 65535 where the rules bend, or any.
    fn share(&mut self) -> u16 {
        const EDGES: [u16; 12] =
            [0, 65_535, 1, 32_767, 32_768, 21_845, 65_534, 2, 43_690, 16_384, 45_875, 58_982];
        let byte = self.byte();
        match EDGES.get(usize::from(byte >> 4)) {
            Some(edge) => *edge,
            None => u16::from_le_bytes([byte, self.byte()]),
        }
    }

    /// Stake weight: none, ties, dust below 2^-32 of the whole, up to the largest legal.
    fn stake(&mut self) -> u128 {
        let (kind, value) = (self.byte(), u128::from(self.word()));
        match kind % 8 {
            0 => 0,
            1 => (value % 4) << 32,
            2 => value << 30,
            3 => value << 62,
            4 => value << 80,
            5 => value,
            6 => (u128::from(u64::MAX) << 33) - value,
            _ => (1 << 96) - value,
        }
    }

    fn block(&mut self) -> u64 {
        match self.byte() {
            0..=179 => 10,
            180..=189 => 0,
            190..=199 => BLOCK,
            200..=204 => u64::MAX,
            byte => BLOCK - u64::from(byte % 32),
        }
    }

    /// The block of a last vote: mostly after everybody registered.
    fn update(&mut self) -> u64 {
        match self.byte() {
            byte @ 200.. => u64::from(byte) * 4,
            _ => BLOCK - 5,
        }
    }

    /// A list by uid: mostly as long as there are uids.
    fn list<T>(&mut self, n: u16, mut value: impl FnMut(&mut Self) -> T) -> Vec<T> {
        let length = match self.byte() {
            byte @ 240.. => u16::from(byte) % (n + 3),
            _ => n,
        };
        (0..length).map(|_| value(self)).collect()
    }

    fn row(&mut self, n: u16) -> Vec<(u16, u16)> {
        let kind = self.byte();
        match kind % 8 {
            0 => Vec::new(),
            1 => (0..n).map(|uid| (uid, self.share())).collect(),
            2 => (0..self.below(2 * n + 3)).map(|_| (self.below(n + 2), self.share())).collect(),
            _ => {
                let named = u32::from(self.word()) | u32::from(self.byte()) << 16;
                (0..n).filter(|uid| named >> uid & 1 == 1).map(|uid| (uid, self.share())).collect()
            }
        }
    }

    /// Rows of which some are copies of another: validators who agree.
    fn rows(&mut self, n: u16) -> Rows {
        let mut rows: Rows = Vec::new();
        for row in self.list(n, |bytes| (bytes.byte() % 2 == 1).then(|| bytes.row(n))) {
            let copied = || rows.last().cloned().unwrap_or_default();
            let row = row.unwrap_or_else(copied);
            rows.push(row);
        }
        rows
    }
}

/// A subnet that owns its state.
struct Subnet {
    lists: (Vec<u128>, Vec<u64>, Vec<u64>, Vec<u64>, Vec<bool>),
    weights: Rows,
    bonds: Rows,
    fine: Vec<Vec<(u16, u32)>>,
    rules: Rules,
}

struct Rules {
    shares: [u16; 2],
    moving_average: u64,
    yuma3: bool,
    liquid: Option<Liquid>,
    most: u16,
    threshold: u64,
    owner: Option<u16>,
    times: (u16, u64, u64),
    emission: u64,
    /// Miners' pot, if the profile is precise.
    precise: Option<u64>,
}

impl Rules {
    fn read(bytes: &mut Bytes) -> Self {
        let kind = bytes.byte();
        let steepness = if kind & 16 == 0 { 1000 } else { bytes.word() as i16 };
        let liquid = Liquid { low: bytes.share(), high: bytes.share(), steepness };
        Self {
            shares: [
                if kind & 32 == 0 { 32_767 } else { bytes.share() },
                if kind & 64 == 0 { 65_535 } else { bytes.share() },
            ],
            moving_average: if kind & 128 == 0 {
                900_000
            } else {
                (u64::from(bytes.word()) * 16).min(1_000_000)
            },
            yuma3: kind & 1 == 1,
            liquid: (kind & 2 == 2).then_some(liquid),
            most: match bytes.byte() {
                byte @ 0..=31 => u16::from(byte),
                _ => 64,
            },
            threshold: if kind & 4 == 4 { u64::from(bytes.word() % 64) } else { 0 },
            owner: (kind & 8 == 8).then(|| bytes.below(MOST + 2)),
            times: match bytes.byte() {
                byte @ 200.. => {
                    (u16::from(byte % 20), if byte % 2 == 0 { 0 } else { BLOCK - 5 }, u64::from(byte % 7))
                }
                _ => (10, BLOCK - 10, 5000),
            },
            emission: u64::from(bytes.word()).pow(4),
            precise: (bytes.byte() % 4 == 1).then(|| u64::from(bytes.word()).pow(4)),
        }
    }
}

impl Subnet {
    fn read(bytes: &mut Bytes) -> Self {
        let rules = Rules::read(bytes);
        let n = match bytes.byte() {
            byte @ 200.. => u16::from(byte) % (MOST + 1),
            byte => u16::from(byte) % 8,
        };
        let stake = (0..n).map(|_| bytes.stake()).collect();
        let updates = bytes.list(n, Bytes::update);
        let registered = bytes.list(n, Bytes::block);
        let commits = if bytes.byte().is_multiple_of(4) { bytes.list(n, Bytes::block) } else { Vec::new() };
        let permits = bytes.list(n, |bytes| bytes.byte() % 8 != 0);
        let lists = (stake, updates, registered, commits, permits);
        let (weights, bonds) = (bytes.rows(n), bytes.rows(n));
        let fine = |(uid, bond): &(u16, u16)| (*uid, u32::from(*bond) << 16 | u32::from(bond.rotate_left(3)));
        let fine = bonds.iter().map(|row| row.iter().map(fine).collect()).collect();
        Self { lists, weights, bonds, fine, rules }
    }

    fn inputs(&self) -> Inputs<'_> {
        let Rules {
            shares: [kappa, bonds_penalty], times: (tempo, last_epoch_block, activity_cutoff), ..
        } = self.rules;
        let (stake, last_update, registered_at, first_commit, permits) = &self.lists;
        Inputs {
            block: BLOCK,
            tempo,
            last_epoch_block,
            activity_cutoff,
            kappa,
            bonds_penalty,
            bonds_moving_average: self.rules.moving_average,
            yuma3: self.rules.yuma3,
            liquid: self.rules.liquid,
            max_validators: self.rules.most,
            stake_threshold: self.rules.threshold,
            owner_uid: self.rules.owner,
            stake,
            last_update,
            registered_at,
            first_commit,
            permits,
            weights: &self.weights,
            bonds: &self.bonds,
            emission: self.rules.emission,
            profile: self
                .rules
                .precise
                .map_or(Profile::Reference, |miners| Profile::Precise(Precise { bonds: &self.fine, miners })),
        }
    }
}

/// Two epochs, the second on the bonds of the first, in memory that has been used: as the textbook decides them.
/// Returns whether anybody earned dividends.
pub fn compare(data: &[u8]) -> bool {
    let mut bytes = Bytes(data);
    let mut subnet = Subnet::read(&mut bytes);
    let mut scratch = Scratch::default();
    let first = epoch(&subnet.inputs(), &mut scratch);
    assert_eq!(first, textbook::epoch(&subnet.inputs()));
    subnet.bonds.clone_from(&first.bonds);
    subnet.fine.clone_from(&first.precise_bonds);
    subnet.rules.yuma3 ^= bytes.byte() % 4 == 3;
    let mut second: Outcome = first.clone();
    epoch_into(&subnet.inputs(), &mut scratch, &mut second);
    assert_eq!(second, textbook::epoch(&subnet.inputs()));
    first.dividends.iter().any(|share| *share > 0)
}
