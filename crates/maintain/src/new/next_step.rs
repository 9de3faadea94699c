//! What an exercise still needs, one step at a time.
use course::catalog::{self, Exercise};
use course::screen::{WIDTH, wrap};
use course::{Context, Error, Source, reports, starters};

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
    let patches = workspace.list(&folder(name), "patch")?;
    let designs = workspace.list(&format!("course/{name}/alternatives"), "rs")?;
    let has_todo =
        |file: &&String| workspace.read(file).is_ok_and(|text| text.contains("# why: TODO"));
    let open_patch = patches.iter().find(has_todo);
    let is_missing = |file: String| !workspace.path(&file).is_file();
    let page = contract::PAGE;
    let steps = [
        task(
            &Source::Exercise.shown(name),
            "write a bug that a beginner would plausibly write, and the task at the top",
        )?,
        task(
            &Source::Answer.shown(name),
            "write the answer; keep imports, signatures and order of the exercise",
        )?,
        task(
            &format!("tests/{name}.rs"),
            "write a test for each sentence of the task, too little and too much",
        )?,
        open_entry(exercise).map(|what| format!("{toml}: write {what}")),
        contract::mismatches(&exercise.contract, &toml, &contract::tests(workspace, name))
            .into_iter()
            .next(),
        (!starters::is_unmodified(workspace, name))
            .then(|| "cargo course snapshots --starters".to_owned()),
        patches.is_empty().then(|| {
            let answer = Source::Answer.shown(name);
            format!("make a mistake in {answer}, then run `cargo course mutant {name} MISTAKE`")
        }),
        open_patch.map(|file| format!("{file}: write the reason")),
        designs.is_empty().then(|| {
            format!(
                "course/{name}/alternatives/DESIGN.rs: add a correct solution with another design"
            )
        }),
        is_missing(matrix::file(name))
            .then(|| format!("cargo course mutants {name} --accept, then review it")),
        is_missing(reports::file(name))
            .then(|| format!("cargo course snapshots {name} --accept, then review it")),
        (workspace.read(page).ok() != Some(contract::page(workspace, &context.catalog)?))
            .then(|| format!("cargo course contract > {page}")),
    ];
    Ok(steps.into_iter().flatten().next())
}

/// What `exercise.toml` or the catalog leaves to be written.
pub(crate) fn open_entry(exercise: &Exercise) -> Option<&'static str> {
    let is_open = |text: &String| text.starts_with("TODO");
    if is_open(&exercise.title) {
        Some("the title")
    } else if is_open(&exercise.topic) {
        Some("the topic (in course/catalog.toml)")
    } else if exercise.repairs.iter().flat_map(|repair| &repair.hints).any(is_open) {
        Some("the hints")
    } else if is_open(&exercise.contract.seed) {
        Some("the seed")
    } else {
        None
    }
}
