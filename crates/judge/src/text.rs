//! Laying out text in at most 80 columns. Tables may have 100.

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
    let continuation = " ".repeat(label_width);
    let mut lines = Vec::new();
    for line in text.lines() {
        let width = if line.starts_with(' ') { TABLE_WIDTH } else { WIDTH };
        wrap(line, width - margin, &mut lines);
    }
    let mut out = String::new();
    for (number, line) in lines.iter().enumerate() {
        let start = if number == 0 { label } else { &continuation };
        out.push_str(format!("{INDENT}{start}{line}").trim_end());
        out.push('\n');
    }
    out
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

/// Wraps one line. A word that is wider than a line is split.
fn wrap(line: &str, width: usize, lines: &mut Vec<String>) {
    let mut current = String::new();
    let mut columns = 0;
    for word in line.split_inclusive(' ') {
        let word_width = word.trim_end().chars().count();
        if columns > 0 && columns + word_width > width {
            lines.push(std::mem::take(&mut current));
            columns = 0;
        }
        for character in word.chars() {
            if columns == width && character != ' ' {
                lines.push(std::mem::take(&mut current));
                columns = 0;
            }
            current.push(character);
            columns += 1;
        }
    }
    lines.push(current);
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
