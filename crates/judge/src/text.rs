//! Lines of at most 80 columns; those of tables may have 100.

/// The widest line of a sentence.
const WIDTH: usize = 80;
/// The widest line of what was laid out already: it stands in.
const TABLE: usize = 100;
/// How far everything below the head line stands in.
const INDENT: &str = "  ";

/// Breaks a paragraph between words so that it fits below the head line; `label` begins the first
/// line, the others stand in as far as the label is wide.
pub(crate) fn paragraph(label: &str, text: &str) -> String {
    let margin = INDENT.len() + label.chars().count();
    let hang = " ".repeat(label.chars().count());
    let mut lines = Vec::new();
    for line in text.lines() {
        let width = if line.starts_with(' ') { TABLE } else { WIDTH };
        fill(line, width - margin, &mut lines);
    }
    let mut out = String::new();
    for (number, line) in lines.iter().enumerate() {
        let start = if number == 0 { label } else { &hang };
        out.push_str(format!("{INDENT}{start}{line}").trim_end());
        out.push('\n');
    }
    out
}

/// Stands a text in by two columns, line by line, without breaking its lines.
pub(crate) fn indented(text: &str) -> String {
    let line = |line: &str| {
        if line.is_empty() { "\n".into() } else { format!("{INDENT}{line}\n") }
    };
    text.lines().map(line).collect()
}

/// The first line of a text in at most `width` characters.
pub(crate) fn first_line(text: &str, width: usize) -> String {
    let line = text.lines().next().unwrap_or_default().trim();
    if line.chars().count() <= width {
        return line.into();
    }
    let start: String = line.chars().take(width - 1).collect();
    format!("{}…", start.trim_end())
}

/// Breaks one line; a word that is wider than a line is cut.
fn fill(line: &str, width: usize, lines: &mut Vec<String>) {
    let mut current = String::new();
    let mut columns = 0;
    for word in line.split_inclusive(' ') {
        let long = word.trim_end().chars().count();
        if columns > 0 && columns + long > width {
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
    fn no_line_is_wider_than_a_report() {
        let text = format!("{} {}", "word ".repeat(60), "x".repeat(250));
        let wrapped = paragraph("scenario: ", &text);
        assert!(wrapped.lines().all(|line| line.chars().count() <= WIDTH), "{wrapped}");
        let letters = |text: &str| text.chars().filter(|c| !c.is_whitespace()).collect::<String>();
        assert_eq!(letters(&wrapped), letters(&format!("scenario:{text}")));
        let row = format!("  {}", "x ".repeat(48));
        assert_eq!(paragraph("", &row), format!("  {}\n", row.trim_end()));
    }

    #[test]
    fn lines_of_a_table_stay_whole() {
        assert_eq!(indented("a  b\n\nc"), "  a  b\n\n  c\n");
    }

    #[test]
    fn a_summary_is_without_rustcs_words() {
        use crate::words::in_short;
        let compared = "assertion `left == right` failed\n  left: [1]\n right: [1, 2]";
        assert_eq!(in_short(compared), "[1] is not [1, 2]");
        assert_eq!(
            in_short("assertion `left == right` failed: lost\n  left: 1"),
            "lost\n  left: 1"
        );
        assert_eq!(in_short("assertion failed: found"), "found");
        assert_eq!(in_short("Tom is gone"), "Tom is gone");
    }

    #[test]
    fn a_summary_is_cut_at_its_first_line() {
        assert_eq!(first_line("lost\nleft: 1", 72), "lost");
        assert_eq!(first_line("nobody ordered this", 10), "nobody or…");
    }
}
