use myelin_units::{ratio, Alpha, AmountError};

/// Dividends on their way to the holders of a share pool: what an epoch gave those who stake with a hotkey.
///
/// Paid at once, all of an epoch would belong to whoever stakes in that one block, the one who came in the block before
/// and goes in the block after too (economics §6.3, yield sniping). So each block has its part. Nothing is rounded away:
/// what does not come out flows later.
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
pub struct Stream {
    /// Alpha that has not flown.
    pub left: Alpha,
    /// Block up to which it has.
    pub since: u64,
    /// Block in which the last of it has flown.
    pub until: u64,
}

impl Stream {
    /// Whether nothing is left.
    pub const fn is_dry(&self) -> bool {
        self.left.is_zero()
    }

    /// What has flown since then in block `now`: `floor(left · (now − since) / (until − since))`, from `until` on all of it.
    pub fn flown(&self, now: u64) -> Alpha {
        if now >= self.until {
            return self.left;
        }
        let (passed, span) = (now.saturating_sub(self.since), self.until.saturating_sub(self.since));
        // `passed < span`, so it is less than what is left.
        ratio::mul_div_floor(self.left.rao(), passed, span).map_or(Alpha::ZERO, Alpha::new)
    }

    /// Takes out what has flown.
    pub fn release(&mut self, now: u64) -> Result<Alpha, AmountError> {
        let flown = self.flown(now);
        self.left = self.left.checked_sub(flown)?;
        self.since = self.since.max(now);
        Ok(flown)
    }

    /// Takes out what has flown, and adds `amount`, which flows for `span` blocks, at least one.
    ///
    /// Where something is left both flow together until the later of their ends, so none flows faster than it would have
    /// alone. The chain pours into dry streams only, because shares that were bought in between would have to wait for what
    /// they have paid for; but for a subnet's last epoch, after which all is counted whole.
    pub fn pour(&mut self, amount: Alpha, now: u64, span: u64) -> Result<Alpha, AmountError> {
        let flown = self.release(now)?;
        let end = now.saturating_add(span.max(1));
        self.until = if self.is_dry() { end } else { self.until.max(end) };
        self.since = now;
        self.left = self.left.checked_add(amount)?;
        Ok(flown)
    }
}

/// Over how many blocks dividends flow that took `gathered` blocks to gather, at a tempo: the tempo, where epochs come in
/// time. Not more than they took, or a longer tempo would hold back what was earned before it; not less than half, or who
/// comes for the few blocks of a shorter tempo would have what many blocks have earned. At least one.
pub fn flowing_span(gathered: u64, tempo: u64) -> u64 {
    gathered.min(tempo.max(gathered / 2)).max(1)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::{collection::vec as many, prelude::*};

    const fn stream(left: u64, since: u64, until: u64) -> Stream {
        Stream { left: Alpha::new(left), since, until }
    }

    #[test]
    fn nothing_should_have_flown_in_the_block_of_the_epoch() {
        let mut stream = Stream::default();
        assert_eq!(stream.pour(Alpha::new(360), 1_000, 360), Ok(Alpha::ZERO));
        assert_eq!(stream.flown(1_000), Alpha::ZERO);
        assert_eq!([1_001, 1_180, 1_359].map(|now| stream.flown(now).rao()), [1, 180, 359]);
        assert_eq!([1_360, u64::MAX].map(|now| stream.flown(now).rao()), [360, 360]);
    }

    #[test]
    fn stream_should_give_nothing_when_it_is_dry_or_asked_about_the_past() {
        assert_eq!(Stream::default().flown(0), Alpha::ZERO);
        assert_eq!(Stream::default().flown(u64::MAX), Alpha::ZERO);
        let mut stream = stream(10, 50, 60);
        assert_eq!(stream.release(40), Ok(Alpha::ZERO));
        assert_eq!((stream.left.rao(), stream.since), (10, 50));
    }

    #[test]
    fn rest_should_not_flow_faster_when_an_epoch_comes_early_or_the_tempo_shrinks() {
        let mut early = stream(360, 0, 360);
        assert_eq!(early.pour(Alpha::new(36), 36, 360).map(Alpha::rao), Ok(36));
        assert_eq!((early.left.rao(), early.since, early.until), (360, 36, 396));
        // A tempo of ten blocks: what was to flow until 360 still does.
        let mut shorter = stream(360, 0, 360);
        assert_eq!(shorter.pour(Alpha::new(10), 180, 10).map(Alpha::rao), Ok(180));
        assert_eq!((shorter.left.rao(), shorter.until), (190, 360));
        // Once it is dry the new tempo holds.
        assert_eq!(shorter.pour(Alpha::new(10), 360, 10).map(Alpha::rao), Ok(190));
        assert_eq!((shorter.left.rao(), shorter.until), (10, 370));
    }

    #[test]
    fn stream_should_flow_within_one_block_when_there_is_no_tempo() {
        let mut stream = Stream::default();
        assert_eq!(stream.pour(Alpha::new(7), 5, 0), Ok(Alpha::ZERO));
        assert_eq!((stream.flown(5).rao(), stream.flown(6).rao()), (0, 7));
    }

    #[test]
    fn stream_should_refuse_what_does_not_fit() {
        let mut stream = stream(u64::MAX, 0, 10);
        assert!(stream.pour(Alpha::new(u64::MAX), 1, 10).is_err());
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(2_000))]

        #[test]
        fn touches_should_release_all_of_it_by_the_end_and_never_more_than_one_release_would(
            left in any::<u64>(),
            since in 0..u64::MAX / 2,
            span in 1..100_000u64,
            touches in many(0..100_000u64, 0..40),
        ) {
            let whole = stream(left, since, since + span);
            let (mut touched, mut sum) = (whole, 0u64);
            let mut at: alloc::vec::Vec<u64> = touches;
            at.sort_unstable();
            for now in at.into_iter().map(|after| since + after) {
                sum += touched.release(now).unwrap().rao();
                prop_assert!(sum <= whole.flown(now).rao());
                prop_assert_eq!(sum.checked_add(touched.left.rao()), Some(left));
            }
            sum += touched.release(since + span).unwrap().rao();
            prop_assert_eq!((sum, touched.left.rao()), (left, 0));
        }

        #[test]
        fn no_block_should_have_more_of_a_dividend_than_its_part_of_a_tempo(
            amount in any::<u64>(), now in 0..u64::MAX / 2, span in 1..70_000u64, at in 0..70_000u64,
        ) {
            let mut stream = Stream::default();
            stream.pour(Alpha::new(amount), now, span).unwrap();
            let (before, after) = (stream.flown(now + at), stream.flown(now + at + 1));
            prop_assert!(after.rao() - before.rao() <= amount / span + 1);
        }

        #[test]
        fn nothing_should_be_lost_or_made_whatever_is_poured(
            steps in many((0..1u64 << 40, 0..400u64, 0..400u64), 1..40),
        ) {
            let (mut stream, mut now, mut poured, mut out) = (Stream::default(), 0, 0, 0);
            for (amount, later, span) in steps {
                now += later;
                poured += amount;
                let rate = |stream: &Stream| {
                    u128::from(stream.left.rao()) * 400 / u128::from(stream.until.saturating_sub(stream.since).max(1))
                };
                let (before, rest) = (stream, stream.left.rao() - stream.flown(now).rao());
                out += stream.pour(Alpha::new(amount), now, span).unwrap().rao();
                prop_assert_eq!(out + stream.left.rao(), poured);
                // What was left flows no faster than before.
                prop_assert!(rest == 0 || stream.until >= before.until);
                let alone = Stream { left: Alpha::new(amount), since: now, until: now + span.max(1) };
                prop_assert!(rate(&stream) <= rate(&before) + rate(&alone) + 800);
            }
        }
    }

    #[test]
    fn span_should_be_the_tempo_unless_dividends_took_less_or_much_more_to_gather() {
        let cases =
            [(360, 360, 360), (361, 360, 360), (3, 360, 3), (100, 50_400, 100), (360, 10, 180), (0, 0, 1)];
        for (gathered, tempo, span) in cases {
            assert_eq!(flowing_span(gathered, tempo), span);
        }
    }

    #[test]
    fn spans_should_come_down_to_a_shorter_tempo_soon() {
        let (mut span, mut blocks) = (360, 0);
        while span > 10 {
            span = flowing_span(span, 10);
            blocks += span;
        }
        assert_eq!((span, blocks), (10, 358));
    }
}
