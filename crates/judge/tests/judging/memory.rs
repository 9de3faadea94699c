//! Threads that are left when the body returns do not exhaust the memory of a test.

use interleave::{Explorer, thread};

use crate::process::run_test;

/// Much less than the limit of a process.
const BUFFER: usize = 8 << 20;

#[test]
fn a_search_that_leaves_large_values_is_bounded() {
    let body = || {
        let leaves = || {
            let buffer = vec![0_u8; BUFFER];
            thread::spawn(move || {
                thread::park();
                thread::park();
                drop(buffer);
            });
        };
        let coverage = Explorer::new().random(10_000).check(|| (0..3).for_each(|_| leaves()));
        let coverage = coverage.unwrap();
        assert!((2..100).contains(&coverage.executions), "{coverage}");
        let ends = || drop(std::hint::black_box(vec![0_u8; BUFFER]));
        assert!(Explorer::new().check(ends).unwrap().is_complete());
    };
    if let Some(result) = run_test("a_search_that_leaves_large_values_is_bounded", &[], body) {
        assert!(result.passed, "{}", result.printed);
    }
}
