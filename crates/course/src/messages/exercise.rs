//! The result of an exercise: as one line, and in detail.
use std::fmt::Write;

use anstyle::Style;
use protocol::{Progress, TerminalReport, counted};

use super::{CommandStyle, NOT_RUN};
use crate::arc_queries;
use crate::result::{
    CompileError, ErrorSource, ExerciseResult, State, TestRecord, Verdict, simplest_first,
};
use crate::screen::{BOLD, DIM, ERROR, SUCCESS, paint, wrapped};
use crate::test_list::SourceTest;
use crate::workspace::Source;
use source_check::Finding;

/// An exercise as one line: solved, or what is wrong.
pub fn line(result: &ExerciseResult, position: usize, width: usize) -> String {
    let name = &result.exercise;
    if result.is_solved() {
        let warning = arc_queries::warning(&result.arc_queries);
        let warning = warning.map_or_else(String::new, |warning| format!(", but {warning}"));
        return row(name, position, width, (SUCCESS, "solved"), &warning);
    }
    let verdict = result.label();
    let summary = match &result.state {
        State::Tested(_) => result.first_failure().map_or(String::new(), |test| {
            let repeats =
                test.summary.strip_prefix(verdict).and_then(|rest| rest.strip_prefix(": "));
            repeats.unwrap_or(&test.summary).to_owned()
        }),
        State::Missing => "the file does not exist".to_owned(),
        State::Empty => "the file is empty".to_owned(),
        State::Unreadable(why) => why.clone(),
        State::Refused(findings) => refused_summary(findings),
        State::DoesNotCompile(error) => first_error(&error.message),
        State::Broken(_) => "a bug in the course, not in your code".to_owned(),
    };
    let summary = if summary.is_empty() { summary } else { format!(": {summary}") };
    row(name, position, width, (ERROR, verdict), &summary)
}

/// The number and the name of an exercise, a status in a style, and the rest of the sentence.
fn row(name: &str, position: usize, width: usize, status: (Style, &str), rest: &str) -> String {
    let (style, status) = status;
    let head = format!("{position:>3}  {name:width$}  ");
    let text = wrapped(&format!("{status}{rest}"), head.chars().count());
    format!("{head}{}", text.replacen(status, &paint(style, status), 1))
}

/// How far a test is that takes long.
pub fn progress(exercise: &str, tests: &[SourceTest], progress: &Progress) -> String {
    let Progress { test, executions } = progress;
    let name = test.rsplit("::").next().unwrap_or(test);
    let number = tests.iter().position(|test| test.name == name);
    let number = number.map_or_else(String::new, |at| format!(" {} of {}", at + 1, tests.len()));
    format!("testing {exercise}: test{number}, {name}, {executions} executions so far")
}

/// An unmodified exercise as one line. `wrong` is the first sentence that its starter fails, if known.
pub fn not_started(name: &str, wrong: Option<&str>, position: usize, width: usize) -> String {
    let fails = wrong.map_or_else(String::new, |wrong| format!("; fails: {wrong}"));
    row(name, position, width, (DIM, "not started"), &fails)
}

fn refused_summary(findings: &[Finding]) -> String {
    let mut names: Vec<&str> = findings.iter().map(|finding| finding.what.as_str()).collect();
    names.dedup();
    format!("it uses {}", names.join(", "))
}

fn first_error(message: &str) -> String {
    let plain = anstream::adapter::strip_str(message).to_string();
    let line = plain.lines().next().unwrap_or_default();
    line.split_once(": ").map_or(line, |(_, rest)| rest).to_owned()
}

/// The details of an exercise in exercises/.
pub fn report(result: &ExerciseResult) -> String {
    anstream::adapter::strip_str(&details(result, Source::Exercise, CommandStyle::Make)).to_string()
}

/// The details of one exercise.
pub fn details(result: &ExerciseResult, source: Source, commands: CommandStyle) -> String {
    let file = source.shown(&result.exercise);
    let reset = commands.quoted("reset", &result.exercise);
    match &result.state {
        State::Tested(tests) => tests_of(&file, tests, commands),
        State::Missing => format!("{file} does not exist.\nhelp: {reset} restores the starter\n"),
        State::Empty => {
            format!("{file} is empty.\nhelp: was it saved? {reset} restores the starter\n")
        }
        State::Unreadable(why) => {
            format!("{file} cannot be read: {why}\nhelp: save it as UTF-8 text\n")
        }
        State::Refused(findings) => refused(&file, findings),
        State::DoesNotCompile(error) => does_not_compile(&file, &result.exercise, error),
        State::Broken(what) => {
            format!("{what}\nthis is a bug in the course, not in your code: please report it\n")
        }
    }
}

/// Whether the details are laid out for a terminal.
pub fn is_for_terminal(result: &ExerciseResult) -> bool {
    result.first_failure().is_some_and(|test| test.terminal.is_some())
}

/// The details of one exercise. If they are laid out for a terminal with this much `room`, they leave out what does
/// not fit, beginning with the list of the tests that fail, but never the beginning of the report.
pub fn details_within(
    result: &ExerciseResult,
    source: Source,
    commands: CommandStyle,
    room: Option<usize>,
) -> String {
    let lines = |text: &str| text.trim_end().lines().count();
    let whole = details(result, source, commands);
    let first = result.first_failure().and_then(|test| Some((test, test.terminal.as_ref()?)));
    let (Some(room), Some((test, report))) = (room, first) else { return whole };
    if lines(&whole) <= room {
        return whole;
    }
    let TerminalReport { first, rest } = in_color(report, test.verdict);
    if test.replay.is_none() || lines(&first) + 1 + lines(&rest) <= room {
        return format!("{first}\n{rest}");
    }
    // Below an empty line, with a line that says how many are left out.
    let shown = room.saturating_sub(lines(&first) + 2);
    if shown < LEAST {
        return first;
    }
    let left_out = lines(&rest) - shown;
    let shown: String = rest.lines().take(shown).map(|line| format!("{line}\n")).collect();
    let replay = commands.quoted("replay", &result.exercise);
    format!("{first}\n{shown}  … {left_out} more lines: {replay}\n")
}

/// A report that begins with its verdict.
fn in_color(report: &TerminalReport, verdict: Verdict) -> TerminalReport {
    let first = report.first.replacen(verdict.name(), &paint(ERROR, verdict.name()), 1);
    TerminalReport { first, ..report.clone() }
}

/// Fewer lines of a table are not worth reading.
const LEAST: usize = 6;

fn tests_of(file: &str, tests: &[TestRecord], commands: CommandStyle) -> String {
    let (not_run, failed): (Vec<&TestRecord>, Vec<&TestRecord>) =
        simplest_first(tests).into_iter().partition(|test| test.summary == NOT_RUN);
    let Some(first) = failed.first() else {
        let mut text = format!("{file} passes {}:\n", counted(tests.len() as u64, "test"));
        for test in tests {
            let summary = format!("({})", test.summary);
            let line = wrapped(&format!("{}  {summary}", test.sentence), 4);
            let _ = writeln!(text, "  {}", line.replacen(&summary, &paint(DIM, &summary), 1));
        }
        return text;
    };
    let (all, fail) = (counted(tests.len() as u64, "test"), fail(failed.len()));
    let mut text = format!("{} of {all} of {file} {fail}:\n", failed.len());
    let width = failed.iter().map(|test| test.verdict.name().len()).max().unwrap_or(0);
    for test in &failed {
        let verdict = paint(ERROR, &format!("{:width$}", test.verdict));
        let _ = writeln!(text, "  {verdict}  {}", wrapped(&test.sentence, width + 4));
    }
    if !not_run.is_empty() {
        let others = counted(not_run.len() as u64, "test");
        let _ = writeln!(text, "{others} not run, because one did not finish");
    }
    if failed.len() > 1 {
        let _ = write!(text, "\nthe first failure:\n");
    }
    let report = match &first.terminal {
        Some(report) => in_color(report, first.verdict).to_string(),
        None => first.report_with(|replay| commands.replay(replay)),
    };
    let _ = writeln!(text, "\n{}", report.trim_end());
    text
}

/// The verb for this number of tests.
pub(super) fn fail(tests: usize) -> &'static str {
    if tests == 1 { "fails" } else { "fail" }
}

fn refused(file: &str, findings: &[Finding]) -> String {
    let mut text = String::new();
    for Finding { line, what, reason, instead } in findings {
        let what = paint(BOLD, &format!("`{what}`"));
        let _ = writeln!(text, "{file}:{line}: {what} cannot be used here");
        let _ = writeln!(text, "  {}", wrapped(reason, 2));
        let _ = writeln!(text, "  help: {}\n", wrapped(instead, 8));
    }
    text.trim_end().to_owned() + "\n"
}

fn does_not_compile(file: &str, name: &str, error: &CompileError) -> String {
    /// Later errors often follow from the first.
    const SHOWN: usize = 3;
    let head = match error.source {
        ErrorSource::Program => format!("{file} does not compile; rustc says:"),
        ErrorSource::UnderTest => format!(
            "{file} compiles as a program, but not in the tests. They run it with their own \
             std::sync and std::thread, which lack some items. rustc says:"
        ),
        ErrorSource::Contract => format!(
            "{file} compiles, but tests/{name}.rs no longer does. Did a public name or signature \
             change? They must stay the same. rustc says:"
        ),
        ErrorSource::Elsewhere => format!("{file} does not compile; cargo says:"),
    };
    let (mut count, mut shown) = (0, Vec::new());
    for block in error.message.split("\n\n") {
        let is_error = anstream::adapter::strip_str(block).to_string().starts_with("error");
        count += usize::from(is_error);
        shown.extend((count <= SHOWN).then_some(block));
    }
    let mut text = format!("{}\n\n{}\n", wrapped(&head, 0), shown.join("\n\n"));
    if count > SHOWN {
        let _ = writeln!(
            text,
            "\nand {} more errors: fix these first; the others often disappear with them",
            count - SHOWN
        );
    }
    text
}
