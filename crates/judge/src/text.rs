//! Lays out text in at most 80 columns; tables may have 100.

use std::borrow::Cow;

use textwrap::{Options, WordSplitter};

use crate::messages;

/// The maximum length of a report, in bytes.
const LENGTH: usize = 48 * 1024;
/// The maximum width of a sentence.
const WIDTH: usize = 80;
/// The maximum width of an indented line, such as a row of a history.
const TABLE_WIDTH: usize = 100;
/// The indentation of everything below the headline.
const INDENT: &str = "  ";

/// Wraps and indents a paragraph. `label` begins the first line; the others align with its end.
pub(crate) fn paragraph(label: &str, text: &str) -> String {
    let label_width = label.chars().count();
    let margin = INDENT.len() + label_width;
    let wrap = |line| {
        let is_row = str::starts_with(line, ' ');
        let options = Options::new(if is_row { TABLE_WIDTH } else { WIDTH } - margin);
        textwrap::wrap(line, options.word_splitter(WordSplitter::NoHyphenation))
    };
    let mut out = String::new();
    for (number, line) in text.lines().flat_map(wrap).enumerate() {
        let start = if number == 0 { label } else { &" ".repeat(label_width) };
        out.push_str(format!("{INDENT}{start}{line}").trim_end());
        out.push('\n');
    }
    out
}

/// The beginning of a long text, with a note that it was cut. A report is for people, and a panic message
/// can be as long as the memory allows.
pub(crate) fn shortened(text: &str) -> Cow<'_, str> {
    match text.len() > LENGTH {
        false => text.into(),
        true => format!("{}\n{}", &text[..text.floor_char_boundary(LENGTH)], messages::CUT).into(),
    }
}

/// Indents each line without wrapping it.
pub(crate) fn indented(text: &str) -> String {
    let line = |line: &str| {
        if line.is_empty() { "\n".into() } else { format!("{INDENT}{line}\n") }
    };
    text.lines().map(line).collect()
}

/// The first line of a text, shortened to at most `width` characters.
pub(crate) fn first_line(text: &str, width: usize) -> String {
    let line = text.lines().next().unwrap_or_default().trim();
    if line.chars().count() <= width {
        return line.into();
    }
    let start: String = line.chars().take(width - 1).collect();
    format!("{}…", start.trim_end())
}

#[cfg(test)]
mod tests {
    use super::{WIDTH, first_line, indented, paragraph};

    #[test]
    fn lines_are_at_most_80_columns_wide() {
        let text = format!("{} {}", "word ".repeat(60), "x".repeat(250));
        let wrapped = paragraph("scenario: ", &text);
        assert!(wrapped.lines().all(|line| line.chars().count() <= WIDTH), "{wrapped}");
        let visible = |text: &str| text.chars().filter(|c| !c.is_whitespace()).collect::<String>();
        assert_eq!(visible(&wrapped), visible(&format!("scenario:{text}")));
        let row = format!("  {}", "x ".repeat(48));
        assert_eq!(paragraph("", &row), format!("  {}\n", row.trim_end()));
    }

    #[test]
    fn lines_of_a_table_are_not_wrapped() {
        assert_eq!(indented("a  b\n\nc"), "  a  b\n\n  c\n");
    }

    #[test]
    fn a_summary_is_one_short_line() {
        assert_eq!(first_line("lost\nleft: 1", 72), "lost");
        assert_eq!(first_line("there is no order", 10), "there is…");
    }
}
