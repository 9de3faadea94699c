//! A thread locks a lock that it already holds, through a helper, or because a guard is never dropped.

use std::mem::{ManuallyDrop, forget};

use interleave::sync::{Mutex, MutexGuard};

/// Locks of which one is chosen by a number.
struct Locks(Vec<Mutex<u32>>);

impl Locks {
    fn new(count: u32) -> Self {
        Self((0..count).map(Mutex::new).collect())
    }

    fn take(&self, number: usize) -> MutexGuard<'_, u32> {
        self.0[number].lock().unwrap()
    }
}

#[test]
fn two_arguments_choose_the_same_lock() {
    fn both_forks(repaired: bool) {
        let (forks, seat) = (Locks::new(1), 0);
        let right = (seat + 1) % forks.0.len();
        let _first = forks.take(seat);
        if !(repaired && seat == right) {
            let _second = forks.take(right);
        }
    }
    fn a_transfer(repaired: bool) {
        let accounts = Locks::new(2);
        let transfer = |from: usize, to: usize| {
            if repaired && from == to {
                return;
            }
            let mut from = accounts.take(from);
            let mut to = accounts.take(to);
            (*from, *to) = (*from - 1, *to + 1);
        };
        transfer(1, 1);
    }
    fn a_swap(repaired: bool) {
        let (list, [one, two]) = (Locks::new(3), [2, 2]);
        if repaired && one == two {
            return;
        }
        let mut one = list.take(one);
        let mut two = list.take(two);
        std::mem::swap(&mut *one, &mut *two);
    }
    fn in_order(repaired: bool) {
        let (list, (left, right)) = (Locks::new(2), (1, 1));
        let _lower = list.take(left.min(right));
        let _higher = if repaired && left == right {
            None
        } else {
            Some(list.take(left.max(right))) //
        };
    }
    fn neighbors_in_a_ring(repaired: bool) {
        let ring = Locks::new(1);
        for at in 0..ring.0.len() {
            let next = if at + 1 == ring.0.len() { 0 } else { at + 1 };
            let here = ring.take(at);
            if !repaired || next != at {
                let there = ring.take(next);
                assert!(*here <= *there);
            }
        }
    }
    super::check(
        "lock the same lock here. Check for that before you lock, and lock only once",
        &[both_forks, a_transfer, a_swap, in_order, neighbors_in_a_ring],
    );
}

#[test]
fn a_guard_is_never_dropped() {
    fn kept_by_hand(repaired: bool) {
        let list = Mutex::new(Vec::new());
        let guard = list.lock().unwrap();
        if repaired {
            drop(guard);
        } else {
            let _guard = ManuallyDrop::new(guard);
        }
        list.lock().unwrap().push(1);
    }
    fn forgotten(repaired: bool) {
        let list = Mutex::new(Vec::new());
        let mut guard = list.lock().unwrap();
        guard.push(1);
        if !repaired {
            forget(guard);
        } else {
            drop(guard);
        }
        list.lock().unwrap().push(2);
    }
    fn after_a_return(repaired: bool) {
        fn add(sum: &Mutex<u32>, repaired: bool) -> bool {
            let mut sum = sum.lock().unwrap();
            *sum += 1;
            let is_large = *sum > 1;
            if !repaired {
                forget(sum);
            }
            is_large
        }
        let sum = Mutex::new(0);
        assert!(!add(&sum, repaired));
        assert!(add(&sum, repaired));
    }
    fn leaked(repaired: bool) {
        let name: &'static Mutex<&str> = Box::leak(Box::new(Mutex::new("ann")));
        let guard = name.lock().unwrap();
        if repaired {
            drop(guard);
        } else {
            Box::leak(Box::new(guard));
        }
        assert_eq!(*name.lock().unwrap(), "ann");
    }
    fn in_a_struct(repaired: bool) {
        struct Visit<'a>(ManuallyDrop<MutexGuard<'a, u32>>);
        let rooms = Mutex::new(3);
        let visit = Visit(ManuallyDrop::new(rooms.lock().unwrap()));
        if repaired {
            drop(ManuallyDrop::into_inner(visit.0));
        }
        assert_eq!(*rooms.lock().unwrap(), 3);
    }
    super::check(
        "keeps a value from being dropped",
        &[kept_by_hand, forgotten, after_a_return, leaked, in_a_struct],
    );
}
