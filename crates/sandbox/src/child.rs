//! Starts a job in a child process, which confines itself before it becomes the job.
use std::ffi::{CString, OsStr};
use std::fs::File;
use std::io::{Read, Write};
use std::os::fd::OwnedFd;
use std::os::unix::ffi::OsStrExt;
use std::process::exit;

use nix::sys::socket::{AddressFamily, SockFlag, SockType, socketpair};
use nix::unistd::{Pid, dup2_stderr, dup2_stdin, dup2_stdout, setsid};

use crate::confinement::Confinement;
use crate::fork::{Fork, fork};
use crate::job::Job;
use crate::limits;

/// A job that runs.
#[derive(Debug)]
pub(crate) struct Running {
    pub(crate) process: Pid,
    /// The other end of its standard input.
    pub(crate) socket: OwnedFd,
    pub(crate) stdout: OwnedFd,
    pub(crate) stderr: OwnedFd,
}

/// Starts a job, in a mount namespace if it has one. The error says why it did not start.
pub(crate) fn start(
    job: &Job,
    confinement: &Confinement,
    mounts: Option<&File>,
) -> Result<Running, String> {
    let pipe = || pipe().map_err(|error| format!("cannot create a pipe: {error}"));
    let flags = SockFlag::empty();
    let (socket, stdin) = socketpair(AddressFamily::Unix, SockType::Stream, None, flags)
        .map_err(|error| format!("cannot create a socket: {error}"))?;
    let ((stdout, to_stdout), (stderr, to_stderr), (failure, to_failure)) =
        (pipe()?, pipe()?, pipe()?);
    for fd in [&socket, &stdin] {
        set_cloexec(fd)?;
    }
    match fork().map_err(|error| format!("cannot fork: {error}"))? {
        Fork::Child => {
            drop((socket, stdout, stderr, failure));
            let streams = [stdin, to_stdout, to_stderr];
            let Err(reason) = become_job(job, confinement, mounts, streams);
            // The pipe closes without a message if the job starts.
            let _ = File::from(to_failure).write_all(reason.as_bytes());
            #[expect(clippy::disallowed_methods, reason = "this process has no other thread")]
            exit(127);
        }
        Fork::Parent(process) => {
            drop((stdin, to_stdout, to_stderr, to_failure));
            let mut reason = String::new();
            // The pipe closes when the job starts or the child ends.
            let _ = File::from(failure).read_to_string(&mut reason);
            match reason.is_empty() {
                true => Ok(Running { process, socket, stdout, stderr }),
                false => Err(reason),
            }
        }
    }
}

/// A pipe that a job does not inherit.
fn pipe() -> nix::Result<(OwnedFd, OwnedFd)> {
    #[cfg(target_os = "linux")]
    return nix::unistd::pipe2(nix::fcntl::OFlag::O_CLOEXEC);
    #[cfg(not(target_os = "linux"))]
    {
        let (read, write) = nix::unistd::pipe()?;
        for fd in [&read, &write] {
            let _ = set_cloexec(fd);
        }
        Ok((read, write))
    }
}

fn set_cloexec(fd: &OwnedFd) -> Result<(), String> {
    use nix::fcntl::{FcntlArg, FdFlag, fcntl};
    fcntl(fd, FcntlArg::F_SETFD(FdFlag::FD_CLOEXEC))
        .map(drop)
        .map_err(|error| format!("cannot close a descriptor: {error}"))
}

/// Confines this process and replaces it by the job. Returns only if that fails.
fn become_job(
    job: &Job,
    confinement: &Confinement,
    mounts: Option<&File>,
    [stdin, stdout, stderr]: [OwnedFd; 3],
) -> Result<std::convert::Infallible, String> {
    let failed = |what: &str| {
        let what = what.to_owned();
        move |error: nix::Error| format!("cannot {what}: {error}")
    };
    setsid().map_err(failed("create a session"))?;
    dup2_stdin(stdin).map_err(failed("redirect"))?;
    dup2_stdout(stdout).map_err(failed("redirect"))?;
    dup2_stderr(stderr).map_err(failed("redirect"))?;
    limits::set(job).map_err(failed("set limits"))?;
    #[cfg(target_os = "linux")]
    confine(job, confinement, mounts)?;
    #[cfg(not(target_os = "linux"))]
    let _ = (confinement, mounts);
    if let crate::Access::Compiler { folder, .. } = &job.access {
        let folder = confinement.folder(folder);
        std::env::set_current_dir(folder)
            .map_err(|error| format!("cannot enter {}: {error}", folder.display()))?;
    }
    let (arguments, environment) = (arguments(job)?, environment(job)?);
    execute(job, confinement, &arguments, &environment)
}

fn c_string(text: &OsStr) -> Result<CString, String> {
    CString::new(text.as_bytes()).map_err(|_| format!("{} contains a zero byte", text.display()))
}

fn arguments(job: &Job) -> Result<Vec<CString>, String> {
    let name = [job.program.as_os_str()].into_iter();
    name.chain(job.arguments.iter().map(|argument| argument.as_os_str())).map(c_string).collect()
}

fn environment(job: &Job) -> Result<Vec<CString>, String> {
    let variable = |(name, value): &(String, std::ffi::OsString)| {
        let mut text = std::ffi::OsString::from(format!("{name}="));
        text.push(value);
        c_string(&text)
    };
    job.environment.iter().map(variable).collect()
}

#[cfg(target_os = "linux")]
fn confine(job: &Job, confinement: &Confinement, mounts: Option<&File>) -> Result<(), String> {
    use nix::sys::prctl;
    use nix::sys::signal::Signal;
    prctl::set_pdeathsig(Signal::SIGKILL).map_err(|error| error.to_string())?;
    mounts.map_or(Ok(()), crate::root::enter)?;
    prctl::set_no_new_privs().map_err(|error| format!("cannot give up privileges: {error}"))?;
    if confinement.landlock > 0 {
        crate::ruleset::restrict(job, confinement)?;
    }
    Ok(())
}

/// Starts the executable by its descriptor, which closes at that moment: the filter of a test allows no
/// other way to start a program.
#[cfg(target_os = "linux")]
fn execute(
    job: &Job,
    confinement: &Confinement,
    arguments: &[CString],
    environment: &[CString],
) -> Result<std::convert::Infallible, String> {
    use nix::fcntl::{AtFlags, OFlag, open};
    use nix::sys::stat::Mode;
    use nix::unistd::execveat;
    use std::os::fd::AsRawFd;
    let flags = OFlag::O_PATH | OFlag::O_CLOEXEC;
    let program = open(&job.program, flags, Mode::empty())
        .map_err(|error| format!("cannot open {}: {error}", job.program.display()))?;
    if confinement.seccomp {
        crate::filter::install(&job.access, program.as_raw_fd())?;
    }
    execveat(&program, c"", arguments, environment, AtFlags::AT_EMPTY_PATH)
        .map_err(|error| format!("cannot start {}: {error}", job.program.display()))
}

#[cfg(not(target_os = "linux"))]
fn execute(
    _: &Job,
    _: &Confinement,
    arguments: &[CString],
    environment: &[CString],
) -> Result<std::convert::Infallible, String> {
    nix::unistd::execve(&arguments[0], arguments, environment)
        .map_err(|error| format!("cannot start the program: {error}"))
}
