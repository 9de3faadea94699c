//! The reviewed outcomes of a test, stored by insta.
use std::env;
use std::fmt::Debug;
use std::fs::OpenOptions;
use std::io::{self, Write};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;

use insta::internals::SnapshotContents;
use insta::{Settings, Snapshot};
use protocol::environment;

use crate::location::TestLocation;

fn name(location: &TestLocation) -> String {
    format!("{}__{}", location.target(), location.function())
}

/// The file name of the snapshot.
pub(crate) fn file(location: &TestLocation) -> String {
    format!("{}.snap", name(location))
}

/// The reviewed outcomes in the order of the file; `None` if insta cannot read the file.
pub(crate) fn reviewed(location: &TestLocation) -> Option<Vec<String>> {
    let path = location.snapshots().join(file(location));
    let snapshot = Snapshot::from_file(&path).ok()?;
    let SnapshotContents::Text(contents) = snapshot.contents() else { return None };
    record_use(&path);
    Some(contents.to_string().lines().map(str::to_owned).filter(|line| !line.is_empty()).collect())
}

/// Adds the file to insta's list of used snapshots. insta itself only sees sets that match.
fn record_use(path: &Path) {
    let Some(list) = env::var_os("INSTA_SNAPSHOT_REFERENCES_FILE") else { return };
    if let Ok(list) = OpenOptions::new().create(true).append(true).open(list) {
        // At worst a snapshot is reported as unused.
        let _ = append_line(list, path);
    }
}

/// Appends a line in one write, because several processes append to the list at the same time.
fn append_line(mut list: impl Write, path: &Path) -> io::Result<()> {
    list.write_all(format!("{}\n", path.display()).as_bytes())
}

/// Whether changed outcomes are written for review. Only answers make snapshots.
pub(crate) fn in_review(location: &TestLocation) -> bool {
    location.complete && environment::is_set(environment::REVIEW_SNAPSHOTS)
}

/// Passes the outcomes to insta, which records the use of the file or writes a new one for review.
///
/// The verdict must not depend on the result: environment variables can make insta accept anything.
pub(crate) fn assert(location: &TestLocation, sentence: &str, outcomes: &[String]) {
    let mut settings = Settings::new();
    settings.set_snapshot_path(location.snapshots());
    settings.set_prepend_module_to_snapshot(false);
    settings.set_omit_expression(true);
    settings.set_description(sentence);
    let contents = outcomes.join("\n");
    let assertion = || settings.bind(|| (location.snapshot)(&name(location), &contents));
    drop(catch_unwind(AssertUnwindSafe(assertion)));
}

/// An outcome on one line.
pub(crate) fn line(outcome: &dyn Debug) -> String {
    format!("{outcome:?}").replace('\n', "\\n")
}

#[cfg(test)]
mod tests {
    use std::io::{self, Write};
    use std::path::Path;

    use super::append_line;

    /// Records each call of `write`.
    #[derive(Default)]
    struct Writes(Vec<String>);

    impl Write for Writes {
        fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
            self.0.push(String::from_utf8_lossy(bytes).into_owned());
            Ok(bytes.len())
        }

        fn flush(&mut self) -> io::Result<()> {
            Ok(())
        }
    }

    #[test]
    fn a_line_is_appended_in_one_write() {
        let mut list = Writes::default();
        append_line(&mut list, Path::new("tests/snapshots/cat.snap")).expect("writable");
        assert_eq!(list.0, ["tests/snapshots/cat.snap\n"]);
    }
}
