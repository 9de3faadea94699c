//! Planted wrong answers: each must be killed by the test that claims to catch it, with the
//! verdict that it claims, and the unchanged answer must live.
use std::path::{Path, PathBuf};
use std::{fs, io};

use diffy::Patch;

use super::scratch::{self, Variant};
use super::{Found, Workshop, count, unless};
use crate::cargo;
use crate::catalogue::Exercise;
use crate::house::{House, Tree};
use crate::result::{CompileError, Judgement, Place, State, Verdict};
use crate::runner::Runner;
use crate::screen::Progress;
use crate::{rustc, words};

/// A patch against `complete/NAME.rs`, and what must become of it.
#[derive(Debug)]
struct Mutant {
    /// The patch, as it is shown.
    file: String,
    exercise: String,
    patched: String,
    killer: String,
    verdict: Verdict,
}

pub(crate) fn check(workshop: &mut Workshop<'_>, progress: &mut Progress) -> Found {
    let house = workshop.house;
    let mut complaints = Vec::new();
    let mut variants: Vec<Variant<'_>> = Vec::new();
    let mut mutants: Vec<Option<Mutant>> = Vec::new();
    for exercise in workshop.exercises() {
        let name = &exercise.name;
        let answer =
            house.read(&Tree::Answer.shown(name)).map_err(|problem| vec![problem.to_string()])?;
        variants.push(Variant { name: format!("{name}-canary"), exercise, source: answer.clone() });
        mutants.push(None);
        let patches =
            patches(house, name).map_err(|error| vec![format!("mutants/{name}: {error}")])?;
        for patch in patches {
            match read(house, name, &answer, &patch) {
                Ok(mutant) => {
                    let stem = patch.file_stem().unwrap_or_default().to_string_lossy().into_owned();
                    variants.push(Variant {
                        name: format!(
                            "{name}-{}",
                            stem.replace(|c: char| !c.is_ascii_alphanumeric(), "_")
                        ),
                        exercise,
                        source: mutant.patched.clone(),
                    });
                    mutants.push(Some(mutant));
                }
                Err(complaint) => complaints.push(complaint),
            }
        }
    }
    if mutants.iter().all(Option::is_none) {
        complaints.push("there is no mutant in mutants/".to_owned());
        return Err(complaints);
    }
    let folder = house.notes("mutants");
    scratch::write(house, &folder, &variants)
        .map_err(|error| vec![format!("{}: {error}", folder.display())])?;
    let (executables, said) = cargo::build_variants(house, &folder, progress)
        .map_err(|problem| vec![problem.to_string()])?;
    if executables.is_empty() {
        return Err(vec![format!("no variant could be built\n{}", rustc::errors(&said))]);
    }
    for (variant, mutant) in variants.iter().zip(&mutants) {
        let exercise = variant.exercise;
        let executable = executables.get(&variant.name).map(PathBuf::as_path);
        let scratch = House { root: folder.join(&variant.name), target: house.target.clone() };
        let uncompiled = || CompileError { place: Place::Program, message: rustc::errors(&said) };
        let runner = Runner::built(&scratch, exercise, executable.ok_or_else(uncompiled));
        let judgement =
            runner.judge(exercise, progress).map_err(|problem| vec![problem.to_string()])?;
        complaints.extend(match mutant {
            Some(mutant) => judge(mutant, &judgement),
            None => canary(exercise, &judgement),
        });
    }
    let planted = mutants.iter().flatten().count();
    unless(complaints, || {
        format!(
            "{} killed as declared, {} alive",
            count(planted, "mutant"),
            count(mutants.len() - planted, "answer")
        )
    })
}

fn patches(house: &House, name: &str) -> io::Result<Vec<PathBuf>> {
    let folder = house.path("mutants").join(name);
    if !folder.is_dir() {
        return Ok(Vec::new());
    }
    let entries: io::Result<Vec<PathBuf>> =
        fs::read_dir(folder)?.map(|entry| Ok(entry?.path())).collect();
    let mut patches = entries?;
    patches.retain(|path| path.extension().is_some_and(|ending| ending == "patch"));
    patches.sort();
    Ok(patches)
}

fn read(house: &House, name: &str, answer: &str, patch: &Path) -> Result<Mutant, String> {
    let file = house.shown(patch);
    let text = fs::read_to_string(patch).map_err(|error| format!("{file}: {error}"))?;
    parse(&file, name, answer, &text).map_err(|complaint| format!("{file}: {complaint}"))
}

fn parse(file: &str, name: &str, answer: &str, text: &str) -> Result<Mutant, String> {
    let comment = |key: &str| {
        text.lines().find_map(|line| line.strip_prefix("# ")?.strip_prefix(key)).map(str::trim)
    };
    let killed_by = comment("killed-by:").ok_or("it has no line `# killed-by: TEST VERDICT`")?;
    comment("why:").filter(|why| !why.is_empty()).ok_or("it has no line `# why: …`")?;
    let (killer, verdict) =
        killed_by.split_once(' ').ok_or("`# killed-by:` names a test and a verdict")?;
    let verdict = Verdict::parse(verdict.trim())
        // A timeout is not a kill.
        .filter(|verdict| {
            !matches!(verdict, Verdict::Passed | Verdict::Unrecorded | Verdict::Timeout)
        })
        .ok_or_else(|| format!("`{verdict}` is no verdict that kills"))?;
    let start = text.find("--- ").ok_or("it has no patch, which begins with `--- `")?;
    let patch = Patch::from_str(&text[start..])
        .map_err(|error| format!("the patch cannot be read: {error}"))?;
    let patched = diffy::apply(answer, &patch)
        .map_err(|error| format!("the patch does not fit complete/{name}.rs any more: {error}"))?;
    if patched == answer {
        return Err("the patch changes nothing".to_owned());
    }
    Ok(Mutant {
        file: file.to_owned(),
        exercise: name.to_owned(),
        patched,
        killer: killer.to_owned(),
        verdict,
    })
}

fn judge(mutant: &Mutant, judgement: &Judgement) -> Option<String> {
    let Mutant { file, killer, verdict, .. } = mutant;
    let State::Judged(tests) = &judgement.state else {
        return Some(format!(
            "{file}: it was not tested\n{}",
            words::details(judgement, Tree::Answer)
        ));
    };
    let Some(test) = tests.iter().find(|test| test.name == *killer) else {
        return Some(format!("{file}: tests/{}.rs has no test `{killer}`", mutant.exercise));
    };
    if test.verdict == *verdict {
        return None;
    }
    let killers: Vec<String> = tests
        .iter()
        .filter(|test| test.verdict != Verdict::Passed)
        .map(|test| format!("{} {}", test.name, test.verdict))
        .collect();
    let others = if killers.is_empty() { "nothing".to_owned() } else { killers.join(", ") };
    Some(format!(
        "{file}: `{killer}` should kill it with {verdict} and says {}; it is killed by {others}",
        test.verdict
    ))
}

fn canary(exercise: &Exercise, judgement: &Judgement) -> Option<String> {
    let name = &exercise.name;
    (!judgement.is_solved()).then(|| {
        format!(
            "the unchanged answer {name} does not live here\n{}",
            words::details(judgement, Tree::Answer)
        )
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    const PATCH: &str = "# killed-by: the_test race\n# why: because\n--- a/complete/loon.rs\n+++ b/complete/loon.rs\n@@ -1,2 +1,2 @@\n one\n-two\n+three\n";

    fn error(answer: &str, patch: &str) -> String {
        parse("p", "loon", answer, patch).unwrap_err()
    }

    #[test]
    fn a_patch_is_applied_to_a_copy() {
        let mutant = parse("p", "loon", "one\ntwo\n", PATCH).unwrap();
        assert_eq!(mutant.patched, "one\nthree\n");
        assert_eq!((mutant.killer.as_str(), mutant.verdict), ("the_test", Verdict::Race));
    }

    #[test]
    fn a_patch_that_cannot_be_used_says_why() {
        assert!(error("one\ntwo\n", &PATCH.replace("killed-by", "killer")).contains("killed-by"));
        assert!(error("one\ntwo\n", &PATCH.replace("why", "when")).contains("why"));
        assert!(
            error("one\ntwo\n", &PATCH.replace("race", "timeout"))
                .contains("no verdict that kills")
        );
        assert!(error("four\nfive\n", PATCH).contains("does not fit complete/loon.rs"));
    }
}
