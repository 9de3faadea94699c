//! `--advice`: how many reports of handwritten mutants name a line to change, or at least the function, and whether
//! an advice names a primitive that the exercise forbids. Each mutant runs only the test that the reviewed matrix
//! names.
use std::fmt::Write;

use course::Error;
use course::catalog::Exercise;
use course::parallel::map_with;
use course::test_list;
use syn::spanned::Spanned;

use crate::mutants::build;
use crate::mutants::diff;
use crate::mutants::json;
use crate::mutants::matrix::{self, Kill, Status};
use crate::mutants::mutant::{Mutant, Origin};
use crate::mutants::mutant_set::{MutantSet, TestSuite};
use crate::mutants::session::Session;
use crate::mutants::source::Source;
use crate::mutants::test_run;

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
pub(crate) fn check(
    session: Session<'_>,
    exercises: &[&Exercise],
) -> Result<(String, bool), Error> {
    let suite = TestSuite::with_handwritten_alone(session.workspace);
    let (sets, _) = build::build(session, &suite, exercises)?;
    let (mut text, mut failed) = (String::new(), false);
    for set in &sets {
        failed |= check_set(&killed(session, set)?, set, &mut text);
    }
    session.progress.stop();
    Ok((text, failed))
}

/// The mutants that are killed, with the verdict and the report of the test that kills each.
fn killed<'a>(
    Session { workspace, jobs, progress }: Session<'_>,
    set: &'a MutantSet,
) -> Result<Vec<(&'a Mutant, Kill, String)>, Error> {
    let source = test_list::in_source(&set.tests, &set.name);
    let tests = test_run::list(&set.program, &set.folder, &source)?;
    let matrix = matrix::reviewed(workspace, &set.name)?;
    let kill = |mutant: &Mutant| match &matrix.as_ref()?.row(&mutant.id)?.status {
        Status::Judged(_, kill) => kill.clone(),
        Status::RuledOut(_) | Status::Equivalent(_) => None,
    };
    let kills: Vec<(usize, Kill)> =
        (0..set.mutants.len()).filter_map(|at| Some((at, kill(&set.mutants[at])?))).collect();
    progress.count(kills.len());
    let reports = map_with(jobs, &kills, |(at, kill)| {
        let record = test_run::report(set, &tests, *at, &kill.killer);
        progress.increment(&set.name);
        record
    });
    let all = kills.into_iter().zip(reports).map(|((at, kill), record)| {
        let report =
            record?.map_or_else(String::new, |record| json::own_report(set, at, &record.report));
        Ok((&set.mutants[at], kill, report))
    });
    all.collect()
}

fn check_set(killed: &[(&Mutant, Kill, String)], set: &MutantSet, text: &mut String) -> bool {
    let is_planted = |mutant: &Mutant| matches!(mutant.origin, Origin::Handwritten(_));
    let planted = || killed.iter().filter(|(mutant, ..)| is_planted(mutant));
    let (mut lines, mut functions) = (0, 0);
    let mut others = String::new();
    for (mutant, kill, report) in planted() {
        let changed = changed(&diff::unified(&set.answer, &mutant.text, 3));
        let named = named(report, &set.name);
        if named.iter().any(|named| !named.is_function && changed.contains(&named.line)) {
            lines += 1;
            continue;
        }
        let around = around(&changed, &mutant.text);
        let only = match named.iter().any(|named| around.contains(&named.line)) {
            true => "only the function",
            false => "nothing",
        };
        functions += usize::from(only != "nothing");
        let _ = writeln!(others, "  {only}: {} ({})", mutant.id, kill.verdict);
    }
    let _ = writeln!(
        text,
        "{}: of {} reports of handwritten mutants, {lines} name a changed line, and {functions} only its function",
        set.name,
        planted().count()
    );
    text.push_str(&others);
    let forbidden = forbidden(&set.test_sources());
    let mut failed = false;
    for (mutant, _, report) in killed {
        let words = words(&forbidden, &mutant.text);
        for word in words.filter(|word| has_word(advice(report), word)) {
            failed = true;
            let _ = writeln!(text, "  {}: the advice names {word}, which is forbidden", mutant.id);
        }
    }
    failed
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
fn words<'a>(forbidden: &'a [usize], source: &'a str) -> impl Iterator<Item = &'static str> {
    let all = forbidden.iter().map(|at| PRIMITIVES[*at]);
    let new = all.filter(move |(_, types, _)| !types.iter().any(|name| source.contains(name)));
    new.flat_map(|(_, _, words)| words).copied()
}

/// Whether a text has words that begin like this: `block` has no `lock`.
fn has_word(text: &str, word: &str) -> bool {
    text.match_indices(word).any(|(at, _)| !text[..at].ends_with(char::is_alphabetic))
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

/// A line that a report names: `loon.rs:46`, `through :46` or `line 46`; of a function the first, `loon.rs:40 to 46`.
struct Named {
    line: usize,
    is_function: bool,
}

fn named(report: &str, exercise: &str) -> Vec<Named> {
    let file = format!("{exercise}.rs:");
    let marks = [file.as_str(), " :", "line "];
    let after = marks.into_iter().flat_map(|mark| report.split(mark).skip(1));
    let named = after.filter_map(|rest| {
        let after = rest.trim_start_matches(|character: char| character.is_ascii_digit());
        let line = rest[..rest.len() - after.len()].parse().ok()?;
        Some(Named { line, is_function: after.trim_start().starts_with("to ") })
    });
    named.collect()
}

/// All lines of the functions that contain one of these.
fn around(lines: &[usize], text: &str) -> Vec<usize> {
    let Ok(source) = Source::parse(text) else { return Vec::new() };
    let functions = source
        .functions()
        .into_iter()
        .map(|function| function.signature.span().start().line..=function.block.span().end().line);
    functions
        .filter(|function| lines.iter().any(|line| function.contains(line)))
        .flatten()
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_lines_in_a_report_are_found() {
        let diff = "--- a\n+++ b\n@@ -50,3 +50,3 @@\n one\n-two\n+three\n four\n";
        assert_eq!(changed(diff), [50, 51, 51]);
        let lines = |report| {
            let named = named(report, "loon").into_iter();
            named.map(|named| (named.line, named.is_function)).collect::<Vec<_>>()
        };
        assert_eq!(lines("join thread-1  loon.rs:512, cat.rs:51"), [(512, false)]);
        assert_eq!(
            lines("Between line 7 and line 9: `join` (loon.rs:51\n  to 60)"),
            [(51, true), (7, false), (9, false)]
        );
        assert_eq!(lines("lock age  loon.rs:7 in get, through :9"), [(7, false), (9, false)]);
    }

    #[test]
    fn a_changed_function_is_all_of_its_lines() {
        let text = "fn one(\n) {\n}\n\nimpl Two {\n    fn three() {\n    }\n}\n";
        assert_eq!(around(&[7], text), [6, 7]);
        assert_eq!(around(&[2, 4], text), [1, 2, 3]);
        assert!(around(&[5], text).is_empty());
    }

    #[test]
    fn a_part_of_a_word_is_no_word() {
        assert!(has_word("hold the lock, or", "lock") && has_word("it locks", "lock"));
        assert!(!has_word("a thread that blocks", "lock"));
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
