//! The smallest scenario that still fails in the same way.
use crate::case::{CaseId, Scenario, Step, Tree};

/// How many smaller scenarios are tried.
const STEPS: usize = 128;

/// A walk down a tree whose first scenario fails.
pub(crate) struct Shrink<'a> {
    tree: Box<dyn Tree<'a> + 'a>,
    here: CaseId,
    smallest: CaseId,
    step: Step,
}

impl<'a> Shrink<'a> {
    /// Starts at a scenario that fails.
    pub(crate) fn new(tree: Box<dyn Tree<'a> + 'a>, start: CaseId) -> Self {
        Self { tree, smallest: start.clone(), here: start, step: Step::Simplify }
    }

    /// The next scenario to try; `None` when none is smaller, or enough were tried.
    pub(crate) fn candidate(&mut self) -> Option<Box<dyn Scenario + 'a>> {
        let tried = self.here.steps.len();
        let moved = tried < STEPS && self.tree.step(self.step);
        moved.then(|| {
            self.here.steps.push(self.step);
            self.tree.scenario()
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
    use crate::case::{CaseId, Cases, Property};
    use proptest::collection::vec;

    #[test]
    fn the_id_leads_to_the_smallest_failing_scenario() {
        let strategy = vec(0_u32..1000, 0..20);
        let property = Property(strategy, |numbers: &Vec<u32>| {
            assert!(numbers.iter().all(|&number| number < 17));
        });
        let fails = |text: &str| {
            let numbers = text.trim_matches(['[', ']']).split(", ");
            numbers.filter_map(|number| number.parse().ok()).any(|number: u32| number >= 17)
        };
        let tree = |id: &CaseId| property.tree("shrink", id).expect("a vector");
        let start = (0..).map(CaseId::new).find(|id| fails(&tree(id).scenario().text()));
        let start = start.expect("most vectors have a number above 16");
        let mut shrink = Shrink::new(tree(&start), start);
        while let Some(text) = shrink.candidate().map(|scenario| scenario.text()) {
            shrink.tried(fails(&text));
        }
        let named: CaseId = shrink.smallest().to_string().parse().expect("an id can be read");
        assert_eq!(tree(&named).scenario().text(), "[17]");
    }
}
