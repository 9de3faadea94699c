//! The contract: what each exercise promises, sentence by sentence, and the tests that hold it.
pub(crate) mod api;

use std::collections::BTreeSet;
use std::fmt::Write;

use course::catalog::{Catalog, Contract, Exercise, Sentence};
use course::test_list;
use course::workspace::Workspace;

/// Where all of them can be read.
pub(crate) const TABLE: &str = "docs/contract.md";

/// What in a contract does not fit the tests that there are.
pub(crate) fn mismatches(contract: &Contract, file: &str, tests: &[String]) -> Vec<String> {
    let mut mismatches = Vec::new();
    let mut held = BTreeSet::new();
    let mut said = BTreeSet::new();
    for Sentence { says, tests: named } in &contract.sentences {
        if !said.insert(says) {
            mismatches.push(format!("{file}: \"{says}\" appears twice"));
        }
        if named.is_empty() {
            mismatches.push(format!("{file}: no test checks \"{says}\""));
        }
        for test in named {
            held.insert(test);
            if !tests.contains(test) {
                mismatches.push(format!("{file}: there is no test `{test}`"));
            }
        }
    }
    let unnamed = tests.iter().filter(|test| !held.contains(test));
    mismatches.extend(unnamed.map(|test| format!("{file}: no sentence names the test `{test}`")));
    mismatches
}

/// The tests of an exercise, as its source has them, in their order.
pub(crate) fn tests(workspace: &Workspace, exercise: &str) -> Vec<String> {
    test_list::functions(&test_list::source(workspace, exercise))
}

const INTRODUCTION: &str = "\
# The contract

What each exercise promises, sentence by sentence, and the tests that hold it. The tests ask for
nothing else: what is left open may be either way, as long as nobody hangs. A solution is judged by
what it does, never by which primitive it uses, except where a sentence says so.

Written by `cargo course contract`, from `course/NAME/exercise.toml`; `make verify` says when it is stale.
The seeds are the five texts about concurrency in Go from which the exercises grew:
000 *Concurrency & Mutex*, 001 *Concurrency, Goroutines & Channels*, 002 *Concurrency*,
003 *Mutex Review* and 004 *Concurrency with Shared Variables*.
";

/// The whole page.
pub(crate) fn page(catalog: &Catalog) -> String {
    let mut page = INTRODUCTION.to_owned();
    for exercise in &catalog.exercises {
        page.push('\n');
        page.push_str(&section(exercise));
    }
    page
}

/// What one exercise promises, as a table in Markdown.
pub(crate) fn section(exercise: &Exercise) -> String {
    let Exercise { name, title, contract, .. } = exercise;
    let mut text = format!("## {name}: {title}\n\n| seed | {name} promises | held by |\n");
    text.push_str("|---|---|---|\n");
    for Sentence { says, tests } in &contract.sentences {
        let tests: Vec<_> = tests.iter().map(|test| format!("`{test}`")).collect();
        let _ = writeln!(text, "| {} | {} | {} |", contract.seed, says, tests.join("<br>"));
    }
    if !contract.open.is_empty() {
        let _ = writeln!(text, "\nLeft open: {}.", contract.open.join("; "));
    }
    text
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::*;

    fn contract(sentences: &[(&str, &[&str])]) -> Contract {
        let owned = |tests: &[&str]| tests.iter().map(|test| (*test).to_owned()).collect();
        let sentence = |(says, tests): &(&str, &[&str])| Sentence {
            says: (*says).into(),
            tests: owned(tests),
        };
        let sentences = sentences.iter().map(sentence).collect();
        Contract { seed: "002".into(), open: vec!["x".into(), "y".into()], sentences }
    }

    #[test]
    fn every_sentence_has_a_test_and_every_test_a_sentence() {
        let check = |sentences: &[(&str, &[&str])], tests: &[&str]| {
            let tests: Vec<String> = tests.iter().map(|test| (*test).to_owned()).collect();
            mismatches(&contract(sentences), "loon.toml", &tests)
        };
        let two: [(&str, &[&str]); 2] = [("one", &["a", "b"]), ("two", &["b"])];
        assert_eq!(check(&two, &["a", "b"]), [""; 0]);
        assert_eq!(check(&two, &["a"]), ["loon.toml: there is no test `b`"; 2]);
        let unnamed = ["loon.toml: no sentence names the test `c`"];
        assert_eq!(check(&two, &["a", "b", "c"]), unnamed);
        assert_eq!(check(&[("one", &[])], &[]), ["loon.toml: no test checks \"one\""]);
        let twice = ["loon.toml: \"one\" appears twice"];
        assert_eq!(check(&[("one", &["a"]), ("one", &["a"])], &["a"]), twice);
    }

    #[test]
    fn a_table_has_a_row_for_each_sentence() {
        let exercise = Exercise {
            name: "loon".into(),
            chapter: "threads".into(),
            title: "heard".into(),
            points: 1,
            features: Vec::new(),
            hints: Vec::new(),
            starter: BTreeMap::new(),
            contract: contract(&[("one", &["a", "b"]), ("two", &["b"])]),
        };
        insta::assert_snapshot!(section(&exercise), @r"
        ## loon: heard

        | seed | loon promises | held by |
        |---|---|---|
        | 002 | one | `a`<br>`b` |
        | 002 | two | `b` |

        Left open: x; y.
        ");
    }
}
