//! Replays schedules of earlier explorations.

use interleave::sync::atomic::{AtomicU32, Ordering::SeqCst};
use interleave::{Explorer, FailureKind, Schedule, thread};

/// Two threads each add one several times, and may lose an update.
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
fn replaying_a_schedule_fails_in_the_same_way() {
    let found = Explorer::new().check(count(1)).unwrap_err();
    let again = Explorer::new().replay(&found.execution.schedule, count(1)).unwrap_err();
    assert_eq!((again.kind, &again.message), (found.kind, &found.message));
    assert_eq!(again.execution.schedule, found.execution.schedule);
}

#[test]
fn a_schedule_of_other_code_is_stale() {
    let found = Explorer::new().check(count(2)).unwrap_err();
    let failure = Explorer::new().replay(&found.execution.schedule, count(0)).unwrap_err();
    assert_eq!(failure.kind, FailureKind::StaleSchedule);
    assert_eq!(
        failure.message,
        "this schedule is stale: the code has changed since it was recorded\n\
         None of its 10 steps fits anymore. Run the whole test again."
    );
}

/// The code has replaced an operation with more results.
#[test]
fn a_result_that_does_not_exist_is_the_last_one() {
    let body = || {
        let cell = AtomicU32::new(0);
        assert_eq!(cell.compare_exchange_weak(0, 1, SeqCst, SeqCst), Ok(0));
    };
    let failure = Explorer::new().replay(&"0v9".parse().unwrap(), body).unwrap_err();
    assert_eq!(failure.execution.schedule.to_string(), "0v1");
}

#[test]
fn preemptions_are_minimal_only_after_a_search_for_the_minimum() {
    let minimized = Explorer::new().check(count(1)).unwrap_err().execution;
    let first = Explorer::new().first_failure().check(count(1)).unwrap_err().execution;
    assert_eq!((minimized.preemptions, minimized.fewest), (1, true));
    assert_eq!((first.preemptions, first.fewest), (1, false));
}

#[test]
fn schedules_round_trip_through_text() {
    for text in ["", "0", "31", "0x5.1.0v1", "0.1.0", "2v1x2.2", "0x65535"] {
        assert_eq!(text.parse::<Schedule>().unwrap().to_string(), text);
    }
    for (text, short) in [("0.0", "0x2"), (".1..1.", "1x2"), ("3v0x1", "3"), ("1x0.2", "2")] {
        assert_eq!(text.parse::<Schedule>().unwrap().to_string(), short);
    }
}

#[test]
fn an_invalid_step_of_a_schedule_is_named() {
    for step in ["32", "-1", "a", "x2", "0x", "0v", "0v256", "0x65536", "0x2v1"] {
        let error = format!("0.{step}.1").parse::<Schedule>().unwrap_err();
        assert_eq!(
            error.to_string(),
            format!("`{step}` is not a step of a schedule, such as `1`, `1x3` or `1v2x3`")
        );
    }
}
