//! Continuations that the search must explore from a point on: wakeup trees (Abdulla, Aronis, Jonsson,
//! Sagonas: Source Sets, JACM 2017).

use super::continuation::{Continuation, First, Outcome, Reach, Unknown};
use crate::event::Event;
use crate::op::{Footprint, Place};
use crate::thread_set::{ThreadSet, Tid};

/// The continuations from one point, in the order in which they are explored. None of them can start
/// with a branch before it.
#[derive(Clone, Debug, Default)]
pub(super) struct WakeupTree(Vec<Branch>);

/// What follows if a thread runs next.
#[derive(Clone, Debug)]
pub(super) struct Branch {
    pub(super) thread: Tid,
    /// Where its operation is; `None` if any operation will do.
    pub(super) place: Option<Place>,
    reach: Reach,
    /// The number of the operation within its thread; 0 if it was not carried out.
    ordinal: u16,
    /// What follows each of the results of the operation that must be explored.
    guides: Vec<Guide>,
    /// Whether every other result must be explored as well, with whatever follows.
    pub(super) is_free: bool,
}

/// What follows one result of an operation; if it is nothing, whatever follows.
#[derive(Clone, Debug)]
struct Guide {
    result: Outcome,
    next: WakeupTree,
}

impl Branch {
    /// A branch with every result of the operation of `thread`, and whatever follows.
    pub(super) fn free(thread: Tid) -> Self {
        let reach = Reach { footprint: Footprint::NONE, may_only_read: false };
        Self { thread, place: None, reach, ordinal: 0, guides: Vec::new(), is_free: true }
    }

    pub(super) fn is_leaf(&self) -> bool {
        self.guides.is_empty()
    }

    /// Whether the operation had another number of results when the branch was made.
    pub(super) fn is_outdated(&self, variants: usize) -> bool {
        self.guides.iter().any(|guide| guide.result.variants != variants)
    }

    /// Whether this result must be explored.
    pub(super) fn has(&self, variant: usize) -> bool {
        self.guides.iter().any(|guide| guide.result.variant == variant)
    }

    /// What must follow this result.
    pub(super) fn take_next(&mut self, result: Outcome) -> WakeupTree {
        let guide = self.guides.iter_mut().find(|guide| guide.result == result);
        guide.map(|guide| std::mem::take(&mut guide.next)).unwrap_or_default()
    }

    /// Removes what could start with such an operation; returns whether anything is left.
    fn keeps_some(&mut self, thread: Tid, footprint: &Footprint) -> bool {
        self.guides.retain_mut(|guide| {
            guide.next.remove_covered(thread, footprint);
            !guide.next.is_empty()
        });
        !self.guides.is_empty()
    }

    /// Whether an equivalent continuation, or one that follows it, starts with the self.
    fn can_start(&self, continuation: &Continuation<'_>) -> Result<bool, Unknown> {
        let reach = self.reach;
        if let Some(is_first) = continuation.is_first(self.thread) {
            return Ok(is_first);
        }
        if reach.footprint.end() <= continuation.objects {
            return continuation.can_start_with(self.thread, &reach);
        }
        // Its objects have other numbers in this execution.
        let is_same = |event: &&Event| {
            event.thread() == self.thread
                && event.ordinal() == self.ordinal
                && Some(event.place) == self.place
                && event.footprint.writes() == reach.footprint.writes()
        };
        let event = continuation.log.events().iter().find(is_same).ok_or(Unknown::Objects)?;
        continuation.can_start_with(self.thread, &Reach { footprint: event.footprint, ..reach })
    }

    fn insert(&mut self, mut continuation: Continuation<'_>) -> Result<(), Unknown> {
        if self.is_leaf() {
            return Ok(());
        }
        match continuation.remove_first(self.thread) {
            First::Step(result) => {
                if let Some(guide) = self.guides.iter_mut().find(|guide| guide.result == result) {
                    return guide.insert(&continuation);
                }
                self.guides.push(Guide { result, next: WakeupTree::of(&continuation) });
                return Ok(());
            }
            First::Last => self.is_free = true,
            First::Other => {}
        }
        self.guides.iter_mut().try_for_each(|guide| guide.insert(&continuation))?;
        let variants = self.guides.first().map_or(0, |guide| guide.result.variants);
        for variant in (0..variants).filter(|_| !self.is_free) {
            if !self.has(variant) {
                let result = Outcome { variant, variants };
                self.guides.push(Guide { result, next: WakeupTree::of(&continuation) });
            }
        }
        Ok(())
    }
}

impl Guide {
    fn insert(&mut self, continuation: &Continuation<'_>) -> Result<(), Unknown> {
        if self.next.is_empty() { Ok(()) } else { self.next.insert(continuation.clone()) }
    }
}

impl FromIterator<Branch> for WakeupTree {
    fn from_iter<I: IntoIterator<Item = Branch>>(branches: I) -> Self {
        Self(branches.into_iter().collect())
    }
}

impl WakeupTree {
    /// The tree with only this continuation.
    fn of(continuation: &Continuation<'_>) -> Self {
        let last = continuation.last.map(|last| Branch {
            place: Some(last.place),
            reach: last.reach,
            ..Branch::free(last.thread)
        });
        let mut tree = Self(last.into_iter().collect());
        for step in continuation.steps.iter().rev() {
            let event = &continuation.log.events()[step.event];
            let branch = Branch {
                thread: event.thread(),
                place: Some(event.place),
                reach: step.reach,
                ordinal: event.ordinal(),
                guides: vec![Guide { result: step.result, next: tree }],
                is_free: false,
            };
            tree = Self(vec![branch]);
        }
        tree
    }

    pub(super) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Adds a continuation, unless some branch covers it.
    pub(super) fn insert(&mut self, continuation: Continuation<'_>) -> Result<(), Unknown> {
        if continuation.is_empty() {
            return Ok(());
        }
        for branch in &mut self.0 {
            match branch.can_start(&continuation) {
                Ok(true) => return branch.insert(continuation),
                Ok(false) => {}
                // If only the last operation may conflict, the continuation is possible either way.
                Err(Unknown::Access) if branch.is_leaf() || !branch.reach.may_only_read => {
                    branch.insert(continuation.clone())?;
                }
                Err(unknown) => return Err(unknown),
            }
        }
        self.append(&continuation);
        Ok(())
    }

    /// Removes the continuations that could start with an operation of `thread` with this footprint.
    pub(super) fn remove_covered(&mut self, thread: Tid, footprint: &Footprint) {
        self.0.retain_mut(|branch| {
            let is_kept = branch.thread != thread && branch.reach.footprint.conflicts(footprint);
            is_kept || branch.thread != thread && branch.keeps_some(thread, footprint)
        });
    }

    /// The threads that come first.
    pub(super) fn threads(&self) -> ThreadSet {
        self.0.iter().map(|branch| branch.thread).collect()
    }

    /// Adds a continuation.
    pub(super) fn append(&mut self, continuation: &Continuation<'_>) {
        self.0.append(&mut Self::of(continuation).0);
    }

    /// Removes the first branch.
    pub(super) fn pop(&mut self) -> Option<Branch> {
        (!self.0.is_empty()).then(|| self.0.remove(0))
    }
}

#[cfg(test)]
mod tests {
    use super::super::continuation::Step;
    use super::*;
    use crate::clock::Clock;
    use crate::event::EventLog;
    use crate::op::{Kind, Op};
    use report::Primitive;

    #[test]
    fn the_start_of_a_planned_continuation_adds_nothing() {
        let mut log = EventLog::default();
        let place = std::panic::Location::caller();
        for (thread, object) in [(0, 0), (1, 1), (2, 2)] {
            let footprint = Op { kind: Kind::CompareExchange, object, place }.footprint();
            let event = Event::new(thread, place, Primitive::Atomic, footprint);
            log.push_ordered(event, &Clock::default());
        }
        let continuation = |length| {
            let step = |event: usize| {
                let footprint = log.events()[event].footprint;
                let reach = Reach { footprint, may_only_read: false };
                Step { event, reach, result: Outcome { variant: 0, variants: 2 } }
            };
            let steps = (0..length).map(step).collect();
            Continuation { log: &log, objects: 3, steps, last: None }
        };
        let mut tree = WakeupTree::of(&continuation(3));
        let before = format!("{tree:?}");
        tree.insert(continuation(1)).unwrap();
        assert_eq!(format!("{tree:?}"), before);
    }
}
