//! Messages about a submission. Text that comes from the submission is sanitized.

pub(crate) const MISSING: &str = "the submission does not contain this file";
pub(crate) const EMPTY: &str = "the file is empty";
pub(crate) const UNCHANGED: &str = "the file is the unmodified starter";
pub(crate) const COMPILER_TIMEOUT: &str = "the compiler did not finish in time and was stopped";
pub(crate) const NOT_TESTED: &str = "the file was submitted but not tested";

pub(crate) fn passed(tests: usize) -> String {
    if tests == 1 { "the only test passes".to_owned() } else { format!("all {tests} tests pass") }
}

/// Returns whether rustc reports that it crashed.
pub(crate) fn is_compiler_crash(message: &str) -> bool {
    ["(signal: ", "internal compiler error"].iter().any(|mark| message.contains(mark))
}

/// The first line that is not empty, shortened if necessary.
pub(crate) fn first_line(text: &str) -> String {
    let line = text.lines().map(str::trim).find(|line| !line.is_empty()).unwrap_or_default();
    line.chars().take(120).collect()
}

/// Replaces characters that would let a submission move the cursor, change colors or hide text.
pub(crate) fn sanitize(text: &str) -> String {
    let is_harmful = |c: char| match c {
        '\n' | '\t' => false,
        // Bidirectional control characters can disguise text.
        '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' => true,
        c => c.is_control(),
    };
    text.replace(is_harmful, "\u{fffd}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_cannot_control_the_terminal() {
        assert_eq!(sanitize("a\x1b[2Jb\r\nc\td\u{202e}"), "a\u{fffd}[2Jb\u{fffd}\nc\td\u{fffd}");
    }

    #[test]
    fn the_first_line_is_not_empty_if_there_is_one() {
        assert_eq!(first_line("\n  error: a\nb"), "error: a");
        assert_eq!(first_line(""), "");
    }
}
