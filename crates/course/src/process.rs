//! Running a program to its end, or to the end of our patience.
pub mod group;

use std::io::{self, Read, Write};
use std::process::{Command, ExitStatus, Stdio};
use std::sync::mpsc::{self, RecvTimeoutError};
use std::thread;
use std::time::{Duration, Instant};

use group::Source;

/// Of each stream no more than this is kept; the rest is read and dropped.
const KEPT: usize = 1 << 20;

/// How a program ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum How {
    Code(i32),
    /// It died: a signal, or the exception that Windows calls by a negative code.
    Crashed(i32),
    /// It was ended from outside because the limit had passed.
    TimedOut,
}

/// A program that has ended, and what it said.
#[derive(Debug)]
pub struct Ended {
    pub how: How,
    pub stdout: String,
    pub stderr: String,
}

impl Ended {
    pub fn succeeded(&self) -> bool {
        self.how == How::Code(0)
    }

    /// It did not end by itself, or not as the test harness ends (0, or 101 when a test failed).
    pub fn died(&self) -> bool {
        !matches!(self.how, How::Code(0 | 101))
    }

    /// Both streams, the errors last.
    pub fn said(&self) -> String {
        let said = format!("{}\n{}", self.stdout.trim_end(), self.stderr.trim_end());
        said.trim_matches('\n').to_owned()
    }
}

/// Runs `command` without input, for at most `limit`; every line that it writes to its standard
/// error is shown to `watch` as it comes.
pub fn run(command: Command, limit: Duration, watch: impl FnMut(&str)) -> io::Result<Ended> {
    run_with(command, "", limit, watch)
}

/// The same with a short text as its input.
pub fn run_with(
    mut command: Command,
    input: &str,
    limit: Duration,
    mut watch: impl FnMut(&str),
) -> io::Result<Ended> {
    let end = Instant::now() + limit;
    command.stdout(Stdio::piped()).stderr(Stdio::piped());
    command.stdin(if input.is_empty() { Stdio::null() } else { Stdio::piped() });
    let mut child = Source::spawn(command)?;
    if let Some(mut stdin) = child.0.stdin.take() {
        // Whoever does not read it does not get it.
        let _ = stdin.write_all(input.as_bytes());
    }
    let (send, parts) = mpsc::channel();
    let stdout = child.0.stdout.take().map(|stream| pump(stream, Stream::Out, send.clone()));
    let stderr = child.0.stderr.take().map(|stream| pump(stream, Stream::Err, send));

    let mut texts = [Vec::new(), Vec::new()];
    let mut unfinished_line = String::new();
    let mut timed_out = false;
    // The channel closes when both streams have ended: with the program, or because it was killed.
    loop {
        match parts.recv_timeout(end.saturating_duration_since(Instant::now())) {
            Ok((stream, part)) => {
                if stream == Stream::Err {
                    unfinished_line.push_str(&String::from_utf8_lossy(&part));
                    while let Some((line, rest)) = unfinished_line.split_once('\n') {
                        watch(line);
                        unfinished_line = rest.to_owned();
                    }
                }
                let text = &mut texts[stream as usize];
                let room = KEPT.saturating_sub(text.len()).min(part.len());
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
    for thread in [stdout, stderr].into_iter().flatten() {
        // After a kill a grandchild may still hold the stream: nobody waits for that.
        if !timed_out {
            let _ = thread.join();
        }
    }
    let [stdout, stderr] = texts.map(|text| String::from_utf8_lossy(&text).into_owned());
    let how = if timed_out { How::TimedOut } else { how_of(status) };
    Ok(Ended { how, stdout, stderr })
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
) -> thread::JoinHandle<()> {
    thread::spawn(move || {
        let mut buffer = [0; 8192];
        while let Ok(count) = from.read(&mut buffer) {
            if count == 0 || to.send((stream, buffer[..count].to_vec())).is_err() {
                return;
            }
        }
    })
}

#[cfg(unix)]
fn how_of(status: ExitStatus) -> How {
    use std::os::unix::process::ExitStatusExt;
    match (status.code(), status.signal()) {
        (Some(code), _) => How::Code(code),
        (None, signal) => How::Crashed(signal.unwrap_or_default()),
    }
}

#[cfg(not(unix))]
fn how_of(status: ExitStatus) -> How {
    match status.code() {
        Some(code) if code >= 0 => How::Code(code),
        code => How::Crashed(code.unwrap_or_default()),
    }
}
