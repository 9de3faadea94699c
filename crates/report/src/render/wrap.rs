//! Line wrapping.

use super::screen::WIDTH;
use crate::text::count;

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
