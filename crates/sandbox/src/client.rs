//! A supervisor, as the grader sees it.
use std::io;
use std::path::Path;
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};

use crate::job::{Ended, Job};
use crate::layer::{Layer, Options, is_confined};
use crate::{SUPERVISOR, wire};

/// A supervisor process. When it is dropped, or this process ends in any way, everything that it has started
/// is killed.
#[derive(Debug)]
pub struct Sandbox {
    child: Child,
    /// The supervisor ends when this is closed.
    requests: Option<ChildStdin>,
    results: ChildStdout,
    layers: Vec<Layer>,
}

impl Sandbox {
    /// Starts `program`, which must call [`supervise_if_asked`](crate::supervise_if_asked) first in its
    /// `main`. Layers that this machine does not have are left out.
    ///
    /// # Errors
    /// If no supervisor can be started.
    pub fn start(program: &Path, options: Options) -> io::Result<Self> {
        match Self::start_exactly(program, options) {
            Err(_) if options.namespaces => {
                Self::start_exactly(program, Options { namespaces: false, ..options })
            }
            result => result,
        }
    }

    /// Like [`start`](Self::start), but fails without the namespaces that the options ask for: a machine that is short
    /// of something may not give them to every supervisor.
    ///
    /// # Errors
    /// If no such supervisor can be started.
    pub fn start_exactly(program: &Path, options: Options) -> io::Result<Self> {
        let mut command = Command::new(program);
        command.arg(SUPERVISOR).arg(serde_json::to_string(&options)?);
        // Nothing of the grader's environment is in the memory of a process that a job might reach.
        command.env_clear().current_dir("/");
        command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::null());
        #[cfg(unix)]
        std::os::unix::process::CommandExt::process_group(&mut command, 0);
        let mut child = command.spawn()?;
        let (requests, results) = (child.stdin.take(), child.stdout.take());
        let results = results.ok_or(io::ErrorKind::BrokenPipe)?;
        let mut sandbox = Self { child, requests, results, layers: Vec::new() };
        sandbox.layers = match wire::read::<Result<Vec<Layer>, String>>(&mut sandbox.results)? {
            Some(Ok(layers)) => layers,
            Some(Err(reason)) => return Err(io::Error::other(reason)),
            None => return Err(io::Error::other("the supervisor ended at once")),
        };
        Ok(sandbox)
    }

    /// The layers that are in force.
    pub fn layers(&self) -> &[Layer] {
        &self.layers
    }

    /// The options that ask for these layers.
    pub fn options(&self) -> Options {
        let landlock = self.layers.iter().filter_map(|layer| match layer {
            Layer::Landlock(abi) => Some(*abi),
            _ => None,
        });
        Options {
            namespaces: self.layers.contains(&Layer::Namespaces),
            landlock: landlock.max().unwrap_or(0),
            seccomp: self.layers.contains(&Layer::Seccomp),
        }
    }

    /// Whether a job can reach no file of this machine, no network and no process.
    pub fn is_confined(&self) -> bool {
        is_confined(&self.layers)
    }

    /// Whether every compiler sees its folder under the same path.
    pub fn has_fixed_folder(&self) -> bool {
        self.layers.contains(&Layer::Namespaces)
    }

    /// Runs a job to its end.
    ///
    /// # Errors
    /// If the supervisor has ended.
    pub fn run(&mut self, job: &Job) -> io::Result<Ended> {
        let requests = self.requests.as_mut().ok_or(io::ErrorKind::BrokenPipe)?;
        wire::write(requests, job)?;
        wire::write_bytes(requests, job.input.as_bytes())?;
        wire::read(&mut self.results)?.ok_or_else(|| io::ErrorKind::UnexpectedEof.into())
    }
}

impl Drop for Sandbox {
    fn drop(&mut self) {
        drop(self.requests.take());
        // The supervisor ends by itself, after everything that it has started.
        let _ = self.child.wait();
    }
}
