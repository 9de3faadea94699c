//! `cargo course explain`: the interleaving that breaks an exercise, step by step, as a page for a
//! browser and as text.
mod browser;
mod page;
#[cfg(test)]
mod sample;
mod story;
mod text;

use std::fs;
use std::process::ExitCode;

use course::{Arguments, Context, Error, Explained, Source, usage};

use story::{Story, Walk};

fn main() -> ExitCode {
    course::sister_main(explain)
}

fn explain(_: &str, context: &Context, arguments: &Arguments) -> Result<ExitCode, Error> {
    let (name, test) = match arguments.values.as_slice() {
        [name] => (name, None),
        [name, test] => (name, Some(test.as_str())),
        [] => return Err(usage("explain", "`explain` needs the name of an exercise".to_owned())),
        [_, _, more, ..] => {
            return Err(usage(
                "explain",
                format!("`explain` takes an exercise and a test; what is `{more}`?"),
            ));
        }
    };
    let exercise = context.catalog.get(name)?;
    let (test, walk) = match course::explain(context, exercise, test)? {
        Explained::Walk { test, walk } => (test, walk),
        Explained::Said(text) => {
            anstream::println!("{}", course::fit(&text));
            return Ok(ExitCode::FAILURE);
        }
    };
    let walk: Walk = serde_json::from_str(&walk)
        .map_err(|error| Error::new(format!("the steps of {} are no JSON: {error}", test.name)))?;
    let file = Source::Exercise.shown(name);
    let story = Story::new(name, &test, walk, &file, &context.workspace.read(&file)?);
    if arguments.has("text") {
        anstream::print!("{}", course::fit(&text::write(&story, &arguments.values.join(" "))));
        return Ok(ExitCode::SUCCESS);
    }
    let folder = context.workspace.target.join("course").join("explain");
    let path = folder.join(format!("{name}.html"));
    fs::create_dir_all(&folder)
        .and_then(|()| fs::write(&path, page::write(&story)?))
        .map_err(|error| Error::io("write", path.display(), &error))?;
    anstream::println!("{}", path.display());
    if !arguments.has("no-browser") && !browser::open(&path) {
        anstream::println!("no browser could be opened: open this file in one, or add --text");
    }
    Ok(ExitCode::SUCCESS)
}
