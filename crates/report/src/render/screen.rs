//! Where a report is shown: its width, and whether it has colors.

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

#[cfg(test)]
mod tests {
    use super::Screen;

    #[test]
    fn each_thread_but_the_body_has_a_color() {
        let painted = |has_colors, thread| Screen { width: 78, has_colors }.painted(thread, "a");
        assert_eq!(painted(true, Some(1)), "\x1b[36ma\x1b[0m");
        assert_eq!(painted(true, Some(6)), painted(true, Some(1)));
        for plain in [painted(false, Some(1)), painted(true, Some(0)), painted(true, None)] {
            assert_eq!(plain, "a");
        }
    }
}
