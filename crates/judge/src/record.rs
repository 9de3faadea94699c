//! The verdict as a file, for the command that runs the tests.
use crate::finding::Finding;
use std::cell::Cell;
use std::path::{Path, PathBuf};
use std::{env, fs, io, process};

/// Names the folder of the verdicts.
const FOLDER: &str = "COURSE_VERDICTS";

/// The file of one test: gone while the test runs, so that a process that dies leaves none.
#[derive(Debug)]
pub(crate) struct Record {
    file: PathBuf,
    written: Cell<bool>,
}

impl Record {
    /// The record of a test if the environment asks for one; an old one is deleted.
    pub(crate) fn start(test: &str) -> Option<Self> {
        let folder = env::var_os(FOLDER).filter(|folder| !folder.is_empty())?;
        Some(Self::in_folder(Path::new(&folder), test).expect("the folder of verdicts is writable"))
    }

    fn in_folder(folder: &Path, test: &str) -> io::Result<Self> {
        fs::create_dir_all(folder)?;
        let file = folder.join(test);
        match fs::remove_file(&file) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error),
            _ => Ok(Self { file, written: Cell::new(false) }),
        }
    }

    /// Writes the verdict; whoever reads the folder meanwhile sees all of it or nothing.
    pub(crate) fn write(&self, sentence: &str, finding: &Finding, report: &str) -> io::Result<()> {
        self.written.set(true);
        let Finding { verdict, summary, .. } = finding;
        let draft = self.file.with_extension(format!("{}.draft", process::id()));
        fs::write(&draft, format!("{verdict}\n{sentence}\n{summary}\n{report}"))?;
        fs::rename(&draft, &self.file)
    }

    /// Whether a verdict was written.
    pub(crate) fn is_written(&self) -> bool {
        self.written.get()
    }
}

#[cfg(test)]
mod tests {
    use super::Record;
    use crate::finding::Finding;
    use crate::verdict::Verdict;
    use std::path::Path;
    use std::{env, fs};

    fn folder(name: &str) -> std::path::PathBuf {
        let exe = env::current_exe().expect("a test knows its file");
        exe.parent().unwrap_or(Path::new(".")).join("judge-records").join(name)
    }

    #[test]
    fn a_record_is_three_lines_and_the_report() {
        let folder = folder("three-lines");
        let record = Record::in_folder(&folder, "one").expect("a fresh folder");
        let finding = Finding::new(Verdict::Race, "lost\nleft: 1");
        record.write("no step is lost", &finding, "head\n  lost\n").expect("writable");
        let text = fs::read_to_string(folder.join("one")).expect("written");
        assert_eq!(text, "race\nno step is lost\nlost\nhead\n  lost\n");
        assert_eq!(fs::read_dir(&folder).expect("readable").count(), 1, "no draft is left");
    }

    #[test]
    fn a_process_that_dies_leaves_no_verdict() {
        let folder = folder("stale");
        fs::create_dir_all(&folder).expect("writable");
        fs::write(folder.join("one"), "passed\n").expect("writable");
        let _running = Record::in_folder(&folder, "one").expect("a folder");
        assert!(!folder.join("one").exists());
    }
}
