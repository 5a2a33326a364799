//! The well-known accounts of development chains, whose secrets everybody can derive.

use crate::AccountId;
use sp_core::hex2array;
use sp_keyring::{Ed25519Keyring, Sr25519Keyring};

/// The account of `//Three`, which the keyring lacks. Its bytes stand here so that the runtime derives nothing; a
/// test derives them anew.
pub const THREE: AccountId =
    AccountId::new(hex2array!("9026941b7aa2328a8c5ea4e25bb747a2bf92a066fae0cc3722faf58cf44d3502"));
/// The account of `//Alice_hk`, the hotkey of Alice on the root subnet.
pub const ALICE_HOTKEY: AccountId =
    AccountId::new(hex2array!("506c5a28f51e841b4df26ace64a23d69057fefda24bc9a53cb74197f901e7128"));

/// The account nobody has the key of.
pub const NOBODY: AccountId = AccountId::new([0; 32]);

/// The keys of the authority that node number `index` runs with `--alice`, `--bob`, …: Aura and GRANDPA.
pub fn authority(
    index: usize,
) -> Option<(sp_consensus_aura::sr25519::AuthorityId, sp_consensus_grandpa::AuthorityId)> {
    use Ed25519Keyring as Ed;
    use Sr25519Keyring as Sr;

    let (aura, grandpa) = [
        (Sr::Alice, Ed::Alice),
        (Sr::Bob, Ed::Bob),
        (Sr::Charlie, Ed::Charlie),
        (Sr::Dave, Ed::Dave),
        (Sr::Eve, Ed::Eve),
        (Sr::Ferdie, Ed::Ferdie),
    ]
    .get(index)
    .copied()?;
    Some((aura.public().into(), grandpa.public().into()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use sp_core::{crypto::Pair, sr25519};

    fn derived(secret: &str) -> AccountId {
        AccountId::new(sr25519::Pair::from_string(secret, None).unwrap().public().0)
    }

    #[test]
    fn written_accounts_should_equal_derived_ones() {
        assert_eq!(THREE, derived("//Three"));
        assert_eq!(ALICE_HOTKEY, derived("//Alice_hk"));
    }
}
