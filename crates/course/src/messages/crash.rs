//! Messages about a test whose process died before it wrote a record.
use std::fmt::Write;
use std::time::Duration;

use super::{HANGING, indent};
use crate::result::Verdict;
use crate::screen::wrapped;

const CRASH: &str = "the process crashed: is there infinite recursion?";

pub fn killed_after(limit: Duration) -> String {
    format!("killed after {} seconds", limit.as_secs())
}

pub fn exit(code: i32) -> String {
    format!("the process exited with code {code} in the middle of this test")
}

/// The most likely meaning of a signal, or of an exception on Windows.
pub fn crash(code: i32) -> String {
    const STACK_OVERFLOW: i32 = 0xC000_00FD_u32.cast_signed();
    // The counterparts of SIGABRT and SIGSEGV.
    const FAIL_FAST: i32 = 0xC000_0409_u32.cast_signed();
    const ACCESS_VIOLATION: i32 = 0xC000_0005_u32.cast_signed();
    match code {
        6 | 11 | STACK_OVERFLOW | FAIL_FAST | ACCESS_VIOLATION => CRASH.to_owned(),
        9 => "the system killed the process: did it run out of memory?".to_owned(),
        ..0 => format!("the process was killed by exception {code:#010X}"),
        _ => format!("the process was killed by signal {code}"),
    }
}

/// The location and the message of the first panic in the output.
pub fn first_panic(output: &str) -> String {
    let mut lines = output.lines().skip_while(|line| !line.contains("panicked at "));
    let location = lines
        .next()
        .and_then(|line| line.split("panicked at ").nth(1))
        .unwrap_or("an unknown location");
    let message = lines.next().unwrap_or_default();
    let location = location.trim_end_matches(':');
    let short: String = format!("panicked at {location}: {message}").chars().take(72).collect();
    short.trim_end_matches([':', ' ']).to_owned()
}

/// The report on a test that died without writing one.
pub fn died(head: &str, verdict: Verdict, summary: &str, output: &str) -> String {
    let mut text = format!("{}\n  {}\n", wrapped(head, 4), wrapped(summary, 2));
    let help = match verdict {
        Verdict::Timeout if summary == HANGING => {
            "is a lock locked twice, or is a message never sent?"
        }
        Verdict::Timeout => {
            "a loop must end, or block or yield (lock, wait, join, sleep, yield_now)"
        }
        Verdict::Aborted if summary == CRASH => {
            "is there a function that calls itself, or a very large value?"
        }
        Verdict::OutOfMemory => "is there a loop that adds to a collection and never ends?",
        Verdict::Unrecorded => "please report this, and attach your file",
        _ => "",
    };
    if !help.is_empty() {
        let _ = writeln!(text, "  help: {}", wrapped(help, 8));
    }
    text.trim_end().to_owned() + &self::output(output)
}

/// The last paragraph of a report: the output of the process.
pub fn output(output: &str) -> String {
    let text = without_harness(output);
    if text.is_empty() {
        return String::new();
    }
    format!("\n\nits output:\n{}", indent(&text, 2))
}

/// The output of the process without the lines of the test harness.
pub fn without_harness(output: &str) -> String {
    let mut lines: Vec<String> = output
        .lines()
        .map(str::trim_end)
        .filter(|line| !is_harness(line))
        .map(without_thread_id)
        .collect();
    lines.dedup_by(|a, b| a.is_empty() && b.is_empty());
    lines.join("\n").trim_matches('\n').to_owned()
}

fn is_harness(line: &str) -> bool {
    let prefixes = ["running ", "test ", "failures:", "note: run with `RUST_BACKTRACE"];
    // An entry in the list of failed tests.
    let is_name = line
        .strip_prefix("    ")
        .is_some_and(|name| name.chars().all(|c| c.is_alphanumeric() || c == '_'));
    is_name || prefixes.iter().any(|prefix| line.starts_with(prefix))
}

/// std prints the operating system's thread id, which differs in every run.
fn without_thread_id(line: &str) -> String {
    let Some((name, rest)) = line.strip_prefix("thread '").and_then(|rest| rest.split_once("' ("))
    else {
        return line.to_owned();
    };
    match rest.split_once(')') {
        Some((id, rest)) if id.bytes().all(|b| b.is_ascii_digit()) => {
            format!("thread '{name}'{rest}")
        }
        _ => line.to_owned(),
    }
}
