//! Several threads poll, and each changes something in every round.

use interleave::sync::atomic::{AtomicU32, Ordering::SeqCst};
use interleave::sync::{Mutex, mpsc};
use interleave::{Explorer, FailureKind, thread};

use super::fair_polling::assert_passes;

const PAUSES: [fn(); 3] = [|| (), thread::yield_now, std::hint::spin_loop];

#[test]
fn two_consumers_and_a_producer_take_turns() {
    for pause in PAUSES {
        assert_passes(|| {
            let queue = Mutex::new(Vec::new());
            thread::scope(|scope| {
                for _ in 0..2 {
                    scope.spawn(|| {
                        while queue.lock().unwrap().pop().is_none() {
                            pause();
                        }
                    });
                }
                let mut pushed = 0;
                while pushed < 2 {
                    let mut queue = queue.lock().unwrap();
                    if queue.is_empty() {
                        queue.push(1);
                        pushed += 1;
                    }
                    drop(queue);
                    pause();
                }
            });
        });
    }
}

#[test]
fn a_mailbox_is_emptied_by_two_threads() {
    for pause in PAUSES {
        assert_passes(|| {
            let mailbox = Mutex::new(None);
            thread::scope(|scope| {
                for _ in 0..2 {
                    scope.spawn(|| {
                        while mailbox.lock().unwrap().take().is_none() {
                            pause();
                        }
                    });
                }
                for letter in 0..2 {
                    let mut letter = Some(letter);
                    while letter.is_some() {
                        let mut mailbox = mailbox.lock().unwrap();
                        letter = letter.and_then(|letter| mailbox.replace(letter));
                        drop(mailbox);
                        pause();
                    }
                }
            });
        });
    }
}

#[test]
fn threads_that_wait_for_their_number_count_their_visits() {
    for pause in PAUSES {
        assert_passes(|| {
            // The number that is served, and how often a thread asked.
            let served = Mutex::new((0, 0));
            let wait = |number: u32| {
                loop {
                    let mut served = served.lock().unwrap();
                    served.1 += 1;
                    if served.0 == number {
                        served.0 += 1;
                        break;
                    }
                    drop(served);
                    pause();
                }
            };
            thread::scope(|scope| {
                scope.spawn(|| wait(1));
                scope.spawn(|| wait(2));
                wait(0);
            });
        });
    }
}

#[test]
fn a_token_is_passed_on_by_atomics() {
    for pause in PAUSES {
        assert_passes(|| {
            let (token, misses) = (AtomicU32::new(0), AtomicU32::new(0));
            let pass = |number: u32| {
                while token.compare_exchange(number, number + 1, SeqCst, SeqCst).is_err() {
                    misses.fetch_add(1, SeqCst);
                    pause();
                }
            };
            thread::scope(|scope| {
                scope.spawn(|| pass(2));
                scope.spawn(|| pass(1));
                pass(0);
            });
        });
    }
}

#[test]
fn a_shared_receiver_is_polled_by_two_threads() {
    for pause in PAUSES {
        assert_passes(|| {
            let (sender, receiver) = mpsc::sync_channel(1);
            let receiver = Mutex::new((receiver, 0));
            thread::scope(|scope| {
                for _ in 0..2 {
                    scope.spawn(|| {
                        loop {
                            let mut receiver = receiver.lock().unwrap();
                            receiver.1 += 1;
                            if receiver.0.try_recv().is_ok() {
                                break;
                            }
                            drop(receiver);
                            pause();
                        }
                    });
                }
                for message in 0..2 {
                    while sender.try_send(message).is_err() {
                        pause();
                    }
                }
            });
        });
    }
}

#[test]
fn a_bug_among_several_polling_threads_is_found() {
    for pause in PAUSES {
        let failure = Explorer::new()
            .check(|| {
                let queue = Mutex::new(Vec::new());
                thread::scope(|scope| {
                    for _ in 0..2 {
                        scope.spawn(|| {
                            while !queue.lock().unwrap().is_empty() {
                                pause();
                            }
                            let mut queue = queue.lock().unwrap();
                            queue.push(1);
                            assert_eq!(queue.len(), 1, "pushed twice");
                        });
                    }
                    for _ in 0..2 {
                        while queue.lock().unwrap().pop().is_none() {
                            pause();
                        }
                    }
                });
            })
            .unwrap_err();
        assert_eq!(failure.kind, FailureKind::Panic, "{failure}");
        assert!(failure.message.contains("pushed twice"), "{failure}");
    }
}

#[test]
fn several_polls_that_never_succeed_fail() {
    for pause in PAUSES {
        let failure = Explorer::new()
            .check(|| {
                let queue = Mutex::new(Vec::<u32>::new());
                thread::scope(|scope| {
                    for _ in 0..2 {
                        scope.spawn(|| {
                            while queue.lock().unwrap().pop().is_none() {
                                pause();
                            }
                        });
                    }
                });
            })
            .unwrap_err();
        let kinds = [FailureKind::Livelock, FailureKind::StepLimit];
        assert!(kinds.contains(&failure.kind), "{failure}");
    }
}
