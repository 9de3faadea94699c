//! What is said about a submission, and texts of others made harmless.

pub(crate) const MISSING: &str = "not in the submission";
pub(crate) const EMPTY: &str = "the file has nothing in it";
pub(crate) const UNCHANGED: &str = "it is still the starter";
pub(crate) const ENDLESS: &str = "the compiler did not come to an end, and was stopped";
pub(crate) const LOST: &str = "it was handed in and not judged";

pub(crate) fn passed(tests: usize) -> String {
    if tests == 1 { "its test passes".to_owned() } else { format!("all {tests} tests pass") }
}

/// Whether rustc says that it died itself.
pub(crate) fn is_crash(message: &str) -> bool {
    ["(signal: ", "internal compiler error"].iter().any(|mark| message.contains(mark))
}

/// The first line that says something.
pub(crate) fn first_line(text: &str) -> String {
    let line = text.lines().map(str::trim).find(|line| !line.is_empty()).unwrap_or_default();
    line.chars().take(120).collect()
}

/// What a submission makes the tests say cannot move the cursor, change colours or hide text.
pub(crate) fn clean(text: &str) -> String {
    text.chars()
        .map(|c| match c {
            '\n' | '\t' => c,
            // Marks that turn the direction of writing around, so that text seems to say other things.
            '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{200e}' | '\u{200f}' => {
                '\u{fffd}'
            }
            c if c.is_control() => '\u{fffd}',
            c => c,
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_cannot_move_the_cursor() {
        assert_eq!(clean("a\x1b[2Jb\r\nc\td\u{202e}"), "a\u{fffd}[2Jb\u{fffd}\nc\td\u{fffd}");
    }

    #[test]
    fn the_first_line_says_something() {
        assert_eq!(first_line("\n  error: a\nb"), "error: a");
        assert_eq!(first_line(""), "");
    }
}
