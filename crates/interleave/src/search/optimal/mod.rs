//! Optimal DPOR: one execution for each order of dependent operations, without any that turns out to be
//! redundant (Abdulla, Aronis, Jonsson, Sagonas: Source Sets: A Foundation for Optimal Dynamic Partial
//! Order Reduction, JACM 2017).
//!
//! Each race of an execution must also be explored in the other order: after the operations that do not
//! depend on the first of the two comes the second one. The search does that from the point before the
//! first one, unless a thread that sleeps there could run first, because then it has been done.
//!
//! What an operation accesses is known only when it is carried out: a failed compare-exchange just reads.
//! So a continuation can end with a thread still asleep. From there on, the search uses source sets, whose
//! decisions do not rely on what a sleeping thread has added to the tree, and which may be redundant.

mod continuation;
mod node;
mod wakeup_tree;

use self::continuation::{Continuation, LastStep, Reach, Step, reach};
use self::node::{Node, Sleeper};
use self::wakeup_tree::{Branch, WakeupTree};
use super::{ChoicePoint, Mismatch, Next, Race, Search};
use crate::clock::VectorClock;
use crate::event::{EventId, EventLog};
use crate::messages;
use crate::op::Op;
use crate::thread_set::{MAX_THREADS, ThreadSet, Tid};

/// A race of the current execution that may have to be explored in the other order.
struct Found {
    first: EventId,
    /// The event of the later operation, if it was carried out.
    second: Option<EventId>,
    thread: Tid,
    op: Op,
    after: VectorClock,
}

#[derive(Default)]
pub(crate) struct Optimal {
    nodes: Vec<Node>,
    /// How many nodes the current execution has passed.
    depth: usize,
    /// The first event of the current execution that no earlier one had.
    fresh: usize,
    /// Every enabled thread slept, so the rest of the execution has been explored before.
    redundant: bool,
    /// The threads that sleep at each node.
    sleepers: Vec<Sleeper>,
    /// The threads that sleep after the last event.
    next_sleepers: Vec<Sleeper>,
    races: Vec<Found>,
}

impl Optimal {
    /// Finds the threads that sleep after the last event of `point`.
    fn find_sleepers(&mut self, point: &ChoicePoint<'_>) {
        self.next_sleepers.clear();
        let (Some(node), Some(event)) = (self.nodes.last(), point.log.events().last()) else {
            return;
        };
        let sleepers = self.sleepers[node.sleepers..].iter();
        let still = sleepers.filter(|sleeper| {
            sleeper.thread != node.branch.thread && !sleeper.footprint.conflicts(&event.footprint)
        });
        self.next_sleepers.extend(still);
    }

    fn next_asleep(&self) -> ThreadSet {
        self.next_sleepers.iter().map(|sleeper| sleeper.thread).collect()
    }

    /// Takes note of what the operation of the last node did.
    fn see(&mut self, point: &ChoicePoint<'_>) {
        if let (Some(node), Some(event)) = (self.nodes.last_mut(), point.log.events().last()) {
            node.seen += 1;
            node.wrote |= event.footprint.writes();
            if node.is_narrow() && node.branch.is_leaf() {
                node.later.remove_covered(node.branch.thread, &event.footprint);
            }
        }
    }

    /// What to explore after the last node: first this, and then that.
    fn plan(&mut self, point: &ChoicePoint<'_>) -> (Branch, WakeupTree) {
        let asleep = self.next_asleep();
        let (mut later, mut is_lost) = match self.nodes.last_mut() {
            Some(node) => {
                let outcome = node.outcome();
                (node.branch.take_next(outcome), node.branch.is_outdated(node.variants))
            }
            None => (WakeupTree::default(), false),
        };
        while let Some(branch) = later.pop() {
            let thread = branch.thread;
            let is_here = point.enabled.contains(thread)
                && branch.place.is_none_or(|place| point.next_of(thread).place == place);
            if !is_here {
                // The last operation of a continuation may be impossible there.
                is_lost |= !branch.is_leaf();
            } else if !asleep.contains(thread) {
                return (branch, later);
            }
        }
        if is_lost {
            // What else was planned is lost, so everything is explored.
            self.next_sleepers.clear();
        }
        let awake = point.enabled.without(self.next_asleep());
        let thread = point.default_choice(awake).expect("some thread is awake");
        (Branch::free(thread), later)
    }

    fn push(&mut self, point: &ChoicePoint<'_>, branch: Branch, later: WakeupTree) {
        // After the end of a continuation, the tree no longer says when sleeping threads wake up.
        let is_stray = !self.next_sleepers.is_empty()
            && (branch.place.is_none() || self.nodes.last().is_some_and(|node| node.is_stray));
        let op = *point.next_of(branch.thread);
        let pending = point.pending.iter().flatten().map(|op| op.footprint().end());
        let objects = pending.max().unwrap_or(0);
        self.nodes.push(Node {
            branch,
            later,
            variant: 0,
            variants: 1,
            enabled: point.enabled,
            sleepers: self.sleepers.len(),
            asleep: self.next_asleep(),
            done: ThreadSet::EMPTY,
            is_full: false,
            is_stray,
            objects: self.nodes.last().map_or(0, |node| node.objects).max(objects),
            seen: 0,
            wrote: false,
            op,
        });
        self.sleepers.append(&mut self.next_sleepers);
        self.depth += 1;
    }

    /// Follows the node at `depth`.
    fn follow(&mut self, point: &ChoicePoint<'_>) -> Result<Tid, Box<Mismatch>> {
        let is_last = self.depth + 1 == self.nodes.len();
        let node = &mut self.nodes[self.depth];
        let thread = node.branch.thread;
        let op = match point.pending[thread] {
            Some(op) if point.enabled.contains(thread) => op,
            _ => return Err(Mismatch::new(messages::missing_operation(node.op.place))),
        };
        if is_last && node.variants == 0 {
            (node.op, node.variants) = (op, 1);
        } else if !node.is_at(&op) {
            return Err(Mismatch::new(messages::different_operation(node.op.place, op.place)));
        }
        self.depth += 1;
        Ok(thread)
    }

    /// The first result at the last node, from `first` on, that must be explored.
    fn next_variant(&self, node: &Node, first: usize) -> Option<usize> {
        let footprint = node.op.footprint();
        let is_covered = |sleeper: &Sleeper| {
            sleeper.thread != node.branch.thread && !sleeper.footprint.conflicts(&footprint)
        };
        let all = node.branch.is_free
            || node.is_stray
            || !self.sleepers[node.sleepers..].iter().any(is_covered);
        (first..node.variants).find(|&variant| all || node.branch.has(variant))
    }

    /// Continues with the next result at the last node, or else with the next thread; `false` if there
    /// is neither.
    fn advance_last(&mut self) -> bool {
        let Some(node) = self.nodes.last() else { return false };
        let next = self.next_variant(node, node.variant + 1);
        let Some(node) = self.nodes.last_mut() else { return false };
        if let Some(variant) = next {
            node.variant = variant;
            return true;
        }
        let thread = node.branch.thread;
        node.done.insert(thread);
        node.asleep.insert(thread);
        let footprint = match node.seen == node.variants && !node.wrote {
            true => node.op.footprint().as_read(),
            false => node.op.footprint(),
        };
        // What was planned later did not rely on that.
        node.is_stray |= !node.later.is_empty()
            && footprint != node.op.footprint()
            && !(node.is_narrow() && node.branch.is_leaf());
        self.sleepers.push(Sleeper { thread, footprint });
        while let Some(branch) = node.later.pop() {
            if node.asleep.contains(branch.thread) {
                continue;
            }
            if !node.enabled.contains(branch.thread) {
                self.sleepers.truncate(node.sleepers);
                node.asleep = node.done;
                node.fill();
                continue;
            }
            node.branch = branch;
            (node.variant, node.variants) = (0, 0);
            (node.seen, node.wrote) = (0, false);
            return true;
        }
        false
    }

    /// Plans to explore the race in the other order; `true` if that does not depend on what follows the
    /// race in this execution.
    fn reverse(&mut self, log: &EventLog, race: &Found) -> bool {
        let at = race.first;
        let end = self.nodes.get(at + 1).map_or(self.sleepers.len(), |node| node.sleepers);
        let sleepers = &self.sleepers[self.nodes[at].sleepers..end];
        let is_stray = self.nodes[at].is_stray;
        let is_asleep = |continuation: &Continuation<'_>| {
            sleepers.iter().any(|&Sleeper { thread, footprint, .. }| {
                let reach = Reach { footprint, may_only_read: false };
                continuation.can_start_with(thread, &reach).unwrap_or(false)
            })
        };
        let mut continuation = self.continuation(log, race, true);
        if is_stray {
            let node = &self.nodes[at];
            let planned = node.asleep.or(node.later.threads());
            if planned.iter().any(|thread| continuation.starts_with(thread)) {
                return true;
            }
        }
        let is_short = is_stray || !is_asleep(&continuation);
        if !is_short {
            continuation = self.continuation(log, race, false);
            if is_asleep(&continuation) {
                return false;
            }
        }
        let node = &mut self.nodes[at];
        if node.is_full {
            return true;
        }
        if is_stray {
            node.later.append(&continuation);
        } else if node.later.insert(continuation).is_err() {
            node.is_stray = true;
            return self.reverse(log, race);
        }
        is_short
    }

    /// The continuation with the race in the other order: with only what the second operation depends on,
    /// or with everything in this execution that does not depend on the first one.
    fn continuation<'a>(
        &self,
        log: &'a EventLog,
        race: &'a Found,
        is_short: bool,
    ) -> Continuation<'a> {
        let (first, after) = (race.first, &race.after);
        let end = race.second.filter(|_| is_short).unwrap_or(log.len().min(self.nodes.len()));
        let steps = (first + 1..end)
            .filter(|&event| !is_short || log.happened_before(event, after))
            .filter(|&event| !log.happened_before(first, log.order(event)))
            .map(|event| {
                let node = &self.nodes[event];
                let reach = match node.variants {
                    1 => Reach { footprint: log.events()[event].footprint, may_only_read: false },
                    _ => reach(&node.op),
                };
                Step { event, reach, result: node.outcome() }
            });
        let Op { place, .. } = race.op;
        let last = LastStep { thread: race.thread, place, reach: reach(&race.op), after };
        let objects = self.nodes[first].objects;
        Continuation { log, objects, steps: steps.collect(), last: Some(last) }
    }
}

impl Search for Optimal {
    fn pick(&mut self, point: &ChoicePoint<'_>) -> Result<Tid, Box<Mismatch>> {
        if !self.redundant && self.depth < self.nodes.len() {
            return self.follow(point);
        }
        if !self.redundant {
            self.see(point);
            self.redundant = point.enabled.without(self.next_asleep()).is_empty();
        }
        if self.redundant {
            return Ok(point.default_choice(point.enabled).expect("some thread is enabled"));
        }
        let (branch, later) = self.plan(point);
        let thread = branch.thread;
        self.push(point, branch, later);
        Ok(thread)
    }

    fn is_asleep(&mut self, point: &ChoicePoint<'_>) -> bool {
        if self.redundant || self.depth < self.nodes.len() {
            return false;
        }
        self.find_sleepers(point);
        point.enabled.without(self.next_asleep()).is_empty()
    }

    fn variant(&mut self, count: usize) -> usize {
        if self.redundant {
            return 0;
        }
        let at = self.depth - 1;
        let is_last = self.depth == self.nodes.len();
        let node = &mut self.nodes[at];
        if is_last && node.variants == 1 {
            node.variants = count;
            if node.branch.is_outdated(count) {
                // What was planned is lost, so everything is explored.
                node.branch = Branch::free(node.branch.thread);
                node.asleep = node.done;
                self.sleepers.truncate(node.sleepers);
            }
            self.nodes[at].variant = self.next_variant(&self.nodes[at], 0).unwrap_or(0);
        }
        self.nodes[at].variant
    }

    fn needs_exact_dependence(&self) -> bool {
        true
    }

    fn needs_order(&self) -> bool {
        true
    }

    fn wants_races(&self) -> bool {
        // Races between events that an earlier execution had were reported then.
        !self.redundant && self.depth > self.fresh
    }

    fn race(&mut self, _log: &EventLog, race: &Race<'_>) {
        let Race { first, second, thread, op, after_others } = *race;
        self.races.push(Found { first, second, thread, op: *op, after: *after_others });
    }

    fn end(&mut self, log: &EventLog) {
        // How much of each thread everything new depends on.
        let mut known = [u16::MAX; MAX_THREADS];
        if self.races.first().is_some_and(|race| race.second < Some(self.fresh)) {
            for event in self.fresh..log.len() {
                for (thread, known) in known.iter_mut().enumerate() {
                    *known = (*known).min(log.order(event).get(thread));
                }
            }
        }
        let mut races = std::mem::take(&mut self.races);
        races.retain(|race| {
            let first = &log.events()[race.first];
            let is_new = race.second.is_none_or(|second| second >= self.fresh);
            let has_changed = is_new || known[first.thread()] < first.ordinal();
            !(has_changed && self.reverse(log, race))
        });
        self.races = races;
    }

    fn is_redundant(&self) -> bool {
        self.redundant
    }

    fn advance(&mut self) -> Next {
        self.depth = 0;
        self.redundant = false;
        while !self.nodes.is_empty() {
            if self.advance_last() {
                let fresh = self.nodes.len() - 1;
                self.fresh = fresh;
                self.races.retain(|race| race.second.is_some_and(|second| second < fresh));
                return Next::Execution;
            }
            if let Some(node) = self.nodes.pop() {
                self.sleepers.truncate(node.sleepers);
            }
        }
        Next::Nothing { complete: true }
    }
}
