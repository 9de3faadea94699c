//! What an exercise still needs, one step at a time.
use course::catalog::{self, Exercise};
use course::files::with_extension;
use course::screen::{WIDTH, wrap};
use course::{Context, Error, Source, Workspace, reports, starters};

use crate::contract;
use crate::mutants::matrix;
use crate::mutants::paths::folder;

/// Prints the next step.
pub(crate) fn print(context: &Context, name: &str) {
    match context.catalog.get(name).and_then(|exercise| find(context, exercise)) {
        Ok(None) => {
            anstream::println!("\n{name} has everything; check it: cargo course verify {name}")
        }
        Ok(Some(step)) => {
            let step = wrap(&format!("next step: {step}"), 2, WIDTH);
            anstream::println!("\n{step}\nto see the one after it: cargo course new {name}");
        }
        Err(error) => anstream::println!("\nnext step: {error}"),
    }
}

/// The first thing that is missing.
fn find(context: &Context, exercise: &Exercise) -> Result<Option<String>, Error> {
    let workspace = &context.workspace;
    let name = &exercise.name;
    let toml = catalog::file(name);
    let task = |file: &str, what: &str| -> Result<Option<String>, Error> {
        let is_open = workspace.read(file)?.lines().any(|line| line.starts_with("//! TODO"));
        Ok(is_open.then(|| format!("{file}: {what}")))
    };
    let patches = with_extension(&workspace.path(&folder(name)), "patch");
    let alternatives = format!("course/{name}/alternatives");
    let designs = with_extension(&workspace.path(&alternatives), "rs");
    let steps: [&dyn Fn() -> Result<Option<String>, Error>; 11] = [
        &|| {
            let what = "write a bug that a beginner would plausibly write, and the task at the top";
            task(&Source::Exercise.shown(name), what)
        },
        &|| {
            let what = "write the answer; keep imports, signatures and order of the exercise";
            task(&Source::Solution.shown(name), what)
        },
        &|| {
            let what = "write a test for each sentence of the task, too little and too much";
            task(&format!("tests/{name}.rs"), what)
        },
        &|| Ok(open_entry(exercise).map(|what| format!("{toml}: write {what}"))),
        &|| {
            let tests = contract::tests(workspace, name);
            Ok(contract::mismatches(&exercise.contract, &toml, &tests).into_iter().next())
        },
        &|| {
            let is_kept = starters::is_unmodified(workspace, name);
            Ok((!is_kept).then(|| "cargo course snapshots --starters".to_owned()))
        },
        &|| {
            let patches =
                patches.as_ref().map_err(|error| Error::io("list", folder(name), error))?;
            let is_open = |path| {
                workspace
                    .read(&workspace.shown(path))
                    .is_ok_and(|text| text.contains("# why: TODO"))
            };
            let open = patches.iter().find(|path| is_open(path));
            Ok(match (patches.is_empty(), open) {
                (true, _) => Some(format!(
                    "make a mistake in {}, then run `cargo course mutant {name} MISTAKE`",
                    Source::Solution.shown(name)
                )),
                (false, Some(path)) => Some(format!("{}: write the reason", workspace.shown(path))),
                (false, None) => None,
            })
        },
        &|| {
            let designs =
                designs.as_ref().map_err(|error| Error::io("list", &alternatives, error))?;
            let what = "add a correct solution with another design";
            Ok(designs.is_empty().then(|| format!("{alternatives}/DESIGN.rs: {what}")))
        },
        &|| {
            let is_missing = is_missing(workspace, &matrix::file(name));
            Ok(is_missing.then(|| format!("cargo course mutants {name} --accept, then review it")))
        },
        &|| {
            let is_missing = is_missing(workspace, &reports::file(name));
            Ok(is_missing
                .then(|| format!("cargo course snapshots {name} --accept, then review it")))
        },
        &|| {
            let page = contract::page(workspace, &context.catalog)?;
            let is_stale = workspace.read(contract::PAGE).ok() != Some(page);
            let page = contract::PAGE;
            Ok(is_stale.then(|| format!("cargo course contract > {page}")))
        },
    ];
    for step in steps {
        if let Some(missing) = step()? {
            return Ok(Some(missing));
        }
    }
    Ok(None)
}

fn is_missing(workspace: &Workspace, file: &str) -> bool {
    !workspace.path(file).is_file()
}

/// What `exercise.toml` or the catalog leaves to be written.
pub(crate) fn open_entry(exercise: &Exercise) -> Option<&'static str> {
    let is_open = |text: &String| text.starts_with("TODO");
    if is_open(&exercise.title) {
        Some("the title")
    } else if is_open(&exercise.chapter) {
        Some("the chapter (in course/catalog.toml)")
    } else if exercise.hints.iter().any(is_open) {
        Some("the hints")
    } else if is_open(&exercise.contract.seed) {
        Some("the seed")
    } else {
        None
    }
}
