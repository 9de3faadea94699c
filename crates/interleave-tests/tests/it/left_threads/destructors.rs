//! Nothing that a thread owns is dropped if the thread is left, and it does nothing more.

use std::cell::Cell;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::process;
use std::sync::Mutex as RealMutex;

use interleave::sync::atomic::{AtomicBool, Ordering::SeqCst};
use interleave::sync::{Arc, Mutex, mpsc};
use interleave::{Explorer, FailureKind, on_real_threads, thread, thread_local};

use super::park_forever;
use crate::common::{OnDrop, run_in_process};

/// What was dropped.
#[derive(Clone, Default)]
struct Log(Arc<RealMutex<Vec<&'static str>>>);

/// A value that records its name when it is dropped.
struct Value(&'static str, Log);

impl Drop for Value {
    fn drop(&mut self) {
        // The standard error of a process that ends.
        eprintln!("dropped: {}", self.0);
        self.1.0.lock().unwrap().push(self.0);
    }
}

thread_local!(static LOCAL: Cell<Option<Value>> = const { Cell::new(None) });

impl Log {
    fn value(&self, name: &'static str) -> Value {
        Value(name, self.clone())
    }

    fn local(&self, name: &'static str) {
        LOCAL.set(Some(self.value(name)));
    }
}

/// What is dropped in the executions of `body`, and whether it fails. Some executions only probe whether a loop ends,
/// so they are shorter.
#[track_caller]
fn explore(body: impl Fn(Log)) -> (Vec<&'static str>, Option<FailureKind>) {
    let logs = RealMutex::new(Vec::new());
    let checked = Explorer::new().check(|| {
        let log = Log::default();
        logs.lock().unwrap().push(log.clone());
        body(log);
    });
    let logs = logs.into_inner().unwrap();
    let dropped: Vec<Vec<_>> = logs.iter().map(|log| log.0.lock().unwrap().clone()).collect();
    let longest = dropped.iter().max_by_key(|dropped| dropped.len()).unwrap();
    assert!(dropped.iter().all(|dropped| longest.starts_with(dropped)), "{dropped:?}");
    (longest.clone(), checked.err().map(|failure| failure.kind))
}

/// Leaves a thread that is blocked in a function of a function, while it sends what it has.
fn leave_a_thread(log: Log) {
    let (captured, sent) = (log.value("captured"), log.value("sent"));
    let (sender, receiver) = mpsc::channel();
    let _main = log.value("main");
    log.local("local of main");
    thread::spawn(move || {
        let _captured = captured;
        log.local("local of the thread");
        let inner = || {
            let _inner = log.value("inner");
            sender.send(sent).unwrap();
            park_forever();
        };
        inner();
    });
    std::mem::forget(receiver.recv());
}

/// Leaves a thread in a destructor, which blocks while the thread panics.
fn leave_a_destructor(log: Log) {
    let (started, has_started) = mpsc::channel();
    let _main = log.value("main");
    thread::spawn(move || {
        let _never = log.value("never");
        let _blocks = OnDrop(|| {
            started.send(()).unwrap();
            park_forever();
        });
        let _dropped = log.value("dropped");
        panic!("the reason");
    });
    has_started.recv().unwrap();
}

/// Leaves a thread whose child has ended.
fn leave_a_parent(log: Log) {
    let (ended, has_ended) = mpsc::channel();
    let _main = log.value("main");
    thread::spawn(move || {
        let _parent = log.value("parent");
        let of_child = log.clone();
        let child = thread::spawn(move || {
            of_child.local("local of the child");
            let _child = of_child.value("child");
        });
        child.join().unwrap();
        ended.send(()).unwrap();
        park_forever();
    });
    has_ended.recv().unwrap();
}

/// What leaves a thread, and what is dropped.
type Case = (fn(Log), &'static [&'static str]);

const CASES: [Case; 3] = [
    (leave_a_thread, &["main", "local of main"]),
    (leave_a_destructor, &["dropped", "main"]),
    (leave_a_parent, &["child", "local of the child", "main"]),
];

#[test]
fn what_a_thread_owns_when_main_returns_is_not_dropped() {
    for (body, expected) in CASES {
        let (dropped, failure) = explore(body);
        assert_eq!(dropped, expected);
        assert!(matches!(failure, None | Some(FailureKind::Panic)), "{failure:?}");
    }
}

#[test]
fn a_process_drops_the_same() {
    const TEST: &str = "left_threads::destructors::a_process_drops_the_same";
    let ended = run_in_process(TEST, || {
        for (body, _) in CASES {
            on_real_threads(|| thread::spawn(move || body(Log::default())).join().unwrap());
        }
        #[expect(clippy::disallowed_methods, reason = "the end of a process is what is tested")]
        process::exit(0);
    });
    let (stderr, success) = ended.expect("the process above exits");
    let dropped: Vec<_> =
        stderr.lines().filter_map(|line| line.strip_prefix("dropped: ")).collect();
    assert_eq!((dropped, success), (CASES.map(|(_, expected)| expected).concat(), true));
}

#[test]
fn what_deadlocked_threads_own_is_not_dropped() {
    let (dropped, failure) = explore(|log| {
        let lock = Mutex::new(log.value("data"));
        let _main = log.value("main");
        log.local("local of main");
        let _guard = lock.lock().unwrap();
        thread::scope(|scope| {
            let _scope = log.value("scope");
            scope.spawn(|| {
                let _thread = log.value("thread");
                log.local("local of the thread");
                drop(lock.lock());
            });
        });
    });
    assert_eq!((dropped, failure), (vec!["scope"], Some(FailureKind::Deadlock)));
}

#[test]
fn what_is_left_when_the_body_fails_is_not_dropped() {
    let (dropped, failure) = explore(|log| {
        let _main = log.value("main");
        let log = log.clone();
        thread::spawn(move || {
            let _thread = log.value("thread");
            park_forever();
        });
        panic!("the reason");
    });
    assert_eq!((dropped, failure), (vec!["main"], Some(FailureKind::Assertion)));
}

/// A thread of which nothing is left to catch.
#[test]
fn threads_that_catch_every_panic_can_be_left() {
    let coverage = Explorer::new().check(|| {
        for _ in 0..2 {
            thread::spawn(|| {
                loop {
                    let _ = catch_unwind(thread::park);
                }
            });
        }
    });
    assert!(coverage.unwrap().is_complete());
}

#[test]
fn a_thread_that_is_left_does_nothing_more() {
    static CONTINUED: RealMutex<bool> = RealMutex::new(false);
    let coverage = Explorer::new().check(|| {
        let flag = Arc::new(AtomicBool::new(false));
        thread::spawn(move || {
            let _ = catch_unwind(park_forever);
            flag.load(SeqCst);
            *CONTINUED.lock().unwrap() = true;
        });
    });
    assert!(coverage.unwrap().is_complete());
    assert!(!*CONTINUED.lock().unwrap());
}

/// The panic does not count for the threads of later executions.
#[test]
fn a_thread_can_be_left_while_it_panics_twice() {
    let coverage = Explorer::new().allow_detached_panics().check(|| {
        assert!(!thread::panicking());
        thread::spawn(|| {
            let _outer = OnDrop(|| {
                let caught = catch_unwind(AssertUnwindSafe(|| {
                    let _inner = OnDrop(park_forever);
                    panic!("inside");
                }));
                unreachable!("the inner destructor blocks: {caught:?}");
            });
            panic!("outside");
        });
        thread::scope(|scope| {
            let panics = scope.spawn(|| panic!("ordinary"));
            assert_eq!(panics.join().unwrap_err().downcast_ref(), Some(&"ordinary"));
        });
    });
    assert!(coverage.is_ok(), "{coverage:?}");
    assert!(!thread::panicking());
}

/// A scope waits for its threads, so it is left with them.
#[test]
fn a_scope_is_left_with_its_threads() {
    let coverage = Explorer::new().check(|| {
        thread::spawn(|| {
            let lent = Mutex::new(vec![1, 2, 3]);
            thread::scope(|scope| {
                let guard = lent.lock().unwrap();
                scope.spawn(|| drop(lent.lock()));
                park_forever();
                drop(guard);
            });
        });
    });
    assert_eq!(coverage.unwrap_err().kind, FailureKind::Deadlock);
}
