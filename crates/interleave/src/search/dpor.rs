//! Source-DPOR with sleep sets: one execution for each order of dependent operations (Abdulla,
//! Aronis, Jonsson, Sagonas: Optimal Dynamic Partial Order Reduction, POPL 2014).

use super::{ChoicePoint, Mismatch, Next, Race, Search};
use crate::clock::VectorClock;
use crate::event::{EventId, EventLog};
use crate::messages;
use crate::op::{Kind, ObjectId, Place};
use crate::thread_set::{MAX_THREADS, ThreadSet, Tid};

/// One choice on the path of the current execution.
struct Node {
    chosen: Tid,
    /// Which of the possible results the operation has, and how many there are.
    variant: usize,
    variants: usize,
    enabled: ThreadSet,
    /// Threads whose next operation was already explored and is independent of everything since.
    sleep: ThreadSet,
    /// Threads that sleep or are done, and whose operation only read: a failed compare-exchange is
    /// independent of other reads.
    readers: ThreadSet,
    /// Threads that must be explored here.
    backtrack: ThreadSet,
    /// Threads that have been explored here.
    done: ThreadSet,
    /// How many results of the operation were seen, and whether one of them was a write.
    seen: usize,
    wrote: bool,
    /// The operation of the chosen thread, which must be the same in every execution.
    op: (Kind, ObjectId, Place),
}

impl Node {
    /// Advances to the next result, or else to the next thread; `false` if there is neither.
    fn advance(&mut self) -> bool {
        if self.variant + 1 < self.variants {
            self.variant += 1;
            return true;
        }
        self.done.insert(self.chosen);
        if self.seen == self.variants && !self.wrote {
            self.readers.insert(self.chosen);
        }
        let next = self.backtrack.without(self.done).without(self.sleep).first();
        if let Some(next) = next {
            (self.chosen, self.variant, self.variants) = (next, 0, 0);
            (self.seen, self.wrote) = (0, false);
        }
        next.is_some()
    }
}

#[derive(Default)]
pub(crate) struct Dpor {
    nodes: Vec<Node>,
    /// How many nodes the current execution has passed.
    depth: usize,
    /// The first event of the current execution that no earlier one had.
    fresh: usize,
    /// Every enabled thread slept, so the rest of the execution has been explored before.
    redundant: bool,
}

impl Dpor {
    /// The threads that sleep after the last event of `point`.
    fn sleepers(&self, point: &ChoicePoint<'_>) -> ThreadSet {
        let (Some(node), Some(event)) = (self.nodes.last(), point.log.events().last()) else {
            return ThreadSet::EMPTY;
        };
        let mut sleep = ThreadSet::EMPTY;
        for thread in node.sleep.or(node.done).iter() {
            if thread != node.chosen
                && let Some(op) = point.pending[thread]
            {
                let footprint = match node.readers.contains(thread) {
                    true => op.footprint().as_read(),
                    false => op.footprint(),
                };
                if !footprint.conflicts(&event.footprint) {
                    sleep.insert(thread);
                }
            }
        }
        sleep
    }

    /// Takes note of what the operation of the last node did.
    fn see(&mut self, point: &ChoicePoint<'_>) {
        if let (Some(node), Some(event)) = (self.nodes.last_mut(), point.log.events().last()) {
            node.seen += 1;
            node.wrote |= event.footprint.writes();
        }
    }

    fn push(&mut self, point: &ChoicePoint<'_>, chosen: Tid, sleep: ThreadSet) {
        let op = point.next_of(chosen);
        let readers = self.nodes.last().map_or(ThreadSet::EMPTY, |node| node.readers.and(sleep));
        self.nodes.push(Node {
            chosen,
            variant: 0,
            variants: 1,
            enabled: point.enabled,
            sleep,
            readers,
            backtrack: ThreadSet::only(chosen),
            done: ThreadSet::EMPTY,
            seen: 0,
            wrote: false,
            op: (op.kind, op.object, op.place),
        });
        self.depth += 1;
    }

    /// Follows the node at `depth`.
    fn follow(&mut self, point: &ChoicePoint<'_>) -> Result<Tid, Box<Mismatch>> {
        let is_last = self.depth + 1 == self.nodes.len();
        let node = &mut self.nodes[self.depth];
        let op = match point.pending[node.chosen] {
            Some(op) if point.enabled.contains(node.chosen) => op,
            _ => return Err(Mismatch::new(messages::missing_operation(node.op.2))),
        };
        let seen = (op.kind, op.object, op.place);
        if is_last && node.variants == 0 {
            (node.op, node.variants) = (seen, 1);
        } else if !is_same(node.op, seen) {
            return Err(Mismatch::new(messages::different_operation(node.op.2, seen.2)));
        }
        self.depth += 1;
        Ok(node.chosen)
    }
}

/// Whether a thread reached the same operation again. The same location can exist twice in a
/// program.
fn is_same(was: (Kind, ObjectId, Place), is: (Kind, ObjectId, Place)) -> bool {
    (was.0, was.1) == (is.0, is.1) && (std::ptr::eq(was.2, is.2) || was.2 == is.2)
}

impl Search for Dpor {
    fn pick(&mut self, point: &ChoicePoint<'_>) -> Result<Tid, Box<Mismatch>> {
        if self.redundant {
            return Ok(point.default_choice(point.enabled).expect("some thread is enabled"));
        }
        if self.depth < self.nodes.len() {
            return self.follow(point);
        }
        self.see(point);
        let sleep = self.sleepers(point);
        match point.default_choice(point.enabled.without(sleep)) {
            Some(chosen) => {
                self.push(point, chosen, sleep);
                Ok(chosen)
            }
            None => {
                self.redundant = true;
                Ok(point.default_choice(point.enabled).expect("some thread is enabled"))
            }
        }
    }

    fn is_asleep(&mut self, point: &ChoicePoint<'_>) -> bool {
        !self.redundant
            && self.depth == self.nodes.len()
            && point.enabled.without(self.sleepers(point)).is_empty()
    }

    fn variant(&mut self, count: usize) -> usize {
        if self.redundant {
            return 0;
        }
        let node = &mut self.nodes[self.depth - 1];
        node.variants = count;
        node.variant
    }

    fn needs_order(&self) -> bool {
        true
    }

    fn wants_races(&self) -> bool {
        // Races between events that an earlier execution had were reported then.
        !self.redundant && self.depth > self.fresh
    }

    fn race(&mut self, log: &EventLog, race: &Race<'_>) {
        let (at, thread) = (race.first, race.thread);
        let initials = initials(log, at, thread, race.after_others);
        let node = &mut self.nodes[at];
        if !initials.and(node.backtrack.or(node.sleep)).is_empty() {
            return;
        }
        let wanted = if initials.contains(thread) { Some(thread) } else { initials.first() };
        match wanted {
            Some(thread) if node.enabled.contains(thread) => node.backtrack.insert(thread),
            _ => node.backtrack = node.backtrack.or(node.enabled),
        }
    }

    fn is_redundant(&self) -> bool {
        self.redundant
    }

    fn advance(&mut self) -> Next {
        self.depth = 0;
        self.redundant = false;
        while let Some(node) = self.nodes.last_mut() {
            if node.advance() {
                self.fresh = self.nodes.len() - 1;
                return Next::Execution;
            }
            self.nodes.pop();
        }
        Next::Nothing { complete: true }
    }
}

/// The threads that can start a continuation in which `thread` runs before the event `first`: among
/// the events that do not depend on `first` and the next operation of `thread`, those that depend
/// on none of the others.
fn initials(log: &EventLog, first: EventId, thread: Tid, before: &VectorClock) -> ThreadSet {
    let mut seen = ThreadSet::EMPTY;
    let mut begins = [0_u16; MAX_THREADS];
    let mut initials = ThreadSet::EMPTY;
    let depends = |order: &VectorClock, begins: &[u16; MAX_THREADS], on: ThreadSet| {
        on.iter().any(|other| order.get(other) >= begins[other])
    };
    for (at, event) in log.events().iter().enumerate().skip(first) {
        let (thread, order) = (event.thread(), log.order(at));
        if seen.contains(thread) || log.happened_before(first, order) {
            continue;
        }
        if !depends(order, &begins, seen) {
            initials.insert(thread);
        }
        seen.insert(thread);
        begins[thread] = event.ordinal();
    }
    if !seen.contains(thread) && !depends(before, &begins, seen) {
        initials.insert(thread);
    }
    initials
}
