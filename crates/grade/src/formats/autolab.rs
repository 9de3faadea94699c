//! Autolab: text for the student, and the scores as JSON in the last line.
use std::collections::BTreeMap;

use anstream::adapter::strip_str;
use serde_json::json;

use super::table;
use crate::model::GradedSubmission;

pub(crate) fn write<'a>(graded: &GradedSubmission, names: impl Iterator<Item = &'a str>) -> String {
    let mut text = strip_str(&table::lines(graded, names)).to_string();
    // The lines of a single exercise contain its report.
    for exercise in graded.exercises.iter().filter(|_| graded.exercises.len() > 1) {
        if let Some(report) = exercise.failure() {
            text += &format!("\n{}: {}\n{report}\n", exercise.name, exercise.verdict.name());
        }
    }
    let scores: BTreeMap<&str, u32> =
        graded.exercises.iter().map(|it| (it.name.as_str(), it.points)).collect();
    format!("{text}\n{}\n", json!({ "scores": scores }))
}
