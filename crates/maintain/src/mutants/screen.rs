//! What is shown while it runs.
use std::time::Duration;

use indicatif::{ProgressBar, ProgressStyle};

/// A moving line, where there is a terminal.
pub(crate) struct Progress(ProgressBar);

impl Progress {
    pub(crate) fn start() -> Self {
        Self(ProgressBar::new_spinner())
    }

    /// What is being done now.
    pub(crate) fn say(&self, doing: &str) {
        self.0.set_message(doing.to_owned());
        self.0.enable_steady_tick(Duration::from_millis(120));
    }

    /// From now on mutants are counted.
    pub(crate) fn count(&self, mutants: usize) {
        self.0.set_length(mutants as u64);
        let style = ProgressStyle::with_template("{bar:40} {pos}/{len} mutants  {msg}");
        // A template that is wrong would only be less pretty.
        if let Ok(style) = style {
            self.0.set_style(style);
        }
    }

    /// Another mutant of this exercise is done.
    pub(crate) fn one_more(&self, exercise: &str) {
        self.0.set_message(exercise.to_owned());
        self.0.inc(1);
    }

    pub(crate) fn stop(&self) {
        self.0.finish_and_clear();
    }
}

impl Drop for Progress {
    fn drop(&mut self) {
        self.stop();
    }
}
