//! Records the result of a test for the command that runs the tests.
use std::io::{self, Read};
use std::path::PathBuf;
use std::{env, fs};

use protocol::{TestRecord, Timeline, environment, record_dir, timeline};

/// Where the record of one test goes.
#[derive(Debug)]
pub(crate) struct Recorder {
    dir: PathBuf,
    test: &'static str,
    /// A secret that this process shares with the grader until the exercise runs.
    token: String,
}

impl Recorder {
    /// The recorder of a test, if the environment requests records; an old record is deleted.
    pub(crate) fn start(test: &'static str) -> Option<Self> {
        let dir = env::var_os(environment::RECORD_DIR).filter(|dir| !dir.is_empty())?;
        let recorder = Self::in_dir(dir.into(), test, token());
        Some(recorder.expect("the record directory is writable"))
    }

    fn in_dir(dir: PathBuf, test: &'static str, token: String) -> io::Result<Self> {
        fs::create_dir_all(&dir)?;
        record_dir::remove(&dir, test)?;
        Ok(Self { dir, test, token })
    }

    /// Marks the test as started until it is recorded.
    pub(crate) fn mark_started(&self) -> io::Result<()> {
        fs::write(record_dir::started_file(&self.dir, self.test), "")
    }

    /// Writes the record, and the timeline if there is one.
    pub(crate) fn write(&self, record: &TestRecord, steps: Option<&Timeline>) -> io::Result<()> {
        if let Some(steps) = steps {
            let file = record_dir::timeline_file(&self.dir, self.test);
            fs::write(file, timeline::to_json(steps))?;
        }
        record_dir::write(&self.dir, record, &self.token)?;
        // Only tests on real threads are marked.
        let _ = fs::remove_file(record_dir::started_file(&self.dir, self.test));
        Ok(())
    }
}

/// Reads standard input to its end before the exercise runs, so that the exercise cannot read the
/// token. The token is never in a file, an argument or the environment.
fn token() -> String {
    let mut token = String::new();
    if env::var_os(environment::TOKEN).is_some_and(|source| source == environment::STDIN) {
        io::stdin().read_to_string(&mut token).expect("the grader writes a token");
    }
    token.trim_end().to_owned()
}

#[cfg(test)]
mod tests {
    use std::path::{Path, PathBuf};
    use std::{env, fs};

    use protocol::{TestRecord, Verdict, record_dir};

    use super::Recorder;

    fn dir(name: &str) -> PathBuf {
        let exe = env::current_exe().expect("the path of the test executable is known");
        exe.parent().unwrap_or(Path::new(".")).join("judge-records").join(name)
    }

    fn recorder(dir: &Path, token: &str) -> Recorder {
        Recorder::in_dir(dir.to_owned(), "one", token.to_owned())
            .expect("the directory is writable")
    }

    fn passed() -> TestRecord {
        TestRecord::new("one", "all is well", Verdict::Passed)
    }

    #[test]
    fn a_record_carries_the_token_of_the_grader() {
        let dir = dir("token");
        recorder(&dir, "secret").write(&passed(), None).expect("the directory is writable");
        assert_eq!(record_dir::read(&dir, "one", "secret"), Ok(Some(passed())));
        assert!(record_dir::read(&dir, "one", "").is_err());
    }

    #[test]
    fn a_test_on_real_threads_is_marked_until_it_is_recorded() {
        let dir = dir("started");
        let recorder = recorder(&dir, "");
        recorder.mark_started().expect("the directory is writable");
        assert!(record_dir::started_file(&dir, "one").exists());
        recorder.write(&passed(), None).expect("the directory is writable");
        assert!(!record_dir::started_file(&dir, "one").exists());
    }

    #[test]
    fn an_old_record_is_deleted_when_the_test_starts() {
        let dir = dir("stale");
        fs::create_dir_all(&dir).expect("the target directory is writable");
        record_dir::write(&dir, &passed(), "").expect("the directory is writable");
        let _running = recorder(&dir, "");
        assert_eq!(record_dir::read(&dir, "one", ""), Ok(None));
    }
}
