use crate::Pool;
use core::fmt;

/// What went into one side of a pool and what came out of it, ever: two counters that only grow. They are kept apart
/// from the reserve, so that whatever happens to the reserve, no more is paid out than was put in.
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
#[must_use]
#[derive(Copy, Clone, Eq, PartialEq, Default, Debug)]
pub struct Gauge {
    /// Seeds, emission and trades, in rao.
    pub put_in: u128,
    /// Trades, and what was recycled, in rao.
    pub paid_out: u128,
}

impl Gauge {
    /// What may still be paid out, in rao.
    pub const fn left(&self) -> u128 {
        // Never saturates: `pay` keeps the first above the second, and only raw storage could hold anything else.
        self.put_in.saturating_sub(self.paid_out)
    }

    /// Whether a reserve is no more than what is left.
    pub const fn covers(&self, reserve: u64) -> bool {
        self.left() >= reserve as u128
    }

    /// `rao` go in.
    pub const fn put(self, rao: u64) -> Result<Self, GaugeError> {
        match self.put_in.checked_add(rao as u128) {
            Some(put_in) => Ok(Self { put_in, ..self }),
            None => Err(GaugeError::Full),
        }
    }

    /// `rao` come out: refused when less is left.
    pub const fn pay(self, rao: u64) -> Result<Self, GaugeError> {
        if !self.covers(rao) {
            return Err(GaugeError::Overdrawn { left: self.left(), asked: rao });
        }
        match self.paid_out.checked_add(rao as u128) {
            Some(paid_out) => Ok(Self { paid_out, ..self }),
            None => Err(GaugeError::Full),
        }
    }

    /// A reserve goes from `before` to `after`: the difference goes in or comes out. Refused when the reserve was more
    /// than what was left.
    pub const fn follow(self, before: u64, after: u64) -> Result<Self, GaugeError> {
        if !self.covers(before) {
            return Err(GaugeError::Overdrawn { left: self.left(), asked: before });
        }
        match after.checked_sub(before) {
            Some(more) => self.put(more),
            None => self.pay(before.saturating_sub(after)),
        }
    }
}

/// The gauges of both sides of a pool.
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
#[must_use]
#[derive(Copy, Clone, Eq, PartialEq, Default, Debug)]
pub struct PoolGauge {
    /// Of TAO.
    pub tao: Gauge,
    /// Of alpha.
    pub alpha: Gauge,
}

impl PoolGauge {
    /// Whether both reserves are no more than what is left.
    pub const fn covers(&self, pool: &Pool) -> bool {
        self.tao.covers(pool.tao.rao()) && self.alpha.covers(pool.alpha.rao())
    }

    /// The reserves of a pool go from `before` to `after`.
    pub fn follow(self, before: &Pool, after: &Pool) -> Result<Self, GaugeError> {
        Ok(Self {
            tao: self.tao.follow(before.tao.rao(), after.tao.rao())?,
            alpha: self.alpha.follow(before.alpha.rao(), after.alpha.rao())?,
        })
    }
}

/// Why a gauge stops a payment.
#[derive(Copy, Clone, Eq, PartialEq, Debug)]
pub enum GaugeError {
    /// More would have come out than was put in.
    Overdrawn {
        /// What was left, in rao.
        left: u128,
        /// What was asked for, in rao.
        asked: u64,
    },
    /// The counter is full.
    Full,
}

impl fmt::Display for GaugeError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Overdrawn { left, asked } => write!(f, "{asked} rao asked of a pool that has {left} left"),
            Self::Full => write!(f, "the gauge is full"),
        }
    }
}

impl core::error::Error for GaugeError {}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{buy_free, inject, samples::pool, sell_free};
    use myelin_units::{Alpha, Tao};
    use proptest::{collection::vec as many, prelude::*};

    #[test]
    fn gauge_should_refuse_to_pay_more_than_was_put_in() {
        let gauge = Gauge::default().put(10).and_then(|gauge| gauge.pay(4)).unwrap();
        assert_eq!(gauge.left(), 6);
        assert_eq!(gauge.pay(7), Err(GaugeError::Overdrawn { left: 6, asked: 7 }));
        assert_eq!(gauge.pay(6).map(|gauge| gauge.left()), Ok(0));
    }

    #[test]
    fn gauge_should_refuse_to_follow_a_reserve_that_it_does_not_cover() {
        let gauge = Gauge::default().put(10).unwrap();
        assert_eq!(gauge.follow(11, 10), Err(GaugeError::Overdrawn { left: 10, asked: 11 }));
        // What has vanished is another matter: nobody is paid with it.
        assert_eq!(gauge.follow(9, 8).map(|gauge| gauge.left()), Ok(9));
    }

    #[test]
    fn gauge_should_say_so_when_it_is_full() {
        let full = Gauge { put_in: u128::MAX, paid_out: 0 };
        assert_eq!(full.put(1), Err(GaugeError::Full));
        let spent = Gauge { put_in: u128::MAX, paid_out: u128::MAX };
        assert_eq!(spent.pay(1), Err(GaugeError::Overdrawn { left: 0, asked: 1 }));
    }

    #[test]
    fn gauge_should_have_nothing_left_when_storage_says_nonsense() {
        let nonsense = Gauge { put_in: 1, paid_out: 2 };
        assert!(nonsense.left() == 0 && nonsense.pay(1).is_err() && nonsense.covers(0));
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(500))]
        #[test]
        fn gauge_should_be_left_with_the_reserves_whatever_is_traded(
            start in pool(), deeds in many((0..3u8, 0..1u64 << 40), 0..30),
        ) {
            let gauge = PoolGauge::default().follow(&Pool::default(), &start)?;
            let (mut pool, mut gauge) = (start, gauge);
            for (kind, rao) in deeds {
                let after = match kind {
                    0 => buy_free(&pool, Tao::new(rao)).map(|bought| bought.pool),
                    1 => sell_free(&pool, Alpha::new(rao)).map(|sold| sold.pool),
                    _ => inject(&pool, Tao::new(rao), Alpha::new(rao)).map(|injection| injection.pool),
                };
                let Ok(after) = after else { continue };
                gauge = gauge.follow(&pool, &after)?;
                pool = after;
                prop_assert!(gauge.covers(&pool));
                prop_assert_eq!(gauge.tao.left(), u128::from(pool.tao.rao()));
                prop_assert_eq!(gauge.alpha.left(), u128::from(pool.alpha.rao()));
            }
        }
    }
}
