//! Which mutant is active. The switch is outside of the model, so no schedule depends on it.
use std::collections::BTreeSet;
use std::env;
use std::ffi::OsString;
use std::fs::OpenOptions;
use std::io::Write;
use std::sync::{LazyLock, Mutex};
use std::thread;

static ACTIVE: LazyLock<u32> = LazyLock::new(|| {
    env::var("MUTANT").ok().and_then(|number| number.parse().ok()).unwrap_or(0)
});

/// With this number, every switched function panics.
const CANARY: u32 = u32::MAX;

/// The file for the functions that each test calls, if it was asked for.
static REACHED_FILE: LazyLock<Option<OsString>> = LazyLock::new(|| env::var_os("MUTANT_REACHED"));

static REACHED: Mutex<BTreeSet<(String, u32)>> = Mutex::new(BTreeSet::new());

/// The number of the active mutant; 0 is the answer itself. `function` is the caller.
pub fn at(function: u32) -> u32 {
    if let Some(file) = &*REACHED_FILE {
        record(file, function);
    }
    assert!(*ACTIVE != CANARY, "the canary dies");
    *ACTIVE
}

/// All simulated threads of a test run on the thread of the test, which has its name.
fn record(file: &OsString, function: u32) {
    let test = thread::current().name().unwrap_or_default().to_owned();
    if REACHED.lock().is_ok_and(|mut reached| reached.insert((test.clone(), function))) {
        let file = OpenOptions::new().create(true).append(true).open(file);
        let line = format!("{test} {function}\n");
        // Without the line, the test would seem not to call the function.
        file.and_then(|mut file| file.write_all(line.as_bytes())).expect("the file is writable");
    }
}
