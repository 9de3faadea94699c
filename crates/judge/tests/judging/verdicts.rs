//! Each way to judge, and each verdict, as the command `course` sees them.
use crate::exercise::{count, cross, orderly_signatures, racy_step, signatures, slip, step};
use crate::process::{Judged, judged};
use interleave::Explorer;
use judge::__private::TestLocation;
use std::env;

#[test]
fn a_property_that_holds_passes() {
    let body = || {
        judge::test!("no step is lost").property(
            (1..=2_usize, 0..=2_usize),
            |&(threads, steps)| {
                assert_eq!(count(threads, steps, step), (threads * steps) as u32);
            },
        );
    };
    let Some(judged) = judged("a_property_that_holds_passes", &[], body) else {
        return;
    };
    assert!(judged.passed, "{}", judged.printed);
    assert_eq!(judged.verdict(), "passed");
    assert!(judged.summary().starts_with("complete: "), "{}", judged.summary());
}

#[test]
fn a_lost_step_is_a_race() {
    let body = || {
        judge::test!("no step is lost").property(
            (1..=3_usize, 0..=3_usize),
            |&(threads, steps)| {
                assert_eq!(
                    count(threads, steps, racy_step),
                    (threads * steps) as u32,
                    "a step is lost"
                );
            },
        );
    };
    let Some(first) = judged("a_lost_step_is_a_race", &[], body) else {
        return;
    };
    assert!(!first.passed);
    assert_eq!((first.verdict(), first.summary()), ("race", "a step is lost"));
    assert!(first.report().lines().all(|line| line.chars().count() <= 100), "{}", first.report());
    insta::assert_snapshot!("the_report_of_a_lost_step", first.report());

    let variables = [("PROPTEST_CASES", "1"), ("PROPTEST_RNG_SEED", "7")];
    let second = judged("a_lost_step_is_a_race", &variables, body).expect("not inside");
    assert_eq!(second.record, first.record, "the same bytes, whatever the environment says");

    let brief = judged_only("a_lost_step_is_a_race", body);
    assert_eq!((brief.passed, brief.verdict(), brief.summary()), (false, "race", "a step is lost"));
    assert_ne!(brief.report(), first.report(), "nothing is made small that nobody reads");

    let schedule = first.replay();
    let replay = judged("a_lost_step_is_a_race", &[("COURSE_REPLAY", &schedule)], body);
    let replay = replay.expect("not inside");
    assert!(!replay.passed);
    for words in ["scenario: (2, 1)", "thread-1 has read, not yet written"] {
        assert!(replay.printed.contains(words), "{}", replay.printed);
    }
}

#[test]
fn other_tests_keep_quiet_during_a_replay() {
    let body = || judge::test!("not asked for").scenario(slip);
    let variables = [("COURSE_REPLAY", "another_test:-:0")];
    let name = "other_tests_keep_quiet_during_a_replay";
    let Some(judged) = judged(name, &variables, body) else {
        return;
    };
    assert!(judged.passed);
    assert_eq!(judged.record, None);
}

#[test]
fn a_mistake_without_threads_is_told_apart() {
    let body = || judge::test!("one is two").scenario(|| assert_eq!(count(1, 1, step), 2));
    let name = "a_mistake_without_threads_is_told_apart";
    let Some(judged) = judged(name, &[], body) else {
        return;
    };
    assert_eq!(judged.verdict(), "race");
    assert!(judged.report().contains("Every interleaving"), "{}", judged.report());
    let brief = judged_only(name, body);
    assert_eq!((brief.passed, brief.verdict()), (false, "race"));
    assert!(!brief.report().contains("Every interleaving"), "{}", brief.report());
}

#[test]
fn a_panic_of_the_exercise_is_a_panic() {
    let body = || judge::test!("nobody slips").scenario(slip);
    let Some(judged) = judged("a_panic_of_the_exercise_is_a_panic", &[], body) else {
        return;
    };
    assert_eq!(judged.verdict(), "panic");
    assert!(judged.summary().starts_with("main panicked at exercise.rs:"), "{judged:?}");
    assert!(judged.report().contains("the student slipped"), "{}", judged.report());
}

#[test]
fn threads_that_wait_for_each_other_are_a_deadlock() {
    let body = || judge::test!("nobody waits for ever").scenario(cross);
    let name = "threads_that_wait_for_each_other_are_a_deadlock";
    let Some(judged) = judged(name, &[], body) else {
        return;
    };
    assert_eq!(judged.verdict(), "deadlock");
}

#[test]
fn what_is_possible_passes() {
    let body = || judge::test!("bob can be first").reachable(|| signatures()[0] == "bob");
    let Some(judged) = judged("what_is_possible_passes", &[], body) else {
        return;
    };
    assert_eq!(judged.verdict(), "passed");
}

#[test]
fn what_is_never_possible_is_over_synchronised() {
    let body = || judge::test!("bob can be first").reachable(|| orderly_signatures()[0] == "bob");
    let name = "what_is_never_possible_is_over_synchronised";
    let Some(judged) = judged(name, &[], body) else {
        return;
    };
    assert_eq!(judged.verdict(), "over-synchronized");
    insta::assert_snapshot!("the_report_of_an_impossibility", judged.report());
}

#[test]
fn an_answer_is_right_only_when_everything_was_explored() {
    let name = "an_answer_is_right_only_when_everything_was_explored";
    // The package of the judge has no feature `complete`, so this stands in for the macro.
    let body = || {
        let place = TestLocation {
            path: "judging::verdicts::an_answer_is_right_only_when_everything_was_explored::here",
            module: module_path!(),
            file: file!(),
            manifest_dir: env!("CARGO_MANIFEST_DIR"),
            complete: env::var_os("JUDGE_TEST_COMPLETE").is_some(),
            snapshot: |_, _| {},
        };
        judge::Test::new("no step is lost", place)
            .explorer(Explorer::new().max_executions(1))
            .scenario(|| assert_eq!(count(2, 3, step), 6));
    };
    let complete = [("JUDGE_TEST_COMPLETE", "1")];
    for (variables, verdict) in [(&[][..], "passed"), (&complete, "aborted")] {
        let Some(judged) = judged(name, variables, body) else {
            return;
        };
        assert_eq!(judged.verdict(), verdict, "{}", judged.printed);
        assert!(judged.summary().starts_with("bounded: "), "{}", judged.summary());
    }
}

#[test]
fn an_answer_is_not_judged_by_a_test_that_gives_up() {
    let name = "an_answer_is_not_judged_by_a_test_that_gives_up";
    // The package of the judge has no feature `complete`, so this stands in for the macro.
    let body = || {
        let place = TestLocation {
            path: "judging::verdicts::an_answer_is_not_judged_by_a_test_that_gives_up::here",
            module: module_path!(),
            file: file!(),
            manifest_dir: env!("CARGO_MANIFEST_DIR"),
            complete: env::var_os("JUDGE_TEST_COMPLETE").is_some(),
            snapshot: |_, _| {},
        };
        judge::Test::new("no step is lost", place).scenario(|| assert_eq!(count(2, 3, step), 6));
    };
    let complete = ("JUDGE_TEST_COMPLETE", "1");
    let Some(patient) = judged(name, &[complete], body) else {
        return;
    };
    assert_eq!(patient.verdict(), "passed", "{}", patient.printed);
    let hasty =
        judged(name, &[complete, ("COURSE_NO_FALLBACK_AFTER", "2")], body).expect("not inside");
    assert_eq!(hasty.verdict(), "aborted", "{}", hasty.printed);
    assert_eq!(hasty.summary(), "abandoned after 2 executions");
}

#[test]
fn a_heap_that_grows_without_end_is_told() {
    let body = || {
        judge::test!("no list is endless").property(0..1_u8, |_| {
            let mut list = Vec::new();
            loop {
                list.push(vec![0_u8; 1 << 20]);
            }
        });
    };
    let Some(judged) = judged("a_heap_that_grows_without_end_is_told", &[], body) else {
        return;
    };
    assert!(!judged.passed && judged.code == Some(interleave::exit_code::OUT_OF_MEMORY));
    assert!(judged.printed.contains("this test has allocated 512 MiB"), "{}", judged.printed);
}

/// Where nobody reads more than the verdict.
fn judged_only(name: &str, body: impl FnOnce()) -> Judged {
    judged(name, &[("COURSE_VERDICT_ONLY", "1")], body).expect("not inside")
}
