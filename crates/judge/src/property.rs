//! A property of every generated scenario, in every interleaving.
use std::collections::BTreeSet;

use interleave::{Bound, Coverage};
use proptest::strategy::Strategy;
use protocol::Verdict;

use crate::case::{Cases, Property, Scenario, Tree};
use crate::case_id::CaseId;
use crate::messages;
use crate::play::{self, Named};
use crate::replay::Mode;
use crate::run::Run;
use crate::scenario::{Failing, check};
use crate::shrink::Shrink;
use crate::test::Test;
use crate::test_report::TestReport;

/// The limit of executions for the complete search of a smaller scenario.
const SHRINK_EXECUTIONS: u64 = 1_000;

/// The limit of executions for all smaller scenarios that pass.
const SHRINK_BUDGET: u64 = 50_000;

/// The limit of executions for the complete search of each scenario after one that was too large.
const BOUNDED_EXECUTIONS: u64 = 2_000;

struct Case<'a> {
    text: String,
    id: CaseId,
    scenario: Box<dyn Scenario + 'a>,
}

impl Test {
    /// Runs the body on generated scenarios, each in every interleaving.
    ///
    /// The scenarios depend only on the name of the test function, provided that the strategy specifies
    /// its sizes; otherwise proptest reads an environment variable. The first failing scenario is
    /// shrunk, and the report names the smallest one.
    ///
    /// # Panics
    /// If any interleaving of any scenario fails.
    pub fn property<S: Strategy>(self, strategy: S, body: impl Fn(&S::Value)) {
        self.run_property(&Property(strategy, body));
    }

    fn run_property(&self, cases: &dyn Cases) {
        let Some(run) = Run::start(self) else { return };
        run.end(match &run.mode {
            Mode::Replay(replay) => self.replay_case(cases, &replay.scenario, &replay.schedule),
            _ => self.explore_cases(cases, &run),
        });
    }

    fn explore_cases(&self, all: &dyn Cases, run: &Run<'_>) -> Result<TestReport, TestReport> {
        let cases = self.generate(all)?;
        let mut total = Coverage::default();
        let mut explorer = run.explorer(&self.explorer);
        for (number, Case { id, scenario, .. }) in cases.iter().enumerate() {
            let body = || {
                scenario.run();
                run.end_execution();
            };
            let mut result = check(&explorer, &body);
            if let Err(failing) = &result
                && let Some(other) = self.instead(&failing.failure)
            {
                total.executions += failing.failure.coverage.executions;
                result = check(&run.explorer(other), &body);
            }
            match result {
                Ok(coverage) => {
                    total.executions += coverage.executions;
                    total.redundant += coverage.redundant;
                    total.bound = total.bound.or(coverage.bound);
                    // Do not reach the limit again in every other scenario.
                    match total.bound {
                        Some(Bound::ExecutionLimit) => break,
                        Some(_) => explorer = explorer.at_most_executions(BOUNDED_EXECUTIONS),
                        None => (),
                    }
                }
                Err(failing) if self.verdict_only => {
                    return Err(self.failure_report(&failing.failure, &id.to_string(), false));
                }
                Err(failing) => {
                    let passing = cases[..number].iter().map(|case| case.text.clone()).collect();
                    return Err(self.smallest(all, id.clone(), failing, passing)?);
                }
            }
        }
        self.require_complete(&total)?;
        Ok(self.pass_report(&total, cases.len()))
    }

    /// The distinct cases, short ones first: they are quick to explore and quick to shrink.
    fn generate<'a>(&self, all: &'a dyn Cases) -> Result<Vec<Case<'a>>, TestReport> {
        let mut cases = Vec::new();
        for id in (0..self.cases).map(CaseId::new) {
            let scenario = self.build(all, &id)?.scenario();
            cases.push(Case { text: scenario.text(), id, scenario });
        }
        cases.sort_by(|a, b| (a.text.len(), &a.text).cmp(&(b.text.len(), &b.text)));
        cases.dedup_by(|a, b| a.text == b.text);
        Ok(cases)
    }

    fn build<'a>(
        &self,
        all: &'a dyn Cases,
        id: &CaseId,
    ) -> Result<Box<dyn Tree<'a> + 'a>, TestReport> {
        all.tree(self.name(), id).ok_or_else(no_such_scenario)
    }

    /// Shrinks a failing case as long as the verdict stays the same. The scenarios in `passing` need
    /// not be tried.
    fn smallest(
        &self,
        all: &dyn Cases,
        start: CaseId,
        mut failing: Failing,
        mut passing: BTreeSet<String>,
    ) -> Result<TestReport, TestReport> {
        let verdict = failing.verdict();
        let quick = self.explorer.clone().no_fallback_after(SHRINK_EXECUTIONS).first_failure();
        let original = start.clone();
        let tree = self.build(all, &start)?;
        let mut text = tree.scenario().text();
        let mut spent = if verdict == Verdict::Aborted { SHRINK_BUDGET } else { 0 };
        let mut shrink = Shrink::new(tree, start);
        while spent < SHRINK_BUDGET
            && let Some(scenario) = shrink.candidate()
        {
            let candidate = scenario.text();
            // Different steps often lead to the same scenario.
            if candidate == text || passing.contains(&candidate) {
                shrink.tried(candidate == text);
                continue;
            }
            match check(&quick, &|| scenario.run()) {
                Err(smaller) if smaller.verdict() == verdict => {
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
        // Without `first_failure` the engine finds an interleaving that is easier to read.
        if id != original
            && let Err(readable) = check(&self.explorer, &|| scenario.run())
        {
            failing = readable;
        }
        let is_constant = failing.is_constant(&self.explorer, &|| scenario.run());
        let report = self.failure_report(&failing.failure, &id.to_string(), is_constant);
        Ok(report.with_scenario(&text))
    }

    /// Runs one interleaving of one case.
    fn replay_case(
        &self,
        all: &dyn Cases,
        case: &str,
        schedule: &str,
    ) -> Result<TestReport, TestReport> {
        // A player who has no scenario gets one of the middle size.
        let id: CaseId = match case {
            "" if play::is_requested() => {
                let cases = self.generate(all)?;
                cases.get(cases.len() / 2).ok_or_else(no_such_scenario)?.id.clone()
            }
            case => case.parse().map_err(|()| no_such_scenario())?,
        };
        let scenario = self.build(all, &id)?.scenario();
        let with_scenario = |report: TestReport| report.with_scenario(&scenario.text());
        let named = Named { id: &id.to_string(), text: &scenario.text() };
        let replayed = self.replay_named(&|| scenario.run(), named, schedule);
        replayed.map(with_scenario).map_err(with_scenario)
    }
}

fn no_such_scenario() -> TestReport {
    TestReport::new(Verdict::Aborted, messages::NO_SUCH_SCENARIO)
}
