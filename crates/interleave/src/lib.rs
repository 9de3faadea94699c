//! A model checker for plain std programs: every interleaving that matters, and why one fails.

pub use ::std::*;

pub use refused::{env, fs, hint, net, os, panic, process};

pub mod sync;
pub mod thread;
pub mod time;

mod answer;
mod clock;
mod context;
mod coroutine;
mod event;
mod execution;
mod explore;
mod failure;
mod handle;
mod history;
mod known;
mod objects;
mod op;
mod panics;
mod print;
mod refused;
mod report;
mod runtime;
mod schedule;
mod scheduler;
mod search;
mod session;
mod thread_set;
mod trace;
mod verdict;
mod watchdog;

pub use explore::Explorer;
pub use failure::{Bound, Coverage, Execution, Failure, FailureKind, Outcomes, Survey};
pub use history::{History, NotLinearizable};
pub use schedule::{Schedule, ScheduleError};
pub use session::on_real_threads;
pub use thread_set::MAX_THREADS;
pub use watchdog::ENDLESS_LOOP;

/// Explores every interleaving of `body`.
///
/// # Panics
/// If one fails, with a report.
pub fn check(body: impl Fn()) -> Coverage {
    Explorer::new().check(body).unwrap_or_else(|failure| panic!("{failure}"))
}

/// Explores every interleaving of `body` and collects its results.
///
/// # Panics
/// If one fails, with a report.
pub fn outcomes<T: Ord>(body: impl Fn() -> T) -> Outcomes<T> {
    Explorer::new().outcomes(body).unwrap_or_else(|failure| panic!("{failure}"))
}

/// What the macros of this crate need of the real std.
#[doc(hidden)]
pub mod __real {
    pub use ::std::thread::LocalKey;
    pub use ::std::{eprint, eprintln, format, print, println, thread_local};

    /// Whether the caller runs inside an exploration.
    pub fn is_inside() -> bool {
        crate::coroutine::is_inside()
    }
}
