//! The course command, running for us. It ends with all its own children when we want that.
use std::io;
use std::process::{Child, Stdio};
use std::time::Duration;

/// How often a running child is looked at.
pub(crate) const GLANCE: Duration = Duration::from_millis(10);

/// A running command.
#[derive(Debug)]
pub(crate) struct Running(Child);

impl Running {
    pub(crate) fn start(arguments: &[&str]) -> io::Result<Self> {
        let mut command = course::course();
        command.args(arguments).stdin(Stdio::null());
        // A group of its own: Ctrl-C is for us, and we end the whole group.
        #[cfg(unix)]
        std::os::unix::process::CommandExt::process_group(&mut command, 0);
        command.spawn().map(Self)
    }

    /// Whether it succeeded, once it has ended.
    pub(crate) fn ended(&mut self) -> io::Result<Option<bool>> {
        Ok(self.0.try_wait()?.map(|status| status.success()))
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        if matches!(self.0.try_wait(), Ok(Some(_))) {
            return;
        }
        #[cfg(unix)]
        if let Ok(group) = i32::try_from(self.0.id())
            && let Some(group) = rustix::process::Pid::from_raw(group)
        {
            let _ = rustix::process::kill_process_group(group, rustix::process::Signal::KILL);
        }
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}
