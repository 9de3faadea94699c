//! Put into a crate whose mutants are switched: which one is on, and how many rounds of loops have been
//! made, so that a loop without end is known by a count.
use ::std::env;
use ::std::fs;
use ::std::process;
use ::std::sync::LazyLock;
use ::std::sync::atomic::{AtomicU64, Ordering};

static ACTIVE: LazyLock<u64> = LazyLock::new(|| number("ENGINE_MUTANT").unwrap_or(0));

static LIMIT: LazyLock<u64> = LazyLock::new(|| number("ENGINE_ROUNDS").unwrap_or(u64::MAX));

static ROUNDS: AtomicU64 = AtomicU64::new(0);

/// Who has made more rounds than the limit ends with this.
const ENDLESS: i32 = 88;

fn number(name: &str) -> Option<u64> {
    env::var(name).ok()?.parse().ok()
}

/// The number of the mutant that is on; 0 is none.
#[inline]
pub(crate) fn on() -> u64 {
    *ACTIVE
}

/// Another round of a loop. Their number is noted in powers of two.
#[inline]
pub(crate) fn round() {
    let rounds = ROUNDS.fetch_add(1, Ordering::Relaxed) + 1;
    if rounds > *LIMIT {
        process::exit(ENDLESS);
    }
    if rounds.is_power_of_two()
        && let Some(folder) = env::var_os("ENGINE_NOTES")
    {
        // A test may run its own program once more.
        let file = format!("{}-{}", env!("CARGO_PKG_NAME"), process::id());
        let file = ::std::path::Path::new(&folder).join(file);
        fs::write(file, rounds.to_string()).expect("the notes are writable");
    }
}
