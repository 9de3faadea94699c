//! What this command needs of `course/catalog.toml`: which exercises there are.
use std::path::Path;

use serde::Deserialize;

use crate::mutants::files;
use crate::mutants::problem::Problem;

#[derive(Deserialize)]
struct Catalog {
    chapter: Vec<Chapter>,
}

#[derive(Deserialize)]
struct Chapter {
    exercises: Vec<String>,
}

/// The exercises with these names, in the order of the course; without names, all.
pub(crate) fn select(root: &Path, names: &[String]) -> Result<Vec<String>, Problem> {
    const FILE: &str = "course/catalog.toml";
    let catalog: Catalog = toml::from_str(&files::read(root, FILE)?)
        .map_err(|error| Problem::new(format!("{FILE}: {}", error.message())))?;
    let all: Vec<String> =
        catalog.chapter.into_iter().flat_map(|chapter| chapter.exercises).collect();
    if let Some(unknown) = names.iter().find(|name| !all.contains(name)) {
        return Err(Problem::new(format!("there is no exercise `{unknown}`"))
            .help(format!("there are: {}", all.join(", "))));
    }
    Ok(all.into_iter().filter(|name| names.is_empty() || names.contains(name)).collect())
}
