//! Where a report is shown: its width, whether it has colors, and where lines break.

use crate::text::count;
use crate::thread_set::Tid;

/// The maximum width of a line, unless a table is to be wider. The test kit indents a report by two of 80
/// columns.
pub(super) const WIDTH: usize = 78;

/// The ANSI colors of threads after the body. Red is for errors.
const COLORS: [u8; 5] = [36, 33, 35, 32, 34];

#[derive(Clone, Copy, Debug)]
pub(super) struct Screen {
    /// The maximum width of a line of a table.
    pub(super) width: usize,
    pub(super) has_colors: bool,
}

impl Screen {
    /// The text of a thread in its color. The body has none.
    pub(super) fn painted(self, thread: Option<Tid>, text: &str) -> String {
        match thread.filter(|thread| self.has_colors && *thread > 0 && !text.is_empty()) {
            Some(thread) => {
                let color = COLORS[(thread - 1) % COLORS.len()];
                format!("\x1b[{color}m{text}\x1b[0m")
            }
            None => text.to_owned(),
        }
    }
}

/// Breaks a paragraph into lines of at most `limit` characters, and of at most [`WIDTH`]: longer lines are
/// hard to read. Empty if the paragraph is.
pub(super) fn wrap(text: &str, limit: usize) -> String {
    let limit = limit.min(WIDTH);
    let (mut wrapped, mut column) = (String::new(), 0);
    for word in text.split_whitespace() {
        let width = count(word);
        if column > 0 {
            let fits = column + 1 + width <= limit;
            wrapped.push(if fits { ' ' } else { '\n' });
            column = if fits { column + 1 } else { 0 };
        }
        wrapped.push_str(word);
        column += width;
    }
    if !wrapped.is_empty() {
        wrapped.push('\n');
    }
    wrapped
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_thread_but_the_body_has_a_color() {
        let painted = |has_colors, thread| Screen { width: 78, has_colors }.painted(thread, "a");
        assert_eq!(painted(true, Some(1)), "\x1b[36ma\x1b[0m");
        assert_eq!(painted(true, Some(6)), painted(true, Some(1)));
        for plain in [painted(false, Some(1)), painted(true, Some(0)), painted(true, None)] {
            assert_eq!(plain, "a");
        }
    }

    #[test]
    fn lines_are_filled_up_to_the_width() {
        let wrapped = wrap(&"word ".repeat(40), WIDTH);
        assert!(wrapped.lines().all(|line| line.len() <= WIDTH));
        assert_eq!(wrapped.lines().count(), 3);
        assert_eq!(wrapped.split_whitespace().count(), 40);
        assert_eq!(wrap(&"word ".repeat(40), 120), wrapped);
        assert_eq!(wrap("one two three", 8), "one two\nthree\n");
        assert_eq!(wrap("", 78), "");
    }
}
