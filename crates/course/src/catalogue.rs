//! The catalogue: `course.toml`, read strictly, with a way out in every complaint.
use std::collections::BTreeMap;

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use crate::house::House;
use crate::nearest::nearest;
use crate::problem::Problem;
use crate::result::Verdict;

const FILE: &str = "course.toml";
const KEYS: [&str; 7] = ["name", "chapter", "title", "points", "features", "hints", "starter"];

/// One exercise as the catalogue describes it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Exercise {
    /// Of the file, the test and the program.
    pub name: String,
    /// Which exercises belong together.
    pub chapter: String,
    /// A few words for lists.
    pub title: String,
    /// What it is worth when it is solved.
    pub points: u32,
    /// Cargo features without which it cannot be compiled.
    pub features: Vec<String>,
    /// Three, each more direct than the one before.
    pub hints: Vec<String>,
    /// Every test of the starter that fails, and how; all others pass.
    pub starter: BTreeMap<String, Verdict>,
}

/// All exercises, in the order of the course.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Catalogue {
    /// At least one.
    pub exercises: Vec<Exercise>,
}

impl Catalogue {
    /// Reads `course.toml`.
    ///
    /// # Errors
    /// If it cannot be read, or says something that makes no sense: which line, and the way out.
    pub fn load(house: &House) -> Result<Self, Problem> {
        Self::parse(&house.read(FILE)?)
    }

    /// The same for the text of the file.
    ///
    /// # Errors
    /// As for [`load`](Self::load).
    pub fn parse(text: &str) -> Result<Self, Problem> {
        let reader = Reader { text };
        let table = DeTable::parse(text).map_err(|error| {
            let line = line_of(text, error.span().map_or(0, |span| span.start));
            Problem::new(format!("{FILE}:{line}: {}", error.message()))
                .help("the file must be TOML; compare the line with its neighbours")
        })?;
        let mut exercises: Vec<Exercise> = Vec::new();
        for (key, value) in table.get_ref() {
            if key.get_ref() != "exercise" {
                return Err(reader.unknown(key, &["exercise"]));
            }
            for entry in reader.array(value, "exercise", "[[exercise]] tables")? {
                let exercise = reader.exercise(entry)?;
                if exercises.iter().any(|other| other.name == exercise.name) {
                    let said = format!("the exercise `{}` appears twice", exercise.name);
                    return Err(reader.at(entry, said).help("give one of them another name"));
                }
                exercises.push(exercise);
            }
        }
        if exercises.is_empty() {
            return Err(Problem::new(format!("{FILE} lists no exercise"))
                .help("begin with a line [[exercise]] and a line name = \"…\""));
        }
        Ok(Self { exercises })
    }

    /// All names, in the order of the course.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.exercises.iter().map(|exercise| exercise.name.as_str())
    }

    /// The exercise of this name.
    ///
    /// # Errors
    /// If there is none: the name that was meant, most likely.
    pub fn get(&self, name: &str) -> Result<&Exercise, Problem> {
        if let Some(found) = self.exercises.iter().find(|exercise| exercise.name == name) {
            return Ok(found);
        }
        let problem = Problem::new(format!("there is no exercise `{name}`"));
        Err(match nearest(name, self.names()) {
            Some(meant) => problem.help(format!("did you mean `{meant}`?")),
            None => {
                problem.help(format!("there are: {}", self.names().collect::<Vec<_>>().join(", ")))
            }
        })
    }

    /// The exercises with these names, in the order of the course; without names, all.
    pub fn select(&self, names: &[String]) -> Result<Vec<&Exercise>, Problem> {
        for name in names {
            self.get(name)?;
        }
        let wanted = |exercise: &&Exercise| names.is_empty() || names.contains(&exercise.name);
        Ok(self.exercises.iter().filter(wanted).collect())
    }
}

/// Complaints need the text, to say the line.
struct Reader<'a> {
    text: &'a str,
}

type Value<'a> = Spanned<DeValue<'a>>;

impl Reader<'_> {
    fn exercise(&self, entry: &Value<'_>) -> Result<Exercise, Problem> {
        let DeValue::Table(table) = entry.get_ref() else {
            return Err(self.at(entry, "an exercise must be a table").help("write [[exercise]]"));
        };
        if let Some((key, _)) =
            table.iter().find(|(key, _)| !KEYS.contains(&key.get_ref().as_ref()))
        {
            return Err(self.unknown(key, &KEYS));
        }
        let name = self.string(entry, table, "name")?;
        if name.is_empty() || !name.bytes().all(|b| b.is_ascii_lowercase() || b == b'_') {
            return Err(self
                .at(entry, format!("the name `{name}` cannot be a file and a test at once"))
                .help("use small letters and _ only, such as name = \"coffee\""));
        }
        let required = |key: &str| self.required(entry, table, key);
        let points = required("points")?;
        let starter = required("starter")?;
        let DeValue::Table(starter) = starter.get_ref() else {
            return Err(self
                .at(starter, "starter must be a table")
                .help("write [exercise.starter]"));
        };
        Ok(Exercise {
            chapter: self.string(entry, table, "chapter")?,
            title: self.string(entry, table, "title")?,
            points: self.points(points)?,
            features: match table.get("features") {
                Some(features) => self.strings(features, "features")?,
                None => Vec::new(),
            },
            hints: self.hints(required("hints")?)?,
            starter: starter
                .iter()
                .map(|(test, verdict)| Ok((test.get_ref().to_string(), self.verdict(verdict)?)))
                .collect::<Result<_, Problem>>()?,
            name,
        })
    }

    fn required<'t, 'v>(
        &self,
        entry: &Value<'_>,
        table: &'t DeTable<'v>,
        key: &str,
    ) -> Result<&'t Value<'v>, Problem> {
        table.get(key).ok_or_else(|| {
            self.at(entry, format!("this exercise has no `{key}`"))
                .help(format!("add {}", example(key)))
        })
    }

    fn string(&self, entry: &Value<'_>, table: &DeTable<'_>, key: &str) -> Result<String, Problem> {
        let value = self.required(entry, table, key)?;
        value.get_ref().as_str().map(str::to_owned).ok_or_else(|| {
            self.at(value, format!("`{key}` must be a text"))
                .help(format!("write {}", example(key)))
        })
    }

    fn points(&self, value: &Value<'_>) -> Result<u32, Problem> {
        let number = value.get_ref().as_integer().and_then(|n| n.as_str().parse::<u32>().ok());
        number.filter(|points| (1..=1000).contains(points)).ok_or_else(|| {
            self.at(value, format!("`points` is {}", self.quote(value)))
                .help("points are a whole number from 1 to 1000: points = 10")
        })
    }

    fn hints(&self, value: &Value<'_>) -> Result<Vec<String>, Problem> {
        let hints = self.strings(value, "hints")?;
        if hints.len() == 3 {
            return Ok(hints);
        }
        let said = format!("there are {} hints", hints.len());
        Err(self.at(value, said).help("give three: where to look, what to think of, what to write"))
    }

    fn verdict(&self, value: &Value<'_>) -> Result<Verdict, Problem> {
        let declarable = Verdict::ALL
            .into_iter()
            .filter(|v| !matches!(v, Verdict::Passed | Verdict::Tampered | Verdict::Unrecorded));
        let name = value.get_ref().as_str().unwrap_or_default();
        declarable.clone().find(|verdict| verdict.name() == name).ok_or_else(|| {
            let names: Vec<_> = declarable.map(Verdict::name).collect();
            self.at(value, format!("a starter cannot fail with {}", self.quote(value)))
                .help(format!("the verdicts of a failing test are: {}", names.join(", ")))
        })
    }

    fn array<'t, 'v>(
        &self,
        value: &'t Value<'v>,
        key: &str,
        of: &str,
    ) -> Result<&'t [Value<'v>], Problem> {
        match value.get_ref() {
            DeValue::Array(items) => Ok(items),
            _ => Err(self
                .at(value, format!("`{key}` must be a list of {of}"))
                .help(format!("write {}", example(key)))),
        }
    }

    fn strings(&self, value: &Value<'_>, key: &str) -> Result<Vec<String>, Problem> {
        let items = self.array(value, key, "texts")?;
        let texts: Option<Vec<_>> =
            items.iter().map(|item| item.get_ref().as_str().map(str::to_owned)).collect();
        texts.ok_or_else(|| {
            self.at(value, format!("`{key}` must hold texts only"))
                .help(format!("write {}", example(key)))
        })
    }

    fn unknown(&self, key: &Spanned<std::borrow::Cow<'_, str>>, known: &[&str]) -> Problem {
        let line = line_of(self.text, key.span().start);
        let problem = Problem::new(format!("{FILE}:{line}: unknown key `{}`", key.get_ref()));
        match nearest(key.get_ref(), known.iter().copied()) {
            Some(meant) => problem.help(format!("did you mean `{meant}`?")),
            None => problem.help(format!("known are: {}", known.join(", "))),
        }
    }

    fn at(&self, value: &Value<'_>, said: impl std::fmt::Display) -> Problem {
        Problem::new(format!("{FILE}:{}: {said}", line_of(self.text, value.span().start)))
    }

    fn quote(&self, value: &Value<'_>) -> &str {
        self.text.get(value.span()).unwrap_or("something else")
    }
}

fn example(key: &str) -> &'static str {
    match key {
        "name" => "name = \"coffee\"",
        "chapter" => "chapter = \"mutual exclusion\"",
        "title" => "title = \"one board, four writers\"",
        "points" => "points = 10",
        "features" => "features = [] (or [\"web\"])",
        "hints" => "hints = [\"…\", \"…\", \"…\"]",
        "starter" => "a table [exercise.starter] with lines such as the_test = \"race\"",
        _ => "[[exercise]]",
    }
}

fn line_of(text: &str, offset: usize) -> usize {
    1 + text.bytes().take(offset).filter(|byte| *byte == b'\n').count()
}

#[cfg(test)]
#[path = "catalogue_tests.rs"]
mod tests;
