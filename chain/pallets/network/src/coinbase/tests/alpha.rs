use super::*;
use myelin_units::{Alpha, Tao};

/// One subnet whose pool has these reserves, with a moving price of one.
fn chain_with_pool(tao: u64, alpha: u64) -> sp_io::TestExternalities {
    let mut chain = chain_with(vec![GenesisSubnet { tao, alpha, ..genesis_subnet() }]);
    chain.execute_with(|| set_moving_price(SUBNET, ONE));
    chain
}

fn reserves() -> (u64, u64) {
    let pool = Network::reserves(SUBNET);
    (pool.tao.rao(), pool.alpha.rao())
}

#[test]
fn injection_should_raise_both_reserves_at_the_price() {
    chain_with_pool(500 * TAO, 1_000 * TAO).execute_with(|| {
        next_block();
        assert_eq!(reserves(), (500 * TAO + EMISSION, 1_000 * TAO + 2 * EMISSION));
        assert_eq!(SubnetTaoInEmission::<Test>::get(SUBNET), Tao::new(EMISSION));
        assert_eq!(SubnetAlphaInEmission::<Test>::get(SUBNET), Alpha::new(2 * EMISSION));
        assert_eq!(SubnetExcessTao::<Test>::get(SUBNET), Tao::ZERO);
        assert_eq!(TotalStake::<Test>::get(), Tao::new(500 * TAO + EMISSION));
    });
}

#[test]
fn excess_should_buy_alpha_that_nobody_owns_when_the_curve_allows_no_more() {
    chain_with_pool(50 * TAO, 1_000 * TAO).execute_with(|| {
        next_block();
        // A twentieth of a TAO asks for one alpha, the most there may be; the rest of a sixteenth buys.
        assert_eq!(SubnetTaoInEmission::<Test>::get(SUBNET), Tao::new(50_000_000));
        assert_eq!(SubnetExcessTao::<Test>::get(SUBNET), Tao::new(12_500_000));
        assert_eq!(SubnetAlphaInEmission::<Test>::get(SUBNET), Alpha::new(TAO));
        // floor(1001 * 0.0125 / (50.05 + 0.0125))
        let bought = 249_937_578;
        assert_eq!(reserves(), (50 * TAO + EMISSION, 1_001 * TAO - bought));
        assert_eq!(SubnetProtocolAlpha::<Test>::get(SUBNET), Alpha::new(TAO + bought));
        assert_eq!(SubnetAlphaOut::<Test>::get(SUBNET), Alpha::new(TAO + bought + TAO));
    });
}

#[test]
fn new_alpha_should_be_set_aside_for_owner_miners_and_validators() {
    chain_with_pool(1_000 * TAO, 1_000 * TAO).execute_with(|| {
        next_block();
        assert_eq!(SubnetAlphaOutEmission::<Test>::get(SUBNET), Alpha::new(TAO));
        assert_eq!(PendingOwnerCut::<Test>::get(SUBNET), Alpha::new(179_995_422));
        let pots = Network::pending_pots(SUBNET);
        assert_eq!((pots.server.rao(), pots.validator.rao(), pots.root.rao()), (410_002_289, 410_002_289, 0));
        next_block();
        assert_eq!(PendingOwnerCut::<Test>::get(SUBNET), Alpha::new(2 * 179_995_422));
    });
}

#[test]
fn root_should_have_its_part_of_the_validators_half_when_tao_is_staked_there() {
    chain_with_pool(1_000 * TAO, 1_000 * TAO).execute_with(|| {
        own(1);
        stake(NetUid::ROOT, 1, 1, 100_000 * TAO);
        next_block();
        let pots = Network::pending_pots(SUBNET);
        // w * 100,000, w being 0.0527, against the alpha in existence after the injection: about 1,001.06.
        let weighted = u128::from(myelin_units::TaoWeight::LIVE.parts()) * u128::from(100_000 * TAO);
        let alpha = 1_001 * TAO + EMISSION;
        let all = weighted + u128::from(u64::MAX) * u128::from(alpha);
        let root = (weighted as f64 / all as f64 * 410_002_289.0) as u64;
        assert!(pots.root.rao().abs_diff(root) <= 1, "{} is not {root}", pots.root.rao());
        assert_eq!(pots.root.rao() + pots.validator.rao(), 410_002_289);
        assert_eq!(pots.server.rao(), 410_002_289);
    });
}

#[test]
fn owner_should_have_no_cut_when_it_is_switched_off() {
    chain_with_pool(1_000 * TAO, 1_000 * TAO).execute_with(|| {
        OwnerCutEnabled::<Test>::insert(SUBNET, false);
        next_block();
        let pots = Network::pending_pots(SUBNET);
        assert_eq!((pots.server.rao(), pots.validator.rao()), (TAO / 2, TAO / 2));
        assert_eq!(PendingOwnerCut::<Test>::get(SUBNET), Alpha::ZERO);
    });
}

#[test]
fn new_alpha_should_halve_when_half_of_all_alpha_exists() {
    chain_with_pool(1_000 * TAO, 10_500_000 * TAO).execute_with(|| {
        next_block();
        assert_eq!(SubnetAlphaOutEmission::<Test>::get(SUBNET), Alpha::new(TAO / 2));
        assert_eq!(SubnetAlphaInEmission::<Test>::get(SUBNET), Alpha::new(TAO / 2));
    });
}

#[test]
fn alpha_should_be_set_aside_when_the_subnet_has_no_share_in_tao() {
    chain_with_pool(1_000 * TAO, 1_000 * TAO).execute_with(|| {
        SubnetEmissionEnabled::<Test>::insert(SUBNET, false);
        let before = Network::issuance();
        next_block();
        assert_eq!(Network::issuance(), before);
        assert_eq!(reserves(), (1_000 * TAO, 1_000 * TAO));
        assert_eq!(SubnetAlphaOutEmission::<Test>::get(SUBNET), Alpha::new(TAO));
        // Where trading is stopped there is not even that.
        SubtokenEnabled::<Test>::insert(SUBNET, false);
        let out = SubnetAlphaOut::<Test>::get(SUBNET);
        next_block();
        assert_eq!(SubnetAlphaOut::<Test>::get(SUBNET), out);
    });
}

#[test]
fn nothing_should_happen_at_root() {
    chain_with_pool(1_000 * TAO, 1_000 * TAO).execute_with(|| {
        own(1);
        stake(NetUid::ROOT, 1, 1, TAO);
        set_moving_price(NetUid::ROOT, ONE);
        run_blocks(3);
        assert_eq!(SubnetTAO::<Test>::get(NetUid::ROOT), Tao::new(TAO));
        assert_eq!((received(NetUid::ROOT), received(SUBNET)), (0, EMISSION));
    });
}
