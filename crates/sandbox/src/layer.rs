//! The layers of confinement, and which of them are used.
use std::fmt;

use serde::{Deserialize, Serialize};

/// One way in which a job is confined.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Layer {
    /// Limits of time, memory, file sizes and processes.
    Limits,
    /// A system call filter.
    Seccomp,
    /// Access to named files only, by this version of Landlock's interface.
    Landlock(u8),
    /// User, process, mount, network and IPC namespaces of its own.
    Namespaces,
}

impl Layer {
    /// The names of all layers, as the command line spells them.
    pub const NAMES: [&'static str; 4] = ["limits", "seccomp", "landlock", "namespaces"];

    /// The name without a version.
    pub fn name(self) -> &'static str {
        match self {
            Self::Limits => "limits",
            Self::Seccomp => "seccomp",
            Self::Landlock(_) => "landlock",
            Self::Namespaces => "namespaces",
        }
    }
}

impl fmt::Display for Layer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Landlock(abi) => write!(f, "landlock (ABI {abi})"),
            layer => f.write_str(layer.name()),
        }
    }
}

/// Which layers to use if the machine has them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Options {
    /// Whether namespaces are used.
    pub namespaces: bool,
    /// The newest version of Landlock's interface to use; 0 for none.
    pub landlock: u8,
    /// Whether system calls are filtered.
    pub seccomp: bool,
}

impl Options {
    /// Everything that the machine has.
    pub const ALL: Self = Self { namespaces: true, landlock: u8::MAX, seccomp: true };

    /// Limits of time and memory only.
    pub const NONE: Self = Self { namespaces: false, landlock: 0, seccomp: false };

    /// The same without a layer; `None` if no layer that can be left out has this name.
    #[must_use]
    pub fn without(self, layer: &str) -> Option<Self> {
        match layer {
            "namespaces" => Some(Self { namespaces: false, ..self }),
            "landlock" => Some(Self { landlock: 0, ..self }),
            "seccomp" => Some(Self { seccomp: false, ..self }),
            _ => None,
        }
    }
}

/// Whether these layers confine a job: system calls are filtered, and files are out of reach.
pub(crate) fn is_confined(layers: &[Layer]) -> bool {
    let has = |name| layers.iter().any(|layer| layer.name() == name);
    has("seccomp") && (has("landlock") || has("namespaces"))
}
