//! `new`: an exercise as a skeleton. It compiles, and `verify` is red until it is whole.
use std::fs::{self, File, OpenOptions};
use std::io::{self, Write};
use std::path::Path;
use std::process::ExitCode;

use course::{Arguments, Context, Error};

mod next_step;

/// Each file, with NAME in the place of the name.
const FILES: [(&str, &str); 5] = [
    ("exercises/NAME.rs", include_str!("skeleton/starter.txt")),
    ("complete/NAME.rs", include_str!("skeleton/answer.txt")),
    ("tests/NAME.rs", include_str!("skeleton/test.txt")),
    ("course/NAME/exercise.toml", include_str!("skeleton/exercise.txt")),
    ("course/NAME/starter.rs", include_str!("skeleton/starter.txt")),
];

/// What is added to files that are there.
const MANIFEST: &str = include_str!("skeleton/manifest.txt");
/// A chapter of its own, until the author finds a better place.
const CHAPTER: &str = "\n[[chapter]]\ntitle = \"TODO\"\nexercises = [\"NAME\"]\n";

/// Words of Rust that would be a file and a module at once, and names of our own.
const TAKEN: [&str; 12] = [
    "std",
    "core",
    "judge",
    "interleave",
    "proptest",
    "insta",
    "test",
    "mod",
    "loop",
    "match",
    "main",
    "complete",
];

pub(crate) fn run(context: &Context, arguments: &Arguments) -> Result<ExitCode, Error> {
    let name = arguments.one("new", "a name for the exercise")?;
    check(name, context.catalog.names())?;
    let root = &context.workspace.root;
    let file = |path: &str| path.replace("NAME", name);
    if let Some((path, _)) = FILES.iter().find(|(path, _)| root.join(file(path)).exists()) {
        return Err(Error::new(format!("{} is there already", file(path)))
            .help("nothing was written: delete it, or choose another name"));
    }
    // Entries go between others: where they belong must be known before anything is written.
    let manifest = context.workspace.read("Cargo.toml")?;
    let manifest = with_targets(&manifest, name)
        .ok_or_else(|| Error::new("Cargo.toml has no [[test]] and no [[example]] to add to"))?;
    let problem = |path: &str| {
        let path = path.to_owned();
        move |error: io::Error| Error::io("write", &path, &error)
    };
    for (path, text) in FILES {
        create(&root.join(file(path)), &text.replace("NAME", name))
            .map_err(problem(&file(path)))?;
    }
    for folder in ["mutants", "alternatives"] {
        let folder = root.join("course").join(name).join(folder);
        fs::create_dir_all(&folder).map_err(problem(&folder.display().to_string()))?;
    }
    fs::write(root.join("Cargo.toml"), manifest).map_err(problem("Cargo.toml"))?;
    OpenOptions::new()
        .append(true)
        .open(root.join("course/catalog.toml"))
        .and_then(|mut toml| toml.write_all(CHAPTER.replace("NAME", name).as_bytes()))
        .map_err(problem("course/catalog.toml"))?;
    anstream::print!("{}", next_step::steps(name));
    Ok(ExitCode::SUCCESS)
}

fn check<'a>(name: &str, mut names: impl Iterator<Item = &'a str>) -> Result<(), Error> {
    let is_word = !name.is_empty()
        && name.bytes().all(|b| b.is_ascii_lowercase() || b == b'_')
        && name.starts_with(|c: char| c.is_ascii_lowercase());
    if !is_word || TAKEN.contains(&name) {
        return Err(Error::new(format!("`{name}` cannot be a file, a test and a program at once"))
            .help("small letters and _ only, and no word of Rust: elevator"));
    }
    match names.any(|known| known == name) {
        true => Err(Error::new(format!("there is an exercise `{name}` already"))
            .help("`cargo course list` shows every name that is taken")),
        false => Ok(()),
    }
}

fn create(path: &Path, text: &str) -> io::Result<()> {
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder)?;
    }
    File::create_new(path)?.write_all(text.as_bytes())
}

/// The manifest with a test behind the last one, and two programs behind the last ones.
fn with_targets(manifest: &str, name: &str) -> Option<String> {
    let (test, examples) = MANIFEST.split_once("\n\n")?;
    let after = |text: &str, heading: &str| {
        let last = text.rfind(heading)?;
        Some(text[last..].find("\n\n").map_or(text.len(), |end| last + end))
    };
    let mut text = manifest.to_owned();
    for (heading, entry) in [("[[example]]", examples), ("[[test]]", test)] {
        let at = after(&text, heading)?;
        text.insert_str(at, &format!("\n\n{}", entry.trim_end().replace("NAME", name)));
    }
    Some(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_words_that_nobody_has() {
        let names = || ["loon", "cat"].into_iter();
        assert!(check("elevator", names()).is_ok());
        for name in ["", "Elevator", "2cats", "_", "a-b", "mod", "cat", "a/b", ".."] {
            assert!(check(name, names()).is_err(), "{name}");
        }
    }

    #[test]
    fn targets_go_behind_the_last_ones() {
        let manifest = "[package]\n\n[[test]]\nname = \"loon\"\n\n[[example]]\nname = \"loon\"\npath = \"exercises/loon.rs\"\n\n[profile.dev]\n";
        insta::assert_snapshot!(with_targets(manifest, "elevator").expect("a place"));
        assert_eq!(with_targets("[package]\n", "elevator"), None);
    }
}
