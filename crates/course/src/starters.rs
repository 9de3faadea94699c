//! Starters as they were: each is kept as a patch against its answer, so that `reset` works without
//! git and without a network, and `grade` knows what is still unchanged.
use std::fs;

use crate::house::{House, Tree};
use crate::problem::Problem;

/// Where the patches are.
pub(crate) const FOLDER: &str = "starters";

/// The file of an exercise as the course hands it out.
///
/// # Errors
/// If its patch is missing or does not fit the answer.
pub fn starter(house: &House, name: &str) -> Result<String, Problem> {
    let file = file(name);
    let patch = house.read(&file)?;
    let answer = house.read(&Tree::Answer.shown(name))?;
    let unfit = |why: String| {
        Problem::new(format!("{file} does not fit {}: {why}", Tree::Answer.shown(name)))
            .help(format!("with git: `git checkout {}`", Tree::Starter.shown(name)))
    };
    apply(&patch, &answer).map_err(unfit)
}

/// Whether nobody has worked on an exercise: its file is as the course hands it out.
pub(crate) fn is_untouched(house: &House, name: &str) -> bool {
    let now = house.read(&Tree::Starter.shown(name));
    now.is_ok_and(|now| starter(house, name).is_ok_and(|starter| starter == now))
}

/// Applies a unified diff of one file, to the letter: a patch that no longer fits is to be noticed.
fn apply(patch: &str, old: &str) -> Result<String, String> {
    let old: Vec<&str> = old.split_inclusive('\n').collect();
    let (mut new, mut at) = (String::new(), 0);
    let mut lines = patch.split_inclusive('\n').peekable();
    // What stands above the first hunk names the files.
    while lines.next_if(|line| !line.starts_with("@@")).is_some() {}
    for line in lines {
        let (mark, text) = line.split_at_checked(1).unwrap_or((line, ""));
        match mark {
            "@" => {
                let start =
                    line.strip_prefix("@@ -").and_then(|rest| rest.split([',', ' ']).next());
                let start: usize = start
                    .and_then(|start| start.parse().ok())
                    .ok_or_else(|| format!("`{}` is no hunk", line.trim_end()))?;
                let before = old.get(at..start.saturating_sub(1));
                new.extend(before.ok_or_else(|| "a hunk lies outside".to_owned())?.iter().copied());
                at = start.saturating_sub(1);
            }
            " " | "-" => {
                if old.get(at) != Some(&text) {
                    return Err(format!("line {} is another", at + 1));
                }
                new.push_str(if mark == " " { text } else { "" });
                at += 1;
            }
            "+" => new.push_str(text),
            _ => return Err(format!("`{}` is no line of a patch", line.trim_end())),
        }
    }
    new.extend(old.get(at..).unwrap_or_default().iter().copied());
    Ok(new)
}

/// Notes the file in exercises/ as the starter; whether that changed anything.
///
/// # Errors
/// If one of the two files cannot be read, or the patch not be written.
pub fn note_starter(house: &House, name: &str) -> Result<bool, Problem> {
    let patch = patch(house, name)?;
    let file = file(name);
    let path = house.path(&file);
    if fs::read_to_string(&path).is_ok_and(|there| there == patch) {
        return Ok(false);
    }
    fs::create_dir_all(house.path(FOLDER))
        .and_then(|()| fs::write(&path, patch))
        .map_err(|error| Problem::io("write", &file, &error))?;
    Ok(true)
}

/// The way from the answer to the file in exercises/.
pub(crate) fn patch(house: &House, name: &str) -> Result<String, Problem> {
    let [answer, starter] = [Tree::Answer, Tree::Starter].map(|tree| tree.shown(name));
    let (from, to) = (house.read(&answer)?, house.read(&starter)?);
    let diff = similar::TextDiff::from_lines(&from, &to);
    let (old, new) = (format!("a/{answer}"), format!("b/{starter}"));
    Ok(diff.unified_diff().context_radius(3).header(&old, &new).to_string())
}

pub(crate) fn file(name: &str) -> String {
    format!("{FOLDER}/{name}.patch")
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::*;

    #[test]
    fn a_patch_fits_to_the_letter_or_not_at_all() {
        let old = "a\nb\nc\nd\ne\nf\ng\nh\ni\n";
        let new = "a\nB\nc\nd\ne\nf\ng\ni\nj\n";
        let diff = similar::TextDiff::from_lines(old, new);
        let patch = diff.unified_diff().context_radius(1).header("a/x", "b/x").to_string();
        assert_eq!(apply(&patch, old).as_deref(), Ok(new));
        assert_eq!(apply("", old).as_deref(), Ok(old));
        assert_eq!(apply(&patch, "a\nb\n"), Err("line 3 is another".to_owned()));
        assert_eq!(apply("@@ -9,1 +9,1 @@\n-x\n", "a\n"), Err("a hunk lies outside".to_owned()));
        assert!(apply("@@ -1 +1 @@\n?a\n", old).is_err());
    }

    #[test]
    fn a_patch_leads_from_the_answer_to_the_starter() {
        let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/house");
        let house = House { target: root.join("target"), root };
        for name in ["loon", "coffee"] {
            let there = house.read(&Tree::Starter.shown(name)).expect("a starter");
            assert_eq!(starter(&house, name), Ok(there), "{name}");
            assert_eq!(patch(&house, name), house.read(&file(name)), "{name}");
        }
    }
}
