//! Checks that an exercise compiles against the real std, so that it cannot pass its tests and then fail
//! under `cargo run`. rustc checks it without producing an executable.
use std::collections::BTreeMap;
use std::fs;
use std::path::PathBuf;
use std::process::Command;
use std::time::Duration;

use crate::cargo;
use crate::error::{Error, OrCannot};
use crate::process;
use crate::workspace::{Source, Workspace};

/// The edition of the course, as in Cargo.toml.
const EDITION: &str = "2024";

/// No exercise takes this long to check.
const LIMIT: Duration = Duration::from_secs(60);

/// The crates besides std that exercises may use.
const LIBRARIES: [&str; 5] = ["form_urlencoded", "http", "percent_encoding", "serde", "serde_json"];

/// Whether the file compiles against the real std and those of the `libraries` that exercises may use.
pub(crate) fn compiles(
    workspace: &Workspace,
    source: Source,
    name: &str,
    libraries: &BTreeMap<String, Vec<PathBuf>>,
) -> Result<bool, Error> {
    let folder = workspace.cache_path("programs");
    fs::create_dir_all(&folder).or_cannot("create", folder.display())?;
    let mut rustc = Command::new(cargo::rustc());
    rustc.args(["--edition", EDITION, "--crate-type", "bin"]).arg(source.shown(name));
    let metadata = folder.join(format!("{}.rmeta", source.example(name)));
    rustc.arg("--emit").arg(cargo::joined("metadata=", &metadata));
    let is_linked = |file: &&PathBuf| file.extension().is_some_and(|name| name == "rlib");
    let files = |library: &str| libraries.get(library)?.iter().rfind(is_linked);
    for (library, file) in LIBRARIES.iter().filter_map(|name| Some((name, files(name)?))) {
        rustc.arg("--extern").arg(cargo::joined(&format!("{library}="), file));
        if let Some(parent) = file.parent() {
            rustc.arg("-L").arg(cargo::joined("dependency=", parent));
        }
    }
    rustc.current_dir(&workspace.root);
    cargo::clean(&mut rustc);
    let output = process::run(rustc, LIMIT, |_| ()).or_cannot("run", "rustc")?;
    Ok(output.succeeded())
}

#[cfg(test)]
mod tests {
    use std::env;
    use std::path::Path;

    use super::*;

    #[test]
    fn the_edition_is_that_of_the_course() {
        let manifest = concat!(env!("CARGO_MANIFEST_DIR"), "/../../Cargo.toml");
        let manifest = fs::read_to_string(manifest).expect("the course has a manifest");
        assert!(manifest.contains(&format!("edition = \"{EDITION}\"")));
    }

    #[test]
    fn only_code_that_std_accepts_compiles() {
        let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/workspace");
        let exe = env::current_exe().expect("the path of the test executable is known");
        let target = exe.parent().unwrap_or(Path::new(".")).join("programs");
        let workspace = Workspace { root, target };
        let compiles = |name| compiles(&workspace, Source::Answer, name, &BTreeMap::new());
        assert_eq!(compiles("loon"), Ok(true));
        assert_eq!(compiles("no-such-file"), Ok(false));
    }
}
