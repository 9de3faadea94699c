//! A program with a published number of executions.
use super::litmus::Litmus;
use super::markdown::table;
use super::results::results;
use crate::silence_panics;
use interleave::{Coverage, Explorer};
use std::cell::Cell;

/// A program with a published number of executions: one for each execution graph.
#[derive(Clone, Copy, Debug)]
pub struct Count {
    /// The name in the suite.
    pub name: &'static str,
    /// The size of the program, such as `n = 3`, or an empty text.
    pub size: &'static str,
    /// The program.
    pub body: Body,
    /// The published number of executions.
    pub published: u64,
    /// Whether it is quick enough for the tests.
    pub quick: bool,
}

/// A program.
#[derive(Clone, Copy, Debug)]
pub enum Body {
    /// Returns whether the execution is complete; `false` if a thread gave up, because what it waits for did
    /// not happen. Such executions are not counted.
    Code(fn() -> bool),
    /// A litmus test; see `litmus.rs`.
    Litmus(&'static str),
}

/// What an exploration found.
#[derive(Debug)]
pub struct Counted {
    /// The executions in which every thread completed.
    pub complete: u64,
    /// The others.
    pub blocked: u64,
    /// All of them, and the redundant ones.
    pub coverage: Coverage,
}

impl Counted {
    /// The executions to compare with the published number.
    pub fn all(&self) -> u64 {
        self.complete + self.coverage.redundant
    }
}

impl Count {
    /// A quick litmus test.
    pub(super) const fn litmus(name: &'static str, published: u64, text: &'static str) -> Self {
        Self { name, size: "", body: Body::Litmus(text), published, quick: true }
    }

    /// Explores the program.
    ///
    /// # Panics
    /// If an execution fails.
    pub fn explore(&self) -> Counted {
        match self.body {
            Body::Code(body) => self.count(body),
            Body::Litmus(text) => {
                let litmus = Litmus::parse(text);
                self.count(|| litmus.run())
            }
        }
    }

    fn count(&self, body: impl Fn() -> bool) -> Counted {
        let explorer = Explorer::new().max_executions(20_000_000);
        let started = Cell::new(0_u64);
        // Each blocked execution has an outcome of its own.
        let numbered = || {
            let number = started.replace(started.get() + 1);
            (!body()).then_some(number)
        };
        let result = silence_panics::catch(|| explorer.outcomes(numbered));
        let result = result.unwrap_or_else(|message| panic!("{}: {message}", self.name));
        let found = result.unwrap_or_else(|failure| panic!("{}: {failure}", self.name));
        // A search that starts over forgets the executions before.
        let Coverage { executions, redundant, .. } = found.coverage;
        let first = started.get() - executions - redundant;
        let blocked = found.seen.keys().flatten().filter(|number| **number >= first).count() as u64;
        Counted { complete: executions - blocked, blocked, coverage: found.coverage }
    }

    /// Explores the program, and describes the result as a row of [`COLUMNS`].
    pub(super) fn row(&self) -> [String; 7] {
        let counted = self.explore();
        let result = match counted.coverage.bound {
            Some(_) => counted.coverage.to_string(),
            None if counted.all() == self.published => "equal".to_owned(),
            None => format!("{:.3} times", counted.all() as f64 / self.published as f64),
        };
        [
            self.name.to_owned(),
            self.size.to_owned(),
            self.published.to_string(),
            counted.complete.to_string(),
            counted.coverage.redundant.to_string(),
            counted.blocked.to_string(),
            result,
        ]
    }
}

/// The columns of a suite of counts.
pub(super) const COLUMNS: [&str; 7] =
    ["program", "size", "published", "executions", "redundant", "blocked", "result"];

/// The section of a suite of counts.
pub(super) fn section(introduction: &str, programs: &[&[Count]]) -> String {
    let rows = results(&programs.concat(), Count::row);
    format!("{introduction}\n{}", table(COLUMNS, &rows))
}
