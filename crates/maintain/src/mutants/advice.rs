//! `--advice`: how many reports of handwritten mutants name a line to change, and whether an advice names a
//! primitive that the exercise forbids.
use std::fmt::Write;

use course::Workspace;

use crate::mutants::analysis::{Analysis, ExerciseAnalysis};
use crate::mutants::json;

/// Primitives, the types by which a source shows that it uses one already, and the words of advice about it.
const PRIMITIVES: [(&[&str], &[&str], &[&str]); 7] = [
    (&["Mutex", "RwLock"], &["Mutex", "RwLock"], &["lock", "guard"]),
    (&["Condvar"], &["Condvar"], &["condition variable", "`notify"]),
    (&["Barrier"], &["Barrier"], &["barrier"]),
    (&["Once"], &["Once", "LazyLock"], &["`get_or_init`"]),
    (&["Atomic"], &["atomic"], &["`fetch_add`", "`compare_exchange`", "`SeqCst`", "`Acquire`"]),
    (&["Channel"], &["mpsc"], &["channel", "`recv`", "sender"]),
    (&["Thread"], &["thread"], &["`join`", "`spawn`"]),
];

/// The result for each exercise, and whether an advice is wrong.
pub(crate) fn check(workspace: &Workspace, analysis: &Analysis) -> (String, bool) {
    let (mut text, mut failed) = (String::new(), false);
    let reports = json::report(workspace, analysis).exercises;
    for (exercise, own) in reports.iter().zip(&analysis.exercises) {
        let forbidden = forbidden(&own.set.test_sources());
        let killed = || exercise.mutants.iter().filter(|mutant| mutant.status == "killed");
        let planted = || killed().filter(|mutant| mutant.group == "planted");
        let silent: Vec<_> = planted()
            .filter(|mutant| !names_line(&mutant.report, &exercise.name, &changed(&mutant.diff)))
            .collect();
        let count = planted().count();
        let _ = writeln!(
            text,
            "{}: {} of {count} reports of handwritten mutants name a changed line",
            exercise.name,
            count - silent.len()
        );
        for mutant in silent {
            let _ = writeln!(text, "  not {} ({})", mutant.id, mutant.verdict.unwrap_or_default());
        }
        for mutant in killed() {
            let source = source(own, &mutant.id);
            for word in
                words(&forbidden, source).filter(|word| advice(&mutant.report).contains(word))
            {
                failed = true;
                let _ =
                    writeln!(text, "  {}: the advice names {word}, which is forbidden", mutant.id);
            }
        }
    }
    (text, failed)
}

fn source<'a>(analysis: &'a ExerciseAnalysis, id: &str) -> &'a str {
    let at = analysis.matrix.rows.iter().position(|row| row.id == id);
    at.map_or("", |at| &analysis.set.mutants[at].text)
}

/// The primitives that a test of the exercise does not allow: indices into [`PRIMITIVES`].
fn forbidden(tests: &str) -> Vec<usize> {
    let Some((_, rest)) = tests.split_once("allow_only([") else { return Vec::new() };
    let allowed = rest.split(']').next().unwrap_or_default();
    let is_allowed = |names: &[&str]| {
        names
            .iter()
            .any(|name| allowed.split([',', ' ']).any(|one| one.ends_with(&format!("::{name}"))))
    };
    (0..PRIMITIVES.len()).filter(|at| !is_allowed(PRIMITIVES[*at].0)).collect()
}

/// The words about primitives that are forbidden and that the source does not use anyway.
fn words(forbidden: &[usize], source: &str) -> impl Iterator<Item = &'static str> {
    let of = |at: &usize| PRIMITIVES[*at];
    let new = forbidden
        .iter()
        .map(of)
        .filter(|(_, types, _)| !types.iter().any(|name| source.contains(name)));
    new.flat_map(|(_, _, words)| words.iter().copied()).collect::<Vec<_>>().into_iter()
}

/// The last paragraph.
fn advice(report: &str) -> &str {
    report.trim_end().rsplit("\n\n").next().unwrap_or_default()
}

/// The lines of the new file that a unified diff adds, or between which it removes some.
fn changed(diff: &str) -> Vec<usize> {
    let (mut lines, mut line) = (Vec::new(), 0_usize);
    for text in diff.lines() {
        match text.chars().next() {
            Some('@') => {
                let start = text.split('+').nth(1).and_then(|rest| rest.split([',', ' ']).next());
                line = start.and_then(|start| start.parse().ok()).unwrap_or(0);
            }
            _ if line == 0 => {}
            Some('+') => {
                lines.push(line);
                line += 1;
            }
            Some('-') => lines.extend([line.saturating_sub(1), line]),
            _ => line += 1,
        }
    }
    lines
}

/// Whether the report names one of the lines: `loon.rs:46`, `through :46` or `line 46`.
fn names_line(report: &str, exercise: &str, lines: &[usize]) -> bool {
    let file = format!("{exercise}.rs:");
    [file.as_str(), " :", "line ", "and line "].into_iter().any(|mark| {
        report.split(mark).skip(1).any(|rest| {
            let digits = rest.chars().take_while(char::is_ascii_digit).collect::<String>();
            digits.parse().is_ok_and(|line: usize| lines.contains(&line))
        })
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_changed_line_is_found_in_a_report() {
        let diff = "--- a\n+++ b\n@@ -50,3 +50,3 @@\n one\n-two\n+three\n four\n";
        assert_eq!(changed(diff), [50, 51, 51]);
        assert!(names_line("join thread-1  loon.rs:51", "loon", &[51]));
        assert!(!names_line("join thread-1  loon.rs:512, cat.rs:51", "loon", &[51]));
    }

    #[test]
    fn an_advice_must_not_name_what_is_forbidden() {
        let forbidden =
            forbidden("Explorer::new().allow_only([Primitive::Atomic, Primitive::Thread])");
        let named: Vec<_> = words(&forbidden, "use std::sync::mpsc;").collect();
        assert!(named.contains(&"lock") && named.contains(&"`notify"), "{named:?}");
        assert!(!named.contains(&"`fetch_add`") && !named.contains(&"`join`"), "{named:?}");
        assert!(!named.contains(&"channel"), "the source uses channels already");
    }
}
