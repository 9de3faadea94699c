//! The folders of the course: sources, tests, and the cache under `target`.
use std::env;
use std::fs;
use std::path::{Path, PathBuf};

use crate::error::{Error, OrCannot};
use crate::files;

/// The students' files or the answers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Source {
    /// `exercises/`
    Exercise,
    /// `complete/`
    Answer,
}

impl Source {
    /// Its folder in the workspace.
    pub fn folder(self) -> &'static str {
        match self {
            Self::Exercise => "exercises",
            Self::Answer => "complete",
        }
    }

    /// The example target that runs the file as a program.
    pub fn example(self, name: &str) -> String {
        match self {
            Self::Exercise => name.to_owned(),
            Self::Answer => format!("complete-{name}"),
        }
    }

    /// The path of a file, with slashes on every system.
    pub fn shown(self, name: &str) -> String {
        format!("{}/{name}.rs", self.folder())
    }
}

/// The root of the repository.
#[derive(Debug, Clone)]
pub struct Workspace {
    /// The folder with `course/catalog.toml`.
    pub root: PathBuf,
    /// Where cargo builds.
    pub target: PathBuf,
}

impl Workspace {
    /// The nearest parent folder with `course/catalog.toml`, or the one that this command was built in.
    ///
    /// # Errors
    /// If there is no such folder.
    pub fn find() -> Result<Self, Error> {
        let here = env::current_dir().or_cannot("find", "the current folder")?;
        let built_in = Path::new(env!("CARGO_MANIFEST_DIR")).ancestors().nth(2);
        let is_root = |folder: &&Path| folder.join("course/catalog.toml").is_file();
        match here.ancestors().chain(built_in).find(is_root) {
            Some(root) => Ok(Self { root: root.to_owned(), target: target(root) }),
            None => {
                let here = here.display();
                Err(Error::new(format!("no course/catalog.toml in {here} or any folder above"))
                    .help("change to the folder of the course and try again"))
            }
        }
    }

    /// A file or folder of the workspace.
    pub fn path(&self, relative: &str) -> PathBuf {
        self.root.join(relative)
    }

    /// The file of an exercise.
    pub fn exercise(&self, source: Source, name: &str) -> PathBuf {
        self.root.join(source.folder()).join(format!("{name}.rs"))
    }

    /// A file or folder in the cache of this command.
    pub fn cache_path(&self, what: &str) -> PathBuf {
        self.target.join("course").join(what)
    }

    /// The text of a file of the workspace, with Unix line endings.
    ///
    /// # Errors
    /// If it cannot be read.
    pub fn read(&self, relative: &str) -> Result<String, Error> {
        fs::read_to_string(self.path(relative))
            .map(|text| text.replace("\r\n", "\n"))
            .or_cannot("read", relative)
    }

    /// Writes a file of the workspace, unless it has this content already.
    ///
    /// # Errors
    /// If it cannot be written.
    pub fn write(&self, relative: &str, text: &str) -> Result<(), Error> {
        files::write_if_changed(&self.path(relative), text).or_cannot("write", relative)
    }

    /// The files of a folder with this extension, sorted and relative to the workspace.
    ///
    /// # Errors
    /// If the folder cannot be listed.
    pub fn list(&self, folder: &str, extension: &str) -> Result<Vec<String>, Error> {
        let paths =
            files::with_extension(&self.path(folder), extension).or_cannot("list", folder)?;
        Ok(paths.iter().map(|path| self.shown(path)).collect())
    }

    /// A path relative to the workspace, with slashes on every system.
    pub fn shown(&self, path: &Path) -> String {
        let inside = path.strip_prefix(&self.root).unwrap_or(path);
        inside.to_string_lossy().replace('\\', "/")
    }
}

/// The folder in which cargo builds, according to the environment.
fn target(root: &Path) -> PathBuf {
    env::var_os("CARGO_TARGET_DIR")
        .filter(|folder| !folder.is_empty())
        .map_or_else(|| root.join("target"), |folder| root.join(folder))
}
