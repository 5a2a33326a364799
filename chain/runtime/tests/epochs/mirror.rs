//! What the chain ought to have in storage: kept here from what was said and from the core's own outcomes, never read
//! back.

use crate::{
    full::{self, coldkey, hotkey, NEURONS, SUBNET, TAO, VALIDATORS},
    harness::{header, Wasm},
};
use frame_support::{
    assert_ok,
    storage::{with_transaction, TransactionOutcome},
};
use myelin_runtime::{Executive, Runtime, RuntimeOrigin, SubtensorModule, System};
use myelin_units::{PerU16, Tao};
use myelin_yuma::{upscale::max_upscale, Inputs, Liquid, Outcome, Profile, Scratch};
use pallet_network::weights::NetUidStorageIndex;
use sp_core::crypto::AccountId32;
use sp_io::TestExternalities;
use sp_runtime::DispatchError;

const TEMPO: u16 = 20;
/// In thousandths of the tempo: 138 blocks.
const CUTOFF_FACTOR: u32 = 6_900;
/// A tempo that no epoch of this test reaches.
const NEVER: u16 = 60_000;

type Rows = Vec<Vec<(u16, u16)>>;

pub struct Mirror {
    chain: TestExternalities,
    wasm: Wasm,
    chance: u64,
    block: u64,
    /// Whose a uid is, as the number of a hotkey.
    people: Vec<u16>,
    arrived: u16,
    weights: Rows,
    bonds: Rows,
    last_update: Vec<u64>,
    registered_at: Vec<u64>,
    permits: Vec<bool>,
    last_epoch: u64,
    yuma3: bool,
    liquid: Option<Liquid>,
}

impl Mirror {
    pub fn new() -> Self {
        let mut chain = full::chain();
        chain.execute_with(|| {
            pallet_network::Tempo::<Runtime>::insert(SUBNET, TEMPO);
            pallet_network::ActivityCutoffFactorMilli::<Runtime>::insert(SUBNET, CUTOFF_FACTOR);
            pallet_network::CommitRevealWeightsEnabled::<Runtime>::insert(SUBNET, false);
            pallet_network::WeightsSetRateLimit::<Runtime>::insert(SUBNET, 0);
        });
        let uids = usize::from(NEURONS);
        Self {
            chain,
            wasm: Wasm::new(),
            chance: 4,
            block: 0,
            people: (0..NEURONS).collect(),
            arrived: 0,
            weights: vec![Vec::new(); uids],
            bonds: vec![Vec::new(); uids],
            last_update: vec![0; uids],
            registered_at: vec![0; uids],
            permits: (0..NEURONS).map(|uid| (1..=VALIDATORS).contains(&uid)).collect(),
            last_epoch: 0,
            yuma3: false,
            liquid: None,
        }
    }

    /// How many have taken the place of another.
    pub fn newcomers(&self) -> u16 {
        self.arrived
    }

    pub fn set_rules(&mut self, yuma3: bool, liquid: Option<Liquid>) {
        (self.yuma3, self.liquid) = (yuma3, liquid);
        self.chain.execute_with(|| {
            pallet_network::Yuma3On::<Runtime>::insert(SUBNET, yuma3);
            pallet_network::LiquidAlphaOn::<Runtime>::insert(SUBNET, liquid.is_some());
        });
    }

    /// A number below the limit (splitmix64: the same in every run).
    fn below(&mut self, limit: u64) -> u64 {
        self.chance = self.chance.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mixed = (self.chance ^ (self.chance >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        (mixed ^ (mixed >> 31)) % limit
    }

    /// Some block between two epochs: votes, stake, and now and then somebody new.
    pub fn live(&mut self) {
        self.block += 1 + self.below(u64::from(TEMPO) - 2);
        self.open();
        self.vote();
        if self.below(3) == 0 {
            let (uid, stake) = (1 + self.below(u64::from(NEURONS) - 1), 1 + self.below(300));
            let who = self.people[uid as usize];
            let stake = Tao::new(stake * TAO);
            self.chain.execute_with(|| {
                assert_ok!(SubtensorModule::add_stake(signed(coldkey(who)), hotkey(who), SUBNET, stake));
            });
        }
        if self.below(2) == 0 {
            self.replace();
        }
        self.vote();
    }

    /// Opens the block. Those since the last one are left out.
    fn open(&mut self) {
        let parent = self.block as u32 - 1;
        self.chain.execute_with(|| System::set_block_number(parent));
        self.wasm.open_in(&mut self.chain.ext(), self.block as u32);
    }

    /// A quarter of the validators say something new, on everybody or on a few.
    fn vote(&mut self) {
        for uid in 0..NEURONS {
            if !self.permits[usize::from(uid)] || self.below(4) > 0 {
                continue;
            }
            let share = [1, 2, 20][self.below(3) as usize];
            let top = [3, 1_000, 65_535][self.below(3) as usize];
            let uids: Vec<u16> = (0..NEURONS).filter(|_| self.below(share) == 0).collect();
            let values: Vec<u16> = uids.iter().map(|_| self.below(top + 1) as u16).collect();
            let who = signed(hotkey(self.people[usize::from(uid)]));
            self.chain.execute_with(|| {
                assert_ok!(SubtensorModule::set_weights(who, SUBNET, uids.clone(), values.clone(), 0));
            });
            self.weights[usize::from(uid)] = uids.into_iter().zip(max_upscale(&values)).collect();
            self.last_update[usize::from(uid)] = self.block;
        }
    }

    /// Somebody registers, and the chain chooses whose uid that is.
    fn replace(&mut self) {
        let number = NEURONS + self.arrived;
        let uid = self.chain.execute_with(|| {
            assert_ok!(SubtensorModule::burned_register(signed(coldkey(number)), SUBNET, hotkey(number)));
            pallet_network::Uids::<Runtime>::get(SUBNET, hotkey(number)).unwrap()
        });
        self.arrived += 1;
        let at = usize::from(uid);
        self.people[at] = number;
        self.weights.iter_mut().flatten().filter(|(to, _)| *to == uid).for_each(|(_, weight)| *weight = 0);
        self.weights[at].clear();
        self.bonds[at].clear();
        self.last_update[at] = self.block;
        self.registered_at[at] = self.block;
        self.permits[at] = false;
    }

    /// The next epoch, run by both, who must agree.
    pub fn epoch(&mut self) -> Outcome {
        self.block = self.last_epoch + u64::from(TEMPO) + self.below(20);
        let (stake, emission) = self.just_before_the_epoch();
        let outcome = self.outcome(&stake, emission);
        self.open();
        self.chain.execute_with(|| assert_stored(&outcome));
        self.bonds.clone_from(&outcome.bonds);
        self.permits.clone_from(&outcome.permits);
        self.last_epoch = self.block;
        outcome
    }

    /// Stake weights and what waits to be paid, as the block's epoch finds them: after what is emitted in it. The block
    /// is opened without an epoch to see, and taken back.
    fn just_before_the_epoch(&mut self) -> (Vec<u128>, u64) {
        let (block, people) = (self.block as u32, self.people.clone());
        self.chain.execute_with(|| {
            with_transaction(|| {
                pallet_network::Tempo::<Runtime>::insert(SUBNET, NEVER);
                System::set_block_number(block - 1);
                Executive::initialize_block(&header(block));
                let weight = |who: u16| SubtensorModule::stake_weight_of(&hotkey(who), SUBNET).bits();
                let stake = people.into_iter().map(weight).collect();
                let pots = SubtensorModule::pending_pots(SUBNET).total().unwrap();
                TransactionOutcome::Rollback(Ok::<_, DispatchError>((stake, pots.rao())))
            })
            .unwrap()
        })
    }

    fn outcome(&self, stake: &[u128], emission: u64) -> Outcome {
        let inputs = Inputs {
            block: self.block,
            tempo: TEMPO,
            last_epoch_block: self.last_epoch,
            activity_cutoff: u64::from(TEMPO) * u64::from(CUTOFF_FACTOR) / 1_000,
            kappa: 32_767,
            bonds_penalty: u16::MAX,
            bonds_moving_average: 900_000,
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
            emission,
        };
        myelin_yuma::epoch(&inputs, &mut Scratch::default())
    }
}

fn signed(who: AccountId32) -> RuntimeOrigin {
    RuntimeOrigin::signed(who)
}

fn assert_stored(outcome: &Outcome) {
    let index = NetUidStorageIndex::from(SUBNET);
    let parts = |values: Vec<PerU16>| values.into_iter().map(PerU16::parts).collect::<Vec<_>>();
    assert_eq!(pallet_network::Active::<Runtime>::get(SUBNET), outcome.active);
    assert_eq!(pallet_network::ValidatorPermit::<Runtime>::get(SUBNET), outcome.permits);
    assert_eq!(pallet_network::StakeWeight::<Runtime>::get(SUBNET), outcome.stake_weight);
    assert_eq!(parts(pallet_network::Consensus::<Runtime>::get(SUBNET)), outcome.consensus);
    assert_eq!(parts(pallet_network::Dividends::<Runtime>::get(SUBNET)), outcome.dividends);
    assert_eq!(parts(pallet_network::ValidatorTrust::<Runtime>::get(SUBNET)), outcome.trust);
    assert_eq!(parts(pallet_network::Incentive::<Runtime>::get(index)), outcome.incentive);
    let emission = pallet_network::Emission::<Runtime>::get(SUBNET);
    assert_eq!(emission.into_iter().map(|paid| paid.rao()).collect::<Vec<_>>(), outcome.emission);
    let bonds: Vec<_> = (0..NEURONS).map(|uid| pallet_network::Bonds::<Runtime>::get(index, uid)).collect();
    assert_eq!(bonds, outcome.bonds);
}
