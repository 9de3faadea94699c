//! `new`: creates an exercise that compiles and has one race, then says what it still needs.
pub(crate) mod next_step;
mod targets;

use std::process::ExitCode;

use course::{Arguments, Catalog, Context, Error, Verdict};

use crate::mutants::handwritten;
use crate::mutants::paths::folder;

/// The files of an exercise, with NAME in place of its name.
const FILES: [(&str, &str); 6] = [
    ("exercises/NAME.rs", include_str!("skeleton/starter.txt")),
    ("complete/NAME.rs", include_str!("skeleton/answer.txt")),
    ("tests/NAME.rs", include_str!("skeleton/test.txt")),
    ("course/NAME/exercise.toml", include_str!("skeleton/exercise.txt")),
    ("course/NAME/starter.rs", include_str!("skeleton/starter.txt")),
    ("course/NAME/alternatives/atomic.rs", include_str!("skeleton/alternative.txt")),
];

/// The example of a handwritten mutant.
const PATCH: &str = "lock_released_between_steps";

/// Crates and modules that an exercise cannot be named after.
const RESERVED: [&str; 11] = [
    "std",
    "core",
    "judge",
    "interleave",
    "proptest",
    "insta",
    "test",
    "main",
    "complete",
    "snapshots",
    "serde",
];

pub(crate) fn run(context: &Context, arguments: &Arguments) -> Result<ExitCode, Error> {
    let name = arguments.first();
    if context.catalog.get(name).is_ok() {
        next_step::print(context, name);
        return Ok(ExitCode::SUCCESS);
    }
    check(name)?;
    let workspace = &context.workspace;
    let file = |path: &str| path.replace("NAME", name);
    if let Some((path, _)) = FILES.iter().find(|(path, _)| workspace.path(&file(path)).exists()) {
        return Err(Error::new(format!("{} exists already", file(path)))
            .help("nothing was written; delete the file or choose another name"));
    }
    // Everything that can fail comes before the first file is written.
    let manifest = targets::add(&workspace.read("Cargo.toml")?, name)
        .ok_or_else(|| Error::new("Cargo.toml has no [[test]] and [[example]] to add to"))?;
    let topic = arguments.option("topic").map_or("TODO".into(), |title| title.to_string_lossy());
    let catalog = targets::add_to_topic(&workspace.read("course/catalog.toml")?, &topic, name);
    let patch = format!("{}/{PATCH}.patch", folder(name));
    for (path, text) in FILES {
        workspace.write(&file(path), &file(text))?;
    }
    workspace.write(&patch, &example_patch(name))?;
    workspace.write("Cargo.toml", &manifest)?;
    workspace.write("course/catalog.toml", &catalog)?;
    anstream::println!("created {name}, a counter that returns a number twice; files:");
    FILES.iter().for_each(|(path, _)| anstream::println!("  {}", file(path)));
    anstream::println!("  {patch}");
    let catalog = Catalog::load(workspace)?;
    let created = Context { workspace: workspace.clone(), catalog, commands: context.commands };
    next_step::print(&created, name);
    Ok(ExitCode::SUCCESS)
}

fn check(name: &str) -> Result<(), Error> {
    let is_lowercase = name.bytes().all(|b| b.is_ascii_lowercase() || b == b'_');
    let is_identifier = syn::parse_str::<syn::Ident>(name).is_ok();
    match is_lowercase && is_identifier && !RESERVED.contains(&name) {
        true => Ok(()),
        false => Err(Error::new(format!("`{name}` cannot be the name of an exercise"))
            .help("use lowercase letters and _, and no keyword or crate: elevator")),
    }
}

fn example_patch(name: &str) -> String {
    let answer = include_str!("skeleton/answer.txt");
    let mutant = answer.replace(
        "let mut last = self.last.lock().unwrap();\n        *last += 1;\n        *last",
        "\
            let next = *self.last.lock().unwrap() + 1;\n        \
            *self.last.lock().unwrap() = next;\n        next",
    );
    handwritten::render(name, answer, &mutant, "no_number_is_returned_twice", Verdict::Race)
        .replace("# why: TODO", "# why: the lock is released between reading and writing")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_a_file_a_test_and_a_module() {
        assert!(check("elevator").is_ok());
        for name in ["", "Elevator", "2cats", "_", "a-b", "mod", "judge", "a/b", ".."] {
            assert!(check(name).is_err(), "{name}");
        }
    }

    #[test]
    fn the_example_is_a_mutant_of_the_skeleton() {
        insta::assert_snapshot!(example_patch("elevator"));
    }
}
