//! Reads the exercise of a test, and rejects it if it could bypass the tests. The command checks it before
//! compiling; this check also covers `cargo test`.
use std::path::Path;
use std::sync::OnceLock;
use std::{env, fs};

use protocol::{Request, Verdict, environment};

use crate::location::TestLocation;
use crate::messages;
use crate::test_report::TestReport;

/// Rejects the exercise of a test if its file could bypass the tests.
pub(crate) fn check(location: &TestLocation) -> Result<(), TestReport> {
    static MESSAGE: OnceLock<Option<String>> = OnceLock::new();
    let message = MESSAGE.get_or_init(|| {
        // A file that cannot be read is not the one that rustc has compiled.
        let findings = source_check::check(source(location)?).all();
        findings.first().map(|finding| messages::bypass(&file_of(location), finding))
    });
    match message {
        Some(message) => Err(TestReport::new(Verdict::Aborted, message)),
        None => Ok(()),
    }
}

/// Whether the exercise of a test asks how many owners an `Arc` has.
pub(crate) fn asks_for_owners(location: &TestLocation) -> bool {
    static ASKS: OnceLock<bool> = OnceLock::new();
    *ASKS.get_or_init(|| source(location).is_some_and(interleave::asks_for_owners))
}

/// The file of the exercise of a test, as the compiler names it.
pub(crate) fn file(location: &TestLocation) -> String {
    env::var(environment::EXERCISE).unwrap_or_else(|_| format!("tests/../{}", file_of(location)))
}

/// The file of the exercise of a test, as students name it.
fn file_of(location: &TestLocation) -> String {
    let folder = if location.complete { "complete" } else { "exercises" };
    format!("{folder}/{}.rs", location.target())
}

/// The text of the exercise, read once: all tests of an executable are about one file. In the grader's sandbox there
/// is no file, and the grader sends the text.
fn source(location: &TestLocation) -> Option<&'static str> {
    static SOURCE: OnceLock<Option<String>> = OnceLock::new();
    let source = SOURCE.get_or_init(|| {
        let file = file_of(location);
        let sent = Request::provided_source(&format!("tests/../{file}"));
        sent.or_else(|| fs::read_to_string(Path::new(location.manifest_dir).join(file)).ok())
    });
    source.as_deref()
}
