//! The one result model: what became of a test, and of an exercise.
use crate::arc_queries::Unseen;
use crate::source_check::Finding;

pub use protocol::{TestRecord, Verdict};

/// What became of one exercise.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum State {
    /// It was compiled and its tests ran, in the order in which they stand in the file.
    Judged(Vec<TestRecord>),
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
            if !tests.is_empty() && !tests.iter().any(TestRecord::failed))
    }

    /// Its tests, in the order of their file; none if they did not run.
    pub fn tests(&self) -> &[TestRecord] {
        if let State::Judged(tests) = &self.state { tests } else { &[] }
    }

    /// The first test that failed.
    pub fn first_failure(&self) -> Option<&TestRecord> {
        self.tests().iter().find(|test| test.failed())
    }
}
