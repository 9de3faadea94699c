//! What ends a process, or would: each with words. A test of this kind runs itself once more, in a
//! process that may die.

use std::env;
use std::process::{Command, Output};

use interleave::{Explorer, thread};

/// Set in the process that a test starts.
const INSIDE: &str = "INTERLEAVE_TEST_INSIDE";

/// What a process says on its way to its end, and whether it ends well.
fn last_words(test: &str, body: impl FnOnce()) -> Option<(String, bool)> {
    if env::var_os(INSIDE).is_some() {
        body();
        return None;
    }
    let output = Command::new(env::current_exe().unwrap())
        .args([test, "--exact", "--nocapture", "--quiet"])
        .env(INSIDE, "1")
        .env("RUST_BACKTRACE", "0")
        .output();
    let Output { status, stderr, .. } = output.unwrap();
    Some((String::from_utf8(stderr).unwrap().trim().to_owned(), status.success()))
}

/// Calls itself once more, whatever the optimiser thinks of it.
fn deeper(depth: u64) -> u64 {
    if depth == u64::MAX {
        return 0;
    }
    let mut here = [depth; 64];
    std::hint::black_box(&mut here);
    1 + deeper(here[7] + 1)
}

#[test]
fn infinite_recursion_is_reported() {
    let Some((said, well)) = last_words("infinite_recursion_is_reported", || {
        _ = Explorer::new().check(|| {
            thread::spawn(|| deeper(0)).join().unwrap();
        });
    }) else {
        return;
    };
    assert!(!well);
    if cfg!(unix) {
        insta::assert_snapshot!(said);
    } else {
        assert!(said.contains("has overflowed its stack"), "{said}");
    }
}

#[cfg(unix)]
#[test]
fn infinite_recursion_on_real_threads_is_reported_by_std() {
    let Some((said, well)) =
        last_words("infinite_recursion_on_real_threads_is_reported_by_std", || {
            assert!(Explorer::new().check(|| thread::spawn(|| ()).join().unwrap()).is_ok());
            std::thread::spawn(|| deeper(0)).join().unwrap();
        })
    else {
        return;
    };
    assert!(!well && said.contains("overflowed its stack"), "{said}");
}

#[test]
fn a_failed_allocation_is_reported() {
    let Some((said, well)) = last_words("a_failed_allocation_is_reported", || {
        _ = Explorer::new().check(|| drop(std::hint::black_box(vec![1_u8; 1 << 46])));
    }) else {
        return;
    };
    assert!(!well && said.contains("memory allocation of 70368744177664 bytes failed"), "{said}");
}

/// Does something when it goes.
struct AtEnd<F: FnMut()>(F);

impl<F: FnMut()> Drop for AtEnd<F> {
    fn drop(&mut self) {
        (self.0)();
    }
}

#[test]
fn a_panic_while_panicking_is_reported() {
    let Some((said, well)) = last_words("a_panic_while_panicking_is_reported", || {
        _ = Explorer::new().check(|| {
            let _second = AtEnd(|| panic!("the second"));
            panic!("the first");
        });
    }) else {
        return;
    };
    assert!(!well);
    insta::assert_snapshot!(said);
}

#[test]
fn a_panic_while_threads_are_unwound_is_reported() {
    let Some((said, well)) = last_words("a_panic_while_threads_are_unwound_is_reported", || {
        _ = Explorer::new().check(|| {
            let _first = AtEnd(|| panic!("not yet"));
            thread::park();
            thread::park();
        });
    }) else {
        return;
    };
    assert!(!well);
    insta::assert_snapshot!(said);
}
