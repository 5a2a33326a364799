use super::*;
use crate::mock::*;
use frame_support::{assert_ok, assert_storage_noop, dispatch::GetDispatchInfo};
use myelin_units::{Alpha, NetUid, PerU16, Tao};
use sp_runtime::traits::TxBaseImplication;

type Extension = SubtensorTransactionExtension<Test>;
const IP: u128 = 0x0808_0808;
const NOWHERE: NetUid = NetUid::new(9);

/// What the extension says of a call from `source`: the priority, or the number of the refusal.
fn validate(signer: RuntimeOrigin, call: Call<Test>, source: TransactionSource) -> Result<u64, u8> {
    let call: RuntimeCall = call.into();
    let info = call.get_dispatch_info();
    match Extension::new().validate(signer, &call, &info, 0, (), &TxBaseImplication(()), source) {
        Ok((validity, (), _)) => Ok(validity.priority),
        Err(TransactionValidityError::Invalid(InvalidTransaction::Custom(number))) => Err(number),
        Err(other) => panic!("{other:?}"),
    }
}

fn submit(signer: AccountId, call: Call<Test>) -> Result<u64, u8> {
    validate(signed(signer), call, TransactionSource::External)
}

fn in_block(signer: AccountId, call: Call<Test>) -> Result<u64, u8> {
    validate(signed(signer), call, TransactionSource::InBlock)
}

fn set_weights(netuid: NetUid, dests: Vec<u16>, weights: Vec<u16>) -> Call<Test> {
    Call::set_weights { netuid, dests, weights, version_key: 0 }
}

fn serve(netuid: NetUid, ip: u128, port: u16, ip_type: u8) -> Call<Test> {
    Call::serve_axon { netuid, version: 1, ip, port, ip_type, protocol: 4, placeholder1: 0, placeholder2: 0 }
}

/// Subnet 1 with `hotkey(2)`, which has a permit and 10 TAO of its coldkey's stake; open weights, block 500.
fn subnet_with_a_validator() -> sp_io::TestExternalities {
    let mut chain = chain();
    chain.execute_with(|| {
        register(SUBNET, 2);
        stake(SUBNET, 2, 2, 10 * TAO);
        ValidatorPermit::<Test>::insert(SUBNET, vec![false, true]);
        CommitRevealWeightsEnabled::<Test>::insert(SUBNET, false);
        System::set_block_number(500);
    });
    chain
}

#[test]
fn extension_should_carry_no_bytes() {
    assert_eq!(Extension::new().encode(), Vec::<u8>::new());
    assert_eq!(<Extension as TransactionExtension<RuntimeCall>>::IDENTIFIER, "SubtensorTransactionExtension");
}

#[test]
fn weights_should_be_ordered_by_stake() {
    subnet_with_a_validator().execute_with(|| {
        let weight = Network::stake_weight_of(&hotkey(2), SUBNET).floor();
        assert!(weight > 9 * TAO);
        assert_eq!(submit(hotkey(2), set_weights(SUBNET, vec![0], vec![1])), Ok(weight));
        let mechanism = Call::set_mechanism_weights {
            netuid: SUBNET,
            mecid: 0,
            dests: vec![0],
            weights: vec![1],
            version_key: 0,
        };
        assert_eq!(submit(hotkey(2), mechanism), Ok(weight));
        // Everything else is ordered by its tip alone.
        assert_eq!(submit(coldkey(3), Call::try_associate_hotkey { hotkey: hotkey(3) }), Ok(0));
    });
}

#[test]
fn weights_that_would_fail_should_not_enter() {
    subnet_with_a_validator().execute_with(|| {
        assert_eq!(submit(hotkey(2), set_weights(NOWHERE, vec![0], vec![1])), Err(3));
        assert_eq!(submit(hotkey(2), set_weights(SUBNET, vec![0], vec![])), Err(18));
        assert_eq!(submit(hotkey(3), set_weights(SUBNET, vec![0], vec![1])), Err(10));
        assert_eq!(submit(hotkey(2), set_weights(SUBNET, vec![2], vec![1])), Err(19));
        StakeThreshold::<Test>::put(100 * TAO);
        assert_eq!(submit(hotkey(2), set_weights(SUBNET, vec![0], vec![1])), Err(1));
    });
}

#[test]
fn weights_should_fail_by_name_in_a_block_when_the_wire_has_no_number() {
    subnet_with_a_validator().execute_with(|| {
        assert!(submit(hotkey(2), set_weights(SUBNET, vec![0, 0], vec![1, 1])).is_ok());
        // Nobody's key, a row longer than the subnet, root: block space for nothing.
        assert_eq!(submit(hotkey(9), set_weights(NetUid::ROOT, vec![0], vec![1])), Err(255));
        assert_eq!(submit(hotkey(2), set_weights(SUBNET, vec![0; 40_000], vec![1; 40_000])), Err(255));
        assert_eq!(submit(hotkey(2), set_weights(NetUid::ROOT, vec![0], vec![1])), Err(255));
        CommitRevealWeightsEnabled::<Test>::insert(SUBNET, true);
        assert!(submit(hotkey(2), set_weights(SUBNET, vec![0], vec![1])).is_ok());
        let outcome = set_weights(SUBNET, vec![0], vec![1]).dispatch_bypass_filter(signed(hotkey(2)));
        assert_eq!(outcome.unwrap_err().error, crate::Error::<Test>::CommitRevealEnabled.into());
    });
}

#[test]
fn second_setting_of_weights_should_not_enter_a_block() {
    subnet_with_a_validator().execute_with(|| {
        let call = set_weights(SUBNET, vec![0], vec![1]);
        assert!(in_block(hotkey(2), call.clone()).is_ok());
        assert_ok!(call.clone().dispatch_bypass_filter(signed(hotkey(2))));
        assert_eq!(in_block(hotkey(2), call), Err(6));
    });
}

#[test]
fn batch_should_enter_when_one_item_would_be_accepted() {
    subnet_with_a_validator().execute_with(|| {
        let batch = |netuids: &[u16], rows: usize| Call::batch_set_weights {
            netuids: netuids.iter().map(|netuid| codec::Compact(NetUid::new(*netuid))).collect(),
            weights: vec![vec![(codec::Compact(0), codec::Compact(1))]; rows],
            version_keys: vec![codec::Compact(0); rows],
        };
        assert!(submit(hotkey(2), batch(&[9, 1], 2)).is_ok());
        assert_eq!(submit(hotkey(2), batch(&[9, 0], 2)), Err(3));
        assert_eq!(submit(hotkey(2), batch(&[1], 2)), Err(18));
        // A batch of nothing would be free for ever, and one of more rows than there are subnets is free space.
        assert_eq!(submit(hotkey(2), batch(&[], 0)), Err(18));
        let most = usize::from(TotalNetworks::<Test>::get());
        assert!(submit(hotkey(2), batch(&vec![1; most], most)).is_ok());
        assert_eq!(submit(hotkey(2), batch(&vec![1; most + 1], most + 1)), Err(18));
    });
}

#[test]
fn endpoints_that_would_fail_should_not_enter() {
    subnet_with_a_validator().execute_with(|| {
        assert_eq!(submit(hotkey(2), serve(SUBNET, IP, 8091, 4)), Ok(0));
        assert_eq!(submit(hotkey(2), serve(NOWHERE, IP, 8091, 4)), Err(3));
        assert_eq!(submit(hotkey(3), serve(SUBNET, IP, 8091, 4)), Err(10));
        assert_eq!(submit(hotkey(2), serve(SUBNET, 0x7f00_0001, 8091, 4)), Err(11));
        assert_eq!(submit(hotkey(2), serve(SUBNET, IP, 8091, 9)), Err(11));
        assert_eq!(submit(hotkey(2), serve(SUBNET, IP, 0, 4)), Err(13));
        assert_ok!(serve(SUBNET, IP, 8091, 4).dispatch_bypass_filter(signed(hotkey(2))));
        System::set_block_number(501);
        assert_eq!(in_block(hotkey(2), serve(SUBNET, IP, 8091, 4)), Err(12));
        let metrics = |ip| Call::serve_prometheus { netuid: SUBNET, version: 1, ip, port: 1, ip_type: 4 };
        assert_eq!(submit(hotkey(2), metrics(IP)), Ok(0));
        assert_eq!(submit(hotkey(2), metrics(0)), Err(11));
    });
}

#[test]
fn takes_that_would_fail_should_not_enter() {
    subnet_with_a_validator().execute_with(|| {
        let lower = |number, take| Call::decrease_take { hotkey: hotkey(number), take: PerU16::new(take) };
        let raise = |number, take| Call::increase_take { hotkey: hotkey(number), take: PerU16::new(take) };
        assert_eq!(submit(coldkey(2), lower(2, 10)), Ok(0));
        assert_eq!(submit(coldkey(2), lower(3, 10)), Err(4));
        assert_eq!(submit(coldkey(3), lower(2, 10)), Err(25));
        assert_eq!(submit(coldkey(2), raise(2, 10)), Err(26));
        assert_eq!(submit(coldkey(2), raise(2, u16::MAX)), Err(27));
        Delegates::<Test>::insert(hotkey(2), PerU16::new(1));
        LastTxBlockDelegateTake::<Test>::insert(hotkey(2), 499);
        assert_eq!(submit(coldkey(2), raise(2, 10)), Err(6));
    });
}

#[test]
fn stake_calls_should_be_tried_before_they_enter_and_leave_nothing() {
    subnet_with_a_validator().execute_with(|| {
        let add = |number, netuid, tao| Call::add_stake {
            hotkey: hotkey(number),
            netuid,
            amount_staked: Tao::new(tao),
        };
        let remove = |netuid, alpha| Call::remove_stake_limit {
            hotkey: hotkey(2),
            netuid,
            amount_unstaked: Alpha::new(alpha),
            limit_price: Tao::ZERO,
            allow_partial: false,
        };
        assert_storage_noop!(assert_eq!(submit(coldkey(2), add(2, SUBNET, TAO)), Ok(0)));
        assert_eq!(submit(coldkey(2), add(2, SUBNET, 1)), Err(1));
        assert_eq!(submit(coldkey(2), add(2, SUBNET, u64::MAX)), Err(2));
        assert_eq!(submit(coldkey(2), add(2, NOWHERE, TAO)), Err(3));
        assert_eq!(submit(coldkey(2), add(3, SUBNET, TAO)), Err(4));
        assert_eq!(submit(coldkey(2), remove(SUBNET, u64::MAX)), Err(5));
        assert_eq!(submit(coldkey(2), remove(SUBNET, TAO)), Ok(0));
        let dear = Call::add_stake_limit {
            hotkey: hotkey(2),
            netuid: SUBNET,
            amount_staked: Tao::new(TAO),
            limit_price: Tao::new(1),
            allow_partial: false,
        };
        assert_eq!(submit(coldkey(2), dear.clone()), Err(8));
        TransferToggle::<Test>::insert(SUBNET, false);
        let transfer = Call::transfer_stake {
            destination_coldkey: coldkey(3),
            hotkey: hotkey(2),
            origin_netuid: SUBNET,
            destination_netuid: SUBNET,
            alpha_amount: Alpha::new(TAO),
        };
        assert_eq!(submit(coldkey(2), transfer), Err(9));
        // In a block the call pays its fee and fails by itself.
        assert_eq!(in_block(coldkey(2), dear), Ok(0));
    });
}

#[test]
fn failure_without_a_number_should_be_left_to_the_call_when_a_fee_is_paid() {
    subnet_with_a_validator().execute_with(|| {
        let register = |netuid, number| Call::burned_register { netuid, hotkey: hotkey(number) };
        assert_eq!(submit(coldkey(3), register(SUBNET, 3)), Ok(0));
        assert_eq!(submit(coldkey(3), register(NOWHERE, 3)), Err(3));
        assert_eq!(submit(coldkey(3), register(SUBNET, 2)), Ok(0));
        assert_eq!(submit(coldkey(3), register(NetUid::ROOT, 3)), Ok(0));
        SubtokenEnabled::<Test>::insert(SUBNET, false);
        let add = Call::add_stake { hotkey: hotkey(2), netuid: SUBNET, amount_staked: Tao::new(TAO) };
        assert_eq!(submit(coldkey(2), add), Ok(0));
    });
}

#[test]
fn nothing_should_be_asked_of_a_call_that_nobody_signed() {
    subnet_with_a_validator().execute_with(|| {
        assert_eq!(
            validate(
                RuntimeOrigin::root(),
                set_weights(NOWHERE, vec![], vec![]),
                TransactionSource::External
            ),
            Ok(0)
        );
        assert_eq!(
            validate(
                RuntimeOrigin::none(),
                set_weights(NOWHERE, vec![], vec![]),
                TransactionSource::External
            ),
            Ok(0)
        );
    });
}

#[test]
fn refusal_should_be_of_this_pallets_errors_only() {
    let other = DispatchError::Module(ModuleError { index: 5, error: [76, 0, 0, 0], message: None });
    assert_eq!(Refusal::of::<Test>(&other), None);
    assert_eq!(Refusal::of::<Test>(&DispatchError::BadOrigin), None);
    assert_eq!(Refusal::of::<Test>(&Error::<Test>::SubnetNotExists.into()), Some(Refusal::SubnetNotExists));
    assert_eq!(Refusal::of::<Test>(&Error::<Test>::SubtokenDisabled.into()), None);
}

#[test]
fn checks_should_weigh_as_much_as_they_read() {
    let weight = |call: Call<Test>| Extension::new().weight(&call.into());
    let short = weight(set_weights(SUBNET, vec![0], vec![1]));
    let long = weight(set_weights(SUBNET, vec![0; 256], vec![1; 256]));
    assert!(long.ref_time() > short.ref_time() && short.ref_time() > 0);
    assert_eq!(weight(Call::start_call { netuid: SUBNET }), Weight::zero());
}

#[test]
fn commits_that_would_fail_should_not_enter() {
    subnet_with_a_validator().execute_with(|| {
        CommitRevealWeightsEnabled::<Test>::insert(SUBNET, true);
        WeightsSetRateLimit::<Test>::insert(SUBNET, 100);
        let weight = Network::stake_weight_of(&hotkey(2), SUBNET).floor();
        let hashed = |netuid| Call::commit_weights { netuid, commit_hash: sp_core::H256::zero() };
        let sealed =
            |netuid, reveal_round, commit_reveal_version| Call::commit_timelocked_mechanism_weights {
                netuid,
                mecid: 0,
                commit: vec![1; 9].try_into().unwrap(),
                reveal_round,
                commit_reveal_version,
            };
        assert_eq!(submit(hotkey(2), hashed(SUBNET)), Ok(weight));
        assert_eq!(submit(hotkey(2), hashed(NOWHERE)), Err(3));
        assert_eq!(submit(hotkey(3), hashed(SUBNET)), Err(10));
        assert_eq!(submit(hotkey(2), hashed(NetUid::ROOT)), Err(255));
        LastRound::set(&100);
        assert_eq!(submit(hotkey(2), sealed(SUBNET, 100, 4)), Ok(weight));
        assert_eq!(submit(hotkey(2), sealed(SUBNET, 99, 4)), Err(15));
        assert_eq!(submit(hotkey(3), sealed(SUBNET, 100, 4)), Err(10));
        // The wire has no number for these: they fail by name.
        assert!(submit(hotkey(2), sealed(SUBNET, 100, 3)).is_ok());
        CommitRevealWeightsEnabled::<Test>::insert(SUBNET, false);
        assert!(submit(hotkey(2), hashed(SUBNET)).is_ok());
        CommitRevealWeightsEnabled::<Test>::insert(SUBNET, true);
        StakeThreshold::<Test>::put(100 * TAO);
        assert_eq!(submit(hotkey(2), sealed(SUBNET, 100, 4)), Err(1));
        StakeThreshold::<Test>::put(0);
        assert_ok!(hashed(SUBNET).dispatch_bypass_filter(signed(hotkey(2))));
        assert_eq!(in_block(hotkey(2), hashed(SUBNET)), Err(6));
        assert_eq!(in_block(hotkey(2), sealed(SUBNET, 100, 4)), Err(6));
    });
}

#[test]
fn reveals_that_would_fail_should_not_enter() {
    subnet_with_a_validator().execute_with(|| {
        CommitRevealWeightsEnabled::<Test>::insert(SUBNET, true);
        Tempo::<Test>::insert(SUBNET, 0);
        let reveal = |value| Call::reveal_weights {
            netuid: SUBNET,
            uids: vec![0],
            values: vec![value],
            salt: vec![1],
            version_key: 0,
        };
        let batch = |times: usize| Call::batch_reveal_weights {
            netuid: SUBNET,
            uids_list: vec![vec![0]; times],
            values_list: vec![vec![5]; times],
            salts_list: vec![vec![1]; times],
            version_keys: vec![0; times],
        };
        assert_eq!(submit(hotkey(2), reveal(5)), Err(16));
        let index = crate::weights::NetUidStorageIndex::from(SUBNET);
        let row = crate::weights::Row { uids: &[0], values: &[5] };
        let commit_hash =
            crate::weights::Reveal { row, salt: &[1], version_key: 0 }.hash_by(&hotkey(2), index);
        let commit = Call::<Test>::commit_weights { netuid: SUBNET, commit_hash };
        assert_ok!(commit.dispatch_bypass_filter(signed(hotkey(2))));
        assert_eq!(submit(hotkey(2), reveal(6)), Err(16));
        assert_eq!(submit(hotkey(2), reveal(5)), Err(17));
        assert_eq!(submit(hotkey(2), batch(1)), Err(17));
        SubnetEpochIndex::<Test>::insert(SUBNET, 1);
        assert!(submit(hotkey(2), reveal(5)).unwrap() > 0);
        assert!(submit(hotkey(2), batch(1)).unwrap() > 0);
        assert_eq!(submit(hotkey(2), batch(2)), Err(16));
        assert_eq!(submit(hotkey(2), batch(0)), Err(18));
        assert_eq!(submit(hotkey(2), batch(11)), Err(18));
        SubnetEpochIndex::<Test>::insert(SUBNET, 2);
        assert_eq!(submit(hotkey(2), reveal(5)), Err(17));
    });
}
