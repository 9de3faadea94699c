//! The supervisor: a process with one thread, which starts jobs and ends them.
use std::env;
use std::io::{self, BufReader, Stdin};
use std::process::exit;
use std::time::Duration;

use nix::sys::wait::{WaitStatus, waitpid};
use nix::unistd::Pid;

use crate::confinement::Confinement;
use crate::job::{Ended, Exit, Job};
use crate::layer::{Layer, Options};
use crate::{SUPERVISOR, child, processes, watch, wire};

/// Becomes the supervisor if this process was started as one. Call it first in `main`.
pub fn supervise_if_asked() {
    let mut arguments = env::args().skip(1);
    if arguments.next().as_deref() == Some(SUPERVISOR) {
        let options = arguments.next().and_then(|json| serde_json::from_str(&json).ok());
        let succeeded = options.is_some_and(|options| supervise(options).is_ok());
        #[expect(clippy::disallowed_methods, reason = "this process has no other thread")]
        exit(i32::from(!succeeded));
    }
}

fn supervise(options: Options) -> io::Result<()> {
    close_inherited();
    #[cfg(target_os = "linux")]
    if options.namespaces {
        return match crate::namespaces::enter() {
            // This process only waits: the namespaces end with their first process.
            Ok(Some(first)) => end_with(first),
            Ok(None) => serve(options),
            Err(reason) => wire::write(&mut io::stdout(), &Err::<Vec<Layer>, _>(reason)),
        };
    }
    serve(Options { namespaces: false, ..options })
}

/// Closes everything but the standard streams: whatever started the grader may have left files and sockets open, and
/// a job would inherit them.
fn close_inherited() {
    let fds = std::fs::read_dir("/dev/fd").into_iter().flatten().flatten();
    let fds = fds.filter_map(|entry| entry.file_name().to_str()?.parse::<i32>().ok());
    for fd in fds.filter(|fd| *fd > 2).collect::<Vec<i32>>() {
        // The one that has read the list is closed already.
        let _ = nix::unistd::close(fd);
    }
}

#[cfg_attr(not(target_os = "linux"), expect(dead_code, reason = "there are no namespaces"))]
fn end_with(process: Pid) -> io::Result<()> {
    match waitpid(process, None) {
        Ok(WaitStatus::Exited(_, 0)) => Ok(()),
        _ => Err(io::Error::other("the supervisor was killed")),
    }
}

fn serve(options: Options) -> io::Result<()> {
    processes::adopt_orphans();
    let confinement = confine(options);
    #[cfg(target_os = "linux")]
    let mut roots = crate::root::Roots::default();
    let mut results = io::stdout();
    wire::write(&mut results, &Ok::<_, String>(layers(&confinement)))?;
    let mut requests: BufReader<Stdin> = BufReader::with_capacity(1, io::stdin());
    while let Some(mut job) = wire::read::<Job>(&mut requests)?
        && let Some(input) = wire::read_bytes(&mut requests)?
    {
        job.input = String::from_utf8(input).map_err(io::Error::other)?;
        #[cfg(target_os = "linux")]
        let mounts = confinement.namespaces.then(|| roots.of(&job)).transpose();
        #[cfg(not(target_os = "linux"))]
        let mounts = Ok(None);
        let started = mounts.and_then(|mounts| child::start(&job, &confinement, mounts));
        let ended = started.map_or_else(not_started, |running| watch::watch(running, &job));
        processes::kill_all();
        wire::write(&mut results, &ended)?;
    }
    processes::kill_all();
    Ok(())
}

#[cfg(target_os = "linux")]
fn confine(options: Options) -> Confinement {
    let Options { namespaces, landlock, seccomp } = options;
    Confinement {
        namespaces,
        landlock: crate::ruleset::abi().min(landlock),
        seccomp: seccomp && crate::filter::is_available(),
    }
}

#[cfg(not(target_os = "linux"))]
fn confine(_: Options) -> Confinement {
    Confinement { namespaces: false, landlock: 0, seccomp: false }
}

fn layers(confinement: &Confinement) -> Vec<Layer> {
    let landlock = (confinement.landlock > 0).then_some(Layer::Landlock(confinement.landlock));
    [
        Some(Layer::Limits),
        confinement.seccomp.then_some(Layer::Seccomp),
        landlock,
        confinement.namespaces.then_some(Layer::Namespaces),
    ]
    .into_iter()
    .flatten()
    .collect()
}

/// The end of a job that could not be started.
fn not_started(reason: String) -> Ended {
    let [stdout, stderr, record] = [const { String::new() }; 3];
    Ended { exit: Exit::NotStarted(reason), stdout, stderr, record, used: Duration::ZERO }
}
