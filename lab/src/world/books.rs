//! The invariants of economics §6.1 for a world: every rao of TAO and alpha is somebody's.

use super::{Subnet, World};
use crate::LabError;
use myelin_units::{Alpha, Tao};

impl World {
    /// Whether TAO and each alpha are all accounted for.
    pub fn check_books(&self) -> Result<(), LabError> {
        let pools = self.subnets.iter().flat_map(|subnet| [subnet.books.pool.tao, subnet.carried]);
        let everywhere = pools.chain(self.purses.iter().copied()).chain([self.root_tao(), self.elsewhere]);
        let counted = Tao::checked_sum(everywhere)?;
        if counted != self.issuance {
            return Err(LabError::Books(format!(
                "{counted} TAO counted at block {}, {} issued",
                self.block, self.issuance
            )));
        }
        self.subnets.iter().try_for_each(Subnet::check_books)
    }
}

impl Subnet {
    fn check_books(&self) -> Result<(), LabError> {
        let staked = Alpha::checked_sum(self.neurons.iter().map(|neuron| neuron.stakes.total()))?;
        let waiting = self.pots.total()?.checked_add(self.owner_pot)?;
        let counted = Alpha::checked_sum([staked, waiting, self.protocol])?;
        if counted != self.books.alpha_out {
            let (netuid, out) = (self.netuid, self.books.alpha_out);
            return Err(LabError::Books(format!("subnet {netuid}: {counted} alpha counted, {out} outside")));
        }
        Ok(())
    }
}
