#![doc = include_str!("../README.md")]
#![expect(clippy::test_attr_in_doctest, reason = "the README shows tests that tests/ runs")]

pub use ::std::*;

use report::{alternative, call_stack, messages, op, op_result, schedule, thread_set, trace};

#[cfg(feature = "deny-io")]
pub use forbidden::{env, fs, net, os, process};
pub use forbidden::{hint, panic};

pub mod collections;
pub mod hash;
pub mod io;
pub mod sync;
pub mod thread;
pub mod time;

mod allocations;
mod arc_queries;
mod classify;
mod clock;
mod config;
mod context;
mod coroutine;
mod cpu_time;
mod event;
mod execution;
mod explorer;
mod forbidden;
mod happens_before;
mod heap;
mod history;
mod last_operation;
mod locals;
mod object_handle;
mod objects;
mod panic_count;
mod panics;
mod pool;
mod print;
mod readiness;
mod runtime;
mod scheduler;
mod search;
mod session;
mod stack_overflow;
mod watchdog;

pub use cpu_time::cpu_time;
pub use explorer::{Explorer, Tally};
pub use heap::Heap;
pub use history::{History, NotLinearizable};
pub use report::exit_code;
pub use report::{
    Action, Bound, Choices, Coverage, Execution, Explanation, Failure, FailureKind, Fold, Gap,
    NextStep, ObjectState, Operation, Outcomes, OutcomesWithFailures, PossibleResult, Primitive,
    Schedule, ScheduleError, ThreadState, Timeline, TimelineStep,
};
pub use session::on_real_threads;
pub use thread_set::MAX_THREADS;

/// Explores every interleaving of `body`.
///
/// ```
/// use interleave::{sync::Mutex, thread};
///
/// let coverage = interleave::check(|| {
///     let count = Mutex::new(0);
///     thread::scope(|scope| {
///         for _ in 0..2 {
///             scope.spawn(|| *count.lock().unwrap() += 1);
///         }
///     });
///     assert_eq!(count.into_inner().unwrap(), 2);
/// });
/// assert_eq!(coverage.to_string(), "complete: 2 executions");
/// ```
///
/// # Panics
/// With a report, if an interleaving fails.
pub fn check(body: impl Fn()) -> Coverage {
    Explorer::new().check(body).unwrap_or_else(|failure| panic!("{failure}"))
}

/// Explores every interleaving of `body` and collects its results.
///
/// ```
/// use interleave::{sync::mpsc, thread};
///
/// let first = interleave::outcomes(|| {
///     let (sender, receiver) = mpsc::channel();
///     let other = sender.clone();
///     thread::spawn(move || sender.send('a'));
///     thread::spawn(move || other.send('b'));
///     receiver.recv().unwrap()
/// });
/// assert!(first.seen.into_keys().eq(['a', 'b']));
/// ```
///
/// # Panics
/// With a report, if an interleaving fails.
pub fn outcomes<T: Ord>(body: impl Fn() -> T) -> Outcomes<T> {
    Explorer::new().outcomes(body).unwrap_or_else(|failure| panic!("{failure}"))
}

/// Whether code asks how many owners an `Arc` has, for [`Explorer::reference_counts`].
#[doc(hidden)]
pub fn asks_for_owners(source: &str) -> bool {
    arc_queries::are_found(source)
}

/// The test that explores in this process, or did last, and the number of its executions so far: for a user who
/// waits.
#[doc(hidden)]
pub fn executions_so_far() -> (String, u64) {
    watchdog::executions_so_far()
}

/// The items of the real std that the macros of this crate use.
#[doc(hidden)]
pub mod __real {
    pub use ::std::string::String;
    pub use ::std::thread::LocalKey;
    pub use ::std::{eprint, eprintln, format, print, println, thread_local};

    /// Adds to the trace what `println`, or another of these macros, prints.
    #[track_caller]
    pub fn record(mut text: String, with: &str) {
        if with.ends_with("ln") {
            text.push('\n');
        }
        crate::print::record(text);
    }

    /// Whether the caller runs inside an exploration.
    pub fn is_inside() -> bool {
        crate::coroutine::is_inside()
    }
}
