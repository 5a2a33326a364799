//! One ledger: what is sent to a subnet's account by mistake never becomes the subnet's.

use crate::{invariants::Broken, mock::*, pallet::*};
use frame_support::{assert_noop, assert_ok};
use myelin_units::{Alpha, NetUid, Tao};
use proptest::prelude::*;

fn donate(netuid: NetUid, rao: u64) {
    assert_ok!(Balances::transfer_allow_death(signed(coldkey(9)), Network::subnet_account(netuid), rao));
}

#[test]
fn donation_should_stay_apart_from_the_reserve() {
    chain().execute_with(|| {
        own(1);
        let (price, total) = (Network::spot_price(SUBNET), TotalStake::<Test>::get());
        donate(SUBNET, 5_000 * TAO);
        donate(NetUid::ROOT, 7 * TAO);
        assert_eq!(SubnetTAO::<Test>::get(SUBNET), Tao::new(1_000 * TAO));
        assert_eq!(SubnetTAO::<Test>::get(NetUid::ROOT), Tao::ZERO);
        assert_eq!((Network::spot_price(SUBNET), TotalStake::<Test>::get()), (price, total));
        stake(SUBNET, 1, 1, TAO);
        assert_ok!(Network::remove_stake(signed(coldkey(1)), hotkey(1), SUBNET, Alpha::new(u64::MAX)));
        assert_eq!(balance(&Network::subnet_account(SUBNET)), 500 + 5_000 * TAO);
        run_blocks(12);
        assert_eq!(balance(&Network::subnet_account(SUBNET)), 500 + 5_000 * TAO);
    });
}

#[test]
fn donation_to_a_subnet_to_come_should_not_be_its_reserve() {
    chain().execute_with(|| {
        donate(OTHER, 3 * TAO);
        let before = balance(&coldkey(12));
        assert_eq!(unstarted_subnet(), OTHER);
        assert_eq!(SubnetTAO::<Test>::get(OTHER), Tao::new(1_000 * TAO));
        // The account lives on the donation, so there is no deposit to pay.
        assert_eq!(balance(&coldkey(12)), before - 1_000 * TAO);
        assert_eq!(Network::check_invariants(), Ok(()));
    });
}

#[test]
fn reserve_should_not_be_spent_from_outside() {
    chain().execute_with(|| {
        let account = Network::subnet_account(SUBNET);
        let spend = |rao| Balances::transfer_allow_death(signed(account.clone()), coldkey(1), rao);
        for rao in [501, TAO, 1_000 * TAO] {
            assert_noop!(spend(rao), sp_runtime::TokenError::FundsUnavailable);
        }
        // Nor can what the account lives on.
        assert!(spend(500).is_err());
    });
}

#[test]
fn dust_of_root_should_cease_to_exist() {
    chain().execute_with(|| {
        own(1);
        stake(NetUid::ROOT, 1, 1, TAO);
        let (issuance, donated) =
            (Network::issuance().rao(), balance(&Network::subnet_account(NetUid::ROOT)));
        assert_ok!(Network::recycle_from_pool(NetUid::ROOT, Tao::new(7)));
        assert_eq!(Network::issuance().rao(), issuance - 7);
        assert_eq!(SubnetTAO::<Test>::get(NetUid::ROOT), Tao::new(TAO - 7));
        assert_eq!(balance(&Network::subnet_account(NetUid::ROOT)), donated);
        assert!(Network::recycle_from_pool(NetUid::ROOT, Tao::new(TAO)).is_err());
    });
}

#[test]
fn subnet_accounts_should_be_told_from_others() {
    chain().execute_with(|| {
        for netuid in [0, 1, 77, u16::MAX] {
            assert!(Network::is_subnet_account(&Network::subnet_account(NetUid::new(netuid))));
        }
        assert!(!Network::is_subnet_account(&coldkey(1)));
    });
}

/// Breaks one thing and asks what the books say.
fn broken(by: impl FnOnce()) -> Broken {
    chain().execute_with(|| {
        own(1);
        stake(SUBNET, 1, 1, TAO);
        stake(SUBNET, 2, 1, TAO);
        stake(NetUid::ROOT, 1, 1, TAO);
        assert_eq!(Network::check_invariants(), Ok(()));
        by();
        Network::check_invariants().unwrap_err()
    })
}

#[test]
fn books_should_say_what_is_wrong_with_them() {
    let one = Alpha::new(1);
    let reserve =
        broken(|| SubnetTAO::<Test>::mutate(SUBNET, |tao| *tao = tao.checked_add(Tao::new(1)).unwrap()));
    assert_eq!(reserve, Broken::Gauge(SUBNET));
    let held = broken(|| {
        let gauge = |gauge: &mut myelin_pool::PoolGauge| gauge.tao.paid_out += 1;
        PoolGauges::<Test>::mutate(SUBNET, gauge);
        SubnetTAO::<Test>::mutate(SUBNET, |tao| *tao = tao.checked_sub(Tao::new(1)).unwrap());
    });
    assert!(matches!(held, Broken::ReserveUnlikeHold(SUBNET, ..)), "{held:?}");
    let carried = broken(|| CarriedEmission::<Test>::insert(SUBNET, Tao::new(1)));
    assert_eq!(carried, Broken::Emission(Tao::ZERO, Tao::new(1)));
    let total = broken(|| TotalStake::<Test>::put(Tao::new(1)));
    assert!(matches!(total, Broken::TotalStake(..)), "{total:?}");
    let out = broken(|| SubnetAlphaOut::<Test>::mutate(SUBNET, |out| *out = out.checked_add(one).unwrap()));
    assert!(matches!(out, Broken::AlphaOut(SUBNET, ..)), "{out:?}");
    let pot = broken(|| PendingServerEmission::<Test>::insert(SUBNET, one));
    assert!(matches!(pot, Broken::AlphaOut(SUBNET, ..)), "{pot:?}");
    let staked = broken(|| TotalAlphaStaked::<Test>::insert(SUBNET, one));
    assert!(matches!(staked, Broken::AlphaStaked(SUBNET, ..)), "{staked:?}");
    let value = broken(|| TotalHotkeyAlpha::<Test>::insert(hotkey(1), SUBNET, Alpha::new(5 * TAO)));
    assert!(matches!(value, Broken::AlphaStaked(SUBNET, ..)), "{value:?}");
    let shares = broken(|| Positions::<Test>::remove((hotkey(1), coldkey(1), SUBNET)));
    assert!(matches!(shares, Broken::Shares(SUBNET, ..)), "{shares:?}");
    let stray = broken(|| {
        let holding = Positions::<Test>::get((hotkey(1), coldkey(1), SUBNET));
        Positions::<Test>::insert((hotkey(9), coldkey(1), SUBNET), holding);
    });
    assert!(matches!(stray, Broken::Shares(SUBNET, 0, _)), "{stray:?}");
    let root = broken(|| {
        TotalHotkeyAlpha::<Test>::mutate(hotkey(1), NetUid::ROOT, |value| {
            *value = value.checked_add(one).unwrap()
        });
        TotalAlphaStaked::<Test>::mutate(NetUid::ROOT, |value| *value = value.checked_add(one).unwrap());
    });
    assert!(matches!(root, Broken::PoolAboveClaims(..) | Broken::RootShort(..)), "{root:?}");
    let uid = broken(|| Uids::<Test>::remove(SUBNET, hotkey(10)));
    assert_eq!(uid, Broken::Uid(SUBNET, 0));
    let stranger = broken(|| Uids::<Test>::insert(SUBNET, hotkey(9), 4));
    assert_eq!(stranger, Broken::Uid(SUBNET, 1));
    let minted = broken(|| {
        let _ = <Balances as frame_support::traits::fungible::Mutate<_>>::mint_into(
            &coldkey(1),
            myelin_units::MAX_SUPPLY,
        );
    });
    assert!(matches!(minted, Broken::IssuanceAboveCap(_)), "{minted:?}");
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(40))]
    #[test]
    fn donations_should_never_mix_with_trades(
        donations in proptest::collection::vec((0..3u16, 1_000..2_000 * TAO), 1..4),
        bought in 3_000_000..100_000 * TAO,
        part in 1..100u64,
    ) {
        let trade = |donations: &[(u16, u64)]| {
            chain_of_two().execute_with(|| {
                own(1);
                let give = || donations.iter().for_each(|(netuid, rao)| donate(NetUid::new(*netuid), *rao));
                give();
                stake(SUBNET, 1, 1, bought);
                give();
                let sold = Alpha::new(stake_of(SUBNET, 1, 1).rao() / 100 * part);
                let _ = Network::remove_stake(signed(coldkey(1)), hotkey(1), SUBNET, sold);
                let _ = Network::swap_stake(signed(coldkey(1)), hotkey(1), SUBNET, OTHER, Alpha::new(sold.rao() / 100));
                run_blocks(2);
                let pools = [SUBNET, OTHER, NetUid::ROOT].map(Network::reserves);
                (pools, stake_of(SUBNET, 1, 1), stake_of(OTHER, 1, 1), balance(&coldkey(1)))
            })
        };
        prop_assert_eq!(trade(&donations), trade(&[]));
    }
}
