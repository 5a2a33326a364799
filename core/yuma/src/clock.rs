//! When epochs run (yuma.md §2.7): one clock for the chain, its views and whoever looks ahead. A subnet's epochs come a
//! tempo apart, counted from the last; one may be asked for earlier, and one that finds its block full waits.

pub mod stateless;

use core::num::NonZeroU64;

/// An epoch is due when this many blocks went by without one, whatever the tempo.
pub const MOST_BLOCKS_WITHOUT_STEP: u64 = 50_400;

/// The clock of one subnet as a block left it: epochs of that block have run. For a block that opens, before its epochs,
/// [`tick`](Clock::tick) the clock of the block before, or [`open`](Clock::open) what its state says.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Clock {
    /// The block.
    pub block: u64,
    /// Blocks from one epoch to the next; with 0 there are none.
    pub tempo: u16,
    /// Block of the last epoch.
    pub last_epoch_block: u64,
    /// Block from which an epoch that was asked for, or had to wait, may run; 0 for none.
    pub pending_at: u64,
    /// Blocks since the last epoch, counted apart because a change of tempo sets `last_epoch_block` anew.
    pub blocks_since_last_step: u64,
    /// How many epochs have run.
    pub index: u64,
}

/// What becomes of a subnet's epoch in a block.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Turn {
    /// It is not due.
    Wait,
    /// It runs.
    Run,
    /// It is due, but as many as may run in this block have: it tries again in the next.
    Defer,
}

impl Clock {
    /// Whether an epoch is due in the clock's block.
    #[must_use]
    pub const fn due(&self) -> bool {
        let pending = self.pending_at > 0 && self.block >= self.pending_at;
        let overdue = self.blocks_since_last_step > MOST_BLOCKS_WITHOUT_STEP;
        let elapsed = self.block.saturating_sub(self.last_epoch_block) >= self.tempo as u64;
        self.tempo != 0 && (pending || overdue || elapsed)
    }

    /// The epoch that counts for commits and reveals: one more than have run, once the next is due. It is the epoch to
    /// which a commit in this block belongs.
    #[must_use]
    pub const fn look_ahead(&self) -> u64 {
        self.index.saturating_add(self.due() as u64)
    }

    /// The next block begins.
    #[must_use]
    pub const fn tick(self) -> Self {
        Self {
            block: self.block.saturating_add(1),
            blocks_since_last_step: self.blocks_since_last_step.saturating_add(1),
            ..self
        }
    }

    /// The clock of a block that opens, from what the block before left in the state and the number of this one.
    #[must_use]
    pub const fn open(self) -> Self {
        Self { block: self.block.saturating_sub(1), ..self }.tick()
    }

    /// What happens in the clock's block, of whose epochs `room` may still run, and the clock after it.
    #[must_use]
    pub const fn turn(self, room: usize) -> (Turn, Self) {
        if !self.due() {
            (Turn::Wait, self)
        } else if room > 0 {
            (Turn::Run, self.ran())
        } else {
            (Turn::Defer, Self { pending_at: self.block.saturating_add(1), ..self })
        }
    }

    /// An epoch has run in the clock's block. The slot is used whatever came of it.
    const fn ran(self) -> Self {
        let index = self.index.saturating_add(1);
        Self { last_epoch_block: self.block, pending_at: 0, blocks_since_last_step: 0, index, ..self }
    }

    /// The tempo changes in the clock's block: the period begins anew, so that no change brings an epoch about.
    #[must_use]
    pub const fn with_tempo(self, tempo: u16) -> Self {
        Self { tempo, last_epoch_block: self.block, ..self }
    }

    /// Blocks until the tempo brings an epoch, 0 when it is overdue; `None` without a tempo.
    #[must_use]
    pub const fn to_automatic(&self) -> Option<u64> {
        if self.tempo == 0 {
            return None;
        }
        Some(self.last_epoch_block.saturating_add(self.tempo as u64).saturating_sub(self.block))
    }

    /// The first block after the clock's in which an epoch is due if nothing but time passes. `None` without a tempo,
    /// or when block numbers end before.
    #[must_use]
    pub fn next_epoch(&self) -> Option<u64> {
        let tempo = NonZeroU64::new(self.tempo.into())?;
        let next = self.block.checked_add(1)?;
        let elapsed = self.last_epoch_block.checked_add(tempo.get());
        let pending = Some(self.pending_at).filter(|at| *at > 0);
        let silent = MOST_BLOCKS_WITHOUT_STEP.saturating_add(1).saturating_sub(self.blocks_since_last_step);
        let overdue = self.block.checked_add(silent);
        [elapsed, pending, overdue].into_iter().flatten().min().map(|at| at.max(next))
    }

    /// The first block, from the clock's on, in which [`look_ahead`](Clock::look_ahead) is `epoch`, if every epoch
    /// runs when it is due. `None` for an epoch that has passed and one that never comes.
    #[must_use]
    pub fn first_block_of(&self, epoch: u64) -> Option<u64> {
        let now = self.look_ahead();
        if epoch <= now {
            return (epoch == now).then_some(self.block);
        }
        // The next to run is number index + 1; from then on only the period counts.
        let later = epoch.checked_sub(self.index)?.checked_sub(1)?;
        self.next_epoch()?.checked_add(later.checked_mul(self.period())?)
    }

    /// The block in which a commit of the clock's block is revealed: the first that belongs to the epoch `period`
    /// after its own. The beacon it is sealed for should be known then, and not long before.
    #[must_use]
    pub fn reveal_block(&self, period: u64) -> Option<u64> {
        self.first_block_of(self.look_ahead().checked_add(period)?)
    }

    /// The blocks of the epochs to come, in order, if every epoch runs when it is due.
    pub fn upcoming(self) -> impl Iterator<Item = u64> {
        let period = self.period();
        core::iter::successors(self.next_epoch(), move |block| block.checked_add(period))
    }

    /// Blocks from one epoch to the next while nobody interferes.
    fn period(&self) -> u64 {
        u64::from(self.tempo).min(MOST_BLOCKS_WITHOUT_STEP + 1)
    }
}

/// One block of all subnets' clocks, ascending by netuid: of those that are due the first `most` run, and at least
/// one; the others are deferred.
pub fn step<'a>(clocks: impl IntoIterator<Item = &'a mut Clock>, most: usize) {
    let mut room = most.max(1);
    for clock in clocks {
        let (turn, after) = clock.tick().turn(room);
        *clock = after;
        room = room.saturating_sub(usize::from(turn == Turn::Run));
    }
}

#[cfg(test)]
mod tests;
