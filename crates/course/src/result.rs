//! The results of tests and of exercises.
use crate::arc_queries::ArcQuery;
use crate::cargo::Built;
use crate::workspace::Source;

pub use protocol::{TestRecord, Verdict};
use source_check::Finding;

/// The state of an exercise.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum State {
    /// Its tests ran; their records are in the order of the source.
    Tested(Vec<TestRecord>),
    /// The file does not exist.
    Missing,
    /// The file contains only whitespace.
    Empty,
    /// The file cannot be read; the reason.
    Unreadable(String),
    /// It uses something that no exercise may use, and did not run.
    Refused(Vec<Finding>),
    /// It does not compile.
    DoesNotCompile(CompileError),
    /// The course itself is at fault; the reason.
    Broken(String),
}

/// The compiler's errors.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CompileError {
    /// Which file the first error is about.
    pub source: ErrorSource,
    /// The text that rustc prints.
    pub message: String,
}

impl CompileError {
    /// The errors of a build, about an exercise. `under_test` is set if it compiles as a program.
    pub fn new(built: &Built, name: &str, under_test: bool) -> Self {
        let place = built.errors.first().and_then(|error| error.places.first());
        let file = place.map(|(file, _)| file.replace('\\', "/")).unwrap_or_default();
        let is_exercise = [Source::Exercise, Source::Answer]
            .iter()
            .any(|source| file.ends_with(&source.shown(name)));
        let source = match (is_exercise, under_test) {
            (true, false) => ErrorSource::Program,
            (true, true) => ErrorSource::UnderTest,
            _ if file.contains(&format!("tests/{name}")) => ErrorSource::Contract,
            _ => ErrorSource::Elsewhere,
        };
        Self { source, message: built.message() }
    }
}

/// Which file the first error of the compiler is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ErrorSource {
    /// The exercise, compiled as a program.
    Program,
    /// The exercise, only when compiled for the tests.
    UnderTest,
    /// The tests: a public name or signature of the exercise has changed.
    Contract,
    /// Another file: the exercise is not at fault.
    Elsewhere,
}

/// An exercise and its state.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ExerciseResult {
    /// The name of the exercise.
    pub exercise: String,
    /// Its state.
    pub state: State,
    /// Calls that the tests cannot explore in every order.
    pub arc_queries: Vec<ArcQuery>,
}

impl ExerciseResult {
    /// An exercise in this state.
    pub fn new(exercise: &str, state: State) -> Self {
        Self { exercise: exercise.to_owned(), state, arc_queries: Vec::new() }
    }

    /// Whether every test passed.
    pub fn is_solved(&self) -> bool {
        matches!(&self.state, State::Tested(tests)
            if !tests.is_empty() && !tests.iter().any(TestRecord::failed))
    }

    /// The state in a word or two: `solved`, the verdict of the first test that failed, or why none ran.
    pub fn label(&self) -> &'static str {
        match &self.state {
            State::Tested(_) if self.is_solved() => "solved",
            State::Tested(_) => self.first_failure().map_or("no tests", |test| test.verdict.name()),
            State::Missing => "missing",
            State::Empty => "empty",
            State::Unreadable(_) => "unreadable",
            State::Refused(_) => "refused",
            State::DoesNotCompile(_) => "does not compile",
            State::Broken(_) => "broken",
        }
    }

    /// Its tests, in the order of the file; empty if they did not run.
    pub fn tests(&self) -> &[TestRecord] {
        if let State::Tested(tests) = &self.state { tests } else { &[] }
    }

    /// The failure to show first: see [`simplest_first`].
    pub fn first_failure(&self) -> Option<&TestRecord> {
        simplest_first(self.tests()).first().copied()
    }
}

/// The words of a report that can be read at a glance. The number of lines depends on the terminal.
const SHORT: usize = 220;

/// The tests that failed, in the order of the file, except that those with long reports come later, and
/// those in which something that should be possible never happens later still.
pub fn simplest_first(tests: &[TestRecord]) -> Vec<&TestRecord> {
    let mut failed: Vec<&TestRecord> = tests.iter().filter(|test| test.failed()).collect();
    failed.sort_by_key(|test| {
        // The report of a test that did not run is only the reason.
        let is_run = test.report != test.summary;
        let never_happens = test.verdict == Verdict::OverSynchronized;
        (!is_run, never_happens, test.report.split_whitespace().count() / SHORT)
    });
    failed
}

#[cfg(test)]
mod tests {
    use super::simplest_first;
    use protocol::{TestRecord, Verdict};

    #[test]
    fn the_simplest_failure_comes_first() {
        let test = |name, verdict, report| TestRecord::new(name, "", verdict).with_report(report);
        let tests = [
            test("never happens", Verdict::OverSynchronized, "short"),
            test("not run", Verdict::Timeout, "not run").with_summary("not run"),
            test("long", Verdict::Race, &"word ".repeat(300)),
            test("passes", Verdict::Passed, ""),
            test("first", Verdict::Deadlock, "one\ntwo"),
            test("second", Verdict::Race, "one"),
        ];
        let names: Vec<_> = simplest_first(&tests).iter().map(|test| test.name.as_str()).collect();
        assert_eq!(names, ["first", "second", "long", "never happens", "not run"]);
    }
}
