//! A submission whose verdicts are known.
use std::collections::BTreeMap;
use std::fs::{self, File};
use std::io::{self, Write};
use std::path::Path;

use zip::CompressionMethod::Stored;
use zip::write::SimpleFileOptions;

use super::expected::Expected;
#[cfg(unix)]
use super::trees::Tree;

/// The form in which a submission is handed in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Form {
    Folder,
    Zip,
    Tar,
    #[cfg(unix)]
    Tree(Tree),
}

/// A submission.
#[derive(Debug, Clone)]
pub(crate) struct Case {
    /// The name of the student.
    pub(super) name: String,
    pub(super) form: Form,
    /// The text for each exercise.
    pub(super) files: BTreeMap<String, String>,
    /// What each exercise must get.
    pub(super) expected: BTreeMap<String, Expected>,
    /// Whether `verify` grades it too.
    pub(super) is_quick: bool,
}

/// How the names of alternatives begin.
pub(super) const ALTERNATIVE: &str = "alternative-";

impl Case {
    /// Whether it is an alternative of the course.
    pub(super) fn is_alternative(&self) -> bool {
        self.name.starts_with(ALTERNATIVE)
    }

    /// Writes the submission into the folder of a class.
    pub(super) fn write(&self, class: &Path) -> io::Result<()> {
        let path = |exercise: &str| format!("exercises/{exercise}.rs");
        match self.form {
            Form::Folder => {
                let folder = class.join(&self.name);
                fs::create_dir_all(folder.join("exercises"))?;
                self.files
                    .iter()
                    .try_for_each(|(name, text)| fs::write(folder.join(path(name)), text))
            }
            Form::Zip => {
                let file = File::create(class.join(format!("{}.zip", self.name)))?;
                let mut archive = zip::ZipWriter::new(file);
                for (name, text) in &self.files {
                    let stored = SimpleFileOptions::default().compression_method(Stored);
                    archive.start_file(path(name), stored)?;
                    archive.write_all(text.as_bytes())?;
                }
                archive.finish().map(drop).map_err(Into::into)
            }
            #[cfg(unix)]
            Form::Tree(tree) => {
                self.files.values().try_for_each(|answer| tree.write(class, &self.name, answer))
            }
            Form::Tar => {
                let file = File::create(class.join(format!("{}.tar", self.name)))?;
                let mut archive = tar::Builder::new(file);
                for (name, text) in &self.files {
                    let mut header = tar::Header::new_gnu();
                    header.set_size(text.len() as u64);
                    header.set_mode(0o644);
                    archive.append_data(&mut header, path(name), text.as_bytes())?;
                }
                archive.finish()
            }
        }
    }
}
