//! Busy waiting: a thread that looks at the same things again and again, and sees nothing new.
//!
//! Another look at what has not changed shows nothing that the last one did not, so such a thread
//! waits until something that it looks at changes. That keeps the number of interleavings finite.
//! It is exact for a loop that only waits; one that counts its rounds is let on: see `rounds`. When
//! nothing else can happen a thread goes on in any case, and the exploration is called bounded.

use crate::op::ObjectId;

/// So many looks in a row that show nothing new make a thread wait.
const LOOKS: usize = 24;

/// A look after a pause counts for so many: whoever sleeps or yields between looks does wait.
const AFTER_PAUSE: usize = 4;

/// What a thread has looked at since it last did or saw something new.
#[derive(Debug)]
pub(crate) struct Spin {
    seen: Vec<Look>,
    paused: bool,
    /// Whether it has looked often enough at one of them.
    waits: bool,
    /// So many looks make it wait: [`LOOKS`], or more.
    enough: usize,
    /// How often the thread has changed something: loops before and after that are not the same.
    progresses: usize,
}

/// An object that was looked at, how often it had changed by then, and how many looks in a row have
/// shown nothing new.
#[derive(Debug)]
struct Look {
    object: ObjectId,
    version: u32,
    in_vain: usize,
}

impl Default for Spin {
    fn default() -> Self {
        Self { seen: Vec::new(), paused: false, waits: false, enough: LOOKS, progresses: 0 }
    }
}

impl Spin {
    /// The thread looked at `object`, which had changed `version` times; whether it waits from now on.
    pub(crate) fn look(&mut self, object: ObjectId, version: u32) -> bool {
        let weight = if std::mem::take(&mut self.paused) { AFTER_PAUSE } else { 1 };
        match self.seen.iter_mut().find(|look| look.object == object) {
            Some(look) if look.version == version => {
                look.in_vain += weight;
                self.waits |= look.in_vain >= self.enough;
            }
            Some(look) => {
                (look.version, look.in_vain) = (version, 0);
                self.waits = self.has_looked_enough();
            }
            None => self.seen.push(Look { object, version, in_vain: 0 }),
        }
        self.waits
    }

    fn has_looked_enough(&self) -> bool {
        self.seen.iter().any(|look| look.in_vain >= self.enough)
    }

    /// Lets it have so many looks in vain more.
    pub(crate) fn let_on(&mut self, more: usize) {
        self.enough = LOOKS.saturating_add(more);
        self.waits = self.has_looked_enough();
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
    pub(crate) fn is_let_on(&self) -> bool {
        self.enough > LOOKS
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
        self.enough = LOOKS;
        self.progresses += 1;
    }

    /// Whether it waits, or was just let on although nothing changed.
    pub(crate) fn looks_in_vain(&self) -> bool {
        self.seen.iter().any(|look| look.in_vain >= LOOKS - 1)
    }

    pub(crate) fn is_waiting(&self) -> bool {
        self.waits
    }

    /// Lets the thread look once more.
    pub(crate) fn release(&mut self) {
        for look in &mut self.seen {
            look.in_vain = look.in_vain.min(self.enough - 1);
        }
        self.waits = false;
    }

    /// What it waits for: any of these to change from this version.
    pub(crate) fn watched(&self) -> impl Iterator<Item = (ObjectId, u32)> {
        self.seen.iter().map(|look| (look.object, look.version))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn who_was_let_on_and_sees_something_new_does_not_wait_for_the_rest() {
        let mut spin = Spin::default();
        spin.look(2, 0);
        for _ in 0..=LOOKS {
            assert!(!spin.is_waiting());
            spin.look(1, 0);
        }
        assert!(spin.is_waiting());
        spin.release();
        spin.look(2, 1);
        assert!(!spin.is_waiting());
        spin.look(1, 0);
        assert!(spin.is_waiting());
    }
}
