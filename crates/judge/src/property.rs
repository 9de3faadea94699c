//! A property of every generated scenario, in every interleaving.
use crate::case::CaseId;
use crate::finding::Finding;
use crate::scenario::never_passes;
use crate::shrink::Shrink;
use crate::test::Test;
use crate::verdict::Verdict;
use crate::{replay, words};
use interleave::Failure;
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
            let tree = id.tree(self.name(), strategy);
            let scenario = tree.ok_or_else(no_such_scenario)?.current();
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
        mut failure: Failure,
    ) -> Finding {
        let build = |id: &CaseId| id.tree(self.name(), strategy).expect("it was built before");
        let verdict = Verdict::from(failure.kind);
        let mut id = start.clone();
        if verdict != Verdict::Aborted {
            let quick = self.explorer.clone().executions(SHRINK_EXECUTIONS);
            let mut shrink = Shrink::new(build(&start), start);
            while let Some(scenario) = shrink.candidate() {
                match quick.check(|| body(&scenario)) {
                    Err(smaller) if verdict == smaller.kind.into() => {
                        failure = *smaller;
                        shrink.tried(true);
                    }
                    _ => shrink.tried(false),
                }
            }
            id = shrink.smallest();
        }
        let scenario = build(&id).current();
        // Once more with the whole budget, for the figures of the report.
        if let Err(smallest) = self.explorer.check(|| body(&scenario)) {
            failure = *smallest;
        }
        let always = never_passes(&self.explorer, &failure, || body(&scenario));
        let finding = self.complain(&failure, &id.to_string(), always);
        finding.with_scenario(&format!("{scenario:?}"))
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
        let tree = id.tree(self.name(), strategy);
        let scenario = tree.ok_or_else(no_such_scenario)?.current();
        let replayed = self
            .explorer
            .replay(&replay::schedule(schedule)?, || body(&scenario));
        let Err(failure) = replayed else {
            return Ok(words::REPLAY_PASSES.into());
        };
        let finding = Finding::failure(&failure, words::REPLAYED);
        Err(finding.with_scenario(&format!("{scenario:?}")))
    }
}

fn no_such_scenario() -> Finding {
    Finding::new(Verdict::Aborted, words::NO_SUCH_SCENARIO)
}
