//! What a block costs before storage: sharing it among 128 subnets, and the step of one. `cargo bench -p myelin-emission`.

use criterion::{criterion_group, criterion_main, Criterion};
use myelin_emission::{moving_price, step, Books, EmissionRule, Facts, Flow, Settings, Terms};
use myelin_pool::Pool;
use myelin_units::{Alpha, NetUid, PerU16, Price, Tao, TaoWeight, RAO_PER_TAO};
use std::hint::black_box;

fn subnet(number: u16) -> Facts {
    let size = u64::from(number);
    Facts {
        moving_price: Price::from_rao_per_alpha(1_000_000 * size + 7),
        pool_tao: Tao::new(1_000 * size * RAO_PER_TAO),
        flow: Flow::from_rao(i128::from(number) * 1_000_000),
        root_votes: u128::from(number) << 110,
        ..Facts::of(NetUid::new(number))
    }
}

fn shares(criterion: &mut Criterion) {
    let subnets: Vec<Facts> = (1..=128).map(subnet).collect();
    for rule in EmissionRule::NAMES.iter().filter_map(|name| EmissionRule::named(name)) {
        let name = format!("emission::shares/subnets=128/rule={}", rule.name());
        let block = Tao::new(500_000_003);
        criterion.bench_function(&name, |b| b.iter(|| rule.shares(black_box(block), black_box(&subnets))));
    }
}

fn steps(criterion: &mut Criterion) {
    let pool = Pool { tao: Tao::new(20_000 * RAO_PER_TAO), alpha: Alpha::new(2_000_000 * RAO_PER_TAO) };
    let books = Books { pool, alpha_out: Alpha::new(1_500_000 * RAO_PER_TAO) };
    let (issued, root) = (Tao::new(10_000_000 * RAO_PER_TAO), Tao::new(5_400_000 * RAO_PER_TAO));
    let terms = Terms::of(&Settings::LIVE, issued, root, TaoWeight::LIVE, 1);
    let (share, cut) = (Tao::new(4_000_003), PerU16::new(11_796));
    criterion.bench_function("emission::step", |b| b.iter(|| step(black_box(&books), share, cut, &terms)));
    let (moving, spot) = (Price::from_rao_per_alpha(50_000_000), Price::from_rao_per_alpha(60_000_000));
    criterion.bench_function("emission::moving_price", |b| {
        b.iter(|| moving_price(black_box(moving), black_box(spot), 5_000, 201_600, 12_885))
    });
}

criterion_group!(benches, shares, steps);
criterion_main!(benches);
