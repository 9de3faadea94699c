//! A program with a known bug, and its repaired twin.
use crate::silence_panics;
use interleave::{Coverage, Explorer, Failure};

/// Which of the two programs runs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Twin {
    /// The one with the bug.
    Buggy,
    /// The one without it.
    Repaired,
}

/// A program with a bug and its repaired twin, with the published figures `P`.
#[derive(Debug)]
pub struct Bug<P> {
    /// The name in the suite, which is also the name of the file.
    pub name: &'static str,
    /// The program.
    pub body: fn(Twin),
    /// What is published about it.
    pub published: P,
}

/// The number of directed schedules before the complete search.
const DIRECTED: u64 = 1_000;

/// What `interleave` makes of a bug and its repaired twin.
#[derive(Debug)]
pub struct Found {
    /// The first failure of the buggy program, or how much was explored without one.
    pub buggy: Result<Coverage, Box<Failure>>,
    /// How much of the repaired program was explored, or its first failure.
    pub repaired: Result<Coverage, Box<Failure>>,
}

impl<P> Bug<P> {
    /// Explores both programs.
    ///
    /// # Panics
    /// If the engine does.
    pub fn explore(&self) -> Found {
        Found {
            buggy: self.explore_buggy(),
            repaired: self.check(&Explorer::new(), Twin::Repaired),
        }
    }

    /// Searches for the first failure of the buggy program.
    ///
    /// # Errors
    /// The failure.
    pub fn explore_buggy(&self) -> Result<Coverage, Box<Failure>> {
        self.check(&Explorer::new().directed(DIRECTED).first_failure(), Twin::Buggy)
    }

    /// Like [`explore`](Self::explore), for a bug that no other search finds: remembers states.
    pub fn explore_states(&self, executions: u64) -> Found {
        Found {
            buggy: self.check(&Explorer::new().stateful(executions).first_failure(), Twin::Buggy),
            repaired: self.check(&Explorer::new(), Twin::Repaired),
        }
    }

    fn check(&self, explorer: &Explorer, twin: Twin) -> Result<Coverage, Box<Failure>> {
        let explorer = explorer.clone().deny_blocked_threads();
        silence_panics::catch(|| explorer.check(|| (self.body)(twin)))
            .unwrap_or_else(|message| panic!("{}: {message}", self.name))
    }
}

impl Found {
    /// The number of the first execution that fails, among all that ran.
    pub fn found_at(&self) -> Option<u64> {
        let failure = self.buggy.as_ref().err()?;
        Some(failure.coverage.executions + failure.coverage.redundant)
    }

    /// The number of the first execution that fails, or a dash.
    pub(super) fn found_at_text(&self) -> String {
        self.found_at().map_or("—".to_owned(), |at| at.to_string())
    }

    /// `deadlock`, `assertion` and the like.
    pub fn failure_text(&self) -> String {
        self.buggy.as_ref().err().map_or("not found".to_owned(), |failure| kind(failure))
    }

    /// Whether the repaired program was explored completely and never fails.
    pub fn repair_is_complete(&self) -> bool {
        self.repaired.as_ref().is_ok_and(Coverage::is_complete)
    }

    /// `complete: 24 executions`, what the search was bounded by, or the kind of the failure.
    pub fn repaired_text(&self) -> String {
        match &self.repaired {
            Ok(coverage) => coverage.to_string(),
            Err(failure) => format!("fails: {}", kind(failure)),
        }
    }
}

/// `Deadlock` as `deadlock`, `StepLimit` as `step limit`.
fn kind(failure: &Failure) -> String {
    let mut text = String::new();
    for c in format!("{:?}", failure.kind).chars() {
        if c.is_uppercase() && !text.is_empty() {
            text.push(' ');
        }
        text.extend(c.to_lowercase());
    }
    text
}
