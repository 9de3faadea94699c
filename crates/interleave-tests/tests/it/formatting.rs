//! `{:?}` reads a primitive, as in std: an atomic with a relaxed load, a lock with `try_lock` or `try_read`.
use std::fmt::Debug;

use interleave::sync::atomic::{AtomicU32, Ordering::SeqCst};
use interleave::sync::{LazyLock, Mutex, OnceLock, RwLock};
use interleave::{Explorer, thread};

/// The texts of a primitive beside a thread that changes it.
fn texts<P: Debug + Send + Sync>(new: fn() -> P, change: fn(&P)) -> Vec<String> {
    let outcomes = Explorer::new().outcomes(|| {
        let primitive = new();
        thread::scope(|scope| {
            scope.spawn(|| change(&primitive));
            format!("{primitive:?}")
        })
    });
    let outcomes = outcomes.unwrap();
    assert!(outcomes.coverage.is_complete(), "{}", outcomes.coverage);
    outcomes.seen.into_keys().collect()
}

pub(crate) fn a_formatted_primitive_shows_what_another_thread_does() {
    assert_eq!(texts(|| AtomicU32::new(1), |atomic| atomic.store(2, SeqCst)), ["1", "2"]);
    assert_eq!(
        texts(|| Mutex::new(1), |lock| *lock.lock().unwrap() = 2),
        [
            "Mutex { data: 1, poisoned: false, .. }",
            "Mutex { data: 2, poisoned: false, .. }",
            "Mutex { data: <locked>, poisoned: false, .. }",
        ]
    );
    assert_eq!(
        texts(|| RwLock::new(1), |lock| drop(lock.write().unwrap())),
        [
            "RwLock { data: 1, poisoned: false, .. }",
            "RwLock { data: <locked>, poisoned: false, .. }",
        ]
    );
    let set = |cell: &OnceLock<u32>| cell.set(2).unwrap();
    assert_eq!(texts(OnceLock::new, set), ["OnceLock(2)", "OnceLock(<uninit>)"]);
    let force = |cell: &LazyLock<u32>| _ = **cell;
    assert_eq!(texts(|| LazyLock::new(|| 2), force), ["LazyLock(2)", "LazyLock(<uninit>)"]);
}

pub(crate) fn the_message_of_a_panic_is_formatted_without_operations() {
    let failure = Explorer::new().check(|| {
        let (count, lock) = (AtomicU32::new(1), Mutex::new(2));
        thread::scope(|scope| {
            scope.spawn(|| count.store(1, SeqCst));
            panic!("{count:?} and {lock:?}");
        });
    });
    let message = failure.unwrap_err().message;
    assert!(message.contains("1 and Mutex { data: 2, poisoned: false, .. }"), "{message}");
}

#[test]
fn the_place_of_a_formatted_atomic_is_in_the_code_under_test() {
    let failure = Explorer::new().check(|| {
        let count = AtomicU32::new(1);
        thread::scope(|scope| {
            scope.spawn(|| count.store(2, SeqCst));
            assert_eq!(format!("{count:?}"), "1");
        });
    });
    let report = failure.unwrap_err().to_string();
    assert!(!report.contains("atomic/mod.rs") && !report.contains("fmt/mod.rs"), "{report}");
}
