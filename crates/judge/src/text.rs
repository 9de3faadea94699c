//! Lays out text in at most 80 columns; tables may be as wide as the terminal.

use std::borrow::Cow;

use protocol::environment;
use textwrap::{Options, WordSplitter};

use crate::messages;

/// The maximum length of a report, in bytes.
const LENGTH: usize = 48 * 1024;
/// The indentation of everything below the headline.
const INDENT: &str = "  ";

/// The maximum width of a sentence.
fn sentence_width() -> usize {
    table_width().min(environment::DEFAULT_COLUMNS)
}

/// The maximum width of an indented line, such as a row of a history.
fn table_width() -> usize {
    environment::columns()
}

/// The maximum width of a table in a report, which is indented.
pub(crate) fn report_width() -> usize {
    table_width() - INDENT.len()
}

/// The first line of a report, wrapped.
pub(crate) fn headline(text: &str) -> String {
    let options = Options::new(sentence_width()).subsequent_indent("    ");
    textwrap::fill(text, options.word_splitter(WordSplitter::NoHyphenation))
}

/// Wraps and indents a paragraph. `label` begins the first line; the others align with its end.
pub(crate) fn paragraph(label: &str, text: &str) -> String {
    let label_width = label.chars().count();
    let margin = INDENT.len() + label_width;
    let wrap = |line| {
        // The rest of an indented line is indented further.
        let is_row = str::starts_with(line, ' ');
        let indent = line.len() - line.trim_start().len() + 2;
        let width = if is_row { table_width() } else { sentence_width() };
        let options = Options::new(width - margin);
        let rest = " ".repeat(if is_row { indent } else { 0 });
        let options = options.subsequent_indent(&rest).word_splitter(WordSplitter::NoHyphenation);
        let lines = textwrap::wrap(line, options).into_iter();
        lines.map(Cow::into_owned).collect::<Vec<_>>()
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
    use super::{first_line, headline, indented, paragraph};

    const WIDTH: usize = 80;

    #[test]
    fn lines_are_at_most_80_columns_wide() {
        let text = format!("{} {}", "word ".repeat(60), "x".repeat(250));
        let wrapped = paragraph("scenario: ", &text);
        assert!(wrapped.lines().all(|line| line.chars().count() <= WIDTH), "{wrapped}");
        let visible = |text: &str| text.chars().filter(|c| !c.is_whitespace()).collect::<String>();
        assert_eq!(visible(&wrapped), visible(&format!("scenario:{text}")));
    }

    #[test]
    fn the_rest_of_a_long_line_is_indented() {
        let row = format!("  {}", "x ".repeat(48));
        let (first, rest) = (["x"; 38].join(" "), ["x"; 10].join(" "));
        assert_eq!(paragraph("", &row), format!("    {first}\n      {rest}\n"));
        let (first, rest) = (["x"; 40].join(" "), ["x"; 8].join(" "));
        assert_eq!(headline(row.trim()), format!("{first}\n    {rest}"));
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
