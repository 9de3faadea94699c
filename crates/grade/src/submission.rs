//! A submission: only its exercise files are read.
use std::collections::BTreeMap;
use std::fs;
use std::io::ErrorKind;
use std::path::Path;

use course::{Error, Workspace};

use crate::submitted_file::SubmittedFile;
use crate::{archive, folder, revision};

#[derive(Debug)]
pub(crate) struct Submission(BTreeMap<String, SubmittedFile>);

impl Submission {
    /// Opens a folder, an archive or, if no such file exists, a revision of the course's repository.
    pub(crate) fn open(workspace: &Workspace, source: &str, names: &[&str]) -> Result<Self, Error> {
        let path = Path::new(source);
        let files = match fs::metadata(path) {
            Ok(data) if data.is_dir() => folder::read(path, names),
            Ok(data) if data.is_file() => archive::read(path, names)?,
            Ok(_) => return Err(Error::new(format!("{source} is neither a folder nor a file"))),
            Err(error) if error.kind() == ErrorKind::NotFound => {
                revision::read(&workspace.root, source, names)?
            }
            Err(error) => return Err(Error::io("read", source, &error)),
        };
        Ok(Self(files))
    }

    pub(crate) fn get(&self, name: &str) -> &SubmittedFile {
        self.0.get(name).unwrap_or(&SubmittedFile::Missing)
    }
}
