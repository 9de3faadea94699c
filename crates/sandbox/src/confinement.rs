//! What confines the jobs of a supervisor.

/// The layers that the machine has and the grader wants.
#[derive(Debug, Clone)]
pub(crate) struct Confinement {
    /// Whether this process is the first in namespaces of its own.
    pub(crate) namespaces: bool,
    pub(crate) landlock: u8,
    pub(crate) seccomp: bool,
}
