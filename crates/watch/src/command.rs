//! The course command as a child process, in a process group of its own.
use std::io;
use std::process::{Child, Stdio};

/// A running command; it is killed with all its children when dropped.
#[derive(Debug)]
pub(crate) struct RunningCommand(Child);

impl RunningCommand {
    pub(crate) fn start(arguments: &[&str]) -> io::Result<Self> {
        let mut command = course::course();
        command.args(arguments).stdin(Stdio::null());
        // With its own group, the command does not receive our Ctrl-C, and we can kill the group.
        #[cfg(unix)]
        std::os::unix::process::CommandExt::process_group(&mut command, 0);
        command.spawn().map(Self)
    }

    /// Returns whether the command succeeded, or `None` while it is running.
    pub(crate) fn try_wait(&mut self) -> io::Result<Option<bool>> {
        Ok(self.0.try_wait()?.map(|status| status.success()))
    }
}

impl Drop for RunningCommand {
    fn drop(&mut self) {
        if matches!(self.0.try_wait(), Ok(Some(_))) {
            return;
        }
        #[cfg(unix)]
        let _ = rustix::process::kill_process_group(
            rustix::process::Pid::from_child(&self.0),
            rustix::process::Signal::KILL,
        );
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}
