//! From the files of a submission to verdicts and points.
use std::panic::resume_unwind;
use std::sync::{Arc, Mutex, OnceLock};
use std::thread;
use std::time::Duration;

use course::parallel::lock;
use course::{Context, Error, Exercise, ExerciseResult, State, Workspace, report};
use protocol::{Extent, Replay, TestRecord, Verdict as TestVerdict};

use crate::code_digest::code_digest;
use crate::digest::digest;
use crate::grading::{Conditions, Grading, Outcome, Submitted};
use crate::messages;
use crate::model::{GradedExercise, GradedTest};
use crate::submission::Submission;
use crate::submitted_file::SubmittedFile;
use crate::text::{MAX_EXERCISE, first_line};
use crate::verdict::Verdict;
use crate::versions::Versions;

/// A verdict on a file.
#[derive(Debug, Clone)]
pub(crate) struct Graded {
    pub(crate) exercise: GradedExercise,
    /// What the file used of its limit. It is not part of the result, because it differs from run to run.
    pub(crate) used: Duration,
}

/// Gives a verdict on the text of each exercise, in the given order.
pub(crate) trait Judge {
    /// Prepares what all exercises have in common, before the first is judged.
    ///
    /// # Errors
    /// If nothing can be judged.
    fn prepare(&self) -> Result<(), Error> {
        Ok(())
    }

    /// # Errors
    /// If nothing can be judged, for example because cargo is missing.
    fn judge(&self, submitted: &[Submitted<'_>]) -> Result<Vec<Graded>, Error>;
}

/// Compiles the exercises and runs the tests of the course. What all submissions have in common is
/// prepared once, when the first is judged.
#[derive(Debug)]
pub(crate) struct CourseJudge {
    workspace: Workspace,
    conditions: Conditions,
    grading: Mutex<Option<Arc<Grading>>>,
    versions: OnceLock<Versions>,
}

impl CourseJudge {
    pub(crate) fn new(workspace: &Workspace, conditions: Conditions) -> Self {
        let (grading, versions) = (Mutex::default(), OnceLock::new());
        Self { workspace: workspace.clone(), conditions, grading, versions }
    }

    /// The versions that its verdicts depend on.
    ///
    /// # Errors
    /// Those of [`Versions::of`].
    pub(crate) fn versions(&self) -> Result<&Versions, Error> {
        match self.versions.get() {
            Some(versions) => Ok(versions),
            None => {
                let versions = Versions::of(&self.workspace)?;
                Ok(self.versions.get_or_init(|| versions))
            }
        }
    }

    fn grading(&self) -> Result<Arc<Grading>, Error> {
        let mut grading = lock(&self.grading);
        if let Some(grading) = &*grading {
            return Ok(Arc::clone(grading));
        }
        let new = thread::scope(|scope| {
            // While cargo runs.
            let versions = thread::Builder::new().spawn_scoped(scope, || self.versions());
            let digest = || {
                let versions = match versions {
                    Ok(versions) => versions.join().unwrap_or_else(|panic| resume_unwind(panic)),
                    Err(_) => self.versions(),
                };
                versions.map(Versions::digest)
            };
            Grading::start(&self.workspace, self.conditions, digest)
        });
        let new = Arc::new(new?);
        *grading = Some(Arc::clone(&new));
        Ok(new)
    }
}

impl Judge for CourseJudge {
    fn prepare(&self) -> Result<(), Error> {
        self.grading().map(drop)
    }

    fn judge(&self, submitted: &[Submitted<'_>]) -> Result<Vec<Graded>, Error> {
        let grading = self.grading()?;
        let mut graded = from_outcomes(submitted, grading.grade(submitted));
        let is_unfair = |graded: &Graded| graded.exercise.verdict == Verdict::GraderError;
        if graded.iter().any(is_unfair) {
            // Something may have been deleted: prepare everything again, and try once more.
            let mut current = lock(&self.grading);
            current.take_if(|current| Arc::ptr_eq(current, &grading));
            drop((current, grading));
            let unfair = submitted.iter().zip(&graded).filter(|(_, graded)| is_unfair(graded));
            let unfair: Vec<Submitted<'_>> = unfair.map(|(one, _)| one.clone()).collect();
            // If that fails, the grader is at fault as before.
            let again = self.grading().map(|again| from_outcomes(&unfair, again.grade(&unfair)));
            let old = graded.iter_mut().filter(|graded| is_unfair(graded));
            old.zip(again.unwrap_or_default()).for_each(|(old, new)| *old = new);
        }
        Ok(graded)
    }
}

fn from_outcomes(submitted: &[Submitted<'_>], outcomes: Vec<(Outcome, Duration)>) -> Vec<Graded> {
    let graded = |(one, (outcome, used))| Graded { exercise: from_outcome(one, outcome), used };
    submitted.iter().zip(outcomes).map(graded).collect()
}

fn from_outcome(one: &Submitted<'_>, outcome: Outcome) -> GradedExercise {
    match outcome {
        Outcome::Verdict(verdict, why) => {
            graded_exercise(one.exercise, verdict, &why, &why, &one.source, Vec::new())
        }
        Outcome::State(state) => {
            let arc_queries = course::arc_queries::arc_queries(&one.source);
            let exercise = one.exercise.name.clone();
            from_result(one, &ExerciseResult { exercise, state, arc_queries })
        }
    }
}

/// What a submission contains for each exercise: a text to test, or a file that needs no test, such as an unmodified
/// starter.
fn triage<'a>(
    context: &Context,
    exercises: &[&'a Exercise],
    submission: &Submission,
) -> Result<Vec<Result<Submitted<'a>, GradedExercise>>, Error> {
    let triaged = exercises.iter().map(|exercise| {
        let decided = |verdict, summary: &str, text: &str| {
            Ok(Err(graded_exercise(exercise, verdict, summary, "", text, Vec::new())))
        };
        match submission.get(&exercise.name) {
            SubmittedFile::Missing => {
                decided(Verdict::Missing, &submission.missing(&exercise.name), "")
            }
            SubmittedFile::Refused(reason) => decided(Verdict::Refused, reason, ""),
            SubmittedFile::Failed(reason) => decided(Verdict::GraderError, reason, ""),
            SubmittedFile::Text(text) if text.trim().is_empty() => {
                decided(Verdict::Missing, messages::EMPTY, text)
            }
            SubmittedFile::Text(text) if is_starter(context, exercise, text)? => {
                decided(Verdict::Unchanged, messages::UNCHANGED, text)
            }
            SubmittedFile::Text(text) => Ok(Ok(Submitted { exercise, source: text.clone() })),
        }
    });
    triaged.collect()
}

/// Grades every exercise of a submission; `judge` gets those that have to be tested.
pub(crate) fn grade<'a>(
    context: &Context,
    exercises: &[&'a Exercise],
    submission: &Submission,
    judge: impl FnOnce(Vec<Submitted<'a>>) -> Result<Vec<GradedExercise>, Error>,
) -> Result<Vec<GradedExercise>, Error> {
    let triaged = triage(context, exercises, submission)?;
    let to_test: Vec<Submitted<'_>> = triaged.iter().flatten().cloned().collect();
    let mut judged = if to_test.is_empty() { Vec::new() } else { judge(to_test)? }.into_iter();
    Ok(triaged.into_iter().filter_map(|one| one.map_or_else(Some, |_| judged.next())).collect())
}

/// Returns whether a text equals the starter, apart from line endings and trailing white space.
fn is_starter(context: &Context, exercise: &Exercise, text: &str) -> Result<bool, Error> {
    let starter = course::starter(&context.workspace, &exercise.name)?;
    Ok(text.trim_end().lines().eq(starter.trim_end().lines()))
}

fn from_result(submitted: &Submitted<'_>, result: &ExerciseResult) -> GradedExercise {
    let (verdict, summary) = match &result.state {
        State::Tested(tests) => {
            match (overall(tests), course::arc_queries::warning(&result.arc_queries)) {
                ((Verdict::PASSED, summary), Some(warning)) => {
                    (Verdict::PASSED, format!("{summary}, but {warning}"))
                }
                (overall, _) => overall,
            }
        }
        State::Missing | State::Empty => (Verdict::Missing, messages::EMPTY.to_owned()),
        State::Unreadable(reason) => (Verdict::Refused, reason.clone()),
        State::Refused(findings) => {
            let findings =
                findings.iter().map(|found| format!("line {}: {}", found.line, found.what));
            (Verdict::Refused, findings.collect::<Vec<_>>().join(", "))
        }
        State::DoesNotCompile(error) => (Verdict::CompileError, first_line(&error.message)),
        State::Broken(what) => (Verdict::GraderError, first_line(what)),
    };
    let exercise = submitted.exercise;
    let tests = result.tests().iter().map(|test| graded_test(exercise, test)).collect();
    let text = &submitted.source;
    graded_exercise(exercise, verdict, &summary, &report(result), text, tests)
}

/// Returns the most important verdict and its summary. A verdict that cannot be trusted is more important
/// than a bug that the engine has found, and that more than a process that had to be stopped.
fn overall(tests: &[TestRecord]) -> (Verdict, String) {
    let importance = |test: &TestRecord| match test.verdict {
        TestVerdict::Passed => 0,
        TestVerdict::Timeout | TestVerdict::OutOfMemory | TestVerdict::Aborted => 1,
        TestVerdict::Tampered | TestVerdict::Unrecorded => 3,
        _ => 2,
    };
    // Of equally important tests, `max_by_key` returns the last, and the first is wanted.
    let Some(test) = tests.iter().rev().max_by_key(|test| importance(test)) else {
        return (Verdict::PASSED, messages::passed(0, 0));
    };
    let bounded = tests.iter().filter(|test| extent(test) == Some(Extent::Bounded)).count();
    match test.verdict {
        TestVerdict::Passed => (Verdict::PASSED, messages::passed(tests.len(), bounded)),
        TestVerdict::Unrecorded => (Verdict::GraderError, test.summary.clone()),
        verdict => (Verdict::Tested(verdict), test.summary.clone()),
    }
}

/// How much of all interleavings a passing test ran.
fn extent(test: &TestRecord) -> Option<Extent> {
    test.coverage.filter(|_| !test.failed()).map(|coverage| coverage.extent)
}

fn graded_test(exercise: &Exercise, result: &TestRecord) -> GradedTest {
    let by_test = !exercise.test_points.is_empty();
    let max_points = exercise.test_points.get(&result.name).copied().unwrap_or(0);
    GradedTest {
        name: result.name.clone(),
        sentence: result.sentence.clone(),
        verdict: result.verdict,
        coverage: extent(result).map_or("", Extent::name).to_owned(),
        points: by_test.then_some(if result.failed() { 0 } else { max_points }),
        max_points: by_test.then_some(max_points),
        summary: result.summary.clone(),
        report: if result.failed() {
            result.report_with(Replay::make_command)
        } else {
            String::new()
        },
    }
}

/// An exercise earns all of its points or none, unless its tests have points of their own. A submission
/// that forged a verdict, or has no fair verdict, earns none.
fn points(exercise: &Exercise, verdict: Verdict, tests: &[GradedTest]) -> u32 {
    match verdict {
        Verdict::PASSED => exercise.points,
        Verdict::Tested(TestVerdict::Tampered | TestVerdict::Unrecorded) => 0,
        Verdict::Tested(_) => tests.iter().filter_map(|test| test.points).sum(),
        _ => 0,
    }
}

fn graded_exercise(
    exercise: &Exercise,
    verdict: Verdict,
    summary: &str,
    report: &str,
    text: &str,
    tests: Vec<GradedTest>,
) -> GradedExercise {
    let points = points(exercise, verdict, &tests);
    let within_bounds = verdict == Verdict::PASSED
        && tests.iter().any(|test| test.coverage == Extent::Bounded.name());
    let mut graded = GradedExercise {
        name: exercise.name.clone(),
        topic: exercise.topic.clone(),
        title: exercise.title.clone(),
        verdict,
        points,
        max_points: exercise.points,
        summary: summary.to_owned(),
        report: report.to_owned(),
        within_bounds,
        digest: if text.is_empty() { String::new() } else { digest([text]) },
        code_digest: if text.is_empty() { String::new() } else { code_digest(text) },
        tests,
    };
    graded.limit(MAX_EXERCISE);
    graded
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_most_important_verdict_is_the_verdict_of_the_exercise() {
        use TestVerdict::*;
        for (verdicts, expected) in [
            (&[Passed, Passed][..], Verdict::PASSED),
            (&[Passed, Deadlock, Race], Verdict::Tested(Deadlock)),
            (&[Timeout, Deadlock], Verdict::Tested(Deadlock)),
            (&[Passed, Timeout], Verdict::Tested(Timeout)),
            (&[OutOfMemory, Race], Verdict::Tested(Race)),
            (&[Passed, OutOfMemory], Verdict::Tested(OutOfMemory)),
            (&[Timeout, Tampered], Verdict::Tested(Tampered)),
            (&[Race, Unrecorded], Verdict::GraderError),
        ] {
            let result = |verdict: &TestVerdict| {
                TestRecord::new("t", "s", *verdict).with_summary(verdict.name())
            };
            let tests: Vec<TestRecord> = verdicts.iter().map(result).collect();
            assert_eq!(overall(&tests).0, expected, "{verdicts:?}");
        }
    }
}
