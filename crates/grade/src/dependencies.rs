//! The crates that tests depend on, compiled once and then only read.
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::{fs, io};

use course::scratch::{self, Manifest};
use course::screen::Progress;
use course::{Error, OrCannot, Workspace, cargo, files, lock};

/// A package with the dependencies of the tests, and no code.
const PACKAGE: &str = "dependencies";

/// The compiled crates, in a folder that no build writes to.
#[derive(Debug)]
pub(crate) struct Dependencies {
    pub(crate) folder: PathBuf,
    /// The crates that tests use.
    pub(crate) of_tests: Vec<(String, PathBuf)>,
    /// The crates that the exercises with the feature `web` use.
    pub(crate) of_exercises: Vec<(String, PathBuf)>,
    /// Every file in the folder, and its size.
    files: Vec<(PathBuf, u64)>,
}

impl Dependencies {
    /// Compiles the crates if necessary, and links their files into `folder`: nothing that happens to the
    /// build folder changes them there.
    ///
    /// # Errors
    /// If they do not compile.
    pub(crate) fn prepare(
        workspace: &Workspace,
        folder: PathBuf,
        progress: &mut Progress,
    ) -> Result<Self, Error> {
        let _lock = lock::acquire(workspace, "grade", |text| anstream::eprintln!("{text}"))?;
        let manifest = Manifest::read(workspace)
            .or_cannot("read", "Cargo.toml")?
            .package(PACKAGE, &["web".to_owned()]);
        let scratch = workspace.cache_path("grading-dependencies");
        write_package(workspace, &scratch, &manifest).or_cannot("write", scratch.display())?;
        let built = cargo::build_scratch(workspace, &scratch, None, progress)?;
        if !built.finished {
            return Err(Error::new(course::messages::course_does_not_build(&built.message())));
        }
        let linked = link(&built.libraries, &folder).or_cannot("write", folder.display())?;
        let select = |section: &str| -> Result<Vec<(String, PathBuf)>, Error> {
            let names = names(&manifest, section);
            names.map(|name| Ok((name.clone(), only(&linked, &name)?))).collect()
        };
        let sized = |file: &PathBuf| Ok((file.clone(), fs::metadata(file)?.len()));
        let files = linked.values().flatten().map(sized).collect::<io::Result<_>>();
        Ok(Self {
            of_tests: select("dev-dependencies")?,
            of_exercises: select("dependencies")?,
            files: files.or_cannot("read", folder.display())?,
            folder,
        })
    }

    /// Whether all files are still there. rustc reports a missing one at the line that uses it.
    pub(crate) fn are_complete(&self) -> bool {
        let is_there = |(file, size): &(PathBuf, u64)| {
            fs::metadata(file).is_ok_and(|data| data.len() == *size)
        };
        self.files.iter().all(is_there)
    }
}

fn write_package(workspace: &Workspace, folder: &Path, manifest: &str) -> io::Result<()> {
    let shared = Manifest::read(workspace)?.shared(folder)?;
    let root = format!("{}\n{shared}", scratch::virtual_workspace(PACKAGE));
    let test = "\n[[test]]\nname = \"nothing\"\npath = \"nothing.rs\"\n";
    files::write_if_changed(&folder.join("Cargo.toml"), root)?;
    scratch::copy_lock_file(workspace, folder)?;
    let package = folder.join(PACKAGE);
    files::write_if_changed(&package.join("Cargo.toml"), format!("{manifest}{test}"))?;
    files::write_if_changed(&package.join("nothing.rs"), "//! Nothing.\n")
}

/// Links or copies all files into a folder.
fn link(
    crates: &BTreeMap<String, Vec<PathBuf>>,
    folder: &Path,
) -> io::Result<BTreeMap<String, Vec<PathBuf>>> {
    fs::create_dir_all(folder)?;
    let mut linked: BTreeMap<String, Vec<PathBuf>> = BTreeMap::new();
    for (name, files) in crates {
        for file in files {
            let to = folder.join(file.file_name().unwrap_or_default());
            if !to.exists() && fs::hard_link(file, &to).is_err() {
                fs::copy(file, &to)?;
            }
            linked.entry(name.clone()).or_default().push(to);
        }
    }
    Ok(linked)
}

/// The names of the crates in a section of a manifest, as code writes them.
fn names<'a>(manifest: &'a str, section: &str) -> impl Iterator<Item = String> + use<'a> {
    let heading = format!("[{section}]");
    let lines = manifest.lines().skip_while(move |line| *line != heading).skip(1);
    let lines = lines.take_while(|line| !line.starts_with('['));
    let names = lines.filter_map(|line| line.split(['.', ' ', '=']).next());
    names
        .filter(|name| !name.is_empty() && !name.starts_with('#'))
        .map(|name| name.replace('-', "_"))
}

fn only(linked: &BTreeMap<String, Vec<PathBuf>>, name: &str) -> Result<PathBuf, Error> {
    match linked.get(name).map(Vec::as_slice) {
        Some([file]) => Ok(file.clone()),
        other => {
            let count = other.map_or(0, <[PathBuf]>::len);
            Err(Error::new(format!("cargo built {count} files for the crate `{name}`, not one")))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_crates_of_a_section_are_found() {
        let manifest = "[package]\nname = \"a\"\n\n[dependencies]\nserde.workspace = true\n\
                        # why\npercent-encoding = { workspace = true }\n\n[dev-dependencies]\n\
                        judge.workspace = true\n";
        let of = |section| names(manifest, section).collect::<Vec<_>>();
        assert_eq!(of("dependencies"), ["serde", "percent_encoding"]);
        assert_eq!(of("dev-dependencies"), ["judge"]);
    }
}
