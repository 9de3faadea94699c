//! Part of a mutated crate: which mutant is active, which functions with mutants a test calls, and how many
//! loop iterations have run, so that an endless loop is detected by counting.
use ::std::env;
use ::std::fs::OpenOptions;
use ::std::io::Write;
use ::std::path::PathBuf;
use ::std::process;
use ::std::sync::LazyLock;
use ::std::sync::atomic::{AtomicBool, AtomicU64, Ordering};

static ACTIVE: LazyLock<u64> = LazyLock::new(|| number("ENGINE_MUTANT").unwrap_or(0));

static LIMIT: LazyLock<u64> = LazyLock::new(|| number("ENGINE_ITERATIONS").unwrap_or(u64::MAX));

/// Where the counts and the functions of a test are written, if they were asked for.
static RECORD: LazyLock<Option<PathBuf>> =
    LazyLock::new(|| env::var_os("ENGINE_RECORD").map(PathBuf::from));

static ITERATIONS: AtomicU64 = AtomicU64::new(0);

/// The functions that were called, by the number of their first mutant.
static CALLED: [AtomicBool; 1 << 13] = [const { AtomicBool::new(false) }; 1 << 13];

/// The exit code of a process that exceeds the limit.
const ENDLESS: i32 = 97;

fn number(name: &str) -> Option<u64> {
    env::var(name).ok()?.parse().ok()
}

/// The number of the active mutant, or 0 if no mutant is active. The caller is the function whose first
/// mutant has this number.
#[inline]
pub(crate) fn active(function: usize) -> u64 {
    if RECORD.is_some() && !CALLED[function].swap(true, Ordering::Relaxed) {
        record("called", &format!("{function}\n"));
    }
    *ACTIVE
}

/// Counts a loop iteration. The count is written to a file at every power of two.
#[inline]
pub(crate) fn iteration() {
    let count = ITERATIONS.fetch_add(1, Ordering::Relaxed) + 1;
    if count > *LIMIT {
        process::exit(ENDLESS);
    }
    if count.is_power_of_two() && RECORD.is_some() {
        record("count", &format!("{count}\n"));
    }
}

/// Adds a line to a file of this process. A test may start its own program again.
#[cold]
fn record(what: &str, line: &str) {
    let Some(folder) = &*RECORD else { return };
    let file = folder.join(format!("{what}-{}-{}", env!("CARGO_PKG_NAME"), process::id()));
    let file = OpenOptions::new().create(true).append(true).open(file);
    file.and_then(|mut file| file.write_all(line.as_bytes())).expect("the record is writable");
}
