use crate::{Holding, ShareError, SharePool, Stream};
use myelin_units::{ratio, Alpha};

/// Dividends that are in a share pool and do not belong to its holders yet: an epoch's, given over block by block until
/// the next one.
///
/// Paid at once, all of an epoch would belong to whoever stakes in that one block, the one who came in the block before
/// and goes in the block after too (economics §6.3, yield sniping). Dividends raise the pool's value at once, so who comes
/// after the epoch pays for them and has no part; who was there can take out only what has flown, and leaves the rest.
#[derive(Copy, Clone, Eq, PartialEq, Default, Debug)]
#[cfg_attr(
    feature = "scale",
    derive(
        codec::Encode,
        codec::Decode,
        codec::DecodeWithMemTracking,
        codec::MaxEncodedLen,
        scale_info::TypeInfo
    )
)]
pub struct Vesting {
    /// What is to be given over, and when.
    pub stream: Stream,
    /// Shares bought since the last dividends came, at the pool's scale: they have no part in them.
    pub fresh: u128,
    /// How often dividends came.
    pub round: u32,
}

/// A share pool with what its holders do not own yet, in one block.
#[derive(Copy, Clone, Eq, PartialEq, Default, Debug)]
pub struct VestingPool {
    /// The pool; what is not given over is part of its value.
    pub pool: SharePool,
    /// What is not given over.
    pub vesting: Vesting,
    /// The block.
    pub now: u64,
}

/// What is nobody's when a holder has withdrawn.
#[derive(Copy, Clone, Eq, PartialEq, Default, Debug)]
pub struct LeftBehind {
    /// What rounding left when the last share is gone: to be recycled.
    pub dust: Alpha,
    /// Dividends that the holder has not waited for: for the next epoch.
    pub forfeited: Alpha,
}

/// What a holding is made of: shares and their worth.
#[derive(Copy, Clone)]
struct Parts {
    fresh: u128,
    old: u128,
    fresh_worth: Alpha,
    old_worth: Alpha,
}

impl VestingPool {
    /// What the holders do not own yet.
    pub fn unvested(&self) -> Alpha {
        let left = self.vesting.stream.left;
        left.checked_sub(self.vesting.stream.flown(self.now)).unwrap_or(Alpha::ZERO)
    }

    /// What a holder can take out: `floor(V·f/D) + floor(V·o/D) − ceil(u·o/E)`, where `f` of its shares are fresh and `o`
    /// are not, `u` is unvested and belongs to all `E` shares that are not fresh. Zero for a holding of another pool.
    pub fn value_of(&self, holding: &Holding) -> Alpha {
        let worth =
            self.parts(holding).and_then(|parts| Ok(parts.fresh_worth.checked_add(parts.old_worth)?));
        worth.unwrap_or(Alpha::ZERO)
    }

    /// Shares of the holding that were bought since the last dividends came, at the pool's scale; none once these are
    /// given over.
    pub fn fresh_of(&self, holding: &Holding) -> u128 {
        if self.unvested().is_zero() || holding.round != self.vesting.round {
            return 0;
        }
        let shift = self.pool.scale.saturating_sub(holding.scale);
        holding.fresh.checked_shl(shift).unwrap_or(0).min(self.pool.shares_of(holding))
    }

    /// Adds `amount` for a holder, who pays the full price and has no part in what is unvested.
    pub fn deposit(&mut self, holding: &mut Holding, amount: Alpha) -> Result<(), ShareError> {
        let (before, vests) = (*self, !self.unvested().is_zero());
        let (held, fresh) = (self.pool.held(holding)?, self.fresh_of(holding));
        self.pool.deposit(holding, amount)?;
        if !vests {
            return Ok(());
        }
        // The holding is written at the scale that the pool had.
        let minted = holding.shares.saturating_sub(held);
        holding.fresh = fresh.saturating_add(minted);
        holding.round = self.vesting.round;
        self.vesting.fresh = before.vesting.fresh.saturating_add(minted);
        self.rescale_fresh(before.pool.scale);
        Ok(())
    }

    /// Takes `amount` for a holder: from its fresh shares first. With others it leaves their part of what is unvested.
    pub fn withdraw(&mut self, holding: &mut Holding, amount: Alpha) -> Result<LeftBehind, ShareError> {
        let unvested = self.unvested();
        if unvested.is_zero() {
            let dust = self.pool.withdraw(holding, amount)?;
            if self.pool.shares == 0 {
                self.vesting = Vesting::default();
            }
            return Ok(LeftBehind { dust, forfeited: Alpha::ZERO });
        }
        if amount.is_zero() {
            return Err(ShareError::ZeroAmount);
        }
        let parts = self.parts(holding)?;
        let (fresh, old) = self.burned(&parts, amount)?;
        let forfeited = part_floor(unvested, old, self.eligible())?;
        let scale = self.pool.scale;
        let mut after = *self;
        after.vesting.stream.release(self.now)?;
        after.vesting.stream.left = after.vesting.stream.left.checked_sub(forfeited)?;
        after.vesting.fresh = self.vesting.fresh.saturating_sub(fresh);
        let gone = amount.checked_add(forfeited)?;
        let dust = after.pool.take_out(holding, gone, fresh.saturating_add(old))?;
        after.rescale_fresh(scale);
        if !holding.is_empty() {
            (holding.fresh, holding.round) = (parts.fresh.saturating_sub(fresh), self.vesting.round);
        }
        if after.pool.shares == 0 {
            after.vesting = Vesting::default();
        }
        *self = after;
        Ok(LeftBehind { dust, forfeited })
    }

    /// Adds an epoch's dividends, which are all holders' as `span` blocks go by.
    pub fn pour(&mut self, amount: Alpha, span: u64) -> Result<(), ShareError> {
        let mut after = *self;
        after.pool.credit(amount)?;
        after.vesting.stream.pour(amount, self.now, span)?;
        after.vesting.fresh = 0;
        after.vesting.round = self.vesting.round.wrapping_add(1);
        *self = after;
        Ok(())
    }

    /// Adds `amount` for all holders at once.
    pub fn credit(&mut self, amount: Alpha) -> Result<(), ShareError> {
        let scale = self.pool.scale;
        self.pool.credit(amount)?;
        self.rescale_fresh(scale);
        Ok(())
    }

    /// Shares that have a part in what is unvested.
    const fn eligible(&self) -> u128 {
        self.pool.shares.saturating_sub(self.vesting.fresh)
    }

    fn parts(&self, holding: &Holding) -> Result<Parts, ShareError> {
        let held = self.pool.held(holding)?;
        let fresh = self.fresh_of(holding);
        let old = held.saturating_sub(fresh);
        let withheld = part_ceil(self.unvested(), old, self.eligible())?;
        let (fresh_worth, all_old) = (self.pool.worth(fresh)?, self.pool.worth(old)?);
        let old_worth = all_old.checked_sub(withheld).unwrap_or(Alpha::ZERO);
        Ok(Parts { fresh, old, fresh_worth, old_worth })
    }

    /// Shares, fresh and old, that a holder gives for `amount`: all for all, otherwise rounded up.
    fn burned(&self, parts: &Parts, amount: Alpha) -> Result<(u128, u128), ShareError> {
        let worth = parts.fresh_worth.checked_add(parts.old_worth)?;
        if amount > worth {
            return Err(ShareError::Insufficient { held: worth, wanted: amount });
        }
        if amount == worth {
            return Ok((parts.fresh, parts.old));
        }
        match amount.checked_sub(parts.fresh_worth) {
            Ok(rest) if !rest.is_zero() => Ok((
                parts.fresh,
                ratio::wide_mul_div_ceil(rest.rao().into(), parts.old, parts.old_worth.rao().into())?,
            )),
            _ => {
                let price = (self.pool.shares, u128::from(self.pool.value.rao()));
                Ok((ratio::wide_mul_div_ceil(amount.rao().into(), price.0, price.1)?, 0))
            }
        }
    }

    /// Fresh shares follow when the pool's scale has changed.
    const fn rescale_fresh(&mut self, before: u32) {
        let shift = self.pool.scale.saturating_sub(before);
        if let Some(fresh) = self.vesting.fresh.checked_shl(shift) {
            self.vesting.fresh = fresh;
        }
    }
}

/// `floor(amount · part / whole)`; zero of nothing.
fn part_floor(amount: Alpha, part: u128, whole: u128) -> Result<Alpha, ShareError> {
    if part == 0 || whole == 0 {
        return Ok(Alpha::ZERO);
    }
    let floor = ratio::wide_mul_div_floor(amount.rao().into(), part, whole)?;
    Ok(Alpha::new(u64::try_from(floor).unwrap_or(u64::MAX)))
}

/// `ceil(amount · part / whole)`; zero of nothing.
fn part_ceil(amount: Alpha, part: u128, whole: u128) -> Result<Alpha, ShareError> {
    if part == 0 || whole == 0 {
        return Ok(Alpha::ZERO);
    }
    let ceil = ratio::wide_mul_div_ceil(amount.rao().into(), part, whole)?;
    Ok(Alpha::new(u64::try_from(ceil).unwrap_or(u64::MAX)))
}

#[cfg(test)]
mod tests;
