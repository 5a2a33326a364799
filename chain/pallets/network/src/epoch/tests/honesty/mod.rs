//! What it is worth to say what one has not measured (issue 4, "Against copying and capture"): `myelin-lab`'s scenarios
//! `copying` and `cabal` on the whole pallet, with its calls, its clock and its pay, in whole numbers.

mod capture;
mod copying;

use super::{
    crowd::{crowded_subnet, endow, holder, neuron},
    *,
};
use crate::{random_actors::dice::Dice, weights::NetUidStorageIndex};

const INDEX: NetUidStorageIndex = NetUidStorageIndex(1);
/// They have uids 1 to 16.
const VALIDATORS: u16 = 16;
const FIRST_MINER: u16 = VALIDATORS + 1;
const MINERS: u16 = 32;
/// Blocks from epoch to epoch.
const TEMPO: u16 = 2;
/// How far off honest measurements are, in thousandths of what is measured.
const NOISE: i64 = 100;
/// What remains of a miner's place from one epoch to the next, in thousandths, where the task changes.
const KEPT: i64 = 900;

/// One validator's votes: uid of the miner, weight.
type Row = Vec<(u16, u16)>;

/// Whether Yuma3 and liquid alpha are on.
const BONDS: [(bool, bool); 3] = [(false, false), (true, false), (true, true)];

/// Miners are better or worse at what they are asked, and that may change from epoch to epoch.
struct Task {
    /// How far each miner is from the mean, in thousandths of a standard deviation.
    places: Vec<i64>,
    kept: i64,
}

/// A number that is normal enough, of mean 0 and standard deviation 1,000.
fn normal(dice: &mut Dice) -> i64 {
    (0..12).map(|_| dice.below(1_001) as i64).sum::<i64>() - 6_000
}

impl Task {
    fn new(kept: i64, dice: &mut Dice) -> Self {
        Self { places: (0..MINERS).map(|_| normal(dice)).collect(), kept }
    }

    /// An epoch passes; miners stay as different as they were.
    fn change(&mut self, dice: &mut Dice) {
        let fresh = (1_000_000 - self.kept * self.kept).isqrt();
        self.places.iter_mut().for_each(|place| *place = (self.kept * *place + fresh * normal(dice)) / 1_000);
    }

    /// What an honest validator sees of it: qualities around one with a spread of 0.4, each off by `noise` thousandths.
    fn measure(&self, noise: i64, dice: &mut Dice) -> Row {
        let mut see = |place: &i64| (1_000_000 + 400 * place).max(0) * (1_000_000 + noise * normal(dice));
        let seen: Vec<i64> = self.places.iter().map(|place| see(place).max(0) / 1_000_000).collect();
        let best = seen.iter().copied().max().unwrap_or(0).max(1);
        let weights = seen.iter().map(|seen| (seen * 65_535 / best) as u16);
        (FIRST_MINER..).zip(weights).filter(|(_, weight)| *weight > 0).collect()
    }
}

/// Subnet 1 with the owner, sixteen validators of so much alpha each, and miners; its epochs run by themselves.
fn subnet(alpha: impl Fn(u16) -> u64, (yuma3, liquid): (bool, bool)) -> sp_io::TestExternalities {
    let mut chain = crowded_subnet(1 + VALIDATORS + MINERS, VALIDATORS);
    chain.execute_with(|| {
        for uid in 1..=VALIDATORS {
            endow(uid.into(), alpha(uid) * TAO - held(uid));
        }
        Yuma3On::<Test>::insert(SUBNET, yuma3);
        LiquidAlphaOn::<Test>::insert(SUBNET, liquid);
        Tempo::<Test>::insert(SUBNET, TEMPO);
        LastEpochBlock::<Test>::insert(SUBNET, System::block_number());
    });
    chain
}

/// Rao of alpha that a neuron's coldkey has on it.
fn held(uid: u16) -> u64 {
    Network::stake_of(&neuron(uid.into()), &holder(uid.into()), SUBNET).rao()
}

/// Sends a row openly.
fn say(uid: u16, row: &Row) {
    let (uids, values) = row.iter().copied().unzip();
    assert_ok!(Network::set_weights(signed(neuron(uid.into())), SUBNET, uids, values, 0));
}

/// By uid, the consensus of an epoch that would run now, if some uids had no stake: what everybody can work out from
/// the chain's state.
fn consensus_without(uids: &[u16]) -> Vec<u16> {
    let mut state = Network::epoch_state(SUBNET);
    uids.iter().for_each(|uid| state.stake[usize::from(*uid)] = 0);
    let votes = Network::epoch_votes(INDEX, &state);
    let inputs = Network::epoch_inputs(SUBNET, &state, &votes, Alpha::ZERO);
    myelin_yuma::epoch(&inputs, &mut Scratch::default()).consensus
}

/// Blocks until the subnet's next epoch has run, and it was one that went well.
fn pass_epoch() {
    let index = SubnetEpochIndex::<Test>::get(SUBNET);
    run_blocks(TEMPO.into());
    assert_eq!(SubnetEpochIndex::<Test>::get(SUBNET), index + 1);
    assert_eq!(LastMechansimStepBlock::<Test>::get(SUBNET), System::block_number());
}
