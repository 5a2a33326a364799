//! A hundred epochs of a full subnet say what `core/yuma` says of the same inputs. What an epoch leaves for the next is
//! kept here from the core's own outcomes, never read back from the pallet.

use super::{
    crowd::{crowded_subnet, endow, neuron, settle},
    *,
};
use crate::{random_actors::dice::Dice, weights::NetUidStorageIndex};
use myelin_yuma::{upscale::max_upscale, Inputs, Liquid, Outcome, Profile};

const INDEX: NetUidStorageIndex = NetUidStorageIndex(1);
const UIDS: u16 = 256;
const VALIDATORS: u16 = 64;

type Rows = Vec<Vec<(u16, u16)>>;

/// What the pallet ought to have in storage.
struct Mirror {
    people: Vec<AccountId>,
    newcomers: u64,
    weights: Rows,
    bonds: Rows,
    last_update: Vec<u64>,
    registered_at: Vec<u64>,
    permits: Vec<bool>,
    last_epoch: u64,
    cutoff: u64,
    penalty: u16,
    average: u64,
    yuma3: bool,
    liquid: Option<Liquid>,
}

impl Mirror {
    fn new() -> Self {
        let uids = usize::from(UIDS);
        let people =
            (0..u64::from(UIDS)).map(|uid| if uid == 0 { hotkey(10) } else { neuron(uid) }).collect();
        let mut registered_at = vec![50; uids];
        registered_at[0] = 0;
        Self {
            people,
            newcomers: u64::from(UIDS),
            weights: vec![Vec::new(); uids],
            bonds: vec![Vec::new(); uids],
            last_update: registered_at.clone(),
            registered_at,
            permits: (0..UIDS).map(|uid| uid <= VALIDATORS).collect(),
            last_epoch: 0,
            cutoff: 138,
            penalty: u16::MAX,
            average: 900_000,
            yuma3: false,
            liquid: None,
        }
    }

    /// Some validators say something new, on everybody or on a few.
    fn vote(&mut self, dice: &mut Dice) {
        for uid in (0..UIDS).filter(|uid| self.permits[usize::from(*uid)]) {
            if !dice.one_in(4) {
                continue;
            }
            let share = [1, 2, 20][dice.below(3) as usize];
            let uids: Vec<u16> = (0..UIDS).filter(|_| dice.one_in(share)).collect();
            let top = [3, 1_000, 65_535][dice.below(3) as usize];
            let values: Vec<u16> = uids.iter().map(|_| dice.below(top + 1) as u16).collect();
            let who = signed(self.people[usize::from(uid)].clone());
            assert_ok!(Network::set_weights(who, SUBNET, uids.clone(), values.clone(), 0));
            self.weights[usize::from(uid)] = uids.into_iter().zip(max_upscale(&values)).collect();
            self.last_update[usize::from(uid)] = System::block_number();
        }
    }

    /// Somebody else takes a uid.
    fn replace(&mut self, uid: u16) {
        let at = usize::from(uid);
        self.newcomers += 1;
        settle(self.newcomers);
        self.people[at] = neuron(self.newcomers);
        assert_ok!(Network::replace_neuron(SUBNET, uid, &self.people[at]));
        self.weights.iter_mut().flatten().filter(|(to, _)| *to == uid).for_each(|(_, weight)| *weight = 0);
        self.weights[at].clear();
        self.bonds[at].clear();
        self.last_update[at] = System::block_number();
        self.registered_at[at] = System::block_number();
        self.permits[at] = false;
    }

    /// What changes between two epochs: votes, stakes, and now and then who is there.
    fn live(&mut self, dice: &mut Dice) {
        System::set_block_number(System::block_number() + 1 + dice.below(40));
        self.vote(dice);
        if dice.one_in(3) {
            endow(1 + dice.below(u64::from(UIDS) - 1), 1 + dice.below(1_500 * TAO));
        }
        System::set_block_number(System::block_number() + 1);
        for _ in 0..dice.below(4) {
            self.replace(1 + dice.below(u64::from(UIDS) - 1) as u16);
        }
        if dice.one_in(10) {
            self.reset(dice.below(u64::from(UIDS)) as u16);
        }
        self.vote(dice);
        let mut amount = || Alpha::new(dice.below(100 * TAO));
        fill(Pots { server: amount(), validator: amount(), root: Alpha::ZERO });
        System::set_block_number(System::block_number() + 1);
    }

    /// A miner forgets the bonds on it.
    fn reset(&mut self, uid: u16) {
        Network::reset_bonds_on(SUBNET, &self.people[usize::from(uid)]).unwrap();
        self.bonds.iter_mut().for_each(|row| row.retain(|(to, _)| *to != uid));
    }

    fn set_terms(&mut self, dice: &mut Dice, yuma3: bool, liquid: bool) {
        let (low, high) = [(45_875, 58_982), (1_638, u16::MAX), (30_000, 30_000)][dice.below(3) as usize];
        let steepness = [1_000, 10, -300][dice.below(3) as usize];
        self.yuma3 = yuma3;
        self.liquid = liquid.then_some(Liquid { low, high, steepness });
        AlphaValues::<Test>::insert(SUBNET, (low, high));
        AlphaSigmoidSteepness::<Test>::insert(SUBNET, steepness);
        self.penalty = [u16::MAX, 0, 40_000][dice.below(3) as usize];
        self.average = [900_000, 975_000, 500_000][dice.below(3) as usize];
        Yuma3On::<Test>::insert(SUBNET, yuma3);
        LiquidAlphaOn::<Test>::insert(SUBNET, liquid);
        BondsPenalty::<Test>::insert(SUBNET, self.penalty);
        BondsMovingAverage::<Test>::insert(SUBNET, self.average);
    }

    fn outcome(&self, stake: &[u128], emission: Alpha) -> Outcome {
        let inputs = Inputs {
            block: System::block_number(),
            tempo: 10,
            last_epoch_block: self.last_epoch,
            activity_cutoff: self.cutoff,
            kappa: 32_767,
            bonds_penalty: self.penalty,
            bonds_moving_average: self.average,
            yuma3: self.yuma3,
            liquid: self.liquid,
            first_commit: &[],
            profile: Profile::Reference,
            max_validators: VALIDATORS,
            stake_threshold: 0,
            owner_uid: Some(0),
            stake,
            last_update: &self.last_update,
            registered_at: &self.registered_at,
            permits: &self.permits,
            weights: &self.weights,
            bonds: &self.bonds,
            emission: emission.rao(),
        };
        myelin_yuma::epoch(&inputs, &mut Scratch::default())
    }

    /// Both run an epoch and must agree.
    fn epoch(&mut self, number: u64) -> Outcome {
        let stake: Vec<u128> =
            self.people.iter().map(|who| Network::stake_weight_of(who, SUBNET).bits()).collect();
        let emission = Network::pending_pots(SUBNET).total().unwrap();
        let outcome = self.outcome(&stake, emission);
        assert_ok!(Network::run_epoch(SUBNET, &mut Scratch::default()));
        super::outcome::assert_stored(&outcome);
        let stored = Bonds::<Test>::iter_prefix(INDEX).count();
        assert_eq!(stored, outcome.bonds.iter().filter(|row| !row.is_empty()).count(), "epoch {number}");
        self.bonds.clone_from(&outcome.bonds);
        self.permits.clone_from(&outcome.permits);
        self.last_epoch = System::block_number();
        outcome
    }
}

/// `epochs` epochs, a third each of Yuma2, Yuma3 and Yuma3 with liquid alpha.
fn live(epochs: u64, seed: u64) {
    crowded_subnet(UIDS, VALIDATORS).execute_with(|| {
        let (mut mirror, mut dice) = (Mirror::new(), Dice::new(seed));
        BondsResetOn::<Test>::insert(SUBNET, true);
        let mut earning = 0;
        for number in 0..epochs {
            let (kind, first) = (number * 3 / epochs, number == 0);
            if first || (number - 1) * 3 / epochs != kind || dice.one_in(12) {
                mirror.set_terms(&mut dice, kind > 0, kind > 1);
            }
            mirror.live(&mut dice);
            let outcome = mirror.epoch(number);
            earning += u64::from(outcome.dividends.iter().filter(|share| **share > 0).count() > 8);
            if number % 20 == 0 {
                assert_eq!(Network::check_invariants(), Ok(()));
            }
        }
        // Many epochs had something to decide; in others no weight had half of the stake behind it.
        assert!(earning * 3 > epochs, "{earning} of {epochs}");
        assert_eq!(Network::check_invariants(), Ok(()));
    });
}

#[test]
fn hundred_epochs_of_a_full_subnet_should_be_those_of_yuma_consensus() {
    live(100, 4);
}

#[test]
fn epochs_should_be_those_of_yuma_consensus_whatever_the_seed() {
    (10..13).for_each(|seed| live(12, seed));
}
