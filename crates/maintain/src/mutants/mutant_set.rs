//! The mutants of an exercise, and how each of them is built.
use std::fs;
use std::path::PathBuf;

use course::Workspace;
use course::files::list;

use crate::mutants::body_diff::NewBody;
use crate::mutants::mutant::Mutant;
use crate::mutants::paths::scratch;
use crate::mutants::schemata::Switched;

/// An exercise with its mutants in one program.
pub(crate) struct MutantSet {
    pub(crate) name: String,
    /// Where its tests are, and the package that contains the program.
    pub(crate) tests: PathBuf,
    pub(crate) folder: PathBuf,
    pub(crate) answer: String,
    /// Mutant `n` has number `n + 1` in the program; number 0 is the answer.
    pub(crate) mutants: Vec<Mutant>,
    pub(crate) modes: Vec<BuildMode>,
    pub(crate) switched: Switched,
    pub(crate) program: PathBuf,
    /// Of everything that the program is made of.
    pub(crate) fingerprint: String,
}

/// How a mutant is built into the program.
pub(crate) enum BuildMode {
    /// Selected at run time: these functions have another body.
    Switched(Vec<NewBody>),
    /// With its own copy of the tests.
    Alone,
    /// Not at all: the compiler's error code and message.
    RuledOut { code: String, message: String },
}

/// Tests, and the package in which they are built.
pub(crate) struct TestSuite {
    pub(crate) tests: PathBuf,
    pub(crate) folder: PathBuf,
    /// Each handwritten mutant has its own copy of the tests, so that its reports are those of a student.
    pub(crate) handwritten_alone: bool,
}

impl MutantSet {
    /// The text of all test files: `NAME.rs`, then the folder `NAME`.
    pub(crate) fn test_sources(&self) -> String {
        let main = self.tests.join(format!("{}.rs", self.name));
        let modules = list(&self.tests.join(&self.name)).unwrap_or_default();
        let files = [main].into_iter().chain(modules);
        files.map(|file| fs::read_to_string(file).unwrap_or_default()).collect()
    }
}

impl TestSuite {
    /// The tests of the course.
    pub(crate) fn of(workspace: &Workspace) -> Self {
        let folder = scratch(workspace).join("package");
        Self { tests: workspace.path("tests"), folder, handwritten_alone: false }
    }

    /// The tests of the course, with a copy for each handwritten mutant.
    pub(crate) fn with_handwritten_alone(workspace: &Workspace) -> Self {
        let folder = scratch(workspace).join("alone");
        Self { folder, handwritten_alone: true, ..Self::of(workspace) }
    }
}
