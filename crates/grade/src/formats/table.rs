//! The table for a terminal.
use std::fmt::Write;

use course::screen::{ERROR, SUCCESS, WIDTH};
use protocol::truncated;

use crate::model::GradedSubmission;
use crate::verdict::Verdict;

/// The lines of the exercises, and how to see more.
pub(crate) fn write<'a>(graded: &GradedSubmission, names: impl Iterator<Item = &'a str>) -> String {
    let mut text = lines(graded, names);
    let exercises = &graded.exercises;
    if exercises.len() > 1 && exercises.iter().any(|exercise| !exercise.report.trim().is_empty()) {
        text.push_str("for the full reports, name one exercise or add --markdown\n");
    }
    if graded.count(Verdict::GraderError) > 0 {
        text.push_str("a grader-error is not the student's fault: run `cargo course doctor`\n");
    }
    text
}

/// One line for each exercise, at most as wide as the screen. An exercise's number is its position in
/// `names`, which are all exercises of the course.
pub(crate) fn lines<'a>(graded: &GradedSubmission, names: impl Iterator<Item = &'a str>) -> String {
    let names: Vec<&str> = names.collect();
    let exercises = &graded.exercises;
    let name_width = exercises.iter().map(|exercise| exercise.name.len()).max().unwrap_or(0);
    let verdicts = exercises.iter().map(|exercise| exercise.verdict.name().len());
    let verdict_width = verdicts.max().unwrap_or(0);
    let mut text = String::new();
    for exercise in exercises {
        let number = names.iter().position(|name| *name == exercise.name).map_or(0, |at| at + 1);
        let style = if exercise.verdict == Verdict::PASSED { SUCCESS } else { ERROR };
        let verdict = format!("{style}{:verdict_width$}{style:#}", exercise.verdict.name());
        let points = format!("{:>3} of {:<3}", exercise.points, exercise.max_points);
        let start = format!("{number:>3}  {:name_width$}  ", exercise.name);
        let room = WIDTH.saturating_sub(start.len() + verdict_width + points.len() + 4);
        let summary = truncated(exercise.summary.lines().next().unwrap_or_default(), room);
        let _ = writeln!(text, "{start}{verdict}  {points}  {summary}");
    }
    if let [only] = exercises.as_slice()
        && let Some(report) = only.failure()
    {
        let _ = write!(text, "\n{report}\n");
    }
    let (passed, all) = (graded.count(Verdict::PASSED), exercises.len());
    let GradedSubmission { points, max_points, .. } = graded;
    let _ = writeln!(text, "\n{passed} of {all} passed, {points} of {max_points} points");
    text
}

#[cfg(test)]
mod tests {
    use anstream::adapter::strip_str;

    use super::*;
    use crate::formats::sample::sample;

    #[test]
    fn the_table_fits_in_80_columns() {
        let names = ["loon", "pool", "coffee", "cat"];
        let text = strip_str(&write(&sample(), names.into_iter())).to_string();
        assert!(text.lines().all(|line| line.chars().count() <= WIDTH), "{text}");
        insta::assert_snapshot!(text);
    }
}
