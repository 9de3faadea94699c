//! Children that have children: whoever grades ends all of them together, and leaves none behind.
use std::process::{Child, Command};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::{io, mem};

/// Whether each child gets a group of its own. Otherwise Ctrl-C reaches all of them by itself.
static APART: AtomicBool = AtomicBool::new(false);

static RUNNING: Groups = Groups(Mutex::new(Vec::new()));

/// From now on children are in groups of their own. Ctrl-C reaches only this process, which has to
/// call [`end_all`] then.
pub fn apart() {
    APART.store(true, Ordering::Relaxed);
}

/// Ends every child, with all the children that it has, and lets nobody start another: who calls
/// this is about to end as well.
pub fn end_all() {
    RUNNING.end_all();
}

/// The groups that run now.
struct Groups(Mutex<Vec<u32>>);

impl Groups {
    fn list(&self) -> MutexGuard<'_, Vec<u32>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// No group runs that is not in the list.
    fn spawn(&self, command: &mut Command) -> io::Result<Child> {
        #[cfg(unix)]
        std::os::unix::process::CommandExt::process_group(command, 0);
        let mut running = self.list();
        let child = command.spawn()?;
        running.push(child.id());
        Ok(child)
    }

    fn end_all(&self) {
        let running = self.list();
        for group in running.iter() {
            end(*group);
        }
        // Who sees a child end would start the next one: it waits for us, and ends with us.
        mem::forget(running);
    }
}

/// A child, and what it has started.
pub struct Source(pub Child);

impl Source {
    pub fn spawn(mut command: Command) -> io::Result<Self> {
        match APART.load(Ordering::Relaxed) {
            true => RUNNING.spawn(&mut command),
            false => command.spawn(),
        }
        .map(Self)
    }

    pub fn kill(&mut self) {
        if APART.load(Ordering::Relaxed) {
            end(self.0.id());
        }
        // It may have ended by itself.
        let _ = self.0.kill();
    }
}

impl Drop for Source {
    fn drop(&mut self) {
        if !APART.load(Ordering::Relaxed) {
            return;
        }
        // What it has left behind must not go on.
        end(self.0.id());
        RUNNING.list().retain(|group| *group != self.0.id());
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
    fn all_groups_end_with_all_their_children_and_nobody_starts_another() {
        // Not the list of this process: other tests run beside this one.
        let groups = Groups(Mutex::new(Vec::new()));
        let mut children = [(); 2].map(|()| {
            let mut shell = Command::new("sh");
            shell.args(["-c", "sleep 1000 & echo begun; wait"]).stdout(Stdio::piped());
            let mut child = groups.spawn(&mut shell).expect("a shell");
            let mut stdout = child.stdout.take().expect("a pipe");
            let mut begun = [0; 5];
            std::io::Read::read_exact(&mut stdout, &mut begun).expect("the shell speaks");
            (child, stdout)
        });
        groups.end_all();
        for (child, stdout) in &mut children {
            assert!(!child.wait().expect("it ends").success());
            // The pipe is closed once the sleeper, who holds it too, is gone.
            let mut rest = String::new();
            std::io::Read::read_to_string(stdout, &mut rest).expect("the end of the pipe");
            assert_eq!(rest.trim(), "");
        }
        assert!(groups.0.try_lock().is_err(), "another child could begin");
    }
}
