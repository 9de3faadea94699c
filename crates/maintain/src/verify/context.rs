//! What the steps share: the selection of exercises, and results that several steps use.
use std::fs;
use std::path::PathBuf;

use course::catalog::{Catalog, Exercise};
use course::runner::Runner;
use course::screen::Progress;
use course::{Error, Source, Workspace};

use super::played;
use super::repeat::{self, Runs};

/// The result of a step: a summary, or what is wrong, one entry for each error.
pub(super) type StepResult = Result<String, Vec<String>>;

/// The state of a verification.
pub(super) struct VerifyContext<'a> {
    pub(super) workspace: &'a Workspace,
    pub(super) catalog: &'a Catalog,
    /// The exercises to check.
    pub(super) exercises: Vec<&'a Exercise>,
    repeat: usize,
    starters: Option<Runs>,
    answers: Option<Runs>,
}

impl<'a> VerifyContext<'a> {
    pub(super) fn new(
        workspace: &'a Workspace,
        catalog: &'a Catalog,
        exercises: Vec<&'a Exercise>,
        repeat: usize,
    ) -> Self {
        Self { workspace, catalog, exercises, repeat, starters: None, answers: None }
    }

    /// insta's list of the snapshots that the answers' tests used.
    pub(super) fn used_snapshots(&self) -> PathBuf {
        self.workspace.cache_path("snapshots-in-use")
    }

    /// The results of the answers, which run once for all steps.
    pub(super) fn answers(&mut self, progress: &mut Progress) -> Result<Runs, Vec<String>> {
        if let Some(runs) = &self.answers {
            return Ok(runs.clone());
        }
        // It may not exist; insta appends to it.
        let _ = fs::remove_file(self.used_snapshots());
        let runner = Runner::prepare(self.workspace, Source::Answer, &self.exercises, progress)
            .map_err(one)?
            .environment("INSTA_SNAPSHOT_REFERENCES_FILE", self.used_snapshots());
        let runs = repeat::judge(&runner, &self.exercises, self.repeat, progress)?;
        self.answers = Some(runs.clone());
        Ok(runs)
    }

    /// The results of the starters, which run once for all steps.
    pub(super) fn starters(&mut self, progress: &mut Progress) -> Result<Runs, Vec<String>> {
        if let Some(runs) = &self.starters {
            return Ok(runs.clone());
        }
        let runner = Runner::prepare(self.workspace, Source::Exercise, &self.exercises, progress)
            .map_err(one)?;
        let mut runs = repeat::judge(&runner, &self.exercises, self.repeat, progress)?;
        let errors =
            played::errors(self.workspace, &runner, &self.exercises, &runs.results).map_err(one)?;
        runs.differences.extend(errors);
        self.starters = Some(runs.clone());
        Ok(runs)
    }
}

/// An error that ends a step.
pub(super) fn one(error: Error) -> Vec<String> {
    vec![error.to_string()]
}

/// `1 test`, `2 tests`.
pub(super) fn count(number: usize, noun: &str) -> String {
    if number == 1 { format!("1 {noun}") } else { format!("{number} {noun}s") }
}

/// The summary, unless there are errors.
pub(super) fn unless(errors: Vec<String>, summary: impl FnOnce() -> String) -> StepResult {
    if errors.is_empty() { Ok(summary()) } else { Err(errors) }
}
