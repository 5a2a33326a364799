//! The subnets that are measured: every validator has a row, and bonds from earlier epochs are there. The same numbers on
//! every machine, native and in WASM.

use alloc::{vec, vec::Vec};
use myelin_yuma::{epoch, Inputs, Liquid, Outcome, Profile, Scratch};

/// How large a subnet is: uids, validators, targets a row, and how many of these every validator names; the others are of
/// its own choice.
pub struct Size {
    pub n: u16,
    pub validators: u16,
    pub targets: u16,
    pub shared: u16,
}

/// The sizes that are measured.
pub const SIZES: [Size; 4] = [
    Size { n: 256, validators: 64, targets: 256, shared: 256 },
    Size { n: 256, validators: 256, targets: 256, shared: 256 },
    Size { n: 1024, validators: 128, targets: 1024, shared: 1024 },
    Size { n: 4096, validators: 256, targets: 512, shared: 384 },
];

/// The rules that are measured.
#[derive(Clone, Copy, Debug)]
pub enum Rules {
    Yuma2,
    Yuma3,
    Liquid,
}

impl Rules {
    pub const ALL: [Self; 3] = [Self::Yuma2, Self::Yuma3, Self::Liquid];

    /// As the tables call them.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Yuma2 => "Yuma2",
            Self::Yuma3 => "Yuma3",
            Self::Liquid => "liquid",
        }
    }
}

impl Size {
    /// As the command lines call a size with rules.
    pub fn name(&self, rules: Rules) -> alloc::string::String {
        alloc::format!("{}x{}x{} {}", self.n, self.validators, self.targets, rules.name())
    }
}

type Rows = Vec<Vec<(u16, u16)>>;

/// A small generator of numbers that are the same in every run.
struct Dice(u64);

impl Dice {
    fn roll(&mut self) -> u64 {
        self.0 = self.0.wrapping_mul(6364136223846793005).wrapping_add(1442695040888963407);
        self.0 >> 33
    }
}

/// A subnet in full swing.
pub struct Subnet {
    stake: Vec<u128>,
    last_update: Vec<u64>,
    registered_at: Vec<u64>,
    permits: Vec<bool>,
    weights: Rows,
    bonds: Rows,
    validators: u16,
    yuma3: bool,
    liquid: Option<Liquid>,
}

/// Liquid alpha as it is set by default.
const LIQUID: Liquid = Liquid { low: 45_875, high: 58_982, steepness: 1000 };

/// A subnet of this size under these rules.
pub fn subnet(size: &Size, rules: Rules) -> Subnet {
    let Size { n, validators, targets, shared } = *size;
    let mut dice = Dice(7);
    let mut row = |_| {
        let mut named: Vec<u16> =
            (0..shared).map(|k| (u32::from(k) * u32::from(n) / u32::from(shared.max(1))) as u16).collect();
        while named.len() < usize::from(targets) {
            let uid = (dice.roll() % u64::from(n)) as u16;
            if !named.contains(&uid) {
                named.push(uid);
            }
        }
        named.sort_unstable();
        named.into_iter().map(|uid| (uid, (dice.roll() % 65535) as u16 + 1)).collect()
    };
    let mut weights: Rows = (0..validators).map(&mut row).collect();
    weights.resize(usize::from(n), Vec::new());
    let stake =
        (0..n).map(|uid| if uid < validators { u128::from(1000 + dice.roll() % 1_000_000) << 62 } else { 0 });
    let mut subnet = Subnet {
        stake: stake.collect(),
        last_update: vec![990; n.into()],
        registered_at: vec![10; n.into()],
        permits: (0..n).map(|uid| uid < validators).collect(),
        weights,
        bonds: Vec::new(),
        validators,
        yuma3: !matches!(rules, Rules::Yuma2),
        liquid: matches!(rules, Rules::Liquid).then_some(LIQUID),
    };
    for _ in 0..3 {
        subnet.bonds = epoch(&subnet.inputs(), &mut Scratch::default()).bonds;
        for (_, weight) in subnet.weights.iter_mut().flatten() {
            // Opinions change by up to an eighth.
            let change = u32::from(*weight) * (dice.roll() % 256) as u32 / 1024;
            *weight = (u32::from(*weight) - u32::from(*weight) / 8 + change).clamp(1, 65535) as u16;
        }
    }
    subnet
}

impl Subnet {
    /// As an epoch takes it.
    pub fn inputs(&self) -> Inputs<'_> {
        Inputs {
            block: 1000,
            tempo: 360,
            last_epoch_block: 640,
            activity_cutoff: 5000,
            kappa: 32767,
            bonds_penalty: 65535,
            bonds_moving_average: 900_000,
            yuma3: self.yuma3,
            liquid: self.liquid,
            max_validators: self.validators,
            stake_threshold: 1000,
            owner_uid: None,
            stake: &self.stake,
            last_update: &self.last_update,
            registered_at: &self.registered_at,
            first_commit: &[],
            permits: &self.permits,
            weights: &self.weights,
            bonds: &self.bonds,
            emission: 148_000_000_000,
            profile: Profile::Reference,
        }
    }
}

/// A number that stands for all that an epoch decided.
#[allow(dead_code)] // the bench beside the plain version compares whole outcomes
pub fn digest(outcome: &Outcome) -> u64 {
    let wide = [
        &outcome.server_emission,
        &outcome.validator_emission,
        &outcome.emission,
        &outcome.incentive_q32,
        &outcome.dividends_q32,
        &outcome.server_share_q32,
        &outcome.validator_share_q32,
    ];
    let narrow =
        [&outcome.stake_weight, &outcome.consensus, &outcome.incentive, &outcome.dividends, &outcome.trust];
    let flags = [&outcome.active, &outcome.permits];
    let bonds = outcome.bonds.iter().flatten().map(|(uid, bond)| u64::from(*uid) << 16 | u64::from(*bond));
    wide.into_iter()
        .flatten()
        .copied()
        .chain(narrow.into_iter().flatten().copied().map(u64::from))
        .chain(flags.into_iter().flatten().copied().map(u64::from))
        .chain(bonds)
        // FNV-1a, a word at a time.
        .fold(0xcbf2_9ce4_8422_2325, |hash, word| (hash ^ word).wrapping_mul(0x0000_0100_0000_01b3))
}
