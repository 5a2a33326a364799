//! Yuma as `yuma.md` §1 tells it, sentence by sentence: dense matrices, one pass per sentence, signed wide
//! integers, no thought for speed. Shares no arithmetic with the crate; only the shapes of its input and output.

use myelin_yuma::{Inputs, Liquid, Outcome, Profile};

type Q32 = i128;
const ONE: Q32 = 1 << 32;

/// `None` is a missing entry, which differs from an entry of zero. A row nobody may use is empty.
type Matrix = Vec<Vec<Option<Q32>>>;

fn mul(a: Q32, b: Q32) -> Q32 {
    (a * b) >> 32
}

fn div(a: Q32, b: Q32) -> Q32 {
    if b == 0 {
        0
    } else {
        (a << 32) / b
    }
}

fn proportion(k: u16) -> Q32 {
    div(Q32::from(k) << 32, 65535 << 32)
}

fn to_u16(x: Q32) -> u16 {
    ((x * 65535) >> 32).clamp(0, 65535) as u16
}

fn normalise(v: &[Q32]) -> Vec<Q32> {
    let sum: Q32 = v.iter().sum();
    if sum == 0 {
        return v.to_vec();
    }
    v.iter().map(|x| div(*x, sum)).collect()
}

fn column_normalise(matrix: &mut Matrix, n: usize) {
    for j in 0..n {
        let sum: Q32 = matrix.iter().filter_map(|row| row.get(j).copied().flatten()).sum();
        if sum != 0 {
            for entry in matrix.iter_mut().filter_map(|row| row.get_mut(j)).flatten() {
                *entry = div(*entry, sum);
            }
        }
    }
}

fn first_entries(row: &[(u16, u16)], n: usize) -> Vec<Option<Q32>> {
    let mut dense = vec![None; n];
    for (j, value) in row {
        if usize::from(*j) < n && dense[usize::from(*j)].is_none() {
            dense[usize::from(*j)] = Some(Q32::from(*value));
        }
    }
    dense
}

/// floor((a << 64) / b), digit by digit.
fn q64_quotient(a: i128, b: i128) -> i128 {
    let (mut quotient, mut rest) = (a / b, a % b);
    for _ in 0..64 {
        (quotient, rest) = (quotient * 2 + rest * 2 / b, rest * 2 % b);
    }
    quotient
}

fn stake_shares(inputs: &Inputs) -> Vec<Q32> {
    let counted = |(u, w): (usize, &u128)| {
        let owner = inputs.owner_uid.map(usize::from) == Some(u);
        if owner || (*w >> 32) >= u128::from(inputs.stake_threshold) {
            *w as i128
        } else {
            0
        }
    };
    let weights: Vec<i128> = inputs.stake.iter().enumerate().map(counted).collect();
    let sum: i128 = weights.iter().sum();
    // Q64 quotient, then cut to Q32.
    weights.iter().map(|w| if sum == 0 { 0 } else { q64_quotient(*w, sum) >> 32 }).collect()
}

fn new_permits(s: &[Q32], most: usize, owner: Option<u16>) -> Vec<bool> {
    let n = s.len();
    let mut uids: Vec<usize> = (0..n).collect();
    uids.sort_by_key(|u| s[*u]);
    let mut permits: Vec<bool> = s.iter().map(|s| *s > 0).collect();
    if n >= most {
        for u in &uids[..n - most] {
            permits[*u] = false;
        }
    }
    if let Some(owner) = owner.filter(|owner| usize::from(*owner) < n) {
        permits[usize::from(owner)] = true;
    }
    permits
}

fn weights(inputs: &Inputs, old: &[bool], at: &dyn Fn(&[u64], usize) -> u64) -> Matrix {
    let n = old.len();
    let mut matrix: Matrix = vec![Vec::new(); n];
    for i in (0..n).filter(|i| old[*i]) {
        let mut row = first_entries(inputs.weights.get(i).map_or(&[], |row| row), n);
        for (j, entry) in row.iter_mut().enumerate() {
            let own = j == i && inputs.owner_uid.map(usize::from) != Some(i);
            let stale = at(inputs.last_update, i) <= at(inputs.registered_at, j);
            let committed = inputs.first_commit.get(i).is_some_and(|at_| *at_ < at(inputs.registered_at, j));
            if own || stale || committed {
                *entry = None;
            }
        }
        let sum: Q32 = row.iter().flatten().sum();
        if sum != 0 {
            row.iter_mut().flatten().for_each(|w| *w = div(*w, sum));
        }
        matrix[i] = row;
    }
    matrix
}

fn consensus(w: &Matrix, a: &[Q32], kappa: Q32) -> Vec<Q32> {
    let n = a.len();
    let voters: Vec<usize> = (0..n).filter(|u| a[*u] > 0).collect();
    let shares = normalise(&voters.iter().map(|u| a[*u]).collect::<Vec<_>>());
    let total: Q32 = shares.iter().sum();
    let column = |j: usize| {
        let mut scores: Vec<(Q32, Q32)> = voters
            .iter()
            .zip(&shares)
            .map(|(u, share)| (w[*u].get(j).copied().flatten().unwrap_or(0), *share))
            .collect();
        // The reference's partition search: sum{score < p} <= T - kappa < T - sum{score > p}.
        scores.sort_unstable();
        let minority = total - kappa;
        let mut below = 0;
        for (k, (p, _)) in scores.iter().enumerate() {
            let same: Q32 = scores[k..].iter().take_while(|(q, _)| q == p).map(|(_, share)| share).sum();
            if k > 0 && scores[k - 1].0 == *p {
                continue;
            }
            if below <= minority && minority < below + same {
                return *p;
            }
            below += same;
        }
        // kappa 0 leaves no room above; a kappa beyond all stake none below.
        if minority < 0 { scores.first() } else { scores.last() }.map_or(0, |(p, _)| *p)
    };
    (0..n).map(column).collect()
}

/// Consensus by whole stakes: the largest score behind which kappa of 65535 parts of the voting stake stands. Stakes
/// here are below 2^110.
fn exact_consensus(w: &Matrix, votes: &[u128], kappa: u16) -> Vec<Q32> {
    let total: u128 = votes.iter().sum();
    let voters: Vec<usize> = (0..votes.len()).filter(|u| votes[*u] > 0).collect();
    let score = |u: usize, j: usize| w[u].get(j).copied().flatten().unwrap_or(0);
    let column = |j: usize| {
        let carried = |x: Q32| {
            let support: u128 = voters.iter().filter(|u| score(**u, j) >= x).map(|u| votes[*u]).sum();
            support * 65535 >= u128::from(kappa) * total
        };
        voters.iter().map(|u| score(*u, j)).filter(|x| carried(*x)).max().unwrap_or(0)
    };
    (0..votes.len()).map(column).collect()
}

/// A pot among claims by largest remainder, the lower uid first among equals.
fn pot(amount: u64, claims: &[Q32]) -> Vec<u64> {
    let sum: Q32 = claims.iter().sum();
    if sum == 0 {
        return vec![0; claims.len()];
    }
    let mut parts: Vec<u64> = claims.iter().map(|c| (c * Q32::from(amount) / sum) as u64).collect();
    let mut order: Vec<usize> = (0..claims.len()).collect();
    order.sort_by_key(|u| core::cmp::Reverse(claims[*u] * Q32::from(amount) % sum));
    for u in order.into_iter().take((amount - parts.iter().sum::<u64>()) as usize) {
        parts[u] += 1;
    }
    parts
}

fn clip(w: &Matrix, c: &[Q32]) -> Matrix {
    let cut = |(entry, c): (&Option<Q32>, &Q32)| match entry {
        Some(x) if *x > 0 && *c == 0 => None,
        Some(x) => Some(*x.min(c)),
        None => None,
    };
    w.iter().map(|row| row.iter().zip(c).map(cut).collect()).collect()
}

fn buying(w: &Matrix, clipped: &Matrix, penalty: Q32) -> Matrix {
    if penalty == 0 {
        return w.clone();
    }
    if penalty == ONE {
        return clipped.clone();
    }
    let between = |(w, clipped): (&Option<Q32>, &Option<Q32>)| {
        let (w, clipped) = (w.unwrap_or(0), clipped.unwrap_or(0));
        Some(w + mul(penalty, clipped - w)).filter(|x| *x > 0)
    };
    w.iter().zip(clipped).map(|(w, c)| w.iter().zip(c).map(between).collect()).collect()
}

fn first_fine_entries(row: &[(u16, u32)], n: usize) -> Vec<Option<Q32>> {
    let mut dense = vec![None; n];
    for (j, value) in row {
        if usize::from(*j) < n && dense[usize::from(*j)].is_none() {
            dense[usize::from(*j)] = Some(Q32::from(*value));
        }
    }
    dense
}

fn old_bonds(inputs: &Inputs, n: usize, at: &dyn Fn(&[u64], usize) -> u64) -> Matrix {
    let last = match inputs.last_epoch_block {
        0 => inputs.block.saturating_sub(u64::from(inputs.tempo)),
        last => last + 1,
    };
    let rows = (0..n).map(|i| match inputs.profile {
        Profile::Reference => inputs.bonds.get(i).map_or(Vec::new(), |row| first_entries(row, n)),
        Profile::Precise(precise) => {
            precise.bonds.get(i).map_or(Vec::new(), |row| first_fine_entries(row, n))
        }
    });
    let masked = |mut row: Vec<Option<Q32>>| {
        for (j, entry) in row.iter_mut().enumerate() {
            if last <= at(inputs.registered_at, j) {
                *entry = None;
            }
        }
        row
    };
    rows.map(masked).collect()
}

fn ema(fresh: &Matrix, old: &Matrix, alpha: Q32, n: usize) -> Matrix {
    let row = |(fresh, old): (&Vec<Option<Q32>>, &Vec<Option<Q32>>)| {
        if fresh.is_empty() && old.is_empty() {
            return Vec::new();
        }
        let get = |row: &Vec<Option<Q32>>, j: usize| row.get(j).copied().flatten().unwrap_or(0);
        let mean = |j| mul(alpha, get(fresh, j)) + mul(ONE - alpha, get(old, j));
        (0..n).map(|j| Some(mean(j)).filter(|mean| *mean > 0)).collect()
    };
    fresh.iter().zip(old).map(row).collect()
}

/// Sum over miners of incentive times the validator's part.
fn earned(bonds: &Matrix, incentive: &[Q32]) -> Vec<Q32> {
    let row = |row: &Vec<Option<Q32>>| row.iter().zip(incentive).map(|(e, i)| mul(e.unwrap_or(0), *i)).sum();
    bonds.iter().map(row).collect()
}

/// New bonds as they are stored, before they become u16, and dividends.
fn yuma2(buy: &Matrix, mut old: Matrix, a: &[Q32], incentive: &[Q32], alpha: Q32) -> (Matrix, Vec<Q32>) {
    let n = a.len();
    for entry in old.iter_mut().flatten().flatten() {
        *entry <<= 32;
    }
    column_normalise(&mut old, n);
    let staked = |(row, a): (&Vec<Option<Q32>>, &Q32)| row.iter().map(|w| w.map(|w| mul(w, *a))).collect();
    let mut delta: Matrix = buy.iter().zip(a).map(staked).collect();
    column_normalise(&mut delta, n);
    let mut bonds = ema(&delta, &old, alpha, n);
    column_normalise(&mut bonds, n);
    let dividends = normalise(&earned(&bonds, incentive));
    for j in 0..n {
        let most = bonds.iter().filter_map(|row| row.get(j).copied().flatten()).max().unwrap_or(0);
        for entry in bonds.iter_mut().filter_map(|row| row.get_mut(j)).flatten() {
            *entry = div(*entry, most);
        }
    }
    (bonds, dividends)
}

fn yuma3(buy: &Matrix, old: Matrix, a: &[Q32], incentive: &[Q32], speed: Speed) -> (Matrix, Vec<Q32>) {
    let bonds = match speed {
        Speed::Fixed(alpha) => ema(buy, &old, alpha, a.len()),
        Speed::Liquid { settings, c, union } => liquid(buy, &old, settings, c, union),
    };
    let mut shares = bonds.clone();
    column_normalise(&mut shares, a.len());
    let staked: Vec<Q32> = earned(&shares, incentive).iter().zip(a).map(|(t, a)| mul(*t, *a)).collect();
    (bonds, normalise(&staked))
}

/// How fast bonds follow weights.
#[derive(Clone, Copy)]
enum Speed<'a> {
    Fixed(Q32),
    Liquid { settings: Liquid, c: &'a [Q32], union: bool },
}

fn exp(x: Q32) -> Q32 {
    let x = x.clamp(-20 * ONE, 20 * ONE);
    if x == 0 {
        return ONE;
    }
    if x == ONE {
        return 22_802_600 << 9;
    }
    let (mut sum, mut term) = (ONE + x.abs(), x.abs());
    for i in 2..=31 {
        term = mul(term, x.abs());
        term /= i;
        sum += term;
    }
    if x < 0 {
        (1 << 64) / sum
    } else {
        sum
    }
}

/// Bonds at a speed for each pair, on what today's row still names, or on all that is named or held.
fn liquid(buy: &Matrix, old: &Matrix, settings: Liquid, c: &[Q32], union: bool) -> Matrix {
    let (low, high) = (proportion(settings.low), proportion(settings.high.max(settings.low)));
    let k = (Q32::from(settings.steepness) << 32) / -100;
    let entry = |w: Q32, bond: Q32, c: Q32| {
        let up = (w - c).clamp(0, ONE);
        let down = (bond - w).clamp(0, ONE);
        let d = if w >= bond { up } else { down };
        let g = div(ONE, ONE + exp(mul(k, d - ONE / 2)));
        let a = (low + mul(g, high - low)).clamp(low, high);
        (mul(ONE - a, bond) + mul(a, w).max(0)).min(ONE)
    };
    let row = |(buy, old): (&Vec<Option<Q32>>, &Vec<Option<Q32>>)| {
        let held = |j: usize| old.get(j).copied().flatten().unwrap_or(0);
        let named = |j: usize| buy.get(j).copied().flatten().or(union.then_some(0));
        (0..c.len()).map(|j| named(j).map(|w| entry(w, held(j), c[j])).filter(|e| *e > 0)).collect()
    };
    buy.iter().zip(old).map(row).collect()
}

/// The rows of those whose bonds are kept, before they are cut to size.
fn kept(bonds: &Matrix, permits: &[bool]) -> Vec<Vec<(u16, Q32)>> {
    let row = |(row, permit): (&Vec<Option<Q32>>, &bool)| {
        let entries = row.iter().zip(0..).filter_map(|(entry, j)| entry.map(|entry| (j, entry)));
        if *permit {
            entries.collect()
        } else {
            Vec::new()
        }
    };
    bonds.iter().zip(permits).map(row).collect()
}

/// One epoch.
pub fn epoch(inputs: &Inputs) -> Outcome {
    let n = inputs.stake.len();
    let at = |list: &[u64], u: usize| list.get(u).copied().unwrap_or(0);
    let spoken = |u: usize| {
        inputs
            .last_update
            .get(u)
            .is_some_and(|at: &u64| at.saturating_add(inputs.activity_cutoff) >= inputs.block)
    };
    let active: Vec<bool> = (0..n).map(spoken).collect();
    let s = stake_shares(inputs);
    let owner = |u: usize| inputs.owner_uid.map(usize::from) == Some(u);
    let old: Vec<bool> = (0..n).map(|u| owner(u) || inputs.permits.get(u) == Some(&true)).collect();
    let permits = new_permits(&s, usize::from(inputs.max_validators), inputs.owner_uid);
    let a = normalise(&(0..n).map(|u| if active[u] && old[u] { s[u] } else { 0 }).collect::<Vec<_>>());

    let w = weights(inputs, &old, &at);
    let precise = match inputs.profile {
        Profile::Reference => None,
        Profile::Precise(precise) => Some(precise),
    };
    let vote = |u: usize| match active[u] && old[u] {
        true if owner(u) || inputs.stake[u] >> 32 >= u128::from(inputs.stake_threshold) => inputs.stake[u],
        _ => 0,
    };
    let c = match precise {
        None => consensus(&w, &a, proportion(inputs.kappa)),
        Some(_) => exact_consensus(&w, &(0..n).map(vote).collect::<Vec<_>>(), inputs.kappa),
    };
    let clipped = clip(&w, &c);
    let trust: Vec<Q32> = clipped.iter().map(|row| row.iter().flatten().sum()).collect();
    let mut rank = vec![0; n];
    for (row, a) in clipped.iter().zip(&a) {
        for (rank, entry) in rank.iter_mut().zip(row) {
            *rank += mul(*a, entry.unwrap_or(0));
        }
    }
    let incentive = normalise(&rank);

    let buy = buying(&w, &clipped, proportion(inputs.bonds_penalty));
    let bonds = old_bonds(inputs, n, &at);
    // floor in Q64 of the parts in a million, cut to Q32.
    let alpha = ONE - (((Q32::from(inputs.bonds_moving_average) << 64) / 1_000_000) >> 32);
    let speed = match inputs.liquid {
        Some(settings) if c.iter().any(|c| *c != 0) => {
            Speed::Liquid { settings, c: &c, union: precise.is_some() }
        }
        _ => Speed::Fixed(alpha),
    };
    let (bonds, dividends) = if inputs.yuma3 {
        let share = |bond: Q32| if precise.is_some() { bond } else { proportion(bond as u16) };
        let bonds =
            bonds.into_iter().map(|row| row.into_iter().map(|bond| bond.map(share)).collect()).collect();
        yuma3(&buy, bonds, &a, &incentive, speed)
    } else {
        yuma2(&buy, bonds, &a, &incentive, alpha)
    };

    let comb: Vec<Q32> = incentive.iter().zip(&dividends).map(|(i, d)| i + d).collect();
    let sum: Q32 = comb.iter().sum();
    let by_stake = if a.iter().any(|a| *a > 0) { &a } else { &s };
    let (server, validator, combined) = if sum == 0 {
        (vec![0; n], by_stake.clone(), by_stake.clone())
    } else {
        let part = |v: &[Q32]| v.iter().map(|x| div(*x, sum)).collect();
        (part(&incentive), part(&dividends), normalise(&comb))
    };
    let amounts = |v: &[Q32]| v.iter().map(|x| ((x * Q32::from(inputs.emission)) >> 32) as u64).collect();
    let u16s = |v: &[Q32]| v.iter().copied().map(to_u16).collect();
    let bits = |v: &[Q32]| v.iter().map(|x| *x as u64).collect();
    let mut paid = (amounts(&server), amounts(&validator), amounts(&combined));
    if let Some(precise) = precise {
        let sum = |v: &[Q32]| v.iter().sum::<Q32>();
        let miners = precise.miners.min(inputs.emission);
        let claims = if sum(&dividends) > 0 { &dividends } else { by_stake };
        let miners = match (sum(&incentive), sum(claims)) {
            (0, _) => 0,
            (_, 0) => inputs.emission,
            _ => miners,
        };
        let (server, validator) = (pot(miners, &incentive), pot(inputs.emission - miners, claims));
        let both = server.iter().zip(&validator).map(|(s, v)| s + v).collect();
        paid = (server, validator, both);
    }
    let fine =
        |row: Vec<(u16, Q32)>| row.into_iter().map(|(j, e)| (j, e.min((1 << 32) - 1) as u32)).collect();
    Outcome {
        active,
        bonds: kept(&bonds, &permits)
            .into_iter()
            .map(|row| row.into_iter().map(|(j, e)| (j, to_u16(e))).collect())
            .collect(),
        precise_bonds: precise.map_or(Vec::new(), |_| kept(&bonds, &permits).into_iter().map(fine).collect()),
        permits,
        stake_weight: u16s(&s),
        consensus: u16s(&c),
        incentive: u16s(&incentive),
        dividends: u16s(&dividends),
        trust: u16s(&trust),
        server_emission: paid.0,
        validator_emission: paid.1,
        emission: paid.2,
        incentive_q32: bits(&incentive),
        dividends_q32: bits(&dividends),
        server_share_q32: bits(&server),
        validator_share_q32: bits(&validator),
    }
}
