//! The verdict as a file, for the command that runs the tests.
use crate::finding::Finding;
use crate::walk;
use std::cell::Cell;
use std::io::Read;
use std::path::{Path, PathBuf};
use std::{env, fs, io, process};

/// Names the folder of the verdicts.
const FOLDER: &str = "COURSE_VERDICTS";

/// If it is `stdin`, the token of a grader comes by the standard input.
const TOKEN: &str = "COURSE_TOKEN";

/// The file of one test: gone while the test runs, so that a process that dies leaves none.
#[derive(Debug)]
pub(crate) struct Record {
    file: PathBuf,
    /// What only this process and its grader know, and only as long as the exercise has not run.
    token: String,
    written: Cell<bool>,
}

impl Record {
    /// The record of a test if the environment asks for one; an old one is deleted.
    pub(crate) fn start(test: &str) -> Option<Self> {
        let folder = env::var_os(FOLDER).filter(|folder| !folder.is_empty())?;
        let record = Self::in_folder(Path::new(&folder), test, token());
        Some(record.expect("the folder of verdicts is writable"))
    }

    fn in_folder(folder: &Path, test: &str, token: String) -> io::Result<Self> {
        fs::create_dir_all(folder)?;
        let file = folder.join(test);
        match fs::remove_file(&file) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error),
            _ => Ok(Self { file, token, written: Cell::new(false) }),
        }
    }

    /// Leaves a note that the test has begun, until its verdict is there.
    pub(crate) fn begin(&self) -> io::Result<()> {
        fs::write(self.begun(), "")
    }

    fn begun(&self) -> PathBuf {
        self.file.with_extension("begun")
    }

    /// Writes the verdict below the token, if there is one; whoever reads the folder meanwhile sees all of it or nothing.
    pub(crate) fn write(&self, sentence: &str, finding: &Finding, report: &str) -> io::Result<()> {
        self.written.set(true);
        let Finding { verdict, summary, .. } = finding;
        let draft = self.file.with_extension(format!("{}.draft", process::id()));
        if let Some(walk) = &finding.walk {
            fs::write(self.file.with_extension("walk.json"), walk::json(walk))?;
        }
        let token = &self.token;
        fs::write(&draft, format!("{token}{verdict}\n{sentence}\n{summary}\n{report}"))?;
        fs::rename(&draft, &self.file)?;
        // Mostly there is none.
        let _ = fs::remove_file(self.begun());
        Ok(())
    }

    /// Whether a verdict was written.
    pub(crate) fn is_written(&self) -> bool {
        self.written.get()
    }
}

/// A line, read to its end before anything of the exercise has run: it is not there for a second
/// reader, and it never stands in a file, in an argument or in the environment.
fn token() -> String {
    let mut token = String::new();
    if env::var_os(TOKEN).is_some_and(|from| from == "stdin") {
        io::stdin().read_to_string(&mut token).expect("a grader gives its token");
    }
    token
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
        let record = Record::in_folder(&folder, "one", String::new()).expect("a fresh folder");
        let finding = Finding::new(Verdict::Race, "lost\nleft: 1");
        record.write("no step is lost", &finding, "head\n  lost\n").expect("writable");
        let text = fs::read_to_string(folder.join("one")).expect("written");
        assert_eq!(text, "race\nno step is lost\nlost\nhead\n  lost\n");
        assert_eq!(fs::read_dir(&folder).expect("readable").count(), 1, "no draft is left");
    }

    #[test]
    fn the_token_of_a_grader_stands_above_the_verdict() {
        let folder = folder("token");
        let record = Record::in_folder(&folder, "one", "secret\n".into()).expect("a fresh folder");
        record.write("all is well", &Finding::passed("once"), "").expect("writable");
        let text = fs::read_to_string(folder.join("one")).expect("written");
        assert_eq!(text, "secret\npassed\nall is well\nonce\n");
    }

    #[test]
    fn a_test_on_real_threads_leaves_a_note_until_its_verdict() {
        let folder = folder("begun");
        let record = Record::in_folder(&folder, "one", String::new()).expect("a fresh folder");
        record.begin().expect("writable");
        assert!(folder.join("one.begun").exists());
        record.write("all is well", &Finding::passed("once"), "").expect("writable");
        assert!(!folder.join("one.begun").exists());
    }

    #[test]
    fn a_process_that_dies_leaves_no_verdict() {
        let folder = folder("stale");
        fs::create_dir_all(&folder).expect("writable");
        fs::write(folder.join("one"), "passed\n").expect("writable");
        let _running = Record::in_folder(&folder, "one", String::new()).expect("a folder");
        assert!(!folder.join("one").exists());
    }
}
