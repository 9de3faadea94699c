//! What to type next, and hints.
use std::fmt::Write;

use protocol::counted;

use super::exercise::fail;
use super::{CommandStyle, spoil};
use crate::catalog::Exercise;
use crate::result::{ExerciseResult, State, Verdict};
use crate::screen::{BOLD, paint, wrapped};
use crate::workspace::Source;

/// How many exercises are solved, what to type next, and where to read on. `find` returns an exercise of the
/// catalog.
pub fn ending<'a>(
    results: &[ExerciseResult],
    of: usize,
    commands: CommandStyle,
    find: impl Fn(&str) -> Option<&'a Exercise>,
) -> String {
    // `watch` shows its keys.
    let has_keys = matches!(commands, CommandStyle::Keys { .. });
    let Some(next) = results.iter().find(|result| !result.is_solved()) else {
        return match results {
            [_] if has_keys => String::new(),
            [only] => {
                let name = only.exercise.as_str();
                let rows = [
                    (commands.command("diff", name), "compares it with the answer"),
                    (commands.command("test", ""), "shows what is next"),
                ];
                format!("{name} is solved. Next:\n{}", table(&rows))
            }
            _ => {
                let rows = [(commands.command("diff", ""), "compares them with the answers")];
                format!("All {of} exercises are solved: well done. Next:\n{}", table(&rows))
            }
        };
    };
    if matches!(next.state, State::Broken(_)) {
        return "This is a bug in the course, not in your code.\n".to_owned();
    }
    let name = next.exercise.as_str();
    let failed = next.tests().iter().filter(|test| test.failed()).count();
    let head = if of == 1 && failed > 0 {
        let all = counted(next.tests().len() as u64, "test");
        format!("{failed} of {all} of {name} {}.", fail(failed))
    } else if of == 1 {
        format!("{name} is not solved yet.")
    } else {
        let solved = results.iter().filter(|result| result.is_solved()).count();
        match of - results.len() {
            0 => format!("{solved} of {of} exercises solved."),
            rest => format!("{solved} of {of} exercises solved, {rest} not started."),
        }
    };
    if matches!(next.state, State::Missing | State::Empty) {
        let rows = [(commands.command("reset", name), "restores the starter")];
        return format!("{head} Next:\n{}", table(&rows));
    }
    let exercise = find(name);
    let verdict = next.first_failure().map(|test| test.verdict);
    let read_on = exercise.map_or_else(String::new, |exercise| {
        let verdict = verdict.map(|verdict| about_verdict(verdict, exercise));
        read_on(exercise) + &verdict.unwrap_or_default()
    });
    if has_keys {
        return format!("{head}\n{read_on}");
    }
    let mut rows = vec![(commands.command("test", name), "tests it again")];
    if exercise.is_some_and(|exercise| exercise.number_of_hints() > 0) {
        rows.push((commands.command("hint", name), "shows a hint"));
    }
    rows.push(match next.first_failure() {
        Some(test) if test.terminal.is_some() && test.replay.is_some() => {
            (commands.command("replay", name), "shows the whole interleaving")
        }
        _ => (commands.command("run", name), "runs it on real threads"),
    });
    format!("{head} Edit {}, then type:\n{}{read_on}", Source::Exercise.shown(name), table(&rows))
}

/// Where the book explains the idea of an exercise, and the page of std, as a line.
fn read_on(exercise: &Exercise) -> String {
    let page = exercise.std.as_ref().map(|page| format!("rustup doc {page}"));
    let places: Vec<String> = exercise.book.iter().cloned().chain(page).collect();
    match places.as_slice() {
        [] => String::new(),
        places => format!("Read on: {}\n", places.join("; ")),
    }
}

/// Where the book explains a verdict, if that is not where it explains the exercise.
fn about_verdict(verdict: Verdict, exercise: &Exercise) -> String {
    let (what, chapter, page) = match verdict {
        Verdict::Deadlock => ("deadlocks", "05-deadlock", "std::sync::Mutex"),
        Verdict::Livelock | Verdict::BusyWaiting => {
            ("waiting", "06-condition-variables", "std::sync::Condvar")
        }
        Verdict::OverSynchronized => ("guards", "04-mutual-exclusion", "std::sync::MutexGuard"),
        _ => return String::new(),
    };
    let chapter = format!("book/src/{chapter}.md");
    match exercise.book.as_ref() == Some(&chapter) {
        true => String::new(),
        false => format!("About {what}: {chapter}; rustup doc {page}\n"),
    }
}

/// Commands, and what each does.
pub(super) fn table(rows: &[(String, &str)]) -> String {
    let width = rows.iter().map(|(command, _)| command.len()).max().unwrap_or(0);
    let row = |(command, does): &(String, &str)| {
        format!("  {}  {does}\n", paint(BOLD, &format!("{command:width$}")))
    };
    rows.iter().map(row).collect()
}

/// Shown if the number of the last hint cannot be stored.
pub fn hint_by_number(name: &str, next: usize, commands: CommandStyle) -> String {
    let command = match commands.is_made() {
        true => format!("make hint EX={name} N={next}"),
        false => format!("cargo course hint {name} {next}"),
    };
    format!("target/ is not writable; ask for the next hint by its number:\n  {command}\n")
}

/// A hint, without what is repaired according to the tests that pass, and how many are left.
pub fn hint(
    exercise: &Exercise,
    number: usize,
    passed: &[String],
    commands: CommandStyle,
) -> String {
    let (name, of) = (&exercise.name, exercise.number_of_hints());
    let mut out = format!("hint {number} of {of} for {name}, {}:\n\n", exercise.title);
    let mut open = exercise.open_repairs(passed);
    if open.is_empty() {
        // The remaining mistake is another one.
        open = exercise.repairs.iter().collect();
    }
    for text in open.iter().filter_map(|repair| repair.hints.get(number - 1)) {
        let _ = writeln!(out, "  {}\n", wrapped(text, 2));
    }
    if open.len() < exercise.repairs.len() {
        let _ = writeln!(out, "  {REPAIRED}\n");
    }
    let _ = match of - number {
        0 => writeln!(out, "this is the last hint; `{}` shows the answer", spoil(name, commands)),
        1 => writeln!(out, "1 more hint: {}", commands.quoted("hint", name)),
        left => writeln!(out, "{left} more hints: {}", commands.quoted("hint", name)),
    };
    out + &read_on(exercise)
}

/// Part of a hint is left out.
const REPAIRED: &str = "(What your last test run has shown to be repaired is left out.)";
