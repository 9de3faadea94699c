//! Busy-waiting: a thread that reads the same objects repeatedly without seeing a change.
//!
//! Rereading an unchanged object yields nothing new, so such a thread is suspended until one of
//! these objects changes. That keeps the number of interleavings finite. It is exact for a loop
//! that only waits; a loop that counts its iterations gets more of them, see `loop_probe`. If no
//! other thread can continue, the thread continues anyway, and the coverage is bounded.

use crate::op::ObjectId;

/// A thread is suspended after this many consecutive rereads of an unchanged object.
const MAX_UNCHANGED_READS: usize = 24;

/// The weight of a reread after a pause: a thread that sleeps or yields between reads is waiting.
const AFTER_PAUSE: usize = 4;

/// What a thread has read since it last made progress.
#[derive(Debug)]
pub(crate) struct Spin {
    seen: Vec<ReadStreak>,
    paused: bool,
    /// Whether it has reread one of the objects often enough.
    waits: bool,
    /// The number of rereads after which it is suspended: [`MAX_UNCHANGED_READS`] or more.
    limit: usize,
    /// How often the thread has made progress, which distinguishes the loops before and after.
    progresses: usize,
}

/// An object that was read, its version at the last read, and how many consecutive rereads have
/// seen that version.
#[derive(Debug)]
struct ReadStreak {
    object: ObjectId,
    version: u32,
    unchanged: usize,
}

impl Default for Spin {
    fn default() -> Self {
        Self {
            seen: Vec::new(),
            paused: false,
            waits: false,
            limit: MAX_UNCHANGED_READS,
            progresses: 0,
        }
    }
}

impl Spin {
    /// The thread read `object` at `version`; returns whether it is suspended from now on.
    pub(crate) fn read(&mut self, object: ObjectId, version: u32) -> bool {
        let weight = if std::mem::take(&mut self.paused) { AFTER_PAUSE } else { 1 };
        match self.seen.iter_mut().find(|streak| streak.object == object) {
            Some(streak) if streak.version == version => {
                streak.unchanged += weight;
                self.waits |= streak.unchanged >= self.limit;
            }
            Some(streak) => {
                (streak.version, streak.unchanged) = (version, 0);
                self.waits = self.has_reread_enough();
            }
            None => self.seen.push(ReadStreak { object, version, unchanged: 0 }),
        }
        self.waits
    }

    fn has_reread_enough(&self) -> bool {
        self.seen.iter().any(|streak| streak.unchanged >= self.limit)
    }

    /// Allows more rereads.
    pub(crate) fn allow_more(&mut self, more: usize) {
        self.limit = MAX_UNCHANGED_READS.saturating_add(more);
        self.waits = self.has_reread_enough();
    }

    /// How often the thread has made progress.
    pub(crate) fn progresses(&self) -> usize {
        self.progresses
    }

    /// Starts over for another thread.
    pub(crate) fn reset(&mut self) {
        self.progress();
        self.progresses = 0;
    }

    /// Whether the thread may reread more often than usual.
    pub(crate) fn has_extra_reads(&self) -> bool {
        self.limit > MAX_UNCHANGED_READS
    }

    /// The thread slept or yielded.
    pub(crate) fn pause(&mut self) {
        self.paused = true;
    }

    /// The thread changed something, so it does not only wait.
    pub(crate) fn progress(&mut self) {
        self.seen.clear();
        self.paused = false;
        self.waits = false;
        self.limit = MAX_UNCHANGED_READS;
        self.progresses += 1;
    }

    /// Whether the thread is suspended, or was just resumed although nothing changed.
    pub(crate) fn rereads_unchanged(&self) -> bool {
        self.seen.iter().any(|streak| streak.unchanged >= MAX_UNCHANGED_READS - 1)
    }

    pub(crate) fn is_waiting(&self) -> bool {
        self.waits
    }

    /// Lets the thread read once more.
    pub(crate) fn release(&mut self) {
        for streak in &mut self.seen {
            streak.unchanged = streak.unchanged.min(self.limit - 1);
        }
        self.waits = false;
    }

    /// What the thread waits for: any of these objects to change from this version.
    pub(crate) fn watched(&self) -> impl Iterator<Item = (ObjectId, u32)> {
        self.seen.iter().map(|streak| (streak.object, streak.version))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_resumed_thread_that_sees_a_change_does_not_wait_for_the_rest() {
        let mut spin = Spin::default();
        spin.read(2, 0);
        for _ in 0..=MAX_UNCHANGED_READS {
            assert!(!spin.is_waiting());
            spin.read(1, 0);
        }
        assert!(spin.is_waiting());
        spin.release();
        spin.read(2, 1);
        assert!(!spin.is_waiting());
        spin.read(1, 0);
        assert!(spin.is_waiting());
    }
}
