//! What stops the command: one sentence, and the way out.
use std::fmt;

/// A mistake of the one who typed, or a file of the course that is not as it must be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Problem {
    message: String,
    help: Option<String>,
}

impl Problem {
    pub(crate) fn new(message: impl Into<String>) -> Self {
        Self { message: message.into(), help: None }
    }

    pub(crate) fn help(self, help: impl Into<String>) -> Self {
        Self { help: Some(help.into()), ..self }
    }

    /// A file that could not be read, written or run.
    pub(crate) fn io(action: &str, what: impl fmt::Display, error: &std::io::Error) -> Self {
        Self::new(format!("cannot {action} {what}: {error}"))
    }
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "error: {}", self.message)?;
        let Some(help) = &self.help else { return Ok(()) };
        write!(f, "\n  help:")?;
        // Lines of 80 columns, broken between words.
        let mut column = 7;
        for word in help.split(' ') {
            column += 1 + word.chars().count();
            if column > 80 {
                write!(f, "\n       ")?;
                column = 8 + word.chars().count();
            }
            write!(f, " {word}")?;
        }
        Ok(())
    }
}

impl From<lexopt::Error> for Problem {
    fn from(error: lexopt::Error) -> Self {
        Self::new(error.to_string()).help("`cargo course mutants --help` shows every option")
    }
}
