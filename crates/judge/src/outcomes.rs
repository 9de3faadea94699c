//! The exact set of outcomes of one scenario, compared with the reviewed one.
use crate::finding::Finding;
use crate::test::Test;
use crate::verdict::Verdict;
use crate::{replay, snapshot, words};
use interleave::Failure;
use std::collections::BTreeSet;
use std::fmt::Debug;

impl Test {
    /// Explores until an outcome is new; if none is, looks for those that are missing.
    #[track_caller]
    pub(crate) fn explore_outcomes<T: Ord + Debug>(
        &self,
        body: &impl Fn() -> T,
    ) -> Result<String, Finding> {
        let (reviewed, review) = (
            snapshot::reviewed(&self.place),
            snapshot::wanted(&self.place),
        );
        // Whoever reviews wants to see all outcomes, new ones too.
        let known = reviewed.as_ref().filter(|_| !review);
        let explored = self.explorer.outcomes(|| check(body(), known));
        let outcomes = explored.map_err(|failure| self.unexpected(&failure, known))?;
        let coverage = outcomes.coverage;
        self.demand(coverage.is_complete())?;
        let seen: Vec<String> = outcomes.seen.keys().map(snapshot::line).collect();
        match reviewed {
            None => Err(self.unreviewed(&seen)),
            Some(reviewed) if review && reviewed != seen.iter().cloned().collect() => {
                Err(self.unreviewed(&seen))
            }
            Some(reviewed) => {
                let missing = |line: &&String| !seen.contains(line);
                let missing: Vec<String> = reviewed.iter().filter(missing).cloned().collect();
                if !missing.is_empty() {
                    let message = words::missing(&missing, &coverage.to_string());
                    let mut finding = Finding::new(Verdict::OverSynchronised, &message);
                    finding.say(words::LOOSEN);
                    return Err(finding);
                }
                snapshot::assert(&self.place, &self.sentence, &seen);
                Ok(coverage.to_string())
            }
        }
    }

    /// Runs one schedule, and says what it leads to.
    #[track_caller]
    pub(crate) fn replay_outcome<T: Ord + Debug>(
        &self,
        body: &impl Fn() -> T,
        schedule: &str,
    ) -> Result<String, Finding> {
        let known = snapshot::reviewed(&self.place);
        let schedule = replay::schedule(schedule)?;
        match self
            .explorer
            .replay(&schedule, || drop(check(body(), known.as_ref())))
        {
            Ok(_) => Ok(words::REPLAY_PASSES.into()),
            Err(failure) => Err(self.unexpected(&failure, known.as_ref())),
        }
    }

    /// A failure on the way to an outcome; ours, if it is an outcome that is not known.
    fn unexpected(&self, failure: &Failure, known: Option<&BTreeSet<String>>) -> Finding {
        let Some((_, outcome)) = failure.message.split_once(words::OUTCOME) else {
            return self.complain(failure, "-");
        };
        let mut finding = Finding::new(Verdict::Race, &format!("{}{outcome}", words::OUTCOME));
        let known: Vec<String> = known.into_iter().flatten().cloned().collect();
        finding.say(&words::allowed(&known));
        finding.say(&words::found(failure));
        finding.show(&failure.execution.to_string());
        finding.with_replay(&self.place, "-", &failure.execution)
    }

    /// Outcomes that a maintainer has to look at.
    fn unreviewed(&self, seen: &[String]) -> Finding {
        let file = snapshot::file(&self.place);
        if !self.place.complete {
            return Finding::new(Verdict::Aborted, &words::no_snapshot(&file));
        }
        snapshot::assert(&self.place, &self.sentence, seen);
        Finding::new(Verdict::Aborted, &words::review(&file))
    }
}

/// Ends an execution whose outcome is not known, so that racy code is found out at once.
fn check<T: Debug>(outcome: T, known: Option<&BTreeSet<String>>) -> T {
    let line = snapshot::line(&outcome);
    if known.is_some_and(|known| !known.contains(&line)) {
        panic!("{}{line}", words::OUTCOME);
    }
    outcome
}
