//! Under exploration, calls are ordered by happens-before.

use std::panic::{AssertUnwindSafe, catch_unwind};

use interleave::sync::Mutex;
use interleave::{History, thread};

use super::Op::{Read, Write};
use super::{Op, Register, call, is_linearizable, verdict, verdicts};

#[test]
fn sequential_calls_must_agree_with_the_model_in_program_order() {
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
        assert!(check(&[(Read, 0), (Write(1), 1), (Read, 1), (Write(2), 2), (Read, 2)]));
        assert!(!check(&[(Read, 0), (Write(1), 1), (Read, 0)]));
        assert!(!check(&[(Write(1), 1), (Write(2), 2), (Read, 1)]));
    }
}

#[test]
fn calls_of_unsynchronized_threads_overlap() {
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
fn calls_before_a_spawn_precede_those_of_the_new_thread() {
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
fn calls_of_a_thread_precede_those_after_its_join() {
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
fn calls_before_an_unlock_precede_those_after_the_next_lock() {
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
fn a_call_precedes_another_only_if_its_last_step_happens_before() {
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
fn a_panicking_call_may_take_effect_or_not() {
    let panics = |history: &Register| {
        let panic = || history.record(Write(1), || panic!("the disk is full"));
        catch_unwind(AssertUnwindSafe(panic)).unwrap_err();
    };
    for (reads, explained) in [([0, 0], true), ([0, 1], true), ([1, 1], true), ([1, 0], false)] {
        let body = |history: &Register| {
            panics(history);
            reads.iter().for_each(|got| call(history, Read, *got));
        };
        assert_eq!(verdict(body), explained, "{reads:?}");
        let too_early = |history: &Register| {
            call(history, Read, reads[1]);
            panics(history);
        };
        assert_eq!(verdict(too_early), reads[1] == 0);
    }
}
