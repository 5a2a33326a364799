use myelin_units::{NetUid, Price};

/// Whether whoever registered in block `registered_at` is still safe from being replaced
/// (yuma.md 3.4, economics.md §1.7).
pub const fn is_immune(now: u64, registered_at: u64, period: u64) -> bool {
    now.saturating_sub(registered_at) < period
}

/// A neuron as seen by who looks for a place.
#[derive(Copy, Clone, Eq, PartialEq, Debug)]
pub struct Candidate {
    /// Its slot.
    pub uid: u16,
    /// What the last epoch gave it, in rao; nothing if it has not seen one.
    pub emission: u64,
    /// The block it registered in.
    pub registered_at: u64,
    /// Whether it is still new.
    pub immune: bool,
    /// Whether it belongs to the subnet's owner and is never replaced.
    pub immortal: bool,
}

/// Who makes room in a full subnet: of the neurons that are not immune, if more of them than
/// `min_non_immune`, the one with the smallest (emission, registration block, uid); otherwise the smallest of
/// the immune; nobody if there is none of those either (yuma.md 3.4).
pub fn neuron_to_prune(candidates: &[Candidate], min_non_immune: u16) -> Option<u16> {
    let of =
        |immune: bool| candidates.iter().filter(move |neuron| !neuron.immortal && neuron.immune == immune);
    let enough = of(false).count() > usize::from(min_non_immune);
    let rank = |neuron: &&Candidate| (neuron.emission, neuron.registered_at, neuron.uid);
    of(!enough).min_by_key(rank).map(|neuron| neuron.uid)
}

/// Which subnet makes room: of those no longer immune, never root, the one with the lowest moving price;
/// of equals the one registered first, then the lower netuid (economics.md §1.7).
///
/// Each is given as netuid, moving price and registration block; `immunity` in blocks.
pub fn subnet_to_prune(subnets: &[(NetUid, Price, u64)], now: u64, immunity: u64) -> Option<NetUid> {
    subnets
        .iter()
        .filter(|(netuid, _, registered_at)| !netuid.is_root() && !is_immune(now, *registered_at, immunity))
        .min_by_key(|(netuid, moving, registered_at)| (*moving, *registered_at, *netuid))
        .map(|(netuid, _, _)| *netuid)
}

#[cfg(test)]
mod tests {
    use super::*;
    use alloc::vec::Vec;
    use proptest::{collection::vec as many, prelude::*};

    fn neuron(uid: u16, emission: u64, registered_at: u64) -> Candidate {
        Candidate { uid, emission, registered_at, immune: false, immortal: false }
    }

    fn immune(candidate: Candidate) -> Candidate {
        Candidate { immune: true, ..candidate }
    }

    #[test]
    fn immunity_should_end_when_the_period_has_passed() {
        assert!(is_immune(104, 5, 100));
        assert!(!is_immune(105, 5, 100));
        assert!(!is_immune(5, 5, 0));
        assert!(is_immune(3, 5, 1), "registered in the future is new");
    }

    #[test]
    fn prune_should_take_the_lowest_emission_then_the_oldest_then_the_lowest_uid() {
        let all = [neuron(0, 5, 1), neuron(1, 4, 9), neuron(2, 4, 8), neuron(3, 4, 8)];
        assert_eq!(neuron_to_prune(&all, 0), Some(2));
        let reversed: Vec<Candidate> = all.into_iter().rev().collect();
        assert_eq!(neuron_to_prune(&reversed, 0), Some(2));
    }

    #[test]
    fn prune_should_spare_the_immune_when_enough_others_remain() {
        let all = [immune(neuron(0, 0, 1)), neuron(1, 9, 1), neuron(2, 8, 1)];
        assert_eq!(neuron_to_prune(&all, 1), Some(2));
        // Two others are not more than two: now the newcomer goes.
        assert_eq!(neuron_to_prune(&all, 2), Some(0));
    }

    #[test]
    fn prune_should_find_nobody_when_only_the_owner_and_a_protected_few_are_left() {
        let owner = Candidate { immortal: true, ..neuron(0, 0, 0) };
        assert_eq!(neuron_to_prune(&[owner, neuron(1, 1, 1)], 1), None);
        assert_eq!(neuron_to_prune(&[owner], 0), None);
        assert_eq!(neuron_to_prune(&[], 0), None);
    }

    #[test]
    fn subnet_prune_should_take_the_lowest_price_then_the_oldest_then_the_lowest_netuid() {
        let subnet = |netuid, bits, at| (NetUid::new(netuid), Price::from_bits(bits), at);
        let subnets = [
            subnet(0, 0, 0),
            subnet(1, 7, 10),
            subnet(2, 5, 20),
            subnet(3, 5, 10),
            subnet(4, 5, 10),
            subnet(5, 1, 90),
        ];
        assert_eq!(subnet_to_prune(&subnets, 100, 50), Some(NetUid::new(3)));
        assert_eq!(subnet_to_prune(&subnets, 140, 50), Some(NetUid::new(5)));
        assert_eq!(subnet_to_prune(&subnets, 30, 50), None);
        assert_eq!(subnet_to_prune(&subnets[..1], 100, 0), None, "root stays");
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(1_000))]
        #[test]
        fn pruned_neuron_should_be_mortal_and_no_better_than_its_like(
            neurons in many((0..5u64, 0..5u64, any::<bool>(), prop::bool::weighted(0.1)), 0..20),
            min_non_immune in 0..10u16,
        ) {
            let candidates: Vec<Candidate> = neurons
                .iter()
                .zip(0u16..)
                .map(|(&(emission, registered_at, immune, immortal), uid)| {
                    Candidate { uid, emission, registered_at, immune, immortal }
                })
                .collect();
            let free = candidates.iter().filter(|n| !n.immortal && !n.immune).count();
            let Some(uid) = neuron_to_prune(&candidates, min_non_immune) else {
                prop_assert!(free <= usize::from(min_non_immune));
                prop_assert!(candidates.iter().all(|n| n.immortal || !n.immune));
                return Ok(());
            };
            let pruned = candidates[usize::from(uid)];
            prop_assert!(!pruned.immortal);
            prop_assert_eq!(pruned.immune, free <= usize::from(min_non_immune));
            for other in candidates.iter().filter(|n| !n.immortal && n.immune == pruned.immune) {
                let rank = |n: &Candidate| (n.emission, n.registered_at, n.uid);
                prop_assert!(rank(&pruned) <= rank(other));
            }
        }
    }
}
