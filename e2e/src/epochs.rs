//! Epochs seen from outside: what a subnet's state was before one, what it is after, and what the rules of
//! `core/yuma` make of the former.

use crate::{
    state::{hashed, plain, State},
    Failure, Node,
};
use codec::Decode;
use myelin_stake::stake_weight;
use myelin_units::{Alpha, PerU16, TaoWeight};
use myelin_yuma::{Inputs, Outcome, Profile, Scratch};

type Account = [u8; 32];
type Row = Vec<(u16, u16)>;

/// What the wire says of an absent value.
mod default {
    pub const TAO_WEIGHT: u64 = 971_718_665_099_567_868;
    pub const OWNER_CUT: u16 = 11_796;
    pub const KAPPA: u16 = 32_767;
    pub const BONDS_PENALTY: u16 = 65_535;
    pub const BONDS_MOVING_AVERAGE: u64 = 900_000;
    pub const ACTIVITY_CUTOFF_FACTOR: u32 = 13_889;
}

/// What an epoch left in the subnet's storage, by uid.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Stored {
    /// Whether the uid spoke within the activity cutoff.
    pub active: Vec<bool>,
    /// Permits from now on.
    pub permits: Vec<bool>,
    /// Share of all stake weight, over 65535.
    pub stake_weight: Vec<u16>,
    /// Weight that enough stake supports, over 65535.
    pub consensus: Vec<u16>,
    /// Share of what miners earn, over 65535.
    pub incentive: Vec<u16>,
    /// Share of what validators earn, over 65535.
    pub dividends: Vec<u16>,
    /// Validator trust, over 65535.
    pub trust: Vec<u16>,
    /// Alpha of the combined share, in rao.
    pub emission: Vec<u64>,
    /// Bonds.
    pub bonds: Vec<Row>,
}

impl From<Outcome> for Stored {
    fn from(outcome: Outcome) -> Self {
        Self {
            active: outcome.active,
            permits: outcome.permits,
            stake_weight: outcome.stake_weight,
            consensus: outcome.consensus,
            incentive: outcome.incentive,
            dividends: outcome.dividends,
            trust: outcome.trust,
            emission: outcome.emission,
            bonds: outcome.bonds,
        }
    }
}

/// The blocks in which epochs of a subnet were paid, up to `head`, the last one first.
pub async fn blocks(node: &Node, netuid: u16, head: u64) -> Result<Vec<u64>, Failure> {
    let mut found = Vec::new();
    let mut at = head;
    loop {
        let state = State::after(node, at).await?;
        let epoch = state.value::<u64>("LastMechansimStepBlock", &plain(netuid)).await?.unwrap_or(0);
        if epoch == 0 {
            return Ok(found);
        }
        found.push(epoch);
        at = epoch.checked_sub(1).ok_or("an epoch in the first block")?;
    }
}

/// What the chain stored in the epoch of `block`. A neuron that registered later in that block has its place in the
/// lists already, and no part in the epoch: it is left out.
pub async fn stored(node: &Node, netuid: u16, block: u64) -> Result<Stored, Failure> {
    let key = plain(netuid);
    let before = State::after(node, block.checked_sub(1).ok_or("an epoch in the first block")?).await?;
    let n = before.value::<u16>("SubnetworkN", &key).await?.unwrap_or(0);
    let state = State::after(node, block).await?;
    Ok(Stored {
        active: first(n, &state, "Active", &key).await?,
        permits: first(n, &state, "ValidatorPermit", &key).await?,
        stake_weight: first(n, &state, "StakeWeight", &key).await?,
        consensus: first(n, &state, "Consensus", &key).await?,
        incentive: first(n, &state, "Incentive", &key).await?,
        dividends: first(n, &state, "Dividends", &key).await?,
        trust: first(n, &state, "ValidatorTrust", &key).await?,
        emission: first(n, &state, "Emission", &key).await?,
        bonds: rows(&state, "Bonds", netuid, n).await?,
    })
}

/// The list's first `n` values.
async fn first<T: Decode>(n: u16, state: &State<'_>, item: &str, key: &[u8]) -> Result<Vec<T>, Failure> {
    let mut list: Vec<T> = state.value(item, key).await?.unwrap_or_default();
    list.truncate(usize::from(n));
    Ok(list)
}

/// What `core/yuma` makes of the state before the epoch of `block`.
///
/// An epoch runs when its block opens, so its inputs are what the block before left, and of its own block only the
/// alpha that the step has just set aside.
pub async fn computed(node: &Node, netuid: u16, block: u64) -> Result<Stored, Failure> {
    let before = State::after(node, block.checked_sub(1).ok_or("an epoch in the first block")?).await?;
    let own = State::after(node, block).await?;
    let key = plain(netuid);
    let n = before.value::<u16>("SubnetworkN", &key).await?.unwrap_or(0);
    let hotkeys: Vec<Account> = complete("Keys", before.values("Keys", &by_uid(netuid, n)).await?)?;
    let owner = before.value::<Account>("SubnetOwnerHotkey", &key).await?;
    let owner_uid = (0u16..).zip(&hotkeys).find(|(_, hotkey)| Some(**hotkey) == owner).map(|(uid, _)| uid);
    let tempo = before.value::<u16>("Tempo", &key).await?.ok_or("a subnet without a tempo")?;
    let inputs = Inputs {
        block,
        tempo,
        last_epoch_block: before.value("LastMechansimStepBlock", &key).await?.unwrap_or(0),
        activity_cutoff: activity_cutoff(&before, netuid, tempo).await?,
        kappa: before.value("Kappa", &key).await?.unwrap_or(default::KAPPA),
        bonds_penalty: before.value("BondsPenalty", &key).await?.unwrap_or(default::BONDS_PENALTY),
        bonds_moving_average: before
            .value("BondsMovingAverage", &key)
            .await?
            .unwrap_or(default::BONDS_MOVING_AVERAGE),
        yuma3: before.value("Yuma3On", &hashed(netuid)).await?.unwrap_or(false),
        liquid: None,
        max_validators: before.value("MaxAllowedValidators", &key).await?.ok_or("no MaxAllowedValidators")?,
        stake_threshold: before.value("StakeThreshold", &[]).await?.unwrap_or(0),
        owner_uid,
        stake: &stakes(&before, netuid, &hotkeys).await?,
        last_update: &before.value::<Vec<u64>>("LastUpdate", &key).await?.unwrap_or_default(),
        registered_at: &registrations(&before, netuid, n).await?,
        first_commit: &[],
        permits: &before.value::<Vec<bool>>("ValidatorPermit", &key).await?.unwrap_or_default(),
        weights: &rows(&before, "Weights", netuid, n).await?,
        bonds: &rows(&before, "Bonds", netuid, n).await?,
        emission: pots(&before, &own, netuid).await?,
        profile: Profile::Reference,
    };
    Ok(myelin_yuma::epoch(&inputs, &mut Scratch::default()).into())
}

/// The alpha that an epoch shares out: what waited, and what its own block adds for all but the owner
/// (economics §2.5, §2.7).
async fn pots(before: &State<'_>, own: &State<'_>, netuid: u16) -> Result<u64, Failure> {
    let key = plain(netuid);
    let mut sum = 0u64;
    for pot in ["PendingServerEmission", "PendingValidatorEmission", "PendingRootAlphaDivs"] {
        let waiting = before.value::<u64>(pot, &key).await?.unwrap_or(0);
        sum = sum.checked_add(waiting).ok_or("the pots are too full")?;
    }
    let fresh = own.value::<u64>("SubnetAlphaOutEmission", &key).await?.unwrap_or(0);
    let cut = match before.value("OwnerCutEnabled", &key).await?.unwrap_or(true) {
        true => PerU16::new(before.value("SubnetOwnerCut", &[]).await?.unwrap_or(default::OWNER_CUT)),
        false => PerU16::ZERO,
    };
    let added = fresh.saturating_sub(cut.of_floor(fresh));
    Ok(sum.checked_add(added).ok_or("the pots are too full")?)
}

/// Blocks after its last weights for which a uid is active: thousandths of a tempo, at least one block.
async fn activity_cutoff(state: &State<'_>, netuid: u16, tempo: u16) -> Result<u64, Failure> {
    let factor = state.value::<u32>("ActivityCutoffFactorMilli", &plain(netuid)).await?;
    let factor = u64::from(factor.unwrap_or(default::ACTIVITY_CUTOFF_FACTOR));
    Ok((factor.saturating_mul(tempo.into()) / 1_000).max(1))
}

/// Stake weights: alpha here, and root stake by `TaoWeight`.
async fn stakes(state: &State<'_>, netuid: u16, hotkeys: &[Account]) -> Result<Vec<u128>, Failure> {
    let weight = TaoWeight::new(state.value("TaoWeight", &[]).await?.unwrap_or(default::TAO_WEIGHT));
    let keys = |netuid: u16| -> Vec<Vec<u8>> {
        hotkeys.iter().map(|hotkey| [hashed(hotkey), plain(netuid)].concat()).collect()
    };
    let here = state.values::<u64>("TotalHotkeyAlpha", &keys(netuid)).await?;
    let root = state.values::<u64>("TotalHotkeyAlpha", &keys(0)).await?;
    let of = |amount: &Option<u64>| Alpha::new(amount.unwrap_or(0));
    Ok(here.iter().zip(&root).map(|(here, root)| stake_weight(of(here), of(root), weight).bits()).collect())
}

async fn registrations(state: &State<'_>, netuid: u16, n: u16) -> Result<Vec<u64>, Failure> {
    let blocks = state.values::<u64>("BlockAtRegistration", &by_uid(netuid, n)).await?;
    Ok(blocks.into_iter().map(Option::unwrap_or_default).collect())
}

async fn rows(state: &State<'_>, item: &str, netuid: u16, n: u16) -> Result<Vec<Row>, Failure> {
    let rows = state.values::<Row>(item, &by_uid(netuid, n)).await?;
    Ok(rows.into_iter().map(Option::unwrap_or_default).collect())
}

fn by_uid(netuid: u16, n: u16) -> Vec<Vec<u8>> {
    (0..n).map(|uid| plain((netuid, uid))).collect()
}

fn complete<T>(item: &str, values: Vec<Option<T>>) -> Result<Vec<T>, Failure> {
    values.into_iter().collect::<Option<_>>().ok_or_else(|| format!("{item} has gaps").into())
}
