//! Busy waiting: a thread that looks at the same things again and again, and sees nothing new.
//!
//! Another look at what has not changed shows nothing that the last one did not, so such a thread
//! waits until something that it looks at changes. That keeps the number of interleavings finite.
//! It is exact for a loop that only waits; one that counts its rounds is let on: see `loop_probe`. When
//! nothing else can happen a thread goes on in any case, and the exploration is called bounded.

use crate::op::ObjectId;

/// So many looks in a row that show nothing new make a thread wait.
const MAX_UNCHANGED_READS: usize = 24;

/// A look after a pause counts for so many: whoever sleeps or yields between looks does wait.
const AFTER_PAUSE: usize = 4;

/// What a thread has looked at since it last did or saw something new.
#[derive(Debug)]
pub(crate) struct Spin {
    seen: Vec<ReadStreak>,
    paused: bool,
    /// Whether it has looked often enough at one of them.
    waits: bool,
    /// So many looks make it wait: [`MAX_UNCHANGED_READS`], or more.
    limit: usize,
    /// How often the thread has changed something: loops before and after that are not the same.
    progresses: usize,
}

/// An object that was looked at, how often it had changed by then, and how many looks in a row have
/// shown nothing new.
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
    /// The thread looked at `object`, which had changed `version` times; whether it waits from now on.
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

    /// Lets it have so many looks in vain more.
    pub(crate) fn allow_more(&mut self, more: usize) {
        self.limit = MAX_UNCHANGED_READS.saturating_add(more);
        self.waits = self.has_reread_enough();
    }

    /// How often the thread has changed something.
    pub(crate) fn progresses(&self) -> usize {
        self.progresses
    }

    /// The thread is another one.
    pub(crate) fn begin(&mut self) {
        self.progress();
        self.progresses = 0;
    }

    /// Whether it has more of them than others.
    pub(crate) fn has_extra_reads(&self) -> bool {
        self.limit > MAX_UNCHANGED_READS
    }

    /// The thread passed the time.
    pub(crate) fn pause(&mut self) {
        self.paused = true;
    }

    /// The thread changed something: whatever it is doing, it does not only wait.
    pub(crate) fn progress(&mut self) {
        self.seen.clear();
        self.paused = false;
        self.waits = false;
        self.limit = MAX_UNCHANGED_READS;
        self.progresses += 1;
    }

    /// Whether it waits, or was just let on although nothing changed.
    pub(crate) fn rereads_unchanged(&self) -> bool {
        self.seen.iter().any(|streak| streak.unchanged >= MAX_UNCHANGED_READS - 1)
    }

    pub(crate) fn is_waiting(&self) -> bool {
        self.waits
    }

    /// Lets the thread look once more.
    pub(crate) fn release(&mut self) {
        for streak in &mut self.seen {
            streak.unchanged = streak.unchanged.min(self.limit - 1);
        }
        self.waits = false;
    }

    /// What it waits for: any of these to change from this version.
    pub(crate) fn watched(&self) -> impl Iterator<Item = (ObjectId, u32)> {
        self.seen.iter().map(|streak| (streak.object, streak.version))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn who_was_let_on_and_sees_something_new_does_not_wait_for_the_rest() {
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
