//! `cargo course export`: the tree that students get, without answers.
use std::fs;
use std::path::Path;
use std::process::{Command, ExitCode};

use course::{Arguments, Context, Error, OrCannot, cargo};

/// Folders and files with answers, alternatives, mutants or tests that contain them.
const LEFT_OUT: [&str; 9] = [
    "complete",
    "grading",
    "crates/book",
    "crates/figures",
    "crates/interleave-tests",
    "crates/maintain",
    "crates/peers",
    "book/programs",
    ".ci",
];

/// Folders with answers inside of each folder of these.
const LEFT_OUT_OF_EACH: [(&str, &[&str]); 2] =
    [("course", &["alternatives", "mutants"]), ("crates", &["tests", "benches", "samples"])];

/// `cargo course export FOLDER`.
///
/// # Errors
/// If the folder is not empty, or git or cargo cannot be run.
pub(crate) fn export(context: &Context, arguments: &Arguments) -> Result<ExitCode, Error> {
    let out = Path::new(arguments.first());
    let is_empty = fs::read_dir(out).map_or(true, |mut entries| entries.next().is_none());
    if !is_empty {
        return Err(Error::new(format!("{} is not empty", out.display()))
            .help("name a folder that does not exist yet"));
    }
    let root = &context.workspace.root;
    let files = tracked_files(root)?;
    let mut count = 0;
    for file in files.iter().filter(|file| !is_left_out(file)) {
        let (from, to) = (root.join(file), out.join(file));
        // A tracked file may be deleted.
        if from.is_file() {
            copy(&from, &to).or_cannot("copy", from.display())?;
            count += 1;
        }
    }
    rewrite(&out.join("Cargo.toml"), without_answers)?;
    let is_chapter = |file: &&String| file.starts_with("book/src/") && file.ends_with(".md");
    for chapter in files.iter().filter(is_chapter) {
        rewrite(&out.join(chapter), without_mistakes)?;
    }
    lock(out)?;
    anstream::println!("wrote {count} files to {}", out.display());
    Ok(ExitCode::SUCCESS)
}

/// The files that belong to the course, and not those that were built or are personal notes.
fn tracked_files(root: &Path) -> Result<Vec<String>, Error> {
    let mut git = Command::new("git");
    let output =
        git.arg("-C").arg(root).args(["ls-files", "-z"]).output().or_cannot("run", "git")?;
    if !output.status.success() {
        return Err(Error::new("the course is not in a git repository")
            .help("clone it with git, and export it from the clone"));
    }
    let text = String::from_utf8_lossy(&output.stdout).into_owned();
    Ok(text.split('\0').filter(|file| !file.is_empty()).map(str::to_owned).collect())
}

fn is_left_out(file: &str) -> bool {
    let is_in = |folder: &str| file.strip_prefix(folder).is_some_and(|rest| rest.starts_with('/'));
    let parts: Vec<&str> = file.split('/').collect();
    LEFT_OUT.iter().any(|folder| is_in(folder))
        || LEFT_OUT_OF_EACH.iter().any(|(folder, inner)| {
            parts.len() > 3 && parts[0] == *folder && inner.contains(&parts[2])
        })
}

fn copy(from: &Path, to: &Path) -> std::io::Result<()> {
    if let Some(folder) = to.parent() {
        fs::create_dir_all(folder)?;
    }
    fs::copy(from, to).map(drop)
}

fn rewrite(file: &Path, edit: impl FnOnce(&str) -> String) -> Result<(), Error> {
    fs::read_to_string(file)
        .and_then(|text| fs::write(file, edit(&text)))
        .or_cannot("rewrite", file.display())
}

/// The manifest without the programs of the answers.
fn without_answers(manifest: &str) -> String {
    let blocks = manifest.split("\n\n");
    let kept = blocks.filter(|block| !block.contains("name = \"complete-"));
    kept.collect::<Vec<_>>().join("\n\n").trim_end().to_owned() + "\n"
}

/// A chapter of the book without the mistakes, whose changes contain lines of answers.
fn without_mistakes(chapter: &str) -> String {
    let mut parts = chapter.split("<!-- quote mistake ");
    let mut kept = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        kept += "*(not in this copy)*";
        kept += part.split_once("<!-- end -->").map_or("", |(_, rest)| rest);
    }
    kept
}

/// Removes the packages from Cargo.lock that only the left-out crates need. Nothing is downloaded, so
/// packages may be missing here, like those of other platforms.
fn lock(out: &Path) -> Result<(), Error> {
    let mut command = Command::new(cargo::program());
    command.args(["update", "--workspace", "--offline", "--quiet"]).current_dir(out);
    let output = command.output().or_cannot("run", "cargo")?;
    match output.status.success() {
        true => Ok(()),
        false => Err(Error::new(format!(
            "cargo cannot read the exported course: {}",
            String::from_utf8_lossy(&output.stderr).trim_end()
        ))),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn answers_are_left_out() {
        for file in [
            "complete/loon.rs",
            "course/loon/alternatives/channel.rs",
            "course/loon/mutants/matrix.txt",
            "crates/grade/tests/submissions.rs",
            "crates/maintain/src/main.rs",
            "grading/README.md",
        ] {
            assert!(is_left_out(file), "{file}");
        }
        for file in [
            "exercises/loon.rs",
            "tests/loon.rs",
            "tests/snapshots/loon__a.snap",
            "course/loon/starter.rs",
            "course/catalog.toml",
            "crates/grade/src/main.rs",
            "Makefile",
        ] {
            assert!(!is_left_out(file), "{file}");
        }
    }

    #[test]
    fn mistakes_are_cut_out_of_chapters() {
        let chapter = "One:\n\n<!-- quote mistake loon/a -->\n-b\n+c\n<!-- end -->\n\nTwo.\n";
        assert_eq!(without_mistakes(chapter), "One:\n\n*(not in this copy)*\n\nTwo.\n");
    }

    #[test]
    fn the_manifest_keeps_the_programs_of_the_exercises() {
        let manifest = "[[example]]\nname = \"loon\"\npath = \"exercises/loon.rs\"\n\n\
            [[example]]\nname = \"complete-loon\"\npath = \"complete/loon.rs\"\n\n[lib]\na = 1\n";
        let expected =
            "[[example]]\nname = \"loon\"\npath = \"exercises/loon.rs\"\n\n[lib]\na = 1\n";
        assert_eq!(without_answers(manifest), expected);
    }
}
