//! The folder of a class's results: what is graded already, what is judged already, and how long it took.
use std::collections::BTreeMap;
use std::fs::{self, OpenOptions};
use std::io::Write;
use std::path::{Path, PathBuf};
use std::time::Duration;

use course::{Error, OrCannot, files};
use serde::de::DeserializeOwned;

use super::roster::file_name;
use crate::model::{GradedExercise, GradedSubmission};
use crate::write::{remove_temporary, write_atomically};

/// A result with the name of the student, which is the name of its file where that is possible.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub(crate) struct StudentResult {
    pub(crate) student: String,
    #[serde(flatten)]
    pub(crate) graded: GradedSubmission,
}

/// What a student's submission took.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Times {
    /// The wall-clock time for all files that were not judged before.
    pub(crate) took: Duration,
    /// The most that one of them used of its limit.
    pub(crate) used: Duration,
}

/// The folder that `grade-class` writes.
#[derive(Debug)]
pub(crate) struct Store {
    folder: PathBuf,
}

impl Store {
    pub(crate) fn new(folder: &Path) -> Self {
        Self { folder: folder.to_owned() }
    }

    /// Removes what a grader that was killed has left of files that it had not finished.
    pub(crate) fn clean(&self) {
        for folder in ["", "results", "judged", "students"] {
            remove_temporary(&self.path(folder));
        }
    }

    pub(crate) fn path(&self, relative: &str) -> PathBuf {
        self.folder.join(relative)
    }

    fn result_path(&self, student: &str) -> PathBuf {
        self.folder.join("results").join(format!("{}.json", file_name(student)))
    }

    /// The result of a student, if there is a readable one.
    pub(crate) fn result(&self, student: &str) -> Option<StudentResult> {
        read(&self.result_path(student)).filter(|found: &StudentResult| found.student == student)
    }

    /// Writes the result of a student.
    ///
    /// # Errors
    /// If it cannot be written.
    pub(crate) fn save(&self, result: &StudentResult) -> Result<(), Error> {
        let json = serde_json::to_string_pretty(result);
        let json = json.expect("a result contains only strings and numbers") + "\n";
        write_atomically(&self.result_path(&result.student), &json)
    }

    /// All results, by student.
    ///
    /// # Errors
    /// If the folder cannot be listed, or a file in it is not a result.
    pub(crate) fn results(&self) -> Result<BTreeMap<String, StudentResult>, Error> {
        let folder = self.folder.join("results");
        let paths = files::with_extension(&folder, "json").or_cannot("list", folder.display())?;
        let mut results = BTreeMap::new();
        for path in paths {
            let result: StudentResult = read(&path).ok_or_else(|| {
                Error::new(format!("{} is not a result", path.display()))
                    .help("delete it, and grade the class again")
            })?;
            results.insert(result.student.clone(), result);
        }
        Ok(results)
    }

    fn judged_path(&self, key: &str) -> PathBuf {
        self.folder.join("judged").join(format!("{key}.json"))
    }

    /// The verdict on a file that was judged before, with the same course, engine and compiler.
    pub(crate) fn judged(&self, key: &str) -> Option<GradedExercise> {
        read(&self.judged_path(key))
    }

    /// Keeps the verdict on a file.
    ///
    /// # Errors
    /// If it cannot be written.
    pub(crate) fn save_judged(&self, key: &str, exercise: &GradedExercise) -> Result<(), Error> {
        let json = serde_json::to_string(exercise);
        let json = json.expect("a verdict contains only strings and numbers") + "\n";
        write_atomically(&self.judged_path(key), &json)
    }

    /// Notes the times of a student in seconds. They are not part of any result, so that results are the same
    /// every time.
    ///
    /// # Errors
    /// If it cannot be written.
    pub(crate) fn add_times(&self, student: &str, times: Times) -> Result<(), Error> {
        let path = self.folder.join("times.csv");
        let [took, used] = [times.took, times.used].map(|time| time.as_secs_f64());
        let line = format!("{},{took:.1},{used:.1}\n", super::csv::field(student));
        let file = OpenOptions::new().append(true).create(true).open(&path);
        file.and_then(|mut file| file.write_all(line.as_bytes())).or_cannot("write", path.display())
    }
}

fn read<T: DeserializeOwned>(path: &Path) -> Option<T> {
    serde_json::from_slice(&fs::read(path).ok()?).ok()
}
