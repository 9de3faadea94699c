//! The search for a sequential order (Wing and Gong, 1993), which never visits the same set of
//! operations with the same model state twice (Lowe, 2017).

use std::collections::HashSet;

/// The maximum number of operations: a set of them is one `u64`.
pub(super) const MAX_OPERATIONS: usize = u64::BITS as usize;

/// How far the results can be explained.
#[derive(Clone, Debug)]
pub(super) struct Stuck {
    /// The longest prefix of an order that explains its results.
    pub(super) order: Vec<usize>,
    /// The state of the model after it.
    pub(super) state: usize,
    /// The operations that could come next.
    pub(super) next: Vec<usize>,
}

/// Finds an order of operations that respects `before` and explains the results. Those that are `pending` have no
/// result, and may be missing from it.
///
/// States of the model have numbers, and the first one is 0. `step` applies an operation to a state: it returns the
/// next state, or `None` if the result differs. So this is compiled once, and not for each type of model.
pub(super) fn search(
    pending: &[bool],
    before: &[u64],
    step: &mut dyn FnMut(usize, usize) -> Option<usize>,
) -> Result<Vec<usize>, Stuck> {
    let those = |wanted: bool| (0..pending.len()).filter(move |at| pending[*at] == wanted);
    let mut search = Search {
        pending,
        before,
        step,
        // Operations with a result come first, so that the order contains no others than necessary.
        candidates: those(false).chain(those(true)).collect(),
        wanted: those(false).fold(0, |set, at| set | 1 << at),
        seen: HashSet::new(),
        order: Vec::new(),
        best: Vec::new(),
        best_state: 0,
    };
    match search.complete(0, 0) {
        true => Ok(search.order),
        false => Err(search.stuck()),
    }
}

struct Search<'a> {
    pending: &'a [bool],
    before: &'a [u64],
    step: &'a mut dyn FnMut(usize, usize) -> Option<usize>,
    candidates: Vec<usize>,
    /// The operations that have a result.
    wanted: u64,
    /// The visited sets of operations and states of the model.
    seen: HashSet<(u64, usize)>,
    order: Vec<usize>,
    /// The first prefix among those that explain the most results.
    best: Vec<usize>,
    /// The state of the model after it.
    best_state: usize,
}

impl Search<'_> {
    /// Whether the prefix with the operations in `done` can be completed.
    fn complete(&mut self, done: u64, state: usize) -> bool {
        if self.explained(&self.order) > self.explained(&self.best) {
            self.best.clone_from(&self.order);
            self.best_state = state;
        }
        if done & self.wanted == self.wanted {
            return true;
        }
        for candidate in 0..self.candidates.len() {
            let at = self.candidates[candidate];
            if !self.may_be_next(done, at) {
                continue;
            }
            let next = done | 1 << at;
            if let Some(state) = (self.step)(state, at)
                && self.seen.insert((next, state))
            {
                self.order.push(at);
                if self.complete(next, state) {
                    return true;
                }
                self.order.pop();
            }
        }
        false
    }

    fn may_be_next(&self, done: u64, at: usize) -> bool {
        done & 1 << at == 0 && self.before[at] & !done == 0
    }

    fn explained(&self, order: &[usize]) -> usize {
        order.iter().filter(|at| !self.pending[**at]).count()
    }

    fn stuck(self) -> Stuck {
        let done = self.best.iter().fold(0, |set, at| set | 1 << at);
        let next = (0..self.pending.len())
            .filter(|at| !self.pending[*at] && self.may_be_next(done, *at))
            .collect();
        Stuck { next, state: self.best_state, order: self.best }
    }
}
