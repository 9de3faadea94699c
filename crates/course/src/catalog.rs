//! The catalog: the exercises in the order of the course, each as its `course/NAME/exercise.toml` describes
//! it.
mod reader;

use std::collections::BTreeMap;

use crate::error::Error;
use crate::result::Verdict;
use crate::workspace::Workspace;
use reader::{Table, parse};

/// The topics, and the order of the exercises.
const ORDER: &str = "course/catalog.toml";

const EXERCISE_KEYS: [&str; 14] = [
    "title",
    "seed",
    "book",
    "std",
    "points",
    "test_points",
    "features",
    "hints",
    "repair",
    "open",
    "sampled",
    "starter",
    "sentence",
    "size",
];

/// One exercise as the catalog describes it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Exercise {
    /// The name of its files, its test and its program.
    pub name: String,
    /// The topic it belongs to.
    pub topic: String,
    /// A short title for lists.
    pub title: String,
    /// The chapter of the book that explains its idea, as a path.
    pub book: Option<String>,
    /// The page of std's documentation to read, such as `std::sync::Mutex`.
    pub std: Option<String>,
    /// The points for a solution.
    pub points: u32,
    /// The points of each test, if they are given one by one; their sum is `points`.
    pub test_points: BTreeMap<String, u32>,
    /// The Cargo features it needs.
    pub features: Vec<String>,
    /// What has to be repaired, with hints.
    pub repairs: Vec<Repair>,
    /// Every test that the starter fails, with its verdict; the starter passes all others.
    pub starter: BTreeMap<String, Verdict>,
    /// The contract.
    pub contract: Contract,
}

/// One of the mistakes of an exercise.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Repair {
    /// The tests that pass as soon as it is repaired; none if it is the only one.
    pub tests: Vec<String>,
    /// Three hints, each more direct than the one before.
    pub hints: Vec<String>,
}

impl Exercise {
    /// How many hints there are.
    pub fn number_of_hints(&self) -> usize {
        self.repairs.iter().map(|repair| repair.hints.len()).max().unwrap_or(0)
    }

    /// The mistakes that are not repaired yet, if these tests pass.
    pub fn open_repairs(&self, passed: &[String]) -> Vec<&Repair> {
        let is_done = |repair: &Repair| {
            !repair.tests.is_empty() && repair.tests.iter().all(|test| passed.contains(test))
        };
        self.repairs.iter().filter(|repair| !is_done(repair)).collect()
    }
}

/// The promises of an exercise, sentence by sentence.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Contract {
    /// The number of the text that the exercise is based on.
    pub seed: String,
    /// Behavior that the contract leaves open, so that no test depends on it.
    pub open: Vec<String>,
    /// At least one sentence.
    pub sentences: Vec<Sentence>,
    /// The tests that run random schedules of large scenarios, beside those that are complete.
    pub sampled: Vec<String>,
    /// How large the scenarios of the tests are.
    pub sizes: Vec<Size>,
}

/// One promise, and the tests that check it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sentence {
    /// The promise.
    pub says: String,
    /// Names of test functions.
    pub tests: Vec<String>,
}

/// How far the tests vary one size, such as the number of keys.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Size {
    /// What is counted.
    pub of: String,
    /// The sizes that are explored completely; empty if there are none.
    pub complete: String,
    /// The sizes that are only sampled; empty if there are none.
    pub sampled: String,
    /// The sizes that run once, on real threads; empty if there are none.
    pub real_threads: String,
}

/// All exercises, in the order of the course.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Catalog {
    /// At least one exercise.
    pub exercises: Vec<Exercise>,
}

impl Catalog {
    /// Reads `course/catalog.toml` and the `exercise.toml` of each exercise that it lists.
    ///
    /// # Errors
    /// If a file cannot be read or contains a mistake. The error names the line and says how to fix it.
    pub fn load(workspace: &Workspace) -> Result<Self, Error> {
        Self::read(|file| workspace.read(file))
    }

    fn read(read: impl Fn(&str) -> Result<String, Error>) -> Result<Self, Error> {
        let mut exercises: Vec<Exercise> = Vec::new();
        for (topic, name) in order(&read(ORDER)?)? {
            if exercises.iter().any(|other| other.name == name) {
                return Err(Error::new(format!("{ORDER}: `{name}` appears twice"))
                    .help("list each exercise once"));
            }
            let file = file(&name);
            exercises.push(exercise(&file, &read(&file)?, topic, name)?);
        }
        if exercises.is_empty() {
            return Err(Error::new(format!("{ORDER} lists no exercises"))
                .help("start with [[topic]], title = \"threads\" and exercises = [\"loon\"]"));
        }
        Ok(Self { exercises })
    }

    /// All names, in the order of the course.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.exercises.iter().map(|exercise| exercise.name.as_str())
    }

    /// The exercise with this name.
    ///
    /// # Errors
    /// If there is no such exercise. The error suggests the most similar name.
    pub fn get(&self, name: &str) -> Result<&Exercise, Error> {
        if let Some(found) = self.exercises.iter().find(|exercise| exercise.name == name) {
            return Ok(found);
        }
        let all = format!("the exercises are: {}", self.names().collect::<Vec<_>>().join(", "));
        let error = Error::new(format!("there is no exercise `{name}`"));
        Err(error.suggest(name, self.names(), "", all))
    }

    /// The exercises with these names, in the order of the course; all if there are no names.
    ///
    /// # Errors
    /// If a name is unknown.
    pub fn select(&self, names: &[String]) -> Result<Vec<&Exercise>, Error> {
        for name in names {
            self.get(name)?;
        }
        let wanted = |exercise: &&Exercise| names.is_empty() || names.contains(&exercise.name);
        Ok(self.exercises.iter().filter(wanted).collect())
    }
}

/// The file that describes an exercise.
pub fn file(name: &str) -> String {
    format!("course/{name}/exercise.toml")
}

/// Each exercise with its topic.
fn order(text: &str) -> Result<Vec<(String, String)>, Error> {
    let table = Table { file: ORDER, text, table: &parse(ORDER, text)? };
    table.known(&["topic"])?;
    let mut order = Vec::new();
    for topic in table.tables("topic")? {
        topic.known(&["title", "exercises"])?;
        let title = topic.string("title")?;
        for name in topic.strings("exercises")? {
            if name.is_empty() || !name.bytes().all(|b| b.is_ascii_lowercase() || b == b'_') {
                return Err(Error::new(format!(
                    "{ORDER}: `{name}` is not a valid name for an exercise"
                ))
                .help("use lowercase letters and _ only, such as `coffee`"));
            }
            order.push((title.clone(), name));
        }
    }
    Ok(order)
}

fn exercise(file: &str, text: &str, topic: String, name: String) -> Result<Exercise, Error> {
    let table = Table { file, text, table: &parse(file, text)? };
    table.known(&EXERCISE_KEYS)?;
    let starter = table.table("starter")?;
    let sentences = table.tables("sentence")?.into_iter().map(sentence);
    let sentences = sentences.collect::<Result<Vec<_>, _>>()?;
    let points = table.points()?;
    let known: Vec<&str> =
        sentences.iter().flat_map(|sentence| &sentence.tests).map(String::as_str).collect();
    let sizes = table.optional("size", Table::tables)?.unwrap_or_default();
    let list = |key| table.optional(key, Table::strings).map(Option::unwrap_or_default);
    Ok(Exercise {
        name,
        topic,
        title: table.string("title")?,
        book: table.optional("book", Table::string)?,
        points,
        test_points: table.test_points(points, &known)?,
        features: list("features")?,
        std: table.optional("std", Table::string)?,
        repairs: repairs(table, starter)?,
        starter: starter.verdicts()?,
        contract: Contract {
            seed: table.string("seed")?,
            open: list("open")?,
            sentences,
            sampled: list("sampled")?,
            sizes: sizes.into_iter().map(size).collect::<Result<_, _>>()?,
        },
    })
}

fn sentence(table: Table<'_>) -> Result<Sentence, Error> {
    table.known(&["says", "tests"])?;
    Ok(Sentence { says: table.string("says")?, tests: table.strings("tests")? })
}

fn size(table: Table<'_>) -> Result<Size, Error> {
    table.known(&["of", "complete", "sampled", "real_threads"])?;
    let range = |key| table.optional(key, Table::string).map(Option::unwrap_or_default);
    Ok(Size {
        of: table.string("of")?,
        complete: range("complete")?,
        sampled: range("sampled")?,
        real_threads: range("real_threads")?,
    })
}

/// The only mistake, or each of several.
fn repairs(table: Table<'_>, starter: Table<'_>) -> Result<Vec<Repair>, Error> {
    let Some(repairs) = table.optional("repair", Table::tables)? else {
        return Ok(vec![Repair { tests: Vec::new(), hints: table.hints()? }]);
    };
    let repairs = repairs.into_iter().map(|repair| {
        repair.known(&["tests", "hints"])?;
        Ok(Repair { tests: repair.tests_of(starter)?, hints: repair.hints()? })
    });
    repairs.collect()
}

#[cfg(test)]
mod tests;
