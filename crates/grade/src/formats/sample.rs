//! A result whose texts are difficult for every format.
use protocol::Verdict as TestVerdict;

use crate::model::{GradedExercise, GradedSubmission, GradedTest};
use crate::verdict::Verdict;

fn exercise(name: &str, verdict: Verdict, summary: &str, tests: Vec<GradedTest>) -> GradedExercise {
    GradedExercise {
        name: name.into(),
        chapter: "threads".into(),
        title: "everyone is heard".into(),
        verdict,
        points: if verdict == Verdict::PASSED { 10 } else { 0 },
        max_points: 10,
        summary: summary.into(),
        report: tests.iter().map(|test| test.report.as_str()).collect(),
        tests,
    }
}

fn test(name: &str, verdict: TestVerdict, summary: &str, report: &str) -> GradedTest {
    let sentence = name.replace('_', " ");
    GradedTest {
        name: name.into(),
        sentence,
        verdict,
        summary: summary.into(),
        report: report.into(),
    }
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
    GradedSubmission::new("ada.zip", exercises)
}
