//! The search for a sequential order (Wing and Gong, 1993), which never visits the same set of
//! operations with the same model state twice (Lowe, 2017).

use std::collections::HashSet;
use std::hash::Hash;

/// The maximum number of operations: a set of them is one `u64`.
pub(super) const MAX_OPERATIONS: usize = u64::BITS as usize;

/// How far the results can be explained.
#[derive(Clone, Debug)]
pub(super) struct Stuck<Ret> {
    /// The longest prefix of an order that explains its results.
    pub(super) order: Vec<usize>,
    /// The operations that could come next, and the result that each would need.
    pub(super) next: Vec<(usize, Ret)>,
}

/// Finds an order of `ops` that respects `before` and explains the results. Operations without a
/// result may be missing from it.
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
        // Operations with a result come first, so that the order contains no others than necessary.
        candidates: (0..ops.len()).filter(|at| ops[*at].1.is_some()).chain(pending(ops)).collect(),
        wanted: pending(ops).fold(full(ops.len()), |set, at| set & !(1 << at)),
        seen: HashSet::new(),
        order: Vec::new(),
        best: Vec::new(),
    };
    match search.complete(0, &model) {
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
    /// The visited sets of operations and states of the model.
    seen: HashSet<(u64, M)>,
    order: Vec<usize>,
    /// The first prefix among those that explain the most results.
    best: Vec<usize>,
}

impl<Op, Ret, M, F> Search<'_, Op, Ret, M, F>
where
    Ret: PartialEq,
    M: Clone + Eq + Hash,
    F: Fn(&mut M, &Op) -> Ret,
{
    /// Whether the prefix with the operations in `done` can be completed.
    fn complete(&mut self, done: u64, model: &M) -> bool {
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
                if self.complete(next, &model) {
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
