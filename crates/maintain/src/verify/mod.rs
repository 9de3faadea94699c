//! What `verify` checks: one file a step.
mod alternatives;
mod answers;
mod contract;
mod crates;
mod documents;
mod lints;
mod mutants;
mod programs;
mod repeat;
mod reports;
mod snapshots;
mod starters;
mod trees;
mod variants;

use course::catalog::{Catalog, Exercise};
use course::screen::Progress;
use course::workspace::Workspace;

/// What a step found: a note if all is well, otherwise what is wrong, a complaint each.
pub(crate) type StepResult = Result<String, Vec<String>>;

/// One promise, and how it is checked.
pub(crate) struct Step {
    pub(crate) name: &'static str,
    pub(crate) promise: &'static str,
    pub(crate) check: fn(&mut VerifyContext<'_>, &mut Progress) -> StepResult,
}

pub(crate) const STEPS: &[Step] = &[
    Step { name: "format", promise: "every file is formatted", check: lints::format },
    Step { name: "lints", promise: "clippy is content with both trees", check: lints::lints },
    Step {
        name: "docs",
        promise: "the documentation builds without a warning",
        check: lints::docs,
    },
    Step {
        name: "trees",
        promise: "both trees have the same files and the same public API",
        check: trees::check,
    },
    Step {
        name: "documents",
        promise: "documents name only files that exist",
        check: documents::check,
    },
    Step {
        name: "contract",
        promise: "every sentence of the contract has a test, every test a sentence",
        check: contract::check,
    },
    Step { name: "answers", promise: "every answer passes every test", check: answers::check },
    Step {
        name: "starters",
        promise: "every starter fails as its exercise.toml says",
        check: starters::check,
    },
    Step {
        name: "reports",
        promise: "every starter's report is the reviewed one",
        check: reports::check,
    },
    Step {
        name: "snapshots",
        promise: "every snapshot is reviewed and in use",
        check: snapshots::check,
    },
    Step {
        name: "mutants",
        promise: "every mutant dies by the test that is declared for it",
        check: mutants::check,
    },
    Step { name: "page", promise: "the page of mutants works in a browser", check: mutants::page },
    Step {
        name: "alternatives",
        promise: "right solutions of other designs pass every test",
        check: alternatives::check,
    },
    Step { name: "crates", promise: "the crates pass their own tests", check: crates::check },
    Step {
        name: "programs",
        promise: "every program runs to its end on real threads",
        check: programs::check,
    },
];

/// What the steps share.
pub(crate) struct VerifyContext<'a> {
    pub(crate) workspace: &'a Workspace,
    pub(crate) catalog: &'a Catalog,
    /// How often the trees are judged.
    repeat: usize,
    /// The starters' runs, for the steps that look at them.
    starters: Option<repeat::Runs>,
    /// The answers' runs, for the steps that look at them.
    answers: Option<answers::Run>,
    /// What became of the alternatives, which are built together.
    variants: Option<variants::Report>,
}

impl<'a> VerifyContext<'a> {
    pub(crate) fn new(workspace: &'a Workspace, catalog: &'a Catalog, repeat: usize) -> Self {
        Self { workspace, catalog, repeat, starters: None, answers: None, variants: None }
    }

    fn exercises(&self) -> Vec<&'a Exercise> {
        self.catalog.exercises.iter().collect()
    }
}

/// `1 test`, `2 tests`.
fn count(number: usize, what: &str) -> String {
    if number == 1 { format!("1 {what}") } else { format!("{number} {what}s") }
}

/// All is well with `note`, unless there are complaints.
fn unless(complaints: Vec<String>, note: impl FnOnce() -> String) -> StepResult {
    if complaints.is_empty() { Ok(note()) } else { Err(complaints) }
}

#[cfg(test)]
mod tests {
    #[test]
    fn shells_complete_the_steps_that_there_are() {
        let names: Vec<&str> = super::STEPS.iter().map(|step| step.name).collect();
        assert_eq!(names, course::VERIFY_STEPS);
    }
}
