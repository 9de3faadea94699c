//! A thread that polls lets the other threads run, whatever it polls and changes meanwhile.

use interleave::sync::atomic::{AtomicBool, AtomicU32, Ordering, Ordering::SeqCst};
use interleave::sync::{Mutex, Once, OnceLock, RwLock, mpsc};
use interleave::time::{Duration, Instant};
use interleave::{Explorer, FailureKind, thread};

const A_SECOND: Duration = Duration::from_secs(1);

/// More executions than any of these small programs needs.
pub(super) const FEW: u64 = 2_000;

/// Asserts that no search reports the program, and that the complete search finishes.
#[track_caller]
pub(super) fn assert_passes(program: impl Fn()) -> interleave::Coverage {
    let explorer = Explorer::new().no_fallback_after(FEW);
    let coverage = explorer.check(&program).unwrap_or_else(|failure| panic!("{failure}"));
    assert!(coverage.executions < FEW, "{coverage}");
    for explorer in
        [Explorer::new().random(50), Explorer::new().exhaustive().no_fallback_after(100)]
    {
        explorer.check(&program).unwrap_or_else(|failure| panic!("{failure}"));
    }
    coverage
}

/// Polls until the other thread has called the function that it gets.
#[track_caller]
pub(super) fn assert_ends<S: Sync>(
    new: impl Fn() -> S,
    other: impl Fn(&S) + Sync,
    poll: impl Fn(&S),
) -> interleave::Coverage {
    assert_passes(|| {
        let shared = new();
        thread::scope(|scope| {
            scope.spawn(|| other(&shared));
            poll(&shared);
        });
    })
}

#[test]
fn try_lock_in_a_loop_is_no_livelock() {
    let set = |done: &Mutex<bool>| *done.lock().unwrap() = true;
    let is_done = |done: &Mutex<bool>| done.try_lock().is_ok_and(|done| *done);
    let pauses: [fn(); 3] =
        [|| (), thread::yield_now, || thread::sleep(Duration::from_millis(100))];
    for pause in pauses {
        let coverage = assert_ends(Mutex::default, set, |done| {
            while !is_done(done) {
                pause();
            }
        });
        assert!(coverage.is_complete(), "{coverage}");
    }
    let set = |done: &RwLock<bool>| *done.write().unwrap() = true;
    let coverage = assert_ends(RwLock::default, set, |done| {
        while !done.try_read().is_ok_and(|done| *done) {
            thread::yield_now();
        }
    });
    assert!(coverage.is_complete(), "{coverage}");
    assert_ends(RwLock::default, set, |done| {
        while !done.try_write().is_ok_and(|mut done| std::mem::take(&mut *done)) {
            thread::yield_now();
        }
    });
}

#[test]
fn polling_with_a_lock_ends_although_another_lock_is_tried() {
    let coverage = assert_passes(|| {
        let (open, other) = (Mutex::new(false), Mutex::new(0));
        thread::scope(|scope| {
            scope.spawn(|| {
                _ = other.try_lock().map(|mut other| *other += 1);
                *open.lock().unwrap() = true;
            });
            while !*open.lock().unwrap() {
                thread::yield_now();
            }
        });
    });
    assert!(coverage.is_complete(), "{coverage}");
}

#[test]
fn a_loop_that_tries_to_take_ends() {
    let pauses: [fn(); 4] = [
        || (),
        thread::yield_now,
        std::hint::spin_loop,
        || thread::sleep(Duration::from_millis(100)),
    ];
    for pause in pauses {
        let push = |queue: &Mutex<Vec<u32>>| queue.lock().unwrap().push(1);
        assert_ends(Mutex::default, push, |queue| {
            while queue.lock().unwrap().pop().is_none() {
                pause();
            }
        });
    }
}

#[test]
fn a_worker_with_a_stop_flag_stops() {
    let pauses: [fn(); 3] =
        [|| (), thread::yield_now, || thread::sleep(Duration::from_millis(100))];
    for pause in pauses {
        for order in [SeqCst, Ordering::Relaxed] {
            assert_passes(|| {
                let (stop, beats) = (AtomicBool::new(false), AtomicU32::new(0));
                thread::scope(|scope| {
                    scope.spawn(|| {
                        while !stop.load(order) {
                            beats.fetch_add(1, order);
                            pause();
                        }
                    });
                    stop.store(true, order);
                });
            });
        }
        assert_passes(|| {
            let state = Mutex::new((false, 0));
            thread::scope(|scope| {
                scope.spawn(|| {
                    loop {
                        let mut state = state.lock().unwrap();
                        if state.0 {
                            break;
                        }
                        state.1 += 1;
                        drop(state);
                        pause();
                    }
                });
                state.lock().unwrap().0 = true;
            });
        });
    }
}

#[test]
fn other_polls_that_count_their_rounds_end() {
    let rounds = AtomicU32::new(0);
    let count = || _ = rounds.fetch_add(1, SeqCst);
    assert_ends(
        Once::new,
        |once| once.call_once(|| ()),
        |once| {
            while !once.is_completed() {
                count();
            }
        },
    );
    assert_ends(
        OnceLock::new,
        |cell| _ = cell.set(1),
        |cell| {
            while cell.get().is_none() {
                count();
            }
        },
    );
    assert_passes(|| {
        thread::scope(|scope| {
            let other = scope.spawn(thread::yield_now);
            while !other.is_finished() {
                count();
            }
        });
    });
    assert_passes(|| {
        let (sender, receiver) = mpsc::sync_channel(1);
        thread::scope(|scope| {
            scope.spawn(move || {
                sender.send(1).unwrap();
                while sender.try_send(2).is_err() {
                    count();
                }
            });
            for _ in 0..2 {
                receiver.recv().unwrap();
            }
            while receiver.try_recv() != Err(mpsc::TryRecvError::Disconnected) {
                count();
            }
        });
    });
    assert_passes(|| {
        let (sender, receiver) = mpsc::channel();
        thread::scope(|scope| {
            scope.spawn(move || sender.send(1).unwrap());
            while receiver.recv_timeout(A_SECOND).is_err() {
                count();
            }
        });
    });
}

#[test]
fn two_receivers_can_be_polled_in_turn() {
    assert_passes(|| {
        let (first, second) = (mpsc::channel(), mpsc::channel());
        thread::scope(|scope| {
            for sender in [first.0, second.0] {
                scope.spawn(move || sender.send(1).unwrap());
            }
            let mut left = 2;
            while left > 0 {
                for receiver in [&first.1, &second.1] {
                    left -= receiver.try_recv().unwrap_or(0);
                }
                thread::yield_now();
            }
        });
    });
}

#[test]
fn a_sequence_lock_lets_its_writer_finish() {
    let program = || {
        let [version, left, right] = [const { AtomicU32::new(0) }; 3];
        thread::scope(|scope| {
            scope.spawn(|| {
                version.fetch_add(1, SeqCst);
                left.store(1, SeqCst);
                right.store(1, SeqCst);
                version.fetch_add(1, SeqCst);
            });
            loop {
                let before = version.load(SeqCst);
                let seen = (left.load(SeqCst), right.load(SeqCst));
                if before % 2 == 0 && version.load(SeqCst) == before {
                    assert_eq!(seen.0, seen.1);
                    break;
                }
                std::hint::spin_loop();
            }
        });
    };
    // Too many executions to explore them all here.
    assert!(Explorer::new().no_fallback_after(FEW).check(program).is_ok());
    assert!(Explorer::new().random(200).check(program).is_ok());
}

#[test]
fn time_passes_for_a_thread_that_yields_or_sleeps_until_a_deadline() {
    let pauses: [fn(); 3] =
        [thread::yield_now, std::hint::spin_loop, || thread::sleep(Duration::from_millis(300))];
    for pause in pauses {
        let coverage = assert_passes(|| {
            let other = thread::spawn(thread::yield_now);
            let start = Instant::now();
            while start.elapsed() < A_SECOND {
                pause();
            }
            other.join().unwrap();
        });
        assert!(coverage.is_complete(), "{coverage}");
    }
}

/// Takes both locks, and lets go of the first while the second is held by another thread.
fn lock_both(first: &Mutex<u32>, second: &Mutex<u32>, pause: fn()) {
    loop {
        let mut first = first.lock().unwrap();
        if let Ok(mut second) = second.try_lock() {
            *first += 1;
            *second += 1;
            return;
        }
        drop(first);
        pause();
    }
}

#[test]
fn backing_off_is_no_livelock() {
    for pause in [|| (), thread::yield_now] {
        let coverage = assert_passes(|| {
            let (a, b) = (Mutex::new(0), Mutex::new(0));
            thread::scope(|scope| {
                scope.spawn(|| {
                    let (_a, _b) = (a.lock().unwrap(), b.lock().unwrap());
                });
                scope.spawn(|| lock_both(&b, &a, pause));
            });
        });
        assert!(coverage.is_complete(), "{coverage}");
        assert_passes(|| {
            let (a, b) = (Mutex::new(0), Mutex::new(0));
            thread::scope(|scope| {
                scope.spawn(|| lock_both(&a, &b, pause));
                scope.spawn(|| lock_both(&b, &a, pause));
            });
            assert_eq!((a.into_inner().unwrap(), b.into_inner().unwrap()), (2, 2));
        });
    }
}

#[test]
fn what_is_left_out_is_never_called_complete() {
    let most = |wanted: u32| {
        interleave::outcomes(move || {
            let (stop, beats) = (AtomicBool::new(false), AtomicU32::new(0));
            thread::scope(|scope| {
                scope.spawn(|| {
                    while !stop.load(SeqCst) && beats.load(SeqCst) < wanted {
                        beats.fetch_add(1, SeqCst);
                        thread::yield_now();
                    }
                });
                stop.store(true, SeqCst);
            });
            beats.into_inner()
        })
    };
    let few = most(20);
    assert!(few.seen.into_keys().eq(0..=20), "each number of rounds is tried");
    assert!(few.coverage.is_complete(), "{}", few.coverage);
    let many = most(10_000);
    assert!(many.seen.len() > 2 && !many.coverage.is_complete(), "{}", many.coverage);
}

#[test]
fn a_bug_behind_a_poll_is_found() {
    let failure = Explorer::new()
        .check(|| {
            let (queue, data) = (Mutex::new(Vec::new()), AtomicU32::new(0));
            thread::scope(|scope| {
                scope.spawn(|| {
                    queue.lock().unwrap().push(1);
                    data.store(1, SeqCst);
                });
                while queue.lock().unwrap().pop().is_none() {
                    thread::yield_now();
                }
                assert_eq!(data.load(SeqCst), 1);
            });
        })
        .unwrap_err();
    assert_eq!(failure.kind, FailureKind::Assertion, "{failure}");
}

#[test]
fn a_poll_that_never_succeeds_fails() {
    let queue = || {
        let queue = Mutex::new(Vec::<u32>::new());
        while queue.lock().unwrap().pop().is_none() {
            thread::yield_now();
        }
    };
    let held = || {
        let lock = Mutex::new(0);
        let _held = lock.lock().unwrap();
        thread::scope(|scope| {
            scope.spawn(|| while lock.try_lock().is_err() {});
        });
    };
    let both = || {
        let (a, b) = (Mutex::new(0), Mutex::new(0));
        let _held = a.lock().unwrap();
        thread::scope(|scope| {
            scope.spawn(|| lock_both(&b, &a, thread::yield_now));
        });
    };
    for (at, program) in [queue, held, both].into_iter().enumerate() {
        let failure = Explorer::new().check(program).unwrap_err();
        assert_eq!(failure.kind, FailureKind::Livelock, "program {at}: {failure}");
    }
}

#[test]
fn a_loop_that_counts_its_rounds_ends_although_another_one_does_not() {
    let outcomes = interleave::outcomes(|| {
        let (queue, is_open) = (Mutex::new(Vec::new()), AtomicBool::new(false));
        thread::scope(|scope| {
            scope.spawn(|| {
                queue.lock().unwrap().push(1);
                is_open.store(true, SeqCst);
            });
            let is_empty = |_: &u32| {
                thread::yield_now();
                queue.lock().unwrap().pop().is_none()
            };
            let rounds = (0..6).take_while(is_empty).count();
            while !is_open.load(SeqCst) {}
            rounds
        })
    });
    assert!(outcomes.seen.into_keys().eq(0..=6) && outcomes.coverage.is_complete());
}
