//! What ends the process is reported with a message. Each test runs itself again in a process that may
//! die.

use interleave::{Explorer, thread};

use crate::common::{OnDrop, run_in_process};

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
    let Some((stderr, success)) =
        run_in_process("process_aborts::infinite_recursion_is_reported", || {
            _ = Explorer::new().check(|| {
                thread::spawn(|| recurse(0)).join().unwrap();
            });
        })
    else {
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
    let Some((stderr, success)) = run_in_process(
        "process_aborts::infinite_recursion_on_real_threads_is_reported_by_std",
        || {
            assert!(Explorer::new().check(|| thread::spawn(|| ()).join().unwrap()).is_ok());
            std::thread::spawn(|| recurse(0)).join().unwrap();
        },
    ) else {
        return;
    };
    assert!(!success && stderr.contains("overflowed its stack"), "{stderr}");
}

#[test]
fn a_failed_allocation_is_reported() {
    let Some((stderr, success)) =
        run_in_process("process_aborts::a_failed_allocation_is_reported", || {
            _ = Explorer::new().check(|| drop(std::hint::black_box(vec![1_u8; 1 << 46])));
        })
    else {
        return;
    };
    assert!(
        !success && stderr.contains("memory allocation of 70368744177664 bytes failed"),
        "{stderr}"
    );
}

#[test]
fn a_panic_while_panicking_is_reported() {
    let Some((stderr, success)) =
        run_in_process("process_aborts::a_panic_while_panicking_is_reported", || {
            _ = Explorer::new().check(|| {
                let _second = OnDrop(|| panic!("the second"));
                panic!("the first");
            });
        })
    else {
        return;
    };
    assert!(!success);
    insta::assert_snapshot!(stderr);
}
