//! Reads the exercise of a test, and rejects it if it could bypass the tests. The command checks it before
//! compiling; this check also covers `cargo test`.
use std::path::Path;
use std::{env, fs};

use protocol::{Request, Verdict, environment};

use crate::location::TestLocation;
use crate::messages;
use crate::test_report::TestReport;

/// Rejects the exercise of a test if its file could bypass the tests.
pub(crate) fn check(location: &TestLocation) -> Result<(), TestReport> {
    let (file, source) = exercise(location);
    // A file that cannot be read is not the one that rustc has compiled.
    let findings = source.map(|source| source_check::check(&source).all()).unwrap_or_default();
    match findings.first() {
        Some(finding) => Err(TestReport::new(Verdict::Aborted, &messages::bypass(&file, finding))),
        None => Ok(()),
    }
}

/// Whether the exercise of a test asks how many owners an `Arc` has.
pub(crate) fn asks_for_owners(location: &TestLocation) -> bool {
    exercise(location).1.is_some_and(|source| interleave::asks_for_owners(&source))
}

/// The file of the exercise of a test, as the compiler names it.
pub(crate) fn file(location: &TestLocation) -> String {
    let folder = if location.complete { "complete" } else { "exercises" };
    let file = || format!("tests/../{folder}/{}.rs", location.target());
    env::var(environment::EXERCISE).unwrap_or_else(|_| file())
}

/// The file of an exercise, and its text. In the grader's sandbox there is no file, and the grader sends the text.
fn exercise(location: &TestLocation) -> (String, Option<String>) {
    let dir = if location.complete { "complete" } else { "exercises" };
    let file = format!("{dir}/{}.rs", location.target());
    let sent = Request::provided_source(&format!("tests/../{file}"));
    let source =
        sent.or_else(|| fs::read_to_string(Path::new(location.manifest_dir).join(&file)).ok());
    (file, source)
}
