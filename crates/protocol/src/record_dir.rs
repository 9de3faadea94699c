//! The directory in which tests leave their records.
use std::io::ErrorKind;
use std::path::{Path, PathBuf};
use std::{fs, io, process};

use crate::record::{InvalidRecord, TestRecord};

/// The record of a test. It does not exist while the test runs, so a process that dies leaves none.
pub fn record_file(dir: &Path, test: &str) -> PathBuf {
    dir.join(format!("{test}.record"))
}

/// Exists while a test runs on real threads: after a timeout it identifies the test that did not end.
pub fn started_file(dir: &Path, test: &str) -> PathBuf {
    dir.join(format!("{test}.started"))
}

/// The [`Timeline`](crate::Timeline) of a test that fails, if it was requested.
pub fn timeline_file(dir: &Path, test: &str) -> PathBuf {
    dir.join(format!("{test}.timeline.json"))
}

/// The [`Turn`](crate::Turn) of a player.
pub fn turn_file(dir: &Path, test: &str) -> PathBuf {
    dir.join(format!("{test}.turn.json"))
}

/// Writes a record. A concurrent reader sees the whole file or none.
///
/// # Errors
/// If the directory is not writable.
pub fn write(dir: &Path, record: &TestRecord) -> io::Result<()> {
    let file = record_file(dir, &record.name);
    let draft = file.with_extension(format!("{}.draft", process::id()));
    fs::write(&draft, record.to_text(""))?;
    fs::rename(&draft, &file)
}

/// Reads the record of a test; `None` if it left none.
///
/// # Errors
/// If the file is not a record of this test.
pub fn read(dir: &Path, test: &str) -> Result<Option<TestRecord>, InvalidRecord> {
    match fs::read_to_string(record_file(dir, test)) {
        Ok(text) => {
            let record = TestRecord::from_text(&text, "")?;
            if record.name == test { Ok(Some(record)) } else { Err(InvalidRecord) }
        }
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(None),
        Err(_) => Err(InvalidRecord),
    }
}

/// Deletes the record of a test, if there is one.
///
/// # Errors
/// If the file exists and cannot be deleted.
pub fn remove(dir: &Path, test: &str) -> io::Result<()> {
    match fs::remove_file(record_file(dir, test)) {
        Err(error) if error.kind() != ErrorKind::NotFound => Err(error),
        _ => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use std::path::{Path, PathBuf};
    use std::{env, fs};

    use super::{read, record_file, remove, write};
    use crate::record::{InvalidRecord, TestRecord};
    use crate::verdict::Verdict;

    fn empty_dir(name: &str) -> PathBuf {
        let exe = env::current_exe().expect("the path of the test executable is known");
        let dir = exe.parent().unwrap_or(Path::new(".")).join("protocol-records").join(name);
        let _ = fs::remove_dir_all(&dir);
        fs::create_dir_all(&dir).expect("the target directory is writable");
        dir
    }

    fn record() -> TestRecord {
        TestRecord::new("one", "all is well", Verdict::Passed)
    }

    #[test]
    fn a_written_record_is_read_and_removed() {
        let dir = empty_dir("written");
        assert_eq!(read(&dir, "one"), Ok(None));
        write(&dir, &record()).expect("the directory is writable");
        assert_eq!(read(&dir, "one"), Ok(Some(record())));
        assert_eq!(fs::read_dir(&dir).expect("the directory exists").count(), 1, "only the record");
        remove(&dir, "one").expect("the record can be deleted");
        remove(&dir, "one").expect("nothing is left to delete");
        assert_eq!(read(&dir, "one"), Ok(None));
    }

    #[test]
    fn a_record_has_the_name_of_its_test() {
        let dir = empty_dir("name");
        write(&dir, &record()).expect("the directory is writable");
        fs::copy(record_file(&dir, "one"), record_file(&dir, "two")).expect("a copy");
        assert_eq!(read(&dir, "two"), Err(InvalidRecord));
    }
}
