//! A result with everything in it that a format can stumble over.
use crate::model::{Graded, Model, Test, Verdict};

fn graded(name: &str, verdict: Verdict, summary: &str, report: &str, tests: Vec<Test>) -> Graded {
    Graded {
        name: name.into(),
        chapter: "threads".into(),
        title: "everyone is heard".into(),
        verdict,
        points: if verdict == Verdict::Passed { 10 } else { 0 },
        max_points: 10,
        summary: summary.into(),
        report: report.into(),
        tests,
    }
}

fn test(name: &str, verdict: &'static str, summary: &str, report: &str) -> Test {
    let sentence = name.replace('_', " ");
    Test { name: name.into(), sentence, verdict, summary: summary.into(), report: report.into() }
}

pub(crate) fn sample() -> Model {
    let nasty = "]]> | `code` <script>alert(\"1\")</script> & [link](http://a.b) and so on and on";
    let report = format!("tests/pool.rs: no step is lost\n  {nasty}\n  ```\n");
    Model::new(
        "ada.zip",
        vec![
            graded(
                "loon",
                Verdict::Passed,
                "all 2 tests pass",
                "",
                vec![
                    test("no_loon_is_lost", "passed", "complete: 6 executions", ""),
                    test("birthdays_count", "passed", "complete: 2 executions", ""),
                ],
            ),
            graded(
                "pool",
                Verdict::Race,
                nasty,
                &report,
                vec![test("no_step_is_lost", "race", nasty, &report)],
            ),
            graded("coffee", Verdict::Missing, "not in the submission", "", vec![]),
            graded("cat", Verdict::GraderError, "the course itself does not build", "", vec![]),
        ],
    )
}
