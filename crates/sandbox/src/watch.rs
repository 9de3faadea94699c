//! Watches a job until it ends or exceeds a limit.
use std::io;
use std::os::fd::AsFd;
use std::os::unix::fs::MetadataExt;
use std::path::Path;
use std::thread::sleep;
use std::time::{Duration, Instant};

use nix::poll::{PollFd, PollFlags, PollTimeout, poll};
use nix::sys::signal::{Signal, kill};
use nix::sys::wait::{WaitPidFlag, WaitStatus, waitpid};
use nix::unistd::{Pid, getpid};

use crate::child::Running;
use crate::job::{Access, Ended, Exit, Job, Limits};
use crate::output::{Input, Output};
use crate::processes::{self, Usage};
use crate::stopwatch::Stopwatch;

/// How often time, memory and threads are measured. Most jobs end before the first time.
const TICK: Duration = Duration::from_millis(50);

/// After how many measurements files are measured too: a folder may contain hundreds, and a disk is slower than
/// memory.
const TICKS_OF_FILES: u32 = 5;

/// Runs a job to its end.
pub(crate) fn watch(running: Running, job: &Job) -> Ended {
    let start = Instant::now();
    let Running { process, socket, stdout, stderr } = running;
    let mut streams = [socket, stdout, stderr].map(Output::new);
    let mut input = Input::new(&job.input);
    let mut stopwatch = Stopwatch::default();
    let mut last_measurement = start;
    let mut measurements = 0;
    let exit = loop {
        input.send(streams[0].from.as_ref());
        wait(&streams, input.is_open());
        streams.iter_mut().for_each(Output::read);
        if streams.iter().any(|stream| stream.count > job.limits.output) {
            break Exit::TooMuchOutput;
        }
        let mut exceeds = None;
        let elapsed = last_measurement.elapsed();
        if elapsed >= TICK {
            last_measurement += elapsed;
            measurements += 1;
            let mut usage = processes::usage(process);
            exceeds = exceeded(&usage, job, measurements % TICKS_OF_FILES == 0);
            // If even this process has to wait, it notices late what the job does.
            usage.waits.extend(processes::waits(getpid()));
            stopwatch.measure(elapsed, usage);
            exceeds = exceeds.or(out_of_time(&stopwatch, last_measurement - start, &job.limits));
        }
        // All streams close when the process exits, unless it has passed them on.
        if let Some(exit) = exited(process) {
            streams.iter_mut().for_each(Output::read);
            break exit;
        }
        if let Some(exit) = exceeds {
            break exit;
        }
    };
    if !matches!(exit, Exit::Code(_) | Exit::Signal(_)) {
        let _ = kill(process, Signal::SIGKILL);
    }
    let [record, stdout, stderr] = streams.map(Output::into_text);
    Ended { exit, stdout, stderr, record, used: stopwatch.used(last_measurement.elapsed()) }
}

/// Whether the job has used its time, or has run too long.
fn out_of_time(stopwatch: &Stopwatch, elapsed: Duration, limits: &Limits) -> Option<Exit> {
    match (stopwatch.used(Duration::ZERO) >= limits.time, elapsed >= limits.wall) {
        (true, _) => Some(Exit::Timeout),
        (_, true) => Some(Exit::Overloaded),
        _ => None,
    }
}

/// The limit that the job exceeds, if any.
fn exceeded(usage: &Usage, job: &Job, with_files: bool) -> Option<Exit> {
    let Limits { memory, threads, disk, .. } = job.limits;
    if usage.memory > memory {
        return Some(Exit::OutOfMemory);
    }
    if usage.threads > threads {
        return Some(Exit::TooManyThreads);
    }
    match &job.access {
        Access::Compiler { folder, .. } if with_files => {
            (size(folder) > disk).then_some(Exit::TooMuchDisk)
        }
        _ => None,
    }
}

/// The least that a file takes, in bytes: empty files use up a disk too.
const MIN_FILE: u64 = 4096;

/// The size of all files in a folder, in bytes. Links are not followed.
fn size(folder: &Path) -> u64 {
    let entries = std::fs::read_dir(folder).into_iter().flatten().flatten();
    let sizes = entries.map(|entry| match entry.metadata() {
        Ok(data) if data.is_dir() => size(&entry.path()).saturating_add(MIN_FILE),
        Ok(data) => data.blocks().saturating_mul(512).max(MIN_FILE),
        Err(_) => 0,
    });
    sizes.fold(0, u64::saturating_add)
}

/// Waits until a stream can be read or the socket written, the grader has ended, or some time has passed.
fn wait(streams: &[Output; 3], is_writing: bool) {
    let stdin = io::stdin();
    let open = streams.iter().filter_map(|stream| stream.from.as_ref());
    let mut fds: Vec<PollFd<'_>> =
        open.map(|fd| PollFd::new(fd.as_fd(), PollFlags::POLLIN)).collect();
    if is_writing && let Some(socket) = &streams[0].from {
        fds.push(PollFd::new(socket.as_fd(), PollFlags::POLLOUT));
    }
    if fds.is_empty() {
        return sleep(Duration::from_millis(1));
    }
    fds.push(PollFd::new(stdin.as_fd(), PollFlags::empty()));
    let tick = PollTimeout::try_from(TICK).unwrap_or(PollTimeout::ZERO);
    let _ = poll(&mut fds, tick);
    let grader = fds.last().and_then(PollFd::revents).unwrap_or(PollFlags::empty());
    if grader.intersects(PollFlags::POLLHUP | PollFlags::POLLERR) {
        abandon();
    }
}

/// Ends this process, and with it everything that it has started.
fn abandon() {
    processes::kill_all();
    #[expect(clippy::disallowed_methods, reason = "this process has no other thread")]
    std::process::exit(1);
}

/// How the process has ended, if it has.
fn exited(process: Pid) -> Option<Exit> {
    match waitpid(process, Some(WaitPidFlag::WNOHANG)) {
        Ok(WaitStatus::Exited(_, code)) => Some(Exit::Code(code)),
        Ok(WaitStatus::Signaled(_, signal, _)) => Some(Exit::Signal(signal as i32)),
        Ok(_) | Err(nix::Error::EINTR) => None,
        Err(error) => Some(Exit::NotStarted(format!("cannot wait for it: {error}"))),
    }
}
