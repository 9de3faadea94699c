//! A program to run, its limits, and how it ended.
use std::ffi::OsString;
use std::path::PathBuf;
use std::time::Duration;

use serde::{Deserialize, Serialize};

/// A program to run.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Job {
    /// The executable, as an absolute path.
    pub program: PathBuf,
    /// Its arguments, without its name.
    pub arguments: Vec<OsString>,
    /// All of its environment.
    pub environment: Vec<(String, OsString)>,
    /// The files that it can reach.
    pub access: Access,
    /// What it reads from standard input, through a socket that it can also write to.
    // It is long, and is sent as it is.
    #[serde(skip)]
    pub input: String,
    /// When it is stopped.
    pub limits: Limits,
}

/// The files that a job can reach.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Access {
    /// A compiler. It also starts other programs.
    Compiler {
        /// Files and folders that it reads.
        read: Vec<PathBuf>,
        /// The folder that it runs in and writes to. With namespaces, every job sees its folder under the same
        /// path, so that what a compiler has cached in one folder is valid in another.
        folder: PathBuf,
    },
    /// A test. It starts no other program.
    Test {
        /// What the dynamic loader reads.
        libraries: Vec<PathBuf>,
    },
}

/// When a job is stopped.
#[derive(Debug, Clone, Copy, Serialize, Deserialize)]
pub struct Limits {
    /// How much time it may use. What the machine withholds from it does not count.
    pub time: Duration,
    /// How long it may run, whatever it uses.
    pub wall: Duration,
    /// How many bytes of memory its processes may use together.
    pub memory: u64,
    /// How many threads its processes may have together.
    pub threads: u64,
    /// The size of its largest file, in bytes.
    pub file: u64,
    /// The size of all files in the folder of a compiler, in bytes.
    pub disk: u64,
    /// How many bytes it may print.
    pub output: u64,
}

/// How a job ended.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Ended {
    /// Why.
    pub exit: Exit,
    /// What it printed: the beginning, if it is long.
    pub stdout: String,
    /// What it printed to standard error: the beginning, if it is long.
    pub stderr: String,
    /// What it wrote to the socket.
    pub record: String,
    /// What it used of its time.
    pub used: Duration,
}

/// Why a job ended.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Exit {
    /// It exited with this code.
    Code(i32),
    /// A signal that the supervisor did not send.
    Signal(i32),
    /// It was stopped because it had used its time.
    Timeout,
    /// It was stopped before it had used its time: the machine withheld too much of it.
    Overloaded,
    /// It was stopped because of the memory that it used.
    OutOfMemory,
    /// It was stopped because of its threads and processes.
    TooManyThreads,
    /// It was stopped because of its files.
    TooMuchDisk,
    /// It was stopped because of what it printed.
    TooMuchOutput,
    /// The supervisor could not start it; the reason.
    NotStarted(String),
}
