//! When a thread that polls is suspended, and when it is not.

use interleave::sync::atomic::{AtomicBool, AtomicU32, Ordering::SeqCst};
use interleave::sync::{Mutex, Once, mpsc};
use interleave::time::Duration;
use interleave::{Explorer, FailureKind, Outcomes, thread};

use super::fair_polling::assert_passes;

const PAUSES: [fn(); 3] = [|| (), thread::yield_now, || thread::sleep(Duration::from_secs(1))];

/// How often a loop that counts its rounds goes round before what it polls is ready.
fn rounds<S: Sync>(
    new: impl Fn() -> S,
    other: impl Fn(&S) + Sync,
    is_ready: impl Fn(&S) -> bool,
) -> Outcomes<u32> {
    interleave::outcomes(|| {
        let (shared, rounds) = (new(), AtomicU32::new(0));
        thread::scope(|scope| {
            scope.spawn(|| other(&shared));
            while !is_ready(&shared) {
                rounds.fetch_add(1, SeqCst);
            }
        });
        rounds.into_inner()
    })
}

/// Asserts that each number of rounds up to `most` is tried, in this many executions.
#[track_caller]
fn assert_rounds(outcomes: Outcomes<u32>, most: u32, executions: u64) {
    let Outcomes { seen, coverage, .. } = outcomes;
    assert!(seen.keys().copied().eq(0..=most), "{seen:?}");
    assert_eq!(coverage.executions, executions, "{coverage}");
    assert!(!coverage.is_complete(), "{coverage}");
}

#[test]
fn a_loop_that_counts_its_rounds_is_suspended_after_a_few() {
    let set = |flag: &AtomicBool| flag.store(true, SeqCst);
    for (pause, most) in PAUSES.into_iter().zip([50, 4, 4]) {
        let is_set = |flag: &AtomicBool| {
            pause();
            flag.load(SeqCst)
        };
        assert_rounds(rounds(AtomicBool::default, set, is_set), most, u64::from(most) + 1);
    }
    assert_rounds(rounds(Once::new, |once| once.call_once(|| ()), Once::is_completed), 5, 21);
}

#[test]
fn a_loop_that_asks_whether_a_thread_has_finished_is_suspended() {
    let outcomes = interleave::outcomes(|| {
        let rounds = AtomicU32::new(0);
        thread::scope(|scope| {
            let other = scope.spawn(thread::yield_now);
            while !other.is_finished() {
                rounds.fetch_add(1, SeqCst);
            }
        });
        rounds.into_inner()
    });
    assert_rounds(outcomes, 5, 6);
}

#[test]
fn a_loop_that_tries_to_send_or_receive_is_suspended() {
    let count = |ends: fn(&mpsc::SyncSender<u32>, &mpsc::Receiver<u32>), is_sender: bool| {
        interleave::outcomes(move || {
            let rounds = AtomicU32::new(0);
            let (sender, receiver) = mpsc::sync_channel(1);
            ends(&sender, &receiver);
            thread::scope(|scope| {
                if is_sender {
                    scope.spawn(move || receiver.iter().count());
                    while sender.try_send(1).is_err() {
                        rounds.fetch_add(1, SeqCst);
                    }
                    drop(sender);
                } else {
                    scope.spawn(move || sender.send(1).unwrap());
                    while receiver.try_recv().is_err() {
                        rounds.fetch_add(1, SeqCst);
                    }
                }
            });
            rounds.into_inner()
        })
    };
    assert_rounds(count(|sender, _| sender.send(1).unwrap(), true), 5, 6);
    assert_rounds(count(|_, _| (), false), 5, 11);
}

#[test]
fn a_loop_that_sends_to_nobody_never_ends() {
    let loops: [fn(); 2] = [
        || {
            let (sender, _) = mpsc::sync_channel(1);
            while sender.send(1).is_err() {}
        },
        || {
            let (sender, _) = mpsc::sync_channel(1);
            while sender.try_send(1).is_err() {}
        },
    ];
    for (at, endless) in loops.into_iter().enumerate() {
        let failure = Explorer::new().check(endless).unwrap_err();
        assert_eq!(failure.kind, FailureKind::Livelock, "loop {at}: {failure}");
        assert!(failure.message.contains("never change"), "loop {at}: {failure}");
    }
}

#[test]
fn a_thread_is_not_suspended_behind_the_loop() {
    // The operation behind the loop may have been part of an earlier one.
    for rounds_before in [0, 2] {
        let outcomes = interleave::outcomes(|| {
            let (beats, is_over) = (AtomicU32::new(0), AtomicBool::new(false));
            let set = |now| is_over.store(now, SeqCst);
            for _ in 0..rounds_before {
                thread::yield_now();
                set(false);
            }
            thread::scope(|scope| {
                let other = scope.spawn(|| {
                    beats.store(u32::MAX / 2, SeqCst);
                    is_over.load(SeqCst)
                });
                let is_going = |_: &u32| beats.fetch_add(1, SeqCst) < u32::MAX / 2;
                let rounds = (0..).take_while(is_going).count();
                set(true);
                (rounds, other.join().unwrap())
            })
        });
        let Outcomes { seen, coverage, .. } = outcomes;
        assert!(seen.len() > 20 && !coverage.is_complete(), "{coverage}");
        for (rounds, is_over) in seen.keys() {
            assert!(seen.contains_key(&(*rounds, !is_over)), "{rounds} rounds");
        }
    }
}

#[test]
fn one_location_can_be_polled_by_an_endless_and_then_by_a_limited_loop() {
    let outcomes = interleave::outcomes(|| {
        let queue = Mutex::new(Vec::new());
        let is_empty = |_: &u32| {
            thread::yield_now();
            queue.lock().unwrap().pop().is_none()
        };
        thread::scope(|scope| {
            scope.spawn(|| {
                for message in 0..2 {
                    queue.lock().unwrap().push(message);
                }
            });
            (0..).take_while(is_empty).count();
            _ = queue.lock().unwrap().len();
            (0..6).take_while(is_empty).count()
        })
    });
    assert!(outcomes.seen.into_keys().eq(0..=6), "it may give up");
    assert_eq!(outcomes.coverage.executions, 34, "{}", outcomes.coverage);
}

/// Asserts that threads that go round until a flag is set stop, in some searches that are not complete.
#[track_caller]
fn assert_stop(workers: usize, go_round: impl Fn(&AtomicU32, &Mutex<u32>, u32) + Sync) {
    let program = || {
        let (stop, rounds) = (AtomicBool::new(false), AtomicU32::new(0));
        let lock = Mutex::new(0);
        let work = || {
            rounds.store(0, SeqCst);
            rounds.store(0, SeqCst);
            for round in 0.. {
                if stop.load(SeqCst) {
                    break;
                }
                go_round(&rounds, &lock, round);
            }
        };
        thread::scope(|scope| {
            for _ in 0..workers {
                scope.spawn(work);
            }
            stop.store(true, SeqCst);
        });
    };
    for explorer in [Explorer::new().random(20), Explorer::new().no_fallback_after(200)] {
        let coverage = explorer.check(program);
        let coverage = coverage.unwrap_or_else(|failure| panic!("{workers} workers: {failure}"));
        assert!(!coverage.is_complete(), "{coverage}");
    }
}

#[test]
fn a_loop_is_recognized_although_its_rounds_differ() {
    for workers in 1..=3 {
        for often in [2, 3] {
            assert_stop(workers, |rounds, _, round| {
                thread::yield_now();
                if round % often == 1 {
                    rounds.fetch_add(1, SeqCst);
                }
            });
        }
        assert_stop(workers, |rounds, _, _| {
            for _ in 0..3 {
                thread::yield_now();
            }
            rounds.fetch_add(1, SeqCst);
        });
    }
}

#[test]
fn a_loop_is_recognized_although_other_operations_precede_it() {
    for workers in 1..=3 {
        assert_stop(workers, |rounds, _, _| _ = rounds.fetch_add(1, SeqCst));
    }
}

#[test]
fn a_loop_is_recognized_although_it_gives_up_on_a_lock() {
    for workers in 1..=3 {
        assert_stop(workers, |rounds, lock, _| {
            for _ in 0..3 {
                if let Ok(mut lock) = lock.try_lock() {
                    *lock += 1;
                    break;
                }
                thread::yield_now();
            }
            rounds.fetch_add(1, SeqCst);
        });
    }
}

#[test]
fn many_rounds_of_a_game_are_no_livelock() {
    let play = |rounds: u32| {
        Explorer::new().random(20).check(move || {
            let turn = Mutex::new(0);
            let play = |me: u32| {
                for _ in 0..rounds {
                    while *turn.lock().unwrap() % 2 != me {
                        thread::yield_now();
                    }
                    *turn.lock().unwrap() += 1;
                }
            };
            thread::scope(|scope| {
                scope.spawn(|| play(1));
                play(0);
            });
        })
    };
    for rounds in [10, 200] {
        play(rounds).unwrap_or_else(|failure| panic!("{rounds} rounds: {failure}"));
    }
}

#[test]
fn a_thread_is_not_suspended_while_all_others_are_blocked() {
    let coverage = assert_passes(|| {
        let rounds = AtomicU32::new(0);
        thread::scope(|scope| {
            scope.spawn(|| {
                for _ in 0..200 {
                    thread::yield_now();
                    rounds.fetch_add(1, SeqCst);
                }
            });
        });
        assert_eq!(rounds.into_inner(), 200);
    });
    assert!(coverage.is_complete(), "{coverage}");
}

#[test]
fn locking_unit_data_many_times_is_not_polling() {
    let outcomes = interleave::outcomes(|| {
        let (lock, flag) = (Mutex::new(()), AtomicBool::new(false));
        thread::scope(|scope| {
            scope.spawn(|| flag.store(true, SeqCst));
            for _ in 0..3_000 {
                drop(lock.lock());
            }
            flag.load(SeqCst)
        })
    });
    assert!(outcomes.seen.into_keys().eq([false, true]));
    assert_eq!(outcomes.coverage.to_string(), "complete: 2 executions");
}
