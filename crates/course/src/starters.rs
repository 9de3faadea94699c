//! Starters as they were: each is kept as a patch against its answer, so that `reset` works without
//! git and without a network, and `grade` knows what is still unchanged.
use std::fs;

use diffy::Patch;

use crate::house::{House, Tree};
use crate::problem::Problem;

/// Where the patches are.
pub(crate) const FOLDER: &str = "starters";

/// The file of an exercise as the course hands it out.
pub fn starter(house: &House, name: &str) -> Result<String, Problem> {
    let file = file(name);
    let patch = house.read(&file)?;
    let answer = house.read(&Tree::Answer.shown(name))?;
    let unfit = |why: String| {
        Problem::new(format!("{file} does not fit {}: {why}", Tree::Answer.shown(name)))
            .help(format!("with git: `git checkout {}`", Tree::Starter.shown(name)))
    };
    let patch = Patch::from_str(&patch).map_err(|error| unfit(error.to_string()))?;
    diffy::apply(&answer, &patch).map_err(|error| unfit(error.to_string()))
}

/// Notes the file in exercises/ as the starter; whether that changed anything.
pub(crate) fn note(house: &House, name: &str) -> Result<bool, Problem> {
    let patch = patch(house, name)?;
    let file = file(name);
    let path = house.path(&file);
    if fs::read_to_string(&path).is_ok_and(|there| there == patch) {
        return Ok(false);
    }
    fs::create_dir_all(house.path(FOLDER))
        .and_then(|()| fs::write(&path, patch))
        .map_err(|error| Problem::io("write", &file, &error))?;
    Ok(true)
}

/// The way from the answer to the file in exercises/.
pub(crate) fn patch(house: &House, name: &str) -> Result<String, Problem> {
    let [answer, starter] = [Tree::Answer, Tree::Starter].map(|tree| tree.shown(name));
    let (from, to) = (house.read(&answer)?, house.read(&starter)?);
    let diff = similar::TextDiff::from_lines(&from, &to);
    let (old, new) = (format!("a/{answer}"), format!("b/{starter}"));
    Ok(diff.unified_diff().context_radius(3).header(&old, &new).to_string())
}

pub(crate) fn file(name: &str) -> String {
    format!("{FOLDER}/{name}.patch")
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::*;

    #[test]
    fn a_patch_leads_from_the_answer_to_the_starter() {
        let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/house");
        let house = House { target: root.join("target"), root };
        for name in ["loon", "coffee"] {
            let there = house.read(&Tree::Starter.shown(name)).expect("a starter");
            assert_eq!(starter(&house, name), Ok(there), "{name}");
            assert_eq!(patch(&house, name), house.read(&file(name)), "{name}");
        }
    }
}
