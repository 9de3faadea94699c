//! From what was handed in to verdicts and points.
use std::time::Duration;

use course::{
    Context, Error, Exercise, ExerciseResult, Grading, State, Submitted, TestResult,
    Verdict as Tested, report, unseen_in_words,
};

use crate::model::{Graded, Test, Verdict};
use crate::submission::{Handed, Submission};
use crate::{messages, token};

/// Judges every exercise that was handed in; what needs no judgement gets its verdict at once.
pub(crate) fn grade(
    context: &Context,
    exercises: &[&Exercise],
    submission: &Submission,
    limit: Duration,
) -> Result<Vec<Graded>, Error> {
    let mut known = Vec::new();
    let mut submitted = Vec::new();
    for exercise in exercises {
        let fate = match submission.get(&exercise.name) {
            Handed::Missing => Some((Verdict::Missing, messages::MISSING.to_owned())),
            Handed::Refused(why) => Some((Verdict::Refused, (*why).to_owned())),
            Handed::Text(text) if text.trim().is_empty() => {
                Some((Verdict::Missing, messages::EMPTY.to_owned()))
            }
            Handed::Text(text) if is_starter(context, exercise, text)? => {
                Some((Verdict::Unchanged, messages::UNCHANGED.to_owned()))
            }
            Handed::Text(source) => {
                submitted.push(Submitted { exercise, source: source.clone() });
                None
            }
        };
        known.push(fate);
    }
    let judgements = match submitted.is_empty() {
        true => Vec::new(),
        false => Grading::start(&context.workspace, &token::fresh(), limit)?.judge(&submitted)?,
    };
    let mut judgements = judgements.into_iter();
    let graded = exercises.iter().zip(known).map(|(exercise, fate)| match fate {
        Some((verdict, summary)) => graded(exercise, verdict, summary, String::new(), Vec::new()),
        None => match judgements.next() {
            Some(judgement) => judged(exercise, &judgement),
            None => {
                let lost = messages::LOST.to_owned();
                graded(exercise, Verdict::GraderError, lost, String::new(), Vec::new())
            }
        },
    });
    Ok(graded.collect())
}

/// Line ends and white space at the end are no work.
fn is_starter(context: &Context, exercise: &Exercise, text: &str) -> Result<bool, Error> {
    let starter = course::starter(&context.workspace, &exercise.name)?;
    Ok(text.trim_end().lines().eq(starter.trim_end().lines()))
}

fn judged(exercise: &Exercise, judgement: &ExerciseResult) -> Graded {
    let (verdict, summary) = match &judgement.state {
        State::Judged(tests) => match (overall(tests), unseen_in_words(&judgement.unseen)) {
            ((Verdict::Passed, passed), Some(note)) => {
                (Verdict::Passed, format!("{passed}; but {note}"))
            }
            (overall, _) => overall,
        },
        State::Missing | State::Empty => (Verdict::Missing, messages::EMPTY.to_owned()),
        State::Unreadable(why) => (Verdict::Refused, why.clone()),
        State::Refused(findings) => {
            let uses = findings.iter().map(|found| format!("line {}: {}", found.line, found.what));
            (Verdict::Refused, uses.collect::<Vec<_>>().join(", "))
        }
        State::DoesNotCompile(error) if messages::is_crash(&error.message) => {
            (Verdict::CompilerCrashed, messages::first_line(&error.message))
        }
        State::DoesNotCompile(error) => {
            (Verdict::CompileError, messages::first_line(&error.message))
        }
        State::Endless => (Verdict::Timeout, messages::ENDLESS.to_owned()),
        State::Broken(what) => (Verdict::GraderError, messages::first_line(what)),
    };
    let tests = judgement.tests().iter().map(test).collect();
    graded(exercise, verdict, summary, report(judgement), tests)
}

/// What matters most of all that was found: whether the verdicts can be trusted, then what the engine
/// has shown to go wrong, then what had to be ended from outside.
fn overall(tests: &[TestResult]) -> (Verdict, String) {
    let doubtful =
        |test: &&TestResult| matches!(test.verdict, Tested::Tampered | Tested::Unrecorded);
    let ended = |test: &&TestResult| {
        matches!(test.verdict, Tested::Timeout | Tested::OutOfMemory | Tested::Aborted)
    };
    let worst = tests
        .iter()
        .find(doubtful)
        .or_else(|| tests.iter().find(|test| test.failed() && !ended(test)))
        .or_else(|| tests.iter().find(|test| test.failed()));
    let Some(worst) = worst else {
        return (Verdict::Passed, messages::passed(tests.len()));
    };
    let verdict = match worst.verdict {
        Tested::Passed => Verdict::Passed,
        Tested::Race => Verdict::Race,
        Tested::OverSynchronised => Verdict::OverSynchronised,
        Tested::Deadlock => Verdict::Deadlock,
        Tested::Livelock => Verdict::Livelock,
        Tested::Panic => Verdict::Panic,
        Tested::Aborted => Verdict::Aborted,
        Tested::OutOfMemory => Verdict::OutOfMemory,
        Tested::Timeout => Verdict::Timeout,
        Tested::Tampered => Verdict::Tampered,
        Tested::Unrecorded => Verdict::GraderError,
    };
    (verdict, worst.summary.clone())
}

fn test(result: &TestResult) -> Test {
    Test {
        name: result.name.clone(),
        sentence: messages::clean(&result.sentence),
        verdict: result.verdict.name(),
        summary: messages::clean(&result.summary),
        report: if result.failed() { messages::clean(&result.report) } else { String::new() },
    }
}

fn graded(
    exercise: &Exercise,
    verdict: Verdict,
    summary: String,
    report: String,
    tests: Vec<Test>,
) -> Graded {
    Graded {
        name: exercise.name.clone(),
        chapter: exercise.chapter.clone(),
        title: exercise.title.clone(),
        verdict,
        points: if verdict == Verdict::Passed { exercise.points } else { 0 },
        max_points: exercise.points,
        summary: messages::clean(&summary),
        report: messages::clean(&report),
        tests,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn result(verdict: Tested) -> TestResult {
        TestResult {
            name: "t".into(),
            verdict,
            sentence: "s".into(),
            summary: verdict.name().into(),
            report: String::new(),
        }
    }

    #[test]
    fn what_matters_most_is_the_verdict() {
        let overall = |verdicts: &[Tested]| {
            overall(&verdicts.iter().copied().map(result).collect::<Vec<_>>()).0
        };
        assert_eq!(overall(&[Tested::Passed, Tested::Passed]), Verdict::Passed);
        assert_eq!(overall(&[Tested::Passed, Tested::Deadlock, Tested::Race]), Verdict::Deadlock);
        assert_eq!(overall(&[Tested::Timeout, Tested::Deadlock]), Verdict::Deadlock);
        assert_eq!(overall(&[Tested::Passed, Tested::Timeout]), Verdict::Timeout);
        assert_eq!(overall(&[Tested::OutOfMemory, Tested::Race]), Verdict::Race);
        assert_eq!(overall(&[Tested::Passed, Tested::OutOfMemory]), Verdict::OutOfMemory);
        assert_eq!(overall(&[Tested::Timeout, Tested::Tampered]), Verdict::Tampered);
        assert_eq!(overall(&[Tested::Race, Tested::Unrecorded]), Verdict::GraderError);
    }
}
