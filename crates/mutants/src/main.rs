//! `cargo course mutants`: which mistakes the tests find, and which test finds which.
mod body;
mod campaign;
mod catalogue;
mod cli;
mod compare;
mod compile;
mod declare;
mod diff;
mod difference;
mod edit;
mod equivalent;
mod files;
mod format;
mod guards;
mod json;
mod matrix;
mod mutant;
mod operators;
mod package;
mod planted;
mod problem;
mod run;
mod schemata;
mod screen;
mod source;
mod table;
mod tests_of;
mod verdict;
mod workshop;

use std::path::Path;
use std::process::ExitCode;

use campaign::Campaign;
use cli::Asked;
use problem::Problem;
use screen::Progress;

fn main() -> ExitCode {
    match cli::parse(lexopt::Parser::from_env()).and_then(|asked| start(&asked)) {
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
        anstream::print!("{}", compare::files(old, new)?);
        return Ok(ExitCode::SUCCESS);
    }
    let root = files::root()?;
    let names = catalogue::select(&root, &asked.names)?;
    let campaign = campaign::run(&root, &names, asked.jobs, &Progress::start())?;
    if asked.accept {
        accept(&root, &campaign)?;
    }
    show(&root, asked, &campaign)?;
    let complaints = campaign.outcomes.iter().flat_map(|outcome| &outcome.complaints);
    let is_red = if asked.accept {
        campaign.outcomes.iter().any(|outcome| table::Count::of(outcome).survivors > 0)
    } else {
        complaints.clone().next().is_some()
    };
    if !asked.json && !asked.accept {
        complaints.for_each(|complaint| anstream::println!("{}", complaint.trim_end()));
    }
    Ok(ExitCode::from(u8::from(is_red)))
}

fn show(root: &Path, asked: &Asked, campaign: &Campaign) -> Result<(), Problem> {
    if asked.json {
        let text = serde_json::to_string_pretty(&json::run(root, campaign))
            .map_err(|error| Problem::new(format!("the run as JSON: {error}")))?;
        anstream::println!("{text}");
    } else if !asked.check {
        anstream::print!("{}", table::render(campaign));
    }
    Ok(())
}

/// Writes the matrices; equivalents and patches are written by people.
fn accept(root: &Path, campaign: &Campaign) -> Result<(), Problem> {
    for outcome in &campaign.outcomes {
        let file = campaign::file(&outcome.matrix.exercise);
        files::put(&root.join(&file), &outcome.matrix.render())
            .map_err(|error| Problem::io("write", &file, &error))?;
    }
    Ok(())
}
