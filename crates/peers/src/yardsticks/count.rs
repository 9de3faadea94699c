//! A program with a published number of executions.
use crate::silence_panics;
use interleave::{Coverage, Explorer};

/// A program with a published number of executions: one for each execution graph.
#[derive(Debug)]
pub struct Count {
    /// The name in the suite, which is also the name of the file.
    pub name: &'static str,
    /// The size of the program, such as `n = 3`, or an empty text.
    pub size: &'static str,
    /// The program.
    pub body: fn(),
    /// The published number of executions.
    pub published: u64,
    /// Whether it is quick enough for the tests.
    pub quick: bool,
}

impl Count {
    /// Explores the program.
    ///
    /// # Panics
    /// If an execution fails.
    pub fn explore(&self) -> Coverage {
        let explorer = Explorer::new().max_executions(20_000_000);
        let result = silence_panics::catch(|| explorer.check(self.body));
        let result = result.unwrap_or_else(|message| panic!("{}: {message}", self.name));
        result.unwrap_or_else(|failure| panic!("{}: {failure}", self.name))
    }

    /// Explores the program, and describes the result as a row of [`COLUMNS`].
    pub(super) fn row(&self) -> [String; 6] {
        let coverage = self.explore();
        let Coverage { executions, redundant, ref bound, .. } = coverage;
        let all = executions + redundant;
        let result = match bound {
            Some(_) => coverage.to_string(),
            None if all == self.published => "equal".to_owned(),
            None => format!("{:.2} times", all as f64 / self.published as f64),
        };
        [
            self.name.to_owned(),
            self.size.to_owned(),
            self.published.to_string(),
            executions.to_string(),
            redundant.to_string(),
            result,
        ]
    }
}

/// The columns of a suite of counts.
pub(super) const COLUMNS: [&str; 6] =
    ["program", "size", "published", "executions", "redundant", "result"];
