//! The last check before a test executable runs: of what the compiler has read, and of names that are not on
//! the list but compile.
use std::fs;
use std::path::Path;

use source_check::dep_info;

use super::Runner;
use crate::catalog::Exercise;
use crate::messages;
use crate::result::State;

impl Runner<'_> {
    /// The state of an exercise that compiles and must not run nevertheless.
    pub(super) fn must_not_run(&self, exercise: &Exercise, executable: &Path) -> Option<State> {
        let file = self.workspace.exercise(self.source, &exercise.name);
        // A file that has changed since it was compiled is tested again.
        let text = fs::read_to_string(file).unwrap_or_default();
        let findings = source_check::check(&text).all();
        if !findings.is_empty() {
            return Some(State::Refused(findings));
        }
        // rustc writes it beside the executable.
        let Ok(text) = fs::read_to_string(executable.with_extension("d")) else {
            return Some(State::Broken(messages::no_dep_info(&exercise.name)));
        };
        let folder = self.source.folder();
        let read = dep_info::parse(&text);
        let findings = dep_info::unexpected(&read, &self.workspace.root, folder, &exercise.name);
        (!findings.is_empty()).then_some(State::Refused(findings))
    }
}
