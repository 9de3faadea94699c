//! Whether an exercise is a program of plain Rust: what passes its tests must not fail under
//! `cargo run`. Asked of rustc itself, which need not make an executable to say so.
use std::collections::BTreeMap;
use std::env;
use std::ffi::OsString;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Duration;

use crate::cargo;
use crate::error::Error;
use crate::process;
use crate::workspace::{Source, Workspace};

/// The edition of the course, as in Cargo.toml.
const EDITION: &str = "2024";

/// No file takes so long that is meant to end.
const LIMIT: Duration = Duration::from_secs(60);

/// Whether the file compiles against the real std and `libraries`, crates by their names.
pub(crate) fn compiles(
    workspace: &Workspace,
    tree: Source,
    name: &str,
    libraries: &BTreeMap<String, PathBuf>,
) -> Result<bool, Error> {
    let notes = workspace.notes("programs");
    fs::create_dir_all(&notes).map_err(|error| Error::io("make", notes.display(), &error))?;
    let mut rustc = Command::new(env::var_os("RUSTC").unwrap_or_else(|| OsString::from("rustc")));
    rustc.args(["--edition", EDITION, "--crate-type", "bin"]).arg(tree.shown(name));
    let metadata = notes.join(format!("{}.rmeta", tree.example(name)));
    rustc.arg("--emit").arg(argument("metadata=", &metadata));
    for (library, file) in libraries {
        rustc.arg("--extern").arg(argument(&format!("{library}="), file));
        if let Some(folder) = file.parent() {
            rustc.arg("-L").arg(argument("dependency=", folder));
        }
    }
    rustc.current_dir(&workspace.root);
    cargo::clean(&mut rustc);
    let ended =
        process::run(rustc, LIMIT, |_| ()).map_err(|error| Error::io("run", "rustc", &error))?;
    Ok(ended.succeeded())
}

fn argument(key: &str, value: &Path) -> OsString {
    let mut argument = OsString::from(key);
    argument.push(value);
    argument
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_edition_is_that_of_the_course() {
        let manifest = concat!(env!("CARGO_MANIFEST_DIR"), "/../../Cargo.toml");
        let manifest = fs::read_to_string(manifest).expect("the course has a manifest");
        assert!(manifest.contains(&format!("edition = \"{EDITION}\"")));
    }

    #[test]
    fn what_std_refuses_is_no_program() {
        let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/workspace");
        let exe = env::current_exe().expect("a test knows its file");
        let target = exe.parent().unwrap_or(Path::new(".")).join("programs");
        let workspace = Workspace { root, target };
        let compiles = |name| compiles(&workspace, Source::Solution, name, &BTreeMap::new());
        assert_eq!(compiles("loon"), Ok(true));
        assert_eq!(compiles("no-such-file"), Ok(false));
    }
}
