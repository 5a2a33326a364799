//! What the pool of transactions refuses, by number.
//!
//! A refused call costs nothing and is in no block. The node tells a number ("Custom error: 6"); this is the table of
//! the network's numbers, with what to do.

use std::fmt;

/// A number of the network, its name and what to do about it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Refusal {
    /// The number.
    pub number: u8,
    /// The wire's name.
    pub name: &'static str,
    /// What it means and what to do.
    pub advice: &'static str,
}

macro_rules! refusals {
    ($($number:literal $name:ident $advice:literal)+) => {
        /// All of them, by number.
        pub const REFUSALS: &[Refusal] =
            &[$(Refusal { number: $number, name: stringify!($name), advice: $advice }),+];
    };
}

refusals! {
    0 ColdkeyInSwapSchedule "the coldkey is about to be replaced; only the call that does so is accepted until then"
    1 StakeAmountTooLow "the amount is below the least that may be staked, or the stake below what setting weights needs; use more"
    2 BalanceTooLow "the coldkey does not have that much free TAO; see `myelin balance`"
    3 SubnetNotExists "there is no subnet of that number; see `myelin subnet list`"
    4 HotkeyAccountDoesntExist "nobody has registered that hotkey or staked on it yet; register it first"
    5 NotEnoughStakeToWithdraw "the coldkey has less stake there; see `myelin stake list`"
    6 RateLimitExceeded "the same was done too short a time ago; wait some blocks (see the subnet's rate limits)"
    7 InsufficientLiquidity "the subnet's pool is too small for the trade; trade less"
    8 SlippageTooHigh "the price would go beyond the limit; trade less, accept more slippage or allow a part"
    9 TransferDisallowed "the subnet does not allow stake to change its owner"
    10 HotKeyNotRegisteredInNetwork "the hotkey is not registered on the subnet; register it first"
    11 InvalidIpAddress "the address is not one that others can reach: no local, private or reserved address"
    12 ServingRateLimitExceeded "the neuron announced itself too short a time ago; wait some blocks"
    13 InvalidPort "port 0 is none"
    15 InvalidRevealRound "the beacon of that round is out already, so the weights would be no secret; seal for a later one"
    16 CommitNotFound "there is no such commit: it has expired, was revealed, or other weights or another salt were hashed"
    17 CommitBlockNotInRevealRange "a commit is revealed in one epoch only: it is too early or too late"
    18 InputLengthsUnequal "as many values as uids are needed"
    19 UidNotFound "one of the uids does not exist on the subnet"
    21 ColdkeySwapDisputed "the replacement of the coldkey is disputed; the key cannot be used until that is decided"
    25 NonAssociatedColdKey "the hotkey belongs to another coldkey"
    26 DelegateTakeTooLow "the take is below the least allowed, or not lower than now"
    27 DelegateTakeTooHigh "the take is above the most allowed"
    255 BadRequest "the call would fail in a block; try it as a dry run to see its error"
}

/// The refusal of this number.
pub fn refusal(number: u8) -> Option<&'static Refusal> {
    REFUSALS.iter().find(|refusal| refusal.number == number)
}

/// Why the pool did not take a transaction.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub struct PoolRefusal {
    /// The node's number: 1010 for what is invalid, 1014 for what is underpaid, …
    pub code: i32,
    /// The node's words.
    pub message: String,
    /// The network's number, where there is one.
    pub custom: Option<u8>,
}

impl PoolRefusal {
    /// Of what the node said.
    pub(crate) fn new(code: i32, message: String) -> Self {
        let number = message.split("Custom error: ").nth(1);
        let number = number.map(|rest| rest.trim_matches(|c: char| !c.is_ascii_digit()));
        Self { code, custom: number.and_then(|number| number.parse().ok()), message }
    }

    /// What the network means by it.
    pub fn meaning(&self) -> Option<&'static Refusal> {
        self.custom.and_then(refusal)
    }

    /// Whether somebody else used the nonce: the call may be sent again with the next.
    pub(crate) fn is_nonce(&self) -> bool {
        self.code == 1014 || self.message.contains("outdated") || self.message.contains("Stale")
    }

    /// Whether the pool has the very same transaction already.
    pub(crate) fn is_known(&self) -> bool {
        self.code == 1013
    }
}

impl fmt::Display for PoolRefusal {
    fn fmt(&self, to: &mut fmt::Formatter<'_>) -> fmt::Result {
        match (self.meaning(), self.custom) {
            (Some(Refusal { number, name, advice }), _) => write!(to, "refused: {name} ({number}): {advice}"),
            (None, Some(number)) => {
                write!(to, "refused with the number {number}, which this program does not know")
            }
            (None, None) => write!(to, "refused: {} (code {})", self.message, self.code),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn refusals_should_be_those_of_the_pallet() {
        // The pallet is no dependency (it would pull in the runtime's crates): its source is compared instead.
        let source = include_str!("../../../chain/pallets/network/src/extension.rs");
        let listed =
            source.split("pub enum Refusal {").nth(1).and_then(|rest| rest.split('}').next()).unwrap();
        let listed: Vec<(String, u8)> = listed
            .lines()
            .filter_map(|line| line.trim().trim_end_matches(',').split_once(" = "))
            .map(|(name, number)| (name.to_owned(), number.parse().unwrap()))
            .collect();
        let ours: Vec<_> = REFUSALS.iter().map(|it| (it.name.to_owned(), it.number)).collect();
        assert_eq!(ours, listed);
    }

    #[test]
    fn refusal_should_have_a_meaning_when_its_number_is_the_networks() {
        let refusal = PoolRefusal::new(1010, "Invalid Transaction: Custom error: 6".into());
        assert_eq!(refusal.meaning().unwrap().name, "RateLimitExceeded");
        assert!(refusal.to_string().contains("RateLimitExceeded (6)"), "{refusal}");
        let unknown = PoolRefusal::new(1010, "Invalid Transaction: Custom error: 200".into());
        assert_eq!(unknown.meaning(), None);
        assert!(unknown.to_string().contains("200"));
    }

    #[test]
    fn refusal_should_be_the_nodes_words_when_it_has_no_number() {
        let refusal = PoolRefusal::new(1010, "Invalid Transaction: Inability to pay some fees".into());
        assert_eq!(refusal.custom, None);
        assert!(refusal.to_string().contains("Inability to pay"));
        assert!(!refusal.is_nonce());
        assert!(PoolRefusal::new(1010, "Invalid Transaction: Transaction is outdated".into()).is_nonce());
    }
}
