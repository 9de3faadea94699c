//! The report of a failure, and histories that are rejected.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::thread as real;

use interleave::{Explorer, History, thread};

use super::Op::{Read, Write};
use super::{Register, apply, call, is_linearizable};

#[test]
fn a_failure_lists_the_calls_of_each_thread_and_the_longest_explained_prefix() {
    let failure = Explorer::new().check(|| {
        let history = History::new();
        call(&history, Write(1), 1);
        thread::scope(|scope| {
            scope.spawn(|| call(&history, Write(2), 2));
            let reader = thread::Builder::new().name("reader".to_owned());
            let reads = || [2, 1].map(|got| call(&history, Read, got));
            reader.spawn_scoped(scope, reads).unwrap();
        });
        call(&history, Read, 2);
        history.assert_linearizable(0, apply);
    });
    let expected = "\
no order of these operations explains the results

  main
    1. Write(1) -> 1
    2. Read -> 2

  thread-1
    3. Write(2) -> 2                          overlaps 4, 5

  reader
    4. Read -> 2                              overlaps 3
    5. Read -> 1                              overlaps 3

Operations that overlap may take effect in either order: no thread could tell which came first.
The longest prefix that explains its results is 1, 3, 4.
After 4. Read by reader:
    5. Read by reader must return 2, but returned 1";
    let message = failure.unwrap_err().message;
    assert!(message.contains(expected), "{message}");
}

#[test]
fn a_failure_is_at_most_100_columns_wide() {
    let history = History::new();
    let long = "a very long key ".repeat(20);
    real::scope(|scope| {
        let (history, long) = (&history, &long);
        let name = real::Builder::new().name(long.clone());
        let slow = || {
            history.record(long.clone(), || {
                for _ in 0..62 {
                    history.record("short".to_owned(), || 0.to_string());
                }
                0.to_string()
            })
        };
        name.spawn_scoped(scope, slow).unwrap();
    });
    history.record(long.clone(), || long.clone());
    let message = history.linearize((), |(), _| 0.to_string()).unwrap_err().to_string();
    assert!(message.lines().all(|line| line.chars().count() <= 100), "{message}");
    assert!(
        message.contains(
            "  overlaps 2-63
"
        ),
        "{message}"
    );
}

fn message_of(panics: impl FnOnce()) -> String {
    let payload = catch_unwind(AssertUnwindSafe(panics)).unwrap_err();
    let text = payload.downcast_ref::<&str>().map(|text| (*text).to_owned());
    text.or_else(|| payload.downcast_ref::<String>().cloned()).unwrap()
}

#[test]
fn a_history_that_is_too_long_or_of_another_execution_is_rejected() {
    let history = Register::new();
    (0..64).for_each(|_| call(&history, Read, 0));
    assert!(is_linearizable(&history));
    assert!(message_of(|| call(&history, Read, 0)).contains("at most 64 operations"));

    let outside = Register::new();
    call(&outside, Read, 0);
    let failure = Explorer::new().check(|| call(&outside, Read, 0)).unwrap_err();
    assert!(failure.message.contains("inside the body"), "{}", failure.message);
}

#[test]
fn the_debug_text_of_a_history_has_the_number_of_its_operations() {
    let history = Register::new();
    (0..3).for_each(|_| call(&history, Read, 0));
    assert_eq!(format!("{history:?}"), "History { calls: 3 }");
}
