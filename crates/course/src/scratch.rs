//! A workspace beside ours, in which an exercise can be another: the tests, the snapshots and the
//! manifest are ours, only its one file is not. Ours is never touched.
use std::collections::BTreeSet;
use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::{fs, io};

use crate::catalog::Exercise;
use crate::result::{CompileError, Place};
use crate::runner::features;
use crate::rustc;
use crate::workspace::{Source, Workspace};

/// One file in the place of an exercise, as a package of its own.
#[derive(Debug, Clone)]
pub struct Variant<'a> {
    /// The package: letters, digits, `-` and `_`.
    pub package: String,
    pub exercise: &'a Exercise,
    /// In whose place: that of the answer, which must be explored completely, or the student's.
    pub tree: Source,
    pub source: String,
    /// The file it comes from: it is right, and must pass.
    pub file: String,
}

/// What the compiler says about this one package, among all that it said.
pub fn uncompiled(said: &str, package: &str) -> CompileError {
    let errors = rustc::errors(said);
    let of_it = |block: &&str| {
        block.contains(&format!("{package}/")) || block.contains(&format!("{package}\\"))
    };
    let own: Vec<&str> = errors.split("\n\n").filter(of_it).collect();
    let message = if own.is_empty() { errors } else { own.join("\n\n") };
    CompileError { place: Place::Program, message }
}

/// Nobody debugs a variant, and each is compiled once: their own code goes without debug
/// information and incremental compilation. What they depend on is compiled as ever.
const PROFILE: &str = "
[profile.dev]
debug = false
incremental = false

[profile.dev.package.\"*\"]
debug = \"line-tables-only\"

";

/// Writes the workspace; files that are already as they must be are left alone, so that cargo
/// compiles only what has changed.
pub fn write(workspace: &Workspace, folder: &Path, variants: &[&Variant<'_>]) -> io::Result<()> {
    let manifest = fs::read_to_string(workspace.path("Cargo.toml"))?;
    let sections = Sections::of(&manifest);
    let members: Vec<String> =
        variants.iter().map(|variant| format!("\"{}\"", variant.package)).collect();
    let root = format!(
        "[workspace]\nresolver = \"3\"\nmembers = [{}]\n{PROFILE}{}",
        members.join(", "),
        absolute(
            &sections.where_(|name| {
                // No variant needs the command.
                name.starts_with("workspace.")
                    || name.starts_with("profile.dev.package.")
                        && name != "profile.dev.package.course"
            }),
            &workspace.root
        ),
    );
    put(&folder.join("Cargo.toml"), &root)?;
    // The same versions as ours; cargo adds the variants to it.
    if !folder.join("Cargo.lock").is_file()
        || is_newer(&workspace.path("Cargo.lock"), &folder.join("Cargo.lock"))
    {
        fs::copy(workspace.path("Cargo.lock"), folder.join("Cargo.lock"))?;
    }
    for variant in variants {
        let package = folder.join(&variant.package);
        let exercise = &variant.exercise.name;
        let kept = sections
            .where_(|name| matches!(name, "features" | "dependencies" | "dev-dependencies"));
        let features: Vec<String> = features(variant.tree, variant.exercise)
            .iter()
            .map(|feature| format!("\"{feature}\""))
            .collect();
        let kept = with_default(&kept, &features.join(", "));
        let manifest = format!(
            "[package]\nname = \"{}\"\nversion = \"0.0.0\"\nedition.workspace = true\npublish = false\nautotests = false\n\n\
             {kept}\n[[test]]\nname = \"{exercise}\"\npath = \"tests/{exercise}.rs\"\n\n\
             [[example]]\nname = \"{}\"\npath = \"{}\"\n",
            variant.package,
            variant.tree.example(exercise),
            variant.tree.shown(exercise),
        );
        put(&package.join("Cargo.toml"), &manifest)?;
        put(&package.join(variant.tree.folder()).join(format!("{exercise}.rs")), &variant.source)?;
        let test = format!("tests/{exercise}.rs");
        put(&package.join(&test), &fs::read_to_string(workspace.path(&test))?)?;
        let modules = format!("tests/{exercise}");
        mirror(&workspace.path(&modules), &package.join(&modules))?;
        snapshots(workspace, &package, exercise)?;
    }
    Ok(())
}

/// Makes `to` hold what `from` holds, and nothing else; no folder is an empty folder.
fn mirror(from: &Path, to: &Path) -> io::Result<()> {
    let names = |folder: &Path| -> io::Result<BTreeSet<OsString>> {
        if folder.is_dir() {
            fs::read_dir(folder)?.map(|entry| Ok(entry?.file_name())).collect()
        } else {
            Ok(BTreeSet::new())
        }
    };
    let wanted = names(from)?;
    for stale in names(to)?.difference(&wanted) {
        fs::remove_file(to.join(stale))?;
    }
    for name in &wanted {
        put(&to.join(name), &fs::read_to_string(from.join(name))?)?;
    }
    Ok(())
}

fn snapshots(workspace: &Workspace, package: &Path, exercise: &str) -> io::Result<()> {
    let target = package.join(crate::fingerprint::SNAPSHOTS);
    if target.is_dir() {
        fs::remove_dir_all(&target)?;
    }
    fs::create_dir_all(&target)?;
    let source = workspace.path(crate::fingerprint::SNAPSHOTS);
    if source.is_dir() {
        for entry in fs::read_dir(source)? {
            let path: PathBuf = entry?.path();
            let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
            if name.starts_with(&format!("{exercise}__")) && name.ends_with(".snap") {
                fs::copy(&path, target.join(name))?;
            }
        }
    }
    Ok(())
}

/// Writes a file unless it says just that already.
fn put(path: &Path, text: &str) -> io::Result<()> {
    if fs::read_to_string(path).is_ok_and(|there| there == text) {
        return Ok(());
    }
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder)?;
    }
    fs::write(path, text)
}

fn is_newer(a: &Path, b: &Path) -> bool {
    let modified = |path: &Path| fs::metadata(path).and_then(|data| data.modified());
    matches!((modified(a), modified(b)), (Ok(a), Ok(b)) if a > b)
}

/// The manifest with other default features.
fn with_default(manifest: &str, features: &str) -> String {
    let default = format!("default = [{features}]");
    manifest
        .lines()
        .map(|line| if line.starts_with("default =") { &default } else { line })
        .fold(String::new(), |text, line| text + line + "\n")
}

/// Paths of dependencies, which are relative to our root, made absolute.
fn absolute(manifest: &str, root: &Path) -> String {
    let root = root.to_string_lossy().replace('\\', "/");
    manifest.replace("path = \"crates/", &format!("path = \"{root}/crates/"))
}

/// A manifest, cut at its headings.
struct Sections<'a>(Vec<(&'a str, String)>);

impl<'a> Sections<'a> {
    fn of(manifest: &'a str) -> Self {
        let mut sections = vec![("", String::new())];
        for line in manifest.lines() {
            if let Some(name) = line.strip_prefix('[').and_then(|rest| rest.split(']').next()) {
                sections.push((name, String::new()));
            }
            if let Some((_, text)) = sections.last_mut() {
                text.push_str(line);
                text.push('\n');
            }
        }
        Self(sections)
    }

    fn where_(&self, wanted: impl Fn(&str) -> bool) -> String {
        self.0.iter().filter(|(name, _)| wanted(name)).map(|(_, text)| text.as_str()).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sections_are_cut_at_their_headings() {
        let sections = Sections::of(
            "# top\n[package]\nname = \"a\"\n\n[features]\nweb = []\n\n[[test]]\nname = \"b\"\n",
        );
        assert_eq!(sections.where_(|name| name == "features"), "[features]\nweb = []\n\n");
    }

    #[test]
    fn paths_of_crates_become_absolute() {
        let text = absolute("judge = { path = \"crates/judge\" }", Path::new("/a b"));
        assert_eq!(text, "judge = { path = \"/a b/crates/judge\" }");
    }
}
