//! Part of a mutated crate: which mutant is active, and how many loop iterations have run, so that an
//! endless loop is detected by counting.
use ::std::env;
use ::std::fs;
use ::std::path::Path;
use ::std::process;
use ::std::sync::LazyLock;
use ::std::sync::atomic::{AtomicU64, Ordering};

static ACTIVE: LazyLock<u64> = LazyLock::new(|| number("ENGINE_MUTANT").unwrap_or(0));

static LIMIT: LazyLock<u64> = LazyLock::new(|| number("ENGINE_ITERATIONS").unwrap_or(u64::MAX));

static ITERATIONS: AtomicU64 = AtomicU64::new(0);

/// The exit code of a process that exceeds the limit.
const ENDLESS: i32 = 97;

fn number(name: &str) -> Option<u64> {
    env::var(name).ok()?.parse().ok()
}

/// The number of the active mutant, or 0 if no mutant is active.
#[inline]
pub(crate) fn active() -> u64 {
    *ACTIVE
}

/// Counts a loop iteration. The count is written to a file at every power of two.
#[inline]
pub(crate) fn iteration() {
    let count = ITERATIONS.fetch_add(1, Ordering::Relaxed) + 1;
    if count > *LIMIT {
        process::exit(ENDLESS);
    }
    if count.is_power_of_two()
        && let Some(folder) = env::var_os("ENGINE_COUNTS")
    {
        // A test may start its own program again.
        let file = format!("{}-{}", env!("CARGO_PKG_NAME"), process::id());
        fs::write(Path::new(&folder).join(file), count.to_string()).expect("the count is writable");
    }
}
