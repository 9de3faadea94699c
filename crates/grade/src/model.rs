//! The result of grading, from which every output format is written. It contains no time, no path of
//! this machine and no random number: the same submission gives the same bytes.
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::digest::digest;
use crate::text::{MAX_EXERCISE, escape, shorten};
use crate::verdict::Verdict;
use crate::versions::Versions;

/// The version of this format. A field that readers can ignore does not change it.
const VERSION: u32 = 2;

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct GradedSubmission {
    version: u32,
    /// The submission as the user named it.
    pub(crate) submission: String,
    pub(crate) points: u32,
    pub(crate) max_points: u32,
    /// What protected the grader and the verdicts.
    pub(crate) guards: Vec<String>,
    pub(crate) versions: Versions,
    /// A digest of the files that were graded, whatever else the submission contains.
    pub(crate) digest: String,
    /// Whether exercises that pass only within bounds get no points.
    pub(crate) complete_only: bool,
    pub(crate) exercises: Vec<GradedExercise>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct GradedExercise {
    pub(crate) name: String,
    pub(crate) topic: String,
    pub(crate) title: String,
    pub(crate) verdict: Verdict,
    pub(crate) points: u32,
    pub(crate) max_points: u32,
    /// What happened, in one line.
    pub(crate) summary: String,
    /// The whole report for the student.
    pub(crate) report: String,
    /// Whether every test passes, at least one of them without a complete search.
    pub(crate) within_bounds: bool,
    /// The digest of the submitted text; empty if nothing was submitted.
    pub(crate) digest: String,
    /// The same without comments and spacing.
    pub(crate) code_digest: String,
    pub(crate) tests: Vec<GradedTest>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct GradedTest {
    pub(crate) name: String,
    pub(crate) sentence: String,
    #[serde(serialize_with = "write_name", deserialize_with = "read_name")]
    pub(crate) verdict: protocol::Verdict,
    /// How much of all interleavings a passing test explored; empty if it failed.
    pub(crate) coverage: String,
    /// The points of this test, where `exercise.toml` gives points to tests.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) points: Option<u32>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) max_points: Option<u32>,
    pub(crate) summary: String,
    /// Empty if the test passed.
    pub(crate) report: String,
}

fn write_name<S: Serializer>(
    verdict: &protocol::Verdict,
    serializer: S,
) -> Result<S::Ok, S::Error> {
    serializer.serialize_str(verdict.name())
}

fn read_name<'de, D: Deserializer<'de>>(deserializer: D) -> Result<protocol::Verdict, D::Error> {
    let name = String::deserialize(deserializer)?;
    name.parse().map_err(serde::de::Error::custom)
}

impl GradedSubmission {
    pub(crate) fn new(
        submission: &str,
        versions: Versions,
        guards: &[String],
        exercises: Vec<GradedExercise>,
    ) -> Self {
        let mut graded = Self {
            version: VERSION,
            submission: shorten(submission, 1024),
            points: exercises.iter().map(|exercise| exercise.points).sum(),
            max_points: exercises.iter().map(|exercise| exercise.max_points).sum(),
            guards: guards.to_vec(),
            versions,
            digest: String::new(),
            complete_only: false,
            exercises,
        };
        graded.update_digest();
        graded
    }

    /// Computes the digest of the submission from those of its files.
    pub(crate) fn update_digest(&mut self) {
        self.digest = digest(self.exercises.iter().flat_map(|it| [&it.name, &it.digest]));
    }

    /// Takes the points of every exercise that passes only within bounds.
    pub(crate) fn require_complete(mut self) -> Self {
        self.complete_only = true;
        for exercise in &mut self.exercises {
            if exercise.within_bounds && exercise.verdict == Verdict::PASSED {
                exercise.verdict = Verdict::Refused;
                exercise.points = 0;
                exercise.summary = format!("not accepted: {}", exercise.summary);
                exercise.report.push_str(crate::messages::COMPLETE_ONLY);
                for points in exercise.tests.iter_mut().filter_map(|test| test.points.as_mut()) {
                    *points = 0;
                }
            }
        }
        self.points = self.exercises.iter().map(|exercise| exercise.points).sum();
        self
    }

    pub(crate) fn count(&self, verdict: Verdict) -> usize {
        self.exercises.iter().filter(|exercise| exercise.verdict == verdict).count()
    }

    /// 0 if every exercise passed, 3 if the grader failed on one, and 1 otherwise.
    pub(crate) fn exit_code(&self) -> u8 {
        match self.count(Verdict::GraderError) {
            _ if self.count(Verdict::PASSED) == self.exercises.len() => 0,
            0 => 1,
            _ => 3,
        }
    }

    /// The same result with reports short enough that all of them together take at most `max` bytes in
    /// any format, for platforms with a limit.
    pub(crate) fn shortened(mut self, max: usize) -> Self {
        let share = (max / self.exercises.len().max(1)).min(MAX_EXERCISE);
        for exercise in &mut self.exercises {
            exercise.limit(share);
        }
        self
    }
}

impl GradedExercise {
    /// Escapes all texts, and cuts them so that together they take at most `max` bytes in any format.
    pub(crate) fn limit(&mut self, max: usize) {
        // Names and other fields of our own take less than an eighth.
        let (line, half) = (2048.min(max / 32), max * 7 / 16);
        self.summary = shorten(&self.summary, line);
        self.report = shorten(&self.report, half - line);
        let share = half / self.tests.len().max(1);
        for test in &mut self.tests {
            let line = line.min(share / 4);
            test.sentence = shorten(&test.sentence, line);
            test.summary = shorten(&test.summary, line);
            test.report = shorten(&test.report, share - 2 * line);
        }
    }

    /// The report on an exercise that did not pass, if there is one.
    pub(crate) fn failure(&self) -> Option<&str> {
        let report = self.report.trim_end();
        (self.verdict != Verdict::PASSED && !report.is_empty()).then_some(report)
    }

    pub(crate) fn failed_tests(&self) -> impl Iterator<Item = &GradedTest> {
        self.tests.iter().filter(|test| test.verdict != protocol::Verdict::Passed)
    }

    /// The line of the submitted file that a finding is about, if the report names one.
    pub(crate) fn line(&self) -> Option<u32> {
        let reports = self.failed_tests().map(|test| test.report.as_str());
        [self.summary.as_str(), &self.report].into_iter().chain(reports).find_map(|text| {
            // `tests/loon.rs:12` is not in the submission.
            let in_file = format!("{}.rs:", self.name);
            let in_file = text.match_indices(&in_file).filter(|(at, _)| {
                !text[..*at].ends_with("tests/") && !text[..*at].ends_with("complete/")
            });
            let mut marks = in_file.chain(text.match_indices("line "));
            marks.find_map(|(at, mark)| {
                let rest = &text[at + mark.len()..];
                let digits = rest.find(|c: char| !c.is_ascii_digit()).unwrap_or(rest.len());
                rest[..digits].parse().ok().filter(|line| *line > 0)
            })
        })
    }
}

impl GradedTest {
    /// The test in one line, for formats without sentences.
    pub(crate) fn outcome(&self) -> String {
        match self.summary.as_str() {
            "" => self.verdict.name().to_owned(),
            summary => escape(&format!("{}: {summary}", self.verdict.name())),
        }
    }
}
