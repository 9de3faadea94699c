//! Histories: which calls come before which, and what a failure says.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::mpsc;

use interleave::sync::Mutex;
use interleave::sync::atomic::{AtomicU32, Ordering::SeqCst};
use interleave::{Explorer, FailureKind, History, thread};

#[derive(Clone, Copy, Debug, PartialEq)]
enum Op {
    Write(u32),
    Read,
}
use Op::{Read, Write};

type Register = History<Op, u32>;

/// A write answers with what it writes.
fn apply(value: &mut u32, op: &Op) -> u32 {
    if let Write(new) = *op {
        *value = new;
    }
    *value
}

fn is_linearizable(history: &Register) -> bool {
    history.linearize(0, apply).is_ok()
}

/// Records a call that does nothing at all.
fn call(history: &Register, op: Op, result: u32) {
    history.record(op, || result);
}

/// The verdicts on the history of `body` in all executions, and how many there were.
fn verdicts(body: impl Fn(&Register)) -> (Vec<bool>, u64) {
    let outcomes = Explorer::new().outcomes(|| {
        let history = History::new();
        body(&history);
        is_linearizable(&history)
    });
    let outcomes = outcomes.unwrap();
    assert!(outcomes.coverage.is_complete());
    (
        outcomes.seen.into_keys().collect(),
        outcomes.coverage.executions,
    )
}

/// The verdict where it is the same in all executions.
fn verdict(body: impl Fn(&Register)) -> bool {
    match verdicts(body).0.as_slice() {
        [verdict] => *verdict,
        verdicts => panic!("{verdicts:?}"),
    }
}

#[test]
fn one_after_the_other_the_calls_must_agree_with_the_model_in_their_order() {
    for inside in [false, true] {
        let check = |calls: &[(Op, u32)]| {
            let body =
                |history: &Register| calls.iter().for_each(|(op, got)| call(history, *op, *got));
            match inside {
                true => verdict(body),
                false => {
                    let history = History::new();
                    body(&history);
                    is_linearizable(&history)
                }
            }
        };
        assert!(check(&[]));
        assert!(check(&[
            (Read, 0),
            (Write(1), 1),
            (Read, 1),
            (Write(2), 2),
            (Read, 2)
        ]));
        assert!(!check(&[(Read, 0), (Write(1), 1), (Read, 0)]));
        assert!(!check(&[(Write(1), 1), (Write(2), 2), (Read, 1)]));
    }
}

#[test]
fn calls_of_threads_that_know_nothing_of_each_other_overlap() {
    let two = |first: [(Op, u32); 2], second: [(Op, u32); 2]| {
        verdict(|history| {
            thread::scope(|scope| {
                for calls in [first, second] {
                    scope.spawn(move || calls.map(|(op, got)| call(history, op, got)));
                }
            });
        })
    };
    let writes = [(Write(1), 1), (Write(2), 2)];
    for reads in [[0, 0], [0, 1], [0, 2], [1, 1], [1, 2], [2, 2]] {
        assert!(two(writes, reads.map(|got| (Read, got))), "{reads:?}");
        assert!(two(reads.map(|got| (Read, got)), writes), "{reads:?}");
    }
    for reads in [[1, 0], [2, 0], [2, 1], [3, 3]] {
        assert!(!two(writes, reads.map(|got| (Read, got))), "{reads:?}");
        assert!(!two(reads.map(|got| (Read, got)), writes), "{reads:?}");
    }
}

#[test]
fn a_new_thread_knows_what_was_over_before_it_was_spawned_and_no_more() {
    let spawn = |before, got| {
        verdict(|history| {
            thread::scope(|scope| {
                if before {
                    call(history, Write(1), 1);
                }
                scope.spawn(move || call(history, Read, got));
                if !before {
                    call(history, Write(1), 1);
                }
            });
        })
    };
    assert_eq!([0, 1].map(|got| spawn(true, got)), [false, true]);
    assert_eq!([0, 1, 2].map(|got| spawn(false, got)), [true, true, false]);
}

#[test]
fn who_joins_a_thread_knows_what_it_did() {
    let join = |wait, got| {
        verdict(|history| {
            thread::scope(|scope| {
                let writer = scope.spawn(|| call(history, Write(1), 1));
                if wait {
                    writer.join().unwrap();
                }
                call(history, Read, got);
            });
            call(history, Read, 1);
        })
    };
    assert_eq!([0, 1].map(|got| join(true, got)), [false, true]);
    assert_eq!([0, 1].map(|got| join(false, got)), [true, true]);
}

#[test]
fn a_mutex_passes_on_what_was_over_when_it_was_released() {
    #[derive(Clone, Copy, PartialEq)]
    enum At {
        Before,
        Inside,
        After,
    }
    let reads_zero = |at| {
        verdicts(|history| {
            let lock = Mutex::new(());
            thread::scope(|scope| {
                scope.spawn(|| {
                    if at == At::Before {
                        call(history, Write(1), 1);
                    }
                    let guard = lock.lock().unwrap();
                    if at == At::Inside {
                        call(history, Write(1), 1);
                    }
                    drop(guard);
                    if at == At::After {
                        call(history, Write(1), 1);
                    }
                });
                scope.spawn(|| {
                    drop(lock.lock().unwrap());
                    call(history, Read, 0);
                });
            });
        })
    };
    assert_eq!(reads_zero(At::Before), (vec![false, true], 2));
    assert_eq!(reads_zero(At::Inside), (vec![false, true], 2));
    assert_eq!(reads_zero(At::After), (vec![true], 2));
}

#[test]
fn a_call_is_over_for_others_once_they_know_all_that_it_did() {
    let got = |got| {
        verdicts(|history| {
            let lock = Mutex::new(());
            thread::scope(|scope| {
                scope.spawn(|| history.record(Write(1), || lock.lock().map(|_| 1).unwrap()));
                scope.spawn(|| {
                    drop(lock.lock().unwrap());
                    call(history, Read, got);
                });
            });
        })
    };
    assert_eq!(got(1), (vec![true], 2));
    assert_eq!(got(0), (vec![false, true], 2));
}

#[test]
fn a_call_that_panics_may_count_or_not() {
    let panics = |history: &Register| {
        let panic = || history.record(Write(1), || panic!("the disk is full"));
        catch_unwind(AssertUnwindSafe(panic)).unwrap_err();
    };
    for (reads, explained) in [
        ([0, 0], true),
        ([0, 1], true),
        ([1, 1], true),
        ([1, 0], false),
    ] {
        let body = |history: &Register| {
            panics(history);
            reads.map(|got| call(history, Read, got));
        };
        assert_eq!(verdict(body), explained, "{reads:?}");
        let too_early = |history: &Register| {
            call(history, Read, reads[1]);
            panics(history);
        };
        assert_eq!(verdict(too_early), reads[1] == 0);
    }
}

#[test]
fn a_call_that_has_not_returned_may_count_or_not() {
    let history = Register::new();
    let (finish, wait) = mpsc::channel::<()>();
    let (began, begun) = mpsc::channel();
    std::thread::scope(|scope| {
        scope.spawn(|| {
            history.record(Write(1), || {
                began.send(()).unwrap();
                wait.into_iter().for_each(drop);
                1
            })
        });
        begun.recv().unwrap();
        assert_eq!(history.linearize(0, apply).unwrap(), []);
        call(&history, Read, 0);
        assert_eq!(history.linearize(0, apply).unwrap(), [Read]);
        call(&history, Read, 1);
        assert_eq!(history.linearize(0, apply).unwrap(), [Read, Write(1), Read]);
        drop(finish);
    });
    call(&history, Read, 0);
    assert!(!is_linearizable(&history));
}

/// Two threads add one each, in one step or in two; with or without a history.
fn add_twice(racy: bool, recorded: bool) -> impl Fn() {
    move || {
        let (count, history) = (Mutex::new(0), History::new());
        let add = || {
            let mut guard = count.lock().unwrap();
            let next = *guard + 1;
            if racy {
                drop(guard);
                guard = count.lock().unwrap();
            }
            *guard = next;
            next
        };
        thread::scope(|scope| {
            for _ in 0..2 {
                scope.spawn(|| {
                    if recorded {
                        history.record("add", add)
                    } else {
                        add()
                    }
                });
            }
        });
        history.assert_linearizable(0, |count, _| {
            *count += 1;
            *count
        });
    }
}

#[test]
fn a_lost_update_is_found_and_a_lock_held_throughout_passes_in_as_many_executions() {
    let explorer = Explorer::new();
    let failure = explorer.check(add_twice(true, true)).unwrap_err();
    assert_eq!(failure.kind, FailureKind::Assertion);
    assert!(
        failure.message.contains("no order of these operations"),
        "{}",
        failure.message
    );

    let plain = explorer.check(add_twice(false, false)).unwrap();
    assert_eq!((plain.executions, plain.redundant), (2, 0));
    assert_eq!(explorer.check(add_twice(false, true)).unwrap(), plain);
}

#[test]
fn recording_adds_no_executions_to_a_racy_program_either() {
    let count = |recorded: bool| {
        let body = || {
            let (cell, history) = (AtomicU32::new(0), Register::new());
            let read = || cell.load(SeqCst);
            let write = |value| {
                cell.store(value, SeqCst);
                value
            };
            thread::scope(|scope| {
                for value in 1..=3 {
                    let (history, read, write) = (&history, &read, &write);
                    scope.spawn(move || match recorded {
                        true => {
                            history.record(Write(value), || write(value));
                            history.record(Read, read)
                        }
                        false => write(value) + read(),
                    });
                }
            });
            history.assert_linearizable(0, apply);
        };
        Explorer::new().check(body).unwrap()
    };
    assert_eq!(count(true), count(false));
}

#[test]
fn equivalent_executions_have_the_same_verdict() {
    // Each bit of a program is a step of its thread: a call that is no operation, or a lock taken.
    for program in 0..64_u32 {
        let body = || {
            let (lock, history) = (Mutex::new(0_u32), Register::new());
            thread::scope(|scope| {
                for thread in 0..2_u32 {
                    let (lock, history) = (&lock, &history);
                    scope.spawn(move || {
                        for step in 0..3 {
                            let value = 1 + thread * 3 + step;
                            match program >> (thread * 3 + step) & 1 {
                                0 if step % 2 == 0 => call(history, Write(value), value),
                                0 => call(history, Read, 1),
                                _ => {
                                    let mut order = lock.lock().unwrap();
                                    *order = *order * 8 + value;
                                }
                            }
                        }
                    });
                }
            });
            let order = *lock.lock().unwrap();
            (order, is_linearizable(&history))
        };
        let reduced = Explorer::new().outcomes(body).unwrap();
        let all = Explorer::new().exhaustive().outcomes(body).unwrap();
        assert!(reduced.coverage.is_complete() && all.coverage.is_complete());
        assert!(reduced.seen.keys().eq(all.seen.keys()), "{program:b}");
        // One execution for each order of the lock, and each has one verdict.
        assert_eq!(
            reduced.coverage.executions as usize,
            reduced.seen.len(),
            "{program:b}"
        );
    }
}

#[test]
fn a_failure_lists_what_each_thread_did_and_how_far_it_makes_sense() {
    let failure = Explorer::new().check(|| {
        let history = History::new();
        call(&history, Write(1), 1);
        thread::scope(|scope| {
            scope.spawn(|| call(&history, Write(2), 2));
            let reader = thread::Builder::new().name("reader".to_owned());
            let reads = || [2, 1].map(|got| call(&history, Read, got));
            reader.spawn_scoped(scope, reads).unwrap();
        });
        history.assert_linearizable(0, apply);
    });
    let expected = "\
no order of these operations explains the results

  main
    1. Write(1) -> 1

  thread-1
    2. Write(2) -> 2                            overlaps 3, 4

  reader
    3. Read -> 2                                overlaps 2
    4. Read -> 1                                overlaps 2

Those that overlap may count in either order: no thread could know which came first.
The longest beginning that makes sense is 1, 2, 3.
After Read by reader:
  Read by reader must give 2, but gave 1";
    let message = failure.unwrap_err().message;
    assert!(message.contains(expected), "{message}");
}

#[test]
fn a_failure_is_at_most_100_columns_wide() {
    let history = History::new();
    let long = "a very long key ".repeat(20);
    std::thread::scope(|scope| {
        let (history, long) = (&history, &long);
        let name = std::thread::Builder::new().name(long.clone());
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
    let message = history
        .linearize((), |(), _| 0.to_string())
        .unwrap_err()
        .to_string();
    assert!(
        message.lines().all(|line| line.chars().count() <= 100),
        "{message}"
    );
    assert!(
        message.contains("\n       overlaps 2-63\n") || message.contains("  overlaps 1-62"),
        "{message}"
    );
}

fn message_of(panics: impl FnOnce()) -> String {
    let payload = catch_unwind(AssertUnwindSafe(panics)).unwrap_err();
    let text = payload
        .downcast_ref::<&str>()
        .map(|text| (*text).to_owned());
    text.or_else(|| payload.downcast_ref::<String>().cloned())
        .unwrap()
}

#[test]
fn a_history_that_is_too_long_or_of_another_execution_is_refused() {
    let history = Register::new();
    (0..64).for_each(|_| call(&history, Read, 0));
    assert!(is_linearizable(&history));
    assert!(message_of(|| call(&history, Read, 0)).contains("64 operations at most"));

    let outside = Register::new();
    call(&outside, Read, 0);
    let failure = Explorer::new()
        .check(|| call(&outside, Read, 0))
        .unwrap_err();
    assert!(
        failure.message.contains("inside the body"),
        "{}",
        failure.message
    );
}
