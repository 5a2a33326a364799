//! How much memory the bodies of requests take, all together.
//!
//! Nobody may hold more of it than is left: alone, half; beside one other who does the same, a third. So something is
//! always left for the next, however many hold what they can.

use bytes::Bytes;
use myelin_wallet::PublicKey;
use std::{
    collections::HashMap,
    net::{IpAddr, Ipv6Addr},
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

/// Whose body it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) enum Owner {
    /// A caller that has shown who it is; all that are not in the metagraph are one.
    Caller(Option<PublicKey>),
    /// Somebody at this address.
    Address(IpAddr),
}

impl Owner {
    /// Somebody at this address.
    pub(crate) fn at(ip: IpAddr) -> Self {
        Self::Address(network(ip))
    }
}

/// What one machine has for sure: an address of IPv4; of IPv6 the whole network of 64 bits, all of whose addresses it
/// may take.
pub(crate) fn network(ip: IpAddr) -> IpAddr {
    match ip {
        IpAddr::V4(_) => ip,
        IpAddr::V6(ip) => Ipv6Addr::from_bits(ip.to_bits() & (u128::MAX << 64)).into(),
    }
}

/// Memory that is shared.
#[derive(Debug)]
pub(crate) struct Room {
    bytes: usize,
    state: Mutex<State>,
}

#[derive(Debug, Default)]
struct State {
    used: usize,
    by: HashMap<Owner, usize>,
}

/// What one request holds of it, until dropped.
#[derive(Debug)]
pub(crate) struct Part {
    room: Arc<Room>,
    owner: Owner,
    bytes: usize,
}

/// A body with the room that it takes.
#[derive(Debug)]
pub(crate) struct Received {
    pub(crate) bytes: Bytes,
    /// Given back with the body.
    _part: Part,
}

impl Received {
    pub(crate) fn new(bytes: Bytes, part: Part) -> Self {
        Self { bytes, _part: part }
    }
}

/// Why there is no more.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("busy: the bodies of requests take {used} of {limit} bytes, and nobody may hold more than is left")]
pub(crate) struct NoRoom {
    used: usize,
    limit: usize,
}

impl Room {
    pub(crate) fn new(bytes: usize) -> Arc<Self> {
        Arc::new(Self { bytes, state: Mutex::default() })
    }

    /// A part for a request; nothing yet.
    pub(crate) fn part(self: &Arc<Self>, owner: Owner) -> Part {
        Part { room: self.clone(), owner, bytes: 0 }
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Part {
    /// So many bytes in all, if there is room.
    pub(crate) fn grow_to(&mut self, bytes: usize) -> Result<(), NoRoom> {
        let more = bytes.saturating_sub(self.bytes);
        if more == 0 {
            return Ok(());
        }
        let (mut state, limit) = (self.room.lock(), self.room.bytes);
        let held = state.by.get(&self.owner).copied().unwrap_or(0).saturating_add(more);
        let used = state.used.saturating_add(more);
        if held > limit.saturating_sub(used) {
            return Err(NoRoom { used: state.used, limit });
        }
        state.used = used;
        state.by.insert(self.owner, held);
        drop(state);
        self.bytes = self.bytes.saturating_add(more);
        Ok(())
    }
}

impl Drop for Part {
    fn drop(&mut self) {
        if self.bytes == 0 {
            return;
        }
        let mut state = self.room.lock();
        state.used = state.used.saturating_sub(self.bytes);
        match state.by.get_mut(&self.owner) {
            Some(held) if *held > self.bytes => *held = held.saturating_sub(self.bytes),
            _ => drop(state.by.remove(&self.owner)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn owner(number: u8) -> Owner {
        Owner::at([127, 0, 0, number].into())
    }

    #[test]
    fn part_should_be_at_most_what_is_left_and_given_back() {
        let room = Room::new(120);
        let mut first = room.part(owner(1));
        assert_eq!(first.grow_to(61), Err(NoRoom { used: 0, limit: 120 }));
        assert_eq!(first.grow_to(60), Ok(()));
        assert_eq!(first.grow_to(10), Ok(()));
        // Another request of the same owner.
        assert!(room.part(owner(1)).grow_to(1).is_err());
        let mut second = room.part(owner(2));
        assert!(second.grow_to(31).is_err());
        assert_eq!(second.grow_to(30), Ok(()));
        assert_eq!(room.part(owner(3)).grow_to(15), Ok(()));
        drop(first);
        assert_eq!(second.grow_to(60), Ok(()));
        drop(second);
        assert!(room.lock().used == 0 && room.lock().by.is_empty());
    }

    #[test]
    fn owner_should_be_the_network_when_the_address_is_ipv6() {
        let owners = ["2001:db8::1", "2001:db8::ffff:0:0:2", "2001:db8:0:1::1", "10.0.0.1", "10.0.0.2"]
            .map(|ip| Owner::at(ip.parse().unwrap()));
        assert_eq!(owners[0], owners[1]);
        assert!(owners[1] != owners[2] && owners[3] != owners[4]);
    }
}
