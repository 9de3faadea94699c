//! Tests on real threads, and processes that exit during a test.
use std::{fs, process};

use protocol::{TestRecord, Verdict, record_dir};

use crate::exercise::{count, panics, step};
use crate::process::{dir, run_test};

#[test]
fn a_native_test_that_holds_passes() {
    let body = || judge::test!("one is one").native(|| assert_eq!(count(1, 1, step), 1));
    let Some(result) = run_test("a_native_test_that_holds_passes", &[], body) else {
        return;
    };
    assert!(result.passed);
    assert_eq!((result.verdict(), result.summary()), ("passed", "once, on real threads"));
}

#[test]
fn a_native_assertion_of_the_test_is_a_race() {
    let body = || judge::test!("one is two").native(|| assert_eq!(1, 2, "one is not two"));
    let name = "a_native_assertion_of_the_test_is_a_race";
    let Some(result) = run_test(name, &[], body) else {
        return;
    };
    assert!(!result.passed);
    assert_eq!(result.verdict(), "race");
    let place = "This happened on real threads, at crates/judge/tests/judging/native.rs:";
    assert!(result.report().contains(place), "{}", result.report());
}

#[test]
fn a_native_panic_of_the_exercise_is_a_panic() {
    let body = || judge::test!("the exercise does not panic").native(panics);
    let name = "a_native_panic_of_the_exercise_is_a_panic";
    let Some(result) = run_test(name, &[], body) else {
        return;
    };
    assert_eq!((result.verdict(), result.summary()), ("panic", "the exercise panicked"));
}

#[test]
#[expect(clippy::disallowed_methods, reason = "an exercise could do this")]
fn a_process_that_exits_during_a_test_leaves_no_record() {
    let name = "a_process_that_exits_during_a_test_leaves_no_record";
    let body = || judge::test!("the process exits").native(|| process::exit(0));
    let old = TestRecord::new(name, "", Verdict::Passed);
    fs::create_dir_all(dir(name)).expect("the target directory is writable");
    record_dir::write(&dir(name), &old).expect("the target directory is writable");
    let Some(result) = run_test(name, &[], body) else {
        return;
    };
    assert!(result.passed, "the exit code is not libtest's");
    assert_eq!(result.record, None);
}

#[test]
fn a_test_that_panics_outside_its_body_is_aborted() {
    use proptest::strategy::Strategy;
    let broken = || (0..3_u8).prop_map(|_| -> u8 { panic!("the strategy is broken") });
    let body = || judge::test!("anything").property(broken(), |_| {});
    let Some(result) = run_test("a_test_that_panics_outside_its_body_is_aborted", &[], body) else {
        return;
    };
    assert!(!result.passed);
    assert_eq!(result.verdict(), "aborted");
}
