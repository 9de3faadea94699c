//! The corpus and the source check: hostile files are refused for the right reason, and odd but honest files
//! are accepted.
use course::source_check::check;

use super::case::Case;
use super::expected::Expected;
use super::files::{EXERCISE, corpus, submission};
use super::*;

fn cases() -> Vec<Case> {
    let root = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let workspace = Workspace { target: root.join("target"), root };
    corpus(&workspace).unwrap()
}

#[test]
fn every_file_is_listed() {
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../../grading/corpus");
    let listed: Vec<String> = cases().into_iter().map(|case| case.name).collect();
    for (kind, least) in [("hostile", 80), ("honest", 40)] {
        let files = course::files::list(&folder.join(kind)).unwrap();
        let names = files.iter().map(|file| format!("{kind}-{}", course::files::stem(file)));
        let unlisted: Vec<String> = names.filter(|name| !listed.contains(name)).collect();
        assert_eq!(unlisted, [""; 0]);
        assert!(files.len() >= least, "{} files are {kind}", files.len());
    }
}

#[cfg(unix)]
#[test]
fn every_tree_is_listed() {
    let root = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let workspace = Workspace { target: root.join("target"), root };
    let trees = super::files::trees(&workspace).unwrap();
    let list = workspace.read("grading/corpus/trees.toml").unwrap();
    assert_eq!(list.lines().filter(|line| line.starts_with('[')).count(), trees.len());
}

#[test]
fn repetitions_take_turns_at_alternatives_only() {
    let mut cases = cases();
    let others = cases.len();
    let named = |number| format!("{}{number}", super::case::ALTERNATIVE);
    let first = cases[0].clone();
    cases.extend((0..20).map(|number| Case { name: named(number), ..first.clone() }));
    assert_eq!(in_repetition(&cases, 0).len(), cases.len());
    let turns: Vec<Vec<Case>> = (1..=TURNS).map(|it| in_repetition(&cases, it)).collect();
    for case in &cases {
        let graded = turns.iter().flatten().filter(|graded| graded.name == case.name).count();
        assert_eq!(graded, if case.is_alternative() { 1 } else { TURNS }, "{}", case.name);
    }
    assert!(turns.iter().all(|turn| turn.len() < others + 20 / TURNS + 2));
}

#[test]
fn hostile_files_are_refused_for_the_right_reason() {
    let mut wrong = Vec::new();
    for case in cases().iter().filter(|case| case.name.starts_with("hostile-")) {
        let checked = check(&case.files[EXERCISE]);
        let found: Vec<String> =
            checked.clone().all().iter().map(|it| format!("{}: {}", it.line, it.what)).collect();
        let is_right = match &case.expected[EXERCISE] {
            // A name on no list is refused only if it compiles.
            Expected::Refused(finding) => found.contains(finding),
            Expected::Verdict(verdict) if verdict == "refused" => !checked.refused.is_empty(),
            // The compiler and the tests give the other verdicts.
            _ => checked.refused.is_empty(),
        };
        if !is_right {
            wrong.push(format!("{}: {found:?}, not {:?}", case.name, case.expected[EXERCISE]));
        }
    }
    assert_eq!(wrong, [""; 0]);
}

#[test]
fn honest_files_are_accepted() {
    for case in cases().iter().filter(|case| case.name.starts_with("honest-")) {
        assert_eq!(case.expected[EXERCISE], Expected::Passes, "{}", case.name);
        assert_eq!(check(&case.files[EXERCISE]).all(), [], "{}", case.name);
    }
}

#[test]
fn a_file_replaces_main_and_an_attack_is_called() {
    let answer = "//! It.\nfn f() {\n*age += 1;\n}\n\nfn main() {\n}\n";
    assert_eq!(submission("mod m {}", answer), format!("mod m {{}}\n{}", &answer.replace('!', "")));
    assert!(!submission("fn main() {}", answer).contains("\nfn main() {\n"));
    assert!(submission("fn attack() {}", answer).contains("*age += 1;\n        attack();"));
}

#[test]
fn the_file_that_used_most_is_found() {
    let times = "ada,3.0,1.5\n\"b,c\",2.0,10.5\neve,90.0,9.5\n";
    assert_eq!(class::costliest(times), Some(("\"b,c\"".to_owned(), 10.5)));
    assert_eq!(class::costliest("ada,3.0\n"), None);
}

#[test]
fn an_unexpected_verdict_is_a_surprise() {
    let exercise = |verdict: &str, points: u32| serde_json::json!({ "verdict": verdict, "points": points, "max_points": 10, "summary": "" });
    let race = exercise("race", 0);
    assert_eq!(Expected::Fails.check(&race), None);
    assert_eq!(Expected::Verdict("race".to_owned()).check(&race), None);
    assert_eq!(Expected::Passes.check(&exercise("passed", 10)), None);
    for (expected, other) in [
        (Expected::Passes, exercise("tampered", 0)),
        (Expected::Passes, exercise("passed", 5)),
        (Expected::Fails, exercise("grader-error", 0)),
        (Expected::Verdict("race".to_owned()), exercise("race", 3)),
        (Expected::Verdict("refused".to_owned()), exercise("passed", 10)),
    ] {
        assert!(expected.check(&other).is_some(), "{expected:?} {other}");
    }
}
