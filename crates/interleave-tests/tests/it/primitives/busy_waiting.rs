//! A test can require that a thread that has to wait blocks.

use std::cell::Cell;

use interleave::sync::atomic::{AtomicBool, Ordering::SeqCst};
use interleave::sync::{Condvar, Mutex, OnceLock, RwLock, mpsc};
use interleave::time::{Duration, Instant};
use interleave::{Explorer, FailureKind, thread};

const A_SECOND: Duration = Duration::from_secs(1);

fn explorer() -> Explorer {
    Explorer::new().deny_busy_waiting().no_fallback_after(2_000)
}

/// A flag that another thread sets.
#[derive(Default)]
struct Shared {
    open: Mutex<bool>,
    changed: Condvar,
    free: RwLock<bool>,
    atomic: AtomicBool,
    cell: OnceLock<u32>,
}

impl Shared {
    fn set(&self) {
        *self.open.lock().unwrap() = true;
        self.changed.notify_all();
        *self.free.write().unwrap() = true;
        self.atomic.store(true, SeqCst);
        self.cell.set(1).unwrap();
    }
}

/// A body whose main thread waits in this way.
fn waits(wait: impl Fn(&Shared)) -> impl Fn() {
    move || {
        let shared = Shared::default();
        thread::scope(|scope| {
            scope.spawn(|| shared.set());
            wait(&shared);
        });
    }
}

#[test]
fn waiting_by_polling_is_denied_with_the_line_of_the_loop() {
    let polls: [fn(&Shared); 10] = [
        |shared| while !*shared.open.lock().unwrap() {},
        |shared| while !std::mem::take(&mut *shared.open.lock().unwrap()) {},
        |shared| while !shared.open.try_lock().is_ok_and(|open| *open) {},
        |shared| {
            while !*shared.open.lock().unwrap() {
                thread::yield_now();
            }
        },
        |shared| {
            while !std::mem::take(&mut *shared.open.lock().unwrap()) {
                thread::sleep(A_SECOND);
            }
        },
        |shared| while !*shared.free.read().unwrap() {},
        |shared| while !shared.free.try_read().is_ok_and(|free| *free) {},
        |shared| while !shared.atomic.load(SeqCst) {},
        |shared| {
            while shared.atomic.compare_exchange(true, false, SeqCst, SeqCst).is_err() {
                std::hint::spin_loop();
            }
        },
        |shared| while shared.cell.get().is_none() {},
    ];
    for (at, poll) in polls.into_iter().enumerate() {
        let body = waits(poll);
        let failure = explorer().check(&body).expect_err(&format!("poll {at}"));
        assert_eq!(failure.kind, FailureKind::BusyWaiting, "poll {at}: {failure}");
        let place = "busy-waiting: main polls at busy_waiting.rs:";
        assert!(failure.message.starts_with(place), "poll {at}: {failure}");
        let line = failure.message.trim_start_matches("busy-waiting: main polls at ");
        let line = line.split_once(',').expect("the message goes on after the line").0;
        let report = failure.to_string();
        let rows = report.lines().skip(1).filter(|row| row.ends_with(line)).count();
        assert!(rows > 0, "poll {at}: no row of {line} in {report}");
        let again = explorer().replay(&failure.execution.schedule, &body).unwrap_err();
        assert_eq!((again.kind, again.message), (failure.kind, failure.message), "poll {at}");
    }
}

#[test]
fn backing_off_without_a_limit_is_denied() {
    let failure = explorer()
        .check(|| {
            let (a, b) = (Mutex::new(0), Mutex::new(0));
            thread::scope(|scope| {
                scope.spawn(|| {
                    let (_a, _b) = (a.lock().unwrap(), b.lock().unwrap());
                });
                scope.spawn(|| {
                    loop {
                        let _b = b.lock().unwrap();
                        if a.try_lock().is_ok() {
                            break;
                        }
                    }
                });
            });
        })
        .unwrap_err();
    assert_eq!(failure.kind, FailureKind::BusyWaiting, "{failure}");
}

#[test]
fn waiting_by_blocking_is_allowed() {
    let wait_while = |shared: &Shared| {
        let open = shared.open.lock().unwrap();
        drop(shared.changed.wait_while(open, |open| !*open));
    };
    let wait_timeout = |shared: &Shared| {
        let mut open = shared.open.lock().unwrap();
        while !*open {
            open = shared.changed.wait_timeout(open, A_SECOND).unwrap().0;
        }
    };
    let wait_timeout_while = |shared: &Shared| {
        let mut open = shared.open.lock().unwrap();
        while !*open {
            open = shared.changed.wait_timeout_while(open, A_SECOND, |open| !*open).unwrap().0;
        }
    };
    let wait_for_cell = |shared: &Shared| _ = shared.cell.wait();
    let waiting: [fn(&Shared); 4] = [wait_while, wait_timeout, wait_timeout_while, wait_for_cell];
    for (at, wait) in waiting.into_iter().enumerate() {
        explorer().check(waits(wait)).unwrap_or_else(|failure| panic!("{at}: {failure}"));
    }
    let receive = || {
        let (sender, receiver) = mpsc::channel();
        let other = thread::spawn(move || (0..3).for_each(|n| sender.send(n).unwrap()));
        while receiver.recv_timeout(A_SECOND) != Err(mpsc::RecvTimeoutError::Disconnected) {}
        other.join().unwrap();
    };
    explorer().check(receive).unwrap();
    let park = || {
        let open = AtomicBool::new(false);
        let me = thread::current();
        thread::scope(|scope| {
            scope.spawn(|| {
                open.store(true, SeqCst);
                me.unpark();
            });
            while !open.load(SeqCst) {
                thread::park();
            }
        });
    };
    explorer().check(park).unwrap();
}

#[test]
fn a_wait_with_a_timeout_that_begins_again_is_allowed() {
    // Which operation the engine takes for the start of a long loop depends on how many there were before.
    for before in 0..3 {
        let ask_often = || {
            let (requests, inbox) = mpsc::channel::<mpsc::Sender<u32>>();
            let server = thread::spawn(move || {
                inbox.iter().for_each(|reply| reply.send(1).unwrap());
            });
            let lock = Mutex::new(());
            (0..before).for_each(|_| drop(lock.lock().unwrap()));
            for _ in 0..50 {
                let (reply, answer) = mpsc::channel();
                requests.send(reply).unwrap();
                while answer.recv_timeout(A_SECOND).is_err() {}
            }
            drop(requests);
            server.join().unwrap();
        };
        explorer().check(ask_often).unwrap_or_else(|failure| panic!("{before}: {failure}"));
    }
    let park = |shared: &Shared| {
        while !shared.atomic.load(SeqCst) {
            thread::park_timeout(A_SECOND);
        }
    };
    explorer().check(waits(park)).unwrap_or_else(|failure| panic!("{failure}"));
}

#[test]
fn polling_a_limited_number_of_times_is_allowed() {
    let polls: [fn(&Shared); 4] = [
        |shared| _ = (0..100).any(|_| *shared.open.lock().unwrap()),
        |shared| _ = (0..10).any(|_| std::mem::take(&mut *shared.open.lock().unwrap())),
        |shared| _ = (0..10).any(|_| shared.open.try_lock().is_ok_and(|open| *open)),
        |shared| {
            let start = Instant::now();
            while !shared.atomic.load(SeqCst) && start.elapsed() < A_SECOND {
                thread::yield_now();
            }
        },
    ];
    for (at, poll) in polls.into_iter().enumerate() {
        explorer().check(waits(poll)).unwrap_or_else(|failure| panic!("{at}: {failure}"));
    }
}

#[test]
fn a_loop_that_blocks_is_not_explored_twice() {
    let executed = |explorer: Explorer| {
        let count = Cell::new(0);
        let body = waits(|shared| {
            let open = shared.open.lock().unwrap();
            drop(shared.changed.wait_while(open, |open| !*open));
        });
        let counted = || {
            count.set(count.get() + 1);
            body();
        };
        explorer.check(counted).unwrap();
        count.get()
    };
    assert_eq!(executed(explorer()), executed(Explorer::new()));
}
