//! The search for an order: Wing and Gong's (1993), which never looks twice at the same operations
//! done and the same state of the model (Lowe, 2017).

use std::collections::HashSet;
use std::hash::Hash;

/// How many operations a history may have: their set is one word.
pub(super) const MAX_OPERATIONS: usize = u64::BITS as usize;

/// How far the results can be explained.
#[derive(Clone, Debug)]
pub(super) struct Stuck<Ret> {
    /// The longest beginning of an order that explains its results.
    pub(super) order: Vec<usize>,
    /// What could come next, and which result it would have to have.
    pub(super) next: Vec<(usize, Ret)>,
}

/// Finds an order of `ops`, in which each comes after those `before` it, that explains the results;
/// an operation without a result may be missing from it.
pub(super) fn search<Op, Ret: PartialEq, M: Clone + Eq + Hash>(
    ops: &[(Op, Option<Ret>)],
    before: &[u64],
    model: M,
    apply: impl Fn(&mut M, &Op) -> Ret,
) -> Result<Vec<usize>, Stuck<Ret>> {
    let mut search = Search {
        ops,
        before,
        apply,
        // Those with a result come first, so that an order takes in no others than it needs.
        candidates: (0..ops.len()).filter(|at| ops[*at].1.is_some()).chain(pending(ops)).collect(),
        wanted: pending(ops).fold(full(ops.len()), |set, at| set & !(1 << at)),
        seen: HashSet::new(),
        order: Vec::new(),
        best: Vec::new(),
    };
    match search.go_on(0, &model) {
        true => Ok(search.order),
        false => Err(search.stuck(model)),
    }
}

fn pending<Op, Ret>(ops: &[(Op, Option<Ret>)]) -> impl Iterator<Item = usize> {
    ops.iter().enumerate().filter(|(_, (_, result))| result.is_none()).map(|(at, _)| at)
}

fn full(count: usize) -> u64 {
    (0..count).fold(0, |set, at| set | 1 << at)
}

struct Search<'a, Op, Ret, M, F> {
    ops: &'a [(Op, Option<Ret>)],
    before: &'a [u64],
    apply: F,
    candidates: Vec<usize>,
    /// The operations that have a result.
    wanted: u64,
    /// Which operations were done when the model was in which state, and led nowhere.
    seen: HashSet<(u64, M)>,
    order: Vec<usize>,
    /// The first of the orders with most results explained.
    best: Vec<usize>,
}

impl<Op, Ret, M, F> Search<'_, Op, Ret, M, F>
where
    Ret: PartialEq,
    M: Clone + Eq + Hash,
    F: Fn(&mut M, &Op) -> Ret,
{
    /// Whether what is `done` can be continued to an order of all.
    fn go_on(&mut self, done: u64, model: &M) -> bool {
        if self.explained(&self.order) > self.explained(&self.best) {
            self.best.clone_from(&self.order);
        }
        if done & self.wanted == self.wanted {
            return true;
        }
        for candidate in 0..self.candidates.len() {
            let at = self.candidates[candidate];
            if !self.may_be_next(done, at) {
                continue;
            }
            let (op, result) = &self.ops[at];
            let mut model = model.clone();
            let expected = (self.apply)(&mut model, op);
            let next = done | 1 << at;
            if result.as_ref().is_none_or(|result| *result == expected)
                && self.seen.insert((next, model.clone()))
            {
                self.order.push(at);
                if self.go_on(next, &model) {
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
        order.iter().filter(|at| self.ops[**at].1.is_some()).count()
    }

    fn stuck(self, mut model: M) -> Stuck<Ret> {
        let mut done = 0;
        for at in &self.best {
            (self.apply)(&mut model, &self.ops[*at].0);
            done |= 1 << at;
        }
        let next = (0..self.ops.len())
            .filter(|at| self.wanted & 1 << at != 0 && self.may_be_next(done, *at))
            .map(|at| (at, (self.apply)(&mut model.clone(), &self.ops[at].0)))
            .collect();
        Stuck { order: self.best, next }
    }
}
