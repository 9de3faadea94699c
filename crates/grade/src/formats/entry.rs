//! The lines of a grade for platforms that show a list of tests with points: one for each exercise, or one
//! for each test that has points of its own.
use crate::model::{GradedExercise, GradedSubmission};
use crate::verdict::Verdict;

#[derive(Debug)]
pub(crate) struct Entry {
    pub(crate) name: String,
    pub(crate) points: u32,
    pub(crate) max_points: u32,
    pub(crate) passed: bool,
    /// What happened, in one line.
    pub(crate) summary: String,
    /// The whole text for the student.
    pub(crate) output: String,
}

pub(crate) fn entries(graded: &GradedSubmission) -> Vec<Entry> {
    graded.exercises.iter().flat_map(of_exercise).collect()
}

fn of_exercise(exercise: &GradedExercise) -> Vec<Entry> {
    let by_test = exercise.tests.iter().any(|test| test.max_points.is_some_and(|max| max > 0));
    let sum: u32 = exercise.tests.iter().filter_map(|test| test.points).sum();
    // A forged verdict takes the points of every test.
    if by_test && sum == exercise.points {
        return exercise
            .tests
            .iter()
            .map(|test| Entry {
                name: format!("{}: {}", exercise.name, test.sentence),
                points: test.points.unwrap_or(0),
                max_points: test.max_points.unwrap_or(0),
                passed: test.verdict == protocol::Verdict::Passed,
                summary: test.outcome(),
                output: output(&test.outcome(), &test.report),
            })
            .collect();
    }
    let summary = format!("{}: {}", exercise.verdict.name(), exercise.summary);
    vec![Entry {
        name: format!("{}: {}", exercise.name, exercise.title),
        points: exercise.points,
        max_points: exercise.max_points,
        passed: exercise.verdict == Verdict::PASSED,
        output: output(&summary, &exercise.report),
        summary,
    }]
}

fn output(summary: &str, report: &str) -> String {
    match report.trim_end() {
        "" => summary.to_owned(),
        report => format!("{summary}\n\n{report}\n"),
    }
}
