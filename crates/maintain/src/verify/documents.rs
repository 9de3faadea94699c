//! Documents name only files that exist.
use std::fs;
use std::path::{Component, Path, PathBuf};

use course::screen::Progress;
use walkdir::WalkDir;

use super::context::{StepResult, VerifyContext, count, unless};

/// A name with one of these endings is a file, with or without a folder.
const ENDINGS: [&str; 8] = [".rs", ".md", ".toml", ".yml", ".snap", ".patch", ".lock", ".sh"];

pub(super) fn check(context: &mut VerifyContext<'_>, _: &mut Progress) -> StepResult {
    let root = &context.workspace.root;
    let files = files(root).map_err(|error| vec![error.to_string()])?;
    let documents: Vec<&PathBuf> =
        files.iter().filter(|file| file.extension().is_some_and(|ending| ending == "md")).collect();
    let names: Vec<&str> = context.catalog.names().collect();
    let mut errors = Vec::new();
    let mut mentions = 0;
    for document in &documents {
        let shown = context.workspace.shown(document);
        let text =
            fs::read_to_string(document).map_err(|error| vec![format!("{shown}: {error}")])?;
        for (line, named) in paths(&text) {
            if let Some(exists) = exists(root, document, &named, &names) {
                mentions += 1;
                // A paragraph about one crate names files relative to it.
                let is_suffix = || {
                    !named.starts_with('.') && files.iter().any(|file| file.ends_with(bare(&named)))
                };
                if !exists && !is_suffix() {
                    errors.push(format!("{shown}:{line}: there is no `{named}`"));
                }
            }
        }
    }
    if documents.is_empty() {
        errors.push("there are no documents".to_owned());
    }
    unless(errors, || {
        format!("{}, {} found", count(documents.len(), "document"), count(mentions, "path"))
    })
}

/// Every file that is neither hidden nor built.
fn files(root: &Path) -> Result<Vec<PathBuf>, walkdir::Error> {
    let is_ours = |entry: &walkdir::DirEntry| {
        let name = entry.file_name().to_string_lossy();
        entry.depth() == 0
            || !(entry.file_type().is_dir() && (name.starts_with('.') || name == "target"))
    };
    let entries = WalkDir::new(root).sort_by_file_name().into_iter().filter_entry(is_ours);
    let entries = entries.filter(|entry| entry.as_ref().is_ok_and(|it| it.file_type().is_file()));
    entries.map(|entry| Ok(entry?.into_path())).collect()
}

/// Possible paths with their lines: in backquotes, in links, and at the start of a line of code.
fn paths(text: &str) -> Vec<(usize, String)> {
    let mut found = Vec::new();
    let mut in_code = false;
    for (number, line) in (1..).zip(text.lines()) {
        let mut add = |word: &str| found.push((number, word.to_owned()));
        if line.trim_start().starts_with("```") {
            in_code = !in_code;
        } else if in_code {
            line.split_whitespace().take(1).for_each(add);
        } else {
            line.split('`').skip(1).step_by(2).flat_map(str::split_whitespace).for_each(&mut add);
            let linked = line.split("](").skip(1);
            linked.filter_map(|rest| rest.split([')', ' ', '#']).next()).for_each(add);
        }
    }
    found
}

/// Without punctuation and line number: `tests/loon.rs:41,` names a file.
fn bare(named: &str) -> &str {
    let named = named.trim_end_matches([',', '.', ':', ';', ')']);
    named.split_once(".rs:").map_or(named, |(file, _)| &named[..file.len() + 3])
}

/// Whether a path exists; `None` if it is not a path of this repository.
fn exists(root: &Path, document: &Path, named: &str, exercises: &[&str]) -> Option<bool> {
    let named = bare(named);
    let strange = |c: char| !(c.is_alphanumeric() || "/._-*".contains(c));
    if named.is_empty() || named.contains(strange) || named.starts_with(['/', '-', '*']) {
        return None;
    }
    if named.contains("NAME") {
        // Some files are optional, such as equivalent.toml.
        let each = exercises.iter().map(|name| named.replace("NAME", name));
        let each = each.map(|named| exists(root, document, &named, exercises));
        return each.reduce(|any, one| Some(any? || one?))?;
    }
    // Of `course/loon/mutants/*.patch`, the folder must exist.
    let fixed = match named.split_once('*') {
        Some((start, _)) => start.rsplit_once('/').map_or("", |(folder, _)| folder),
        None => named,
    };
    let beside = document.parent().unwrap_or(root);
    let exists = [root, beside].iter().any(|folder| folder.join(fixed).exists());
    let first = Path::new(fixed).components().find_map(|part| match part {
        Component::Normal(name) => Some(name),
        _ => None,
    })?;
    let is_built = first == "target" || first == ".git";
    let in_workspace =
        named.contains('/') && [root, beside].iter().any(|folder| folder.join(first).exists());
    let has_ending =
        ENDINGS.iter().any(|ending| fixed.ends_with(ending) && fixed.len() > ending.len());
    (!is_built && (in_workspace || has_ending)).then_some(exists)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn verdict(named: &str) -> Option<bool> {
        let root = Path::new(env!("CARGO_MANIFEST_DIR"));
        exists(root, &root.join("README.md"), named, &["main", "stats"])
    }

    #[test]
    fn paths_of_the_workspace_must_exist() {
        assert_eq!(verdict("src/main.rs"), Some(true));
        assert_eq!(verdict("src/"), Some(true));
        assert_eq!(verdict("src/main.rs:41"), Some(true));
        assert_eq!(verdict("src/gone"), Some(false));
        assert_eq!(verdict("gone/main.rs"), Some(false));
        assert_eq!(verdict("GONE.md"), Some(false));
        assert_eq!(verdict("Cargo.toml,"), Some(true));
    }

    #[test]
    fn patterns_and_placeholders_are_expanded() {
        assert_eq!(verdict("src/*.rs"), Some(true));
        assert_eq!(verdict("gone/*.rs"), None);
        assert_eq!(verdict("src/gone/*.rs"), Some(false));
        assert_eq!(verdict("src/NAME.rs"), Some(true));
        assert_eq!(verdict("src/NAME.txt"), Some(false));
    }

    #[test]
    fn other_words_are_ignored() {
        for word in [
            "std::fs",
            "/cats",
            "GET",
            "/db/{key}",
            "application/json",
            "make",
            "--answer",
            "EX=loon",
            "https://a.b/c.md",
        ] {
            assert_eq!(verdict(word), None, "{word}");
        }
    }

    #[test]
    fn quotes_links_and_first_words_of_code_are_found() {
        let text = "See `a/b.rs` and [this](c.md#top).\n```\nd.toml  `the` rest\n```\n";
        let found: Vec<_> =
            paths(text).into_iter().map(|(line, path)| format!("{line} {path}")).collect();
        assert_eq!(found, ["1 a/b.rs", "1 c.md", "3 d.toml"]);
    }
}
