//! Reads TOML strictly: every error names the file and the line, and says how to fix it.
use std::collections::BTreeMap;
use std::fmt::Display;
use std::ops::Range;

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use crate::error::Error;
use crate::result::Verdict;

type Value<'a> = Spanned<DeValue<'a>>;

/// Parses a file.
pub(super) fn parse<'a>(file: &str, text: &'a str) -> Result<DeTable<'a>, Error> {
    DeTable::parse(text).map(Spanned::into_inner).map_err(|error| {
        let line = line_of(text, error.span().map_or(0, |span| span.start));
        Error::new(format!("{file}:{line}: {}", error.message()))
            .help("the file must be valid TOML")
    })
}

/// A table of a file. Its errors name the file and the line.
#[derive(Clone, Copy)]
pub(super) struct Table<'a> {
    pub(super) file: &'a str,
    pub(super) text: &'a str,
    pub(super) table: &'a DeTable<'a>,
}

impl<'a> Table<'a> {
    /// Fails if the table has any other key.
    pub(super) fn known(self, keys: &[&str]) -> Result<(), Error> {
        let Some(key) = self.table.keys().find(|key| !keys.contains(&key.get_ref().as_ref()))
        else {
            return Ok(());
        };
        let error = self.at(key.span(), format!("unknown key `{}`", key.get_ref()));
        let all = format!("the keys are: {}", keys.join(", "));
        Err(error.suggest(key.get_ref(), keys.iter().copied(), "", all))
    }

    fn required(self, key: &str) -> Result<&'a Value<'a>, Error> {
        self.table.get(key).ok_or_else(|| {
            let near = self.table.values().next().map_or(0..0, Spanned::span);
            self.at(near, format!("`{key}` is missing")).help(format!("add {}", example(key)))
        })
    }

    /// The value of a key, which `read` returns if it is `what`.
    fn value<T>(
        self,
        key: &str,
        what: &str,
        read: impl Fn(&'a DeValue<'a>) -> Option<T>,
    ) -> Result<T, Error> {
        let value = self.required(key)?;
        read(value.get_ref()).ok_or_else(|| {
            self.at(value.span(), format!("`{key}` must be {what}"))
                .help(format!("write {}", example(key)))
        })
    }

    /// The value of a key that `read` reads, if the table has the key.
    pub(super) fn optional<T>(
        self,
        key: &str,
        read: impl Fn(Self, &str) -> Result<T, Error>,
    ) -> Result<Option<T>, Error> {
        self.table.contains_key(key).then(|| read(self, key)).transpose()
    }

    pub(super) fn string(self, key: &str) -> Result<String, Error> {
        self.value(key, "a string", string)
    }

    pub(super) fn strings(self, key: &str) -> Result<Vec<String>, Error> {
        self.value(key, "a list of strings", |value| items(value, string))
    }

    pub(super) fn table(self, key: &str) -> Result<Self, Error> {
        self.value(key, "a table", |value| self.of(value))
    }

    /// The tables of `[[key]]`.
    pub(super) fn tables(self, key: &str) -> Result<Vec<Self>, Error> {
        self.value(key, "a list of tables", |value| items(value, |item| self.of(item)))
    }

    /// A table in the same file.
    fn of(self, value: &'a DeValue<'a>) -> Option<Self> {
        Some(Self { table: value.as_table()?, ..self })
    }

    pub(super) fn points(self) -> Result<u32, Error> {
        let value = self.required("points")?;
        integer(value).filter(|points| (1..=1000).contains(points)).ok_or_else(|| {
            self.at(value.span(), format!("`points` is {}", self.quote(value)))
                .help("points are a whole number from 1 to 1000: points = 10")
        })
    }

    /// The points of each test; none if the table is missing.
    pub(super) fn test_points(
        self,
        points: u32,
        tests: &[&str],
    ) -> Result<BTreeMap<String, u32>, Error> {
        let Some(given) = self.optional("test_points", Self::table)? else {
            return Ok(BTreeMap::new());
        };
        given.known(tests)?;
        let mut by_test = BTreeMap::new();
        for (test, value) in given.table {
            let number = integer(value).filter(|number| *number <= points).ok_or_else(|| {
                self.at(value.span(), "the points of a test are a whole number")
                    .help(format!("write {}", example("test_points")))
            })?;
            by_test.insert(test.get_ref().to_string(), number);
        }
        let sum: u32 = by_test.values().sum();
        match sum == points {
            true => Ok(by_test),
            false => Err(self
                .at_key(
                    "test_points",
                    format!("the tests have {sum} points, the exercise has {points}"),
                )
                .help("a test that is not listed has no points; their sum must be `points`")),
        }
    }

    pub(super) fn hints(self) -> Result<Vec<String>, Error> {
        let hints = self.strings("hints")?;
        match hints.len() {
            3 => Ok(hints),
            count => Err(self
                .at_key("hints", format!("expected 3 hints, found {count}"))
                .help("write three: where to look, what to consider, what to write")),
        }
    }

    /// The names of tests that the starter fails.
    pub(super) fn tests_of(self, starter: Self) -> Result<Vec<String>, Error> {
        let tests = self.strings("tests")?;
        match tests.iter().find(|test| !starter.table.contains_key(test.as_str())) {
            Some(test) => Err(self
                .at_key("tests", format!("the starter passes `{test}`"))
                .help("name tests that fail until this mistake is repaired")),
            None => Ok(tests),
        }
    }

    /// The tests that a starter fails, with their verdicts.
    pub(super) fn verdicts(self) -> Result<BTreeMap<String, Verdict>, Error> {
        let verdict = |(test, value): (&Spanned<_>, _)| {
            Ok((ToString::to_string(test.get_ref()), self.verdict(value)?))
        };
        self.table.iter().map(verdict).collect()
    }

    /// The verdict of a test that a starter fails.
    fn verdict(self, value: &Value<'_>) -> Result<Verdict, Error> {
        let declarable = Verdict::ALL
            .into_iter()
            .filter(|v| !matches!(v, Verdict::Passed | Verdict::Tampered | Verdict::Unrecorded));
        let name = value.get_ref().as_str().unwrap_or_default();
        declarable.clone().find(|verdict| verdict.name() == name).ok_or_else(|| {
            let names: Vec<_> = declarable.map(Verdict::name).collect();
            self.at(value.span(), format!("a starter cannot fail with {}", self.quote(value)))
                .help(format!("the verdicts of a failing test are: {}", names.join(", ")))
        })
    }

    fn at(self, place: Range<usize>, message: impl Display) -> Error {
        Error::new(format!("{}:{}: {message}", self.file, line_of(self.text, place.start)))
    }

    /// An error about the value of a key that was read.
    fn at_key(self, key: &str, message: impl Display) -> Error {
        self.at(self.table[key].span(), message)
    }

    fn quote(self, value: &Value<'_>) -> &'a str {
        self.text.get(value.span()).unwrap_or("something else")
    }
}

fn integer(value: &Value<'_>) -> Option<u32> {
    value.get_ref().as_integer()?.as_str().parse().ok()
}

fn string(value: &DeValue<'_>) -> Option<String> {
    value.as_str().map(str::to_owned)
}

/// The items of a list, if `read` accepts each of them.
fn items<'t, 'v, T>(
    value: &'t DeValue<'v>,
    read: impl Fn(&'t DeValue<'v>) -> Option<T>,
) -> Option<Vec<T>> {
    value.as_array()?.iter().map(|item| read(item.get_ref())).collect()
}

fn example(key: &str) -> &'static str {
    match key {
        "topic" => "[[topic]], with a title and exercises",
        "exercises" => "exercises = [\"loon\", \"pool\"]",
        "title" => "title = \"one board, four writers\"",
        "seed" => "seed = \"002\"",
        "std" => "std = \"std::sync::Mutex\"",
        "repair" => "[[repair]], with tests and hints",
        "book" => "book = \"book/src/02-threads.md\"",
        "points" => "points = 10",
        "test_points" => "a table [test_points] with lines such as the_test = 4",
        "features" => "features = [] (or [\"web\"])",
        "hints" => "hints = [\"…\", \"…\", \"…\"]",
        "open" => "open = [\"the text of errors\"]",
        "starter" => "a table [starter] with lines such as the_test = \"race\"",
        "sentence" => "[[sentence]], with says and tests",
        "says" => "says = \"`len` counts the keys\"",
        "tests" => "tests = [\"the_test\"]",
        _ => "it as in course/loon/exercise.toml",
    }
}

fn line_of(text: &str, offset: usize) -> usize {
    1 + text.bytes().take(offset).filter(|byte| *byte == b'\n').count()
}
