//! `cargo course mutants`: which mistakes the tests find, and which test finds which.
mod analysis;
mod baseline;
mod body;
mod body_diff;
mod browser_check;
mod build;
mod build_cache;
mod cargo_mutants_json;
mod catalogue;
mod cell;
mod cli;
mod compiler;
mod diff;
mod edit;
mod engine;
mod equivalent;
mod expectations;
mod files;
mod guards;
mod handwritten;
mod html;
mod json;
mod lock;
mod matrix;
mod matrix_diff;
mod mutant;
mod operators;
mod package;
mod problem;
mod rustfmt;
mod schemata;
mod screen;
mod source;
mod summary;
mod test_run;
mod test_value;
mod verdict_cache;
mod vs_cargo_mutants;

use std::env;
use std::path::Path;
use std::process::ExitCode;

use analysis::{Analysis, Plan};
use build::Suite;
use cli::Asked;
use problem::Problem;
use screen::Progress;

pub(crate) fn main() -> ExitCode {
    // `cargo course` hands over the name of the command too.
    let mut words = env::args_os().skip(1).peekable();
    words.next_if(|word| word == "mutants");
    match cli::parse(lexopt::Parser::from_args(words)).and_then(|asked| start(&asked)) {
        Ok(code) => code,
        Err(problem) => {
            anstream::eprintln!("{problem}");
            ExitCode::from(2)
        }
    }
}

/// Does what was asked for. Exit codes: 0 all is well, 1 something is red, 2 (by the error) the
/// command cannot be understood or done.
fn start(asked: &Asked) -> Result<ExitCode, Problem> {
    if asked.help {
        anstream::print!("{}", cli::HELP);
        return Ok(ExitCode::SUCCESS);
    }
    if asked.operators {
        for operator in operators::all() {
            anstream::println!("{:26} {:24} {}", operator.name, operator.group, operator.does);
        }
        return Ok(ExitCode::SUCCESS);
    }
    if let Some((old, new)) = &asked.diff {
        anstream::print!("{}", matrix_diff::files(old, new)?);
        return Ok(ExitCode::SUCCESS);
    }
    let root = files::root()?;
    let _lock = lock::take(&files::scratch(&root), |said| anstream::eprintln!("{said}"))?;
    if asked.baseline {
        let text = baseline::both(&root, asked.jobs, &Progress::start())?;
        if asked.accept {
            baseline::accept(&root, &text)?;
        }
        anstream::print!("{text}");
        return Ok(ExitCode::SUCCESS);
    }
    if asked.engine {
        let say = |text: &str| anstream::print!("{text}");
        let is_red = engine::all(&root, &asked.names, asked.jobs, &Progress::start(), say)?;
        return Ok(ExitCode::from(u8::from(is_red)));
    }
    let names = catalogue::select(&root, &asked.names)?;
    if asked.beside {
        let say = |line: &str| anstream::println!("{line}");
        let is_red = vs_cargo_mutants::both(&root, &names, asked.jobs, &Progress::start(), say)?;
        return Ok(ExitCode::from(u8::from(is_red)));
    }
    if asked.check {
        return check(&root, &names, asked.jobs);
    }
    let reports = asked.json || asked.html.is_some() || asked.look;
    let plan = Plan { jobs: asked.jobs, repeat: asked.repeat, reports };
    let campaign = analysis::run(&root, &Suite::ours(&root), &names, plan, &Progress::start())?;
    if asked.repeat > 1 && !asked.json {
        anstream::println!(
            "{} runs, with 1, 2 and 4 jobs in turn, and each said the same about every mutant\n",
            asked.repeat
        );
    }
    if asked.accept {
        accept(&root, &campaign)?;
    }
    show(&root, asked, &campaign)?;
    let folder =
        asked.html.clone().or_else(|| asked.look.then(|| files::scratch(&root).join("page")));
    if let Some(folder) = folder {
        let page = html::write(&root, &campaign, &folder)?;
        if asked.look {
            return browser_check(&page);
        }
        // What reads the JSON reads nothing else.
        anstream::eprintln!("the page is {}", page.display());
    }
    let complaints = campaign.outcomes.iter().flat_map(|outcome| &outcome.complaints);
    let is_red = if asked.accept {
        campaign.outcomes.iter().any(|outcome| summary::Count::of(outcome).survivors > 0)
    } else {
        complaints.clone().next().is_some()
    };
    if !asked.json && !asked.accept {
        complaints.for_each(|complaint| anstream::println!("{}", complaint.trim_end()));
    }
    Ok(ExitCode::from(u8::from(is_red)))
}

/// Opens the page in a browser and does what a reader does.
fn browser_check(page: &Path) -> Result<ExitCode, Problem> {
    let Some(said) = browser_check::run(page)? else {
        anstream::println!("not looked at: there is no Chromium here");
        return Ok(ExitCode::SUCCESS);
    };
    let wrong: Vec<&String> = said.iter().filter(|line| !line.starts_with("ok")).collect();
    wrong.iter().for_each(|line| anstream::println!("{line}"));
    if wrong.is_empty() {
        anstream::println!("the page does in Chromium what it promises: {} checks", said.len());
    }
    Ok(ExitCode::from(u8::from(!wrong.is_empty())))
}

/// Only what is wrong, and a line if nothing is; what was right before is not judged again.
fn check(root: &Path, names: &[String], jobs: usize) -> Result<ExitCode, Problem> {
    let (known, new): (Vec<String>, Vec<String>) =
        names.iter().cloned().partition(|name| verdict_cache::is_known(root, name));
    let progress = Progress::start();
    let mut campaign = analysis::run(root, &Suite::ours(root), &new, Plan::once(jobs), &progress)?;
    let mut is_red = false;
    for outcome in &mut campaign.outcomes {
        if outcome.matrix.exercise == baseline::EXERCISE {
            let changed = baseline::complaint(root, outcome, jobs, &progress)?;
            outcome.complaints.extend(changed);
        }
        match outcome.complaints.is_empty() {
            true => verdict_cache::remember(root, &outcome.matrix.exercise),
            false => is_red = true,
        }
        outcome.complaints.iter().for_each(|said| anstream::println!("{}", said.trim_end()));
    }
    let unchanged = match known.len() {
        0 => String::new(),
        some => format!(" ({some} exercises unchanged since they were judged)"),
    };
    anstream::println!("{}{unchanged}", summary::in_short(&campaign));
    Ok(ExitCode::from(u8::from(is_red)))
}

fn show(root: &Path, asked: &Asked, campaign: &Analysis) -> Result<(), Problem> {
    if asked.json {
        let text = serde_json::to_string_pretty(&json::run(root, campaign))
            .map_err(|error| Problem::new(format!("the run as JSON: {error}")))?;
        anstream::println!("{text}");
    } else if !asked.look {
        anstream::print!("{}", summary::render(campaign));
    }
    Ok(())
}

/// Writes the matrices; equivalents and patches are written by people.
fn accept(root: &Path, campaign: &Analysis) -> Result<(), Problem> {
    for outcome in &campaign.outcomes {
        let file = analysis::file(&outcome.matrix.exercise);
        files::put(&root.join(&file), &outcome.matrix.render())
            .map_err(|error| Problem::io("write", &file, &error))?;
    }
    Ok(())
}
