//! `--advice`: how many reports of handwritten mutants name a line to change, and whether an advice names a
//! primitive that the exercise forbids. Each mutant runs only the test that the reviewed matrix names.
use std::fmt::Write;

use course::catalog::Exercise;
use course::parallel::map_with;
use course::screen::Progress;
use course::test_list;
use course::{Error, Workspace};

use crate::mutants::build;
use crate::mutants::diff;
use crate::mutants::json;
use crate::mutants::matrix::{self, Kill, Status};
use crate::mutants::mutant::{Mutant, Origin};
use crate::mutants::mutant_set::{MutantSet, TestSuite};
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
    workspace: &Workspace,
    exercises: &[&Exercise],
    jobs: usize,
    progress: &Progress,
) -> Result<(String, bool), Error> {
    let names: Vec<&str> = exercises.iter().map(|exercise| exercise.name.as_str()).collect();
    let suite = TestSuite::with_handwritten_alone(workspace);
    let (sets, _) = build::build(workspace, &suite, &names, progress)?;
    let (mut text, mut failed) = (String::new(), false);
    for set in &sets {
        failed |= check_set(&killed(workspace, set, jobs, progress)?, set, &mut text);
    }
    progress.stop();
    Ok((text, failed))
}

/// The mutants that are killed, with the verdict and the report of the test that kills each.
fn killed<'a>(
    workspace: &Workspace,
    set: &'a MutantSet,
    jobs: usize,
    progress: &Progress,
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
    let is_silent = |(mutant, _, report): &&(&Mutant, Kill, String)| {
        !names_line(report, &set.name, &changed(&diff::unified(&set.answer, &mutant.text, 3)))
    };
    let silent: Vec<_> = planted().filter(is_silent).collect();
    let count = planted().count();
    let _ = writeln!(
        text,
        "{}: {} of {count} reports of handwritten mutants name a changed line",
        set.name,
        count - silent.len()
    );
    for (mutant, kill, _) in silent {
        let _ = writeln!(text, "  not {} ({})", mutant.id, kill.verdict);
    }
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
fn words(forbidden: &[usize], source: &str) -> impl Iterator<Item = &'static str> {
    let of = |at: &usize| PRIMITIVES[*at];
    let new = forbidden
        .iter()
        .map(of)
        .filter(|(_, types, _)| !types.iter().any(|name| source.contains(name)));
    new.flat_map(|(_, _, words)| words.iter().copied()).collect::<Vec<_>>().into_iter()
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
