//! Searches for the smallest scenario that still fails in the same way.
use crate::case::{Scenario, Tree};
use crate::case_id::{CaseId, ShrinkStep};

/// The maximum number of smaller scenarios to try.
const MAX_STEPS: usize = 128;

/// A search that starts at a failing scenario.
pub(crate) struct Shrink<'a> {
    tree: Box<dyn Tree<'a> + 'a>,
    current: CaseId,
    smallest: CaseId,
    step: ShrinkStep,
}

impl<'a> Shrink<'a> {
    pub(crate) fn new(tree: Box<dyn Tree<'a> + 'a>, start: CaseId) -> Self {
        Self { tree, smallest: start.clone(), current: start, step: ShrinkStep::Simplify }
    }

    /// The next scenario to try; `None` if there is no smaller one or the limit is reached.
    pub(crate) fn candidate(&mut self) -> Option<Box<dyn Scenario + 'a>> {
        if self.current.steps.len() >= MAX_STEPS || !self.tree.step(self.step) {
            return None;
        }
        self.current.steps.push(self.step);
        Some(self.tree.scenario())
    }

    /// Records whether the candidate fails too.
    pub(crate) fn tried(&mut self, fails: bool) {
        if fails {
            self.smallest = self.current.clone();
        }
        self.step = if fails { ShrinkStep::Simplify } else { ShrinkStep::Complicate };
    }

    /// The last scenario that failed.
    pub(crate) fn smallest(self) -> CaseId {
        self.smallest
    }
}

#[cfg(test)]
mod tests {
    use proptest::collection::vec;

    use super::Shrink;
    use crate::case::{Cases, Property};
    use crate::case_id::CaseId;

    #[test]
    fn the_id_leads_to_the_smallest_failing_scenario() {
        let property: &dyn Cases = &Property(vec(0_u32..1000, 0..20), |_: &Vec<u32>| ());
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
        let named: CaseId = shrink.smallest().to_string().parse().expect("an id reads back");
        assert_eq!(tree(&named).scenario().text(), "[17]");
    }
}
