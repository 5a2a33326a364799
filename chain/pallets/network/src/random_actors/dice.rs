//! Chance that can be thrown again: the same seed, the same run.

/// A xorshift generator; good enough to choose with, and nothing to depend on.
pub struct Dice(u64);

impl Dice {
    pub fn new(seed: u64) -> Self {
        // Zero is the one state that xorshift never leaves.
        Self(seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1)
    }

    pub fn throw(&mut self) -> u64 {
        self.0 ^= self.0 >> 12;
        self.0 ^= self.0 << 25;
        self.0 ^= self.0 >> 27;
        self.0.wrapping_mul(0x2545_f491_4f6c_dd1d)
    }

    /// A number below `limit`.
    pub fn below(&mut self, limit: u64) -> u64 {
        // The low bits of a product are the weak ones.
        (self.throw() >> 11) % limit.max(1)
    }

    pub fn one_in(&mut self, chances: u64) -> bool {
        self.below(chances) == 0
    }

    pub fn pick<'a, V>(&mut self, from: &'a [V]) -> Option<&'a V> {
        from.get(self.below(from.len() as u64) as usize)
    }

    /// Amounts of every magnitude, and those that break things.
    pub fn amount(&mut self) -> u64 {
        match self.below(16) {
            0 => 0,
            1 => 1,
            2 => u64::MAX,
            3 => u64::MAX - self.below(3),
            4 => 1_999_999 + self.below(3),
            _ => 10u64.pow(self.below(15) as u32) * (1 + self.below(9)) + self.below(3),
        }
    }

    /// A part of what is held; now and then more than that, nothing, or anything.
    pub fn part_of(&mut self, held: u64) -> u64 {
        match self.below(8) {
            0 => self.amount(),
            1 | 2 => held,
            3 => held.saturating_add(1),
            4 => held.saturating_sub(1),
            _ => held / (1 + self.below(9)),
        }
    }
}
