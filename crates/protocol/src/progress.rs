//! How far a test is that takes long: for a user who waits.
use std::path::Path;
use std::{fs, io};

/// The progress of the test that runs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Progress {
    /// The name of the test function.
    pub test: String,
    /// The number of executions so far.
    pub executions: u64,
}

impl Progress {
    /// Writes the file, in one step.
    ///
    /// # Errors
    /// If the file cannot be written.
    pub fn write(&self, file: &Path) -> io::Result<()> {
        let new = file.with_extension("new");
        fs::write(&new, format!("{} {}", self.executions, self.test))?;
        fs::rename(new, file)
    }

    /// Reads the file; `None` if it does not exist or is not valid.
    pub fn read(file: &Path) -> Option<Self> {
        let text = fs::read_to_string(file).ok()?;
        let (executions, test) = text.split_once(' ')?;
        Some(Self { test: test.to_owned(), executions: executions.parse().ok()? })
    }
}

#[cfg(test)]
mod tests {
    use super::Progress;

    #[test]
    fn progress_reads_back() {
        let file = std::env::temp_dir().join(format!("progress-{}", std::process::id()));
        assert_eq!(Progress::read(&file), None);
        let progress = Progress { test: "inner::no_step_is_lost".to_owned(), executions: 12_000 };
        progress.write(&file).expect("the folder is writable");
        assert_eq!(Progress::read(&file), Some(progress));
        std::fs::remove_file(file).expect("the file exists");
    }
}
