//! The smallest scenario that still fails in the same way.
use crate::case::{CaseId, Step};
use proptest::strategy::ValueTree;

/// How many smaller scenarios are tried.
const STEPS: usize = 128;

/// A walk down a tree whose first scenario fails.
#[derive(Debug)]
pub(crate) struct Shrink<T> {
    tree: T,
    here: CaseId,
    smallest: CaseId,
    step: Step,
}

impl<T: ValueTree> Shrink<T> {
    /// Starts at a scenario that fails.
    pub(crate) fn new(tree: T, start: CaseId) -> Self {
        Self { tree, smallest: start.clone(), here: start, step: Step::Simplify }
    }

    /// The next scenario to try; `None` when none is smaller, or enough were tried.
    pub(crate) fn candidate(&mut self) -> Option<T::Value> {
        let tried = self.here.steps.len();
        let moved = tried < STEPS && self.step.apply(&mut self.tree);
        moved.then(|| {
            self.here.steps.push(self.step);
            self.tree.current()
        })
    }

    /// Says whether the candidate fails too.
    pub(crate) fn tried(&mut self, fails: bool) {
        if fails {
            self.smallest = self.here.clone();
        }
        self.step = if fails { Step::Simplify } else { Step::Complicate };
    }

    /// The last scenario that failed.
    pub(crate) fn smallest(self) -> CaseId {
        self.smallest
    }
}

#[cfg(test)]
mod tests {
    use super::Shrink;
    use crate::case::CaseId;
    use proptest::collection::vec;
    use proptest::strategy::ValueTree;

    #[test]
    fn the_id_leads_to_the_smallest_failing_scenario() {
        let strategy = vec(0_u32..1000, 0..20);
        let fails = |numbers: &[u32]| numbers.iter().any(|&number| number >= 17);
        let tree = |id: &CaseId| id.tree("shrink", &strategy).expect("a vector");
        let start = (0..).map(CaseId::new).find(|id| fails(&tree(id).current()));
        let start = start.expect("most vectors have a number above 16");
        let mut shrink = Shrink::new(tree(&start), start);
        while let Some(numbers) = shrink.candidate() {
            shrink.tried(fails(&numbers));
        }
        let named: CaseId = shrink.smallest().to_string().parse().expect("an id can be read");
        assert_eq!(tree(&named).current(), [17]);
    }
}
