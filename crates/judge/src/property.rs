//! A property of every generated scenario, in every interleaving.
use crate::case::CaseId;
use crate::finding::Finding;
use crate::shrink::Shrink;
use crate::test::Test;
use crate::verdict::Verdict;
use crate::{replay, words};
use interleave::{Explorer, Failure};
use proptest::strategy::{Strategy, ValueTree};
use std::collections::BTreeSet;

/// How many executions a smaller scenario gets while the smallest is looked for.
const SHRINK_EXECUTIONS: u64 = 1_000;

// `track_caller` all the way down: the engine tells the assertions of a test from other panics by
// the file that calls it.
impl Test {
    /// Explores every case; the first that fails is made small.
    #[track_caller]
    pub(crate) fn explore_cases<S: Strategy>(
        &self,
        strategy: &S,
        body: &impl Fn(&S::Value),
    ) -> Result<String, Finding> {
        let mut seen = BTreeSet::new();
        let (mut complete, mut executions) = (true, 0);
        for number in 0..self.cases {
            let id = CaseId::new(number);
            let tree = id
                .tree(self.name(), strategy)
                .ok_or_else(no_such_scenario)?;
            let scenario = tree.current();
            // The same scenario again can only say the same again.
            if !seen.insert(format!("{scenario:?}")) {
                continue;
            }
            match self.explorer.check(|| body(&scenario)) {
                Ok(coverage) => {
                    complete &= coverage.is_complete();
                    executions += coverage.executions;
                }
                Err(failure) => return Err(self.smallest(strategy, body, id, *failure)),
            }
        }
        self.demand(complete)?;
        Ok(words::covered(complete, seen.len(), executions))
    }

    /// Shrinks a case that fails, as long as the verdict stays what it is.
    #[track_caller]
    fn smallest<S: Strategy>(
        &self,
        strategy: &S,
        body: &impl Fn(&S::Value),
        start: CaseId,
        failure: Failure,
    ) -> Finding {
        let build = |id: &CaseId| id.tree(self.name(), strategy).expect("it was built before");
        let verdict = Verdict::from(failure.kind);
        let mut id = start.clone();
        if verdict != Verdict::Aborted {
            let quick = self.explorer.clone().executions(SHRINK_EXECUTIONS);
            let mut shrink = Shrink::new(build(&start), start.clone());
            while let Some(scenario) = shrink.candidate() {
                let result = quick.check(|| body(&scenario));
                shrink.tried(result.is_err_and(|failure| verdict == failure.kind.into()));
            }
            id = shrink.smallest();
        }
        // Once more with the whole budget, for the figures of the report.
        let mut scenario = build(&id).current();
        let failure = self.explorer.check(|| body(&scenario)).err().map_or_else(
            || {
                id = start;
                scenario = build(&id).current();
                failure
            },
            |failure| *failure,
        );
        let always = never_passes(&self.explorer, &failure, || body(&scenario));
        let mut finding = Finding::failure(&failure).with_scenario(&format!("{scenario:?}"));
        if always {
            finding.say(words::ALWAYS);
        }
        finding.with_replay(&self.place, &id.to_string(), &failure.execution)
    }

    /// Runs one schedule of one case.
    #[track_caller]
    pub(crate) fn replay_case<S: Strategy>(
        &self,
        strategy: &S,
        body: &impl Fn(&S::Value),
        case: &str,
        schedule: &str,
    ) -> Result<String, Finding> {
        let id: CaseId = case.parse().map_err(|()| no_such_scenario())?;
        let tree = id
            .tree(self.name(), strategy)
            .ok_or_else(no_such_scenario)?;
        let (scenario, schedule) = (tree.current(), replay::schedule(schedule)?);
        match self.explorer.replay(&schedule, || body(&scenario)) {
            Ok(_) => Ok(words::REPLAY_PASSES.into()),
            Err(failure) => Err(self
                .complain(&failure, case)
                .with_scenario(&format!("{scenario:?}"))),
        }
    }

    /// Explores one fixed scenario.
    #[track_caller]
    pub(crate) fn explore_scenario(&self, body: &impl Fn()) -> Result<String, Finding> {
        match self.explorer.check(body) {
            Ok(coverage) => {
                self.demand(coverage.is_complete())?;
                Ok(coverage.to_string())
            }
            Err(failure) => {
                let mut finding = Finding::failure(&failure);
                if never_passes(&self.explorer, &failure, body) {
                    finding.say(words::ALWAYS);
                }
                Err(finding.with_replay(&self.place, "-", &failure.execution))
            }
        }
    }

    /// Runs one schedule of a fixed scenario.
    #[track_caller]
    pub(crate) fn replay_scenario(
        &self,
        body: &impl Fn(),
        schedule: &str,
    ) -> Result<String, Finding> {
        match self.explorer.replay(&replay::schedule(schedule)?, body) {
            Ok(_) => Ok(words::REPLAY_PASSES.into()),
            Err(failure) => Err(self.complain(&failure, "-")),
        }
    }
}

/// Whether a failure that needs no preemption happens in every interleaving: then it is no race.
fn never_passes(explorer: &Explorer, failure: &Failure, body: impl Fn()) -> bool {
    let quick = explorer.clone().executions(SHRINK_EXECUTIONS);
    failure.execution.preemptions == 0
        && matches!(Verdict::from(failure.kind), Verdict::Race | Verdict::Panic)
        && quick.witness(body, |()| true).is_none()
}

fn no_such_scenario() -> Finding {
    Finding::new(Verdict::Aborted, words::NO_SUCH_SCENARIO)
}
