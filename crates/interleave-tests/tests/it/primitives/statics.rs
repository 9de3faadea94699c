//! State in a `static` is reset before each execution, or rejected.

use interleave::sync::atomic::{AtomicUsize, Ordering::SeqCst};
use interleave::sync::{LazyLock, Mutex, Once, OnceLock, RwLock, mpsc};
use interleave::thread;
use interleave::{Explorer, FailureKind, on_real_threads};
use std::cell::RefCell;

use super::{explore, set};

/// The values that two threads read from a cell that both initialize.
fn initialize(cell: &'static OnceLock<usize>) -> (usize, usize) {
    let other = thread::spawn(|| *cell.get_or_init(|| 1));
    let mine = *cell.get_or_init(|| 2);
    (mine, other.join().unwrap())
}

#[test]
fn an_atomic_starts_with_its_initial_value() {
    static COUNT: AtomicUsize = AtomicUsize::new(0);
    let (outcomes, _) = explore(|| {
        let thread = thread::spawn(|| COUNT.fetch_add(1, SeqCst));
        COUNT.fetch_add(1, SeqCst);
        thread.join().unwrap();
        COUNT.load(SeqCst)
    });
    assert_eq!(outcomes, set(&[2]));
}

#[test]
fn a_once_lock_is_empty_at_the_start_of_each_execution() {
    static CELL: OnceLock<usize> = OnceLock::new();
    let (outcomes, coverage) = explore(|| {
        assert_eq!(CELL.get(), None);
        initialize(&CELL)
    });
    assert_eq!(outcomes, set(&[(1, 1), (2, 2)]));
    assert!(coverage.is_complete());
    let local = || {
        let cell: &OnceLock<usize> = Box::leak(Box::default());
        assert_eq!(cell.get(), None);
        initialize(cell)
    };
    let (in_a_box, same) = explore(local);
    assert_eq!((in_a_box, same.executions), (outcomes, coverage.executions));
}

#[test]
fn a_lazy_lock_is_initialized_in_each_execution() {
    static ORDERS: LazyLock<Mutex<Vec<usize>>> = LazyLock::new(Mutex::default);
    static RUNS: AtomicUsize = AtomicUsize::new(0);
    static SLOW: LazyLock<usize> = LazyLock::new(|| RUNS.fetch_add(1, SeqCst));
    let (outcomes, _) = explore(|| {
        let other = thread::spawn(|| ORDERS.lock().unwrap().push(1 + *SLOW));
        ORDERS.lock().unwrap().push(2 + *SLOW);
        other.join().unwrap();
        ORDERS.lock().unwrap().clone()
    });
    assert_eq!(outcomes, set(&[vec![1, 2], vec![2, 1]]));
}

#[test]
fn a_once_runs_in_each_execution() {
    static ONCE: Once = Once::new();
    static RUNS: AtomicUsize = AtomicUsize::new(0);
    let (outcomes, _) = explore(|| {
        let count = || {
            RUNS.fetch_add(1, SeqCst);
        };
        let other = thread::spawn(move || ONCE.call_once(count));
        ONCE.call_once(count);
        other.join().unwrap();
        RUNS.load(SeqCst)
    });
    assert_eq!(outcomes, set(&[1]));
}

#[test]
fn a_reference_outlives_its_execution() {
    static NAME: OnceLock<String> = OnceLock::new();
    let kept: RefCell<Vec<&'static str>> = RefCell::default();
    let coverage = Explorer::new()
        .check(|| {
            let number = kept.borrow().len();
            let other = thread::spawn(|| NAME.get().is_some());
            let name = NAME.get_or_init(|| format!("name {number}"));
            kept.borrow_mut().push(name);
            other.join().unwrap();
        })
        .unwrap();
    let kept = kept.into_inner();
    assert!(coverage.executions > 1 && kept.len() as u64 >= coverage.executions);
    for (number, name) in kept.iter().enumerate() {
        assert_eq!(*name, format!("name {number}"));
    }
}

#[test]
fn real_threads_and_executions_do_not_share_initialization() {
    static CELL: OnceLock<&str> = OnceLock::new();
    static LAZY: LazyLock<AtomicUsize> = LazyLock::new(AtomicUsize::default);
    static ONCE: Once = Once::new();
    let explored = || {
        explore(|| {
            assert!(!ONCE.is_completed());
            ONCE.call_once(|| ());
            (*CELL.get_or_init(|| "explored"), LAZY.fetch_add(1, SeqCst))
        })
    };
    let real = || {
        on_real_threads(|| {
            ONCE.call_once(|| ());
            (*CELL.get_or_init(|| "real"), LAZY.fetch_add(1, SeqCst))
        })
    };
    assert_eq!(real(), ("real", 0));
    assert_eq!(real(), ("real", 1));
    assert_eq!(explored().0, set(&[("explored", 0)]));
    assert_eq!(real(), ("real", 0));
    assert_eq!(explored().0, set(&[("explored", 0)]));
}

#[test]
fn real_threads_and_executions_do_not_share_values() {
    static COUNT: AtomicUsize = AtomicUsize::new(1);
    static TOTAL: Mutex<usize> = Mutex::new(1);
    static BEST: RwLock<Option<usize>> = RwLock::new(Some(1));
    let count = || {
        *TOTAL.lock().unwrap() += 1;
        let best = BEST.write().unwrap().replace(7);
        (COUNT.fetch_add(1, SeqCst), *TOTAL.lock().unwrap(), best)
    };
    assert_eq!(on_real_threads(count), (1, 2, Some(1)));
    assert_eq!(on_real_threads(count), (2, 3, Some(7)), "a process keeps the value of a `static`");
    assert_eq!(explore(count).0, set(&[(1, 2, Some(1))]));
    assert_eq!(*TOTAL.lock().unwrap(), 2, "a test can read the final value");
    assert_eq!(on_real_threads(count), (1, 2, Some(1)));
    assert_eq!(explore(count).0, set(&[(1, 2, Some(1))]));
}

#[test]
fn plain_data_in_a_lock_starts_with_its_initial_value() {
    static COINS: Mutex<u32> = Mutex::new(1);
    static BEST: RwLock<Option<&str>> = RwLock::new(Some("none"));
    let (outcomes, coverage) = explore(|| {
        let pay = |name, coins| {
            *COINS.lock().unwrap() += coins;
            BEST.write().unwrap().replace(name)
        };
        let ann = thread::spawn(move || pay("Ann", 1));
        let before = (pay("Bob", 2), ann.join().unwrap());
        (before, *COINS.lock().unwrap())
    });
    let [none, ann, bob] = ["none", "Ann", "Bob"].map(Some);
    assert_eq!(outcomes, set(&[((none, bob), 4), ((ann, none), 4)]));
    assert!(coverage.is_complete());
}

#[test]
fn changes_before_sharing_are_kept() {
    let (outcomes, _) = explore(|| {
        let (mut one, mut other) = (Mutex::new(1), RwLock::new(1));
        (*one.get_mut().unwrap(), *other.get_mut().unwrap()) = (2, 2);
        (*one.lock().unwrap(), *other.read().unwrap())
    });
    assert_eq!(outcomes, set(&[(2, 2)]));
}

#[test]
fn a_lock_around_unit_starts_unlocked_and_not_poisoned() {
    static BAR: Mutex<()> = Mutex::new(());
    static SHELF: RwLock<()> = RwLock::new(());
    let (outcomes, _) = explore(|| {
        let (bar, shelf) = (BAR.is_poisoned(), SHELF.is_poisoned());
        let panicked = thread::spawn(|| {
            let _both = (BAR.lock(), SHELF.write());
            panic!("poison");
        })
        .join()
        .is_err();
        (bar || shelf, panicked && BAR.is_poisoned() && SHELF.is_poisoned())
    });
    assert_eq!(outcomes, set(&[(false, true)]));
}

/// The message about state that survives from an earlier execution.
fn rejected(body: impl Fn()) -> String {
    let failure = Explorer::new().check(body).unwrap_err();
    assert_eq!(failure.kind, FailureKind::Unsupported);
    failure.to_string()
}

#[test]
fn state_that_cannot_be_reset_is_rejected() {
    static ORDERS: Mutex<Vec<u32>> = Mutex::new(Vec::new());
    static PRICES: RwLock<[u32; 9]> = RwLock::new([0; 9]);
    insta::assert_snapshot!(rejected(|| ORDERS.lock().unwrap().push(1)));
    insta::assert_snapshot!(rejected(|| PRICES.write().unwrap()[0] += 1));
    let owned = String::from("only once");
    let lazy = LazyLock::new(move || owned);
    insta::assert_snapshot!(rejected(|| assert_eq!(*lazy, "only once")));
    static QUEUE: OnceLock<(mpsc::Sender<u32>, Mutex<mpsc::Receiver<u32>>)> = OnceLock::new();
    let new_channel = || {
        let (sender, receiver) = mpsc::channel();
        (sender, Mutex::new(receiver))
    };
    QUEUE.get_or_init(new_channel);
    assert!(Explorer::new().check(|| _ = QUEUE.get_or_init(new_channel).0.send(1)).is_ok());
    let channel = new_channel();
    insta::assert_snapshot!(rejected(|| channel.0.send(1).unwrap()));
    let kept = RefCell::new(None);
    insta::assert_snapshot!(rejected(|| {
        let old = kept.replace(Some(new_channel()));
        old.unwrap_or_else(new_channel).0.send(1).ok();
    }));
}

#[test]
fn a_once_lock_that_starts_with_a_value_keeps_it() {
    let cell = OnceLock::from(5);
    let (outcomes, _) = explore(|| cell.get().copied());
    assert_eq!(outcomes, set(&[Some(5)]));
    assert_eq!(cell.into_inner(), Some(5));
}

#[test]
fn a_test_reads_final_values_while_other_tests_use_real_threads() {
    static TOTAL: Mutex<usize> = Mutex::new(1);
    let add = || {
        *TOTAL.lock().unwrap() += 1;
        thread::spawn(|| *TOTAL.lock().unwrap()).join().unwrap()
    };
    assert_eq!(explore(add).0, set(&[2]));
    let (started, has_started) = std::sync::mpsc::channel();
    let (proceed, may_proceed) = std::sync::mpsc::channel();
    let other = std::thread::spawn(move || {
        on_real_threads(|| {
            started.send(()).unwrap();
            may_proceed.recv().unwrap();
            add()
        })
    });
    has_started.recv().unwrap();
    assert_eq!(*TOTAL.lock().unwrap(), 2);
    proceed.send(()).unwrap();
    assert_eq!(
        other.join().unwrap(),
        2,
        "a run starts with the initial value, which its threads share"
    );
}
