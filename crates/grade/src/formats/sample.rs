//! A result whose texts are difficult for every format.
use protocol::Verdict as TestVerdict;

use crate::model::{GradedExercise, GradedSubmission, GradedTest};
use crate::text::MAX_EXERCISE;
use crate::verdict::Verdict;
use crate::versions::Versions;

pub(crate) fn exercise(
    name: &str,
    verdict: Verdict,
    summary: &str,
    tests: Vec<GradedTest>,
) -> GradedExercise {
    let mut exercise = GradedExercise {
        name: name.into(),
        topic: "threads".into(),
        title: "everyone is heard".into(),
        verdict,
        points: if verdict == Verdict::PASSED { 10 } else { 0 },
        max_points: 10,
        summary: summary.into(),
        report: tests.iter().map(|test| test.report.as_str()).collect(),
        within_bounds: false,
        digest: "0123".into(),
        code_digest: "4567".into(),
        tests,
    };
    exercise.limit(MAX_EXERCISE);
    exercise
}

pub(crate) fn test(name: &str, verdict: TestVerdict, summary: &str, report: &str) -> GradedTest {
    let sentence = name.replace('_', " ");
    GradedTest {
        name: name.into(),
        sentence,
        verdict,
        coverage: if verdict == TestVerdict::Passed { "complete".into() } else { String::new() },
        points: None,
        max_points: None,
        summary: summary.into(),
        report: report.into(),
    }
}

pub(crate) fn versions() -> Versions {
    Versions {
        course: "0.1.0 (c0)".into(),
        engine: "0.1.0 (e0)".into(),
        compiler: "rustc 1.95.0 x86_64-unknown-linux-gnu".into(),
    }
}

/// A result with a text that a submission controls, in every place where there can be one.
pub(crate) fn with_text(text: &str) -> GradedSubmission {
    let mut race = test("no_step_is_lost", TestVerdict::Race, text, text);
    race.points = Some(3);
    race.max_points = Some(10);
    let tests = vec![race, test("b", TestVerdict::Passed, text, "")];
    let exercises = vec![
        exercise("loon", Verdict::Tested(TestVerdict::Race), text, tests),
        exercise("pool", Verdict::Refused, text, vec![]),
        exercise("cat", Verdict::CompileError, text, vec![]),
    ];
    GradedSubmission::new(text, versions(), &["a guard".to_owned()], exercises)
}

pub(crate) fn sample() -> GradedSubmission {
    let hostile =
        "]]> | `code` <script>alert(\"1\")</script> & [link](http://a.b) and so on and on";
    let report = format!("tests/pool.rs: no step is lost\n  {hostile}\n  ```\n");
    let passed = vec![
        test("no_loon_is_lost", TestVerdict::Passed, "complete: 6 executions", ""),
        test("birthdays_count", TestVerdict::Passed, "complete: 2 executions", ""),
    ];
    let race = vec![test("no_step_is_lost", TestVerdict::Race, hostile, &report)];
    let exercises = vec![
        exercise("loon", Verdict::PASSED, "all 2 tests pass", passed),
        exercise("pool", Verdict::Tested(TestVerdict::Race), hostile, race),
        exercise("coffee", Verdict::Missing, "the submission does not contain this file", vec![]),
        exercise("cat", Verdict::GraderError, "the course itself does not build", vec![]),
    ];
    GradedSubmission::new("ada.zip", versions(), &["a guard".to_owned()], exercises)
}
