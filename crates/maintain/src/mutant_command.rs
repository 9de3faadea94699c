//! `mutant`: turns an edited answer into a handwritten mutant.
use std::process::{Command, ExitCode};

use course::catalog::Exercise;
use course::messages::{self, CommandStyle};
use course::runner::Runner;
use course::screen::Progress;
use course::{
    Arguments, Context, Error, ExerciseResult, OrCannot, Source, State, Verdict, Workspace, diff,
};

use crate::mutants::cell;
use crate::mutants::paths::folder;
use crate::mutants::{handwritten, rustfmt};

pub(crate) fn run(context: &Context, arguments: &Arguments) -> Result<ExitCode, Error> {
    let (name, mutant) = (arguments.first(), arguments.values.get(1));
    let workspace = &context.workspace;
    let exercise = context.catalog.get(name)?;
    let patch_file = mutant.map(|mutant| file(workspace, name, mutant)).transpose()?;
    let answer_file = Source::Answer.shown(name);
    let answer = committed(workspace, &answer_file)?;
    let edited = rustfmt::format(workspace, &[workspace.read(&answer_file)?])?.concat();
    if edited == answer {
        return Err(Error::new(format!("{answer_file} has no change"))
            .help("edit it so that it contains one mistake, then run this command again"));
    }
    let result = test(workspace, exercise)?;
    let Some((killer, verdict)) = killer(&result) else {
        anstream::print!("{}", diff::unified(&answer, &edited, &answer_file, "your edit"));
        anstream::println!(
            "\nno test kills this mutant: add a test that does, or choose another mistake"
        );
        return Ok(ExitCode::FAILURE);
    };
    let patch = handwritten::render(name, &answer, &edited, killer, verdict);
    anstream::print!("{patch}");
    match patch_file {
        None => anstream::println!("\nto keep it: cargo course mutant {name} MUTANT"),
        Some(file) => {
            workspace.write(&file, &patch)?;
            workspace.write(&answer_file, &answer)?;
            anstream::println!(
                "\nwrote {file} and restored {answer_file}\n\
                 replace the TODO after `# why:`, then run `cargo course mutants {name} --accept`"
            );
        }
    }
    Ok(ExitCode::SUCCESS)
}

/// The file of a new patch.
fn file(workspace: &Workspace, name: &str, mutant: &str) -> Result<String, Error> {
    let is_name = |name: &str| name.bytes().all(|b| b.is_ascii_lowercase() || b == b'_');
    if mutant.is_empty() || !is_name(mutant) {
        return Err(Error::new(format!("`{mutant}` cannot be the name of a mutant"))
            .help("use lowercase letters and _, such as `sleep_instead_of_join`"));
    }
    let file = format!("{}/{mutant}.patch", folder(name));
    match workspace.path(&file).exists() {
        true => Err(Error::new(format!("{file} exists already")).help("choose another name")),
        false => Ok(file),
    }
}

/// A file as in the last commit.
fn committed(workspace: &Workspace, file: &str) -> Result<String, Error> {
    let mut git = Command::new("git");
    git.args(["show", &format!("HEAD:./{file}")]).current_dir(&workspace.root);
    let output = git.output().or_cannot("run", "git")?;
    match output.status.success() {
        true => Ok(String::from_utf8_lossy(&output.stdout).replace("\r\n", "\n")),
        false => Err(Error::new(format!("git has no committed version of {file}"))
            .help(format!("commit the correct answer first: git add {file}; git commit"))),
    }
}

fn test(workspace: &Workspace, exercise: &Exercise) -> Result<ExerciseResult, Error> {
    let mut progress = Progress::start();
    let runner = Runner::prepare(workspace, Source::Answer, &[exercise], &mut progress)?;
    let result = runner.test(exercise, &mut progress)?;
    match result.state {
        State::Tested(_) => Ok(result),
        _ => {
            let details = messages::details(&result, Source::Answer, CommandStyle::Make);
            Err(Error::new(format!("the mutant cannot be tested\n{details}")))
        }
    }
}

/// The first test that kills the mutant, and its verdict.
fn killer(result: &ExerciseResult) -> Option<(&str, Verdict)> {
    let killer = result.tests().iter().find(|test| cell::kills(test.verdict))?;
    Some((&killer.name, killer.verdict))
}

#[cfg(test)]
mod tests {
    use course::TestRecord;

    use super::*;

    #[test]
    fn the_first_test_that_kills_is_proposed() {
        let test = |name, verdict| TestRecord::new(name, "", verdict);
        let tests = vec![
            test("a", Verdict::Passed),
            test("b", Verdict::Timeout),
            test("c", Verdict::Deadlock),
            test("d", Verdict::Race),
        ];
        let result = ExerciseResult::new("loon", State::Tested(tests));
        assert_eq!(killer(&result), Some(("c", Verdict::Deadlock)));
    }
}
