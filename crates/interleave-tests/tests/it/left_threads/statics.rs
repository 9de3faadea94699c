//! What a thread that is left holds in a `static` is free in the next execution, and on real threads.

use std::cell::{Cell, RefCell};

use interleave::io::{self, Write as _};
use interleave::sync::atomic::{AtomicU32, Ordering::SeqCst};
use interleave::sync::{Barrier, Condvar, LazyLock, Mutex, Once, OnceLock, RwLock, mpsc};
use interleave::{Explorer, FailureKind, on_real_threads, thread, thread_local};

use super::park_forever;

/// Leaves a thread that runs `hold` and then blocks. In each of several executions, `is_free` holds before, and on
/// real threads after that. Main may find a deadlock instead.
#[track_caller]
fn assert_released(is_free: fn() -> bool, hold: fn()) {
    let executions = Cell::new(0);
    let body = || {
        executions.set(executions.get() + 1);
        assert!(is_free(), "the execution {} finds it held", executions.get());
        let order = AtomicU32::new(0);
        thread::scope(|scope| {
            scope.spawn(|| order.store(1, SeqCst));
            order.store(2, SeqCst);
        });
        thread::spawn(hold);
    };
    for explorer in [Explorer::new(), Explorer::new().exhaustive(), Explorer::new().random(20)] {
        if let Err(failure) = explorer.check(body) {
            panic!("{failure}");
        }
    }
    assert!(executions.get() > 20);
    assert!(on_real_threads(is_free));
    assert!(Explorer::new().check(body).is_ok());
}

/// Holds something forever.
fn keep<T>(_held: T) {
    park_forever();
}

#[test]
fn a_mutex() {
    static LOCK: Mutex<()> = Mutex::new(());
    assert_released(|| LOCK.try_lock().is_ok(), || keep(LOCK.lock()));
}

#[test]
fn the_data_of_a_mutex() {
    static COINS: Mutex<u128> = Mutex::new(7);
    let hold = || {
        let mut coins = COINS.lock().unwrap();
        *coins += 1;
        keep(coins);
    };
    assert_released(|| COINS.try_lock().is_ok_and(|coins| *coins == 7), hold);
    static DISH: Mutex<Option<&str>> = Mutex::new(Some("soup"));
    let hold = || {
        let mut dish = DISH.lock().unwrap();
        *dish = None;
        keep(dish);
    };
    assert_released(|| DISH.try_lock().is_ok_and(|dish| *dish == Some("soup")), hold);
}

#[test]
fn a_mutex_around_a_type_without_data() {
    struct Token;
    static LOCK: Mutex<Token> = Mutex::new(Token);
    assert_released(|| LOCK.try_lock().is_ok(), || keep(LOCK.lock()));
}

#[test]
fn a_read_lock() {
    static LOCK: RwLock<u32> = RwLock::new(1);
    assert_released(|| LOCK.try_write().is_ok(), || keep((LOCK.read(), LOCK.read())));
}

#[test]
fn a_write_lock() {
    static LOCK: RwLock<i64> = RwLock::new(-1);
    let hold = || {
        let mut guard = LOCK.write().unwrap();
        *guard = 5;
        keep(guard);
    };
    assert_released(|| LOCK.try_read().is_ok_and(|value| *value == -1), hold);
}

#[test]
fn a_guard_that_is_forgotten() {
    static LOCK: Mutex<bool> = Mutex::new(true);
    assert_released(|| LOCK.try_lock().is_ok(), || std::mem::forget(LOCK.lock()));
    static SHELF: RwLock<u8> = RwLock::new(0);
    assert_released(|| SHELF.try_write().is_ok(), || std::mem::forget(SHELF.read()));
}

#[test]
fn a_poisoned_lock_that_is_held() {
    static LOCK: Mutex<u32> = Mutex::new(0);
    let hold = || {
        let poisons = thread::spawn(|| {
            let _guard = LOCK.lock().unwrap();
            panic!("poison");
        });
        assert!(poisons.join().is_err());
        keep(LOCK.lock().unwrap_err());
    };
    assert_released(|| !LOCK.is_poisoned() && LOCK.try_lock().is_ok(), hold);
}

#[test]
fn a_lock_and_a_condition_variable() {
    static LOCK: Mutex<bool> = Mutex::new(false);
    static NEVER: Condvar = Condvar::new();
    static HELD: Mutex<()> = Mutex::new(());
    let hold = || {
        let _held = HELD.lock();
        drop(NEVER.wait_while(LOCK.lock().unwrap(), |open| !*open));
    };
    let is_free = || {
        NEVER.notify_all();
        LOCK.try_lock().is_ok() && HELD.try_lock().is_ok()
    };
    assert_released(is_free, hold);
}

#[test]
fn a_barrier_where_one_thread_waits() {
    static BARRIER: Barrier = Barrier::new(2);
    static ARRIVED: AtomicU32 = AtomicU32::new(0);
    let hold = || {
        ARRIVED.fetch_add(1, SeqCst);
        BARRIER.wait();
        unreachable!("the other one has never come");
    };
    assert_released(|| ARRIVED.load(SeqCst) == 0, hold);
}

#[test]
fn an_initializer_that_is_running() {
    static ONCE: Once = Once::new();
    assert_released(|| !ONCE.is_completed(), || ONCE.call_once(park_forever));
    let runs = || {
        let mut has_run = false;
        ONCE.call_once(|| has_run = true);
        has_run
    };
    assert!(Explorer::new().check(|| assert!(runs())).is_ok());
    assert!(on_real_threads(runs));
}

#[test]
fn a_value_that_is_being_initialized() {
    static CELL: OnceLock<u32> = OnceLock::new();
    let hold = || {
        CELL.get_or_init(|| {
            park_forever();
            1
        });
    };
    assert_released(|| CELL.get().is_none(), hold);
    static LAZY: LazyLock<u32> = LazyLock::new(|| {
        if START.with(|start| start.get()) {
            park_forever();
        }
        2
    });
    thread_local!(static START: Cell<bool> = const { Cell::new(false) });
    let hold = || {
        START.set(true);
        assert_eq!(*LAZY, 2);
    };
    assert_released(|| *LAZY == 2, hold);
}

#[test]
fn a_lazy_lock_whose_value_is_locked() {
    static LAZY: LazyLock<Mutex<Vec<u32>>> = LazyLock::new(Mutex::default);
    let hold = || {
        let mut guard = LAZY.lock().unwrap();
        guard.push(1);
        keep(guard);
    };
    assert_released(|| LAZY.try_lock().is_ok_and(|all| all.is_empty()), hold);
}

#[test]
fn the_ends_of_a_channel() {
    type Ends = (mpsc::SyncSender<u32>, Mutex<mpsc::Receiver<u32>>);
    static CHANNEL: LazyLock<Ends> = LazyLock::new(|| {
        let (sender, receiver) = mpsc::sync_channel(1);
        (sender, Mutex::new(receiver))
    });
    let receive = || {
        let received = CHANNEL.1.lock().unwrap().recv();
        unreachable!("nothing is sent: {received:?}");
    };
    let is_free = || CHANNEL.1.try_lock().is_ok_and(|receiver| receiver.try_recv().is_err());
    assert_released(is_free, receive);
    let send = || (0..3).for_each(|number| CHANNEL.0.send(number).unwrap());
    assert_released(is_free, send);
}

#[test]
fn a_value_of_a_thread_local() {
    thread_local!(static COUNT: Cell<u32> = const { Cell::new(0) });
    static FOUND: AtomicU32 = AtomicU32::new(0);
    let hold = || {
        assert_eq!(COUNT.replace(1), 0);
        FOUND.store(1, SeqCst);
        park_forever();
    };
    assert_released(|| COUNT.get() == 0 && FOUND.load(SeqCst) == 0, hold);
}

#[test]
fn an_output_stream() {
    let is_free = || io::stdout().lock().flush().is_ok();
    assert_released(is_free, || keep((io::stdout().lock(), io::stderr().lock())));
    // A thread can lock a stream twice.
    assert!(std::thread::spawn(is_free).join().unwrap());
}

#[test]
fn a_lock_of_the_body() {
    static LOCK: Mutex<u32> = Mutex::new(0);
    let failure = Explorer::new().check(|| {
        let _first = LOCK.lock().unwrap();
        let _second = LOCK.lock().unwrap();
    });
    assert_eq!(failure.unwrap_err().kind, FailureKind::Deadlock);
    assert!(Explorer::new().check(|| drop(LOCK.try_lock().unwrap())).is_ok());
    assert!(on_real_threads(|| LOCK.lock().is_ok()));
}

/// Two philosophers, whose forks are in `static`s.
#[test]
fn a_deadlock_is_found_with_the_fewest_preemptions() {
    static FORKS: [Mutex<()>; 2] = [const { Mutex::new(()) }; 2];
    let eat = |left: usize| {
        let _left = FORKS[left].lock().unwrap();
        let _right = FORKS[1 - left].lock().unwrap();
    };
    let failure = Explorer::new().check(|| {
        thread::scope(|scope| {
            scope.spawn(|| eat(0));
            scope.spawn(|| eat(1));
        });
    });
    let failure = failure.unwrap_err();
    assert_eq!(failure.kind, FailureKind::Deadlock, "{failure}");
    assert!(failure.execution.fewest, "{failure}");
    assert_eq!(failure.execution.preemptions, 1, "{failure}");
}

/// A lock whose data cannot be reset is rejected, whether it is held or not.
#[test]
fn other_data_is_rejected() {
    static ORDERS: Mutex<Vec<u32>> = Mutex::new(Vec::new());
    for hold in [|| keep(ORDERS.lock()), || ORDERS.lock().unwrap().push(1)] {
        let failure = Explorer::new().check(|| _ = thread::spawn(hold)).unwrap_err();
        assert_eq!(failure.kind, FailureKind::Unsupported);
        assert!(failure.message.contains("keeps its data"), "{failure}");
    }
}

/// A guard that outlives its execution still protects the data that it refers to.
#[test]
fn a_guard_that_is_kept_keeps_its_data() {
    static COUNT: Mutex<u32> = Mutex::new(0);
    let kept = RefCell::new(Vec::new());
    let coverage = Explorer::new().check(|| {
        let mut count = COUNT.lock().unwrap();
        assert_eq!(*count, 0);
        *count += 1;
        kept.borrow_mut().push(count);
    });
    assert!(coverage.unwrap().is_complete());
    assert!(kept.borrow().len() > 1);
    for count in kept.borrow_mut().iter_mut() {
        assert_eq!(**count, 1);
        **count = 2;
    }
}
