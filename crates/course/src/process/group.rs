//! Process groups: a child and all its descendants, which are killed together.
use std::process::{Child, Command};
use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, Ordering};
use std::{io, mem};

use crate::parallel::lock;

/// Whether each child gets a process group of its own. Otherwise Ctrl-C reaches the children too.
static ISOLATED: AtomicBool = AtomicBool::new(false);

static RUNNING: Groups = Groups(Mutex::new(Vec::new()));

/// Gives each later child a process group of its own. Ctrl-C then reaches only this process, which has to
/// call [`kill_all`].
pub fn isolate() {
    ISOLATED.store(true, Ordering::Relaxed);
}

/// Kills every child with its descendants, and blocks every later spawn: the caller is about to exit.
pub fn kill_all() {
    RUNNING.kill_all();
}

/// The process groups that are running.
struct Groups(Mutex<Vec<u32>>);

impl Groups {
    /// Spawns under the lock, so that every running group is in the list.
    fn spawn(&self, command: &mut Command) -> io::Result<Child> {
        #[cfg(unix)]
        std::os::unix::process::CommandExt::process_group(command, 0);
        let mut running = lock(&self.0);
        let child = command.spawn()?;
        running.push(child.id());
        Ok(child)
    }

    fn kill_all(&self) {
        let running = lock(&self.0);
        for group in running.iter() {
            kill(*group);
        }
        // A thread that sees its child exit would spawn the next one: it blocks on this lock instead.
        mem::forget(running);
    }
}

/// A child and everything that it has started.
pub struct ProcessGroup(pub Child);

impl ProcessGroup {
    pub fn spawn(mut command: Command) -> io::Result<Self> {
        match ISOLATED.load(Ordering::Relaxed) {
            true => RUNNING.spawn(&mut command),
            false => command.spawn(),
        }
        .map(Self)
    }

    pub fn kill(&mut self) {
        if ISOLATED.load(Ordering::Relaxed) {
            kill(self.0.id());
        }
        // It may have exited by itself.
        let _ = self.0.kill();
    }
}

impl Drop for ProcessGroup {
    fn drop(&mut self) {
        if ISOLATED.load(Ordering::Relaxed) {
            // Grandchildren may still be running.
            kill(self.0.id());
            lock(&RUNNING.0).retain(|group| *group != self.0.id());
        }
    }
}

/// std cannot kill a group. Every Unix has a program that can, and a crate for it would cost each student
/// two seconds.
#[cfg(unix)]
fn kill(group: u32) {
    let mut kill = Command::new("kill");
    kill.args(["-KILL", "--", &format!("-{group}")]).stderr(std::process::Stdio::null());
    // The group may be gone already.
    let _ = kill.status();
}

#[cfg(not(unix))]
fn kill(_: u32) {}

#[cfg(all(test, unix))]
mod tests {
    use std::io::Read;
    use std::process::{Command, Stdio};

    use super::*;

    #[test]
    fn all_groups_die_with_their_children_and_no_other_can_start() {
        // Not the shared list, because other tests run at the same time.
        let groups = Groups(Mutex::new(Vec::new()));
        let mut children = [(); 2].map(|()| {
            let mut shell = Command::new("sh");
            shell.args(["-c", "sleep 1000 & echo ready; wait"]).stdout(Stdio::piped());
            let mut child = groups.spawn(&mut shell).expect("a shell");
            let mut stdout = child.stdout.take().expect("a pipe");
            let mut ready = [0; 5];
            stdout.read_exact(&mut ready).expect("the shell is ready");
            (child, stdout)
        });
        groups.kill_all();
        for (child, stdout) in &mut children {
            assert!(!child.wait().expect("it exits").success());
            // The pipe closes when `sleep`, which also holds it open, is dead.
            let mut rest = String::new();
            stdout.read_to_string(&mut rest).expect("the end of the pipe");
            assert_eq!(rest.trim(), "");
        }
        assert!(groups.0.try_lock().is_err(), "another child could start");
    }
}
