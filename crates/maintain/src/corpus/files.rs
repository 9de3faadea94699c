//! The submissions: the corpus in `grading/corpus`, and what the course knows to be right or wrong.
use std::collections::BTreeMap;

use course::catalog::Exercise;
use course::files::stem;
use course::{Error, OrCannot, Source, Workspace};
use serde::Deserialize;

use super::case::{ALTERNATIVE, Case, Form};
use super::expected::Expected;

/// The exercise that the files of the corpus are submitted for.
pub(super) const EXERCISE: &str = "loon";

/// Some files of the corpus, at equal distances, are also handed in as archives.
const ARCHIVED: usize = 12;

/// An entry of `hostile.toml`, `honest.toml` or `trees.toml`.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Entry {
    verdict: String,
    finds: Option<String>,
    #[serde(default)]
    quick: bool,
    #[expect(dead_code, reason = "for readers; each entry must have it")]
    why: String,
}

impl Entry {
    fn expected(&self) -> Expected {
        match (self.verdict.as_str(), &self.finds) {
            ("passed", None) => Expected::Passes,
            ("refused", Some(finds)) => Expected::Refused(finds.clone()),
            (verdict, _) => Expected::Verdict(verdict.to_owned()),
        }
    }
}

/// The files in `grading/corpus`.
pub(super) fn corpus(workspace: &Workspace) -> Result<Vec<Case>, Error> {
    let answer = workspace.read(&Source::Answer.shown(EXERCISE))?;
    let mut cases = Vec::new();
    for kind in ["honest", "hostile"] {
        for (name, entry) in entries(workspace, kind)? {
            let file = format!("grading/corpus/{kind}/{name}.rs");
            let text = std::fs::read_to_string(workspace.path(&file)).or_cannot("read", &file)?;
            cases.push(Case {
                name: format!("{kind}-{name}"),
                form: Form::Folder,
                files: BTreeMap::from([(EXERCISE.to_owned(), submission(&text, &answer))]),
                expected: BTreeMap::from([(EXERCISE.to_owned(), entry.expected())]),
                is_quick: entry.quick,
            });
        }
    }
    Ok(cases)
}

/// The entries of a list of the corpus.
fn entries(workspace: &Workspace, kind: &str) -> Result<BTreeMap<String, Entry>, Error> {
    let list = format!("grading/corpus/{kind}.toml");
    toml::from_str(&workspace.read(&list)?).map_err(|error| Error::new(format!("{list}: {error}")))
}

/// The submissions that are hostile by their form.
#[cfg(unix)]
pub(super) fn trees(workspace: &Workspace) -> Result<Vec<Case>, Error> {
    let answer = workspace.read(&Source::Answer.shown(EXERCISE))?;
    let mut entries = entries(workspace, "trees")?;
    let case = |tree: super::trees::Tree| {
        let name = tree.name();
        let unlisted = || Error::new(format!("grading/corpus/trees.toml does not list {name}"));
        let entry = entries.remove(name).ok_or_else(unlisted)?;
        Ok(Case {
            name: format!("tree-{name}"),
            form: Form::Tree(tree),
            files: BTreeMap::from([(EXERCISE.to_owned(), answer.clone())]),
            expected: BTreeMap::from([(EXERCISE.to_owned(), entry.expected())]),
            is_quick: entry.quick,
        })
    };
    super::trees::Tree::ALL.into_iter().map(case).collect()
}

/// A whole submission: a file of the corpus, and what it does not have of the answer. If it has a function
/// `attack`, every birthday calls it.
pub(super) fn submission(file: &str, answer: &str) -> String {
    let mut answer = answer.replace("//!", "//");
    if file.contains("fn main()") {
        answer = answer.split_once("\nfn main() {").map_or("", |(rest, _)| rest).to_owned();
    }
    if file.contains("fn attack()") {
        answer = answer.replacen("*age += 1;", "*age += 1;\n        attack();", 1);
    }
    format!("{file}\n{answer}")
}

/// Some of the cases again, as archives.
pub(super) fn archives(cases: &[Case]) -> Vec<Case> {
    let archive = |form, ending: &str, case: &Case| Case {
        name: format!("{}-{ending}", case.name),
        form,
        ..case.clone()
    };
    let some = || cases.iter().step_by(ARCHIVED);
    let zips = some().map(|case| archive(Form::Zip, "zip", case));
    zips.chain(some().map(|case| archive(Form::Tar, "tar", case))).collect()
}

/// All answers, as one submission.
pub(super) fn answers(workspace: &Workspace, exercises: &[&Exercise]) -> Result<Case, Error> {
    let read = |exercise: &Exercise| workspace.read(&Source::Answer.shown(&exercise.name));
    one("answers", exercises, &Expected::Passes, read)
}

/// All starters with `more` at their ends, as one submission.
pub(super) fn starters(
    workspace: &Workspace,
    exercises: &[&Exercise],
    more: &str,
) -> Result<Case, Error> {
    let (name, expected) = match more {
        "" => ("starters", Expected::Verdict("unchanged".to_owned())),
        _ => ("changed-starters", Expected::Fails),
    };
    one(name, exercises, &expected, |exercise| {
        Ok(course::starter(workspace, &exercise.name)? + more)
    })
}

fn one(
    name: &str,
    exercises: &[&Exercise],
    expected: &Expected,
    text: impl Fn(&Exercise) -> Result<String, Error>,
) -> Result<Case, Error> {
    let files = exercises.iter().map(|exercise| Ok((exercise.name.clone(), text(exercise)?)));
    let expected = exercises.iter().map(|exercise| (exercise.name.clone(), expected.clone()));
    Ok(Case {
        name: name.to_owned(),
        form: Form::Folder,
        files: files.collect::<Result<_, Error>>()?,
        expected: expected.collect(),
        is_quick: true,
    })
}

/// Each alternative, as a submission of its own.
pub(super) fn alternatives(
    workspace: &Workspace,
    exercises: &[&Exercise],
) -> Result<Vec<Case>, Error> {
    let mut cases = Vec::new();
    for exercise in exercises {
        for file in workspace.list(&format!("course/{}/alternatives", exercise.name), "rs")? {
            let case = one(
                &format!("{ALTERNATIVE}{}-{}", exercise.name, stem(&file)),
                &[exercise],
                &Expected::Passes,
                // Few alternatives have a `main`.
                |_| {
                    let text = workspace.read(&file)?;
                    let main = if text.contains("fn main()") { "" } else { "\nfn main() {}\n" };
                    Ok(text + main)
                },
            )?;
            cases.push(case);
        }
    }
    Ok(cases)
}
