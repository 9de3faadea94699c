//! The one result model: what became of a test, and of an exercise.
use std::fmt;

use crate::arc_queries::Unseen;
use crate::source_check::Finding;

/// What became of one test.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Verdict {
    /// Everything holds in every interleaving that was explored.
    Passed,
    /// Some interleaving breaks a property or leads to an outcome that must not be.
    Race,
    /// Some outcome that must be possible never happens.
    OverSynchronised,
    /// Threads wait for each other, or for what never comes.
    Deadlock,
    /// Threads go on for ever and get nowhere.
    Livelock,
    /// The exercise itself panics.
    Panic,
    /// The whole process died.
    Aborted,
    /// It has taken more memory than any exercise needs.
    OutOfMemory,
    /// The watchdog of the engine, or the outer guard, ended it.
    Timeout,
    /// The process ended well and no test has said so, or what it said is not from the tests.
    Tampered,
    /// It ended without leaving a verdict: a fault of the tests, not of the one tested.
    Unrecorded,
}

impl Verdict {
    /// Every verdict.
    pub const ALL: [Self; 11] = [
        Self::Passed,
        Self::Race,
        Self::OverSynchronised,
        Self::Deadlock,
        Self::Livelock,
        Self::Panic,
        Self::Aborted,
        Self::OutOfMemory,
        Self::Timeout,
        Self::Tampered,
        Self::Unrecorded,
    ];

    /// As it is written in exercise.toml and in reports.
    pub fn name(self) -> &'static str {
        match self {
            Self::Passed => "passed",
            Self::Race => "race",
            Self::OverSynchronised => "over-synchronised",
            Self::Deadlock => "deadlock",
            Self::Livelock => "livelock",
            Self::Panic => "panic",
            Self::Aborted => "aborted",
            Self::OutOfMemory => "out-of-memory",
            Self::Timeout => "timeout",
            Self::Tampered => "tampered",
            Self::Unrecorded => "unrecorded",
        }
    }

    /// The verdict of this name.
    pub fn parse(name: &str) -> Option<Self> {
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
pub struct TestResult {
    /// The name of the test function.
    pub name: String,
    /// What became of it.
    pub verdict: Verdict,
    /// What the test says, as a student reads it.
    pub sentence: String,
    /// What happened, in a line.
    pub summary: String,
    /// The whole report.
    pub report: String,
}

impl TestResult {
    /// Whether it is anything but passed.
    pub fn failed(&self) -> bool {
        self.verdict != Verdict::Passed
    }
}

/// What became of one exercise.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum State {
    /// It was compiled and its tests ran, in the order in which they stand in the file.
    Judged(Vec<TestResult>),
    /// There is no such file.
    Missing,
    /// It has nothing but white space in it.
    Empty,
    /// It is there and cannot be read: why.
    Unreadable(String),
    /// It uses what an exercise must not use; it was not compiled.
    Refused(Vec<Finding>),
    /// rustc does not accept it.
    DoesNotCompile(CompileError),
    /// To compile it takes for ever.
    Endless,
    /// Something of ours is wrong, nothing of the student's: what.
    Broken(String),
}

/// Where a compile error shows up, and rustc's own words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CompileError {
    /// Which file the first error is about.
    pub place: Place,
    /// rustc's own words.
    pub message: String,
}

/// Which file the compiler complains about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Place {
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
pub struct ExerciseResult {
    /// The name of the exercise.
    pub exercise: String,
    /// What became of it.
    pub state: State,
    /// What the tests could not try in every order.
    pub unseen: Vec<Unseen>,
}

impl ExerciseResult {
    /// Whether every test passed.
    pub fn is_solved(&self) -> bool {
        matches!(&self.state, State::Judged(tests)
            if !tests.is_empty() && !tests.iter().any(TestResult::failed))
    }

    /// Its tests, in the order of their file; none if they did not run.
    pub fn tests(&self) -> &[TestResult] {
        if let State::Judged(tests) = &self.state { tests } else { &[] }
    }

    /// The first test that failed.
    pub fn first_failure(&self) -> Option<&TestResult> {
        self.tests().iter().find(|test| test.failed())
    }
}
