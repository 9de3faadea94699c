//! PrairieLearn: `/grade/results/results.json`, as its documentation of external graders describes it.
use serde_json::{Value, json};

use super::entry::entries;
use crate::model::GradedSubmission;
use crate::verdict::Verdict;

/// PrairieLearn accepts at most 1 MB, and JSON has other text around the reports.
const MAX_SIZE: usize = 900_000;

pub(crate) fn write(graded: &GradedSubmission) -> String {
    let graded = graded.clone().shortened(MAX_SIZE / 2);
    let entries = entries(&graded);
    let tests = entries.iter().map(|entry| {
        json!({
            "name": entry.name,
            "description": "",
            "points": entry.points,
            "max_points": entry.max_points,
            "message": entry.summary,
            "output": entry.output,
        })
    });
    // An attempt without any readable file does not count against the student.
    let untested = [Verdict::Missing, Verdict::Refused, Verdict::Unchanged];
    let gradable = graded.exercises.iter().any(|it| !untested.contains(&it.verdict));
    let errors = graded.exercises.iter().map(|it| format!("{}.rs: {}", it.name, it.summary));
    let passed = graded.count(Verdict::PASSED);
    let mut json = json!({
        "gradable": gradable,
        "score": f64::from(graded.points) / f64::from(graded.max_points.max(1)),
        "message": format!("{passed} of {} exercises passed", graded.exercises.len()),
        "tests": tests.collect::<Vec<Value>>(),
    });
    if !gradable {
        json["format_errors"] = errors.collect();
    }
    format!("{json:#}\n")
}
