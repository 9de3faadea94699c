//! The reviewed outcomes of a test, kept by insta.
use crate::place::Place;
use insta::internals::SnapshotContents;
use insta::{Settings, Snapshot};
use std::env;
use std::fmt::Debug;
use std::fs::OpenOptions;
use std::io::{self, Write};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;

/// Set to `review` when a maintainer wants to look at changed outcomes.
const REQUEST: &str = "COURSE_SNAPSHOTS";

/// The name of the snapshot without folder and ending.
fn name(place: &Place) -> String {
    format!("{}__{}", place.target(), place.function())
}

/// The file of the snapshot, for words.
pub(crate) fn file(place: &Place) -> String {
    format!("{}.snap", name(place))
}

/// The reviewed outcomes in the order of the file; `None` if there is no file, or none that insta can read.
pub(crate) fn reviewed(place: &Place) -> Option<Vec<String>> {
    let path = place.snapshots().join(file(place));
    let snapshot = Snapshot::from_file(&path).ok()?;
    let SnapshotContents::Text(contents) = snapshot.contents() else { return None };
    note_use(&path);
    Some(contents.to_string().lines().map(str::to_owned).filter(|line| !line.is_empty()).collect())
}

/// Adds the file to those in use, as insta does, which never sees a set that differs.
fn note_use(path: &Path) {
    let Some(list) = env::var_os("INSTA_SNAPSHOT_REFERENCES_FILE") else { return };
    if let Ok(list) = OpenOptions::new().create(true).append(true).open(list) {
        // No verdict depends on it: at worst a snapshot is called unused.
        let _ = append_line(list, path);
    }
}

/// Appends a path in one write: the tests of all exercises append to one file at the same time, and
/// a line that is written in two parts can have another one in between.
fn append_line(mut list: impl Write, path: &Path) -> io::Result<()> {
    list.write_all(format!("{}\n", path.display()).as_bytes())
}

/// Whether outcomes that differ go to insta for review. Only answers make snapshots.
pub(crate) fn wanted(place: &Place) -> bool {
    place.complete && env::var(REQUEST).is_ok_and(|value| value == "review")
}

/// Gives the outcomes to insta, which notes that the file is in use, or writes what to review.
///
/// The verdict does not depend on it: environment variables can make insta pass or fail anything.
pub(crate) fn assert(place: &Place, sentence: &str, outcomes: &[String]) {
    let mut settings = Settings::new();
    settings.set_snapshot_path(place.snapshots());
    settings.set_prepend_module_to_snapshot(false);
    settings.set_omit_expression(true);
    settings.set_description(sentence);
    let contents = outcomes.join("\n");
    let assertion = || settings.bind(|| (place.snapshot)(&name(place), &contents));
    drop(catch_unwind(AssertUnwindSafe(assertion)));
}

/// One outcome as one line.
pub(crate) fn line(outcome: &impl Debug) -> String {
    format!("{outcome:?}").replace('\n', "\\n")
}

#[cfg(test)]
mod tests {
    use super::append_line;
    use std::io::{self, Write};
    use std::path::Path;

    /// Counts how often it is written to.
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
    fn a_snapshot_in_use_is_noted_in_one_write() {
        let mut list = Writes::default();
        append_line(&mut list, Path::new("tests/snapshots/cat.snap")).expect("writable");
        assert_eq!(list.0, ["tests/snapshots/cat.snap\n"]);
    }
}
