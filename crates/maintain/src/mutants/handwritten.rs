//! Handwritten mutants: patches against an answer that name the test that must kill them.
use course::files::stem;
use course::{Error, Workspace};
use diffy::Patch;
use protocol::Verdict;

use crate::mutants::cell;
use crate::mutants::matrix::Kill;
use crate::mutants::mutant::{Expectation, Mutant, Origin};
use crate::mutants::paths::folder;

/// The text of a new patch.
pub(crate) fn render(
    name: &str,
    answer: &str,
    mutant: &str,
    killer: &str,
    verdict: Verdict,
) -> String {
    let mut options = diffy::DiffOptions::new();
    options.set_original_filename(format!("a/complete/{name}.rs"));
    options.set_modified_filename(format!("b/complete/{name}.rs"));
    let patch = options.create_patch(answer, mutant);
    format!("# killed-by: {killer} {verdict}\n# why: TODO\n{patch}")
}

/// All patches of an exercise, applied.
pub(crate) fn read(workspace: &Workspace, name: &str, answer: &str) -> Result<Vec<Mutant>, Error> {
    let mut mutants = Vec::new();
    for file in workspace.list(&folder(name), "patch")? {
        let (expectation, text) = parse(name, answer, &workspace.read(&file)?)
            .map_err(|message| Error::new(format!("{file}: {message}")))?;
        let id = format!("planted/{}", stem(&file));
        mutants.push(Mutant { id, origin: Origin::Handwritten(expectation), text });
    }
    Ok(mutants)
}

/// What a patch expects, and the answer with the patch applied.
fn parse(name: &str, answer: &str, text: &str) -> Result<(Expectation, String), String> {
    let comment = |key: &str| {
        text.lines().find_map(|line| line.strip_prefix("# ")?.strip_prefix(key)).map(str::trim)
    };
    let kill = comment("killed-by:").ok_or("the line `# killed-by: TEST VERDICT` is missing")?;
    let why = comment("why:").filter(|why| !why.is_empty());
    let why = why.ok_or("the line `# why: REASON` is missing")?.to_owned();
    let (killer, verdict) =
        kill.split_once(' ').ok_or("`# killed-by:` needs a test and a verdict")?;
    let known = verdict.trim().parse().ok();
    let verdict = known
        .filter(|verdict| cell::kills(*verdict))
        .ok_or_else(|| format!("`{verdict}` is not a verdict that kills"))?;
    let start = text.find("--- ").ok_or("the patch, which starts with `--- `, is missing")?;
    let patch = Patch::from_str(&text[start..])
        .map_err(|error| format!("the patch cannot be read: {error}"))?;
    let patched = diffy::apply(answer, &patch)
        .map_err(|error| format!("the patch does not apply to complete/{name}.rs: {error}"))?;
    if patched == answer {
        return Err("the patch changes nothing".to_owned());
    }
    let kill = Kill { killer: killer.to_owned(), verdict };
    Ok((Expectation { kill, why }, patched))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn patch() -> String {
        render("loon", "one\ntwo\n", "one\nthree\n", "the_test", Verdict::Race)
    }

    fn error(answer: &str, patch: &str) -> String {
        parse("loon", answer, patch).unwrap_err()
    }

    #[test]
    fn a_patch_reads_back() {
        let (expectation, patched) = parse("loon", "one\ntwo\n", &patch()).expect("it is valid");
        assert_eq!(patched, "one\nthree\n");
        assert_eq!(
            expectation.kill,
            Kill { killer: "the_test".to_owned(), verdict: Verdict::Race }
        );
    }

    #[test]
    fn an_invalid_patch_says_what_is_missing() {
        assert!(error("one\ntwo\n", &patch().replace("killed-by", "killer")).contains("killed-by"));
        assert!(error("one\ntwo\n", &patch().replace("why", "when")).contains("why"));
        let timeout = patch().replace("race", "timeout");
        assert!(error("one\ntwo\n", &timeout).contains("not a verdict that kills"));
        assert!(error("four\nfive\n", &patch()).contains("does not apply to complete/loon.rs"));
    }
}
