//! Mistakes planted by hand: patches against an answer, which say who must find them.
use std::fs;
use std::path::Path;

use diffy::Patch;

use crate::mutants::cell::Cell;
use crate::mutants::files;
use crate::mutants::mutant::{Mutant, Origin};
use crate::mutants::problem::Problem;

/// What a patch claims.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Kill {
    pub(crate) killer: String,
    pub(crate) verdict: Cell,
    pub(crate) why: String,
}

/// All patches of an exercise, applied.
pub(crate) fn all(root: &Path, name: &str, answer: &str) -> Result<Vec<Mutant>, Problem> {
    let folder = root.join(files::mutants_of(name));
    let paths =
        files::listed(&folder).map_err(|error| Problem::io("list", folder.display(), &error))?;
    let mut mutants = Vec::new();
    for path in paths.iter().filter(|path| path.extension().is_some_and(|end| end == "patch")) {
        let stem = files::stem(path);
        let text = fs::read_to_string(path)
            .map_err(|error| Problem::io("read", path.display(), &error))?;
        let (kill, text) = parse(name, answer, &text).map_err(|said| {
            Problem::new(format!("{}/{stem}.patch: {said}", files::mutants_of(name)))
        })?;
        mutants.push(Mutant {
            id: format!("planted/{stem}"),
            origin: Origin::Handwritten(kill),
            text,
        });
    }
    Ok(mutants)
}

/// What a patch claims, and the answer with it.
fn parse(name: &str, answer: &str, text: &str) -> Result<(Kill, String), String> {
    let comment = |key: &str| {
        text.lines().find_map(|line| line.strip_prefix("# ")?.strip_prefix(key)).map(str::trim)
    };
    let killed_by = comment("killed-by:").ok_or("it has no line `# killed-by: TEST VERDICT`")?;
    let why = comment("why:").filter(|why| !why.is_empty());
    let why = why.ok_or("it has no line `# why: …`")?.to_owned();
    let (killer, verdict) =
        killed_by.split_once(' ').ok_or("`# killed-by:` names a test and a verdict")?;
    let verdict = Cell::of_name(verdict.trim())
        .filter(|verdict| verdict.kills())
        .ok_or_else(|| format!("`{verdict}` is no verdict that kills"))?;
    let start = text.find("--- ").ok_or("it has no patch, which begins with `--- `")?;
    let patch = Patch::from_str(&text[start..])
        .map_err(|error| format!("the patch cannot be read: {error}"))?;
    let patched = diffy::apply(answer, &patch)
        .map_err(|error| format!("the patch does not fit complete/{name}.rs any more: {error}"))?;
    if patched == answer {
        return Err("the patch changes nothing".to_owned());
    }
    Ok((Kill { killer: killer.to_owned(), verdict, why }, patched))
}

#[cfg(test)]
mod tests {
    use protocol::Verdict;

    use super::*;

    const PATCH: &str = "# killed-by: the_test race\n# why: because\n--- a/complete/loon.rs\n+++ b/complete/loon.rs\n@@ -1,2 +1,2 @@\n one\n-two\n+three\n";

    fn error(answer: &str, patch: &str) -> String {
        parse("loon", answer, patch).unwrap_err()
    }

    #[test]
    fn a_patch_is_applied_to_a_copy() {
        let (kill, patched) = parse("loon", "one\ntwo\n", PATCH).unwrap();
        assert_eq!(patched, "one\nthree\n");
        assert_eq!((kill.killer.as_str(), kill.verdict), ("the_test", Cell::Judged(Verdict::Race)));
    }

    #[test]
    fn a_patch_that_cannot_be_used_says_why() {
        assert!(error("one\ntwo\n", &PATCH.replace("killed-by", "killer")).contains("killed-by"));
        assert!(error("one\ntwo\n", &PATCH.replace("why", "when")).contains("why"));
        let timeout = PATCH.replace("race", "timeout");
        assert!(error("one\ntwo\n", &timeout).contains("no verdict that kills"));
        assert!(error("four\nfive\n", PATCH).contains("does not fit complete/loon.rs"));
    }
}
