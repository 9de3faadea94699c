//! Runs a program until it exits or a time limit passes.
pub mod group;

use std::io::{self, Read};
use std::process::{Command, ExitStatus, Stdio};
use std::sync::mpsc::{self, RecvTimeoutError};
use std::thread;
use std::time::{Duration, Instant};

use protocol::exit_code::TESTS_FAILED;

use group::ProcessGroup;

/// How much of each stream is kept; the rest is read and discarded.
const CAPTURED: usize = 1 << 20;

/// How a program exited.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ExitKind {
    Code(i32),
    /// It crashed: a signal, or an exception, which is a negative code on Windows.
    Crashed(i32),
    /// It exceeded the time limit and was killed.
    TimedOut,
}

/// What a program printed, and how it exited.
#[derive(Debug)]
pub struct Output {
    pub exit: ExitKind,
    pub stdout: String,
    pub stderr: String,
}

impl Output {
    pub fn succeeded(&self) -> bool {
        self.exit == ExitKind::Code(0)
    }

    /// Whether it did not exit as a test harness does: with 0, or with 101 if a test failed.
    pub fn crashed(&self) -> bool {
        !matches!(self.exit, ExitKind::Code(0 | TESTS_FAILED))
    }

    /// Both streams, standard error last.
    pub fn text(&self) -> String {
        let text = format!("{}\n{}", self.stdout.trim_end(), self.stderr.trim_end());
        text.trim_matches('\n').to_owned()
    }
}

/// Runs `command` without input for at most `limit`. Calls `watch` with each line of its standard error as
/// it arrives.
pub fn run(
    mut command: Command,
    limit: Duration,
    mut watch: impl FnMut(&str),
) -> io::Result<Output> {
    let end = Instant::now() + limit;
    command.stdout(Stdio::piped()).stderr(Stdio::piped());
    command.stdin(Stdio::null());
    let mut child = ProcessGroup::spawn(command)?;
    let (send, parts) = mpsc::channel();
    let stdout = child.0.stdout.take().map(|stream| pump(stream, Stream::Out, send.clone()));
    let stderr = child.0.stderr.take().map(|stream| pump(stream, Stream::Err, send));
    let pumps = [stdout, stderr].into_iter().flatten().collect::<io::Result<Vec<_>>>();
    let pumps = pumps.inspect_err(|_| child.kill())?;

    let mut texts = [Vec::new(), Vec::new()];
    let mut partial_line = String::new();
    let mut timed_out = false;
    // The channel closes when both streams are at their end.
    loop {
        match parts.recv_timeout(end.saturating_duration_since(Instant::now())) {
            Ok((stream, part)) => {
                if stream == Stream::Err {
                    partial_line.push_str(&String::from_utf8_lossy(&part));
                    while let Some((line, rest)) = partial_line.split_once('\n') {
                        watch(line);
                        partial_line = rest.to_owned();
                    }
                }
                let text = &mut texts[stream as usize];
                let room = CAPTURED.saturating_sub(text.len()).min(part.len());
                text.extend_from_slice(&part[..room]);
            }
            Err(RecvTimeoutError::Disconnected) => break,
            Err(RecvTimeoutError::Timeout) => {
                timed_out = true;
                child.kill();
                break;
            }
        }
    }
    let status = child.0.wait()?;
    for thread in pumps {
        // After a kill a grandchild may still hold the stream open.
        if !timed_out {
            let _ = thread.join();
        }
    }
    let [stdout, stderr] = texts.map(|text| String::from_utf8_lossy(&text).into_owned());
    let exit = if timed_out { ExitKind::TimedOut } else { exit_kind(status) };
    Ok(Output { exit, stdout, stderr })
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Stream {
    Out,
    Err,
}

fn pump(
    mut from: impl Read + Send + 'static,
    stream: Stream,
    to: mpsc::Sender<(Stream, Vec<u8>)>,
) -> io::Result<thread::JoinHandle<()>> {
    thread::Builder::new().spawn(move || {
        let mut buffer = [0; 8192];
        while let Ok(count) = from.read(&mut buffer) {
            if count == 0 || to.send((stream, buffer[..count].to_vec())).is_err() {
                return;
            }
        }
    })
}

#[cfg(unix)]
fn exit_kind(status: ExitStatus) -> ExitKind {
    use std::os::unix::process::ExitStatusExt;
    match (status.code(), status.signal()) {
        (Some(code), _) => ExitKind::Code(code),
        (None, signal) => ExitKind::Crashed(signal.unwrap_or_default()),
    }
}

#[cfg(not(unix))]
fn exit_kind(status: ExitStatus) -> ExitKind {
    match status.code() {
        Some(code) if code >= 0 => ExitKind::Code(code),
        code => ExitKind::Crashed(code.unwrap_or_default()),
    }
}

#[cfg(all(test, unix))]
mod tests {
    use std::env;

    use super::*;
    use crate::parallel;

    /// std reads the size of a stack once, so the test runs in a process of its own.
    #[test]
    fn a_machine_without_threads_is_no_panic() {
        const STACK: &str = "RUST_MIN_STACK";
        const TOO_LARGE: &str = "100000000000000";
        if env::var_os(STACK).is_some_and(|size| size == TOO_LARGE) {
            assert_eq!(parallel::map_with(3, &[1, 2, 3], |n| n * n), [1, 4, 9]);
            let error = run(Command::new("true"), Duration::from_secs(60), |_| ()).unwrap_err();
            assert!(crate::Error::io("run", "true", &error).is_shortage, "{error:?}");
            return;
        }
        let mut test = Command::new(env::current_exe().expect("a path"));
        test.args(["--exact", "process::tests::a_machine_without_threads_is_no_panic"]);
        let output = test.env(STACK, TOO_LARGE).output().expect("it starts");
        let text = String::from_utf8_lossy(&output.stdout);
        assert!(text.contains("1 passed") && output.status.success(), "{output:?}");
    }
}
