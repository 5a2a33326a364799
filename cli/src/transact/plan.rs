//! A call that is about to be made, and what is known of it before.

use crate::{amount::Amount, calls::Call, happened::Named, trade::Quote};

/// Who signs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum By {
    /// Who owns.
    Coldkey,
    /// Who works.
    Hotkey,
}

/// A call that is about to be made.
#[derive(Debug)]
pub struct Plan {
    /// What is done, in a few words: "transfer 1 TAO to 5F…".
    pub action: String,
    /// Who signs it.
    pub by: By,
    /// What is sent.
    pub call: Call,
    /// What changes by it, in words.
    pub effects: Vec<String>,
    /// What the market says.
    pub quote: Option<Quote>,
    /// Why it cannot succeed as things stand, where that is known before anything is sent.
    pub hopeless: Option<String>,
    /// What has to happen before it can be made.
    pub premature: Option<String>,
    /// What of the stake the call moves, where it says that.
    pub moves: Option<Named>,
    /// The fee, where there is too little TAO for it and it is taken from the stake that the call sells.
    pub fee_in_alpha: Option<Amount>,
    /// Does it cost more than its fee? Then the person is asked.
    pub costs: bool,
}

impl Plan {
    /// A call without a market.
    pub fn new(action: impl Into<String>, by: By, call: Call) -> Self {
        Self {
            action: action.into(),
            by,
            call,
            effects: Vec::new(),
            quote: None,
            hopeless: None,
            premature: None,
            moves: None,
            fee_in_alpha: None,
            costs: true,
        }
    }

    /// Adds what changes by it.
    pub fn effect(mut self, effect: impl Into<String>) -> Self {
        self.effects.push(effect.into());
        self
    }

    /// Adds what the market says, and in words what changes by it; or why it would refuse.
    pub fn offered(mut self, offer: Result<Quote, String>, words: impl FnOnce(&Quote) -> String) -> Self {
        match offer {
            Ok(quote) => {
                self.effects.push(words(&quote));
                self.quote = Some(quote);
            }
            Err(why) => self.hopeless = Some(why),
        }
        self
    }

    /// Adds what of the stake it moves, or moves at most.
    pub fn moving(mut self, amount: Amount, at_most: bool) -> Self {
        self.moves = Some(Named { amount, at_most });
        self
    }

    /// Adds why it cannot succeed, if there is such a reason.
    pub fn unless(mut self, why: Option<String>) -> Self {
        self.hopeless = self.hopeless.or(why);
        self
    }

    /// It costs its fee at most, and can be made good again: nobody is asked.
    pub fn harmless(mut self) -> Self {
        self.costs = false;
        self
    }
}
