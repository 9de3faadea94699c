//! A time limit for tests on real threads, so that a deadlock fails one test instead of hanging it.
use interleave::thread;
use interleave::time::Duration;
use std::panic::resume_unwind;

/// Runs `work` on a real thread of its own and returns its result.
///
/// # Panics
///
/// If `work` panics, or takes more than ten seconds.
#[track_caller]
pub fn with_timeout<T: Send + 'static>(work: impl FnOnce() -> T + Send + 'static) -> T {
    let thread = thread::spawn(work);
    for _ in 0..10_000 {
        if thread.is_finished() {
            return thread.join().unwrap_or_else(|panic| resume_unwind(panic));
        }
        thread::sleep(Duration::from_millis(1));
    }
    panic!("not finished after ten seconds: a thread waits for something that never happens");
}
