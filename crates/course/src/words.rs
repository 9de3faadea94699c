//! The sentences that students see, about what became of their files. Help texts are in `help`.
use std::fmt::Write;
use std::time::Duration;

use crate::catalogue::Exercise;
use crate::house::Tree;
use crate::result::{CompileError, Judgement, Place, State, TestResult, Verdict};
use crate::screen::{BAD, GOOD, QUIET, STRONG, paint, wrap};
use crate::source::Finding;

/// Wide enough for a table of the interleaving elsewhere; our own sentences stay within this.
pub(crate) const WIDTH: usize = 80;

pub(crate) const NO_CARGO: &str = "install Rust from https://rustup.rs, then open a new terminal";
pub(crate) const FIRST_BUILD: &str =
    "compiling what the tests need; only the first time takes this long";
pub(crate) const WATCHDOG: &str =
    "a thread ran on without any step that others can see: an endless loop?";
pub(crate) const UNRECORDED: &str =
    "the test ended without a verdict: a fault of the course, not yours";

type Why = (&'static str, &'static str);
pub(crate) const UNSAFE: Why = (
    "exercises are safe Rust: what `unsafe` breaks, no test could explain",
    "use the types of std::sync; every exercise can be solved with them",
);
pub(crate) const EXTERN: Why = (
    "an exercise uses std and nothing else, so that the tests see every step",
    "delete the line; `use std::…` needs no declaration",
);
pub(crate) const INCLUDE: Why = (
    "an exercise is one file: other files are not looked at",
    "write the code into the exercise itself",
);
pub(crate) const OUTSIDE: Why = (
    "what the machine's environment holds must not change an exercise",
    "write the value into the file as a constant",
);
pub(crate) const PAST_STD: Why = (
    "the tests watch std; what comes past it would run unseen, and no bug be found",
    "write the same path with `std::`",
);
pub(crate) const MACHINERY: Why = (
    "this is the machinery of the tests; an exercise is plain std",
    "use what std offers; the tests see every step of it",
);

/// Why an exercise cannot have a module of std, and what to do instead.
pub(crate) fn forbidden_module(module: &str) -> Option<Why> {
    Some(match module {
        "fs" => (
            "an exercise touches no files: the tests run it thousands of times",
            "keep the data in memory",
        ),
        "net" => (
            "an exercise opens no sockets: the tests run it thousands of times",
            "`make serve` puts a real server around `handle`",
        ),
        "process" => (
            "an exercise neither starts nor ends processes: its tests run in the same one",
            "return from `main`, or panic",
        ),
        "env" => (
            "what the machine's environment holds must not change an exercise",
            "write the value into the file as a constant",
        ),
        "os" => (
            "an exercise runs on every system alike",
            "use std::sync, std::thread and std::time",
        ),
        _ => return None,
    })
}

pub(crate) fn outer_limit(limit: Duration) -> String {
    format!(
        "still running after {} seconds, and stopped from outside",
        limit.as_secs()
    )
}

pub(crate) fn exit(code: i32) -> String {
    format!("the tests ended with exit code {code} in the middle of this one")
}

/// What a signal (or an exception of Windows) most likely means.
pub(crate) fn crash(code: i32) -> String {
    const STACK_OVERFLOW: i32 = 0xC000_00FD_u32.cast_signed();
    match code {
        6 | 11 | STACK_OVERFLOW => "the process crashed: a recursion without end?".to_owned(),
        9 => "the system killed the process: did it need too much memory?".to_owned(),
        code => format!("the process was ended by signal {code}"),
    }
}

/// The line in which a panic says where it happened and why.
pub(crate) fn first_panic(said: &str) -> String {
    let mut lines = said
        .lines()
        .skip_while(|line| !line.contains("panicked at "));
    let place = lines
        .next()
        .and_then(|line| line.split("panicked at ").nth(1))
        .unwrap_or("an unknown place");
    let message = lines.next().unwrap_or_default();
    let place = place.trim_end_matches(':');
    let short: String = format!("panicked at {place}: {message}")
        .chars()
        .take(72)
        .collect();
    short.trim_end_matches([':', ' ']).to_owned()
}

/// The report of a test that could not write its own.
pub(crate) fn died(sentence: &str, verdict: Verdict, summary: &str, said: &str) -> String {
    let mut text = format!("{sentence}\n  {summary}\n");
    let help = match verdict {
        Verdict::Timeout => {
            "a loop must end, or wait for others (lock, wait, join, sleep, yield_now)"
        }
        Verdict::Aborted => "look for a function that calls itself, and for very large values",
        Verdict::Unrecorded => "please report this, with your file",
        _ => "",
    };
    if !help.is_empty() {
        let _ = writeln!(text, "  help: {help}");
    }
    let said: Vec<&str> = said
        .lines()
        .map(str::trim_end)
        .filter(|line| !is_libtest(line))
        .collect();
    let said = said.join("\n");
    if !said.trim().is_empty() {
        let _ = write!(text, "\nit said:\n{}", indent(said.trim_matches('\n'), 2));
    }
    text
}

fn is_libtest(line: &str) -> bool {
    line.starts_with("running ")
        || line.starts_with("test ")
        || line.starts_with("note: run with `RUST_BACKTRACE")
}

pub(crate) fn indent(text: &str, by: usize) -> String {
    let pad = " ".repeat(by);
    text.lines()
        .map(|line| {
            if line.is_empty() {
                "\n".to_owned()
            } else {
                format!("{pad}{line}\n")
            }
        })
        .collect()
}

pub(crate) fn no_tests(name: &str) -> String {
    format!("tests/{name}.rs holds no test")
}

/// How to type a command: as a make target where make called us, with cargo otherwise.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Typed {
    pub(crate) by_make: bool,
}

impl Typed {
    pub(crate) fn command(self, command: &str, name: &str) -> String {
        match (self.by_make, name) {
            (true, "") => format!("make {command}"),
            (true, name) => format!("make {command} EX={name}"),
            (false, "") => format!("cargo course {command}"),
            (false, name) => format!("cargo course {command} {name}"),
        }
    }
}

/// An exercise in a line: solved, or what is wrong.
pub(crate) fn line(judgement: &Judgement, position: usize, width: usize) -> String {
    let head = format!("{position:>3}  {:width$}  ", judgement.exercise);
    if judgement.is_solved() {
        return format!("{head}{}", paint(GOOD, "solved"));
    }
    let (verdict, summary) = match &judgement.state {
        State::Judged(_) => match judgement.first_failure() {
            Some(test) => (test.verdict.name(), test.summary.clone()),
            None => ("no tests", String::new()),
        },
        State::Missing => ("missing", "the file is not there".to_owned()),
        State::Empty => ("empty", "the file has nothing in it".to_owned()),
        State::Unreadable(why) => ("unreadable", why.clone()),
        State::Refused(findings) => ("refused", refused_summary(findings)),
        State::DoesNotCompile(error) => ("does not compile", first_error(&error.message)),
        State::Broken(_) => ("broken", "a fault of the course, not yours".to_owned()),
    };
    let text = if summary.is_empty() {
        verdict.to_owned()
    } else {
        format!("{verdict}: {summary}")
    };
    let wrapped = wrap(&text, head.chars().count(), WIDTH);
    format!(
        "{head}{}",
        wrapped.replacen(verdict, &paint(BAD, verdict), 1)
    )
}

fn refused_summary(findings: &[Finding]) -> String {
    let mut names: Vec<&str> = findings
        .iter()
        .map(|finding| finding.what.as_str())
        .collect();
    names.dedup();
    format!("it uses {}", names.join(", "))
}

fn first_error(message: &str) -> String {
    let plain = anstream::adapter::strip_str(message).to_string();
    let line = plain.lines().next().unwrap_or_default();
    line.split_once(": ")
        .map_or(line, |(_, rest)| rest)
        .to_owned()
}

/// Everything about the one exercise that is shown whole.
pub(crate) fn details(judgement: &Judgement, tree: Tree) -> String {
    let file = tree.shown(&judgement.exercise);
    match &judgement.state {
        State::Judged(tests) => tests_of(&file, tests),
        State::Missing => format!(
            "{file} is not there.\n\
             help: `git checkout {file}` brings back the one the course began with\n"
        ),
        State::Empty => format!(
            "{file} is empty.\n\
             help: was it saved? `git checkout {file}` brings back the one the course began with\n"
        ),
        State::Unreadable(why) => {
            format!("{file} cannot be read: {why}\nhelp: save it as text (UTF-8)\n")
        }
        State::Refused(findings) => refused(&file, findings),
        State::DoesNotCompile(error) => does_not_compile(&file, &judgement.exercise, error),
        State::Broken(what) => {
            format!("{what}\nthis is a fault of the course, not yours: please report it\n")
        }
    }
}

fn tests_of(file: &str, tests: &[TestResult]) -> String {
    let failed: Vec<&TestResult> = tests
        .iter()
        .filter(|test| test.verdict != Verdict::Passed)
        .collect();
    let Some(first) = failed.first() else {
        let mut text = format!("{file} passes all {}:\n", tests_in_words(tests.len()));
        for test in tests {
            let _ = writeln!(
                text,
                "  {}  {}",
                test.sentence,
                paint(QUIET, &format!("({})", test.summary))
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
    for test in tests {
        let style = if test.verdict == Verdict::Passed {
            GOOD
        } else {
            BAD
        };
        let verdict = format!("{:<17}", test.verdict);
        let _ = writeln!(
            text,
            "  {}  {}",
            paint(style, &verdict),
            wrap(&test.sentence, 21, WIDTH)
        );
    }
    if failed.len() > 1 {
        let _ = write!(text, "\nthe first of them:\n");
    }
    let _ = writeln!(text, "\n{}", first.report.trim_end());
    text
}

fn tests_in_words(count: usize) -> String {
    if count == 1 {
        "1 test".to_owned()
    } else {
        format!("{count} tests")
    }
}

fn refused(file: &str, findings: &[Finding]) -> String {
    let mut text = String::new();
    for Finding {
        line,
        what,
        reason,
        instead,
    } in findings
    {
        let _ = writeln!(
            text,
            "{file}:{line}: {} cannot be used here",
            paint(STRONG, &format!("`{what}`"))
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
            "{file} compiles as a program, but not under the tests, which watch every step\n\
             of std::sync and std::thread and so know only what they can watch. rustc says:"
        ),
        Place::Contract => format!(
            "{file} compiles, but tests/{name}.rs does not with it. Did a public name or\n\
             signature change? They must stay as they were. rustc says:"
        ),
        Place::Elsewhere => {
            "the course itself does not build; your file is not the cause. cargo says:".to_owned()
        }
    };
    let errors: Vec<&str> = error.message.split("\n\n").collect();
    let is_error = |block: &&str| {
        anstream::adapter::strip_str(block)
            .to_string()
            .starts_with("error")
    };
    let count = errors.iter().filter(|block| is_error(block)).count();
    let mut seen = 0;
    let mut kept = Vec::new();
    for block in errors {
        seen += usize::from(is_error(&block));
        if seen <= SHOWN {
            kept.push(block);
        }
    }
    let mut text = format!("{head}\n\n{}\n", kept.join("\n\n"));
    if count > SHOWN {
        let _ = writeln!(
            text,
            "\nand {} more errors; mend these first, the others often go with them",
            count - SHOWN
        );
    }
    text
}

/// How many are solved, and what to type next.
pub(crate) fn ending(
    judgements: &[Judgement],
    typed: Typed,
    hints: impl Fn(&str) -> usize,
) -> String {
    let solved = judgements
        .iter()
        .filter(|judgement| judgement.is_solved())
        .count();
    let of = judgements.len();
    let Some(next) = judgements.iter().find(|judgement| !judgement.is_solved()) else {
        return match judgements {
            [only] => format!(
                "{} is solved.\n  {}   compares it with the answer\n  {}   goes on\n",
                only.exercise,
                typed.command("diff", &only.exercise),
                typed.command("test", "")
            ),
            _ => format!(
                "all {of} exercises are solved. Well done.\n  {}   compares them with the answers\n",
                typed.command("diff", "")
            ),
        };
    };
    let name = next.exercise.as_str();
    let head = if of == 1 {
        format!("{name} is not solved yet.")
    } else {
        format!("{solved} of {of} exercises solved.")
    };
    let mut rows = vec![(typed.command("test", name), "judges it again".to_owned())];
    if hints(name) > 0 {
        rows.push((typed.command("hint", name), "gives a hint".to_owned()));
    }
    rows.push((
        typed.command("run", name),
        "runs it on real threads".to_owned(),
    ));
    let width = rows
        .iter()
        .map(|(command, _)| command.len())
        .max()
        .unwrap_or(0);
    let mut text = format!("{head} Edit {}, then type:\n", Tree::Starter.shown(name));
    for (command, what) in rows {
        let _ = writeln!(
            text,
            "  {}  {what}",
            paint(STRONG, &format!("{command:width$}"))
        );
    }
    text
}

/// One hint, and how many are left.
pub(crate) fn hint(exercise: &Exercise, number: usize, typed: Typed) -> String {
    let of = exercise.hints.len();
    let text = exercise.hints.get(number - 1).map_or("", String::as_str);
    let mut out = format!(
        "hint {number} of {of} for {}, {}:\n\n",
        exercise.name, exercise.title
    );
    for paragraph in text.trim().split("\n\n") {
        let _ = writeln!(out, "  {}\n", wrap(paragraph, 2, WIDTH));
    }
    let _ = match of - number {
        0 => writeln!(
            out,
            "that was the last one; {} shows the answer",
            typed.command("diff", &exercise.name)
        ),
        1 => writeln!(
            out,
            "one more is left: {}",
            typed.command("hint", &exercise.name)
        ),
        left => writeln!(
            out,
            "{left} more are left: {}",
            typed.command("hint", &exercise.name)
        ),
    };
    out
}
