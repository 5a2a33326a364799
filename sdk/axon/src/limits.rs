//! How much a server takes on.

use std::time::Duration;

/// What one axon takes on at most. Every request beyond is refused with the limit in the answer.
#[derive(Debug, Clone)]
pub struct Limits {
    /// Bytes of a request's headers, all together. More is answered with 431; from twice as many on without a body.
    pub header_bytes: usize,
    /// How many headers. More is answered with 431; from twice as many on without a body.
    pub headers: usize,
    /// Bytes of a request's body. More is answered with 413.
    pub body_bytes: usize,
    /// Bytes of all bodies that come in or wait for their handler. No caller may hold more than is left, so one alone has
    /// half at most, and something is always left for the next (503). Taken for two of `body_bytes` when it is less.
    pub bodies_bytes: usize,
    /// The same for bodies that are part of what is signed (`btauth/1`) and so come before it is known who sent them;
    /// here no address may hold more than is left. Taken for two of `body_bytes` when it is less.
    pub unproven_bytes: usize,
    /// Time to send the headers, from when the connection is open or the last answer is out; a connection that idles
    /// longer is closed.
    pub header_time: Duration,
    /// Time to send the body (408).
    pub body_time: Duration,
    /// Time for a caller to take some more of an answer; after that it is cut off.
    pub write_stall: Duration,
    /// Time for a handler with the wait before it, streaming included (408). Callers that ask for less get less.
    pub handler_time: Duration,
    /// Connections at a time. More wait to be accepted.
    pub connections: usize,
    /// Connections at a time from one address, of IPv6 from one network of 64 bits. More are closed at once.
    pub connections_per_ip: usize,
    /// Handlers that run at a time. More wait, by priority.
    pub running: usize,
    /// Requests that wait for a handler. Beyond, those with least priority are refused (503).
    pub waiting: usize,
    /// Requests at a time of one caller that is in the metagraph (429).
    pub per_caller: usize,
    /// More of them for callers with stake: from so much stake (rao) on, so many. The greatest that applies counts.
    pub by_stake: Vec<(u64, usize)>,
    /// Requests at a time of all callers that are not in the metagraph, together (429).
    pub strangers: usize,
    /// How far a caller's clock may be ahead. The official axon has no such limit; without one no table of nonces
    /// can be bounded. It is 4 s at most while half as many callers are remembered as there are `nonces`.
    pub clock_ahead: Duration,
    /// Callers' processes whose nonces are remembered at a time, of those in the metagraph and of the others each.
    /// Beyond, the caller with the most loses its oldest.
    pub nonces: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            header_bytes: 16 * 1024,
            headers: 64,
            body_bytes: 1024 * 1024,
            bodies_bytes: 128 * 1024 * 1024,
            unproven_bytes: 16 * 1024 * 1024,
            header_time: Duration::from_secs(30),
            body_time: Duration::from_secs(10),
            write_stall: Duration::from_secs(30),
            handler_time: Duration::from_secs(120),
            connections: 1024,
            connections_per_ip: 256,
            running: 64,
            waiting: 512,
            per_caller: 64,
            by_stake: Vec::new(),
            strangers: 16,
            clock_ahead: Duration::from_secs(60),
            nonces: 65_536,
        }
    }
}

impl Limits {
    /// So many bytes of bodies, and room for two in any case: one caller must be able to send the greatest.
    pub(crate) fn room(&self, bytes: usize) -> usize {
        bytes.max(self.body_bytes.saturating_mul(2))
    }

    /// Requests at a time of a caller in the metagraph with this stake, in rao.
    pub(crate) fn of_stake(&self, stake: u64) -> usize {
        let tiers = self.by_stake.iter().filter(|(from, _)| stake >= *from).map(|(_, limit)| *limit);
        tiers.max().unwrap_or(0).max(self.per_caller)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn room_should_hold_the_greatest_body_of_one_caller() {
        let limits = Limits { body_bytes: 100, ..Limits::default() };
        assert_eq!([0, 199, 201].map(|bytes| limits.room(bytes)), [200, 200, 201]);
    }

    #[test]
    fn limit_should_rise_with_stake() {
        let limits = Limits { per_caller: 2, by_stake: vec![(100, 8), (10, 4)], ..Limits::default() };
        assert_eq!([0, 10, 99, 100].map(|stake| limits.of_stake(stake)), [2, 4, 4, 8]);
    }
}
