{
    // A subnet without neurons is zeros: every number, list and option of it is a zero byte or more.
    let mut graph = <Metagraph<AccountId>>::decode(&mut vec![0u8; 1_024].as_slice()).unwrap_or_else(|error| {
        panic!("a metagraph of zeros: {error}")
    });
    let number = |uid: u16| u64::from(uid) * 1_000_003 + 7;
    let all = || 0..neurons;
    graph.name = b"sample".iter().map(|byte| codec::Compact(*byte)).collect();
    graph.block = codec::Compact(4_000_000);
    graph.hotkeys = all().map(|uid| AccountId(sp_crypto_hashing::blake2_256(&(uid, 0u8).encode()))).collect();
    graph.coldkeys = all().map(|uid| AccountId(sp_crypto_hashing::blake2_256(&(uid, 1u8).encode()))).collect();
    graph.identities = all().map(|uid| (uid % 8 == 0).then(|| myelin_views::ChainIdentityV2 {
        name: vec![b'n'; 20], url: vec![b'u'; 40], description: vec![b'd'; 200], ..Default::default()
    })).collect();
    graph.axons = all().map(|uid| AxonInfo {
        block: number(uid), version: 10_005_000, ip: 0x0a00_0000 + u128::from(uid), port: 8_090 + uid,
        ip_type: 4, protocol: 4, ..AxonInfo::default()
    }).collect();
    graph.active = all().map(|uid| uid % 3 == 0).collect();
    graph.validator_permit = all().map(|uid| uid % 4 == 0).collect();
    graph.last_update = all().map(|uid| codec::Compact(number(uid))).collect();
    graph.emission = all().map(|uid| codec::Compact(myelin_units::Alpha::new(number(uid)))).collect();
    graph.dividends = all().map(|uid| codec::Compact(myelin_units::PerU16::new(uid * 3))).collect();
    graph.incentives = all().map(|uid| codec::Compact(myelin_units::PerU16::new(uid * 5))).collect();
    graph.consensus = all().map(|uid| codec::Compact(myelin_units::PerU16::new(uid * 7))).collect();
    graph.pruning_score = all().map(|_| codec::Compact(u16::MAX)).collect();
    graph.trust = all().map(|_| codec::Compact(myelin_units::PerU16::ZERO)).collect();
    graph.rank = all().map(|_| codec::Compact(0)).collect();
    graph.block_at_registration = all().map(|uid| codec::Compact(number(uid))).collect();
    graph.alpha_stake = all().map(|uid| codec::Compact(myelin_units::Alpha::new(number(uid) * 9))).collect();
    graph.tao_stake = all().map(|uid| codec::Compact(myelin_units::Tao::new(number(uid) * 11))).collect();
    graph.total_stake = all().map(|uid| codec::Compact(myelin_units::Tao::new(number(uid) * 13))).collect();
    graph.alpha_dividends_per_hotkey =
        graph.hotkeys.iter().map(|key| (*key, codec::Compact(myelin_units::Alpha::new(1_000_000)))).collect();
    graph.tao_dividends_per_hotkey =
        graph.hotkeys.iter().map(|key| (*key, codec::Compact(myelin_units::Tao::new(1_000_000)))).collect();
    graph
}
