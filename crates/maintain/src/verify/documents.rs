//! Documents name only files that exist.
use std::path::{Component, Path, PathBuf};
use std::{fs, io};

use super::{StepResult, VerifyContext, count, unless};
use course::screen::Progress;

/// A name that ends so is a file, wherever it stands.
const ENDINGS: [&str; 8] = [".rs", ".md", ".toml", ".yml", ".snap", ".patch", ".lock", ".sh"];

pub(crate) fn check(context: &mut VerifyContext<'_>, _: &mut Progress) -> StepResult {
    let root = &context.workspace.root;
    let mut files = Vec::new();
    collect(root, &mut files)
        .map_err(|error| vec![format!("the repository cannot be read: {error}")])?;
    files.sort();
    let documents: Vec<&PathBuf> =
        files.iter().filter(|file| file.extension().is_some_and(|ending| ending == "md")).collect();
    let names: Vec<&str> = context.catalog.names().collect();
    let mut complaints = Vec::new();
    let mut mentions = 0;
    for document in &documents {
        let shown = context.workspace.shown(document);
        let text =
            fs::read_to_string(document).map_err(|error| vec![format!("{shown}: {error}")])?;
        for (line, named) in paths(&text) {
            if let Some(exists) = exists(root, document, &named, &names) {
                mentions += 1;
                // A paragraph about one crate names its files from there.
                let is_end = || {
                    !named.starts_with('.') && files.iter().any(|file| file.ends_with(bare(&named)))
                };
                if !exists && !is_end() {
                    complaints.push(format!("{shown}:{line}: there is no `{named}`"));
                }
            }
        }
    }
    if documents.is_empty() {
        complaints.push("there is no document".to_owned());
    }
    unless(complaints, || {
        format!("{} name {}", count(documents.len(), "document"), count(mentions, "path"))
    })
}

/// Every file, but for what is built or hidden.
fn collect(folder: &Path, found: &mut Vec<PathBuf>) -> io::Result<()> {
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        if path.is_dir() && !name.starts_with('.') && name != "target" {
            collect(&path, found)?;
        } else if path.is_file() {
            found.push(path);
        }
    }
    Ok(())
}

/// What may be a path, with its line: between back quotes, behind a link, or first in a line of a
/// block of code.
fn paths(text: &str) -> Vec<(usize, String)> {
    let mut found = Vec::new();
    let mut in_code = false;
    for (number, line) in (1..).zip(text.lines()) {
        if line.trim_start().starts_with("```") {
            in_code = !in_code;
        } else if in_code {
            found.extend(line.split_whitespace().next().map(|word| (number, word.to_owned())));
        } else {
            let quoted = line.split('`').skip(1).step_by(2);
            found.extend(
                quoted.flat_map(str::split_whitespace).map(|word| (number, word.to_owned())),
            );
            let linked =
                line.split("](").skip(1).filter_map(|rest| rest.split([')', ' ', '#']).next());
            found.extend(linked.map(|target| (number, target.to_owned())));
        }
    }
    found
}

/// Without what a sentence puts behind it, and without a line: `tests/loon.rs:41` is in a file.
fn bare(named: &str) -> &str {
    let named = named.trim_end_matches([',', '.', ':', ';', ')']);
    named.split_once(".rs:").map_or(named, |(file, _)| &named[..file.len() + 3])
}

/// Whether a path exists; nothing if it is no path of this repository.
fn exists(root: &Path, document: &Path, named: &str, exercises: &[&str]) -> Option<bool> {
    let named = bare(named);
    let strange = |c: char| !(c.is_alphanumeric() || "/._-*".contains(c));
    if named.is_empty() || named.contains(strange) || named.starts_with(['/', '-', '*']) {
        return None;
    }
    if named.contains("NAME") {
        let each = exercises
            .iter()
            .map(|name| exists(root, document, &named.replace("NAME", name), exercises));
        return each.reduce(|all, one| Some(all? && one?))?;
    }
    // Of `mutants/loon/*.patch` the folder must be there.
    let fixed = named.split('*').next().unwrap_or(named);
    let fixed = if fixed.len() < named.len() {
        fixed.rsplit_once('/').map_or("", |(folder, _)| folder)
    } else {
        fixed
    };
    let beside = document.parent().unwrap_or(root);
    let is_there = [root, beside].iter().any(|folder| folder.join(fixed).exists());
    let first = Path::new(fixed).components().find_map(|part| match part {
        Component::Normal(name) => Some(name),
        _ => None,
    })?;
    let is_built = first == "target" || first == ".git";
    let in_house =
        named.contains('/') && [root, beside].iter().any(|folder| folder.join(first).exists());
    let has_ending =
        ENDINGS.iter().any(|ending| fixed.ends_with(ending) && fixed.len() > ending.len());
    (!is_built && (in_house || has_ending)).then_some(is_there)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn verdict(named: &str) -> Option<bool> {
        let root = Path::new(env!("CARGO_MANIFEST_DIR"));
        exists(root, &root.join("README.md"), named, &["main", "new"])
    }

    #[test]
    fn paths_of_the_house_are_looked_up() {
        assert_eq!(verdict("src/main.rs"), Some(true));
        assert_eq!(verdict("src/"), Some(true));
        assert_eq!(verdict("src/main.rs:41"), Some(true));
        assert_eq!(verdict("src/gone"), Some(false));
        assert_eq!(verdict("gone/main.rs"), Some(false));
        assert_eq!(verdict("GONE.md"), Some(false));
        assert_eq!(verdict("Cargo.toml,"), Some(true));
    }

    #[test]
    fn patterns_and_placeholders_are_filled_in() {
        assert_eq!(verdict("src/*.rs"), Some(true));
        assert_eq!(verdict("gone/*.rs"), None);
        assert_eq!(verdict("src/gone/*.rs"), Some(false));
        assert_eq!(verdict("src/NAME.rs"), Some(true));
        assert_eq!(verdict("src/NAME.txt"), Some(false));
    }

    #[test]
    fn what_is_no_path_is_let_be() {
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
    fn quotes_links_and_first_words_of_code_are_read() {
        let text = "See `a/b.rs` and [this](c.md#top).\n```\nd.toml  `the` rest\n```\n";
        let found: Vec<_> =
            paths(text).into_iter().map(|(line, path)| format!("{line} {path}")).collect();
        assert_eq!(found, ["1 a/b.rs", "1 c.md", "3 d.toml"]);
    }
}
