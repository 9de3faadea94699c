//! Panics that are answers to a question need no message and no backtrace.
use std::cell::Cell;
use std::panic::{self, AssertUnwindSafe};
use std::sync::Once;
use std::thread;

thread_local! {
    static QUIET: Cell<bool> = const { Cell::new(false) };
}

/// Runs `ask`, and returns the message of its panic if it panics.
pub(crate) fn catch<T>(ask: impl FnOnce() -> T) -> Result<T, String> {
    static INSTALLED: Once = Once::new();
    INSTALLED.call_once(|| {
        // Shuttle's own hook speaks of every panic, of ours too: it has to be the inner one.
        crate::shuttle_peer::warm_up();
        let hook = panic::take_hook();
        panic::set_hook(Box::new(move |info| {
            if !QUIET.get() {
                hook(info);
            }
        }));
    });
    QUIET.set(true);
    let answer: thread::Result<T> = panic::catch_unwind(AssertUnwindSafe(ask));
    QUIET.set(false);
    answer.map_err(|payload| {
        let text = payload.downcast_ref::<String>().map(String::as_str);
        text.or(payload.downcast_ref::<&str>().copied()).unwrap_or("a panic").to_owned()
    })
}
