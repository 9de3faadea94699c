//! Each result that an operation can have beside others, and why std allows it.

use crate::alternative::{Alternative, Waiter};
use crate::names::Names;

/// A result as a player chooses it; `row` is the step as the table shows it.
pub(crate) fn alternative(result: Alternative, row: Option<&str>, names: &Names) -> String {
    match result {
        Alternative::Waits(Waiter::Condvar) => "waits until it is notified".to_owned(),
        Alternative::Waits(Waiter::Park) => "waits until it is unparked".to_owned(),
        Alternative::TimesOut(_) => "times out".to_owned(),
        Alternative::WakesSpuriously(_) => "wakes up spuriously".to_owned(),
        Alternative::Overtakes => "gets the lock before the writer that waits".to_owned(),
        Alternative::Queues => "waits behind the writer".to_owned(),
        Alternative::Refused => "fails, because a writer waits".to_owned(),
        Alternative::Wakes(thread) => format!("wakes {}", names.thread(thread)),
        Alternative::Newest
        | Alternative::ReadsOlder
        | Alternative::WritesOlder
        | Alternative::Succeeds
        | Alternative::FailsSpuriously => row.unwrap_or("this result").to_owned(),
    }
}

/// Why a result is allowed, in one sentence, and the page of std that says so.
pub fn why_allowed(result: Alternative) -> (&'static str, &'static str) {
    match result {
        Alternative::Waits(Waiter::Condvar) => (
            "A wait lasts until another thread notifies the condition variable.",
            "std::sync::Condvar::wait",
        ),
        Alternative::Waits(Waiter::Park) => (
            "park blocks until another thread calls unpark, which leaves a token.",
            "std::thread::park",
        ),
        Alternative::TimesOut(Waiter::Condvar) => (
            "The other threads may take longer than the timeout, which has no upper bound either.",
            "std::sync::Condvar::wait_timeout",
        ),
        Alternative::TimesOut(Waiter::Park) => (
            "The other threads may take longer than the timeout, which has no upper bound either.",
            "std::thread::park_timeout",
        ),
        Alternative::WakesSpuriously(Waiter::Condvar) => (
            "A wait may end although no thread called notify, so check its condition in a loop.",
            "std::sync::Condvar::wait",
        ),
        Alternative::WakesSpuriously(Waiter::Park) => (
            "park may return although no thread called unpark, so check its condition in a loop.",
            "std::thread::park",
        ),
        Alternative::Overtakes => (
            "Whether a reader or a writer goes first depends on the operating system.",
            "std::sync::RwLock",
        ),
        Alternative::Queues => (
            "On some systems a reader waits behind a writer, even if another reader has the lock.",
            "std::sync::RwLock",
        ),
        Alternative::Refused => (
            "On some systems a waiting writer keeps new readers out, so the lock counts as taken.",
            "std::sync::RwLock::try_read",
        ),
        Alternative::Wakes(_) => (
            "notify_one wakes one of the threads that wait; you cannot rely on which.",
            "std::sync::Condvar::notify_one",
        ),
        Alternative::Newest => (
            "The result is as if all operations of all threads happened one after the other.",
            "std::sync::atomic",
        ),
        Alternative::ReadsOlder => (
            "Without an Acquire load of a Release store, a newer value need not be visible yet.",
            "std::sync::atomic::Ordering",
        ),
        Alternative::WritesOlder => (
            "Stores to one atomic have one order for all threads, which need not be the order in time.",
            "std::sync::atomic::Ordering",
        ),
        Alternative::Succeeds => (
            "The value is the expected one.",
            "std::sync::atomic::AtomicUsize::compare_exchange_weak",
        ),
        Alternative::FailsSpuriously => (
            "A weak compare-exchange may fail although the value is the expected one.",
            "std::sync::atomic::AtomicUsize::compare_exchange_weak",
        ),
    }
}
