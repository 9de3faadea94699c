//! What every analysis of mutants needs.
use course::Workspace;
use course::screen::Progress;

/// The course, how many test processes run at a time, and where progress is shown.
#[derive(Clone, Copy)]
pub(crate) struct Session<'a> {
    pub(crate) workspace: &'a Workspace,
    pub(crate) jobs: usize,
    pub(crate) progress: &'a Progress,
}
