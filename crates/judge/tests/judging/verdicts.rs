//! Every kind of test and every verdict, as the command `course` sees them.
use std::env;

use interleave::{Explorer, Primitive, sync::Mutex, thread};
use judge::__private::TestLocation;
use protocol::{Extent, environment};

use crate::exercise::{
    count, deadlock, panics, racy_step, sequential_signatures, signatures, step,
};
use crate::process::{TestProcess, run_test};

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
    let Some(result) = run_test("a_property_that_holds_passes", &[], body) else {
        return;
    };
    assert!(result.passed, "{}", result.printed);
    assert_eq!(result.verdict(), "passed");
    assert!(result.summary().starts_with("complete: "), "{}", result.summary());
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
    let Some(first) = run_test("a_lost_step_is_a_race", &[], body) else {
        return;
    };
    assert!(!first.passed);
    assert_eq!((first.verdict(), first.summary()), ("race", "a step is lost"));
    assert!(first.report().lines().all(|line| line.chars().count() <= 100), "{}", first.report());
    insta::assert_snapshot!("the_report_of_a_lost_step", first.report());

    let variables = [("PROPTEST_CASES", "1"), ("PROPTEST_RNG_SEED", "7")];
    let second =
        run_test("a_lost_step_is_a_race", &variables, body).expect("this is the outer process");
    assert_eq!(second.record, first.record, "the environment does not change the record");

    let brief = verdict_only("a_lost_step_is_a_race", body);
    assert_eq!((brief.passed, brief.verdict(), brief.summary()), (false, "race", "a step is lost"));
    let table = "thread-1 has read, not yet written";
    assert!(first.report().contains(table) && !brief.report().contains(table), "{brief:?}");

    let schedule = first.replay();
    let replay = run_test("a_lost_step_is_a_race", &[(environment::REPLAY, &schedule)], body);
    let replay = replay.expect("this is the outer process");
    assert!(!replay.passed);
    for part in ["scenario: (2, 1)", "thread-1 has read, not yet written"] {
        assert!(replay.printed.contains(part), "{}", replay.printed);
    }
}

#[test]
fn a_replay_of_changed_code_searches_again() {
    const CODE: &str = "CODE_UNDER_TEST";
    let body = || {
        let code = env::var(CODE).unwrap_or_default();
        judge::test!("no step is lost").scenario(|| {
            let steps = match code.as_str() {
                "repaired" => count(2, 1, step),
                "changed" => count(2, 1, |counter| {
                    counter.load(std::sync::atomic::Ordering::SeqCst);
                    racy_step(counter);
                }),
                _ => count(2, 1, racy_step),
            };
            assert_eq!(steps, 2, "a step is lost");
        });
    };
    let name = "a_replay_of_changed_code_searches_again";
    let Some(first) = run_test(name, &[], body) else {
        return;
    };
    let schedule = first.replay();
    for (code, passes, said) in [
        ("repaired", true, "can no longer go wrong this way"),
        ("changed", false, "This one is, and it goes wrong as well"),
    ] {
        let variables = [(environment::REPLAY, schedule.as_str()), (CODE, code)];
        let replay = run_test(name, &variables, body).expect("this is the outer process");
        let printed = replay.printed.split_whitespace().collect::<Vec<_>>().join(" ");
        assert_eq!(replay.passed, passes, "{printed}");
        assert!(printed.contains(said), "{printed}");
    }
}

#[test]
fn other_tests_are_skipped_during_a_replay() {
    let body = || judge::test!("this test is skipped").scenario(panics);
    let variables = [(environment::REPLAY, "another_test:-:0")];
    let name = "other_tests_are_skipped_during_a_replay";
    let Some(result) = run_test(name, &variables, body) else {
        return;
    };
    assert!(result.passed);
    assert_eq!(result.record, None);
}

#[test]
fn a_failure_in_every_interleaving_is_reported_as_such() {
    let body = || judge::test!("one is two").scenario(|| assert_eq!(count(1, 1, step), 2));
    let name = "a_failure_in_every_interleaving_is_reported_as_such";
    let Some(result) = run_test(name, &[], body) else {
        return;
    };
    assert_eq!(result.verdict(), "race");
    assert!(result.report().contains("Every interleaving"), "{}", result.report());
    let brief = verdict_only(name, body);
    assert_eq!((brief.passed, brief.verdict()), (false, "race"));
    assert!(!brief.report().contains("Every interleaving"), "{}", brief.report());
}

#[test]
fn a_panic_of_the_exercise_is_a_panic() {
    let body = || judge::test!("the exercise does not panic").scenario(panics);
    let Some(result) = run_test("a_panic_of_the_exercise_is_a_panic", &[], body) else {
        return;
    };
    assert_eq!(result.verdict(), "panic");
    assert!(result.summary().starts_with("main panicked at exercise.rs:"), "{result:?}");
    assert!(result.report().contains("the exercise panicked"), "{}", result.report());
}

#[test]
fn threads_that_wait_for_each_other_are_a_deadlock() {
    let body = || judge::test!("no thread waits forever").scenario(deadlock);
    let name = "threads_that_wait_for_each_other_are_a_deadlock";
    let Some(result) = run_test(name, &[], body) else {
        return;
    };
    assert_eq!(result.verdict(), "deadlock");
}

#[test]
fn a_reachable_state_passes() {
    let body = || judge::test!("bob can be first").reachable(|| signatures()[0] == "bob");
    let Some(result) = run_test("a_reachable_state_passes", &[], body) else {
        return;
    };
    assert_eq!(result.verdict(), "passed");
}

#[test]
fn an_unreachable_state_is_over_synchronized() {
    let body =
        || judge::test!("bob can be first").reachable(|| sequential_signatures()[0] == "bob");
    let name = "an_unreachable_state_is_over_synchronized";
    let Some(result) = run_test(name, &[], body) else {
        return;
    };
    assert_eq!(result.verdict(), "over-synchronized");
    insta::assert_snapshot!("the_report_of_an_unreachable_state", result.report());
}

#[test]
fn a_state_that_no_tried_interleaving_reaches_is_over_synchronized() {
    let body = || {
        judge::test!("bob can be first")
            .explorer(Explorer::new().no_fallback_after(1))
            .reachable(|| sequential_signatures()[0] == "bob" || count(2, 2, step) == 5);
    };
    let name = "a_state_that_no_tried_interleaving_reaches_is_over_synchronized";
    let Some(result) = run_test(name, &[], body) else {
        return;
    };
    assert_eq!(result.verdict(), "over-synchronized", "{}", result.printed);
    let report = result.report();
    assert!(
        report.contains(
            "no interleaving that was tried leads to it.\n  (abandoned after 1 execution)"
        ),
        "{report}"
    );
}

/// A test of a solution if [`SOLUTION`] is set. The package of the judge has no feature `complete`, so
/// this replaces the macro.
fn solution_test(path: &'static str) -> judge::Test {
    let location = TestLocation {
        path,
        module: module_path!(),
        file: file!(),
        manifest_dir: env!("CARGO_MANIFEST_DIR"),
        complete: env::var_os(SOLUTION.0).is_some(),
        snapshot: |_, _| {},
    };
    judge::Test::new("no step is lost", location)
}

const SOLUTION: (&str, &str) = ("JUDGE_TEST_SOLUTION", "1");

#[test]
fn a_solution_needs_a_complete_search() {
    let name = "a_solution_needs_a_complete_search";
    let body = || {
        solution_test("judging::verdicts::a_solution_needs_a_complete_search::here")
            .explorer(Explorer::new().max_executions(1))
            .scenario(|| assert_eq!(count(2, 3, step), 6));
    };
    for (variables, verdict) in [(&[][..], "passed"), (&[SOLUTION], "aborted")] {
        let Some(result) = run_test(name, variables, body) else {
            return;
        };
        assert_eq!(result.verdict(), verdict, "{}", result.printed);
        assert!(result.summary().starts_with("bounded: "), "{}", result.summary());
        let covered = result.record.and_then(|record| record.coverage).map(|c| c.extent);
        assert_eq!(covered, (verdict == "passed").then_some(Extent::Bounded));
    }
}

#[test]
fn scenarios_after_one_that_is_too_large_are_explored_quickly() {
    let body = || {
        judge::test!("no step is lost").property(0..4_u32, |&more| {
            assert_eq!(count(3, 8 + more as usize, step), 3 * (8 + more));
        });
    };
    let name = "scenarios_after_one_that_is_too_large_are_explored_quickly";
    let Some(result) = run_test(name, &[], body) else {
        return;
    };
    assert_eq!(result.verdict(), "passed", "{}", result.printed);
    let coverage = result.record.and_then(|record| record.coverage).expect("it has passed");
    assert_eq!((coverage.extent, coverage.scenarios), (Extent::Bounded, 4));
    // The complete search, its fallback, and both of each later scenario.
    assert!((20_000..20_000 + 10_000 + 3 * 3_000).contains(&coverage.executions), "{coverage:?}");
}

#[test]
fn a_sampled_test_says_so_and_can_fail() {
    let name = "a_sampled_test_says_so_and_can_fail";
    let location = "judging::verdicts::a_sampled_test_says_so_and_can_fail::here";
    let body = || {
        solution_test(location)
            .sampled(50)
            .scenario(|| assert!(env::var_os("LOSE").is_none() || count(2, 3, step) == 7));
    };
    let Some(passed) = run_test(name, &[SOLUTION], body) else {
        return;
    };
    assert_eq!(passed.verdict(), "passed", "{}", passed.printed);
    assert_eq!(passed.summary(), "sampled: 50 schedules of a larger scenario");
    let extent = passed.record.and_then(|record| record.coverage).map(|c| c.extent);
    assert_eq!(extent, Some(Extent::Sampled));
    let failed = run_test(name, &[SOLUTION, ("LOSE", "1")], body).expect("the outer process");
    assert_eq!(failed.verdict(), "race", "{}", failed.printed);
}

#[test]
fn threads_that_back_off_in_turns_pass() {
    let name = "threads_that_back_off_in_turns_pass";
    let lock_both = |own: &Mutex<()>, other: &Mutex<()>| {
        loop {
            let _own = own.lock().unwrap();
            if other.try_lock().is_ok() {
                return;
            }
        }
    };
    let body = || {
        judge::test!("both locks can be taken").sampled_in_turns(10).property(2..=3_usize, |&n| {
            let locks: Vec<_> = (0..n).map(|_| Mutex::new(())).collect();
            thread::scope(|scope| {
                for own in 0..n {
                    let (own, other) = (&locks[own], &locks[(own + 1) % n]);
                    scope.spawn(move || match env::var_os("BLOCK") {
                        Some(_) => drop((own.lock().unwrap(), other.lock().unwrap())),
                        None => lock_both(own, other),
                    });
                }
            });
            assert!(env::var_os("LOSE").is_none(), "some executions end");
        });
    };
    let Some(passed) = run_test(name, &[], body) else {
        return;
    };
    assert_eq!(passed.verdict(), "passed", "{}", passed.printed);
    for (variable, verdict) in [("BLOCK", "deadlock"), ("LOSE", "race")] {
        let failed = run_test(name, &[(variable, "1")], body).expect("the outer process");
        assert_eq!(failed.verdict(), verdict, "{}", failed.printed);
    }
}

#[test]
fn a_solution_gets_no_verdict_if_the_search_is_abandoned() {
    let name = "a_solution_gets_no_verdict_if_the_search_is_abandoned";
    let body = || {
        solution_test(
            "judging::verdicts::a_solution_gets_no_verdict_if_the_search_is_abandoned::here",
        )
        .scenario(|| assert_eq!(count(2, 3, step), 6));
    };
    let Some(complete_search) = run_test(name, &[SOLUTION], body) else {
        return;
    };
    assert_eq!(complete_search.verdict(), "passed", "{}", complete_search.printed);
    let limit = (environment::NO_FALLBACK_AFTER, "2");
    let abandoned = run_test(name, &[SOLUTION, limit], body).expect("this is the outer process");
    assert_eq!(abandoned.verdict(), "aborted", "{}", abandoned.printed);
    assert_eq!(abandoned.summary(), "abandoned after 2 executions");
}

#[test]
fn a_primitive_that_the_test_does_not_allow_is_disallowed() {
    let body = || {
        let only = Explorer::new().allow_only([Primitive::Thread]);
        judge::test!("there is no atomic").explorer(only).scenario(|| _ = count(1, 1, step));
    };
    let name = "a_primitive_that_the_test_does_not_allow_is_disallowed";
    let Some(result) = run_test(name, &[], body) else {
        return;
    };
    assert_eq!(result.verdict(), "disallowed", "{}", result.printed);
}

#[test]
fn a_process_that_exceeds_the_memory_limit_is_ended() {
    let body = || {
        judge::test!("the list stays small").property(0..1_u8, |_| {
            let mut list = Vec::new();
            loop {
                list.push(vec![0_u8; 1 << 20]);
            }
        });
    };
    let Some(result) = run_test("a_process_that_exceeds_the_memory_limit_is_ended", &[], body)
    else {
        return;
    };
    assert!(!result.passed && result.code == Some(interleave::exit_code::OUT_OF_MEMORY));
    assert!(result.printed.contains("this test has allocated 512 MiB"), "{}", result.printed);
}

/// Runs a test whose report will not be read.
fn verdict_only(name: &str, body: impl FnOnce()) -> TestProcess {
    run_test(name, &[(environment::VERDICT_ONLY, "1")], body).expect("this is the outer process")
}
