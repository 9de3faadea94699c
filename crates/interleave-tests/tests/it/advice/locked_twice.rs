//! A thread locks a lock that it already holds, through a helper, or because a guard is never dropped.

use std::mem::{ManuallyDrop, forget};

use interleave::sync::{Mutex, MutexGuard, RwLock};
use interleave::thread;

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

#[test]
fn a_guard_in_the_head_of_a_block_is_still_held() {
    fn a_match(repaired: bool) {
        let visits = Mutex::new(0);
        if repaired {
            let mut visits = visits.lock().unwrap();
            match *visits {
                0 => *visits = 1,
                1 => *visits = 2,
                _ => {}
            }
            return;
        }
        match *visits.lock().unwrap() {
            0 => *visits.lock().unwrap() = 1,
            1 => *visits.lock().unwrap() = 2,
            _ => {}
        }
    }
    fn an_option(repaired: bool) {
        let cache = Mutex::new(None);
        let get = || {
            if repaired {
                let mut cache = cache.lock().unwrap();
                return *cache.get_or_insert(7);
            }
            match cache.lock().unwrap().as_ref() {
                Some(value) => *value,
                None => *cache.lock().unwrap().insert(7),
            }
        };
        assert_eq!(get(), 7);
    }
    fn a_for_loop(repaired: bool) {
        let prices = Mutex::new(vec![1, 2]);
        if repaired {
            let mut prices = prices.lock().unwrap();
            prices.iter_mut().for_each(|price| *price += 1);
            return;
        }
        for (at, price) in prices.lock().unwrap().clone().into_iter().enumerate() {
            prices.lock().unwrap()[at] = price + 1;
        }
    }
    fn a_while_let(repaired: bool) {
        let jobs = Mutex::new(vec![2]);
        if repaired {
            let mut jobs = jobs.lock().unwrap();
            while let Some(job) = jobs.pop() {
                if job > 0 {
                    jobs.push(job - 1);
                }
            }
            return;
        }
        while let Some(job) = jobs.lock().unwrap().pop() {
            jobs.lock().unwrap().push(job - 1);
        }
    }
    fn an_if_let(repaired: bool) {
        let names = Mutex::new(vec!["Tom"]);
        if repaired {
            let mut names = names.lock().unwrap();
            if let Some(first) = names.first().copied() {
                names.push(first);
            }
            return;
        }
        if let Some(first) = names.lock().unwrap().first() {
            names.lock().unwrap().push(*first);
        }
    }
    fn a_for_loop_that_reads(repaired: bool) {
        let prices = RwLock::new(vec![1, 2]);
        if repaired {
            let mut prices = prices.write().unwrap();
            prices.iter_mut().for_each(|price| *price += 1);
            return;
        }
        for (at, price) in prices.read().unwrap().clone().into_iter().enumerate() {
            prices.write().unwrap()[at] = price + 1;
        }
    }
    super::check(
        "lives until the end of its block. Bind one guard to a name in front of the block",
        &[a_match, an_option, a_for_loop, a_while_let, an_if_let, a_for_loop_that_reads],
    );
}

#[test]
fn a_method_locks_again_what_its_caller_holds() {
    struct Shop {
        stock: Mutex<u32>,
    }
    impl Shop {
        fn stock(&self) -> u32 {
            *self.stock.lock().unwrap()
        }
        fn set(&self, stock: u32) {
            *self.stock.lock().unwrap() = stock;
        }
    }
    fn shop() -> Shop {
        Shop { stock: Mutex::new(3) }
    }
    fn a_getter(repaired: bool) {
        let shop = shop();
        let mut stock = shop.stock.lock().unwrap();
        *stock -= 1;
        assert_eq!(if repaired { *stock } else { shop.stock() }, 2);
    }
    fn a_check(repaired: bool) {
        let shop = shop();
        let mut stock = shop.stock.lock().unwrap();
        if (if repaired { *stock } else { shop.stock() }) > 0 {
            *stock -= 1;
        }
    }
    fn a_setter(repaired: bool) {
        let shop = shop();
        let mut stock = shop.stock.lock().unwrap();
        let next = *stock + 1;
        if repaired {
            *stock = next;
        } else {
            shop.set(next);
        }
    }
    fn in_two_threads(repaired: bool) {
        let shop = shop();
        thread::scope(|scope| {
            let sell = || {
                let mut stock = shop.stock.lock().unwrap();
                *stock -= 1;
                if repaired { *stock } else { shop.stock() }
            };
            scope.spawn(sell);
            sell();
        });
    }
    fn dropped_before(repaired: bool) {
        // The other half of the advice: the two need not be one step.
        let shop = shop();
        let stock = shop.stock.lock().unwrap();
        let is_empty = *stock == 0;
        if repaired {
            drop(stock);
            shop.set(1);
        } else {
            shop.set(1);
        }
        assert!(!is_empty);
    }
    super::check(
        "Use the guard that it already has, or pass it on to the code that needs the data.",
        &[a_getter, a_check, a_setter, in_two_threads, dropped_before],
    );
}

#[test]
fn one_statement_locks_twice() {
    fn a_sum(repaired: bool) {
        let total = Mutex::new(1);
        if repaired {
            let mut total = total.lock().unwrap();
            let sum = *total + 2;
            *total = sum;
        } else {
            *total.lock().unwrap() = *total.lock().unwrap() + 2;
        }
    }
    fn a_maximum(repaired: bool) {
        let most = Mutex::new(1_u32);
        if repaired {
            let mut most = most.lock().unwrap();
            *most = (*most).max(7);
        } else {
            *most.lock().unwrap() = (*most.lock().unwrap()).max(7);
        }
    }
    fn an_argument(repaired: bool) {
        let list = Mutex::new(vec![1]);
        if repaired {
            let mut list = list.lock().unwrap();
            let len = list.len();
            list.push(len);
        } else {
            list.lock().unwrap().push(list.lock().unwrap().len());
        }
    }
    fn both_sides(repaired: bool) {
        let pair = Mutex::new((1, 1));
        let are_equal = if repaired {
            let pair = pair.lock().unwrap();
            pair.0 == pair.1
        } else {
            pair.lock().unwrap().0 == pair.lock().unwrap().1
        };
        assert!(are_equal);
    }
    fn in_two_threads(repaired: bool) {
        let count = Mutex::new(0);
        thread::scope(|scope| {
            let add = || {
                if repaired {
                    let mut count = count.lock().unwrap();
                    let next = *count + 1;
                    *count = next;
                } else {
                    *count.lock().unwrap() = *count.lock().unwrap() + 1;
                }
            };
            scope.spawn(add);
            add();
        });
    }
    super::check(
        "lives until the end of its statement. Bind one guard to a name in front of this statement",
        &[a_sum, a_maximum, an_argument, both_sides, in_two_threads],
    );
}
