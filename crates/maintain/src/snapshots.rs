//! `snapshots`: what the answers' outcomes and the starters' reports are now, against what was
//! accepted.
use std::path::PathBuf;
use std::process::ExitCode;
use std::{env, fs};

use course::catalog::Exercise;
use course::diff::unified;
use course::error::Error;
pub(crate) use course::fingerprint::SNAPSHOTS as FOLDER;
use course::reports;
use course::result::State;
use course::runner::Runner;
use course::screen::Progress;
use course::workspace::{Source, Workspace};
use course::{Arguments, Context};
use course::{messages, starters};

pub(crate) fn run(context: &Context, arguments: &Arguments) -> Result<ExitCode, Error> {
    let Context { workspace, catalog, .. } = context;
    let exercises = catalog.select(&arguments.values)?;
    if arguments.has("starters") {
        return keep_starters(workspace, &exercises);
    }
    let mut progress = Progress::start();
    let runner = Runner::prepare(workspace, Source::Solution, &exercises, &mut progress)?
        .environment(protocol::environment::REVIEW_SNAPSHOTS, "1")
        .environment("INSTA_UPDATE", "new");
    for exercise in &exercises {
        let judgement = runner.judge(exercise, &mut progress)?;
        if !matches!(judgement.state, State::Judged(_)) {
            let details = messages::details(&judgement, Source::Solution, messages::Typed::MAKE);
            return Err(Error::new(format!("the reference cannot be tested\n{details}")));
        }
    }
    let changed = changed_reports(workspace, &exercises, &mut progress)?;
    drop(progress);
    let pending: Vec<PathBuf> = pending(workspace)?
        .into_iter()
        .filter(|path| {
            let file = workspace.shown(path);
            let belongs = |name: &str| file.starts_with(&format!("{FOLDER}/{name}__"));
            exercises.iter().any(|exercise| belongs(&exercise.name))
        })
        .collect();
    for path in &pending {
        review(workspace, path, arguments.has("accept"))?;
    }
    let count = pending.len() + changed.len();
    for (exercise, report) in &changed {
        let shown = reports::file(exercise);
        let before = reports::reviewed(workspace, exercise).unwrap_or_default();
        anstream::println!("{}", unified(&before, report, &shown, &format!("{shown} (now)")));
        if arguments.has("accept") {
            fs::write(workspace.path(&shown), report)
                .map_err(|error| Error::io("write", &shown, &error))?;
        }
    }
    if count == 0 {
        anstream::println!("every outcome and every report is as it was accepted");
    } else if arguments.has("accept") {
        anstream::println!("accepted {count}; look at them once more with `git diff`");
    } else {
        let again = env::args().skip(1).collect::<Vec<_>>().join(" ");
        anstream::println!(
            "{count} to review; to make them the new truth: cargo course {again} --accept"
        );
    }
    Ok(ExitCode::from(u8::from(count > 0 && !arguments.has("accept"))))
}

/// Keeps the files in exercises/ as what `reset` brings back.
fn keep_starters(workspace: &Workspace, exercises: &[&Exercise]) -> Result<ExitCode, Error> {
    let mut count = 0;
    for exercise in exercises {
        if starters::keep_starter(workspace, &exercise.name)? {
            anstream::println!("{} is new", starters::file(&exercise.name));
            count += 1;
        }
    }
    if count == 0 {
        anstream::println!("every starter is unchanged");
    }
    Ok(ExitCode::SUCCESS)
}

/// The starters' reports that are not as they were accepted.
fn changed_reports(
    workspace: &Workspace,
    exercises: &[&Exercise],
    progress: &mut Progress,
) -> Result<Vec<(String, String)>, Error> {
    let runner = Runner::prepare(workspace, Source::Exercise, exercises, progress)?;
    let mut changed = Vec::new();
    for exercise in exercises {
        let judgement = runner.judge(exercise, progress)?;
        // A starter that fails no test has no report: `verify` complains about it.
        if let Some(report) = reports::report(&judgement)
            && reports::reviewed(workspace, &exercise.name).as_ref() != Some(&report)
        {
            changed.push((exercise.name.clone(), report));
        }
    }
    Ok(changed)
}

fn review(workspace: &Workspace, new: &PathBuf, accept: bool) -> Result<(), Error> {
    let old = new.with_extension("");
    let read = |path: &PathBuf| {
        fs::read_to_string(path).map_err(|e| Error::io("read", path.display(), &e))
    };
    let before = if old.is_file() { read(&old)? } else { String::new() };
    let after = without_line_number(&read(new)?);
    let shown = workspace.shown(&old);
    anstream::println!("{}", unified(&before, &after, &shown, &format!("{shown} (now)")));
    if accept {
        fs::write(&old, after)
            .and_then(|()| fs::remove_file(new))
            .map_err(|e| Error::io("write", old.display(), &e))?;
    }
    Ok(())
}

/// insta notes the line of the assertion in what is pending, and leaves it out of what is accepted.
fn without_line_number(text: &str) -> String {
    let mut in_header = 0;
    text.split_inclusive('\n')
        .filter(|line| {
            in_header += usize::from(line.trim_end() == "---");
            !(in_header == 1 && line.starts_with("assertion_line:"))
        })
        .collect()
}

/// Every snapshot that waits for review.
pub(crate) fn pending(workspace: &Workspace) -> Result<Vec<PathBuf>, Error> {
    files(workspace, "snap.new")
}

/// The files of the snapshot folder whose names end so.
pub(crate) fn files(workspace: &Workspace, ending: &str) -> Result<Vec<PathBuf>, Error> {
    let folder = workspace.path(FOLDER);
    if !folder.is_dir() {
        return Ok(Vec::new());
    }
    let entries = fs::read_dir(&folder).map_err(|e| Error::io("read", FOLDER, &e))?;
    let mut found: Vec<PathBuf> = entries
        .filter_map(|entry| entry.ok().map(|entry| entry.path()))
        .filter(|path| path.to_string_lossy().ends_with(&format!(".{ending}")))
        .collect();
    found.sort();
    Ok(found)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_line_number_goes_and_the_text_stays() {
        let text = "---\nsource: tests/loon.rs\nassertion_line: 4\n---\na\nassertion_line: 5\n";
        let kept = "---\nsource: tests/loon.rs\n---\na\nassertion_line: 5\n";
        assert_eq!(without_line_number(text), kept);
    }
}
