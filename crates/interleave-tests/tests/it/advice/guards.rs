//! A guard that is held while its thread waits, or for a lock that the thread already has.

use std::sync::atomic::Ordering::SeqCst;

use interleave::sync::atomic::{AtomicBool, AtomicU32};
use interleave::sync::{Arc, Barrier, Condvar, Mutex, RwLock, mpsc};
use interleave::thread;

#[test]
fn a_guard_is_held_while_its_thread_waits() {
    fn over_join(repaired: bool) {
        let spoken = Arc::new(Mutex::new(Vec::new()));
        let shared = Arc::clone(&spoken);
        let guard = spoken.lock().unwrap();
        let speaker = thread::spawn(move || shared.lock().unwrap().push("Bugs"));
        if repaired {
            drop(guard);
            speaker.join().unwrap();
        } else {
            speaker.join().unwrap();
            drop(guard);
        }
    }
    fn over_the_end_of_a_scope(repaired: bool) {
        let sum = Mutex::new(0);
        let mut guard = Some(sum.lock().unwrap());
        thread::scope(|scope| {
            scope.spawn(|| *sum.lock().unwrap() += 1);
            if repaired {
                guard = None;
            }
        });
        drop(guard);
    }
    fn over_recv(repaired: bool) {
        let (state, (sender, receiver)) = (Arc::new(Mutex::new(0)), mpsc::channel());
        let shared = Arc::clone(&state);
        let worker = thread::spawn(move || {
            *shared.lock().unwrap() += 1;
            sender.send(()).unwrap();
        });
        let guard = state.lock().unwrap();
        if repaired {
            drop(guard);
            receiver.recv().unwrap();
        } else {
            receiver.recv().unwrap();
            drop(guard);
        }
        worker.join().unwrap();
    }
    fn over_a_barrier(repaired: bool) {
        let (list, ready) = (Mutex::new(Vec::new()), Barrier::new(2));
        thread::scope(|scope| {
            for name in ["ann", "bob"] {
                let (list, ready) = (&list, &ready);
                scope.spawn(move || {
                    let mut guard = list.lock().unwrap();
                    guard.push(name);
                    if repaired {
                        drop(guard);
                        ready.wait();
                    } else {
                        ready.wait();
                        drop(guard);
                    }
                });
            }
        });
    }
    fn over_the_wait_for_another_lock(repaired: bool) {
        let (log, ready, changed) = (Mutex::new(0), Mutex::new(false), Condvar::new());
        thread::scope(|scope| {
            scope.spawn(|| {
                *log.lock().unwrap() += 1;
                *ready.lock().unwrap() = true;
                changed.notify_one();
            });
            let mut guard = Some(log.lock().unwrap());
            if repaired {
                guard = None;
            }
            drop(changed.wait_while(ready.lock().unwrap(), |ready| !*ready).unwrap());
            drop(guard);
        });
    }
    super::check(
        "Drop the guard before",
        &[
            over_join,
            over_the_end_of_a_scope,
            over_recv,
            over_a_barrier,
            over_the_wait_for_another_lock,
        ],
    );
}

type Job = Box<dyn FnOnce() + Send>;

/// Two workers, whose jobs wait for each other, as in chapter 21 of The Rust Book.
fn work(take: fn(&Mutex<mpsc::Receiver<Job>>)) {
    let (sender, receiver) = mpsc::channel::<Job>();
    let (jobs, meeting) = (Mutex::new(receiver), Arc::new(Barrier::new(2)));
    for _ in 0..2 {
        let meeting = Arc::clone(&meeting);
        sender.send(Box::new(move || _ = meeting.wait())).unwrap();
    }
    drop(sender);
    thread::scope(|scope| {
        scope.spawn(|| take(&jobs));
        scope.spawn(|| take(&jobs));
    });
}

fn take_with_let(jobs: &Mutex<mpsc::Receiver<Job>>) {
    loop {
        let next = jobs.lock().unwrap().recv();
        let Ok(job) = next else { break };
        job();
    }
}

fn take_one_with_let(jobs: &Mutex<mpsc::Receiver<Job>>) {
    let next = jobs.lock().unwrap().recv();
    next.unwrap()();
}

#[test]
fn a_guard_lives_as_long_as_the_block() {
    fn while_let(repaired: bool) {
        work(if repaired {
            take_with_let
        } else {
            |jobs| {
                while let Ok(job) = jobs.lock().unwrap().recv() {
                    job();
                }
            }
        });
    }
    fn while_let_with_try_recv(repaired: bool) {
        work(if repaired {
            take_with_let
        } else {
            |jobs| {
                while let Ok(job) = jobs.lock().unwrap().try_recv() {
                    job();
                }
            }
        });
    }
    fn if_let(repaired: bool) {
        work(if repaired {
            take_one_with_let
        } else {
            |jobs| {
                if let Ok(job) = jobs.lock().unwrap().recv() {
                    job();
                }
            }
        });
    }
    fn match_on_a_message(repaired: bool) {
        work(if repaired {
            take_one_with_let
        } else {
            |jobs| match jobs.lock().unwrap().recv() {
                Ok(job) => job(),
                Err(_) => unreachable!("there is a job for each worker"),
            }
        });
    }
    fn for_loop(repaired: bool) {
        work(if repaired {
            take_one_with_let
        } else {
            |jobs| {
                for job in jobs.lock().unwrap().try_iter() {
                    job();
                }
            }
        });
    }
    super::check(
        "lives until the end of its block",
        &[while_let, while_let_with_try_recv, if_let, match_on_a_message, for_loop],
    );
}

struct Account {
    balance: Mutex<u32>,
}

#[test]
fn one_lock_has_two_names() {
    fn transfer(repaired: bool) {
        fn transfer(from: &Account, to: &Account, repaired: bool) {
            if repaired && std::ptr::eq(from, to) {
                return;
            }
            let (from, to) = (&from.balance, &to.balance);
            let mut source = from.lock().unwrap();
            let mut target = to.lock().unwrap();
            (*source, *target) = (*source - 1, *target + 1);
        }
        let account = Account { balance: Mutex::new(1) };
        transfer(&account, &account, repaired);
    }
    fn swap(repaired: bool) {
        let shelf = Mutex::new(1);
        let (left, right) = (&shelf, &shelf);
        if !repaired || !std::ptr::eq(left, right) {
            let mut one = left.lock().unwrap();
            let mut two = right.lock().unwrap();
            std::mem::swap(&mut *one, &mut *two);
        }
    }
    fn forks(repaired: bool) {
        let table = [Mutex::new(())];
        let (left, right) = (&table[0], &table[1 % table.len()]);
        let _left = left.lock().unwrap();
        let _right = (!repaired || !std::ptr::eq(left, right)).then(|| right.lock().unwrap());
    }
    fn copy_of_a_list(repaired: bool) {
        let list = Arc::new(RwLock::new(vec![1]));
        let other = Arc::clone(&list);
        if !repaired || !Arc::ptr_eq(&list, &other) {
            let source = list.write().unwrap();
            let mut target = other.write().unwrap();
            target.extend(&*source);
        }
    }
    fn merge(repaired: bool) {
        let counts = [Mutex::new(1), Mutex::new(2)];
        for (this, that) in [(&counts[0], &counts[1]), (&counts[1], &counts[1])] {
            if repaired && std::ptr::eq(this, that) {
                continue;
            }
            let mut sum = this.lock().unwrap();
            *sum += *that.lock().unwrap();
        }
    }
    super::check("are the same lock here", &[transfer, swap, forks, copy_of_a_list, merge]);
}

#[test]
fn two_threads_hold_different_locks() {
    /// Runs both at the same time.
    fn both(left: impl Fn() + Sync, right: impl Fn()) {
        thread::scope(|scope| {
            scope.spawn(&left);
            right();
        });
    }
    fn enter(busy: &AtomicBool) {
        assert!(!busy.swap(true, SeqCst), "only one thread at a time");
        busy.store(false, SeqCst);
    }
    fn two_doors(repaired: bool) {
        let (doors, busy) = ([Mutex::new(()), Mutex::new(())], AtomicBool::new(false));
        let through = |door: usize| {
            let _open = doors[if repaired { 0 } else { door }].lock().unwrap();
            enter(&busy);
        };
        both(|| through(0), || through(1));
    }
    fn one_fork_each(repaired: bool) {
        let (forks, busy) = ([Mutex::new(()), Mutex::new(())], AtomicBool::new(false));
        let dine = |seat: usize| {
            let _first = forks[if repaired { 0 } else { seat }].lock().unwrap();
            let _second = repaired.then(|| forks[1].lock().unwrap());
            enter(&busy);
        };
        both(|| dine(0), || dine(1));
    }
    fn a_reader_beside_a_mutex(repaired: bool) {
        let (list, log, busy) = (RwLock::new(1), Mutex::new(0), AtomicBool::new(false));
        let read = || {
            let _list = list.read().unwrap();
            let _log = repaired.then(|| log.lock().unwrap());
            enter(&busy);
        };
        both(read, || {
            let _log = log.lock().unwrap();
            enter(&busy);
        });
    }
    fn a_counter(repaired: bool) {
        let (ours, theirs) = (Mutex::new(()), Mutex::new(()));
        let inside = AtomicU32::new(0);
        let visit = |lock: &Mutex<()>| {
            let _guard = lock.lock().unwrap();
            assert_eq!(inside.fetch_add(1, SeqCst), 0);
            inside.fetch_sub(1, SeqCst);
        };
        both(|| visit(&ours), || visit(if repaired { &ours } else { &theirs }));
    }
    fn a_lock_per_room(repaired: bool) {
        struct Room(Arc<Mutex<()>>);
        impl Room {
            fn clean(&self, broom: &AtomicBool) {
                let _room = self.0.lock().unwrap();
                assert_eq!(broom.compare_exchange(false, true, SeqCst, SeqCst), Ok(false));
                broom.store(false, SeqCst);
            }
        }
        let kitchen = Room(Arc::default());
        let hall = Room(if repaired { Arc::clone(&kitchen.0) } else { Arc::default() });
        let broom = AtomicBool::new(false);
        both(|| kitchen.clean(&broom), || hall.clean(&broom));
    }
    super::check(
        "both must hold the same lock",
        &[two_doors, one_fork_each, a_reader_beside_a_mutex, a_counter, a_lock_per_room],
    );
}
