//! `snapshots`: reviews the outcomes of the answers and the reports of the starters.
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::{env, fs};

use course::catalog::Exercise;
use course::diff::unified;
pub(crate) use course::fingerprint::SNAPSHOTS as FOLDER;
use course::messages::{self, CommandStyle};
use course::runner::Runner;
use course::screen::Progress;
use course::{Arguments, Context, Error, OrCannot, Source, State, Workspace, reports, starters};
use protocol::environment::REVIEW_SNAPSHOTS;

pub(crate) fn run(context: &Context, arguments: &Arguments) -> Result<ExitCode, Error> {
    let Context { workspace, catalog, .. } = context;
    let exercises = catalog.select(&arguments.values)?;
    if arguments.has("starters") {
        return save_starters(workspace, &exercises);
    }
    let accept = arguments.has("accept");
    let mut progress = Progress::start();
    run_answers(workspace, &exercises, &mut progress)?;
    progress.stop();
    let mut count = 0;
    // A report shows outcomes, so it is reviewed only once they are accepted.
    let (mut settled, mut unsettled) = (Vec::new(), Vec::new());
    for exercise in exercises {
        let pending = files(workspace, &[exercise], "snap.new")?;
        for new in &pending {
            review(workspace, new, accept)?;
        }
        count += pending.len();
        match pending.is_empty() || accept {
            true => settled.push(exercise),
            false => unsettled.push(exercise.name.as_str()),
        }
    }
    for (file, report) in changed_reports(workspace, &settled, &mut progress)? {
        show(&workspace.read(&file).unwrap_or_default(), &report, &file);
        if accept {
            workspace.write(&file, &report)?;
        }
        count += 1;
    }
    drop(progress);
    match (count, accept) {
        (0, _) => anstream::println!("every outcome and every report is as accepted"),
        (_, true) => anstream::println!("accepted {count}; check them again with `git diff`"),
        (_, false) => {
            let again = env::args().skip(1).collect::<Vec<_>>().join(" ");
            anstream::println!("{count} to review; to accept: cargo course {again} --accept");
        }
    }
    if !unsettled.is_empty() {
        let names = unsettled.join(", ");
        anstream::println!("reports to review once the outcomes are accepted: {names}");
    }
    Ok(ExitCode::from(u8::from(count > 0 && !accept)))
}

/// Runs the answers' tests so that insta writes changed outcomes.
fn run_answers(
    workspace: &Workspace,
    exercises: &[&Exercise],
    progress: &mut Progress,
) -> Result<(), Error> {
    let runner = Runner::prepare(workspace, Source::Answer, exercises, progress)?
        .environment(REVIEW_SNAPSHOTS, "1")
        .environment("INSTA_UPDATE", "new");
    for exercise in exercises {
        let result = runner.test(exercise, progress)?;
        if !matches!(result.state, State::Tested(_)) {
            let details = messages::details(&result, Source::Answer, CommandStyle::Make);
            return Err(Error::new(format!("the answer cannot be tested\n{details}")));
        }
    }
    Ok(())
}

/// Copies the files in exercises/ for `reset`.
fn save_starters(workspace: &Workspace, exercises: &[&Exercise]) -> Result<ExitCode, Error> {
    let mut count = 0;
    for exercise in exercises {
        if starters::save_starter(workspace, &exercise.name)? {
            anstream::println!("updated {}", starters::file(&exercise.name));
            count += 1;
        }
    }
    if count == 0 {
        anstream::println!("every starter is up to date");
    }
    Ok(ExitCode::SUCCESS)
}

/// The files of the starters' reports that have changed, with their new text.
fn changed_reports(
    workspace: &Workspace,
    exercises: &[&Exercise],
    progress: &mut Progress,
) -> Result<Vec<(String, String)>, Error> {
    if exercises.is_empty() {
        return Ok(Vec::new());
    }
    let runner = Runner::prepare(workspace, Source::Exercise, exercises, progress)?;
    let mut changed = Vec::new();
    for exercise in exercises {
        let result = runner.test(exercise, progress)?;
        // A starter that fails no test has no report, which is an error of `verify`.
        if let Some(report) = reports::report(&result)
            && reports::reviewed(workspace, &exercise.name).as_ref() != Some(&report)
        {
            changed.push((reports::file(&exercise.name), report));
        }
    }
    Ok(changed)
}

/// Shows a pending outcome, and accepts it if asked to.
fn review(workspace: &Workspace, new: &Path, accept: bool) -> Result<(), Error> {
    let old = new.with_extension("");
    let file = workspace.shown(&old);
    let before = if old.is_file() { workspace.read(&file)? } else { String::new() };
    let after = without_line_number(&workspace.read(&workspace.shown(new))?);
    show(&before, &after, &file);
    if accept {
        workspace.write(&file, &after)?;
        fs::remove_file(new).or_cannot("remove", new.display())?;
    }
    Ok(())
}

fn show(before: &str, after: &str, file: &str) {
    anstream::println!("{}", unified(before, after, file, &format!("{file} (now)")));
}

/// insta writes the line of the assertion into pending snapshots, but not into accepted ones.
fn without_line_number(text: &str) -> String {
    let mut headings = 0;
    text.split_inclusive('\n')
        .filter(|line| {
            headings += usize::from(line.trim_end() == "---");
            !(headings == 1 && line.starts_with("assertion_line:"))
        })
        .collect()
}

/// The snapshots of these exercises whose names end like this.
pub(crate) fn files(
    workspace: &Workspace,
    exercises: &[&Exercise],
    ending: &str,
) -> Result<Vec<PathBuf>, Error> {
    let mut files = course::files::list(&workspace.path(FOLDER)).or_cannot("read", FOLDER)?;
    files.retain(|path| {
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        let is_of = |exercise: &&Exercise| name.starts_with(&format!("{}__", exercise.name));
        name.ends_with(&format!(".{ending}")) && exercises.iter().any(is_of)
    });
    Ok(files)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_accepted_snapshot_has_no_line_number() {
        let text = "---\nsource: tests/loon.rs\nassertion_line: 4\n---\na\nassertion_line: 5\n";
        let kept = "---\nsource: tests/loon.rs\n---\na\nassertion_line: 5\n";
        assert_eq!(without_line_number(text), kept);
    }
}
