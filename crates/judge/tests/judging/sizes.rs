//! The sizes in the record of a test.
use protocol::Size;

use crate::exercise::{count, racy_step, step};
use crate::process::run_test;

fn steps_of(threads: usize, step: fn(&interleave::sync::atomic::AtomicU32)) {
    judge::size("threads", threads);
    assert_eq!(count(threads, 1, step), threads as u32);
}

#[test]
fn a_record_lists_the_sizes_of_all_scenarios() {
    let body = || judge::test!("no step is lost").property(1..=3_usize, |&it| steps_of(it, step));
    let Some(result) = run_test("a_record_lists_the_sizes_of_all_scenarios", &[], body) else {
        return;
    };
    let threads = Size { of: "threads".into(), values: vec![1, 2, 3] };
    assert_eq!(result.record.unwrap().sizes, [threads]);
}

#[test]
fn a_record_lists_the_sizes_of_work_on_real_threads() {
    let body = || {
        judge::test!("one is one").native(|| {
            judge::size("threads", 2);
            judge::with_timeout(|| judge::size("threads", 1));
            judge::size("steps", 7);
        });
    };
    let name = "a_record_lists_the_sizes_of_work_on_real_threads";
    let Some(result) = run_test(name, &[], body) else { return };
    let size = |of: &str, values: &[u64]| Size { of: of.into(), values: values.into() };
    assert_eq!(result.record.unwrap().sizes, [size("steps", &[7]), size("threads", &[1, 2])]);
}

/// How far it came depends on when it failed.
#[test]
fn the_record_of_a_failing_test_has_no_sizes() {
    let body =
        || judge::test!("no step is lost").property(2..=3_usize, |&it| steps_of(it, racy_step));
    let Some(result) = run_test("the_record_of_a_failing_test_has_no_sizes", &[], body) else {
        return;
    };
    assert!(!result.passed);
    assert_eq!(result.record.unwrap().sizes, []);
}
