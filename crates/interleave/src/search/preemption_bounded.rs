//! Depth-first search over schedules with a bounded number of preemptions (Musuvathi and Qadeer:
//! Iterative Context Bounding, PLDI 2007). Without a bound, it is a plain exhaustive search.

use super::{ChoicePoint, Mismatch, Next, Search};
use crate::messages;
use crate::thread_set::{ThreadSet, Tid};

struct Node {
    chosen: Tid,
    variant: usize,
    variants: usize,
    /// Threads that have not been tried here.
    rest: ThreadSet,
    /// The enabled threads whose choice is a preemption.
    preempting: ThreadSet,
    /// The number of preemptions before this node.
    spent: usize,
}

pub(crate) struct PreemptionBounded {
    bound: Option<usize>,
    nodes: Vec<Node>,
    depth: usize,
    /// Whether the bound excluded a schedule.
    pruned: bool,
}

impl PreemptionBounded {
    pub(crate) fn new(bound: Option<usize>) -> Self {
        Self { bound, nodes: Vec::new(), depth: 0, pruned: false }
    }

    /// The number of preemptions before the next choice.
    fn spent(&self) -> usize {
        self.nodes
            .last()
            .map_or(0, |node| node.spent + usize::from(node.preempting.contains(node.chosen)))
    }
}

impl Search for PreemptionBounded {
    fn pick(&mut self, point: &ChoicePoint<'_>) -> Result<Tid, Box<Mismatch>> {
        if self.depth < self.nodes.len() {
            let chosen = self.nodes[self.depth].chosen;
            self.depth += 1;
            return if point.enabled.contains(chosen) {
                Ok(chosen)
            } else {
                Err(Mismatch::new(messages::NOT_ENABLED.to_owned()))
            };
        }
        let spent = self.spent();
        let mut preempting = ThreadSet::EMPTY;
        for thread in point.enabled.iter().filter(|thread| point.is_preemption(*thread)) {
            preempting.insert(thread);
        }
        let mut allowed = point.enabled;
        if self.bound.is_some_and(|bound| spent >= bound) && !preempting.is_empty() {
            self.pruned = true;
            allowed = allowed.without(preempting);
        }
        let chosen = point.default_choice(allowed).expect("continuing is not a preemption");
        allowed.remove(chosen);
        self.nodes.push(Node { chosen, variant: 0, variants: 1, rest: allowed, preempting, spent });
        self.depth += 1;
        Ok(chosen)
    }

    fn variant(&mut self, count: usize) -> usize {
        let node = &mut self.nodes[self.depth - 1];
        node.variants = count;
        node.variant
    }

    fn advance(&mut self) -> Next {
        self.depth = 0;
        while let Some(node) = self.nodes.last_mut() {
            if node.variant + 1 < node.variants {
                node.variant += 1;
                return Next::Execution;
            }
            if let Some(next) = node.rest.first() {
                node.rest.remove(next);
                node.chosen = next;
                node.variant = 0;
                node.variants = 1;
                return Next::Execution;
            }
            self.nodes.pop();
        }
        Next::Nothing { complete: !self.pruned }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::event::EventLog;
    use crate::op::{Kind, Op};

    /// The number of schedules of two threads with two operations each, and whether some were
    /// excluded.
    fn schedules(bound: Option<usize>) -> (usize, bool) {
        let log = EventLog::default();
        let place = std::panic::Location::caller();
        let op = Op { kind: Kind::Load, object: 0, place };
        let mut search = PreemptionBounded::new(bound);
        let mut schedules = 0;
        loop {
            let (mut left, mut current) = ([2, 2], 0);
            while left != [0, 0] {
                let pending = left.map(|left| (left > 0).then_some(op));
                let mut enabled = ThreadSet::EMPTY;
                (0..2).filter(|thread| left[*thread] > 0).for_each(|thread| enabled.insert(thread));
                let point = ChoicePoint { log: &log, pending: &pending, enabled, current };
                current = search.pick(&point).unwrap();
                left[current] -= 1;
            }
            schedules += 1;
            if let Next::Nothing { complete } = search.advance() {
                return (schedules, !complete);
            }
        }
    }

    #[test]
    fn every_schedule_within_the_bound_is_tried_once() {
        let found = [0, 1, 2, 3, 4].map(|bound| schedules(Some(bound)));
        assert_eq!(found, [(1, true), (3, true), (5, true), (6, false), (6, false)]);
        assert_eq!(schedules(None), (6, false));
    }
}
