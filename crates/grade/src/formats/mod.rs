//! The output formats, each written from the same model.
mod autolab;
mod classroom50;
mod entry;
mod github;
mod gradescope;
mod json;
mod junit;
mod markdown;
mod prairielearn;
mod sarif;
mod table;

use std::fs::OpenOptions;
use std::io::Write;

use course::{Error, OrCannot, to_terminal};
use protocol::named;

use crate::model::GradedSubmission;

named! {
    /// An output format.
    #[derive(Debug, Clone, Copy, PartialEq, Eq)]
    pub(crate) enum Format {
        Table = "table",
        Json = "json",
        Junit = "junit",
        Markdown = "markdown",
        Sarif = "sarif",
        Github = "github",
        Gradescope = "gradescope",
        Classroom50 = "classroom50",
        PrairieLearn = "prairielearn",
        Autolab = "autolab",
    }
}

impl Format {
    /// Whether a submission that cannot be opened must still lead to a result, because a platform shows only
    /// results to the student.
    pub(crate) fn needs_result(self) -> bool {
        matches!(self, Self::Gradescope | Self::Classroom50 | Self::PrairieLearn | Self::Autolab)
    }

    /// Writes a result. `names` are all exercises of the course.
    ///
    /// # Errors
    /// If the format has no room for the result.
    pub(crate) fn write<'a>(
        self,
        graded: &GradedSubmission,
        names: impl Iterator<Item = &'a str>,
    ) -> Result<String, Error> {
        Ok(match self {
            Self::Table => to_terminal(&table::write(graded, names)).into_owned(),
            Self::Json => json::write(graded),
            Self::Junit => junit::write(graded)?,
            Self::Markdown => markdown::write(graded),
            Self::Sarif => sarif::write(graded),
            Self::Github => github::write(graded),
            Self::Gradescope => gradescope::write(graded),
            Self::Classroom50 => classroom50::write(graded, |name| std::env::var(name).ok()),
            Self::PrairieLearn => prairielearn::write(graded),
            Self::Autolab => autolab::write(graded, names),
        })
    }
}

/// Adds the result to the summary of a GitHub Actions step, if this runs in one.
///
/// # Errors
/// If the file of the summary cannot be written.
pub(crate) fn write_step_summary(graded: &GradedSubmission) -> Result<(), Error> {
    let Some(path) = std::env::var_os("GITHUB_STEP_SUMMARY").filter(|path| !path.is_empty()) else {
        return Ok(());
    };
    let text = markdown::write(&graded.clone().shortened(github::MAX_SUMMARY));
    let file = OpenOptions::new().append(true).create(true).open(&path);
    file.and_then(|mut file| file.write_all(text.as_bytes())).or_cannot("write", path.display())
}

#[cfg(test)]
pub(crate) mod sample;
#[cfg(test)]
#[path = "../../tests/common/schema.rs"]
mod schema;
#[cfg(test)]
mod tests;
