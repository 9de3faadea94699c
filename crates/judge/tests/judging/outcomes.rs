//! Outcomes against reviewed snapshots, whatever the environment says.
use crate::exercise::{count, orderly_signatures, racy_step, signatures};
use crate::process::judged;
use interleave::Explorer;
use std::fs;
use std::path::Path;

/// What would make a bare insta accept anything, and proptest and insta stumble.
const MISCHIEF: [(&str, &str); 6] = [
    ("INSTA_FORCE_PASS", "1"),
    ("INSTA_UPDATE", "always"),
    ("INSTA_OUTPUT", "nonsense"),
    ("INSTA_WORKSPACE_ROOT", "nowhere"),
    ("PROPTEST_CASES", "0"),
    ("COURSE_REVIEW_SNAPSHOTS", "1"),
];

/// The snapshot of a test of this file.
fn snapshot(test: &str) -> String {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests").join("snapshots");
    fs::read_to_string(folder.join(format!("judging__{test}.snap"))).unwrap_or_default()
}

#[test]
fn the_reviewed_outcomes_pass() {
    let body = || judge::test!("two sign in any order").outcomes(signatures);
    for variables in [&[][..], &MISCHIEF] {
        let Some(judged) = judged("the_reviewed_outcomes_pass", variables, body) else {
            return;
        };
        assert!(judged.passed, "{}", judged.printed);
        assert_eq!(judged.verdict(), "passed");
    }
}

#[test]
fn a_new_outcome_is_a_race() {
    let body = || judge::test!("two steps count as two").outcomes(|| count(2, 1, racy_step));
    let before = snapshot("a_new_outcome_is_a_race");
    for variables in [&[][..], &MISCHIEF] {
        let Some(judged) = judged("a_new_outcome_is_a_race", variables, body) else {
            return;
        };
        assert!(!judged.passed);
        assert_eq!(
            (judged.verdict(), judged.summary()),
            ("race", "this outcome must not be possible: 1")
        );
        insta::allow_duplicates! {
            insta::assert_snapshot!("the_report_of_a_new_outcome", judged.report());
        }
        assert_eq!(judged.report().matches("must not be possible").count(), 1);
    }
    assert_eq!(snapshot("a_new_outcome_is_a_race"), before);
}

#[test]
fn a_missing_outcome_is_over_synchronised() {
    let body = || judge::test!("two sign in any order").outcomes(orderly_signatures);
    let name = "a_missing_outcome_is_over_synchronised";
    for variables in [&[][..], &MISCHIEF] {
        let Some(judged) = judged(name, variables, body) else {
            return;
        };
        assert!(!judged.passed);
        assert_eq!(
            (judged.verdict(), judged.summary()),
            ("over-synchronized", r#"never happens: ["bob", "ann"]"#)
        );
        insta::allow_duplicates! {
            insta::assert_snapshot!("the_report_of_a_missing_outcome", judged.report());
        }
    }
}

#[test]
fn outcomes_that_nobody_reviewed_do_not_pass() {
    let body = || judge::test!("two sign in any order").outcomes(signatures);
    let name = "outcomes_that_nobody_reviewed_do_not_pass";
    for variables in [&[][..], &MISCHIEF] {
        let Some(judged) = judged(name, variables, body) else {
            return;
        };
        assert_eq!(judged.verdict(), "aborted");
        assert!(judged.report().contains("make snapshots"), "{}", judged.report());
    }
    assert_eq!(snapshot(name), "", "only the answers make snapshots");
}

#[test]
fn a_replay_shows_an_allowed_outcome_too() {
    let body = || judge::test!("two sign in any order").outcomes(signatures);
    let name = "a_replay_shows_an_allowed_outcome_too";
    let outcomes = Explorer::new().outcomes(signatures).expect("nothing fails");
    let bob_first = &outcomes.seen[&vec!["bob", "ann"]];
    for (schedule, words) in [
        (bob_first.to_string(), r#"an outcome that is allowed: ["bob", "ann"]"#),
        ("nonsense".into(), "`nonsense` is not a schedule"),
    ] {
        let request = format!("{name}:-:{schedule}");
        let Some(judged) = judged(name, &[("COURSE_REPLAY", &request)], body) else {
            return;
        };
        assert!(judged.printed.contains(words), "{}", judged.printed);
        assert_eq!(judged.record, None, "a replay is no verdict");
    }
}
