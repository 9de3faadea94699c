//! Why a command cannot continue: one sentence, and how to proceed.
use std::fmt;
use std::io::ErrorKind::{OutOfMemory, QuotaExceeded, StorageFull, WouldBlock};

use crate::screen::wrapped;
use crate::suggest::nearest;

/// A mistake on the command line, or a file of the course that cannot be used.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Error {
    /// What is wrong.
    pub message: String,
    /// What to do, one line each.
    pub help: Vec<String>,
    /// Whether this machine lacks something that it may have later: disk space, memory, or threads.
    pub is_shortage: bool,
}

impl Error {
    /// An error without help.
    pub fn new(message: impl Into<String>) -> Self {
        Self { message: message.into(), help: Vec::new(), is_shortage: false }
    }

    /// Adds what to do.
    pub fn help(mut self, line: impl Into<String>) -> Self {
        self.help.push(line.into());
        self
    }

    /// Asks whether the most similar candidate was meant, with `prefix` before it; says `otherwise` if none
    /// is similar.
    pub fn suggest<'a>(
        self,
        typed: &str,
        candidates: impl IntoIterator<Item = &'a str>,
        prefix: &str,
        otherwise: impl Into<String>,
    ) -> Self {
        match nearest(typed, candidates) {
            Some(meant) => self.help(format!("did you mean `{prefix}{meant}`?")),
            None => self.help(otherwise),
        }
    }

    /// A file that cannot be read, written or run.
    pub fn io(action: &str, what: impl fmt::Display, error: &std::io::Error) -> Self {
        let shortages = [WouldBlock, OutOfMemory, StorageFull, QuotaExceeded];
        let is_shortage = shortages.contains(&error.kind());
        Self { is_shortage, ..Self::new(format!("cannot {action} {what}: {error}")) }
    }
}

/// Says what an operation on a file or a program was for, if it fails.
pub trait OrCannot<T> {
    /// The value, or [`Error::io`].
    ///
    /// # Errors
    /// If there is no value.
    fn or_cannot(self, action: &str, what: impl fmt::Display) -> Result<T, Error>;
}

impl<T> OrCannot<T> for std::io::Result<T> {
    fn or_cannot(self, action: &str, what: impl fmt::Display) -> Result<T, Error> {
        self.map_err(|error| Error::io(action, what, &error))
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "error: {}", self.message)?;
        for line in &self.help {
            write!(f, "\n  help: {}", wrapped(line, 8))?;
        }
        Ok(())
    }
}

impl From<lexopt::Error> for Error {
    fn from(error: lexopt::Error) -> Self {
        Self::new(error.to_string()).help("`cargo course help` lists every command")
    }
}
