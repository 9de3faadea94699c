//! The two trees: the same files, the same public API, and a difference.
use std::collections::BTreeSet;
use std::fs;

use super::{StepResult, VerifyContext, count, unless};
use crate::contract::api;
use course::catalog::{self, Exercise};
use course::diff;
use course::screen::Progress;
use course::starters;
use course::workspace::{Source, Workspace};

pub(crate) fn check(context: &mut VerifyContext<'_>, _: &mut Progress) -> StepResult {
    let workspace = context.workspace;
    let listed: BTreeSet<String> =
        context.catalog.names().map(|name| format!("{name}.rs")).collect();
    let mut complaints = Vec::new();
    for folder in [Source::Exercise.folder(), Source::Solution.folder(), "tests"] {
        let there = files(workspace, folder).map_err(|error| vec![format!("{folder}: {error}")])?;
        complaints.extend(
            there
                .difference(&listed)
                .map(|file| format!("{folder}/{file} is not in course/catalog.toml")),
        );
        complaints
            .extend(listed.difference(&there).map(|file| format!("{folder}/{file} is missing")));
    }
    if !complaints.is_empty() {
        return Err(complaints);
    }
    let mut changed = 0;
    for exercise in &context.catalog.exercises {
        let name = exercise.name.as_str();
        let read = |tree: Source| {
            workspace.read(&tree.shown(name)).map_err(|problem| vec![problem.to_string()])
        };
        let (starter, answer) = (read(Source::Exercise)?, read(Source::Solution)?);
        if starter == answer {
            complaints.push(format!("{name}: the starter is the answer"));
        }
        complaints.extend(compare(name, &starter, &answer));
        if let Some(what) = unwritten(exercise) {
            complaints.push(format!("{}: {what} is still to be written", catalog::file(name)));
        }
        if starters::starter(workspace, name).as_ref() != Ok(&starter) {
            complaints.push(format!(
                "{name}: {} differs from exercises/{name}.rs: `cargo course snapshots --starters`",
                starters::file(name)
            ));
        }
        changed += diff::count(&starter, &answer).0;
    }
    unless(complaints, || {
        format!("{}, {} in all", count(listed.len(), "exercise"), count(changed, "changed line"))
    })
}

fn compare(name: &str, starter: &str, answer: &str) -> Vec<String> {
    let apis = [(Source::Exercise, starter), (Source::Solution, answer)].map(|(tree, source)| {
        api::of(source).map_err(|error| format!("{}: {error}", tree.shown(name)))
    });
    match apis {
        [Ok(starter), Ok(answer)] => {
            let only = |a: &BTreeSet<String>, b: &BTreeSet<String>, tree: Source| -> Vec<String> {
                a.difference(b)
                    .map(|item| format!("only in {}: {item}", tree.shown(name)))
                    .collect()
            };
            let mut complaints = only(&starter, &answer, Source::Exercise);
            complaints.extend(only(&answer, &starter, Source::Solution));
            complaints
        }
        apis => apis.into_iter().filter_map(Result::err).collect(),
    }
}

fn files(workspace: &Workspace, folder: &str) -> std::io::Result<BTreeSet<String>> {
    fs::read_dir(workspace.path(folder))?
        .map(|entry| Ok(entry?.file_name().to_string_lossy().into_owned()))
        // Folders beside the tests hold snapshots and the like; the trees have none.
        // What `reset` has kept belongs to the student.
        .filter(|name| !name.as_ref().is_ok_and(|name| is_kept(name)))
        .filter(|name| folder != "tests" || name.as_ref().is_ok_and(|name| name.ends_with(".rs")))
        .collect()
}

/// What a skeleton has left open.
fn unwritten(exercise: &Exercise) -> Option<&'static str> {
    let is_open = |text: &String| text.starts_with("TODO");
    match (is_open(&exercise.title) || is_open(&exercise.chapter), &exercise.hints) {
        (true, _) => Some("its title or chapter"),
        (false, hints) if hints.iter().any(is_open) => Some("a hint"),
        _ => None,
    }
}

/// `loon.rs.1` and the like.
fn is_kept(name: &str) -> bool {
    name.rsplit_once(".rs.").is_some_and(|(_, end)| end.bytes().all(|b| b.is_ascii_digit()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_difference_names_the_tree_that_has_it() {
        let complaints = compare("loon", "pub fn a(x: u8) {}", "pub fn a(x: u16) {}");
        assert_eq!(
            complaints,
            [
                "only in exercises/loon.rs: pub fn a(x: u8)",
                "only in complete/loon.rs: pub fn a(x: u16)"
            ]
        );
    }

    #[test]
    fn what_reset_has_kept_is_no_exercise() {
        assert!(is_kept("loon.rs.1") && is_kept("loon.rs.12"));
        assert!(!is_kept("loon.rs") && !is_kept("loon.rs.bak") && !is_kept("loon.1"));
    }

    #[test]
    fn private_differences_are_free() {
        let starter =
            "pub struct A { n: u8 } impl A { pub fn n(&self) -> u8 { self.n } fn m() {} }";
        let answer = "use std::sync::Mutex; pub struct A { n: Mutex<u8> } impl A { pub fn n(&self) -> u8 { 1 } }";
        assert_eq!(compare("loon", starter, answer), [""; 0]);
    }
}
