//! Schedules that were found before, run again.

use interleave::sync::atomic::{AtomicU32, Ordering::SeqCst};
use interleave::{Explorer, FailureKind, thread};

/// Two threads add one, a number of times each, and may lose one.
fn count(rounds: u32) -> impl Fn() {
    move || {
        let count = AtomicU32::new(0);
        thread::scope(|scope| {
            for _ in 0..2 {
                scope.spawn(|| {
                    for _ in 0..rounds {
                        count.store(count.load(SeqCst) + 1, SeqCst);
                    }
                });
            }
        });
        assert_eq!(count.load(SeqCst), 2 * rounds);
    }
}

#[test]
fn the_same_schedule_fails_in_the_same_way() {
    let found = Explorer::new().check(count(1)).unwrap_err();
    let again = Explorer::new().replay(&found.execution.schedule, count(1)).unwrap_err();
    assert_eq!((again.kind, &again.message), (found.kind, &found.message));
    assert_eq!(again.execution.schedule, found.execution.schedule);
}

#[test]
fn a_schedule_of_other_code_is_called_that() {
    let found = Explorer::new().check(count(2)).unwrap_err();
    let failure = Explorer::new().replay(&found.execution.schedule, count(0)).unwrap_err();
    assert_eq!(failure.kind, FailureKind::Misuse);
    assert_eq!(
        failure.message,
        "this schedule no longer fits: the code has changed since\n\
         None of its 10 steps fits any more. Run the whole test again."
    );
}
