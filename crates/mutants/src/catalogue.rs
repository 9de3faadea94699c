//! What this command needs of `course.toml`: which exercises there are.
use std::path::Path;

use serde::Deserialize;

use crate::files;
use crate::problem::Problem;

#[derive(Deserialize)]
struct Catalogue {
    exercise: Vec<Exercise>,
}

#[derive(Deserialize)]
struct Exercise {
    name: String,
}

/// The exercises with these names, in the order of the course; without names, all.
pub(crate) fn select(root: &Path, names: &[String]) -> Result<Vec<String>, Problem> {
    let text = files::read(root, "course.toml")?;
    let catalogue: Catalogue = toml::from_str(&text)
        .map_err(|error| Problem::new(format!("course.toml: {}", error.message())))?;
    let all: Vec<String> = catalogue.exercise.into_iter().map(|exercise| exercise.name).collect();
    if let Some(unknown) = names.iter().find(|name| !all.contains(name)) {
        return Err(Problem::new(format!("there is no exercise `{unknown}`"))
            .help(format!("there are: {}", all.join(", "))));
    }
    Ok(all.into_iter().filter(|name| names.is_empty() || names.contains(name)).collect())
}
