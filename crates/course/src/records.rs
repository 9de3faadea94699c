//! What the tests leave behind: a file for each test, with its verdict.
use std::fs;
use std::path::Path;

use crate::result::{TestResult, Verdict};

/// The verdict that `test` left in `folder`, if it left one that can be read.
pub(crate) fn read(folder: &Path, test: &str) -> Option<TestResult> {
    parse(test, &fs::read_to_string(folder.join(test)).ok()?)
}

/// Whether a test on real threads has begun and left no verdict.
pub(crate) fn has_begun(folder: &Path, test: &str) -> bool {
    folder.join(format!("{test}.begun")).exists()
}

/// The same where a grader's token must stand above it. Nothing if there is no file; an error if
/// there is one without the token: somebody else has written it.
pub(crate) fn read_sealed(
    folder: &Path,
    test: &str,
    token: &str,
) -> Result<Option<TestResult>, Forged> {
    let Ok(text) = fs::read_to_string(folder.join(test)) else { return Ok(None) };
    let sealed = text.strip_prefix(token).and_then(|rest| parse(test, rest));
    sealed.map(Some).ok_or(Forged)
}

/// A verdict that the tests have not written.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Forged;

/// First line the verdict, second the sentence, third the summary, then the report.
fn parse(test: &str, text: &str) -> Option<TestResult> {
    let mut parts = text.splitn(4, '\n').map(|part| part.trim_end_matches('\r'));
    Some(TestResult {
        name: test.to_owned(),
        verdict: Verdict::parse(parts.next()?)?,
        sentence: parts.next()?.to_owned(),
        summary: parts.next()?.to_owned(),
        report: parts.next().unwrap_or_default().trim_matches('\n').to_owned(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_three_lines_are_verdict_sentence_and_summary() {
        let result = parse("t", "race\nfour boards\n1 too many\n\nthe\n  table\n").unwrap();
        assert_eq!(result.verdict, Verdict::Race);
        assert_eq!(result.sentence, "four boards");
        assert_eq!(result.summary, "1 too many");
        assert_eq!(result.report, "the\n  table");
    }

    #[test]
    fn a_verdict_without_the_token_is_forged() {
        let exe = std::env::current_exe().expect("a test knows its file");
        let folder = exe.parent().unwrap_or(Path::new(".")).join("sealed-verdicts");
        fs::create_dir_all(&folder).expect("a folder");
        let read = |text: &str| {
            fs::write(folder.join("t"), text).expect("a file");
            read_sealed(&folder, "t", "secret\n").map(|found| found.map(|found| found.verdict))
        };
        assert_eq!(read("secret\npassed\nall is well\nonce\n"), Ok(Some(Verdict::Passed)));
        assert_eq!(read("passed\nall is well\nonce\n"), Err(Forged));
        assert_eq!(read("guessed\npassed\nall is well\nonce\n"), Err(Forged));
        assert_eq!(read("secret\nsplendid\na\nb\n"), Err(Forged));
        assert_eq!(read_sealed(&folder, "nobody", "secret\n"), Ok(None));
    }

    #[test]
    fn a_passed_test_needs_no_report() {
        let result = parse("t", "passed\nfour boards\ncomplete: 24 executions").unwrap();
        assert_eq!(result.report, "");
    }

    #[test]
    fn a_file_cut_short_or_with_another_verdict_is_none() {
        assert_eq!(parse("t", ""), None);
        assert_eq!(parse("t", "race\nfour boards"), None);
        assert_eq!(parse("t", "splendid\na\nb"), None);
    }
}
