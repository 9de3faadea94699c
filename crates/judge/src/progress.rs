//! Tells the command how far a test is that takes long.
use std::path::PathBuf;
use std::sync::Once;
use std::time::Duration;
use std::{env, thread};

use protocol::{Progress, environment};

/// How often the progress is observed.
const INTERVAL: Duration = Duration::from_millis(250);

/// A test that is still the same after this many intervals takes long.
const LONG: u32 = 4;

/// Starts to write the progress of this process, if a command asks for it.
pub(crate) fn start() {
    static STARTED: Once = Once::new();
    STARTED.call_once(|| {
        let Some(file) = env::var_os(environment::PROGRESS).filter(|file| !file.is_empty()) else {
            return;
        };
        // Without this thread a user sees less.
        let thread = thread::Builder::new().name("progress".to_owned());
        let _ = thread.spawn(|| write_to(file.into()));
    });
}

fn write_to(file: PathBuf) {
    let (mut before, mut intervals) = (String::new(), 0);
    loop {
        thread::sleep(INTERVAL);
        let (test, executions) = interleave::executions_so_far();
        intervals = if test == before { intervals + 1 } else { 0 };
        before.clone_from(&test);
        // A command that has ended may have removed the folder.
        if intervals >= LONG && (Progress { test, executions }).write(&file).is_err() {
            return;
        }
    }
}
