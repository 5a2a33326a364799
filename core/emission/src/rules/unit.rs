use primitive_types::{U256, U512};

/// Fractional bits of a [`Unit`].
const BITS: usize = 240;

/// A number from 0 to 1 in units of 2⁻²⁴⁰, for weights that are raised to powers. Products and quotients are
/// made in 512 bits and rounded once, as their names say; rounding never turns the order of two numbers round.
#[derive(Copy, Clone, Eq, PartialEq, Ord, PartialOrd)]
pub(super) struct Unit(U256);

impl Unit {
    /// The whole.
    pub fn one() -> Self {
        Self(U256::one() << BITS)
    }

    /// The fraction with 64 fractional bits.
    pub fn from_bits64(bits: u128) -> Self {
        Self(U256::from(bits) << (BITS - 64)).min(Self::one())
    }

    /// `floor(part / whole)`; one where the part is the larger, nothing of nothing.
    pub fn ratio_floor(part: U256, whole: U256) -> Self {
        let quotient = (U512::from(part) << BITS).checked_div(U512::from(whole));
        Self::cut(quotient.unwrap_or_default())
    }

    /// `ceil(self / other)`, at most one.
    pub fn over_ceil(self, other: Self) -> Self {
        let (part, whole) = (U512::from(self.0) << BITS, U512::from(other.0));
        if whole.is_zero() {
            return Self::one();
        }
        let (quotient, rest) = part.div_mod(whole);
        Self::cut(if rest.is_zero() { quotient } else { quotient.saturating_add(U512::one()) })
    }

    /// `floor(self / other)`, at most one.
    pub fn over_floor(self, other: Self) -> Self {
        Self::ratio_floor(self.0, other.0)
    }

    /// `floor(self · other)`.
    pub fn times_floor(self, other: Self) -> Self {
        Self::cut(self.0.full_mul(other.0) >> BITS)
    }

    /// `ceil(self · other)`.
    pub fn times_ceil(self, other: Self) -> Self {
        let below = self.0.full_mul(other.0).saturating_add((U512::one() << BITS) - U512::one());
        Self::cut(below >> BITS)
    }

    /// `self` to a power of at least 1, floored at each step.
    pub fn power_floor(self, power: u8) -> Self {
        (1..power).fold(self, |product, _| product.times_floor(self))
    }

    /// `self` to a power of at least 1, rounded up at each step.
    pub fn power_ceil(self, power: u8) -> Self {
        (1..power).fold(self, |product, _| product.times_ceil(self))
    }

    /// `floor(self · part / (1 + under))`.
    pub fn times_over_one_more_floor(self, part: Self, under: Self) -> Self {
        let whole = U512::from(Self::one().0) + U512::from(under.0);
        Self::cut(self.0.full_mul(part.0) / whole)
    }

    /// The sum, at most one.
    pub fn plus(self, other: Self) -> Self {
        Self(self.0.saturating_add(other.0)).min(Self::one())
    }

    /// Whether this is nothing.
    pub fn is_zero(self) -> bool {
        self.0.is_zero()
    }

    /// The number as a count of 2⁻²⁴⁰.
    pub fn bits(self) -> U256 {
        self.0
    }

    fn cut(bits: U512) -> Self {
        U256::try_from(bits).map_or(Self::one(), |bits| Self(bits).min(Self::one()))
    }
}
