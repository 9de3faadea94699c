//! The output of `doctor`: what is fine, what is not, and how to fix it.
use super::CommandStyle;
use crate::screen::{DIM, ERROR, SUCCESS, paint, wrapped};

/// The result of one check.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Check {
    /// It passed; a detail.
    Ok(String),
    /// It could not be checked; the reason.
    Skipped(String),
    /// It failed.
    Failed {
        /// What is wrong.
        problem: String,
        /// How to fix it.
        fix: String,
    },
}

impl Check {
    pub fn failed(problem: impl Into<String>, fix: impl Into<String>) -> Self {
        Self::Failed { problem: problem.into(), fix: fix.into() }
    }
}

/// How to fix what is wrong.
pub mod fix {
    pub const RUSTUP: &str =
        "install Rust from https://rustup.rs, then open a new terminal and try again";
    pub const UPDATE: &str = "run `rustup update stable`, then `rustup default stable`; a Rust from your system's packages \
         is often too old: https://rustup.rs has the newest";
    pub const TARGET: &str = "make it writable, or build elsewhere: \
         CARGO_TARGET_DIR=/tmp/target cargo course test";
    pub const LINKER: &str = "install a C compiler, which includes the linker. Debian, Ubuntu: `sudo apt install \
         build-essential`; Fedora: `sudo dnf install gcc`; macOS: `xcode-select --install`; \
         Windows: the Build Tools for Visual Studio";
    pub const DISK: &str =
        "`cargo clean` deletes the build files of this course; or free some space elsewhere";
    pub const NETWORK: &str = "run `cargo fetch --locked` once with a network connection. Behind a proxy, set HTTPS_PROXY";
    pub const CLONE: &str = "files of the course are missing: `git status` shows which, and `git restore .` restores \
         them; without git, download the course again";
}

/// Above the layers that confine a submission.
pub const SANDBOX: &str = "\nwhat confines a submission that is graded here:";

/// The line of one check, with the fix below it.
pub fn check(name: &str, check: &Check) -> String {
    /// The width of the longest name.
    const NAME: usize = 17;
    let indent = NAME + 8;
    let row = |mark, text: &str| format!("  {mark}  {name:NAME$}  {}\n", wrapped(text, indent + 2));
    match check {
        Check::Ok(detail) => row(paint(SUCCESS, "ok  "), detail),
        Check::Skipped(why) => row(paint(DIM, "?   "), why),
        Check::Failed { problem, fix } => {
            let fix = wrapped(fix, indent + 8);
            format!("{}{:2$}help: {fix}\n", row(paint(ERROR, "FAIL"), problem), "", indent + 2)
        }
    }
}

/// The last line.
pub fn summary(failed: usize, commands: CommandStyle) -> String {
    match failed {
        0 => format!("\neverything is fine. Next:\n  {}\n", commands.command("test", "")),
        1 => "\n1 check failed\n".to_owned(),
        failed => format!("\n{failed} checks failed; start with the first\n"),
    }
}

/// `, and 3 more files`, or an empty string if there are no more.
pub fn and_more(count: usize) -> String {
    if count == 0 { String::new() } else { format!(", and {count} more files") }
}
