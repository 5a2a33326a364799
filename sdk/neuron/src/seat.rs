//! Where we sit in the subnet, and what became of it: still ours, ours under another key, or another's.

use crate::{graph::View, NeuronError};
use myelin_wallet::{Crypto, PublicKey};
use serde::{Deserialize, Serialize};

/// A uid that is ours. Who registered later in its place has another block of registration; who only swapped the key
/// has the same.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Seat {
    /// The uid.
    pub uid: u16,
    /// Our key.
    #[serde(with = "hex::serde")]
    pub hotkey: [u8; 32],
    /// Block of the registration.
    pub registered_at: u64,
}

/// What a block says about our seat.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Found {
    /// Here it is.
    Here(Seat),
    /// The seat is still there, under this key.
    Swapped(Seat),
    /// Another has registered in its place, or the subnet was trimmed.
    Lost,
}

/// Looks for the key, then for the seat it had. `None` when the key never had one.
pub(crate) fn locate(view: &View, hotkey: &[u8; 32], before: Option<&Seat>) -> Option<Found> {
    let seat =
        |uid: u16, hotkey: [u8; 32]| Some(Seat { uid, hotkey, registered_at: view.registered_at(uid)? });
    if let Some(peer) = view.find(hotkey) {
        return seat(peer.uid, *hotkey).map(Found::Here);
    }
    let before = before?;
    let now = view.peer(before.uid).and_then(|peer| seat(peer.uid, peer.hotkey));
    let same = now.filter(|now| now.registered_at == before.registered_at);
    Some(same.map_or(Found::Lost, Found::Swapped))
}

/// Why we have no seat, with what to do.
pub(crate) fn lost(view: &View, hotkey: &[u8; 32], was: Option<&Seat>) -> NeuronError {
    let (hotkey, netuid) = (ss58(hotkey), view.graph.netuid.0.into());
    match was {
        Some(was) => NeuronError::Replaced { hotkey, netuid, uid: was.uid, block: view.head.number },
        None => NeuronError::NotRegistered { hotkey, netuid, burn: view.graph.burn.0.rao() },
    }
}

/// A hotkey as people write it.
pub(crate) fn ss58(hotkey: &[u8; 32]) -> String {
    PublicKey::new(*hotkey, Crypto::Sr25519).ss58()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::graph::samples::view;

    fn seat(uid: u16, key: u8, registered_at: u64) -> Seat {
        Seat { uid, hotkey: [key; 32], registered_at }
    }

    #[test]
    fn seat_should_be_found_by_its_key_wherever_it_is() {
        let view = view(&[(1, 5), (2, 6)]);
        let here = Some(Found::Here(seat(1, 2, 6)));
        assert_eq!(locate(&view, &[2; 32], None), here);
        // The subnet was trimmed and renumbered.
        assert_eq!(locate(&view, &[2; 32], Some(&seat(9, 2, 6))), here);
    }

    #[test]
    fn seat_should_be_ours_under_another_key_when_nobody_registered_since() {
        let view = view(&[(1, 5), (2, 6)]);
        assert_eq!(locate(&view, &[3; 32], Some(&seat(1, 3, 6))), Some(Found::Swapped(seat(1, 2, 6))));
    }

    #[test]
    fn seat_should_be_lost_when_another_registered_or_the_uid_is_gone() {
        let view = view(&[(1, 5), (2, 7)]);
        assert_eq!(locate(&view, &[3; 32], Some(&seat(1, 3, 6))), Some(Found::Lost));
        assert_eq!(locate(&view, &[3; 32], Some(&seat(2, 3, 6))), Some(Found::Lost));
        let error = lost(&view, &[3; 32], Some(&seat(1, 3, 6)));
        assert!(matches!(&error, NeuronError::Replaced { uid: 1, block: 1_000, .. }), "{error}");
    }

    #[test]
    fn error_should_say_what_to_do_when_there_never_was_a_seat() {
        let view = view(&[(1, 5)]);
        assert_eq!(locate(&view, &[3; 32], None), None);
        let error = lost(&view, &[3; 32], None).to_string();
        assert!(error.contains("myelin neuron register 0"), "{error}");
    }
}
