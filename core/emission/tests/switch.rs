//! A chain that changes its rule and its settings as it runs: nothing is made or lost by that.
#![allow(clippy::unwrap_used)] // a test may panic: that is how it fails

use myelin_emission::{
    block_emission, moving_price, step, AlphaCurve, AlphaPrice, Books, EmissionRule, Facts, Flow, InjectMode,
    NetFlow, Part, PriceGate, RootWeight, Settings, Terms, Threshold,
};
use myelin_pool::Pool;
use myelin_units::{Alpha, NetUid, PerU16, Price, Tao, TaoWeight, MAX_SUPPLY, RAO_PER_TAO};

const CUT: PerU16 = PerU16::new(11_796);
const ROOT: Tao = Tao::new(5_400_000 * RAO_PER_TAO);

/// A subnet, and what its people have received.
struct Subnet {
    books: Books,
    facts: Facts,
    paid: Alpha,
    burned: Alpha,
}

fn subnet(number: u16) -> Subnet {
    let tao = Tao::new(u64::from(number) * 100 * RAO_PER_TAO);
    let pool = Pool { tao, alpha: Alpha::new(5_000 * RAO_PER_TAO) };
    let facts = Facts { root_votes: 1 << number, ..Facts::of(NetUid::new(number)) };
    Subnet { books: Books { pool, alpha_out: Alpha::ZERO }, facts, paid: Alpha::ZERO, burned: Alpha::ZERO }
}

fn rules() -> Vec<EmissionRule> {
    let fixed = Threshold::Share(Part::from_bits(1 << 62));
    let mut rules: Vec<_> = EmissionRule::NAMES.iter().filter_map(|name| EmissionRule::named(name)).collect();
    rules.push(EmissionRule::AlphaPrice(AlphaPrice { miner_burn: true }));
    rules.push(EmissionRule::NetFlow(NetFlow { cutoff: Flow::from_rao(-5), power: 3, protocol_cost: true }));
    rules.push(EmissionRule::PriceGate(PriceGate { power: 5, threshold: fixed, miner_burn: true }));
    rules
}

fn settings() -> Vec<Settings> {
    let decay = RootWeight::Decay { from: 0, half: 500 };
    vec![
        Settings::LIVE,
        Settings::HALF_POOL,
        Settings::BEFORE_DYNAMIC_TAO,
        Settings { inject: InjectMode::OneToOne, alpha_curve: AlphaCurve::WithTao, ..Settings::LIVE },
        Settings { inject: InjectMode::OneToOne, root_weight: decay, ..Settings::HALF_POOL },
    ]
}

/// One block of one subnet, with all that must hold of it.
fn advance(subnet: &mut Subnet, share: Tao, terms: &Terms, block: u64) {
    let before = subnet.books;
    let after = step(&before, share, CUT, terms).unwrap();
    assert_eq!(Tao::checked_sum([after.tao_in, after.excess, after.people_tao]), Ok(share));
    assert_eq!(Ok(after.books.pool.tao), before.pool.tao.checked_add(share));
    let split = after.split;
    let people = Alpha::checked_sum([split.owner, split.server, split.root, split.validator]).unwrap();
    subnet.paid = subnet.paid.checked_add(people).unwrap();
    subnet.burned = subnet.burned.checked_add(after.bought).unwrap();
    subnet.books = after.books;
    // All alpha outside the pool is somebody's or nobody's, and is counted once.
    assert_eq!(subnet.paid.checked_add(subnet.burned), Ok(subnet.books.alpha_out));
    assert!(subnet.books.issuance().unwrap().rao() <= MAX_SUPPLY);

    let flow = i128::from(block % 7) * 1_000_000 - 2_000_000 * i128::from(subnet.facts.netuid.number() % 2);
    let spot = subnet.books.pool.price().unwrap();
    subnet.facts = Facts {
        moving_price: moving_price(subnet.facts.moving_price, spot, block, 201_600, 1_288_490),
        pool_tao: subnet.books.pool.tao,
        flow: subnet.facts.flow.after(flow, Flow::SMOOTHING),
        protocol_flow: subnet.facts.protocol_flow.after(share.rao().into(), Flow::SMOOTHING),
        miner_burned: Part::from_bits(u128::from(block % 5) << 62),
        enabled: block % 11 != u64::from(subnet.facts.netuid.number()),
        ..subnet.facts
    };
}

#[test]
fn totals_should_be_conserved_when_rules_and_settings_change_as_a_chain_runs() {
    let (rules, settings) = (rules(), settings());
    let mut subnets: Vec<Subnet> = (1..=6).map(subnet).collect();
    let pools =
        |subnets: &[Subnet]| Tao::checked_sum(subnets.iter().map(|subnet| subnet.books.pool.tao)).unwrap();
    let (start, mut issuance) = (pools(&subnets), Tao::new(MAX_SUPPLY / 2 - 700 * RAO_PER_TAO));
    let (first, mut minted) = (issuance, Tao::ZERO);
    for block in 1..=2_000u64 {
        let rule = rules[block as usize / 16 % rules.len()];
        let setting = settings[block as usize / 7 % settings.len()];
        let facts: Vec<Facts> = subnets.iter().map(|subnet| subnet.facts).collect();
        let shared = rule.block(issuance, &facts);
        assert!(shared.emission.is_zero() || shared.emission == block_emission(issuance));
        assert_eq!(Tao::checked_sum(shared.shares.iter().copied()), Ok(shared.emission));
        let terms = Terms::of(&setting, issuance, ROOT, TaoWeight::LIVE, block);
        for (subnet, share) in subnets.iter_mut().zip(shared.shares) {
            advance(subnet, share, &terms, block);
        }
        issuance = issuance.checked_add(shared.emission).unwrap();
        minted = minted.checked_add(shared.emission).unwrap();
        assert_eq!(start.checked_add(minted), Ok(pools(&subnets)));
    }
    assert_eq!(first.checked_add(minted), Ok(issuance));
    // The run crossed a halving, and no rule left more than a few blocks to nobody.
    assert!(minted.rao() > 1_300 * RAO_PER_TAO && block_emission(issuance).rao() == RAO_PER_TAO / 2);
}

// economics §6.3: wash flow; stuck negative EMA
#[test]
fn flow_should_move_nothing_when_the_rule_is_the_usual() {
    let price = |rao| Price::from_rao_per_alpha(rao);
    let quiet = [1, 2].map(|number| Facts { moving_price: price(5), ..Facts::of(NetUid::new(number)) });
    let mut washed = quiet;
    washed[0].flow = Flow::from_rao(1_000_000_000_000);
    washed[1].flow = Flow::from_rao(-1_000_000_000_000);
    let block = Tao::new(1_000_000_000);
    let rule = EmissionRule::default();
    assert_eq!(rule.shares(block, &washed), rule.shares(block, &quiet));
}

// economics §6.3: i64 casts of u64 amounts
#[test]
fn flow_should_keep_its_sign_when_an_amount_is_above_63_bits() {
    assert!(Flow::from_rao(u64::MAX.into()) > Flow::ZERO);
    assert!(Flow::ZERO.after(u64::MAX.into(), Flow::SMOOTHING) > Flow::ZERO);
    assert!(Flow::ZERO.after(-i128::from(u64::MAX), u64::MAX) < Flow::ZERO);
}

// economics §6.3: pool weights bounds stop injection silently
#[test]
fn injection_should_take_the_whole_share_when_it_is_many_times_the_pool() {
    let pool = Pool { tao: Tao::new(1_000_000_000), alpha: Alpha::new(1_000_000_000) };
    let books = Books { pool, alpha_out: Alpha::ZERO };
    let terms = Terms::of(&Settings::LIVE, Tao::ZERO, ROOT, TaoWeight::LIVE, 0);
    let share = Tao::new(99_000_000_000);
    let after = step(&books, share, CUT, &terms).unwrap();
    assert_eq!(Ok(after.books.pool.tao), pool.tao.checked_add(share));
    assert_eq!((after.alpha_in, after.excess), (Alpha::new(1_000_000_000), Tao::new(98_000_000_000)));
}

// economics §6.3: subsidy creating root-alpha burn
#[test]
fn root_should_have_its_part_at_every_price() {
    for alpha in [1_000_000_000u64, 1_000_000_000_000, 1_000_000_000_000_000] {
        let pool = Pool { tao: Tao::new(1_000_000_000), alpha: Alpha::new(alpha) };
        // The same issuance at every price.
        let books = Books { pool, alpha_out: Alpha::new(2_000_000_000_000_000 - alpha) };
        let terms = Terms::of(&Settings::LIVE, Tao::ZERO, ROOT, TaoWeight::LIVE, 0);
        let after = step(&books, Tao::ZERO, CUT, &terms).unwrap();
        assert_eq!(after.split.root.rao(), 134_092_269);
    }
}
