//! An exercise: in a line, and whole.
use std::fmt::Write;

use super::{ENDLESS_BUILD, NOT_JUDGED, Typed, WIDTH, tests_in_words};
use crate::arc_queries;
use crate::result::{CompileError, ExerciseResult, Place, State, TestRecord};
use crate::screen::{BOLD, DIM, ERROR, SUCCESS, paint, wrap};
use crate::source_check::Finding;
use crate::workspace::Source;

/// An exercise in a line: solved, or what is wrong.
pub fn line(judgement: &ExerciseResult, position: usize, width: usize) -> String {
    let head = format!("{position:>3}  {:width$}  ", judgement.exercise);
    if judgement.is_solved() {
        let solved = paint(SUCCESS, "solved");
        let note = arc_queries::in_words(&judgement.unseen).map(|note| {
            let note = format!("solved; but {note}");
            wrap(&note, head.chars().count(), WIDTH).replacen("solved", "", 1)
        });
        return format!("{head}{solved}{}", note.unwrap_or_default());
    }
    let (verdict, summary) = match &judgement.state {
        State::Judged(_) => match judgement.first_failure() {
            Some(test) => {
                let verdict = test.verdict.name();
                let repeats =
                    test.summary.strip_prefix(verdict).and_then(|rest| rest.strip_prefix(": "));
                (verdict, repeats.unwrap_or(&test.summary).to_owned())
            }
            None => ("no tests", String::new()),
        },
        State::Missing => ("missing", "the file is not there".to_owned()),
        State::Empty => ("empty", "the file has nothing in it".to_owned()),
        State::Unreadable(why) => ("unreadable", why.clone()),
        State::Refused(findings) => ("refused", refused_summary(findings)),
        State::DoesNotCompile(error) => ("does not compile", first_error(&error.message)),
        State::Endless => ("does not compile", ENDLESS_BUILD.to_owned()),
        State::Broken(_) => ("broken", "a fault of the course, not yours".to_owned()),
    };
    let text =
        if summary.is_empty() { verdict.to_owned() } else { format!("{verdict}: {summary}") };
    let wrapped = wrap(&text, head.chars().count(), WIDTH);
    format!("{head}{}", wrapped.replacen(verdict, &paint(ERROR, verdict), 1))
}

/// An exercise that nobody has begun, in a line: what its starter gets wrong, as far as it is known.
pub fn not_begun(name: &str, wrong: Option<&str>, position: usize, width: usize) -> String {
    const STANDING: &str = "not begun";
    let head = format!("{position:>3}  {name:width$}  ");
    let text =
        wrong.map_or_else(|| STANDING.to_owned(), |wrong| format!("{STANDING}; fails: {wrong}"));
    let wrapped = wrap(&text, head.chars().count(), WIDTH);
    format!("{head}{}", wrapped.replacen(STANDING, &paint(DIM, STANDING), 1))
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

/// Everything about an exercise in exercises/, without colours.
pub fn report(judgement: &ExerciseResult) -> String {
    anstream::adapter::strip_str(&details(judgement, Source::Exercise, Typed::MAKE)).to_string()
}

/// Everything about the one exercise that is shown whole.
pub fn details(judgement: &ExerciseResult, tree: Source, typed: Typed) -> String {
    let file = tree.shown(&judgement.exercise);
    match &judgement.state {
        State::Judged(tests) => tests_of(&file, tests, typed),
        State::Missing => format!(
            "{file} is not there.\n\
             help: `cargo course reset {}` brings back the starter\n",
            judgement.exercise
        ),
        State::Empty => format!(
            "{file} is empty.\n\
             help: was it saved? `cargo course reset {}` brings back the starter\n",
            judgement.exercise
        ),
        State::Unreadable(why) => {
            format!("{file} cannot be read: {why}\nhelp: save it as text (UTF-8)\n")
        }
        State::Refused(findings) => refused(&file, findings),
        State::DoesNotCompile(error) => does_not_compile(&file, &judgement.exercise, error),
        State::Endless => format!(
            "{file}: {ENDLESS_BUILD}\n\
             help: look for a loop in a `const`, and for a macro that calls itself\n"
        ),
        State::Broken(what) => {
            format!("{what}\nthis is a fault of the course, not yours: please report it\n")
        }
    }
}

fn tests_of(file: &str, tests: &[TestRecord], typed: Typed) -> String {
    let (unjudged, failed): (Vec<&TestRecord>, Vec<&TestRecord>) =
        tests.iter().filter(|test| test.failed()).partition(|test| test.summary == NOT_JUDGED);
    let Some(first) = failed.first() else {
        let mut text = format!("{file} passes {}:\n", tests_in_words(tests.len()));
        for test in tests {
            let _ = writeln!(
                text,
                "  {}  {}",
                test.sentence,
                paint(DIM, &format!("({})", test.summary))
            );
        }
        return text;
    };
    let mut text = format!(
        "{} of {} of {file} {}:\n",
        failed.len(),
        tests_in_words(tests.len()),
        if failed.len() == 1 { "fails" } else { "fail" }
    );
    let width = failed.iter().map(|test| test.verdict.name().len()).max().unwrap_or(0);
    for test in &failed {
        let verdict = paint(ERROR, &format!("{:width$}", test.verdict));
        let _ = writeln!(text, "  {verdict}  {}", wrap(&test.sentence, width + 4, WIDTH));
    }
    if !unjudged.is_empty() {
        let others = tests_in_words(unjudged.len());
        let _ = writeln!(text, "{others} not judged, because one did not end");
    }
    if failed.len() > 1 {
        let _ = write!(text, "\nthe first of them:\n");
    }
    let _ = writeln!(text, "\n{}", first.report_with(|replay| typed.replay(replay)).trim_end());
    text
}

fn refused(file: &str, findings: &[Finding]) -> String {
    let mut text = String::new();
    for Finding { line, what, reason, instead } in findings {
        let _ = writeln!(
            text,
            "{file}:{line}: {} cannot be used here",
            paint(BOLD, &format!("`{what}`"))
        );
        let _ = writeln!(text, "  {}", wrap(reason, 2, WIDTH));
        let _ = writeln!(text, "  help: {}\n", wrap(instead, 8, WIDTH));
    }
    text.trim_end().to_owned() + "\n"
}

fn does_not_compile(file: &str, name: &str, error: &CompileError) -> String {
    /// Later errors mostly follow from the first.
    const SHOWN: usize = 3;
    let head = match error.place {
        Place::Program => format!("{file} does not compile; rustc says:"),
        Place::UnderTest => format!(
            "{file} compiles as a program, but not for the tests. They watch every step of \
             std::sync and std::thread, and know only what they can watch. rustc says:"
        ),
        Place::Contract => format!(
            "{file} compiles, but tests/{name}.rs does not with it. Did a public name or \
             signature change? They must stay as they were. rustc says:"
        ),
        Place::Elsewhere => format!("{file} does not compile; cargo says:"),
    };
    let errors: Vec<&str> = error.message.split("\n\n").collect();
    let is_error =
        |block: &&str| anstream::adapter::strip_str(block).to_string().starts_with("error");
    let count = errors.iter().filter(|block| is_error(block)).count();
    let mut seen = 0;
    let mut kept = Vec::new();
    for block in errors {
        seen += usize::from(is_error(&block));
        if seen <= SHOWN {
            kept.push(block);
        }
    }
    let mut text = format!("{}\n\n{}\n", wrap(&head, 0, WIDTH), kept.join("\n\n"));
    if count > SHOWN {
        let _ = writeln!(
            text,
            "\nand {} more errors; mend these first, the others often go with them",
            count - SHOWN
        );
    }
    text
}
