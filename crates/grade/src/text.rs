//! Text that may come from a submission: made harmless and short enough for every output format.
use std::path::Path;

/// How much text an exercise may add to any output format, in bytes.
pub(crate) const MAX_EXERCISE: usize = 256 * 1024;

/// Replaces characters that could move the cursor, change colors, hide or reorder text, or that XML does
/// not allow, with escapes such as `\u{202e}`. So that no text is a command to GitHub Actions, which reads
/// them in what a step prints, the first character of `::` is escaped where a line begins, and the last one of `##[`.
pub(crate) fn escape(text: &str) -> String {
    shorten(text, usize::MAX)
}

/// The same for a name, which has one line.
pub(crate) fn escape_name(name: &str) -> String {
    escape(&name.replace('\n', "\\u{a}").replace('\t', "\\u{9}"))
}

/// A path that may contain a name of a submission.
pub(crate) fn shown(path: &Path) -> String {
    escape_name(&path.display().to_string())
}

/// Escapes a text and cuts it, with a note, so that it takes at most `max` bytes in every format.
///
/// `max` must have room for the note.
pub(crate) fn shorten(text: &str, max: usize) -> String {
    const NOTE: usize = 100;
    let mut out = String::new();
    let mut used = 0_usize;
    // The last position at which the note still fits.
    let mut last_cut = 0;
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        if c == '\r' && chars.peek() == Some(&'\n') {
            continue;
        }
        let before = out.len();
        let is_command = match c {
            ':' => chars.peek() == Some(&':') && is_blank(out.rsplit('\n').next()),
            '[' => out.ends_with("##"),
            _ => false,
        };
        if is_harmful(c) || is_command {
            out.extend(c.escape_unicode());
        } else {
            out.push(c);
        }
        used += out[before..].chars().map(weight).sum::<usize>();
        if used <= max.saturating_sub(NOTE) {
            last_cut = out.len();
        }
        if used > max {
            out.truncate(last_cut);
            out.push_str(&format!("\n… (cut here: the whole text has {} bytes)\n", text.len()));
            break;
        }
    }
    out
}

/// The first line that is not empty, escaped and shortened.
pub(crate) fn first_line(text: &str) -> String {
    let line = text.lines().map(str::trim).find(|line| !line.is_empty()).unwrap_or_default();
    let short: String = line.chars().take(120).collect();
    escape(&short)
}

fn is_blank(line: Option<&str>) -> bool {
    line.is_none_or(|line| line.trim().is_empty())
}

/// The most bytes that a character takes in any format: as it is, or escaped in JSON, XML or HTML.
fn weight(c: char) -> usize {
    match c {
        '"' | '\'' => 6,
        '&' => 5,
        '<' | '>' => 4,
        '\n' | '\t' => 5,
        '\\' => 2,
        c => c.len_utf8(),
    }
}

fn is_harmful(c: char) -> bool {
    match c {
        '\n' | '\t' => false,
        // Characters without a width can hide text or make two texts look equal.
        '\u{ad}' | '\u{34f}' | '\u{115f}' | '\u{1160}' | '\u{17b4}' | '\u{17b5}' | '\u{3164}' => {
            true
        }
        '\u{180b}'..='\u{180f}' | '\u{200b}'..='\u{200d}' | '\u{2060}'..='\u{206f}' => true,
        '\u{feff}' | '\u{ffa0}' | '\u{fff9}'..='\u{fffb}' => true,
        '\u{fe00}'..='\u{fe0f}' | '\u{e0000}'..='\u{e0fff}' => true,
        // Bidirectional controls reorder text.
        '\u{61c}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' => true,
        // Some programs start a new line here.
        '\u{2028}' | '\u{2029}' => true,
        // Noncharacters; XML does not allow the last two of them.
        '\u{fdd0}'..='\u{fdef}' => true,
        c if u32::from(c) & 0xfffe == 0xfffe => true,
        c => c.is_control(),
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn text_cannot_control_the_terminal() {
        assert_eq!(escape("a\x1b[2Jb\r\nc\td\u{202e}\r"), "a\\u{1b}[2Jb\nc\td\\u{202e}\\u{d}");
        assert_eq!(escape("\u{fffe}\u{200b}é漢"), "\\u{fffe}\\u{200b}é漢");
    }

    #[test]
    fn text_is_no_command_to_github() {
        let text = "::a::b\n \u{3000}::c\nd ::e\n##[f]";
        let escaped = "\\u{3a}:a::b\n \u{3000}\\u{3a}:c\nd ::e\n##\\u{5b}f]";
        assert_eq!(escape(text), escaped);
        assert_eq!(escape(escaped), escaped);
        assert_eq!(escape_name("ada\n::error::\t"), "ada\\u{a}::error::\\u{9}");
    }

    #[test]
    fn the_first_line_is_not_empty_if_there_is_one() {
        assert_eq!(first_line("\n  error: a\nb"), "error: a");
        assert_eq!(first_line(""), "");
    }

    #[test]
    fn a_long_text_is_cut_with_a_note() {
        let text = shorten(&"a".repeat(1000), 200);
        assert_eq!(text, "a".repeat(100) + "\n… (cut here: the whole text has 1000 bytes)\n");
        assert_eq!(shorten(&"a".repeat(200), 200), "a".repeat(200));
    }

    proptest! {
        #![proptest_config(crate::fuzz::config(256))]

        #[test]
        fn random_texts_are_no_longer_than_allowed(text in crate::fuzz::text(), max in 100..400_usize) {
            let short = shorten(&text, max);
            let json = serde_json::to_string(&short).unwrap();
            prop_assert!(json.len() <= max + 2, "{json}");
            prop_assert!(short.chars().map(weight).sum::<usize>() <= max);
            prop_assert!(!short.chars().any(is_harmful));
            prop_assert!(!short.contains("##["));
            prop_assert!(short.lines().all(|line| !line.trim_start().starts_with("::")), "{short}");
        }
    }
}
