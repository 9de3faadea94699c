//! Busy-waiting: a thread that reads the same objects repeatedly without seeing a change.
//!
//! Rereading an unchanged object yields nothing new, so such a thread is suspended until one of
//! these objects changes. That keeps the number of interleavings finite. It is exact for a loop
//! that only waits; a loop that counts its iterations gets more of them, see `loop_probe`. If no
//! other thread can continue, the thread continues anyway, and the coverage is bounded.

use super::poll_limits::PollLimits;
use crate::objects::Object;
use crate::op::ObjectId;

/// A reread after a pause weighs as much as this many: a thread that sleeps or yields between reads is
/// waiting.
const AFTER_PAUSE: usize = 4;

/// The same for another failed attempt to acquire a lock that was not released since. The fewer of them
/// the better, because each involves the operations of the loop that backs off.
const FAILED_ATTEMPT: usize = 12;

/// What a thread has read since it last made progress.
#[derive(Debug, Default)]
pub(crate) struct Spin {
    seen: Vec<ReadStreak>,
    paused: bool,
    /// Whether it has reread one of the objects often enough.
    waits: bool,
    /// The number of rereads after which it is suspended, usually and now.
    usual_limit: usize,
    limit: usize,
    /// How often the thread has made progress, which distinguishes the loops before and after.
    progresses: usize,
}

/// What a thread saw of an object: the version of its data, or the number of times that it was
/// released.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Watched {
    pub(crate) object: ObjectId,
    pub(crate) releases: bool,
    pub(crate) version: u32,
}

impl Watched {
    pub(crate) fn data(object: ObjectId, version: u32) -> Self {
        Self { object, releases: false, version }
    }

    /// The version now.
    pub(crate) fn current(&self, objects: &[Object]) -> u32 {
        let object = &objects[self.object as usize];
        if self.releases { object.releases } else { object.version }
    }

    /// Whether a thread that has tried to acquire the lock waits for this.
    pub(super) fn is_attempt(&self, lock: ObjectId) -> bool {
        self.releases && self.object == lock
    }

    /// Whether this is about the same thing as `other`.
    pub(crate) fn is_of(&self, other: &Self) -> bool {
        (self.object, self.releases) == (other.object, other.releases)
    }
}

/// What was read last, and how many consecutive rereads have seen the same.
#[derive(Debug)]
struct ReadStreak {
    seen: Watched,
    unchanged: usize,
    /// The version that must change to resume the thread: it has resumed for earlier changes, even
    /// if it has not read the object since.
    awaited: u32,
}

impl Spin {
    /// The thread saw this; returns whether it has reread enough.
    pub(crate) fn read(&mut self, now: Watched) -> bool {
        let weight = match std::mem::take(&mut self.paused) {
            _ if now.releases => FAILED_ATTEMPT,
            true => AFTER_PAUSE,
            false => 1,
        };
        match self.seen.iter_mut().find(|streak| streak.seen.is_of(&now)) {
            Some(streak) if streak.seen.version == now.version => {
                streak.unchanged += weight;
                self.waits |= streak.unchanged >= self.limit;
            }
            Some(streak) => {
                (streak.seen, streak.awaited, streak.unchanged) = (now, now.version, 0);
                self.waits = self.has_reread_enough();
            }
            None => {
                self.seen.push(ReadStreak { seen: now, unchanged: 0, awaited: now.version });
            }
        }
        self.waits
    }

    fn has_reread_enough(&self) -> bool {
        self.seen.iter().any(|streak| streak.unchanged >= self.limit)
    }

    /// Allows more rereads.
    pub(crate) fn allow_more(&mut self, more: usize) {
        self.limit = self.usual_limit.saturating_add(more);
        self.waits = self.has_reread_enough();
    }

    /// How often the thread has made progress.
    pub(crate) fn progresses(&self) -> usize {
        self.progresses
    }

    /// Starts over for another thread.
    pub(super) fn reset(&mut self, limits: PollLimits) {
        self.usual_limit = limits.rereads;
        self.progress();
        self.progresses = 0;
    }

    /// Whether the thread may reread more often than usual.
    pub(crate) fn has_extra_reads(&self) -> bool {
        self.limit > self.usual_limit
    }

    /// Forgets failed attempts to acquire the lock, which the thread has now. Its own releases would resume
    /// it in each round.
    #[inline]
    pub(super) fn stop_attempting(&mut self, lock: ObjectId) {
        self.seen.retain(|streak| !streak.seen.is_attempt(lock));
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
        self.limit = self.usual_limit;
        self.progresses += 1;
    }

    /// Whether the thread is suspended, or was just resumed although nothing changed.
    pub(crate) fn rereads_unchanged(&self) -> bool {
        self.seen.iter().any(|streak| streak.unchanged + 1 >= self.usual_limit)
    }

    pub(crate) fn is_waiting(&self) -> bool {
        self.waits
    }

    /// Lets the thread read once more.
    pub(crate) fn release(&mut self, version: impl Fn(&Watched) -> u32) {
        for streak in &mut self.seen {
            streak.awaited = version(&streak.seen);
            streak.unchanged = streak.unchanged.min(self.limit - 1);
        }
        self.waits = false;
    }

    /// What the thread waits for: any of these to change.
    pub(crate) fn watched(&self) -> impl Iterator<Item = Watched> {
        self.seen.iter().map(|streak| Watched { version: streak.awaited, ..streak.seen })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_resumed_thread_that_sees_a_change_does_not_wait_for_the_rest() {
        let mut spin = Spin::default();
        spin.reset(PollLimits::USUAL);
        spin.read(Watched::data(2, 0));
        for _ in 0..=PollLimits::USUAL.rereads {
            assert!(!spin.is_waiting());
            spin.read(Watched::data(1, 0));
        }
        assert!(spin.is_waiting());
        spin.release(|seen| seen.version);
        spin.read(Watched::data(2, 1));
        assert!(!spin.is_waiting());
        spin.read(Watched::data(1, 0));
        assert!(spin.is_waiting());
    }
    #[test]
    fn a_resumed_thread_waits_for_a_later_change() {
        let mut spin = Spin::default();
        spin.reset(PollLimits::USUAL);
        spin.read(Watched::data(1, 0));
        spin.release(|_| 5);
        assert!(spin.watched().map(|seen| seen.version).eq([5]));
    }
}
