//! Outcomes are compared with reviewed snapshots, regardless of the environment.
use std::fs;
use std::path::Path;

use interleave::Explorer;
use protocol::{Extent, environment};

use crate::exercise::{count, racy_step, sequential_signatures, signatures};
use crate::process::run_test;

/// Variables that would make insta accept anything, or confuse proptest and insta.
const HOSTILE: [(&str, &str); 6] = [
    ("INSTA_FORCE_PASS", "1"),
    ("INSTA_UPDATE", "always"),
    ("INSTA_OUTPUT", "nonsense"),
    ("INSTA_WORKSPACE_ROOT", "nowhere"),
    ("PROPTEST_CASES", "0"),
    (environment::REVIEW_SNAPSHOTS, "1"),
];

/// The snapshot of a test of this file.
fn snapshot(test: &str) -> String {
    let dir = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests").join("snapshots");
    fs::read_to_string(dir.join(format!("judging__{test}.snap"))).unwrap_or_default()
}

#[test]
fn the_reviewed_outcomes_pass() {
    let body = || judge::test!("two sign in any order").outcomes(signatures);
    for variables in [&[][..], &HOSTILE] {
        let Some(result) = run_test("the_reviewed_outcomes_pass", variables, body) else {
            return;
        };
        assert!(result.passed, "{}", result.printed);
        assert_eq!(result.verdict(), "passed");
    }
}

#[test]
fn a_new_outcome_is_a_race() {
    let body = || judge::test!("two steps count as two").outcomes(|| count(2, 1, racy_step));
    let before = snapshot("a_new_outcome_is_a_race");
    for variables in [&[][..], &HOSTILE] {
        let Some(result) = run_test("a_new_outcome_is_a_race", variables, body) else {
            return;
        };
        assert!(!result.passed);
        assert_eq!(
            (result.verdict(), result.summary()),
            ("race", "this outcome must not be possible: 1")
        );
        insta::allow_duplicates! {
            insta::assert_snapshot!("the_report_of_a_new_outcome", result.report());
        }
        assert_eq!(result.report().matches("must not be possible").count(), 1);
    }
    assert_eq!(snapshot("a_new_outcome_is_a_race"), before);
}

#[test]
fn a_missing_outcome_is_over_synchronized() {
    let body = || judge::test!("two sign in any order").outcomes(sequential_signatures);
    let name = "a_missing_outcome_is_over_synchronized";
    for variables in [&[][..], &HOSTILE] {
        let Some(result) = run_test(name, variables, body) else {
            return;
        };
        assert!(!result.passed);
        assert_eq!(
            (result.verdict(), result.summary()),
            ("over-synchronized", r#"never happens: ["bob", "ann"]"#)
        );
        insta::allow_duplicates! {
            insta::assert_snapshot!("the_report_of_a_missing_outcome", result.report());
        }
    }
}

#[test]
fn an_outcome_that_was_not_tried_is_not_missing() {
    let body = || {
        judge::test!("two sign in any order")
            .explorer(Explorer::new().no_fallback_after(1))
            .outcomes(signatures);
    };
    let Some(result) = run_test("an_outcome_that_was_not_tried_is_not_missing", &[], body) else {
        return;
    };
    assert!(result.passed, "{}", result.printed);
    let covered = result.record.and_then(|record| record.coverage).map(|it| it.extent);
    assert_eq!(covered, Some(Extent::Bounded));
}

#[test]
fn unreviewed_outcomes_do_not_pass() {
    let body = || judge::test!("two sign in any order").outcomes(signatures);
    let name = "unreviewed_outcomes_do_not_pass";
    for variables in [&[][..], &HOSTILE] {
        let Some(result) = run_test(name, variables, body) else {
            return;
        };
        assert_eq!(result.verdict(), "aborted");
        assert!(result.report().contains("no reviewed list of outcomes"), "{}", result.report());
    }
    assert_eq!(snapshot(name), "", "only solutions make snapshots");
}

#[test]
fn a_replay_shows_an_allowed_outcome() {
    let body = || judge::test!("two sign in any order").outcomes(signatures);
    let name = "a_replay_shows_an_allowed_outcome";
    let outcomes = Explorer::new().outcomes(signatures).expect("no execution fails");
    let bob_first = &outcomes.seen[&vec!["bob", "ann"]];
    for (schedule, message) in [
        (bob_first.to_string(), r#"an outcome that is allowed: ["bob", "ann"]"#),
        (bob_first.to_string(), "The code can no longer go wrong this way."),
        ("nonsense".into(), "`nonsense` is not a schedule"),
    ] {
        let request = format!("{name}:-:{schedule}");
        let Some(result) = run_test(name, &[(environment::REPLAY, &request)], body) else {
            return;
        };
        assert!(result.printed.contains(message), "{}", result.printed);
        assert_eq!(result.record, None, "a replay leaves no record");
    }
}
