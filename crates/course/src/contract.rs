//! The contract: what each exercise promises, sentence by sentence, and the tests that hold it.
use std::collections::BTreeSet;
use std::fmt::Write;

use toml::de::{DeTable, DeValue};

use crate::catalogue::{Catalogue, Exercise};
use crate::house::House;
use crate::listing;
use crate::problem::Problem;

/// Where the sentences are written down: beside the tests that hold them.
pub(crate) const FOLDER: &str = "tests/contracts";

/// Where all of them can be read.
pub(crate) const TABLE: &str = "CONTRACT.md";

/// What one exercise promises.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Contract {
    /// The text, or the texts, that the exercise comes from.
    pub(crate) seed: String,
    /// Where every behaviour is right, and so no test asks.
    pub(crate) open: Vec<String>,
    pub(crate) sentences: Vec<Sentence>,
}

/// One promise.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Sentence {
    pub(crate) says: String,
    pub(crate) tests: Vec<String>,
}

/// The file of one exercise.
pub(crate) fn file(exercise: &str) -> String {
    format!("{FOLDER}/{exercise}.toml")
}

impl Contract {
    pub(crate) fn load(house: &House, exercise: &str) -> Result<Self, Problem> {
        let file = file(exercise);
        Self::parse(&house.read(&file)?).map_err(|said| {
            Problem::new(format!("{file}: {said}"))
                .help(format!("compare it with {FOLDER}/loon.toml"))
        })
    }

    fn parse(text: &str) -> Result<Self, String> {
        let table = DeTable::parse(text).map_err(|error| error.message().to_owned())?;
        let table = table.get_ref();
        known(table, &["seed", "open", "sentence"])?;
        let sentences = match table.get("sentence").map(|value| value.get_ref()) {
            Some(DeValue::Array(items)) => items.iter().map(|item| sentence(item.get_ref())),
            _ => return Err("there is no [[sentence]]".to_owned()),
        };
        let open = match table.get("open") {
            Some(_) => texts_of(table, "open").ok_or("`open` must be a list of texts")?,
            None => Vec::new(),
        };
        let sentences = sentences.collect::<Result<_, _>>()?;
        Ok(Self { seed: text_of(table, "seed")?, open, sentences })
    }

    /// What does not fit the tests that there are.
    pub(crate) fn complaints(&self, file: &str, tests: &[String]) -> Vec<String> {
        let mut complaints = Vec::new();
        let mut held = BTreeSet::new();
        let mut said = BTreeSet::new();
        for Sentence { says, tests: named } in &self.sentences {
            if !said.insert(says) {
                complaints.push(format!("{file}: \"{says}\" is said twice"));
            }
            if named.is_empty() {
                complaints.push(format!("{file}: no test holds \"{says}\""));
            }
            for test in named {
                held.insert(test);
                if !tests.contains(test) {
                    complaints.push(format!("{file}: there is no test `{test}`"));
                }
            }
        }
        let loose = tests.iter().filter(|test| !held.contains(test));
        complaints.extend(loose.map(|test| format!("{file}: no sentence names the test `{test}`")));
        complaints
    }
}

fn sentence(value: &DeValue<'_>) -> Result<Sentence, String> {
    let DeValue::Table(table) = value else {
        return Err("a sentence is a table: write [[sentence]]".to_owned());
    };
    known(table, &["says", "tests"])?;
    let says = text_of(table, "says")?;
    let tests =
        texts_of(table, "tests").ok_or_else(|| format!("\"{says}\" needs tests = [\"…\"]"))?;
    Ok(Sentence { says, tests })
}

fn text_of(table: &DeTable<'_>, key: &str) -> Result<String, String> {
    let value = table.get(key).and_then(|value| value.get_ref().as_str());
    value.map(str::to_owned).ok_or_else(|| format!("`{key}` must be there, and be a text"))
}

fn texts_of(table: &DeTable<'_>, key: &str) -> Option<Vec<String>> {
    match table.get(key)?.get_ref() {
        DeValue::Array(items) => {
            items.iter().map(|item| item.get_ref().as_str().map(str::to_owned)).collect()
        }
        _ => None,
    }
}

fn known(table: &DeTable<'_>, keys: &[&str]) -> Result<(), String> {
    match table.keys().find(|key| !keys.contains(&key.get_ref().as_ref())) {
        Some(key) => Err(format!("unknown key `{}`", key.get_ref())),
        None => Ok(()),
    }
}

/// The tests of an exercise, as its source has them, in their order.
pub(crate) fn tests(house: &House, exercise: &str) -> Vec<String> {
    listing::functions(&listing::source(house, exercise))
}

const INTRODUCTION: &str = "\
# The contract

What each exercise promises, sentence by sentence, and the tests that hold it. The tests ask for
nothing else: what is left open may be either way, as long as nobody hangs. A solution is judged by
what it does, never by which primitive it uses, except where a sentence says so.

Written by `cargo course contract`, from `tests/contracts`; `make verify` says when it is stale.
The seeds are the five texts about concurrency in Go from which the exercises grew:
000 *Concurrency & Mutex*, 001 *Concurrency, Goroutines & Channels*, 002 *Concurrency*,
003 *Mutex Review* and 004 *Concurrency with Shared Variables*.
";

/// The whole page.
pub(crate) fn page(house: &House, catalogue: &Catalogue) -> Result<String, Problem> {
    let mut page = INTRODUCTION.to_owned();
    for exercise in &catalogue.exercises {
        page.push('\n');
        page.push_str(&section(exercise, &Contract::load(house, &exercise.name)?));
    }
    Ok(page)
}

/// What one exercise promises, as a table in Markdown.
pub(crate) fn section(exercise: &Exercise, contract: &Contract) -> String {
    let Exercise { name, title, .. } = exercise;
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
    use super::*;

    const TEXT: &str = "seed = \"002\"\nopen = [\"x\", \"y\"]\n\
        [[sentence]]\nsays = \"one\"\ntests = [\"a\", \"b\"]\n\
        [[sentence]]\nsays = \"two\"\ntests = [\"b\"]\n";

    fn contract(text: &str) -> Contract {
        Contract::parse(text).expect("it is well formed")
    }

    fn complaints(text: &str, tests: &[&str]) -> Vec<String> {
        let tests: Vec<String> = tests.iter().map(|test| (*test).to_owned()).collect();
        contract(text).complaints("loon.toml", &tests)
    }

    #[test]
    fn every_sentence_has_a_test_and_every_test_a_sentence() {
        assert_eq!(complaints(TEXT, &["a", "b"]), [""; 0]);
        assert_eq!(complaints(TEXT, &["a"]), ["loon.toml: there is no test `b`"; 2]);
        let loose = ["loon.toml: no sentence names the test `c`"];
        assert_eq!(complaints(TEXT, &["a", "b", "c"]), loose);
        let empty = TEXT.replace("[\"b\"]", "[]");
        assert_eq!(complaints(&empty, &["a", "b"]), ["loon.toml: no test holds \"two\""]);
        let twice = TEXT.replace("two", "one");
        assert_eq!(complaints(&twice, &["a", "b"]), ["loon.toml: \"one\" is said twice"]);
    }

    #[test]
    fn a_contract_is_read_strictly() {
        let said = |text: &str| Contract::parse(text).expect_err("it is not well formed");
        assert_eq!(said("seed = \"002\""), "there is no [[sentence]]");
        assert_eq!(said(&TEXT.replace("seed", "sead")), "unknown key `sead`");
        assert_eq!(said(&TEXT.replace("tests = [\"b\"]", "")), "\"two\" needs tests = [\"…\"]");
        assert_eq!(said(&TEXT.replace("\"one\"", "1")), "`says` must be there, and be a text");
    }

    #[test]
    fn a_table_has_a_row_for_each_sentence() {
        let catalogue = Catalogue::parse(
            "[[exercise]]\nname = \"loon\"\nchapter = \"threads\"\ntitle = \"heard\"\npoints = 1\n\
             hints = [\"\", \"\", \"\"]\n[exercise.starter]\n",
        );
        let exercise = &catalogue.expect("it is well formed").exercises[0];
        insta::assert_snapshot!(section(exercise, &contract(TEXT)), @r"
        ## loon: heard

        | seed | loon promises | held by |
        |---|---|---|
        | 002 | one | `a`<br>`b` |
        | 002 | two | `b` |

        Left open: x; y.
        ");
    }
}
