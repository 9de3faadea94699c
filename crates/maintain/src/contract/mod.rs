//! `contract`: what each exercise promises, its public API, and the tests that check it.
pub(crate) mod api;
pub(crate) mod sizes;
mod terminal;

use std::collections::BTreeSet;
use std::fmt::Write;
use std::process::ExitCode;

use course::catalog::{Catalog, Contract, Exercise, Sentence, Size};
use course::charset::to_terminal;
use course::{Arguments, Context, Error, Source, Workspace, screen, test_list};

/// The page with all contracts.
pub(crate) const PAGE: &str = "docs/contract.md";

pub(crate) fn run(context: &Context, arguments: &Arguments) -> Result<ExitCode, Error> {
    let Context { workspace, catalog, .. } = context;
    if let Some(columns) = screen::columns() {
        for exercise in catalog.select(&arguments.values)? {
            let api = api_of(workspace, &exercise.name)?;
            let text = terminal::section(exercise, &api, columns.min(screen::WIDTH));
            anstream::println!("{}", to_terminal(&text));
        }
    } else if arguments.values.is_empty() {
        anstream::print!("{}", page(workspace, catalog)?);
    } else {
        for exercise in catalog.select(&arguments.values)? {
            anstream::print!("{}", section(exercise, &api_of(workspace, &exercise.name)?));
        }
    }
    Ok(ExitCode::SUCCESS)
}

/// Where a contract and the existing tests disagree.
pub(crate) fn mismatches(contract: &Contract, file: &str, tests: &[String]) -> Vec<String> {
    let mut mismatches = Vec::new();
    let (mut named, mut sentences) = (BTreeSet::new(), BTreeSet::new());
    for Sentence { says, tests: of_sentence } in &contract.sentences {
        if !sentences.insert(says) {
            mismatches.push(format!("{file}: \"{says}\" appears twice"));
        }
        if of_sentence.is_empty() {
            mismatches.push(format!("{file}: no test checks \"{says}\""));
        } else if of_sentence.iter().all(|test| contract.sampled.contains(test)) {
            mismatches.push(format!("{file}: no complete test checks \"{says}\""));
        }
        for test in of_sentence {
            named.insert(test);
            if !tests.contains(test) {
                mismatches.push(format!("{file}: there is no test `{test}`"));
            }
        }
    }
    if contract.sizes.is_empty() {
        mismatches.push(format!(
            "{file}: add a [[size]] for each size that the tests name with `judge::size`"
        ));
    }
    let unknown = contract.sampled.iter().filter(|test| !tests.contains(test));
    mismatches.extend(unknown.map(|test| format!("{file}: there is no sampled test `{test}`")));
    let unnamed = tests.iter().filter(|test| !named.contains(test));
    mismatches.extend(unnamed.map(|test| format!("{file}: no sentence names the test `{test}`")));
    mismatches
}

/// The tests of an exercise, in the order of the source.
pub(crate) fn tests(workspace: &Workspace, exercise: &str) -> Vec<String> {
    let tests = test_list::in_source(&workspace.path("tests"), exercise);
    tests.into_iter().map(|test| test.name).collect()
}

const INTRODUCTION: &str = "\
# The contract

What each exercise promises, sentence by sentence, with the tests that check it. The tests check
nothing else, except that nothing may hang: behavior that is not promised is up to the solution. A solution
is judged by what it does and not by the primitives that it uses, unless a sentence says so. A thread that waits
with a timeout blocks, even if it then waits again: it does not poll.

`cargo course contract > docs/contract.md` writes this page from `course/NAME/exercise.toml` and the
public signatures in `complete/NAME.rs`; `make verify` fails if it is out of date. The seeds are the five
texts about concurrency in Go from which the exercises grew: 000 *Concurrency & Mutex*, 001 *Concurrency,
Goroutines & Channels*, 002 *Concurrency*, 003 *Mutex Review* and 004 *Concurrency with Shared
Variables*.

The last table of an exercise lists the sizes of the scenarios that test its sentences. At the
sizes in the second column, the tests run *every* interleaving. Beyond them, tests marked *sampled* also run random
schedules, the same ones every time. They can find more mistakes, but a solution that passes
them has not been explored completely at these sizes. On real threads, a test runs once. Not every size is
combined with every size of another row. The tests report their sizes; `make verify` runs them and fails if
the table differs. Each sentence has at least one complete test.
";

/// The whole page.
pub(crate) fn page(workspace: &Workspace, catalog: &Catalog) -> Result<String, Error> {
    let mut page = INTRODUCTION.to_owned();
    for exercise in &catalog.exercises {
        page.push('\n');
        page.push_str(&section(exercise, &api_of(workspace, &exercise.name)?));
    }
    Ok(page)
}

fn api_of(workspace: &Workspace, name: &str) -> Result<String, Error> {
    let file = Source::Answer.shown(name);
    api::code(&workspace.read(&file)?).map_err(|error| Error::new(format!("{file}: {error}")))
}

/// One exercise in Markdown.
fn section(exercise: &Exercise, api: &str) -> String {
    let Exercise { name, title, contract, .. } = exercise;
    let mut text = format!("## {name}: {title}\n\n```rust\n{api}```\n\n");
    text.push_str("| seed | promise | checked by |\n|---|---|---|\n");
    for Sentence { says, tests } in &contract.sentences {
        let sampled = |test| if contract.sampled.contains(test) { " *sampled*" } else { "" };
        let tests: Vec<_> = tests.iter().map(|test| format!("`{test}`{}", sampled(test))).collect();
        let _ = writeln!(text, "| {} | {} | {} |", contract.seed, says, tests.join("<br>"));
    }
    if !contract.sizes.is_empty() {
        text.push_str("\n| size | complete | sampled | on real threads |\n|---|---|---|---|\n");
    }
    for Size { of, complete, sampled, real_threads } in &contract.sizes {
        let [complete, sampled, real_threads] =
            [complete, sampled, real_threads].map(|text| if text.is_empty() { "–" } else { text });
        let _ = writeln!(text, "| {of} | {complete} | {sampled} | {real_threads} |");
    }
    if !contract.open.is_empty() {
        let _ = writeln!(text, "\nNot promised: {}.", contract.open.join("; "));
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    fn contract(sentences: &[(&str, &[&str])], sampled: &[&str]) -> Contract {
        let owned = |tests: &[&str]| tests.iter().map(|test| (*test).to_owned()).collect();
        let sentence = |(says, tests): &(&str, &[&str])| Sentence {
            says: (*says).into(),
            tests: owned(tests),
        };
        let sentences = sentences.iter().map(sentence).collect();
        let size = |of: &str, sampled: &str| Size {
            of: of.into(),
            complete: "0 to 3".into(),
            sampled: sampled.into(),
            real_threads: String::new(),
        };
        Contract {
            seed: "002".into(),
            open: vec!["x".into(), "y".into()],
            sentences,
            sampled: owned(sampled),
            sizes: vec![size("loons", ""), size("birthdays", "9")],
        }
    }

    #[test]
    fn every_sentence_needs_a_test_and_every_test_a_sentence() {
        let check_sampled = |sentences: &[(&str, &[&str])], tests: &[&str], sampled: &[&str]| {
            let tests: Vec<String> = tests.iter().map(|test| (*test).to_owned()).collect();
            mismatches(&contract(sentences, sampled), "loon.toml", &tests)
        };
        let check =
            |sentences: &[(&str, &[&str])], tests: &[&str]| check_sampled(sentences, tests, &[]);
        let two: [(&str, &[&str]); 2] = [("one", &["a", "b"]), ("two", &["b"])];
        assert_eq!(check(&two, &["a", "b"]), [""; 0]);
        assert_eq!(check(&two, &["a"]), ["loon.toml: there is no test `b`"; 2]);
        let unnamed = ["loon.toml: no sentence names the test `c`"];
        assert_eq!(check(&two, &["a", "b", "c"]), unnamed);
        assert_eq!(check(&[("one", &[])], &[]), ["loon.toml: no test checks \"one\""]);
        let incomplete = ["loon.toml: no complete test checks \"two\""];
        assert_eq!(check_sampled(&two, &["a", "b"], &["b"]), incomplete);
        let unknown = ["loon.toml: there is no sampled test `c`"];
        assert_eq!(check_sampled(&two, &["a", "b"], &["c"]), unknown);
        let twice = ["loon.toml: \"one\" appears twice"];
        assert_eq!(check(&[("one", &["a"]), ("one", &["a"])], &["a"]), twice);
    }

    fn exercise() -> Exercise {
        Exercise {
            name: "loon".into(),
            title: "heard".into(),
            contract: contract(&[("one", &["a", "b"]), ("two", &["a"])], &["b"]),
            ..Exercise::default()
        }
    }

    #[test]
    fn a_section_fits_the_terminal() {
        insta::assert_snapshot!(terminal::section(&exercise(), "pub fn hear();\n", 24), @r"
        loon: heard

            pub fn hear();

        - one
            a
            b (sampled)
        - two
            a

        size: loons: complete:
          0 to 3
        size: birthdays:
          complete: 0 to 3;
          sampled: 9

        not promised: x; y
        ");
    }

    #[test]
    fn a_section_has_a_row_for_each_sentence() {
        insta::assert_snapshot!(section(&exercise(), "pub fn hear();\n"), @r"
        ## loon: heard

        ```rust
        pub fn hear();
        ```

        | seed | promise | checked by |
        |---|---|---|
        | 002 | one | `a`<br>`b` *sampled* |
        | 002 | two | `a` |

        | size | complete | sampled | on real threads |
        |---|---|---|---|
        | loons | 0 to 3 | – | – |
        | birthdays | 0 to 3 | 9 | – |

        Not promised: x; y.
        ");
    }
}
