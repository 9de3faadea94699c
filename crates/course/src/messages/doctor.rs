//! What `doctor` says: what is well, what is not, and each cure.
use super::{Typed, WIDTH};
use crate::screen::{DIM, ERROR, SUCCESS, paint, wrap};

/// What became of one check.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Checkup {
    /// All is well: a note.
    Well(String),
    /// It could not be looked at: why.
    Skipped(String),
    Ill {
        what: String,
        cure: String,
    },
}

impl Checkup {
    pub fn ill(what: impl Into<String>, cure: impl Into<String>) -> Self {
        Self::Ill { what: what.into(), cure: cure.into() }
    }
}

/// The cures.
pub mod cure {
    pub const RUSTUP: &str =
        "install Rust from https://rustup.rs, then open a new terminal and try again";
    pub const UPDATE: &str = "`rustup update stable`, then `rustup default stable`; a Rust from your system's packages \
         is often too old: https://rustup.rs has the newest";
    pub const TARGET: &str = "give yourself the right to write there, or say where else to build: \
         CARGO_TARGET_DIR=/tmp/target cargo course test";
    pub const LINKER: &str = "install a C compiler, which brings the linker. Debian, Ubuntu: `sudo apt install \
         build-essential`; Fedora: `sudo dnf install gcc`; macOS: `xcode-select --install`; \
         Windows: the Build Tools for Visual Studio";
    pub const DISK: &str = "`cargo clean` deletes what was built here; or make room somewhere else";
    pub const NETWORK: &str = "once, with a network: `cargo fetch --locked`. Behind a proxy, cargo takes it from the \
         variable HTTPS_PROXY";
    pub const CLONE: &str = "the course is not whole: with git, `git status` shows what was deleted and `git restore \
         .` brings it back; otherwise download it again";
}

/// The line of one check, and the cure below it.
pub fn checkup(name: &str, checkup: &Checkup) -> String {
    /// As wide as the longest name.
    const NAME: usize = 17;
    let indent = NAME + 7;
    let row =
        |mark, text: &str| format!("  {mark}  {name:NAME$}  {}\n", wrap(text, indent + 2, WIDTH));
    match checkup {
        Checkup::Well(note) => row(paint(SUCCESS, "ok "), note),
        Checkup::Skipped(why) => row(paint(DIM, "?  "), why),
        Checkup::Ill { what, cure } => {
            let cure = wrap(cure, indent + 8, WIDTH);
            format!("{}{:2$}help: {cure}\n", row(paint(ERROR, "ill"), what), "", indent + 2)
        }
    }
}

/// The last line.
pub fn diagnosis(ill: usize, typed: Typed) -> String {
    match ill {
        0 => format!("\nall is well. Type:\n  {}\n", typed.command("test", "")),
        1 => "\none thing must be cured first\n".to_owned(),
        ill => format!("\n{ill} things must be cured first; begin at the top\n"),
    }
}

/// ` and 3 more`, where there are more.
pub fn and_more(count: usize) -> String {
    if count == 0 { String::new() } else { format!(", and {count} more files") }
}
