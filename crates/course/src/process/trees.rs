//! Children that have children: whoever grades ends all of them together, and leaves none behind.
use std::io;
use std::process::{Child, Command};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Mutex, PoisonError};

/// Whether each child gets a group of its own. Otherwise Ctrl-C reaches all of them by itself.
static APART: AtomicBool = AtomicBool::new(false);

/// The groups that run now.
static RUNNING: Mutex<Vec<u32>> = Mutex::new(Vec::new());

/// From now on children are in groups of their own. Ctrl-C reaches only this process, which has to
/// call [`end_all`] then.
pub(crate) fn apart() {
    APART.store(true, Ordering::Relaxed);
}

/// Ends every child, with all the children that it has.
pub fn end_all() {
    let running = RUNNING.lock().unwrap_or_else(PoisonError::into_inner);
    for group in running.iter() {
        end(*group);
    }
}

/// A child, and what it has started.
pub(crate) struct Tree(pub(crate) Child);

impl Tree {
    pub(crate) fn spawn(mut command: Command) -> io::Result<Self> {
        let apart = APART.load(Ordering::Relaxed);
        #[cfg(unix)]
        if apart {
            std::os::unix::process::CommandExt::process_group(&mut command, 0);
        }
        let child = command.spawn()?;
        if apart {
            RUNNING.lock().unwrap_or_else(PoisonError::into_inner).push(child.id());
        }
        Ok(Self(child))
    }

    pub(crate) fn kill(&mut self) {
        if APART.load(Ordering::Relaxed) {
            end(self.0.id());
        }
        // It may have ended by itself.
        let _ = self.0.kill();
    }
}

impl Drop for Tree {
    fn drop(&mut self) {
        if !APART.load(Ordering::Relaxed) {
            return;
        }
        // What it has left behind must not go on.
        end(self.0.id());
        let mut running = RUNNING.lock().unwrap_or_else(PoisonError::into_inner);
        running.retain(|group| *group != self.0.id());
    }
}

/// std has no way to end a group, but every Unix has a program for it.
#[cfg(unix)]
fn end(group: u32) {
    let mut kill = Command::new("kill");
    kill.args(["-KILL", "--", &format!("-{group}")]).stderr(std::process::Stdio::null());
    let _ = kill.status();
}

#[cfg(not(unix))]
fn end(_: u32) {}

#[cfg(all(test, unix))]
mod tests {
    use std::process::{Command, Stdio};

    use super::*;

    #[test]
    fn a_group_ends_with_all_its_children() {
        // Not by `apart`, which is for the whole process: other tests run beside this one.
        let mut shell = Command::new("sh");
        shell.args(["-c", "sleep 1000 & echo begun; wait"]).stdout(Stdio::piped());
        std::os::unix::process::CommandExt::process_group(&mut shell, 0);
        let mut child = shell.spawn().expect("a shell");
        let mut stdout = child.stdout.take().expect("a pipe");
        let mut begun = [0; 5];
        std::io::Read::read_exact(&mut stdout, &mut begun).expect("the shell speaks");
        end(child.id());
        assert!(!child.wait().expect("it ends").success());
        // The pipe is closed once the sleeper, who holds it too, is gone.
        let mut rest = String::new();
        std::io::Read::read_to_string(&mut stdout, &mut rest).expect("the end of the pipe");
        assert_eq!(rest.trim(), "");
    }
}
