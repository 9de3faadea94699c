//! A time limit for work on real threads.
use std::panic::resume_unwind;
use std::time::Duration;

use interleave::thread;

use crate::size;

/// Most work has finished after this many polls, a millisecond each.
const EARLY_POLLS: u32 = 1000;

/// How many later polls make an interval of half a second.
const POLLS: u32 = 50;

/// An interval is idle if the process uses at most this much CPU time in it. On a busy machine it gets more than this
/// if a thread can run, and the thread that polls needs less.
const IDLE_CPU_TIME: Duration = Duration::from_millis(10);

/// How many idle intervals in a row are too many. The watchdog of the engine is less patient with loops, and more with
/// threads that wait.
const MAX_IDLE: u32 = 10;

/// Runs `work` on a real thread and returns its result, so that a deadlock fails one test instead of
/// blocking it forever.
///
/// # Panics
/// If `work` panics, or has not finished although no thread has run for five seconds. It may take as long as it likes
/// on a busy machine.
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
    let finishes = |polls: u32, milliseconds| {
        (0..polls).any(|_| {
            thread::sleep(Duration::from_millis(milliseconds));
            is_finished()
        })
    };
    if is_finished() || finishes(EARLY_POLLS, 1) {
        return;
    }
    let mut idle = 0;
    while idle < MAX_IDLE {
        let before = interleave::cpu_time();
        if finishes(POLLS, 10) {
            return;
        }
        idle = if is_idle(before, interleave::cpu_time()) { idle + 1 } else { 0 };
    }
    panic!(
        "not finished, and no thread has run for five seconds: a thread waits for something that never happens"
    );
}

/// Whether the process did nothing between these CPU times. Unknown ones say nothing against it.
fn is_idle(before: Option<Duration>, after: Option<Duration>) -> bool {
    let used = before.zip(after).map(|(before, after)| after.saturating_sub(before));
    used.is_none_or(|used| used <= IDLE_CPU_TIME)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_process_is_idle_unless_it_works() {
        let at = |milliseconds| Some(Duration::from_millis(milliseconds));
        assert!(is_idle(at(100), at(105)), "the thread that polls");
        assert!(!is_idle(at(100), at(120)), "a thread that gets a twenty-fifth of a CPU");
        assert!(is_idle(None, None));
    }

    #[test]
    #[should_panic(expected = "a thread waits for something that never happens")]
    fn a_thread_that_waits_forever_is_noticed() {
        with_timeout(|| {
            loop {
                std::thread::park();
            }
        });
    }
}
