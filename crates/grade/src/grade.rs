//! From a submission to verdicts and points.
use std::hash::{BuildHasher, RandomState};
use std::time::Duration;

use course::{Context, Error, Exercise, ExerciseResult, Grading, State, Submitted, report};
use protocol::{Replay, TestRecord, Verdict as TestVerdict};

use crate::messages::{self, first_line, sanitize};
use crate::model::{GradedExercise, GradedTest};
use crate::submission::Submission;
use crate::submitted_file::SubmittedFile;
use crate::verdict::Verdict;

/// Grades every exercise. Files that need no test, such as an unmodified starter, are not compiled.
pub(crate) fn grade(
    context: &Context,
    exercises: &[&Exercise],
    submission: &Submission,
    limit: Duration,
) -> Result<Vec<GradedExercise>, Error> {
    let mut untested = Vec::new();
    let mut submitted = Vec::new();
    for exercise in exercises {
        untested.push(match submission.get(&exercise.name) {
            SubmittedFile::Missing => Some((Verdict::Missing, messages::MISSING)),
            SubmittedFile::Refused(reason) => Some((Verdict::Refused, *reason)),
            SubmittedFile::Text(text) if text.trim().is_empty() => {
                Some((Verdict::Missing, messages::EMPTY))
            }
            SubmittedFile::Text(text) if is_starter(context, exercise, text)? => {
                Some((Verdict::Unchanged, messages::UNCHANGED))
            }
            SubmittedFile::Text(text) => {
                submitted.push(Submitted { exercise, source: text.clone() });
                None
            }
        });
    }
    let results = match submitted.is_empty() {
        true => Vec::new(),
        false => Grading::start(&context.workspace, &random_token(), limit)?.test(&submitted)?,
    };
    let mut results = results.into_iter();
    let graded = exercises.iter().zip(untested).map(|(exercise, untested)| {
        let untested = match untested {
            Some(untested) => untested,
            None => match results.next() {
                Some(result) => return from_result(exercise, &result),
                None => (Verdict::GraderError, messages::NOT_TESTED),
            },
        };
        graded_exercise(exercise, untested.0, untested.1, "", Vec::new())
    });
    Ok(graded.collect())
}

/// 128 unguessable bits as text. They are never in a file, an argument or the environment.
fn random_token() -> String {
    // The operating system seeds each state; without the seed, a hash reveals nothing about it.
    let number = || RandomState::new().hash_one(());
    format!("{:016x}{:016x}", number(), number())
}

/// Returns whether a text equals the starter, apart from line endings and trailing white space.
fn is_starter(context: &Context, exercise: &Exercise, text: &str) -> Result<bool, Error> {
    let starter = course::starter(&context.workspace, &exercise.name)?;
    Ok(text.trim_end().lines().eq(starter.trim_end().lines()))
}

fn from_result(exercise: &Exercise, result: &ExerciseResult) -> GradedExercise {
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
            let findings: Vec<String> = findings
                .iter()
                .map(|found| format!("line {}: {}", found.line, found.what))
                .collect();
            (Verdict::Refused, findings.join(", "))
        }
        State::DoesNotCompile(error) => {
            let crashed = messages::is_compiler_crash(&error.message);
            let verdict = if crashed { Verdict::CompilerCrashed } else { Verdict::CompileError };
            (verdict, first_line(&error.message))
        }
        State::Endless => {
            (Verdict::Tested(TestVerdict::Timeout), messages::COMPILER_TIMEOUT.to_owned())
        }
        State::Broken(what) => (Verdict::GraderError, first_line(what)),
    };
    let tests = result.tests().iter().map(graded_test).collect();
    graded_exercise(exercise, verdict, &summary, &report(result), tests)
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
        return (Verdict::PASSED, messages::passed(0));
    };
    match test.verdict {
        TestVerdict::Passed => (Verdict::PASSED, messages::passed(tests.len())),
        TestVerdict::Unrecorded => (Verdict::GraderError, test.summary.clone()),
        verdict => (Verdict::Tested(verdict), test.summary.clone()),
    }
}

fn graded_test(result: &TestRecord) -> GradedTest {
    GradedTest {
        name: result.name.clone(),
        sentence: sanitize(&result.sentence),
        verdict: result.verdict,
        summary: sanitize(&result.summary),
        report: if result.failed() {
            sanitize(&result.report_with(Replay::make_command))
        } else {
            String::new()
        },
    }
}

fn graded_exercise(
    exercise: &Exercise,
    verdict: Verdict,
    summary: &str,
    report: &str,
    tests: Vec<GradedTest>,
) -> GradedExercise {
    GradedExercise {
        name: exercise.name.clone(),
        chapter: exercise.chapter.clone(),
        title: exercise.title.clone(),
        verdict,
        points: if verdict == Verdict::PASSED { exercise.points } else { 0 },
        max_points: exercise.points,
        summary: sanitize(summary),
        report: sanitize(report),
        tests,
    }
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
