//! The same stakes through the runtime and through the lab: after every block all books are equal, to the rao.

#![allow(missing_docs, clippy::unwrap_used)] // helpers of tests may panic, as tests do

mod chain;

use chain::{Chain, STAKERS, SUBNETS};
use myelin_emission::EmissionRule;
use myelin_lab::{AgentId, Dice, Governance, LabError, Subnet, World};
use myelin_units::{Alpha, NetUid, PerU16, Price, Tao};

/// What there is to compare of a subnet.
#[derive(Debug, PartialEq)]
pub struct SubnetBooks {
    netuid: u16,
    tao: Tao,
    alpha_in: Alpha,
    alpha_out: Alpha,
    protocol: Alpha,
    owner: Alpha,
    server: Alpha,
    validator: Alpha,
    root: Alpha,
    moving_price: Price,
    stakes: Vec<Alpha>,
}

/// What there is to compare of everything.
#[derive(Debug, PartialEq)]
pub struct AllBooks {
    issuance: Tao,
    root: Tao,
    purses: Vec<Tao>,
    root_stakes: Vec<Alpha>,
    subnets: Vec<SubnetBooks>,
}

/// What a staker does.
#[derive(Copy, Clone, Debug)]
pub enum Deed {
    Stake { who: usize, netuid: u16, rao: u64 },
    Unstake { who: usize, netuid: u16, rao: u64 },
}

/// The same people and pools as the chain's; what else was issued there belongs to nobody here.
fn lab(rule: EmissionRule, issuance: Tao) -> Result<World, LabError> {
    let mut world =
        World::new(Governance { rule, moving_alpha: chain::MOVING_ALPHA, ..Governance::default() });
    for _ in 0..STAKERS {
        world.welcome(chain::WEALTH)?;
    }
    // The owner of all subnets is the last; he has nothing and does nothing.
    let owner = world.welcome(Tao::ZERO)?;
    for (netuid, tao, alpha) in SUBNETS {
        let mut subnet = Subnet::new(netuid, tao, alpha, owner);
        subnet.tempo = chain::TEMPO.into();
        subnet.books.alpha_out = chain::UNOWNED;
        subnet.protocol = chain::UNOWNED;
        // Nobody sets weights, so nobody has an incentive, and dividends follow stake.
        for neuron in &mut subnet.neurons {
            (neuron.incentive, neuron.take) = (0, PerU16::new(11_796));
        }
        world.found(subnet)?;
    }
    world.issue_elsewhere(issuance.checked_sub(world.issuance)?)?;
    Ok(world)
}

fn lab_books(world: &World) -> AllBooks {
    let subnet = |subnet: &Subnet| SubnetBooks {
        netuid: subnet.netuid.number(),
        tao: subnet.books.pool.tao,
        alpha_in: subnet.books.pool.alpha,
        alpha_out: subnet.books.alpha_out,
        protocol: subnet.protocol,
        owner: subnet.owner_pot,
        server: subnet.pots.server,
        validator: subnet.pots.validator,
        root: subnet.pots.root,
        moving_price: subnet.moving_price,
        stakes: (0..=STAKERS).map(|who| subnet.held_by(AgentId(who), world.block)).collect(),
    };
    AllBooks {
        issuance: world.issuance,
        root: world.root_tao(),
        purses: (0..STAKERS).map(|who| world.purse(AgentId(who))).collect(),
        root_stakes: (0..=STAKERS).map(|who| world.root.of(AgentId(who), world.block)).collect(),
        subnets: world.subnets.iter().map(subnet).collect(),
    }
}

fn do_in_lab(world: &mut World, deed: Deed) -> Result<(), LabError> {
    match deed {
        Deed::Stake { who, netuid: 0, rao } => world.stake_at_root(AgentId(who), Tao::new(rao)),
        Deed::Unstake { who, netuid: 0, rao } => {
            let held = world.root.of(AgentId(who), world.block).rao();
            world.unstake_from_root(AgentId(who), Tao::new(rao.min(held)))
        }
        Deed::Stake { who, netuid, rao } => {
            world.stake(AgentId(who), NetUid::new(netuid), 0, Tao::new(rao)).map(|_| ())
        }
        Deed::Unstake { who, netuid, rao } => {
            let held = world.subnet(NetUid::new(netuid))?.held_by(AgentId(who), world.block).rao();
            world.unstake(AgentId(who), NetUid::new(netuid), 0, Alpha::new(rao.min(held))).map(|_| ())
        }
    }
}

/// Amounts of every size: dust that is refused, and up to a thousand TAO.
fn deed(dice: &mut Dice) -> Deed {
    let who = dice.below(STAKERS as u64) as usize;
    let netuid = dice.below(SUBNETS.len() as u64 + 1) as u16;
    let size = 17 + dice.below(24);
    let rao = dice.below(1 << size).max(1);
    if dice.below(5) < 3 {
        Deed::Stake { who, netuid, rao }
    } else {
        Deed::Unstake { who, netuid, rao }
    }
}

/// A thousand blocks through both; what was done, what was refused, and the lab's world at the end.
fn run(rule: EmissionRule) -> (u32, u32, World) {
    let (mut chain, mut dice) = (Chain::new(rule), Dice::new(20_261_122));
    let mut world = lab(rule, chain.books().issuance).unwrap();
    let (mut done, mut refused) = (0, 0);
    assert_eq!(lab_books(&world), chain.books());
    for block in 1..=1_000 {
        world.next_block().unwrap();
        chain.next_block(block);
        let deeds = if block == 1 { 40 } else { dice.below(4) };
        for deed in (0..deeds).map(|_| deed(&mut dice)).collect::<Vec<_>>() {
            let (here, there) = (do_in_lab(&mut world, deed), chain.act(deed));
            assert_eq!(here.is_ok(), there.is_ok(), "block {block}: {deed:?}: {here:?}, {there:?}");
            *if here.is_ok() { &mut done } else { &mut refused } += 1;
        }
        assert_eq!(lab_books(&world), chain.books(), "block {block}");
        world.check_books().unwrap();
    }
    (done, refused, world)
}

#[test]
fn lab_should_equal_the_runtime_to_the_rao_for_a_thousand_blocks() {
    let (done, refused, world) = run(EmissionRule::default());
    assert!(done > 900 && refused > 100, "{done} done, {refused} refused");
    assert!(world.minted == Tao::new(500_000_000), "the halving lies within the thousand blocks");
}

#[test]
fn lab_should_equal_the_runtime_under_every_rule_that_needs_no_votes() {
    for name in ["stake_share", "net_flow", "price_gate"] {
        let (done, _, world) = run(EmissionRule::named(name).unwrap());
        assert!(done > 900 && !world.minted.is_zero(), "{name}: {done} done, {} minted", world.minted);
    }
}
