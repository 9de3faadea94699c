//! Litmus tests: exactly the outcomes that the C++20 memory model allows.
//!
//! Each test is named after its classic shape. `crates/peers` tries every combination of orders.

mod barriers;
mod channels;
mod compare_exchange;
mod condvars;
mod stale_reads;

use std::collections::BTreeSet;
use std::sync::atomic::Ordering::{self, AcqRel, Acquire, Relaxed, Release, SeqCst};

use interleave::Explorer;
use interleave::sync::atomic::{AtomicU32, fence};
use interleave::thread;

use crate::common::outcomes;

/// Every combination of two bits.
fn all() -> BTreeSet<(u32, u32)> {
    BTreeSet::from([(0, 0), (0, 1), (1, 0), (1, 1)])
}

fn all_but(forbidden: (u32, u32)) -> BTreeSet<(u32, u32)> {
    let mut outcomes = all();
    outcomes.remove(&forbidden);
    outcomes
}

/// One thread stores data and then a flag; the other loads the flag and then the data.
fn message_passing(store: Ordering, load: Ordering) -> BTreeSet<(u32, u32)> {
    outcomes(|| {
        let (data, flag) = (AtomicU32::new(0), AtomicU32::new(0));
        thread::scope(|scope| {
            scope.spawn(|| {
                data.store(1, Relaxed);
                flag.store(1, store);
            });
            (flag.load(load), data.load(Relaxed))
        })
    })
}

#[test]
fn random_schedules_show_stale_reads_unless_all_is_seqcst() {
    let outcomes = |order| {
        let body = || {
            let (data, flag) = (AtomicU32::new(0), AtomicU32::new(0));
            thread::scope(|scope| {
                scope.spawn(|| {
                    data.store(1, order);
                    flag.store(1, order);
                });
                (flag.load(order), data.load(order))
            })
        };
        let outcomes = Explorer::new().random(500).outcomes(body).unwrap();
        outcomes.seen.into_keys().collect::<BTreeSet<_>>()
    };
    assert_eq!(outcomes(Relaxed), all());
    assert_eq!(outcomes(SeqCst), all_but((1, 0)));
}

#[test]
fn message_passing_needs_release_and_acquire() {
    for store in [Relaxed, Release, SeqCst] {
        for load in [Relaxed, Acquire, SeqCst] {
            let expected = match (store, load) {
                (Relaxed, _) | (_, Relaxed) => all(),
                _ => all_but((1, 0)),
            };
            assert_eq!(message_passing(store, load), expected, "{store:?} {load:?}");
        }
    }
}

#[test]
fn message_passing_with_fences() {
    for (release, acquire, expected) in
        [(true, true, all_but((1, 0))), (true, false, all()), (false, true, all())]
    {
        let found = outcomes(|| {
            let (data, flag) = (AtomicU32::new(0), AtomicU32::new(0));
            thread::scope(|scope| {
                scope.spawn(|| {
                    data.store(1, Relaxed);
                    if release {
                        fence(Release);
                    }
                    flag.store(1, Relaxed);
                });
                let seen = flag.load(Relaxed);
                if acquire {
                    fence(Acquire);
                }
                (seen, data.load(Relaxed))
            })
        });
        assert_eq!(found, expected, "release {release}, acquire {acquire}");
    }
}

/// Each thread stores to its own cell and loads the other's.
fn store_buffering(
    store: Ordering,
    load: Ordering,
    fenced: Option<Ordering>,
) -> BTreeSet<(u32, u32)> {
    outcomes(|| {
        let (x, y) = (AtomicU32::new(0), AtomicU32::new(0));
        thread::scope(|scope| {
            let other = scope.spawn(|| {
                y.store(1, store);
                fenced.into_iter().for_each(fence);
                x.load(load)
            });
            x.store(1, store);
            fenced.into_iter().for_each(fence);
            let mine = y.load(load);
            (mine, other.join().unwrap())
        })
    })
}

#[test]
fn store_buffering_happens_under_everything_but_seqcst() {
    for store in [Relaxed, Release, SeqCst] {
        for load in [Relaxed, Acquire, SeqCst] {
            let expected = match (store, load) {
                (SeqCst, SeqCst) => all_but((0, 0)),
                _ => all(),
            };
            assert_eq!(store_buffering(store, load, None), expected, "{store:?} {load:?}");
        }
    }
    assert_eq!(store_buffering(Relaxed, Relaxed, Some(SeqCst)), all_but((0, 0)));
    assert_eq!(store_buffering(Relaxed, Relaxed, Some(AcqRel)), all());
}

#[test]
fn load_buffering_does_not_happen_in_the_model() {
    let found = outcomes(|| {
        let (x, y) = (AtomicU32::new(0), AtomicU32::new(0));
        thread::scope(|scope| {
            let other = scope.spawn(|| {
                let seen = y.load(Relaxed);
                x.store(1, Relaxed);
                seen
            });
            let seen = x.load(Relaxed);
            y.store(1, Relaxed);
            (seen, other.join().unwrap())
        })
    });
    assert_eq!(found, all_but((1, 1)));
}

/// Each thread stores to both cells, in opposite orders. Returns the final values.
fn two_plus_two_writes(order: Ordering, fenced: Option<Ordering>) -> BTreeSet<(u32, u32)> {
    outcomes(|| {
        let (mut x, y) = (AtomicU32::new(0), AtomicU32::new(0));
        thread::scope(|scope| {
            scope.spawn(|| {
                x.store(0, order);
                fenced.into_iter().for_each(fence);
                y.store(1, order);
            });
            y.store(0, order);
            fenced.into_iter().for_each(fence);
            x.store(1, order);
        });
        (*x.get_mut(), y.into_inner())
    })
}

#[test]
fn two_plus_two_writes_happens_under_everything_but_seqcst() {
    assert_eq!(two_plus_two_writes(Relaxed, None), all());
    assert_eq!(two_plus_two_writes(Release, None), all());
    assert_eq!(two_plus_two_writes(SeqCst, None), all_but((0, 0)));
    assert_eq!(two_plus_two_writes(Relaxed, Some(AcqRel)), all());
    assert_eq!(two_plus_two_writes(Relaxed, Some(SeqCst)), all_but((0, 0)));
}

#[test]
fn a_store_is_ordered_after_an_acquired_one() {
    for (store, load) in
        [(Relaxed, Relaxed), (Release, Relaxed), (Relaxed, Acquire), (Release, Acquire)]
    {
        let found = outcomes(|| {
            let (x, y) = (AtomicU32::new(0), AtomicU32::new(0));
            let seen = thread::scope(|scope| {
                scope.spawn(|| {
                    x.store(0, Relaxed);
                    y.store(1, store);
                });
                let seen = y.load(load);
                x.store(1, Relaxed);
                seen
            });
            (seen, x.into_inner())
        });
        let expected = match (store, load) {
            (Release, Acquire) => all_but((1, 0)),
            _ => all(),
        };
        assert_eq!(found, expected, "{store:?} {load:?}");
    }
}

#[test]
fn no_store_is_ordered_between_an_update_and_the_store_it_reads() {
    let found = outcomes(|| {
        let (x, y) = (AtomicU32::new(0), AtomicU32::new(0));
        let before = thread::scope(|scope| {
            scope.spawn(|| {
                x.store(5, Relaxed);
                y.store(1, Relaxed);
            });
            (y.load(Relaxed) == 1).then(|| x.fetch_add(1, Relaxed))
        });
        before.map(|before| (before, x.into_inner()))
    });
    // The update is ordered after a store that its thread has not seen, or before it.
    assert_eq!(found, BTreeSet::from([None, Some((0, 5)), Some((5, 6))]));
}

/// Two threads write; two others read both in opposite orders. Returns whether they agree.
fn readers_agree(store: Ordering, load: Ordering) -> bool {
    let found = outcomes(|| {
        let (x, y) = (AtomicU32::new(0), AtomicU32::new(0));
        thread::scope(|scope| {
            scope.spawn(|| x.store(1, store));
            scope.spawn(|| y.store(1, store));
            let one = scope.spawn(|| (x.load(load), y.load(load)));
            let other = (y.load(load), x.load(load));
            (one.join().unwrap(), other)
        })
    });
    !found.contains(&((1, 0), (1, 0)))
}

#[test]
fn independent_reads_of_independent_writes_agree_only_under_seqcst() {
    assert!(readers_agree(SeqCst, SeqCst));
    assert!(!readers_agree(Release, Acquire));
    assert!(!readers_agree(Relaxed, Relaxed));
}

#[test]
fn the_first_of_two_seqcst_loads_may_read_the_older_store() {
    let found = outcomes(|| {
        let (x, y) = (AtomicU32::new(0), AtomicU32::new(0));
        thread::scope(|scope| {
            let one = scope.spawn(|| x.load(SeqCst));
            let two = scope.spawn(|| {
                y.store(4, Relaxed);
                x.load(SeqCst)
            });
            x.store(7, Relaxed);
            let before = y.fetch_add(80, Relaxed);
            (one.join().unwrap(), two.join().unwrap(), before)
        })
    });
    // Both loads happen after the store of 7, but only the later one must see it.
    assert!(found.contains(&(7, 0, 0)), "{found:?}");
}

#[test]
fn one_location_is_coherent_under_every_order() {
    let found = outcomes(|| {
        let x = AtomicU32::new(0);
        thread::scope(|scope| {
            scope.spawn(|| {
                x.store(1, Relaxed);
                x.store(2, Relaxed);
            });
            (x.load(Relaxed), x.load(Relaxed))
        })
    });
    let in_order: BTreeSet<_> = [(0, 0), (0, 1), (0, 2), (1, 1), (1, 2), (2, 2)].into();
    assert_eq!(found, in_order);
}

#[test]
fn two_readers_agree_on_the_order_of_stores_to_one_location() {
    let found = outcomes(|| {
        let x = AtomicU32::new(0);
        thread::scope(|scope| {
            scope.spawn(|| x.store(1, Relaxed));
            scope.spawn(|| x.store(2, Relaxed));
            let one = scope.spawn(|| (x.load(Relaxed), x.load(Relaxed)));
            let other = (x.load(Relaxed), x.load(Relaxed));
            (one.join().unwrap(), other)
        })
    });
    assert!(!found.contains(&((1, 2), (2, 1))));
    assert!(found.contains(&((1, 2), (1, 2))) && found.contains(&((2, 1), (2, 1))));
}

#[test]
fn a_read_modify_write_reads_the_latest_value_and_continues_the_release_sequence() {
    let found = outcomes(|| {
        let (data, flag) = (AtomicU32::new(0), AtomicU32::new(0));
        thread::scope(|scope| {
            scope.spawn(|| {
                data.store(1, Relaxed);
                flag.store(1, Release);
            });
            scope.spawn(|| flag.fetch_add(10, Relaxed));
            (flag.load(Acquire), data.load(Relaxed))
        })
    });
    let expected: BTreeSet<_> = [(0, 0), (0, 1), (1, 1), (10, 0), (10, 1), (11, 1)].into();
    assert_eq!(found, expected, "11 continues the release sequence of 1; 10 does not");
    let found = outcomes(|| {
        let count = AtomicU32::new(0);
        thread::scope(|scope| {
            for _ in 0..3 {
                scope.spawn(|| count.fetch_add(1, Relaxed));
            }
        });
        count.load(Relaxed)
    });
    assert_eq!(
        found,
        BTreeSet::from([3]),
        "no increment is lost, and `join` makes all of them visible"
    );
}

#[test]
fn a_plain_store_ends_a_release_sequence() {
    let found = outcomes(|| {
        let (data, flag) = (AtomicU32::new(0), AtomicU32::new(0));
        thread::scope(|scope| {
            scope.spawn(|| {
                data.store(1, Relaxed);
                flag.store(1, Release);
                flag.store(2, Relaxed);
            });
            (flag.load(Acquire), data.load(Relaxed))
        })
    });
    assert!(found.contains(&(2, 0)) && !found.contains(&(1, 0)), "{found:?}");
}

#[test]
fn locks_messages_and_joins_synchronize() {
    use interleave::sync::{Barrier, Mutex, mpsc};
    let found = outcomes(|| {
        let x = AtomicU32::new(0);
        let lock = Mutex::new(false);
        thread::scope(|scope| {
            scope.spawn(|| {
                x.store(1, Relaxed);
                *lock.lock().unwrap() = true;
            });
            let done = *lock.lock().unwrap();
            (u32::from(done), x.load(Relaxed))
        })
    });
    assert_eq!(found, all_but((1, 0)));
    let found = outcomes(|| {
        let x = AtomicU32::new(0);
        let (sender, receiver) = mpsc::channel();
        let barrier = Barrier::new(2);
        thread::scope(|scope| {
            let (x, barrier) = (&x, &barrier);
            scope.spawn(move || {
                x.store(1, Relaxed);
                sender.send(()).unwrap();
                x.store(2, Relaxed);
                barrier.wait();
            });
            receiver.recv().unwrap();
            let after_message = x.load(Relaxed);
            barrier.wait();
            (after_message, x.load(Relaxed))
        })
    });
    assert_eq!(found, BTreeSet::from([(1, 2), (2, 2)]));
}
