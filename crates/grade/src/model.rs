//! The result of grading, from which every output format is written. It contains no time, no path of
//! this machine and no random number: the same submission gives the same bytes.
use serde::Serialize;

use crate::messages::sanitize;
use crate::verdict::Verdict;

#[derive(Debug, Serialize)]
pub(crate) struct GradedSubmission {
    /// The version of this format.
    version: u32,
    /// The submission as the user named it.
    pub(crate) submission: String,
    pub(crate) points: u32,
    pub(crate) max_points: u32,
    guards: [&'static str; 5],
    pub(crate) exercises: Vec<GradedExercise>,
}

#[derive(Debug, Serialize)]
pub(crate) struct GradedExercise {
    pub(crate) name: String,
    pub(crate) chapter: String,
    pub(crate) title: String,
    pub(crate) verdict: Verdict,
    pub(crate) points: u32,
    pub(crate) max_points: u32,
    /// What happened, in one line.
    pub(crate) summary: String,
    /// The whole report for the student.
    pub(crate) report: String,
    pub(crate) tests: Vec<GradedTest>,
}

#[derive(Debug, Serialize)]
pub(crate) struct GradedTest {
    pub(crate) name: String,
    pub(crate) sentence: String,
    #[serde(serialize_with = "serialize_name")]
    pub(crate) verdict: protocol::Verdict,
    pub(crate) summary: String,
    /// Empty if the test passed.
    pub(crate) report: String,
}

fn serialize_name<S: serde::Serializer>(
    verdict: &protocol::Verdict,
    serializer: S,
) -> Result<S::Ok, S::Error> {
    serializer.serialize_str(verdict.name())
}

/// The measures that protect the grader and the verdicts from a submission.
const GUARDS: [&str; 5] = [
    "only the files of the exercises are read",
    "source check before compiling",
    "std without files, network, processes and environment",
    "one process per test",
    "completion token and expected set of tests",
];

impl GradedSubmission {
    pub(crate) fn new(submission: &str, exercises: Vec<GradedExercise>) -> Self {
        Self {
            version: 1,
            submission: sanitize(submission),
            points: exercises.iter().map(|exercise| exercise.points).sum(),
            max_points: exercises.iter().map(|exercise| exercise.max_points).sum(),
            guards: GUARDS,
            exercises,
        }
    }

    /// 0 if every exercise passed, 3 if the grader failed on one, and 1 otherwise.
    pub(crate) fn exit_code(&self) -> u8 {
        let any = |verdict| self.exercises.iter().any(|exercise| exercise.verdict == verdict);
        if self.exercises.iter().all(|exercise| exercise.verdict == Verdict::PASSED) {
            0
        } else if any(Verdict::GraderError) {
            3
        } else {
            1
        }
    }
}
