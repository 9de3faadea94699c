//! What the book promises: quotes that are up to date, links that lead somewhere, code that compiles or
//! fails as it says, and a table that names only tests that exist.
mod code;
mod links;
mod shape;

use crate::{chapter, files, go, quote};

/// The chapters with their text.
fn chapters() -> Vec<(String, String)> {
    let files = chapter::all().unwrap();
    files.into_iter().map(|file| (file.clone(), files::read(&file).unwrap())).collect()
}

/// The names of the exercises.
fn exercises() -> Vec<String> {
    files::stems("exercises", ".rs").unwrap()
}

#[test]
fn every_quote_is_up_to_date() {
    let mut stale = Vec::new();
    for (file, text) in chapters() {
        if chapter::quoted_again(&file).unwrap() != text {
            stale.push(file);
        }
        for (picture, svg) in chapter::quotes(&text).filter_map(quote::picture) {
            if files::read(&format!("{}/{picture}", chapter::FOLDER)).as_ref() != Ok(&svg) {
                stale.push(picture);
            }
        }
    }
    assert_eq!(stale, [""; 0], "run `cargo run -p book -- update`, and read what changes");
}

#[test]
fn everything_that_can_be_quoted_is_quoted() {
    let texts = chapters();
    let quoted: Vec<&str> = texts.iter().flat_map(|(_, text)| chapter::quotes(text)).collect();
    let go = go::recorded().unwrap().into_iter().map(|name| format!("go {name}"));
    let figures = files::stems("book/figures", ".md").unwrap();
    let figures = figures.into_iter().map(|name| format!("figure {name}"));
    let programs = programs::all().map(|program| match program.name.contains('/') {
        true => format!("mistake {}", program.name),
        false => format!("report {}", program.name),
    });
    let missing: Vec<String> =
        go.chain(figures).chain(programs).filter(|name| !quoted.contains(&name.as_str())).collect();
    assert_eq!(missing, [""; 0], "no chapter quotes these");
}
