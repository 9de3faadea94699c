//! Applies the planted mutants that the book shows to the answers, as modules of the library.
use std::collections::BTreeSet;
use std::error::Error;
use std::path::{Path, PathBuf};
use std::{env, fs};

/// The file that names the mutants, as `"bank/check_then_withdraw"`.
const SCENARIOS: &str = "book/programs/scenarios.rs";

fn main() -> Result<(), Box<dyn Error>> {
    let root = Path::new(&env::var("CARGO_MANIFEST_DIR")?).join("../..").canonicalize()?;
    let out = PathBuf::from(env::var("OUT_DIR")?);
    let read = |file: &str| {
        let file = root.join(file);
        println!("cargo::rerun-if-changed={}", file.display());
        fs::read_to_string(&file).map_err(|error| format!("{}: {error}", file.display()))
    };
    let scenarios = read(SCENARIOS)?;
    let mut modules = String::new();
    for name in mutants(&scenarios) {
        let (exercise, mutant) = name.split_once('/').ok_or("a name without an exercise")?;
        let answer = read(&format!("complete/{exercise}.rs"))?;
        let patch = read(&format!("course/{exercise}/mutants/{mutant}.patch"))?;
        let patch = patch.find("--- ").map_or("", |start| &patch[start..]);
        let mutated = diffy::apply(&answer, &diffy::Patch::from_str(patch)?)?;
        let folder = out.join(mutant);
        fs::create_dir_all(&folder)?;
        let file = folder.join(format!("{exercise}.rs"));
        fs::write(&file, mutated)?;
        modules += &format!("#[path = {file:?}]\npub(crate) mod {exercise}_{mutant};\n");
    }
    fs::write(out.join("mutants.rs"), modules)?;
    Ok(())
}

/// The strings with a slash, without repetitions.
fn mutants(scenarios: &str) -> BTreeSet<&str> {
    let strings = scenarios.split('"').skip(1).step_by(2);
    strings.filter(|string| string.contains('/')).collect()
}
