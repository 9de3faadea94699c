//! Records the result of a test for the command that runs the tests.
use std::fs::File;
use std::io::{self, Write};
use std::path::PathBuf;
use std::sync::{Mutex, OnceLock, PoisonError};
use std::{env, fs};

use protocol::{Request, RequestedTest, TestRecord, Timeline, environment, record_dir, timeline};

/// Where the record of one test goes.
#[derive(Debug)]
pub(crate) struct Recorder {
    sink: Sink,
    test: &'static str,
}

#[derive(Debug)]
enum Sink {
    /// A file in this directory.
    Directory(PathBuf),
    /// The grader's socket.
    Socket(&'static File, RequestedTest),
}

impl Recorder {
    /// The recorder of a test, if the environment requests records; an old record is deleted.
    pub(crate) fn start(test: &'static str) -> Option<Self> {
        if let Some(received) = received()
            && let Some(request) = received.take(test)
        {
            return Some(Self { sink: Sink::Socket(&received.socket, request), test });
        }
        let dir = env::var_os(environment::RECORD_DIR).filter(|dir| !dir.is_empty())?;
        let recorder = Self::in_dir(dir.into(), test);
        Some(recorder.expect("the record directory is writable"))
    }

    fn in_dir(dir: PathBuf, test: &'static str) -> io::Result<Self> {
        fs::create_dir_all(&dir)?;
        record_dir::remove(&dir, test)?;
        Ok(Self { sink: Sink::Directory(dir), test })
    }

    /// What the grader requests, if a grader started this test.
    pub(crate) fn request(&self) -> Option<&RequestedTest> {
        match &self.sink {
            Sink::Directory(_) => None,
            Sink::Socket(_, request) => Some(request),
        }
    }

    /// Marks the test as started until it is recorded. A grader runs a test that does not end once more, alone.
    pub(crate) fn mark_started(&self) -> io::Result<()> {
        match &self.sink {
            Sink::Directory(dir) => fs::write(record_dir::started_file(dir, self.test), ""),
            Sink::Socket(..) => Ok(()),
        }
    }

    /// Writes the record, and the timeline if there is one.
    pub(crate) fn write(&self, record: &TestRecord, steps: Option<&Timeline>) -> io::Result<()> {
        let dir = match &self.sink {
            Sink::Directory(dir) => dir,
            Sink::Socket(socket, request) => {
                let mut socket: &File = socket;
                return socket.write_all(record.to_text(&request.token).as_bytes());
            }
        };
        if let Some(steps) = steps {
            let file = record_dir::timeline_file(dir, self.test);
            fs::write(file, timeline::to_json(steps))?;
        }
        record_dir::write(dir, record)?;
        // Only tests on real threads are marked.
        let _ = fs::remove_file(record_dir::started_file(dir, self.test));
        Ok(())
    }
}

/// What the grader that started this process has sent.
#[derive(Debug)]
struct Received {
    socket: File,
    /// The tests that have not started.
    tests: Mutex<Vec<RequestedTest>>,
}

impl Received {
    fn take(&self, test: &str) -> Option<RequestedTest> {
        let mut tests = self.tests.lock().unwrap_or_else(PoisonError::into_inner);
        let at = tests.iter().position(|requested| requested.name == test)?;
        Some(tests.swap_remove(at))
    }
}

/// What a grader has sent, if it started this process. The first call receives it and makes its sources available.
fn received() -> Option<&'static Received> {
    static RECEIVED: OnceLock<Option<Received>> = OnceLock::new();
    let received = RECEIVED.get_or_init(|| {
        env::var_os(environment::REQUEST).filter(|from| from == environment::STDIN)?;
        let (socket, request) = receive().expect("the grader sends a request");
        request.provide_sources();
        Some(Received { socket, tests: Mutex::new(request.tests) })
    });
    received.as_ref()
}

/// Whether a grader wants to see this test fail. Asked before the test starts, and before the exercise runs, which
/// could otherwise read the request.
pub(crate) fn is_canary(test: &str) -> bool {
    received().is_some_and(|received| {
        let tests = received.tests.lock().unwrap_or_else(PoisonError::into_inner);
        tests.iter().any(|requested| requested.name == test && requested.canary)
    })
}

/// Reads the request from standard input before the exercise runs, to its end, so that the exercise cannot
/// read it. The exercise cannot write to standard input either.
#[cfg(unix)]
fn receive() -> io::Result<(File, Request)> {
    use std::io::Read;
    use std::os::fd::AsFd;
    let mut socket = File::from(io::stdin().as_fd().try_clone_to_owned()?);
    let mut text = String::new();
    socket.read_to_string(&mut text)?;
    let request = Request::from_text(&text).map_err(io::Error::other)?;
    Ok((socket, request))
}

#[cfg(not(unix))]
fn receive() -> io::Result<(File, Request)> {
    Err(io::ErrorKind::Unsupported.into())
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

    fn recorder(dir: &Path) -> Recorder {
        Recorder::in_dir(dir.to_owned(), "one").expect("the directory is writable")
    }

    fn passed() -> TestRecord {
        TestRecord::new("one", "all is well", Verdict::Passed)
    }

    #[test]
    fn a_test_on_real_threads_is_marked_until_it_is_recorded() {
        let dir = dir("started");
        let recorder = recorder(&dir);
        recorder.mark_started().expect("the directory is writable");
        assert!(record_dir::started_file(&dir, "one").exists());
        recorder.write(&passed(), None).expect("the directory is writable");
        assert!(!record_dir::started_file(&dir, "one").exists());
    }

    #[test]
    fn an_old_record_is_deleted_when_the_test_starts() {
        let dir = dir("stale");
        fs::create_dir_all(&dir).expect("the target directory is writable");
        record_dir::write(&dir, &passed()).expect("the directory is writable");
        let _running = recorder(&dir);
        assert_eq!(record_dir::read(&dir, "one"), Ok(None));
    }
}
