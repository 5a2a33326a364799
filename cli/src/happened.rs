//! What the chain's events say became of a call: not what was foretold, but what was made, paid, sent, traded.
//!
//! An event of another form than ours (another chain's) is passed over: `included.events` names all of them.

use crate::amount::Amount;
use myelin_chain::AccountId;
use schemars::JsonSchema;
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet};

mod moved;
mod read;

pub use moved::{complete, Named};
pub use read::Event;
use read::{bought_something, deposit, of_event, paid, sent, tao, traded};

/// TAO that became alpha, or alpha that became TAO.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Traded {
    /// The subnet whose alpha it is.
    pub netuid: u16,
    /// Was alpha bought? Otherwise it was sold.
    pub bought: bool,
    /// The TAO.
    pub tao: Amount,
    /// The alpha.
    pub alpha: Amount,
    /// TAO for one alpha, the pool's fee included; none where it was no alpha.
    pub price: Option<Amount>,
}

impl Traded {
    fn text(&self) -> String {
        let Self { netuid, tao, alpha, price, .. } = self;
        let price = price.as_ref().filter(|_| *netuid != 0);
        let price = price.map_or(String::new(), |price| format!(", at {price}"));
        match self.bought {
            true => format!("{tao} became {alpha} of subnet {netuid}{price}"),
            false => format!("{alpha} of subnet {netuid} became {tao}{price}"),
        }
    }
}

/// Something that a call did, by the chain's events.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(tag = "what", rename_all = "snake_case")]
#[schemars(rename = "Effect")]
pub enum Happened {
    /// There is a new subnet.
    SubnetCreated {
        /// Its number.
        netuid: u16,
    },
    /// A subnet has been started.
    SubnetStarted {
        /// Its number.
        netuid: u16,
        /// The first block with emission.
        from_block: u64,
    },
    /// A hotkey has got a uid; a seat, at root.
    NeuronRegistered {
        /// The subnet.
        netuid: u16,
        /// The uid.
        uid: u16,
        /// The hotkey.
        hotkey: String,
    },
    /// The signer paid for it, beside the fee.
    Paid {
        /// How much.
        amount: Amount,
    },
    /// The signer's TAO went to an account.
    Sent {
        /// How much.
        amount: Amount,
        /// Who has it now.
        to: String,
    },
    /// Stake went to another hotkey, subnet or coldkey.
    StakeMoved {
        /// The subnet it was in.
        netuid: u16,
        /// The subnet it is in.
        to_netuid: u16,
        /// Who has it now: a hotkey, or a coldkey; none when both stayed.
        to: Option<String>,
        /// What it was worth.
        worth: Amount,
        /// What left the one; none where it is not known.
        gave: Option<Amount>,
        /// What came to the other; none where it is not known. Within a subnet it is what left.
        received: Option<Amount>,
        /// How much of the other's one of the one's brought, the pool's fee included; none within a subnet.
        price: Option<Amount>,
    },
    /// The signer's TAO is held as a deposit.
    Held {
        /// How much.
        amount: Amount,
    },
    /// The signer's deposit is free again.
    Released {
        /// How much.
        amount: Amount,
    },
    /// What root's stake earned was claimed and sold for TAO, which is staked at root. What is kept as alpha is not
    /// in it.
    RootClaimed {
        /// How much.
        tao: Amount,
    },
    /// A hotkey took the place of another.
    HotkeySwapped {
        /// The hotkey that was.
        old: String,
        /// The hotkey that is.
        new: String,
        /// On this subnet; none means on all.
        netuid: Option<u16>,
    },
    /// A coldkey took the place of another.
    ColdkeySwapped {
        /// The coldkey that was.
        old: String,
        /// The coldkey that is.
        new: String,
    },
    /// The fee was paid with alpha, since there was too little TAO.
    FeePaidWithAlpha {
        /// Alpha that was sold for it.
        alpha: Amount,
        /// The subnet whose alpha it is.
        netuid: u16,
        /// What it brought. What is more than the fee was given back.
        tao: Amount,
    },
}

impl Happened {
    /// Is it known only in part what happened?
    pub fn is_in_part(&self) -> bool {
        matches!(self, Self::StakeMoved { netuid, to_netuid, received: None, .. } if netuid != to_netuid)
    }

    /// A word for it, and what it is.
    fn fact(&self) -> (&'static str, String) {
        match self {
            Self::SubnetCreated { netuid } => ("created", format!("subnet {netuid}")),
            Self::SubnetStarted { netuid, from_block } => {
                ("started", format!("subnet {netuid}, with emission from block {from_block} on"))
            }
            Self::NeuronRegistered { netuid: 0, uid, hotkey } => {
                ("registered", format!("{hotkey} with seat {uid} at root"))
            }
            Self::NeuronRegistered { netuid, uid, hotkey } => {
                ("registered", format!("{hotkey} as uid {uid} of subnet {netuid}"))
            }
            Self::Paid { amount } => ("paid", amount.to_string()),
            Self::Sent { amount, to } => ("sent", format!("{amount} to {to}")),
            Self::StakeMoved { netuid, to_netuid, to, worth, gave, received, price } => {
                let to = to.as_ref().map_or(String::new(), |to| format!(", to {to}"));
                let price = price.as_ref().map_or(String::new(), |price| format!(", at {price}"));
                let words = match (gave, received) {
                    (Some(gave), _) if netuid == to_netuid => format!("{gave} of subnet {netuid}{to}"),
                    (Some(gave), Some(received)) => format!(
                        "{gave} of subnet {netuid} became {received} of subnet {to_netuid}{price}{to}"
                    ),
                    _ => format!("stake worth {worth} from subnet {netuid} to subnet {to_netuid}{to}"),
                };
                ("moved", words)
            }
            Self::Held { amount } => ("held", format!("{amount}, as a deposit")),
            Self::Released { amount } => ("given back", format!("{amount}, which was a deposit")),
            Self::RootClaimed { tao } => ("claimed", format!("{tao}, staked at root")),
            Self::HotkeySwapped { old, new, netuid } => {
                let place = netuid.map_or("everywhere".into(), |netuid| format!("in subnet {netuid}"));
                ("swapped", format!("{new} is in the place of {old} {place}"))
            }
            Self::ColdkeySwapped { old, new } => ("swapped", format!("{new} is in the place of {old}")),
            Self::FeePaidWithAlpha { alpha, netuid, tao } => {
                ("for the fee", format!("{alpha} of subnet {netuid} were sold for {tao}"))
            }
        }
    }
}

/// What became of a call.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Told {
    /// What was traded.
    pub traded: Vec<Traded>,
    /// What else happened.
    pub happened: Vec<Happened>,
}

impl Told {
    /// What the events of a call say; `whose` is the account that paid and received, `symbols` are those of the subnets
    /// it is about.
    pub fn by(events: &[Event<'_>], whose: AccountId, symbols: &BTreeMap<u16, String>) -> Self {
        let traded: Vec<Traded> = events.iter().filter_map(|event| traded(event, symbols)).collect();
        let mut happened: Vec<Happened> =
            events.iter().filter_map(|event| of_event(event, symbols)).collect();
        if bought_something(events) {
            let paid = Some(paid(events, whose)).filter(|rao| *rao > 0);
            happened.extend(paid.map(|rao| Happened::Paid { amount: tao(rao) }));
        } else {
            happened.extend(events.iter().filter_map(|event| sent(event, whose)));
        }
        happened.extend(events.iter().filter_map(|event| deposit(event, whose)));
        Self { traded, happened }
    }
}

/// How people read it: a word and what it is, each.
pub fn facts(traded: &[Traded], happened: &[Happened]) -> Vec<(&'static str, String)> {
    let happened = happened.iter().map(Happened::fact);
    happened.chain(traded.iter().map(|it| ("traded", it.text()))).collect()
}

/// The subnets whose alpha events are about.
pub fn subnets(events: &[Event<'_>]) -> BTreeSet<u16> {
    let nameless = BTreeMap::new();
    let of_event = |event: &Event<'_>| match of_event(event, &nameless) {
        Some(Happened::FeePaidWithAlpha { netuid, .. }) => vec![netuid],
        Some(Happened::StakeMoved { netuid, to_netuid, .. }) => vec![netuid, to_netuid],
        _ => traded(event, &nameless).map(|it| it.netuid).into_iter().collect(),
    };
    events.iter().flat_map(of_event).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use codec::Encode;

    const ME: AccountId = AccountId([1; 32]);
    const OTHER: AccountId = AccountId([2; 32]);

    fn told(events: &[(&'static str, &'static str, Vec<u8>)]) -> Told {
        let events: Vec<Event<'_>> =
            events.iter().map(|(pallet, name, fields)| Event { pallet, name, fields }).collect();
        let symbols = BTreeMap::from([(2, "β".to_string())]);
        Told::by(&events, ME, &symbols)
    }

    #[test]
    fn price_should_be_what_left_the_signer_beside_the_fee_when_something_was_bought() {
        let told = told(&[
            ("Balances", "Withdraw", (ME, 7u64).encode()),
            ("Balances", "Transfer", (ME, OTHER, 500u64).encode()),
            ("Balances", "TransferAndHold", (7u8, 0u8, ME, OTHER, 1_000_000_000u64).encode()),
            ("Balances", "TransferAndHold", (7u8, 0u8, OTHER, ME, 3u64).encode()),
            ("SubtensorModule", "NeuronRegistered", (2u16, 0u16, OTHER).encode()),
            ("SubtensorModule", "NetworkAdded", (2u16, 1u16).encode()),
        ]);
        assert_eq!(
            told.happened,
            [
                Happened::NeuronRegistered { netuid: 2, uid: 0, hotkey: OTHER.to_string() },
                Happened::SubnetCreated { netuid: 2 },
                Happened::Paid { amount: tao(1_000_000_500) },
            ]
        );
        let facts = facts(&told.traded, &told.happened);
        assert!(facts[0].1.contains("as uid 0 of subnet 2"), "{facts:?}");
        assert_eq!(facts[2], ("paid", "1.0000005 TAO".to_string()));
    }

    #[test]
    fn amount_should_be_what_was_sent_when_it_was_all_there_was() {
        let told = told(&[
            ("Balances", "Withdraw", (ME, 7u64).encode()),
            ("Balances", "Transfer", (ME, OTHER, 5u64).encode()),
            ("Balances", "Transfer", (OTHER, ME, 6u64).encode()),
        ]);
        assert_eq!(told.happened, [Happened::Sent { amount: tao(5), to: OTHER.to_string() }]);
    }

    #[test]
    fn alpha_should_have_its_symbol_when_it_paid_the_fee() {
        let told = told(&[
            ("SubtensorModule", "TransactionFeePaidWithAlpha", (ME, 2u16, 30u64, 20u64).encode()),
            ("SubtensorModule", "StakeRemoved", (ME, OTHER, 9u64, 8u64, 3u16, 0u64).encode()),
        ]);
        let alpha = Amount::new(30, "β");
        assert_eq!(told.happened, [Happened::FeePaidWithAlpha { alpha, netuid: 2, tao: tao(20) }]);
        // A subnet without a known symbol.
        assert_eq!(told.traded[0].alpha, Amount::new(8, "alpha"));
    }

    #[test]
    fn deposit_should_be_told_when_it_is_the_signers() {
        let told = told(&[
            ("Balances", "Reserved", (ME, 93u64).encode()),
            ("Balances", "Unreserved", (ME, 33u64).encode()),
            ("Balances", "Unreserved", (OTHER, 104u64).encode()),
        ]);
        let (held, released) = (Happened::Held { amount: tao(93) }, Happened::Released { amount: tao(33) });
        assert_eq!(told.happened, [held, released]);
    }

    #[test]
    fn trade_should_have_its_price_when_it_is_told() {
        let told = told(&[(
            "SubtensorModule",
            "StakeAdded",
            (ME, OTHER, 10_000_000_000u64, 8_000_000_000u64, 2u16, 5u64).encode(),
        )]);
        let facts = facts(&told.traded, &told.happened);
        assert_eq!(facts[0].1, "10 TAO became 8 β of subnet 2, at 1.25 TAO for one β");
    }

    #[test]
    fn event_should_be_passed_over_when_it_has_another_form() {
        let told = told(&[
            ("SubtensorModule", "NetworkAdded", (2u16, 1u16, 0u8).encode()),
            ("SubtensorModule", "StakeSwapped", vec![1, 2]),
            ("Balances", "Transfer", (ME, OTHER, 5u128).encode()),
        ]);
        assert_eq!(told.traded, []);
        assert!(!told.happened.iter().any(|it| matches!(it, Happened::SubnetCreated { .. })));
    }
}
