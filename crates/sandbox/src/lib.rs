//! Runs a program that a submission controls, confined by Linux.
//!
//! A [`Sandbox`] is a supervisor process. It runs one [`Job`] after another, and nothing that a job starts
//! outlives the job, the supervisor or the grader. What confines a job depends on the machine: see
//! [`Layer`].
#[cfg(unix)]
mod child;
mod client;
#[cfg(unix)]
mod confinement;
#[cfg(target_os = "linux")]
mod filter;
#[cfg(unix)]
mod fork;
mod job;
mod layer;
#[cfg(unix)]
mod limits;
#[cfg(target_os = "linux")]
mod namespaces;
#[cfg(unix)]
mod output;
#[cfg(unix)]
mod processes;
#[cfg(target_os = "linux")]
mod root;
#[cfg(target_os = "linux")]
mod ruleset;
#[cfg(unix)]
mod stopwatch;
#[cfg(unix)]
mod supervisor;
#[cfg(unix)]
mod watch;
mod wire;

pub use client::Sandbox;
pub use job::{Access, Ended, Exit, Job, Limits};
pub use layer::{Layer, Options};
#[cfg(unix)]
pub use supervisor::supervise_if_asked;

/// The first argument of a process that is a supervisor.
const SUPERVISOR: &str = "--sandbox-supervisor";

/// Becomes the supervisor if this process was started as one. Call it first in `main`.
#[cfg(not(unix))]
pub fn supervise_if_asked() {}
