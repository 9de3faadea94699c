//! The one result model, from which every format is written. It has no clock, no path of this machine
//! and no random number in it: the same submission gives the same bytes.
use serde::Serialize;

/// What became of a submission.
#[derive(Debug, Serialize)]
pub(crate) struct Model {
    /// Of this format.
    pub(crate) version: u32,
    /// As it was typed.
    pub(crate) submission: String,
    pub(crate) points: u32,
    pub(crate) max_points: u32,
    /// What stood between the submission and its verdict.
    pub(crate) guards: Vec<&'static str>,
    pub(crate) exercises: Vec<Graded>,
}

/// One exercise.
#[derive(Debug, Serialize)]
pub(crate) struct Graded {
    pub(crate) name: String,
    pub(crate) chapter: String,
    pub(crate) title: String,
    pub(crate) verdict: Verdict,
    pub(crate) points: u32,
    pub(crate) max_points: u32,
    /// What happened, in a line.
    pub(crate) summary: String,
    /// Everything about it, for whoever handed it in.
    pub(crate) report: String,
    pub(crate) tests: Vec<Test>,
}

/// One test.
#[derive(Debug, Serialize)]
pub(crate) struct Test {
    pub(crate) name: String,
    pub(crate) sentence: String,
    /// The name of a verdict of the course.
    pub(crate) verdict: &'static str,
    pub(crate) summary: String,
    /// Empty where it passed.
    pub(crate) report: String,
}

/// What became of an exercise.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum Verdict {
    Passed,
    Race,
    OverSynchronised,
    Deadlock,
    Livelock,
    Panic,
    /// There is no file, or nothing in it.
    Missing,
    /// It is the starter still.
    Unchanged,
    /// It uses what no exercise may use.
    Refused,
    CompileError,
    /// rustc itself died over it.
    CompilerCrashed,
    Timeout,
    OutOfMemory,
    Aborted,
    /// A verdict that the tests have not given.
    Tampered,
    /// A fault of ours: it never counts against anybody.
    GraderError,
}

impl Verdict {
    /// As people write it.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Passed => "passed",
            Self::Race => "race",
            Self::OverSynchronised => "over-synchronised",
            Self::Deadlock => "deadlock",
            Self::Livelock => "livelock",
            Self::Panic => "panic",
            Self::Missing => "missing",
            Self::Unchanged => "unchanged",
            Self::Refused => "refused",
            Self::CompileError => "compile error",
            Self::CompilerCrashed => "compiler crashed",
            Self::Timeout => "timeout",
            Self::OutOfMemory => "out of memory",
            Self::Aborted => "aborted",
            Self::Tampered => "tampered",
            Self::GraderError => "grader error",
        }
    }
}

/// What this version of the course puts in the way of a submission.
const GUARDS: [&str; 5] = [
    "only the listed files are taken",
    "source check before compiling",
    "std without files, network, processes and environment",
    "one process a test",
    "completion token and expected set of tests",
];

impl Model {
    pub(crate) fn new(submission: &str, exercises: Vec<Graded>) -> Self {
        Self {
            version: 1,
            submission: super::messages::clean(submission),
            points: exercises.iter().map(|graded| graded.points).sum(),
            max_points: exercises.iter().map(|graded| graded.max_points).sum(),
            guards: GUARDS.to_vec(),
            exercises,
        }
    }

    /// 0 all passed, 1 some did not, 3 something of ours failed.
    pub(crate) fn exit_code(&self) -> u8 {
        let any = |verdict: Verdict| self.exercises.iter().any(|graded| graded.verdict == verdict);
        let all_passed = self.exercises.iter().all(|graded| graded.verdict == Verdict::Passed);
        match (all_passed, any(Verdict::GraderError)) {
            (true, _) => 0,
            (false, true) => 3,
            (false, false) => 1,
        }
    }
}
