//! What the compiler says that it has read: the source files and the variables of a build, as `--emit
//! dep-info` lists them.
use std::collections::BTreeSet;
use std::path::{Component, Path, PathBuf};

use crate::finding::Finding;
use crate::messages;

/// What went into a compiled program.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct DepInfo {
    /// The source files, and those that `include_str!` and the like have read.
    pub files: BTreeSet<PathBuf>,
    /// The variables that `env!` and `option_env!` have read.
    pub variables: BTreeSet<String>,
}

/// The variables that the macros of the test kit read.
const VARIABLES: &[&str] = &["CARGO_MANIFEST_DIR", "INSTA_WORKSPACE_ROOT"];

/// Reads the text of a dep-info file. Its lines are rules of a makefile, `# env-dep:NAME=VALUE`, and others.
pub fn parse(text: &str) -> DepInfo {
    let mut read = DepInfo::default();
    for line in text.lines() {
        if let Some(variable) = line.strip_prefix("# env-dep:") {
            let name = variable.split('=').next().unwrap_or(variable);
            read.variables.insert(name.to_owned());
        } else if let Some((_, files)) = line.split_once(": ")
            && !line.starts_with('#')
        {
            read.files.extend(split(files).into_iter().map(PathBuf::from));
        }
    }
    read
}

/// Splits the files of a rule. A space in a name is written with a backslash.
fn split(files: &str) -> Vec<String> {
    let mut names = vec![String::new()];
    let mut characters = files.chars().peekable();
    while let Some(character) = characters.next() {
        let last = names.len() - 1;
        match character {
            '\\' if characters.peek() == Some(&' ') => {
                names[last].push(' ');
                characters.next();
            }
            ' ' => names.push(String::new()),
            _ => names[last].push(character),
        }
    }
    names.retain(|name| !name.is_empty());
    names
}

/// What the test of the exercise `name` in the package at `root` has read besides its own files. `folder`
/// is that of the exercise.
pub fn unexpected(read: &DepInfo, root: &Path, folder: &str, name: &str) -> Vec<Finding> {
    let test = root.join("tests").join(format!("{name}.rs"));
    let exercise = root.join(folder).join(format!("{name}.rs"));
    let modules = root.join("tests").join(name);
    // rustc names files as seen from the workspace, which is the package or the folder around it.
    let is_base = |base: &&Path| read.files.iter().any(|file| normal(&base.join(file)) == test);
    let base = [Some(root), root.parent()].into_iter().flatten().find(is_base).unwrap_or(root);
    let files = read.files.iter().map(|file| normal(&base.join(file)));
    let unexpected =
        files.filter(|file| *file != test && *file != exercise && !file.starts_with(&modules));
    let shown = |file: PathBuf| file.strip_prefix(root).unwrap_or(&file).display().to_string();
    let variables = read.variables.iter().filter(|name| !VARIABLES.contains(&name.as_str()));
    let found = unexpected.map(shown).chain(variables.map(|name| format!("env!(\"{name}\")")));
    found.map(|what| Finding::new(1, what, messages::READ_WHILE_COMPILING)).collect()
}

/// A path without `.` and `..`.
fn normal(file: &Path) -> PathBuf {
    let mut path = PathBuf::new();
    for component in file.components() {
        match component {
            Component::CurDir => {}
            Component::ParentDir => _ = path.pop(),
            other => path.push(other),
        }
    }
    path
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str = "/t/debug/deps/loon-1.d: tests/loon.rs tests/../exercises/loon.rs tests/loon/a\\ b.rs\n\n\
        tests/loon.rs:\n# env-dep:CARGO_MANIFEST_DIR=/course\n";

    fn found(text: &str, root: &str, folder: &str, name: &str) -> Vec<String> {
        let findings = unexpected(&parse(text), Path::new(root), folder, name);
        findings.into_iter().map(|finding| finding.what).collect()
    }

    #[test]
    fn the_files_of_the_exercise_are_expected() {
        assert_eq!(parse(TEXT).files.len(), 3);
        assert_eq!(found(TEXT, "/course", "exercises", "loon"), [""; 0]);
        // A scratch package is a member of a workspace around it.
        let member = "x: p/tests/loon.rs p/tests/../exercises/loon.rs";
        assert_eq!(found(member, "/scratch/p", "exercises", "loon"), [""; 0]);
        // The same build is wrong for another exercise, and for the answers.
        assert_eq!(found(TEXT, "/course", "complete", "loon"), ["exercises/loon.rs"]);
        assert_eq!(found(TEXT, "/course", "exercises", "cat").len(), 3);
    }

    #[test]
    fn any_other_file_or_variable_is_unexpected() {
        for (line, what) in [
            ("x: tests/../complete/loon.rs", "complete/loon.rs"),
            ("x: /etc/passwd", "/etc/passwd"),
            ("x: tests/../../secret", "/secret"),
            ("x: tests/loon/../cat.rs", "tests/cat.rs"),
            ("# env-dep:HOME=/root", "env!(\"HOME\")"),
            ("# env-dep:TOKEN", "env!(\"TOKEN\")"),
        ] {
            let text = format!("{TEXT}{line}\n");
            assert_eq!(found(&text, "/course", "exercises", "loon"), [what], "{line}");
        }
    }
}
