use crate::ShareError;
use myelin_units::{ratio, Alpha, AmountError};

/// Shares are scaled by this many bits at a time.
const RESCALE_BITS: u32 = 32;

/// A share is never worth more than 2⁻¹⁶ rao: the pool is rescaled when it would be.
const SHARES_PER_RAO_BITS: u32 = 16;

/// All the alpha staked on one hotkey of a subnet, and how finely it is shared.
///
/// Emission for all raises `value` and touches no holder. `shares` is exactly the sum of the holders'
/// shares; holders' values sum to at most `value`, less than one rao each below it; there is value
/// exactly when there are shares (economics.md §4.2, recommended rule; §6.1).
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
pub struct SharePool {
    /// Alpha of all holders together.
    pub value: Alpha,
    /// Shares of all holders together.
    pub shares: u128,
    /// How many bits shares have been scaled up by since the pool was empty; a multiple of 32.
    pub scale: u32,
}

/// What one coldkey holds of a [`SharePool`].
#[derive(Copy, Clone, Eq, PartialEq, Default, Debug)]
#[cfg_attr(
    feature = "scale",
    derive(codec::Encode, codec::Decode, codec::DecodeWithMemTracking, scale_info::TypeInfo)
)]
pub struct Holding {
    /// Shares, counted at the scale below.
    pub shares: u128,
    /// The pool's scale when the holding was last changed. It is brought up to date when it is used.
    pub scale: u32,
    /// Of the shares, those bought since the pool's last dividends came ([`crate::VestingPool`]), at the scale above.
    #[cfg_attr(feature = "scale", codec(compact))] // mostly zero
    pub fresh: u128,
    /// Which dividends these were: if others have come since, no share is fresh.
    #[cfg_attr(feature = "scale", codec(compact))]
    pub round: u32,
}

/// By hand: the derived one does not see that compact numbers take up to a byte more than plain ones.
#[cfg(feature = "scale")]
impl codec::MaxEncodedLen for Holding {
    fn max_encoded_len() -> usize {
        type Fields = (u128, u32, codec::Compact<u128>, codec::Compact<u32>);
        Fields::max_encoded_len()
    }
}

impl Holding {
    /// Whether nothing is held.
    pub const fn is_empty(&self) -> bool {
        self.shares == 0
    }
}

impl SharePool {
    /// What the holding is worth: `floor(value · shares held / shares)`; zero for one that is not of this pool.
    pub fn value_of(&self, holding: &Holding) -> Alpha {
        let worth = self.held(holding).and_then(|held| self.worth(held));
        worth.unwrap_or(Alpha::ZERO)
    }

    /// The holding's shares at the pool's scale; zero for one that is not of this pool.
    pub fn shares_of(&self, holding: &Holding) -> u128 {
        self.held(holding).unwrap_or(0)
    }

    /// Adds `amount` for this holder, who receives `floor(amount · shares / value)` shares, or
    /// `amount · 2³²` if first. The others lose nothing; the holder at most one rao.
    pub fn deposit(&mut self, holding: &mut Holding, amount: Alpha) -> Result<(), ShareError> {
        if amount.is_zero() {
            return Err(ShareError::ZeroAmount);
        }
        let held = self.held(holding)?;
        let minted = match self.shares {
            0 => u128::from(amount.rao()) << RESCALE_BITS,
            shares => {
                ratio::wide_mul_div_floor(u128::from(amount.rao()), shares, u128::from(self.value.rao()))?
            }
        };
        if minted == 0 {
            return Err(ShareError::TooSmall(amount));
        }
        self.settle(self.value.checked_add(amount)?, add(self.shares, minted)?, holding, add(held, minted)?)?;
        Ok(())
    }

    /// Takes `amount` for this holder, who gives `ceil(amount · shares / value)` shares, or all of them
    /// when `amount` is all the holding is worth. Returns alpha that is left when no shares are, which
    /// belongs to nobody and is to be recycled.
    pub fn withdraw(&mut self, holding: &mut Holding, amount: Alpha) -> Result<Alpha, ShareError> {
        if amount.is_zero() {
            return Err(ShareError::ZeroAmount);
        }
        let held = self.held(holding)?;
        let worth = self.worth(held)?;
        if amount > worth {
            return Err(ShareError::Insufficient { held: worth, wanted: amount });
        }
        let burned = if amount == worth {
            held
        } else {
            ratio::wide_mul_div_ceil(u128::from(amount.rao()), self.shares, u128::from(self.value.rao()))?
        };
        self.take_out(holding, amount, burned)
    }

    /// Adds `amount` for all holders, in proportion to what they hold.
    pub fn credit(&mut self, amount: Alpha) -> Result<(), ShareError> {
        if self.shares == 0 {
            return Err(ShareError::NoHolders);
        }
        let value = self.value.checked_add(amount)?;
        let (shares, scale) = rescale(value, self.shares, self.scale);
        *self = Self { value, shares, scale };
        Ok(())
    }

    /// Takes `amount` out against so many of the holder's shares. Returns what is left when no shares are.
    pub(crate) fn take_out(
        &mut self,
        holding: &mut Holding,
        amount: Alpha,
        shares: u128,
    ) -> Result<Alpha, ShareError> {
        let held = self.held(holding)?;
        self.settle(
            self.value.checked_sub(amount)?,
            subtract(self.shares, shares)?,
            holding,
            subtract(held, shares)?,
        )
    }

    /// The holder's shares at the pool's scale.
    pub(crate) fn held(&self, holding: &Holding) -> Result<u128, ShareError> {
        if holding.is_empty() {
            return Ok(0);
        }
        let foreign = ShareError::Foreign { holding: holding.shares, pool: self.shares };
        let shift = self.scale.checked_sub(holding.scale).ok_or(foreign)?;
        if shift > holding.shares.leading_zeros() {
            return Err(foreign);
        }
        // A holding is not zero, so at most 127 leading bits are.
        let held = holding.shares << shift;
        if held > self.shares {
            return Err(foreign);
        }
        Ok(held)
    }

    /// `floor(value · held / shares)`.
    pub(crate) fn worth(&self, held: u128) -> Result<Alpha, ShareError> {
        if held == 0 {
            return Ok(Alpha::ZERO);
        }
        let worth = ratio::wide_mul_div_floor(u128::from(self.value.rao()), held, self.shares)?;
        // `held <= shares`, so it is at most the value.
        Ok(Alpha::new(u64::try_from(worth).unwrap_or(u64::MAX)))
    }

    /// Writes the new state of pool and holding. A pool without shares keeps no value: it is returned.
    fn settle(
        &mut self,
        value: Alpha,
        shares: u128,
        holding: &mut Holding,
        held: u128,
    ) -> Result<Alpha, ShareError> {
        if shares == 0 {
            *self = Self::default();
            *holding = Holding::default();
            return Ok(value);
        }
        *holding = match held {
            0 => Holding::default(),
            held => Holding { shares: held, scale: self.scale, ..Holding::default() },
        };
        let (shares, scale) = rescale(value, shares, self.scale);
        *self = Self { value, shares, scale };
        Ok(Alpha::ZERO)
    }
}

/// Scales shares up until each is worth less than 2⁻¹⁶ rao. Without this, leaving one rao and letting
/// emission arrive, again and again, would shrink the number of shares until a deposit bought none.
///
/// Shares stay below `value · 2⁴⁸`, thus below 2¹¹²: neither shift can lose a bit.
fn rescale(value: Alpha, mut shares: u128, mut scale: u32) -> (u128, u32) {
    let enough = u128::from(value.rao()) << SHARES_PER_RAO_BITS;
    while shares != 0 && shares < enough {
        shares <<= RESCALE_BITS;
        scale = scale.saturating_add(RESCALE_BITS);
    }
    (shares, scale)
}

fn add(left: u128, right: u128) -> Result<u128, AmountError> {
    left.checked_add(right).ok_or(AmountError::Overflow { left, right })
}

fn subtract(from: u128, taken: u128) -> Result<u128, ShareError> {
    from.checked_sub(taken).ok_or(ShareError::Foreign { holding: taken, pool: from })
}

#[cfg(test)]
mod tests;
