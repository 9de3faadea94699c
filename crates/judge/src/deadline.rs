//! A deadline for work on real threads.
use interleave::thread;
use std::panic::resume_unwind;
use std::time::Duration;

/// Runs `work` on a thread of its own, so that a solution that blocks forever cannot block the test.
///
/// # Panics
/// If `work` panics, or if it has not returned after ten seconds.
#[track_caller]
pub fn within_ten_seconds<T: Send + 'static>(work: impl FnOnce() -> T + Send + 'static) -> T {
    let thread = thread::spawn(work);
    for _ in 0..10_000 {
        if thread.is_finished() {
            return thread.join().unwrap_or_else(|panic| resume_unwind(panic));
        }
        thread::sleep(Duration::from_millis(1));
    }
    panic!("still not done after ten seconds: a thread is blocked forever");
}
