//! The runtime's side: the real runtime, its block hook and its dispatch.

// Outside of a test function; and genesis structures gain fields as pallets do.
#![allow(clippy::unwrap_used, clippy::needless_update)]

use crate::{AllBooks, Deed, SubnetBooks};
use frame_support::traits::Hooks;
use myelin_emission::EmissionRule;
use myelin_runtime::{
    AccountId, Balances, BalancesConfig, Runtime, RuntimeCall, RuntimeGenesisConfig, RuntimeOrigin,
    SubtensorModule, SubtensorModuleConfig, System,
};
use myelin_units::{Alpha, NetUid, Tao, TaoWeight, RAO_PER_TAO};
use myelin_views::FixedI128;
use pallet_network::{
    genesis::GenesisSubnet, FlowsCounted, PendingOwnerCut, SubnetAlphaIn, SubnetAlphaOut, SubnetMovingAlpha,
    SubnetProtocolAlpha, SubnetTAO,
};
use sp_runtime::{
    traits::{Dispatchable, Zero},
    BuildStorage, DispatchError,
};

pub const STAKERS: usize = 5;
pub const WEALTH: Tao = Tao::new(50_000 * RAO_PER_TAO);
pub const TEMPO: u16 = 25;
pub const UNOWNED: Alpha = Alpha::new(RAO_PER_TAO);
pub const MOVING_ALPHA: u64 = 1_288_490;

/// About two hundred TAO before the first halving, so that it comes within the test.
const FIRST_ISSUANCE: Tao = Tao::new(10_499_800 * RAO_PER_TAO);

/// Dear, middling, and so cheap that its injection is capped.
pub const SUBNETS: [(u16, Tao, Alpha); 3] = [
    (1, Tao::new(1_000 * RAO_PER_TAO), Alpha::new(1_000 * RAO_PER_TAO)),
    (2, Tao::new(500 * RAO_PER_TAO), Alpha::new(1_000 * RAO_PER_TAO)),
    (3, Tao::new(20 * RAO_PER_TAO), Alpha::new(4_000 * RAO_PER_TAO)),
];

pub struct Chain(sp_io::TestExternalities);

fn account(number: usize) -> AccountId {
    AccountId::new([number as u8 + 1; 32])
}

fn hotkey() -> AccountId {
    account(100)
}

/// The stakers, and behind them the owner of all subnets.
fn people() -> impl Iterator<Item = AccountId> {
    (0..=STAKERS).map(account)
}

fn genesis() -> RuntimeGenesisConfig {
    let subnet = |(netuid, tao, alpha): (u16, Tao, Alpha)| GenesisSubnet {
        netuid,
        name: "lab".into(),
        owner: account(STAKERS),
        hotkey: hotkey(),
        tao: tao.rao(),
        alpha: alpha.rao(),
        alpha_out: UNOWNED.rao(),
        tempo: TEMPO,
        min_allowed_weights: 0,
        burn: RAO_PER_TAO,
    };
    // Pools, and what the accounts of three subnets and root live on.
    let pools: u64 = SUBNETS.iter().map(|(_, tao, _)| tao.rao()).sum::<u64>() + 4 * 500;
    let stakers = (0..STAKERS).map(|who| (account(who), WEALTH.rao()));
    let rest = FIRST_ISSUANCE.rao() - pools - STAKERS as u64 * WEALTH.rao();
    RuntimeGenesisConfig {
        balances: BalancesConfig {
            balances: stakers.chain([(account(50), rest)]).collect(),
            ..Default::default()
        },
        subtensor_module: SubtensorModuleConfig {
            root: Some((account(STAKERS), hotkey())),
            subnets: SUBNETS.map(subnet).to_vec(),
            tao_weight: TaoWeight::LIVE.parts(),
            ..Default::default()
        },
        ..Default::default()
    }
}

impl Chain {
    pub fn new(rule: EmissionRule) -> Self {
        let mut chain = Self(genesis().build_storage().unwrap().into());
        chain.0.execute_with(|| {
            SubnetMovingAlpha::<Runtime>::put(FixedI128 { bits: MOVING_ALPHA.into() });
            pallet_network::EmissionRule::<Runtime>::put(rule);
            FlowsCounted::<Runtime>::put(rule.counts_flows());
        });
        chain
    }

    pub fn next_block(&mut self, block: u32) {
        self.0.execute_with(|| {
            let before = System::block_number();
            if !before.is_zero() {
                SubtensorModule::on_finalize(before);
            }
            System::reset_events();
            System::set_block_number(block);
            SubtensorModule::on_initialize(block);
        });
    }

    pub fn act(&mut self, deed: Deed) -> Result<(), DispatchError> {
        let (who, call) = match deed {
            Deed::Stake { who, netuid, rao } => {
                let (netuid, amount_staked) = (NetUid::new(netuid), Tao::new(rao));
                (who, pallet_network::Call::add_stake { hotkey: hotkey(), netuid, amount_staked })
            }
            Deed::Unstake { who, netuid, rao } => {
                let (netuid, amount_unstaked) = (NetUid::new(netuid), Alpha::new(rao));
                (who, pallet_network::Call::remove_stake { hotkey: hotkey(), netuid, amount_unstaked })
            }
        };
        let call = RuntimeCall::SubtensorModule(call);
        let signer = RuntimeOrigin::signed(account(who));
        self.0.execute_with(|| call.dispatch(signer)).map(|_| ()).map_err(|failed| failed.error)
    }

    pub fn books(&mut self) -> AllBooks {
        self.0.execute_with(|| AllBooks {
            issuance: Tao::new(Balances::total_issuance()),
            root: SubnetTAO::<Runtime>::get(NetUid::ROOT),
            purses: (0..STAKERS).map(|who| Tao::new(Balances::free_balance(account(who)))).collect(),
            root_stakes: stakes(NetUid::ROOT),
            subnets: SUBNETS.iter().map(|(netuid, ..)| subnet_books(*netuid)).collect(),
        })
    }
}

fn stakes(netuid: NetUid) -> Vec<Alpha> {
    people().map(|who| SubtensorModule::stake_of(&hotkey(), &who, netuid)).collect()
}

fn subnet_books(number: u16) -> SubnetBooks {
    let netuid = NetUid::new(number);
    let pots = SubtensorModule::pending_pots(netuid);
    SubnetBooks {
        netuid: number,
        tao: SubnetTAO::<Runtime>::get(netuid),
        alpha_in: SubnetAlphaIn::<Runtime>::get(netuid),
        alpha_out: SubnetAlphaOut::<Runtime>::get(netuid),
        protocol: SubnetProtocolAlpha::<Runtime>::get(netuid),
        owner: PendingOwnerCut::<Runtime>::get(netuid),
        server: pots.server,
        validator: pots.validator,
        root: pots.root,
        moving_price: SubtensorModule::moving_price(netuid),
        stakes: stakes(netuid),
    }
}
