//! What ends the process is reported with a message. Each test runs itself again in a process that may
//! die.

use std::env;
use std::process::{Command, Output};

use interleave::sync::Mutex;
use interleave::sync::atomic::{AtomicBool, Ordering::SeqCst};
use interleave::{Explorer, thread};

use crate::common::OnDrop;

/// Set in the process that a test starts.
const INSIDE: &str = "INTERLEAVE_TEST_INSIDE";

/// The standard error of a process that runs `body`, and whether it succeeds.
fn run_in_process(test: &str, body: impl FnOnce()) -> Option<(String, bool)> {
    if env::var_os(INSIDE).is_some() {
        body();
        return None;
    }
    let output = Command::new(env::current_exe().unwrap())
        .args([&format!("process_aborts::{test}"), "--exact", "--nocapture", "--quiet"])
        .env(INSIDE, "1")
        .env("RUST_BACKTRACE", "0")
        .output();
    let Output { status, stderr, .. } = output.unwrap();
    Some((String::from_utf8(stderr).unwrap().trim().to_owned(), status.success()))
}

/// Recurses in a way that the optimizer cannot remove.
fn recurse(depth: u64) -> u64 {
    if depth == u64::MAX {
        return 0;
    }
    let mut here = [depth; 64];
    std::hint::black_box(&mut here);
    1 + recurse(here[7] + 1)
}

#[test]
fn infinite_recursion_is_reported() {
    let Some((stderr, success)) = run_in_process("infinite_recursion_is_reported", || {
        _ = Explorer::new().check(|| {
            thread::spawn(|| recurse(0)).join().unwrap();
        });
    }) else {
        return;
    };
    assert!(!success);
    if cfg!(unix) {
        insta::assert_snapshot!(stderr);
    } else {
        assert!(stderr.contains("has overflowed its stack"), "{stderr}");
    }
}

#[cfg(unix)]
#[test]
fn infinite_recursion_on_real_threads_is_reported_by_std() {
    let Some((stderr, success)) =
        run_in_process("infinite_recursion_on_real_threads_is_reported_by_std", || {
            assert!(Explorer::new().check(|| thread::spawn(|| ()).join().unwrap()).is_ok());
            std::thread::spawn(|| recurse(0)).join().unwrap();
        })
    else {
        return;
    };
    assert!(!success && stderr.contains("overflowed its stack"), "{stderr}");
}

#[test]
fn a_failed_allocation_is_reported() {
    let Some((stderr, success)) = run_in_process("a_failed_allocation_is_reported", || {
        _ = Explorer::new().check(|| drop(std::hint::black_box(vec![1_u8; 1 << 46])));
    }) else {
        return;
    };
    assert!(
        !success && stderr.contains("memory allocation of 70368744177664 bytes failed"),
        "{stderr}"
    );
}

#[test]
fn a_panic_while_panicking_is_reported() {
    let Some((stderr, success)) = run_in_process("a_panic_while_panicking_is_reported", || {
        _ = Explorer::new().check(|| {
            let _second = OnDrop(|| panic!("the second"));
            panic!("the first");
        });
    }) else {
        return;
    };
    assert!(!success);
    insta::assert_snapshot!(stderr);
}

#[test]
pub(crate) fn a_deadlock_is_reported_before_its_threads_are_unwound() {
    let Some((stderr, success)) =
        run_in_process("a_deadlock_is_reported_before_its_threads_are_unwound", || {
            _ = Explorer::new().check(|| {
                let (is_open, lock) = (AtomicBool::new(true), Mutex::new(()));
                let _invariant = OnDrop(|| assert!(!is_open.load(SeqCst), "closed"));
                let _first = lock.lock().unwrap();
                let _second = lock.lock().unwrap();
                is_open.store(false, SeqCst);
            });
        })
    else {
        return;
    };
    assert!(!success);
    insta::assert_snapshot!("a_deadlock_is_reported_before_its_threads_are_unwound", stderr);
}

#[test]
fn a_panic_while_threads_are_unwound_is_reported() {
    let Some((stderr, success)) =
        run_in_process("a_panic_while_threads_are_unwound_is_reported", || {
            _ = Explorer::new().check(|| {
                let _first = OnDrop(|| panic!("not yet"));
                thread::park();
                thread::park();
            });
        })
    else {
        return;
    };
    assert!(!success);
    insta::assert_snapshot!(stderr);
}
