//! Catches panics without printing them.
use crate::shuttle_config::config;
use shuttle::Runner;
use shuttle::scheduler::DfsScheduler;
use std::cell::Cell;
use std::panic::{self, AssertUnwindSafe};
use std::sync::Once;
use std::thread;

thread_local! {
    static SILENCED: Cell<bool> = const { Cell::new(false) };
}

/// Runs `f` and returns its panic message if it panics.
///
/// # Errors
/// The message of the panic.
pub fn catch<T>(f: impl FnOnce() -> T) -> Result<T, String> {
    static HOOK: Once = Once::new();
    HOOK.call_once(|| {
        // shuttle installs a hook when it first runs, which prints every panic. It has to be the inner
        // one, and it keeps this configuration.
        Runner::new(DfsScheduler::new(Some(1), false), config()).run(|| {});
        let hook = panic::take_hook();
        panic::set_hook(Box::new(move |info| {
            if !SILENCED.get() {
                hook(info);
            }
        }));
    });
    SILENCED.set(true);
    let result: thread::Result<T> = panic::catch_unwind(AssertUnwindSafe(f));
    SILENCED.set(false);
    result.map_err(|payload| {
        let text = payload.downcast_ref::<String>().map(String::as_str);
        text.or(payload.downcast_ref::<&str>().copied()).unwrap_or("a panic").to_owned()
    })
}
