//! A time limit for work on real threads.
use std::panic::resume_unwind;
use std::time::Duration;

use interleave::thread;

use crate::size;

/// Runs `work` on a real thread and returns its result, so that a deadlock fails one test instead of
/// blocking it forever.
///
/// # Panics
/// If `work` panics or takes more than ten seconds.
#[track_caller]
pub fn with_timeout<T: Send + 'static>(work: impl FnOnce() -> T + Send + 'static) -> T {
    let thread = thread::spawn(move || (work(), size::take()));
    wait_until(&|| thread.is_finished());
    match thread.join() {
        Ok((value, sizes)) => {
            size::add(sizes);
            value
        }
        Err(payload) => resume_unwind(payload),
    }
}

#[track_caller]
fn wait_until(is_finished: &dyn Fn() -> bool) {
    for _ in 0..10_000 {
        if is_finished() {
            return;
        }
        thread::sleep(Duration::from_millis(1));
    }
    panic!("not finished after ten seconds: a thread waits for something that never happens");
}
