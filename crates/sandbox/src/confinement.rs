//! What confines the jobs of a supervisor.
use std::path::Path;

/// Where the folder of a compiler is in namespaces.
pub(crate) const FOLDER: &str = "/sandbox-folder";

/// The layers that the machine has and the grader wants.
#[derive(Debug, Clone)]
pub(crate) struct Confinement {
    /// Whether this process is the first in namespaces of its own.
    pub(crate) namespaces: bool,
    pub(crate) landlock: u8,
    pub(crate) seccomp: bool,
}

impl Confinement {
    /// Where a compiler sees its folder.
    pub(crate) fn folder<'a>(&self, folder: &'a Path) -> &'a Path {
        if self.namespaces { Path::new(FOLDER) } else { folder }
    }
}
