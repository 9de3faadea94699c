//! A property of every generated scenario, in every interleaving.
use crate::case::{CaseId, Cases, Scenario, Tree};
use crate::finding::Finding;
use crate::scenario::{Failing, check};
use crate::shrink::Shrink;
use crate::test::Test;
use crate::verdict::Verdict;
use crate::words;
use interleave::{Bound, Coverage};
use std::collections::BTreeSet;

/// How many executions the complete search of a smaller scenario gets.
const SHRINK_EXECUTIONS: u64 = 1_000;

/// How many executions may go into smaller scenarios that do not fail.
const SHRINK_BUDGET: u64 = 50_000;

/// A case with its scenario, which is named by how it reads.
struct Case<'a> {
    text: String,
    id: CaseId,
    scenario: Box<dyn Scenario + 'a>,
}

impl Test {
    /// Explores every case; the first that fails is made small.
    pub(crate) fn explore_cases(&self, all: &dyn Cases) -> Result<Finding, Finding> {
        let cases = self.generate(all)?;
        let mut total = Coverage { executions: 0, redundant: 0, bound: None };
        for (number, Case { id, scenario, .. }) in cases.iter().enumerate() {
            match check(&self.explorer, &|| scenario.run()) {
                Ok(coverage) => {
                    total.executions += coverage.executions;
                    total.redundant += coverage.redundant;
                    total.bound = total.bound.or(coverage.bound);
                    // Who gives up does so once, and not in every scenario.
                    if total.bound == Some(Bound::ExecutionLimit) {
                        break;
                    }
                }
                Err(failing) if self.verdict_only => {
                    return Err(self.complain(&failing.failure, &id.to_string(), false));
                }
                Err(failing) => {
                    let passing = cases[..number].iter().map(|case| case.text.clone()).collect();
                    return Err(self.smallest(all, id.clone(), failing, passing)?);
                }
            }
        }
        self.demand(&total)?;
        Ok(Finding::passed(&words::covered(&total, cases.len())))
    }

    /// Names the cases, the short ones first: they are quick to explore, and one that fails has
    /// not far to the smallest. No scenario comes twice: it could only say the same again.
    fn generate<'a>(&self, all: &'a dyn Cases) -> Result<Vec<Case<'a>>, Finding> {
        let mut cases = Vec::new();
        for id in (0..self.cases).map(CaseId::new) {
            let scenario = self.build(all, &id)?.scenario();
            cases.push(Case { text: scenario.text(), id, scenario });
        }
        cases.sort_by(|a, b| (a.text.len(), &a.text).cmp(&(b.text.len(), &b.text)));
        cases.dedup_by(|a, b| a.text == b.text);
        Ok(cases)
    }

    /// The scenario of a name, with what is left to shrink.
    fn build<'a>(
        &self,
        all: &'a dyn Cases,
        id: &CaseId,
    ) -> Result<Box<dyn Tree<'a> + 'a>, Finding> {
        let no_such = || Finding::new(Verdict::Aborted, words::NO_SUCH_SCENARIO);
        all.tree(self.name(), id).ok_or_else(no_such)
    }

    /// Shrinks a case that fails, as long as the verdict stays what it is; `passing` are scenarios
    /// that need not be tried.
    fn smallest(
        &self,
        all: &dyn Cases,
        start: CaseId,
        mut failing: Failing,
        mut passing: BTreeSet<String>,
    ) -> Result<Finding, Finding> {
        let verdict = Verdict::from(failing.failure.kind);
        let quick = self.explorer.clone().no_fallback_after(SHRINK_EXECUTIONS).first_failure();
        let given = start.clone();
        let tree = self.build(all, &start)?;
        let mut text = tree.scenario().text();
        let mut spent = if verdict == Verdict::Aborted { SHRINK_BUDGET } else { 0 };
        let mut shrink = Shrink::new(tree, start);
        while spent < SHRINK_BUDGET
            && let Some(scenario) = shrink.candidate()
        {
            let candidate = scenario.text();
            // Steps often lead to what was tried already.
            if candidate == text || passing.contains(&candidate) {
                shrink.tried(candidate == text);
                continue;
            }
            match check(&quick, &|| scenario.run()) {
                Err(smaller) if verdict == smaller.failure.kind.into() => {
                    (failing, text) = (smaller, candidate);
                    shrink.tried(true);
                }
                result => {
                    spent += result.map_or(0, |coverage| coverage.executions);
                    passing.insert(candidate);
                    shrink.tried(false);
                }
            }
        }
        let id = shrink.smallest();
        let scenario = self.build(all, &id)?.scenario();
        if id != given
            && let Err(readable) = check(&self.explorer, &|| scenario.run())
        {
            failing = readable;
        }
        let always = failing.is_constant(&self.explorer, &|| scenario.run());
        let finding = self.complain(&failing.failure, &id.to_string(), always);
        Ok(finding.with_scenario(&text))
    }

    /// Runs one schedule of one case.
    pub(crate) fn replay_case(
        &self,
        all: &dyn Cases,
        case: &str,
        schedule: &str,
    ) -> Result<Finding, Finding> {
        let no_such = |()| Finding::new(Verdict::Aborted, words::NO_SUCH_SCENARIO);
        let id: CaseId = case.parse().map_err(no_such)?;
        let scenario = self.build(all, &id)?.scenario();
        let with_scenario = |finding: Finding| finding.with_scenario(&scenario.text());
        let replayed = self.replay_scenario(&|| scenario.run(), schedule);
        replayed.map(with_scenario).map_err(with_scenario)
    }
}
