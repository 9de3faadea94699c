//! Scratch workspaces: packages with the tests, dependencies and profiles of the course, and another
//! source file in place of an exercise. The course itself is never modified.
#[cfg(unix)]
use std::os::unix::fs::symlink;
#[cfg(windows)]
use std::os::windows::fs::symlink_dir as symlink;
use std::path::Path;
use std::{fs, io};

use crate::catalog::Exercise;
use crate::files::{mirror, write_if_changed};
use crate::fingerprint::SNAPSHOTS;
use crate::runner::features;
use crate::workspace::{Source, Workspace};

/// One source file in place of an exercise, as a package of its own.
#[derive(Debug, Clone)]
pub struct Variant<'a> {
    /// The package name: ASCII letters, digits, `-` and `_`.
    pub package: String,
    /// The exercise whose tests it must pass.
    pub exercise: &'a Exercise,
    /// The source text.
    pub source: String,
}

/// Writes a workspace with this package. Unchanged files keep their timestamps, so cargo compiles only what
/// has changed.
pub fn write(workspace: &Workspace, folder: &Path, variant: &Variant<'_>) -> io::Result<()> {
    let manifest = Manifest::read(workspace)?;
    let root = virtual_workspace(&variant.package);
    write_if_changed(&folder.join("Cargo.toml"), format!("{root}\n{}", manifest.shared(folder)?))?;
    copy_lock_file(workspace, folder)?;
    let package = folder.join(&variant.package);
    let exercise = &variant.exercise.name;
    let file = Source::Exercise.shown(exercise);
    let text = format!(
        "{}\n[[test]]\nname = \"{exercise}\"\n\n[[example]]\nname = \"{exercise}\"\npath = \"{file}\"\n",
        manifest.package(&variant.package, &features(Source::Exercise, variant.exercise)),
    );
    write_if_changed(&package.join("Cargo.toml"), text)?;
    write_if_changed(&package.join(&file), &variant.source)?;
    let test = format!("tests/{exercise}.rs");
    write_if_changed(&package.join(&test), fs::read(workspace.path(&test))?)?;
    let modules = format!("tests/{exercise}");
    mirror(&workspace.path(&modules), &package.join(&modules), |_| true)?;
    mirror(&workspace.path(SNAPSHOTS), &package.join(SNAPSHOTS), |name| {
        name.starts_with(&format!("{exercise}__")) && name.ends_with(".snap")
    })
}

/// The first section of a workspace with one package. The crates of the course also become members; only this
/// one is built.
pub fn virtual_workspace(package: &str) -> String {
    format!(
        "[workspace]\nresolver = \"3\"\nmembers = [\"{package}\"]\ndefault-members = [\"{package}\"]\n"
    )
}

/// Copies the lock file if it has changed, so that both workspaces use the same versions; cargo adds the packages.
pub fn copy_lock_file(workspace: &Workspace, folder: &Path) -> io::Result<()> {
    let (to, copied) = (folder.join("Cargo.lock"), folder.join("Cargo.lock.copied"));
    let lock = fs::read(workspace.path("Cargo.lock"))?;
    // Not by its time of modification, which says nothing if the clock was set.
    let is_copied = fs::read(&copied).is_ok_and(|last| last == lock) && to.is_file();
    if !is_copied {
        fs::write(to, &lock)?;
        fs::write(copied, lock)?;
    }
    Ok(())
}

/// The manifest of the course, split at its headings.
#[derive(Debug, Clone)]
pub struct Manifest {
    sections: Vec<(String, String)>,
    root: String,
}

impl Manifest {
    /// Reads `Cargo.toml`.
    pub fn read(workspace: &Workspace) -> io::Result<Self> {
        let root = workspace.root.to_string_lossy().replace('\\', "/");
        Ok(Self::parse(&fs::read_to_string(workspace.path("Cargo.toml"))?, root))
    }

    fn parse(manifest: &str, root: String) -> Self {
        let mut sections = vec![(String::new(), String::new())];
        for line in manifest.lines() {
            if let Some(name) = line.strip_prefix('[').and_then(|rest| rest.split(']').next()) {
                sections.push((name.to_owned(), String::new()));
            }
            if let Some((_, text)) = sections.last_mut() {
                text.push_str(line);
                text.push('\n');
            }
        }
        Self { sections, root }
    }

    /// The sections that the scratch workspace in a folder shares with the course: dependencies and
    /// profiles are the same, so cargo compiles every dependency once for both. Scratch packages are
    /// compiled once and need no incremental compilation.
    pub fn shared(&self, folder: &Path) -> io::Result<String> {
        let shared = self.select(|name| {
            name.starts_with("workspace.")
                || name.starts_with("profile.dev") && name != "profile.dev.package.course"
        });
        Ok(shared
            .replace("path = \"crates/", &format!("path = \"{}/", self.crates(folder)?))
            .replace("[profile.dev]\n", "[profile.dev]\nincremental = false\n"))
    }

    /// The crates of the course as a scratch workspace names them: through a symbolic link, because cargo
    /// identifies a crate inside a workspace by its path from there. Then both workspaces share the
    /// compiled crates. Where links are not allowed, the crates are compiled a second time.
    fn crates(&self, folder: &Path) -> io::Result<String> {
        let (crates, link) = (format!("{}/crates", self.root), folder.join("crates"));
        if fs::read_link(&link).is_ok_and(|target| target == Path::new(&crates)) {
            return Ok("crates".to_owned());
        }
        fs::create_dir_all(folder)?;
        if fs::symlink_metadata(&link).is_ok() {
            fs::remove_file(&link).or_else(|_| fs::remove_dir(&link))?;
        }
        Ok(symlink(&crates, &link).map_or(crates, |()| "crates".to_owned()))
    }

    /// A package with the dependencies of the course and these features switched on.
    pub fn package(&self, name: &str, features: &[String]) -> String {
        let features: Vec<String> = features.iter().map(|name| format!("\"{name}\"")).collect();
        let default = format!("default = [{}]", features.join(", "));
        let kept =
            self.select(|name| matches!(name, "features" | "dependencies" | "dev-dependencies"));
        let kept =
            kept.lines().map(|line| if line.starts_with("default =") { &default } else { line });
        kept.fold(
            format!(
                "[package]\nname = \"{name}\"\nversion = \"0.0.0\"\nedition.workspace = true\n\
                 publish = false\nautotests = false\n\n"
            ),
            |text, line| text + line + "\n",
        )
    }

    fn select(&self, wanted: impl Fn(&str) -> bool) -> String {
        let wanted = self.sections.iter().filter(|(name, _)| wanted(name));
        wanted.map(|(_, text)| text.as_str()).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_lock_file_is_copied_when_it_changes_whatever_the_clock_says() {
        let (root, folder) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
        let workspace = Workspace { root: root.path().to_owned(), target: root.path().to_owned() };
        let lock = folder.path().join("Cargo.lock");
        let write = |text: &str| {
            let mut file = fs::File::create(root.path().join("Cargo.lock")).unwrap();
            std::io::Write::write_all(&mut file, text.as_bytes()).unwrap();
            file.set_modified(std::time::UNIX_EPOCH).unwrap();
        };
        let copy = || {
            copy_lock_file(&workspace, folder.path()).unwrap();
            fs::read_to_string(&lock).unwrap()
        };
        write("one");
        assert_eq!(copy(), "one");
        fs::write(&lock, "one, and the packages").unwrap();
        assert_eq!(copy(), "one, and the packages");
        write("two");
        assert_eq!(copy(), "two");
    }

    #[test]
    fn a_scratch_manifest_shares_dependencies_and_profiles() {
        let manifest = Manifest::parse(
            "# top\n[workspace.dependencies]\njudge = { path = \"crates/judge\" }\n\n[package]\n\
             name = \"a\"\n\n[features]\ndefault = [\"web\"]\nweb = []\n\n[[test]]\nname = \"b\"\n\n\
             [profile.dev]\ndebug = false\n",
            "/a b".to_owned(),
        );
        let folder = tempfile::tempdir().unwrap();
        let shared = "[workspace.dependencies]\njudge = { path = \"crates/judge\" }\n\n\
                      [profile.dev]\nincremental = false\ndebug = false\n";
        for link in ["/a b/crates", "/a b/crates", "/moved/crates"] {
            let manifest = Manifest { root: link.replace("/crates", ""), ..manifest.clone() };
            let path = if cfg!(unix) { "crates/".to_owned() } else { format!("{link}/") };
            assert_eq!(manifest.shared(folder.path()).unwrap(), shared.replace("crates/", &path));
        }
        assert!(
            !cfg!(unix)
                || fs::read_link(folder.path().join("crates")).unwrap()
                    == Path::new("/moved/crates")
        );
        let package = manifest.package("p", &["complete".to_owned()]);
        assert!(
            package.ends_with("[features]\ndefault = [\"complete\"]\nweb = []\n\n"),
            "{package}"
        );
    }
}
