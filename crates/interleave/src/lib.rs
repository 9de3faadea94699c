//! A model checker for plain std programs: every interleaving that matters, and why one fails.
//!
//! This program is wrong, and goes right nearly always:
//!
//! ```no_run
//! use std::sync::atomic::{AtomicU32, Ordering::SeqCst};
//! use std::thread;
//!
//! let visitors = AtomicU32::new(0);
//! thread::scope(|scope| {
//!     for _ in 0..2 {
//!         scope.spawn(|| visitors.store(visitors.load(SeqCst) + 1, SeqCst));
//!     }
//! });
//! assert_eq!(visitors.load(SeqCst), 2);
//! ```
//!
//! Explored, it fails every time, in the same way:
//!
//! ```
//! # extern crate interleave as std;
//! use std::sync::atomic::{AtomicU32, Ordering::SeqCst};
//! use std::thread;
//!
//! let failure = interleave::Explorer::new()
//!     .check(|| {
//!         let visitors = AtomicU32::new(0);
//!         thread::scope(|scope| {
//!             for _ in 0..2 {
//!                 scope.spawn(|| visitors.store(visitors.load(SeqCst) + 1, SeqCst));
//!             }
//!         });
//!         assert_eq!(visitors.load(SeqCst), 2);
//!     })
//!     .unwrap_err();
//! assert_eq!(failure.execution.preemptions, 1);
//! println!("{failure}"); // who did what, in a column a thread, and what to try
//! ```
//!
//! The code under test is untouched: a test crate says `#[macro_use] extern crate interleave as std;`
//! at its root, and every `std::…` path below it means this crate, which is std with its own `sync`,
//! `thread` and `time` in front; with `extern crate interleave as core;` every `core::…` path, too.
//! Outside of an exploration they are the real ones.
//!
//! # What is modelled
//!
//! | std | under exploration |
//! |---|---|
//! | `sync::{Mutex, RwLock}` | with poisoning; a reader gets in whenever no writer is inside |
//! | `sync::Condvar` | any waiter may be woken; a wait may end for no reason; a timeout fires or not |
//! | `sync::{Barrier, Once, OnceLock, LazyLock}` | as std documents them |
//! | `sync::mpsc` | all of it |
//! | `sync::atomic` | the memory model of C++20, to which Rust refers: stale reads, stores that become older than ones executed before them, release sequences, fences, any order of what is `SeqCst`; a weak exchange may fail for no reason; at most two stale reads in a row of one location by one thread; no *load buffering*: see below |
//! | `sync::{Arc, Weak}` | std's own, because `Arc<dyn Fn()>`, `Arc<[T]>` and `self: Arc<Self>` are for std's alone on stable Rust; what a thread owns is dropped before it can be joined, so `try_unwrap`, `into_inner`, `get_mut` and `make_mut` are right after a `join`; the drop of a clone is no step of its own, so that not every order of it with `strong_count`, `Weak::upgrade` and those is seen, and a bug of this kind can be missed |
//! | `thread` | `spawn`, `scope`, `Builder`, `JoinHandle`, `park`, `unpark`, `sleep`, `yield_now`, `current`, `available_parallelism`; 32 threads at most |
//! | `thread_local!` | a value for each simulated thread, made afresh in each execution |
//! | `time::Instant` | virtual: a thread's clock is the longest chain of sleeps that came before; it moves too for whoever only looks at it, or waits in a loop for a moment to come |
//! | `hint::spin_loop` | says that the thread waits |
//! | loops that look, wait or receive again and again | those that give up after so many rounds do all of them; more than 2,000 looks, or 100 waits of a thread that end by themselves, are called bounded; those that never would give up go on with the first change: who counts their rounds sees 26 looks at most, one wait of a thread that ends for no reason, and two too early |
//! | `println!` and its like | silent, but for their arguments |
//! | state in a `static` | atomics, `Once`, `OnceLock`, `LazyLock` (of a function), and locks around `()`, a number, a `bool`, a `char`, a `&str` or an `Option` of one begin afresh in each execution; what a `OnceLock` or a `LazyLock` held is never dropped, as in every `static`; what else survives is refused |
//! | `time::SystemTime`, `fs`, `net`, `process`, `env`, `os`, the panic hook | absent: to use them is a compile error |
//! | `sync::atomic::AtomicPtr` | absent: to read through it takes `unsafe` |
//! | `as_ptr` and `from_ptr` of atomics, `Builder::spawn_unchecked`, deprecated functions | absent |
//!
//! A thread that panics drops what it has one after the other, as it does at its end: others come
//! between, and a destructor may wait.
//!
//! # Memory
//!
//! The outcomes are those of C++20's axioms in which program order and reads-from have no cycle: a
//! load reads no store that only happens because of that load. C++20 allows such a cycle with relaxed
//! operations (load buffering: two threads each load one atomic and then store to the other's, and
//! both loads read what is stored after the other). No compiler is known to bring values out of thin
//! air, and some processors do reorder a load with a later store; that one outcome is never shown
//! here, and not by loom either: code that is wrong only there passes.
//!
//! `cargo run --release -p peers --bin axioms litmus` prints the outcomes beside the axioms for the
//! classic shapes with each placement of orders.
//!
//! # What a verdict rests on
//!
//! The search is source-DPOR with sleep sets (Abdulla, Aronis, Jonsson, Sagonas, POPL 2014): one
//! execution for each order of dependent operations. [`Coverage`] says whether it saw everything.
//! Where it did not end within its budget, schedules with few preemptions were tried, then schedules
//! by chance, and it says so. Budgets are counted, never timed: the same code gives the same bytes.

pub use ::std::*;

use report::{messages, op, op_result, schedule, thread_set, trace};

#[cfg(feature = "deny-io")]
pub use forbidden::{env, fs, net, os, process};
pub use forbidden::{hint, panic};

pub mod sync;
pub mod thread;
pub mod time;

mod classify;
mod clock;
mod context;
mod coroutine;
mod cpu_time;
mod event;
mod execution;
mod explore;
mod forbidden;
mod happens_before;
mod heap;
mod history;
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

pub use explore::Explorer;
pub use heap::Heap;
pub use history::{History, NotLinearizable};
pub use report::exit_code;
pub use report::{
    Bound, Coverage, Execution, Failure, FailureKind, Operation, Outcomes, OutcomesWithFailures,
    Primitive, Schedule, ScheduleError, ThreadState, Timeline, TimelineStep,
};
pub use session::on_real_threads;
pub use thread_set::MAX_THREADS;

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
