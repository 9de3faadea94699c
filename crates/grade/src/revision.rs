//! A git revision: git reads its files and does not check them out.
//!
//! A repository may be a student's. Its links, settings and lists of other repositories lead git to files and
//! programs of this machine, and a few small trees may have billions of paths. So git runs in the sandbox, where it
//! sees no other repository and has little time.
use std::env;
use std::ffi::OsString;
use std::fmt::Display;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Duration;

use course::session::Session;
use course::{Error, Workspace};
use sandbox::{Access, Exit, Job, Limits, Options, Sandbox};

use crate::candidates::{Candidates, locate};
use crate::submitted_file::{MAX_SIZE, SubmittedFile};
use crate::text::shown;
use crate::toolchain;

/// What git may use. The sandbox keeps the first MiB of what a program prints, so nothing is cut.
const LIMITS: Limits = Limits {
    time: Duration::from_secs(10),
    wall: Duration::from_secs(100),
    memory: 1 << 30,
    threads: 64,
    file: 0,
    disk: 0,
    output: 900 << 10,
};

/// Reads repositories.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Git<'a> {
    pub(crate) workspace: &'a Workspace,
    /// What confines git when it reads a student's repository.
    pub(crate) options: Options,
}

impl Git<'_> {
    /// Reads the exercises in a revision of the course's own repository.
    pub(crate) fn read_own(&self, revision: &str, names: &[&str]) -> Result<Candidates, Error> {
        let mut find = Command::new("git");
        find.arg("-C").arg(&self.workspace.root).args(["rev-parse", "--absolute-git-dir"]);
        let found = find.output().ok().filter(|output| output.status.success());
        let found = found.map(|output| String::from_utf8_lossy(&output.stdout).trim().to_owned());
        let files = found.and_then(|repository| {
            self.read(Path::new(&repository), revision, names, Options::NONE).ok()
        });
        files.ok_or_else(|| {
            Error::new(format!("`{revision}` is not a folder, an archive or a git revision"))
                .help("check the path; a relative path starts in the current folder")
        })
    }

    /// Reads the exercises in the current revision of a student's repository, which has no working tree.
    pub(crate) fn read_bare(&self, folder: &Path, names: &[&str]) -> Result<Candidates, Error> {
        match self.read(folder, "HEAD", names, self.options) {
            Err(failed @ SubmittedFile::Failed(_)) => Ok(Candidates::all(&failed, names)),
            read => read.map_err(|_| {
                Error::new(format!("{} is a repository that cannot be read", shown(folder)))
                    .help("submit a folder or a zip with NAME.rs or exercises/NAME.rs")
            }),
        }
    }

    /// The error says who is at fault.
    fn read(
        &self,
        repository: &Path,
        revision: &str,
        names: &[&str],
        options: Options,
    ) -> Result<Candidates, SubmittedFile> {
        let session = Session::start(&self.workspace.cache_path("grading")).map_err(failed)?;
        let own = env::current_exe().map_err(failed)?;
        let sandbox = Sandbox::start_exactly(&own, options).map_err(failed)?;
        let unreadable = |error| SubmittedFile::unreadable(&error);
        let repository = repository.canonicalize().map_err(unreadable)?;
        let program = program().ok_or_else(|| failed("git is not installed"))?;
        Confined { sandbox, session, repository, program }.read(revision, names)
    }
}

/// Whether a folder is a repository without a working tree.
pub(crate) fn is_bare_repository(folder: &Path) -> bool {
    folder.join("HEAD").is_file()
        && folder.join("objects").is_dir()
        && folder.join("refs").is_dir()
        && !folder.join("exercises").exists()
}

/// git did not run.
fn failed(why: impl Display) -> SubmittedFile {
    SubmittedFile::Failed(format!("this machine cannot read repositories: {why}"))
}

fn program() -> Option<PathBuf> {
    let folders = env::var_os("PATH")?;
    env::split_paths(&folders).map(|folder| folder.join("git")).find(|file| file.is_file())
}

/// git, confined to one repository.
struct Confined {
    sandbox: Sandbox,
    session: Session,
    repository: PathBuf,
    program: PathBuf,
}

impl Confined {
    fn read(&mut self, revision: &str, names: &[&str]) -> Result<Candidates, SubmittedFile> {
        let revision = format!("{revision}^{{commit}}");
        let commit =
            self.git(&["rev-parse", "--verify", "--quiet", "--end-of-options", &revision])?;
        let entries = self.git(&["ls-tree", "-r", "-z", "--full-tree", "-l", commit.trim()])?;
        let mut candidates = Candidates::default();
        for entry in entries.split('\0') {
            // `100644 blob HASH    SIZE\tPATH`
            let Some((attributes, path)) = entry.split_once('\t') else { continue };
            let Some((name, rank)) = locate(path, names) else {
                candidates.add_other(path);
                continue;
            };
            let attributes: Vec<&str> = attributes.split_whitespace().collect();
            candidates.add(name, rank, path, || match attributes.as_slice() {
                ["120000", ..] => SubmittedFile::LINK,
                [_, "blob", hash, size] => self.read_blob(hash, size),
                _ => SubmittedFile::NOT_A_FILE,
            });
        }
        Ok(candidates)
    }

    fn read_blob(&mut self, hash: &str, size: &str) -> SubmittedFile {
        match size.parse::<u64>() {
            Ok(size) if size > MAX_SIZE => SubmittedFile::TOO_LARGE,
            Ok(size) => match self.git(&["cat-file", "blob", hash]) {
                // The sandbox replaces what is not UTF-8 by longer characters.
                Ok(text) if text.len() as u64 != size => SubmittedFile::NOT_TEXT,
                Ok(text) => SubmittedFile::read(text.as_bytes()),
                Err(unreadable) => unreadable,
            },
            Err(_) => SubmittedFile::UNREADABLE,
        }
    }

    /// What git prints if it succeeds.
    fn git(&mut self, arguments: &[&str]) -> Result<String, SubmittedFile> {
        let environment: [(&str, OsString); 6] = [
            ("GIT_DIR", self.repository.clone().into()),
            ("GIT_CONFIG_NOSYSTEM", "1".into()),
            ("GIT_NO_LAZY_FETCH", "1".into()),
            ("GIT_NO_REPLACE_OBJECTS", "1".into()),
            // No protocol has this name, so that nothing is fetched, whatever the settings say.
            ("GIT_ALLOW_PROTOCOL", "none".into()),
            ("PATH", toolchain::path()),
        ];
        let mut read = toolchain::system();
        read.push(self.repository.clone());
        let job = Job {
            program: self.program.clone(),
            arguments: arguments.iter().map(Into::into).collect(),
            environment: environment.map(|(name, value)| (name.to_owned(), value)).to_vec(),
            access: Access::Compiler { read, folder: self.session.folder.clone() },
            input: String::new(),
            limits: LIMITS,
        };
        let ended = self.sandbox.run(&job).map_err(failed)?;
        match ended.exit {
            Exit::Code(0) => Ok(ended.stdout),
            Exit::NotStarted(reason) => Err(failed(reason)),
            Exit::Overloaded => Err(failed("it is too busy")),
            _ => Err(SubmittedFile::UNREADABLE),
        }
    }
}
