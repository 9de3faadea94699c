//! Exercises and answers have the same files and the same public API, and differ.
use std::collections::BTreeSet;
use std::fs;

use course::screen::Progress;
use course::{Source, Workspace, catalog, diff, starters};

use super::context::{StepResult, VerifyContext, count, one, unless};
use crate::contract::api;
use crate::new::next_step::open_entry;

pub(super) fn check(context: &mut VerifyContext<'_>, _: &mut Progress) -> StepResult {
    let workspace = context.workspace;
    let listed: BTreeSet<String> =
        context.catalog.names().map(|name| format!("{name}.rs")).collect();
    let mut errors = Vec::new();
    for folder in [Source::Exercise.folder(), Source::Answer.folder(), "tests"] {
        let there = files(workspace, folder).map_err(|error| vec![format!("{folder}: {error}")])?;
        let unlisted = there.difference(&listed);
        errors
            .extend(unlisted.map(|file| format!("{folder}/{file} is not in course/catalog.toml")));
        errors.extend(listed.difference(&there).map(|file| format!("{folder}/{file} is missing")));
    }
    if !errors.is_empty() {
        return Err(errors);
    }
    let mut changed = 0;
    for exercise in &context.exercises {
        let name = exercise.name.as_str();
        let read = |tree: Source| workspace.read(&tree.shown(name)).map_err(one);
        let (starter, answer) = (read(Source::Exercise)?, read(Source::Answer)?);
        if starter == answer {
            errors.push(format!("{name}: the starter equals the answer"));
        }
        errors.extend(compare(name, &starter, &answer));
        if let Some(what) = open_entry(exercise) {
            errors.push(format!("{}: {what} is still a TODO", catalog::file(name)));
        }
        if starters::starter(workspace, name).as_ref() != Ok(&starter) {
            errors.push(format!(
                "{name}: {} differs from exercises/{name}.rs: `cargo course snapshots --starters`",
                starters::file(name)
            ));
        }
        changed += diff::count(&starter, &answer).0;
    }
    unless(errors, || {
        let exercises = count(context.exercises.len(), "exercise");
        format!("{exercises}, {}", count(changed, "changed line"))
    })
}

fn compare(name: &str, starter: &str, answer: &str) -> Vec<String> {
    let [exercise, complete] = [Source::Exercise, Source::Answer].map(|tree| tree.shown(name));
    let apis = [(&exercise, starter), (&complete, answer)]
        .map(|(file, source)| api::signatures(source).map_err(|error| format!("{file}: {error}")));
    match apis {
        [Ok(starter), Ok(answer)] => {
            let only_in = |file, item| format!("only in {file}: {item}");
            let starters = starter.difference(&answer).map(|item| only_in(&exercise, item));
            let answers = answer.difference(&starter).map(|item| only_in(&complete, item));
            starters.chain(answers).collect()
        }
        apis => apis.into_iter().filter_map(Result::err).collect(),
    }
}

fn files(workspace: &Workspace, folder: &str) -> std::io::Result<BTreeSet<String>> {
    fs::read_dir(workspace.path(folder))?
        .map(|entry| Ok(entry?.file_name().to_string_lossy().into_owned()))
        // The folder tests/ also contains modules and snapshots. Files that `reset` keeps are private.
        .filter(|name| !name.as_ref().is_ok_and(|name| is_kept(name)))
        .filter(|name| folder != "tests" || name.as_ref().is_ok_and(|name| name.ends_with(".rs")))
        .collect()
}

/// `loon.rs.1` and the like.
fn is_kept(name: &str) -> bool {
    name.rsplit_once(".rs.").is_some_and(|(_, end)| end.bytes().all(|b| b.is_ascii_digit()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_difference_names_its_file() {
        let errors = compare("loon", "pub fn a(x: u8) {}", "pub fn a(x: u16) {}");
        assert_eq!(
            errors,
            [
                "only in exercises/loon.rs: pub fn a(x: u8);",
                "only in complete/loon.rs: pub fn a(x: u16);"
            ]
        );
    }

    #[test]
    fn a_file_that_reset_keeps_is_not_an_exercise() {
        assert!(is_kept("loon.rs.1") && is_kept("loon.rs.12"));
        assert!(!is_kept("loon.rs") && !is_kept("loon.rs.bak") && !is_kept("loon.1"));
    }

    #[test]
    fn private_items_may_differ() {
        let starter =
            "pub struct A { n: u8 } impl A { pub fn n(&self) -> u8 { self.n } fn m() {} }";
        let answer = "use std::sync::Mutex; pub struct A { n: Mutex<u8> } impl A { pub fn n(&self) -> u8 { 1 } }";
        assert_eq!(compare("loon", starter, answer), [""; 0]);
    }
}
