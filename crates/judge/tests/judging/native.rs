//! Tests on real threads, and processes that exit during a test.
use std::{fs, process};

use protocol::{TestRecord, Verdict, record_dir};

use crate::exercise::{count, slip, step};
use crate::process::{dir, judged};

#[test]
fn a_native_test_that_holds_passes() {
    let body = || judge::test!("one is one").native(|| assert_eq!(count(1, 1, step), 1));
    let Some(judged) = judged("a_native_test_that_holds_passes", &[], body) else {
        return;
    };
    assert!(judged.passed);
    assert_eq!((judged.verdict(), judged.summary()), ("passed", "once, on real threads"));
}

#[test]
fn a_native_assertion_of_the_test_is_a_race() {
    let body = || judge::test!("one is two").native(|| assert_eq!(1, 2, "one is not two"));
    let name = "a_native_assertion_of_the_test_is_a_race";
    let Some(judged) = judged(name, &[], body) else {
        return;
    };
    assert!(!judged.passed);
    assert_eq!(judged.verdict(), "race");
    let place = "This happened on real threads, at crates/judge/tests/judging/native.rs:";
    assert!(judged.report().contains(place), "{}", judged.report());
}

#[test]
fn a_native_panic_of_the_exercise_is_a_panic() {
    let body = || judge::test!("the exercise does not panic").native(slip);
    let name = "a_native_panic_of_the_exercise_is_a_panic";
    let Some(judged) = judged(name, &[], body) else {
        return;
    };
    assert_eq!((judged.verdict(), judged.summary()), ("panic", "the student slipped"));
}

#[test]
#[expect(clippy::disallowed_methods, reason = "an exercise could do this")]
fn a_process_that_exits_during_a_test_leaves_no_record() {
    let name = "a_process_that_exits_during_a_test_leaves_no_record";
    let body = || judge::test!("the process exits").native(|| process::exit(0));
    let old = TestRecord::new(name, "", Verdict::Passed);
    fs::create_dir_all(dir(name)).expect("the target directory is writable");
    record_dir::write(&dir(name), &old, "").expect("the target directory is writable");
    let Some(judged) = judged(name, &[], body) else {
        return;
    };
    assert!(judged.passed, "libtest has no say in the exit code");
    assert_eq!(judged.record, None);
}

#[test]
fn a_test_that_panics_itself_is_aborted() {
    use proptest::strategy::Strategy;
    let broken = || (0..3_u8).prop_map(|_| -> u8 { panic!("the strategy is broken") });
    let body = || judge::test!("anything").property(broken(), |_| {});
    let Some(judged) = judged("a_test_that_panics_itself_is_aborted", &[], body) else {
        return;
    };
    assert!(!judged.passed);
    assert_eq!(judged.verdict(), "aborted");
}
