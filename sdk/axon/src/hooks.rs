//! Who asks, and what is thought of them before they are answered.

use myelin_wallet::PublicKey;
use std::{net::IpAddr, sync::Arc, time::Duration};

/// What the network knows of a caller.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Caller {
    /// Its place in the subnet.
    pub uid: u16,
    /// Its stake weight there, in rao.
    pub stake: u64,
    /// May it validate?
    pub permit: bool,
}

/// Where callers are looked up, as a rule a metagraph that is kept current.
pub trait Callers: Send + Sync + 'static {
    /// The caller with this hotkey; nothing when it is not in the subnet.
    fn caller(&self, hotkey: &PublicKey) -> Option<Caller>;
}

/// Nobody is known.
impl Callers for () {
    fn caller(&self, _: &PublicKey) -> Option<Caller> {
        None
    }
}

impl<C: Callers + ?Sized> Callers for Arc<C> {
    fn caller(&self, hotkey: &PublicKey) -> Option<Caller> {
        (**self).caller(hotkey)
    }
}

/// A map is enough for tests and small subnets.
impl Callers for std::collections::HashMap<PublicKey, Caller> {
    fn caller(&self, hotkey: &PublicKey) -> Option<Caller> {
        self.get(hotkey).copied()
    }
}

/// A request as hooks see it: the headers, not the body.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Asked {
    /// The synapse.
    pub name: &'static str,
    /// Who says it asks. The blacklist sees it before the signature is checked, the other hooks after.
    pub hotkey: Option<PublicKey>,
    /// What is known of that hotkey.
    pub caller: Option<Caller>,
    /// Where the request comes from.
    pub ip: IpAddr,
    /// How long the caller waits.
    pub timeout: Duration,
}

/// Refuses (with the reason) or lets pass.
pub(crate) type Check = Arc<dyn Fn(&Asked) -> Result<(), String> + Send + Sync>;
/// The greater, the sooner.
pub(crate) type Priority = Arc<dyn Fn(&Asked) -> u64 + Send + Sync>;

/// A blacklist: only those in the subnet are answered.
pub fn registered(asked: &Asked) -> Result<(), String> {
    match asked.caller {
        Some(_) => Ok(()),
        None => Err("the hotkey is not registered in the subnet".into()),
    }
}

/// A blacklist: only those who may validate are answered.
pub fn validators(asked: &Asked) -> Result<(), String> {
    match asked.caller {
        Some(Caller { permit: true, .. }) => Ok(()),
        Some(_) => Err("the hotkey has no validator permit".into()),
        None => Err("the hotkey is not registered in the subnet".into()),
    }
}

/// The priority unless another is given: the caller's stake.
pub fn by_stake(asked: &Asked) -> u64 {
    asked.caller.map_or(0, |caller| caller.stake)
}
