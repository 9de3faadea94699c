//! The one result model: what became of a test, and of an exercise.
use std::fmt;

use crate::source::Finding;

/// What became of one test.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Verdict {
    Passed,
    /// Some interleaving breaks a property or leads to an outcome that must not be.
    Race,
    /// Some outcome that must be possible never happens.
    OverSynchronised,
    Deadlock,
    Livelock,
    Panic,
    /// The whole process died.
    Aborted,
    /// The watchdog of the engine, or the outer guard, ended it.
    Timeout,
    /// It ended without leaving a verdict: a fault of the tests, not of the one tested.
    Unrecorded,
}

impl Verdict {
    pub(crate) const ALL: [Self; 9] = [
        Self::Passed,
        Self::Race,
        Self::OverSynchronised,
        Self::Deadlock,
        Self::Livelock,
        Self::Panic,
        Self::Aborted,
        Self::Timeout,
        Self::Unrecorded,
    ];

    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Passed => "passed",
            Self::Race => "race",
            Self::OverSynchronised => "over-synchronised",
            Self::Deadlock => "deadlock",
            Self::Livelock => "livelock",
            Self::Panic => "panic",
            Self::Aborted => "aborted",
            Self::Timeout => "timeout",
            Self::Unrecorded => "unrecorded",
        }
    }

    pub(crate) fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|verdict| verdict.name() == name)
    }
}

impl fmt::Display for Verdict {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.name())
    }
}

/// One test of one exercise.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct TestResult {
    /// The name of the test function.
    pub(crate) name: String,
    pub(crate) verdict: Verdict,
    /// What the test says, as a student reads it.
    pub(crate) sentence: String,
    /// What happened, in a line.
    pub(crate) summary: String,
    /// The whole report.
    pub(crate) report: String,
}

impl TestResult {
    pub(crate) fn failed(&self) -> bool {
        self.verdict != Verdict::Passed
    }
}

/// What became of one exercise.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum State {
    /// It was compiled and its tests ran, in the order in which they stand in the file.
    Judged(Vec<TestResult>),
    Missing,
    Empty,
    /// It is there and cannot be read: why.
    Unreadable(String),
    /// It uses what an exercise must not use; it was not compiled.
    Refused(Vec<Finding>),
    DoesNotCompile(CompileError),
    /// Something of ours is wrong, nothing of the student's: what.
    Broken(String),
}

/// Where a compile error shows up, and rustc's own words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct CompileError {
    pub(crate) place: Place,
    pub(crate) message: String,
}

/// Which file the compiler complains about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Place {
    /// The exercise, compiled as a program.
    Program,
    /// The exercise, only when compiled for the tests.
    UnderTest,
    /// The tests: a public name or signature of the exercise is not what they expect.
    Contract,
    /// Neither: no fault of the exercise.
    Elsewhere,
}

/// An exercise and its state.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Judgement {
    pub(crate) exercise: String,
    pub(crate) state: State,
}

impl Judgement {
    pub(crate) fn is_solved(&self) -> bool {
        matches!(&self.state, State::Judged(tests)
            if !tests.is_empty() && !tests.iter().any(TestResult::failed))
    }

    pub(crate) fn tests(&self) -> &[TestResult] {
        if let State::Judged(tests) = &self.state { tests } else { &[] }
    }

    pub(crate) fn first_failure(&self) -> Option<&TestResult> {
        self.tests().iter().find(|test| test.failed())
    }
}
