//! Gradescope: `results.json`, as its documentation of autograders describes it.
use serde_json::{Value, json};

use super::entry::entries;
use crate::model::GradedSubmission;
use crate::verdict::Verdict;

pub(crate) fn write(graded: &GradedSubmission) -> String {
    let entries = entries(graded);
    let tests = entries.iter().enumerate().map(|(at, entry)| {
        json!({
            "number": (at + 1).to_string(),
            "name": entry.name,
            "name_format": "text",
            "score": entry.points,
            "max_score": entry.max_points,
            "status": if entry.passed { "passed" } else { "failed" },
            "output": entry.output,
            "output_format": "text",
            "visibility": "visible",
        })
    });
    let passed = graded.count(Verdict::PASSED);
    let json = json!({
        "score": graded.points,
        "output": format!("{passed} of {} exercises passed", graded.exercises.len()),
        "output_format": "text",
        "visibility": "visible",
        "stdout_visibility": "hidden",
        "extra_data": { "versions": graded.versions, "digest": graded.digest },
        "tests": tests.collect::<Vec<Value>>(),
    });
    format!("{json:#}\n")
}
