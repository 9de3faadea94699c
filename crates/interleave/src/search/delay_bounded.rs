//! Round-robin schedules with a bounded number of delays (Emmi, Qadeer, Rakamarić: Delay-Bounded
//! Scheduling, POPL 2011). Every such schedule is fair: once the delays are used up, each enabled
//! thread gets its turn.

use super::{ChoicePoint, Mismatch, Next, Search};
use crate::messages;
use crate::thread_set::{MAX_THREADS, Tid};

/// Only this many operations may be delayed; after them, threads strictly take turns.
pub(crate) const HORIZON: usize = 100;

struct Node {
    /// How many threads were skipped although they were enabled.
    skipped: usize,
    /// How many threads were enabled.
    turns: usize,
    variant: usize,
    variants: usize,
    /// The number of delays before this node.
    spent: usize,
}

pub(crate) struct DelayBounded {
    bound: usize,
    nodes: Vec<Node>,
    depth: usize,
}

impl DelayBounded {
    pub(crate) fn new(bound: usize) -> Self {
        Self { bound, nodes: Vec::new(), depth: 0 }
    }
}

impl Search for DelayBounded {
    fn pick(&mut self, point: &ChoicePoint<'_>) -> Result<Tid, Box<Mismatch>> {
        let turns = point.enabled.len();
        if self.depth == self.nodes.len() && self.depth < HORIZON {
            let spent = self.nodes.last().map_or(0, |node| node.spent + node.skipped);
            self.nodes.push(Node { skipped: 0, turns, variant: 0, variants: 1, spent });
        }
        let skipped = self.nodes.get(self.depth).map_or(0, |node| node.skipped);
        self.depth += 1;
        let after = (1..=MAX_THREADS).map(|by| (point.current + by) % MAX_THREADS);
        let in_turn = after.filter(|tid| point.enabled.contains(*tid)).nth(skipped);
        in_turn.ok_or_else(|| Mismatch::new(messages::NOT_ENABLED.to_owned()))
    }

    fn variant(&mut self, count: usize) -> usize {
        match self.nodes.get_mut(self.depth - 1) {
            Some(node) => {
                node.variants = count;
                node.variant
            }
            None => 0,
        }
    }

    fn advance(&mut self) -> Next {
        self.depth = 0;
        while let Some(node) = self.nodes.last_mut() {
            if node.variant + 1 < node.variants {
                node.variant += 1;
                return Next::Execution;
            }
            if node.skipped + 1 < node.turns && node.spent + node.skipped < self.bound {
                node.skipped += 1;
                (node.variant, node.variants) = (0, 1);
                return Next::Execution;
            }
            self.nodes.pop();
        }
        Next::Nothing { complete: false }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::event::EventLog;
    use crate::thread_set::ThreadSet;

    #[test]
    fn one_delay_is_tried_at_each_operation_before_the_horizon() {
        let log = EventLog::default();
        let enabled = ThreadSet::only(0).or(ThreadSet::only(1));
        let mut delays = DelayBounded::new(1);
        let mut executions = 0;
        loop {
            let mut current = 0;
            for _ in 0..HORIZON + 50 {
                let point = ChoicePoint { log: &log, pending: &[], enabled, current };
                current = delays.pick(&point).unwrap();
            }
            executions += 1;
            if delays.advance() != Next::Execution {
                break;
            }
        }
        assert_eq!(executions, 1 + HORIZON);
    }
}
