//! Planted wrong answers: each must be killed by the test that claims to catch it, with the
//! verdict that it claims, and the unchanged answer must live.
use std::fs;

use diffy::Patch;

use super::variants::{self, Expected, Fate, Variant};
use super::{Found, Workshop, count, unless};
use crate::catalogue::Exercise;
use crate::house::{House, Tree};
use crate::result::{Judgement, State, Verdict};
use crate::screen::Progress;
use crate::words;

const FOLDER: &str = "mutants";

/// What must become of a patch against `complete/NAME.rs`.
#[derive(Debug, Clone)]
pub(crate) struct Kill {
    /// The patch, as it is shown.
    file: String,
    exercise: String,
    killer: String,
    verdict: Verdict,
}

pub(crate) fn check(workshop: &mut Workshop<'_>, progress: &mut Progress) -> Found {
    let report = variants::run(workshop, progress)?;
    let is_ours = |fate: &&Fate| !matches!(fate.expected, Expected::Right { .. });
    let fates: Vec<&Fate> = report.fates.iter().filter(is_ours).collect();
    let is_planted = |fate: &&&Fate| matches!(fate.expected, Expected::Killed(_));
    let planted: Vec<&Fate> = fates.iter().filter(is_planted).copied().collect();
    let mut complaints = variants::complaints(&report.unusable[0], &fates);
    if planted.is_empty() {
        complaints.push(format!("there is no mutant in {FOLDER}/"));
    }
    unless(complaints, || {
        let alive = count(fates.len() - planted.len(), "answer");
        let known = variants::known(planted.iter().copied());
        format!("{} killed as declared{known}, {alive} alive", count(planted.len(), "mutant"))
    })
}

/// The unchanged answer of an exercise, and its mutants, in the place of the answer.
pub(crate) fn collect<'a>(
    house: &House,
    exercise: &'a Exercise,
    variants: &mut Vec<Variant<'a>>,
    unusable: &mut Vec<String>,
) -> Result<(), Vec<String>> {
    let name = &exercise.name;
    let answer =
        house.read(&Tree::Answer.shown(name)).map_err(|problem| vec![problem.to_string()])?;
    let variant = |package, source, expected| Variant {
        package,
        exercise,
        tree: Tree::Answer,
        source,
        expected,
    };
    variants.push(variant(format!("{name}-answer"), answer.clone(), Expected::Alive));
    for path in variants::files(house, FOLDER, name, "patch")? {
        let file = house.shown(&path);
        let text =
            fs::read_to_string(&path).map_err(|error| vec![variants::about(&file, error)])?;
        match parse(&file, name, &answer, &text) {
            Ok((kill, patched)) => variants.push(variant(
                variants::package(name, "mutant", &path),
                patched,
                Expected::Killed(kill),
            )),
            Err(complaint) => unusable.push(variants::about(&file, complaint)),
        }
    }
    Ok(())
}

/// What a patch claims, and the answer with it.
fn parse(file: &str, name: &str, answer: &str, text: &str) -> Result<(Kill, String), String> {
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
    let (file, exercise, killer) = (file.to_owned(), name.to_owned(), killer.to_owned());
    Ok((Kill { file, exercise, killer, verdict }, patched))
}

/// A complaint unless the mutant was killed as it says.
pub(crate) fn killed(kill: &Kill, judgement: &Judgement) -> Option<String> {
    let Kill { file, killer, verdict, exercise } = kill;
    let State::Judged(tests) = &judgement.state else {
        return Some(format!(
            "{file}: it was not tested\n{}",
            words::details(judgement, Tree::Answer)
        ));
    };
    let Some(test) = tests.iter().find(|test| test.name == *killer) else {
        return Some(format!("{file}: tests/{exercise}.rs has no test `{killer}`"));
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

/// A complaint unless the unchanged answer lives.
pub(crate) fn alive(exercise: &Exercise, judgement: &Judgement) -> Option<String> {
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
        let (kill, patched) = parse("p", "loon", "one\ntwo\n", PATCH).unwrap();
        assert_eq!(patched, "one\nthree\n");
        assert_eq!((kill.killer.as_str(), kill.verdict), ("the_test", Verdict::Race));
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
