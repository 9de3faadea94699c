//! Classroom 50: `result.json` of the schema `classroom50/result/v1`. The platform's runner adds the owner,
//! the type of the assignment and the time.
use serde_json::{Value, json};

use super::entry::entries;
use crate::model::GradedSubmission;

/// Writes the result. `variable` reads the variables that the runner sets.
pub(crate) fn write(
    graded: &GradedSubmission,
    variable: impl Fn(&str) -> Option<String>,
) -> String {
    let value = |names: &[&str]| {
        let mut values = names.iter().filter_map(|name| variable(name));
        values.find(|value| !value.is_empty()).unwrap_or_else(|| "unknown".to_owned())
    };
    let entries = entries(graded);
    let tests = entries.iter().map(|entry| {
        json!({
            "test-name": entry.name,
            "passed": entry.passed,
            "score": entry.points,
            "max-score": entry.max_points,
            "output": entry.output,
        })
    });
    let json = json!({
        "schema": "classroom50/result/v1",
        "classroom": value(&["CLASSROOM"]),
        "assignment": value(&["ASSIGNMENT"]),
        "submission": value(&["SUBMISSION_TAG"]),
        "commit": value(&["COMMIT_URL"]),
        "release": value(&["RELEASE_URL"]),
        "review": value(&["REVIEW_URL", "COMMIT_URL"]),
        "score": graded.points,
        "max-score": graded.max_points,
        "tests": tests.collect::<Vec<Value>>(),
    });
    format!("{json:#}\n")
}
