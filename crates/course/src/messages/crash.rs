//! What is said about a test that died before it could speak for itself.
use std::fmt::Write;
use std::time::Duration;

use super::{HANGING, WATCHDOG, indent};
use crate::result::Verdict;

const CRASH: &str = "the process crashed: a recursion without end?";

pub fn outer_limit(limit: Duration) -> String {
    format!("still running after {} seconds, and stopped from outside", limit.as_secs())
}

/// Why the watchdog of the engine ended a process, by what it said.
pub fn watchdog(said: &str) -> &'static str {
    if said.contains("a test on real threads has not ended") { HANGING } else { WATCHDOG }
}

pub fn exit(code: i32) -> String {
    format!("the tests ended with exit code {code} in the middle of this one")
}

/// What a signal (or an exception of Windows) most likely means.
pub fn crash(code: i32) -> String {
    const STACK_OVERFLOW: i32 = 0xC000_00FD_u32.cast_signed();
    // As SIGABRT and SIGSEGV.
    const FAIL_FAST: i32 = 0xC000_0409_u32.cast_signed();
    const ACCESS_VIOLATION: i32 = 0xC000_0005_u32.cast_signed();
    match code {
        6 | 11 | STACK_OVERFLOW | FAIL_FAST | ACCESS_VIOLATION => CRASH.to_owned(),
        9 => "the system killed the process: did it need too much memory?".to_owned(),
        ..0 => format!("the process was ended by exception {code:#010X}"),
        _ => format!("the process was ended by signal {code}"),
    }
}

/// The line in which a panic says where it happened and why.
pub fn first_panic(said: &str) -> String {
    let mut lines = said.lines().skip_while(|line| !line.contains("panicked at "));
    let place = lines
        .next()
        .and_then(|line| line.split("panicked at ").nth(1))
        .unwrap_or("an unknown place");
    let message = lines.next().unwrap_or_default();
    let place = place.trim_end_matches(':');
    let short: String = format!("panicked at {place}: {message}").chars().take(72).collect();
    short.trim_end_matches([':', ' ']).to_owned()
}

/// The report of a test that could not write its own.
pub fn died(head: &str, verdict: Verdict, summary: &str, said: &str) -> String {
    let mut text = format!("{head}\n  {summary}\n");
    let help = match verdict {
        Verdict::Timeout if summary == HANGING => {
            "look for a lock that is taken twice, and for a message that nobody sends"
        }
        Verdict::Timeout => {
            "a loop must end, or wait for others (lock, wait, join, sleep, yield_now)"
        }
        Verdict::Aborted if summary == CRASH => {
            "look for a function that calls itself, and for very large values"
        }
        Verdict::OutOfMemory => "look for a loop in which something grows, and give it a way out",
        Verdict::Unrecorded => "please report this, with your file",
        _ => "",
    };
    if !help.is_empty() {
        let _ = writeln!(text, "  help: {help}");
    }
    text.trim_end().to_owned() + &self::said(said)
}

/// What the process itself said, for the end of a report.
pub fn said(said: &str) -> String {
    let text = spoken(said);
    if text.is_empty() {
        return String::new();
    }
    format!("\n\nit said:\n{}", indent(&text, 2))
}

/// What the process itself said, without what the test harness says.
pub fn spoken(said: &str) -> String {
    let mut lines: Vec<String> = said
        .lines()
        .map(str::trim_end)
        .filter(|line| !is_harness(line))
        .map(without_thread_id)
        .collect();
    lines.dedup_by(|a, b| a.is_empty() && b.is_empty());
    lines.join("\n").trim_matches('\n').to_owned()
}

fn is_harness(line: &str) -> bool {
    let begins = ["running ", "test ", "failures:", "note: run with `RUST_BACKTRACE"];
    // The list of the tests that failed, by name.
    let is_name = line
        .strip_prefix("    ")
        .is_some_and(|name| name.chars().all(|c| c.is_alphanumeric() || c == '_'));
    is_name || begins.iter().any(|begin| line.starts_with(begin))
}

/// std names a thread with the number that the system gave it, another one in every run.
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
