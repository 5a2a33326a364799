//! Whether a row of weights can count, as the chain judges one that is set openly. A sealed row is judged when it opens:
//! then it is too late to do something about it.

use crate::{keys, AccountId, ChainError, Row, Snapshot};
use myelin_units::NetUid;
use myelin_yuma::upscale::{max_upscale, within_max_weight};
use std::collections::BTreeSet;

/// The fewest weights of subnets that have chosen none.
const DEFAULT_FEWEST: u16 = 1_024;
/// No limit on one weight's part.
const WHOLE: u16 = u16::MAX;

/// What a subnet asks of a row, and of who sets it.
#[derive(Debug, Clone)]
pub struct Rules {
    netuid: NetUid,
    /// Neurons there are.
    neurons: u16,
    fewest: u16,
    /// The largest part of one weight, over 65,535.
    largest: u16,
    version_key: u64,
    /// The uid that sets the row.
    uid: u16,
    /// May it weigh others?
    may_weigh: bool,
}

/// Why a row cannot count: the chain's name of it, the limit and the value.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
#[allow(missing_docs)] // each says what it is in its own text
pub enum Unusable {
    #[error(
        "CanNotSetRootNetworkWeights: root has no weights; `myelin root vote` votes on the shares of subnets"
    )]
    Root,
    #[error(
        "UidsLengthExceedUidsInSubNet: the row has {has} weights, and subnet {netuid} {neurons} neurons"
    )]
    TooMany { has: usize, netuid: NetUid, neurons: u16 },
    #[error("IncorrectWeightVersionKey: the row is of version {has}, and subnet {netuid} asks for {least} at least (`version_key`, `--version-key`)")]
    OldVersion { has: u64, netuid: NetUid, least: u64 },
    #[error("NeuronNoValidatorPermit: uid {uid} of subnet {netuid} may weigh itself alone: it has no validator permit (`myelin neuron show {netuid}`)")]
    NoPermit { uid: u16, netuid: NetUid },
    #[error("HotKeyNotRegisteredInSubNet: hotkey {hotkey} has no neuron in subnet {netuid} to weigh with: register it (`myelin neuron register {netuid}`)")]
    NoNeuron { hotkey: AccountId, netuid: NetUid },
    #[error("WeightVecNotEqualSize: the row has {uids} uids and {values} values")]
    Uneven { uids: usize, values: usize },
    #[error("DuplicateUids: uid {0} stands twice in the row")]
    Twice(u16),
    #[error("UidVecContainInvalidOne: subnet {netuid} has no uid {uid}, but {neurons} from 0 on: see `myelin neuron list {netuid}`")]
    NoSuchUid { uid: u16, netuid: NetUid, neurons: u16 },
    #[error(
        "WeightVecLengthIsLow: the row has {has} weights, and subnet {netuid} asks for {fewest} at least"
    )]
    TooFew { has: usize, netuid: NetUid, fewest: u16 },
    #[error("MaxWeightExceeded: one weight is {has} of the row, and subnet {netuid} allows {most} at most")]
    TooLarge { has: String, netuid: NetUid, most: String },
    #[error(
        "all weights of the row are zero: it judges nobody, and would take the place of the row that stands"
    )]
    Nothing,
}

impl Rules {
    /// Those of a subnet for a neuron of it.
    pub async fn read(
        state: &Snapshot,
        netuid: NetUid,
        hotkey: AccountId,
        uid: u16,
    ) -> Result<Self, ChainError> {
        let of_subnet = |item| keys::network::<u16>(item).plain(netuid);
        let short = ["SubnetworkN", "MinAllowedWeights", "MaxWeightsLimit"].map(of_subnet);
        let version = keys::network::<u64>("WeightsVersionKey").plain(netuid);
        let permits = keys::network::<Vec<bool>>("ValidatorPermit").plain(netuid);
        let owner = keys::network::<AccountId>("SubnetOwnerHotkey").plain(netuid);
        let (short, version, permits, owner) = tokio::try_join!(
            state.values(&short),
            state.value(&version),
            state.value(&permits),
            state.value(&owner)
        )?;
        let short = |item: usize| short.get(item).copied().flatten();
        let permitted = permits.and_then(|all| all.get(usize::from(uid)).copied()).unwrap_or(false);
        Ok(Self {
            netuid,
            neurons: short(0).unwrap_or_default(),
            fewest: short(1).unwrap_or(DEFAULT_FEWEST),
            largest: short(2).unwrap_or(WHOLE),
            version_key: version.unwrap_or_default(),
            uid,
            may_weigh: permitted || owner == Some(hotkey),
        })
    }

    /// The first thing that is wrong with a row, in the chain's order.
    pub fn check(&self, row: &Row) -> Result<(), Unusable> {
        let Self { netuid, neurons, .. } = *self;
        if netuid.is_root() {
            return Err(Unusable::Root);
        }
        let (has, values) = (row.uids.len(), row.values.len());
        if has != values {
            return Err(Unusable::Uneven { uids: has, values });
        }
        if has > usize::from(neurons) {
            return Err(Unusable::TooMany { has, netuid, neurons });
        }
        if row.version_key < self.version_key {
            return Err(Unusable::OldVersion { has: row.version_key, netuid, least: self.version_key });
        }
        let only_itself = row.uids == [self.uid];
        if !self.may_weigh && !only_itself {
            return Err(Unusable::NoPermit { uid: self.uid, netuid });
        }
        let mut seen = BTreeSet::new();
        if let Some(twice) = row.uids.iter().find(|uid| !seen.insert(**uid)) {
            return Err(Unusable::Twice(*twice));
        }
        if let Some(uid) = row.uids.iter().copied().find(|uid| *uid >= neurons) {
            return Err(Unusable::NoSuchUid { uid, netuid, neurons });
        }
        // The chain would take it.
        if row.values.iter().all(|value| *value == 0) {
            return Err(Unusable::Nothing);
        }
        let fewest = self.fewest.min(neurons);
        if has < usize::from(fewest) && !only_itself {
            return Err(Unusable::TooFew { has, netuid, fewest });
        }
        self.check_largest(row)
    }

    /// [`Rules::check`] with the rules of now, for the neuron of a hotkey.
    pub(crate) async fn hold(
        state: &Snapshot,
        netuid: NetUid,
        hotkey: AccountId,
        row: &Row,
    ) -> Result<(), ChainError> {
        let uid = state.uid_of(netuid, hotkey).await?;
        let rules = match uid {
            _ if netuid.is_root() => return Err(Unusable::Root.into()),
            None => return Err(Unusable::NoNeuron { hotkey, netuid }.into()),
            Some(uid) => Self::read(state, netuid, hotkey, uid.number()).await?,
        };
        Ok(rules.check(row)?)
    }

    fn check_largest(&self, row: &Row) -> Result<(), Unusable> {
        if within_max_weight(&max_upscale(&row.values), self.largest) {
            return Ok(());
        }
        let sum: u128 = row.values.iter().copied().map(u128::from).sum();
        let most = row.values.iter().copied().max().unwrap_or_default();
        Err(Unusable::TooLarge {
            has: percent(most.into(), sum),
            netuid: self.netuid,
            most: percent(self.largest.into(), WHOLE.into()),
        })
    }
}

/// A part in percent, to the hundredth, rounded half up.
fn percent(part: u128, whole: u128) -> String {
    let hundredths = part.saturating_mul(20_000).saturating_add(whole);
    let hundredths = hundredths.checked_div(whole.saturating_mul(2)).unwrap_or_default();
    format!("{}.{:02} %", hundredths / 100, hundredths % 100)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rules() -> Rules {
        let netuid = NetUid::new(2);
        Rules { netuid, neurons: 4, fewest: 2, largest: WHOLE, version_key: 5, uid: 0, may_weigh: true }
    }

    fn said(rules: &Rules, uids: &[u16], values: &[u16]) -> String {
        let row = Row { uids: uids.to_vec(), values: values.to_vec(), version_key: 5 };
        rules.check(&row).map_or_else(|why| why.to_string(), |()| "fine".into())
    }

    #[test]
    fn row_should_be_refused_with_limit_and_value_when_the_chain_would_refuse_it() {
        let cases: [(&[u16], &str); 5] = [
            (&[0, 3], "fine"),
            (&[1, 2, 1], "DuplicateUids: uid 1"),
            (&[1, 77], "no uid 77, but 4"),
            (&[1], "has 1 weights, and subnet 2 asks for 2"),
            (&[0, 1, 2, 3, 0], "has 5 weights, and subnet 2 4 neurons"),
        ];
        for (uids, why) in cases {
            let said = said(&rules(), uids, &vec![1; uids.len()]);
            assert!(said.contains(why), "{uids:?}: {said}");
        }
        assert!(said(&rules(), &[0, 1], &[0, 0]).contains("judges nobody"));
        assert!(said(&rules(), &[0, 1], &[1]).contains("2 uids and 1 values"));
        // A neuron may weigh itself alone, however few that is.
        assert_eq!(said(&rules(), &[0], &[1]), "fine");
    }

    #[test]
    fn row_should_be_refused_when_one_weight_is_too_large_a_part() {
        let rules = Rules { largest: 32_768, ..rules() };
        assert_eq!(said(&rules, &[0, 1], &[1, 1]), "fine");
        let said = said(&rules, &[0, 1], &[1, 3]);
        assert!(said.contains("75.00 % of the row") && said.contains("50.00 % at most"), "{said}");
    }

    #[test]
    fn row_should_be_refused_when_its_neuron_or_its_version_may_not() {
        let stranger = Rules { may_weigh: false, ..rules() };
        assert!(said(&stranger, &[0, 1], &[1, 1]).contains("NeuronNoValidatorPermit"));
        assert_eq!(said(&stranger, &[0], &[1]), "fine");
        let newer = Rules { version_key: 6, ..rules() };
        assert!(said(&newer, &[0, 1], &[1, 1]).contains("of version 5, and subnet 2 asks for 6"));
        let root = Rules { netuid: NetUid::ROOT, ..rules() };
        assert!(said(&root, &[0, 1], &[1, 1]).contains("root vote"));
    }
}
