//! Which mutant is on, and who asks: outside of the model, so that no schedule depends on it.
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

/// With this number on, everyone who asks panics.
const CANARY: u32 = u32::MAX;

/// The file that notes who has asked in which test, if anybody wants to know.
static NOTES: LazyLock<Option<OsString>> = LazyLock::new(|| env::var_os("MUTANT_REACHED"));

static ASKED: Mutex<BTreeSet<(String, u32)>> = Mutex::new(BTreeSet::new());

/// The number of the mutant that is on; 0 is the answer itself. `function` is who asks.
pub fn at(function: u32) -> u32 {
    if let Some(file) = &*NOTES {
        note(file, function);
    }
    assert!(*ACTIVE != CANARY, "the canary dies");
    *ACTIVE
}

/// All simulated threads of a test share its own, which has its name.
fn note(file: &OsString, function: u32) {
    let test = thread::current().name().unwrap_or_default().to_owned();
    if ASKED.lock().is_ok_and(|mut asked| asked.insert((test.clone(), function))) {
        let file = OpenOptions::new().create(true).append(true).open(file);
        // Without the note a test would pass for one that never comes here.
        let noted = file.and_then(|mut file| file.write_all(format!("{test} {function}\n").as_bytes()));
        noted.expect("the notes are writable");
    }
}
