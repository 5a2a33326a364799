//! Hotkeys that do anything in any order, beside a plain account of what must follow.

use crate::{
    data::Data, mock::*, pallet::*, registration::CommitmentInfo, timelock::MOST_OPENED,
    timelock::MOST_REVEALED,
};
use frame_support::traits::Hooks;
use myelin_timelock::{development, encrypt};
use myelin_units::NetUid;
use pallet_network::{keys::OnHotkeySwap, SubnetEpochIndex, Uids};
use sp_runtime::{AccountId32, DispatchError};
use std::collections::{BTreeMap, BTreeSet};

/// Numbers that are the same in every run of a seed.
struct Dice(u64);

impl Dice {
    fn below(&mut self, end: u64) -> u64 {
        self.0 = self.0.wrapping_mul(6364136223846793005).wrapping_add(1442695040888963407);
        (self.0 >> 33) % end
    }
}

/// A field as its sender knows it.
#[derive(Clone, PartialEq)]
enum Field {
    Plain(Data),
    /// Opens in a round with this text; with nothing if it cannot be opened.
    Sealed(u64, Option<Vec<u8>>, Data),
}

impl Field {
    fn data(&self) -> Data {
        match self {
            Self::Plain(data) | Self::Sealed(_, _, data) => data.clone(),
        }
    }
}

/// What must be known of a hotkey on a subnet.
#[derive(Clone, Default)]
struct Account {
    fields: Option<Vec<Field>>,
    revealed: Vec<Vec<u8>>,
    used: Option<(u64, u64)>,
}

type Key = (NetUid, AccountId32);

/// All that must follow from what was done.
struct World {
    dice: Dice,
    accounts: BTreeMap<Key, Account>,
    registered: BTreeSet<Key>,
    epochs: BTreeMap<NetUid, u64>,
    limit: u64,
    accepted: u32,
    refused: BTreeMap<&'static str, u32>,
}

impl World {
    fn new(seed: u64) -> Self {
        let subnets = [SUBNET, OTHER];
        Self {
            dice: Dice(seed),
            accounts: BTreeMap::new(),
            registered: subnets.map(|netuid| (netuid, hotkey())).into(), // uid 0 of both
            epochs: subnets.map(|netuid| (netuid, SubnetEpochIndex::<Test>::get(netuid))).into(),
            limit: MaxSpace::<Test>::get().into(),
            accepted: 0,
            refused: BTreeMap::new(),
        }
    }

    fn key(&mut self) -> Key {
        let netuid = if self.dice.below(2) == 0 { SUBNET } else { OTHER };
        (netuid, account(100 + self.dice.below(4) as u8))
    }

    fn field(&mut self) -> Field {
        let length = |most: u64, dice: &mut Dice| vec![7; dice.below(most + 1) as usize];
        let round = LastRound::get() + self.dice.below(9) - 3;
        match self.dice.below(8) {
            0 => Field::Plain(Data::None),
            1 => Field::Plain(Data::Raw(length(128, &mut self.dice).try_into().unwrap())),
            2 => Field::Plain(Data::BigRaw(length(512, &mut self.dice).try_into().unwrap())),
            3 => Field::Plain(Data::Keccak256([3; 32])),
            // Rubbish, and what nobody can read before the sun is cold.
            4 => sealed(round, None, length(200, &mut self.dice)),
            5 => sealed(u64::MAX - self.dice.below(3), None, vec![1; 50]),
            _ => {
                let text = length(60, &mut self.dice);
                let bytes = encrypt(&development::beacon(), round, &text, &[7; 76]).unwrap();
                sealed(round, Some(text), bytes)
            }
        }
    }

    /// Publishes something, and knows what comes of it.
    fn commit(&mut self) {
        let key = self.key();
        let fields: Vec<Field> = (0..self.dice.below(4)).map(|_| self.field()).collect();
        let expected = self.allows(&key, &fields);
        let info =
            CommitmentInfo { fields: fields.iter().map(Field::data).collect::<Vec<_>>().try_into().unwrap() };
        let bytes = info.bytes().max(100);
        let result = Commitments::set_commitment(RuntimeOrigin::signed(key.1.clone()), key.0, Box::new(info));
        assert_eq!(result, expected.map_err(DispatchError::from));
        let Err(DispatchError::Module(error)) = result else {
            let (account, epoch) = (self.accounts.entry(key.clone()).or_default(), self.epochs[&key.0]);
            let used = account.used.filter(|(last, _)| *last == epoch).map_or(0, |(_, used)| used);
            account.used = Some((epoch, used + bytes));
            account.fields = Some(fields);
            self.accepted += 1;
            return;
        };
        *self.refused.entry(error.message.unwrap()).or_default() += 1;
    }

    fn allows(&self, key: &Key, fields: &[Field]) -> Result<(), Error<Test>> {
        if !self.registered.contains(key) {
            return Err(Error::AccountNotAllowedCommit);
        }
        let last = LastRound::get();
        let is_missed = |round: &u64| *round <= last && (*round < 90 || Missing::get().contains(round));
        if fields.iter().any(|field| matches!(field, Field::Sealed(round, ..) if is_missed(round))) {
            return Err(Error::TimelockRoundMissed);
        }
        let bytes: u64 = fields.iter().map(|field| field.data().bytes()).sum();
        let used = self.accounts.get(key).and_then(|account| account.used);
        let used = used.filter(|(epoch, _)| *epoch == self.epochs[&key.0]).map_or(0, |(_, used)| used);
        if used + bytes.max(100) > self.limit {
            return Err(Error::SpaceLimitExceeded);
        }
        Ok(())
    }

    /// The beacon goes on, sometimes with a gap; blocks pass until all is open that can be.
    fn rounds(&mut self) {
        let last = LastRound::get() + 1 + self.dice.below(4);
        if self.dice.below(2) == 0 {
            Missing::mutate(|missing| missing.push(last - 1));
        }
        LastRound::set(last);
        let waiting =
            || TimelockQueue::<Test>::iter_keys().filter(|(key, _)| u64::from_be_bytes(*key) <= last).count();
        while waiting() > 0 {
            let (before, sealed) = (waiting(), sealed_fields());
            System::set_block_number(System::block_number() + 1);
            Commitments::on_initialize(System::block_number());
            assert!(waiting() < before, "a block opened nothing");
            assert!(sealed - sealed_fields() <= MOST_OPENED as usize + 2);
        }
        self.accounts.values_mut().for_each(|account| open(account, last));
    }

    /// Anything that others do.
    fn others(&mut self) {
        match self.dice.below(4) {
            0 => {
                let key = self.key();
                if self.registered.remove(&key) {
                    Uids::<Test>::remove(key.0, &key.1);
                } else {
                    Uids::<Test>::insert(key.0, &key.1, 7);
                    self.registered.insert(key);
                }
            }
            1 => {
                let netuid = self.key().0;
                *self.epochs.get_mut(&netuid).unwrap() += 1;
                SubnetEpochIndex::<Test>::mutate(netuid, |epoch| *epoch += 1);
            }
            2 => {
                self.limit = self.dice.below(5_000);
                Commitments::set_max_space(RuntimeOrigin::root(), self.limit as u32).unwrap();
            }
            _ => {
                let ((netuid, old), (_, new)) = (self.key(), self.key());
                Commitments::hotkey_swapped(netuid, &old, &new);
                let [one, other] = [&old, &new].map(|who| self.accounts.remove(&(netuid, who.clone())));
                // Of a key that is swapped with itself nothing changes.
                let (of_new, of_old) = if old == new { (one, None) } else { (one, other) };
                of_old.map(|account| self.accounts.insert((netuid, old), account));
                of_new.map(|account| self.accounts.insert((netuid, new), account));
            }
        }
    }

    /// The chain has what must be there, and nothing else.
    fn check(&self) {
        let mut queue = BTreeSet::new();
        for (key, account) in &self.accounts {
            let kept = CommitmentOf::<Test>::get(key.0, &key.1).map(|kept| kept.info.fields.into_inner());
            let wanted =
                account.fields.as_ref().map(|fields| fields.iter().map(Field::data).collect::<Vec<_>>());
            assert_eq!(kept, wanted);
            let revealed = RevealedCommitments::<Test>::get(key.0, &key.1).unwrap_or_default();
            assert_eq!(revealed.into_iter().map(|(text, _)| text).collect::<Vec<_>>(), account.revealed);
            let used = UsedSpaceOf::<Test>::get(key.0, &key.1).map(|used| (used.last_epoch, used.used_space));
            assert_eq!(used, account.used);
            let rounds = kept.iter().flatten().filter_map(Data::waits_for);
            queue.extend(rounds.map(|round| (round.to_be_bytes(), key.clone())));
        }
        assert_eq!(TimelockQueue::<Test>::iter_keys().collect::<BTreeSet<_>>(), queue);
        let kept = self.accounts.values().filter(|account| account.fields.is_some()).count();
        assert_eq!(CommitmentOf::<Test>::iter_keys().count(), kept);
    }
}

fn sealed(round: u64, text: Option<Vec<u8>>, bytes: Vec<u8>) -> Field {
    let data = Data::TimelockEncrypted { encrypted: bytes.try_into().unwrap(), reveal_round: round };
    Field::Sealed(round, text, data)
}

fn sealed_fields() -> usize {
    CommitmentOf::<Test>::iter_values()
        .flat_map(|kept| kept.info.fields.into_inner())
        .filter(|field| field.waits_for().is_some())
        .count()
}

/// What comes of a hotkey's commitment when the beacon has come to `last`.
fn open(account: &mut Account, last: u64) {
    let Some(fields) = &mut account.fields else { return };
    let is_due = |field: &Field| matches!(field, Field::Sealed(round, ..) if *round <= last);
    if !fields.iter().any(is_due) {
        return;
    }
    let mut due: Vec<_> = fields
        .iter()
        .filter(|field| is_due(field))
        .filter_map(|field| match field {
            Field::Sealed(round, Some(text), _) if !Missing::get().contains(round) => {
                Some((*round, text.clone()))
            }
            _ => None,
        })
        .collect();
    due.sort_by_key(|(round, _)| *round);
    fields.retain(|field| match field {
        Field::Sealed(round, Some(_), _) => *round > last || Missing::get().contains(round),
        _ => true,
    });
    for field in fields.iter_mut() {
        if let (true, Data::TimelockEncrypted { encrypted, reveal_round }) = (is_due(field), field.data()) {
            *field = Field::Plain(Data::TimelockRevealFailed { encrypted, reveal_round });
        }
    }
    if fields.is_empty() {
        account.fields = None;
    }
    account.revealed.extend(due.into_iter().map(|(_, text)| text));
    let surplus = account.revealed.len().saturating_sub(MOST_REVEALED);
    account.revealed.drain(..surplus);
}

#[test]
fn chain_should_agree_with_a_plain_account_whatever_hotkeys_do() {
    let (mut accepted, mut refused) = (0, BTreeMap::<_, u32>::new());
    for seed in 1..=4 {
        chain().execute_with(|| {
            LastRound::set(100);
            Missing::set(Vec::new());
            let mut world = World::new(seed);
            for _ in 0..250 {
                match world.dice.below(8) {
                    0..=4 => world.commit(),
                    5 => world.rounds(),
                    _ => world.others(),
                }
                world.check();
            }
            accepted += world.accepted;
            for (why, times) in world.refused {
                *refused.entry(why).or_default() += times;
            }
        });
    }
    // Enough was accepted, and everything was refused for which there is a reason.
    assert!(accepted > 150, "{accepted}");
    for why in ["AccountNotAllowedCommit", "TimelockRoundMissed", "SpaceLimitExceeded"] {
        assert!(refused.get(why).is_some_and(|times| *times > 5), "{why}: {refused:?}");
    }
}
