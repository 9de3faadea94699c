//! The environment variables of a test process. None of them can make a test pass.
use std::env;

/// All variables of the course begin with this prefix.
pub const PREFIX: &str = "COURSE_";

/// The directory for the records of the tests: see [`record_dir`](crate::record_dir).
pub const RECORD_DIR: &str = "COURSE_RECORD_DIR";

/// If it is [`STDIN`], the test reads a [`Request`](crate::Request) from its standard input, a socket, and
/// writes its record to the same socket instead of to a directory.
pub const REQUEST: &str = "COURSE_REQUEST";

/// The value of [`REQUEST`].
pub const STDIN: &str = "stdin";

/// If set, a failing test also writes its interleaving as a [`Timeline`](crate::Timeline).
pub const TRACE: &str = "COURSE_TRACE";

/// The one interleaving to run, as [`Replay::request`](crate::Replay::request) writes it; other tests
/// are skipped.
pub const REPLAY: &str = "COURSE_REPLAY";

/// If set, a test with a [`REPLAY`] stops at the first choice after its schedule, and writes a
/// [`Turn`](crate::Turn) for a player: [`ASK`], [`DECIDED`], [`RUN`] or
/// [`COUNT`].
pub const PLAY: &str = "COURSE_PLAY";

/// Stops after the last operation of the schedule if that has several results.
pub const ASK: &str = "ask";

/// The result of the last operation is chosen too.
pub const DECIDED: &str = "decided";

/// Runs to the end, without a preemption after the schedule.
pub const RUN: &str = "run";

/// Counts how many interleavings fail instead.
pub const COUNT: &str = "count";

/// The source of a mutant, if that is not the file of the exercise. Only reports depend on it.
pub const EXERCISE: &str = "COURSE_EXERCISE";

/// The width of the terminal, if it is not 80. Only the layout of reports depends on it.
pub const COLUMNS: &str = "COURSE_COLUMNS";

/// The width without a terminal.
pub const DEFAULT_COLUMNS: usize = 80;

/// If set, records have a [`TerminalReport`](crate::TerminalReport). No verdict depends on it.
pub const TERMINAL: &str = "COURSE_TERMINAL";

/// If set, reports color the rows of each thread. Nothing else depends on it.
pub const COLORS: &str = "COURSE_COLORS";

/// If set, a failure is reported with its message only, without a search for a simpler execution and without an
/// explanation. The verdict is the same.
pub const VERDICT_ONLY: &str = "COURSE_VERDICT_ONLY";

/// The number of executions after which an exploration ends without falling back on a bounded search.
/// A solution that needs more gets no verdict, so this is for mutants.
pub const NO_FALLBACK_AFTER: &str = "COURSE_NO_FALLBACK_AFTER";

/// If set, changed outcomes of the solutions are written for review with insta.
pub const REVIEW_SNAPSHOTS: &str = "COURSE_REVIEW_SNAPSHOTS";

/// The executable of the main command, for the commands that it starts.
pub const COMMAND: &str = "COURSE_COMMAND";

/// The number of columns of reports: [`COLUMNS`], if it is set, within reason.
pub fn columns() -> usize {
    let columns = env::var(COLUMNS).ok().and_then(|columns| columns.parse().ok());
    columns.map_or(DEFAULT_COLUMNS, |columns: usize| columns.clamp(40, 160))
}

/// The file to which a test that takes longer than a second writes its [`Progress`](crate::Progress).
pub const PROGRESS: &str = "COURSE_PROGRESS";

/// If set, the user presses keys of `watch` instead of typing commands.
pub const KEYS: &str = "COURSE_KEYS";

/// Whether a variable is set and not empty.
pub fn is_set(name: &str) -> bool {
    env::var_os(name).is_some_and(|value| !value.is_empty())
}
