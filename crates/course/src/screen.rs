//! What is seen while something takes longer than a moment, and the colours.
use std::time::{Duration, Instant};

use anstyle::{AnsiColor, Style};
use indicatif::{ProgressBar, ProgressStyle};

pub const GOOD: Style = AnsiColor::Green.on_default().bold();
pub const BAD: Style = AnsiColor::Red.on_default().bold();
pub const STRONG: Style = Style::new().bold();
pub const QUIET: Style = Style::new().dimmed();

/// A text in a style; the stream drops the style where it is not wanted.
pub fn paint(style: Style, text: &str) -> String {
    format!("{style}{text}{style:#}")
}

/// One line on the terminal that says what is being done. Elsewhere it stays silent, but for
/// [`Progress::announce`].
pub struct Progress {
    bar: ProgressBar,
    announced: bool,
}

impl Progress {
    pub fn start() -> Self {
        let bar = ProgressBar::new_spinner();
        if let Ok(style) = ProgressStyle::with_template("{spinner} {wide_msg}") {
            bar.set_style(style.tick_strings(&["-", "\\", "|", "/", " "]));
        }
        Self { bar, announced: false }
    }

    /// Where several things are done at the same time, none of them shows what it does.
    pub fn hidden() -> Self {
        Self { bar: ProgressBar::hidden(), announced: true }
    }

    /// What is being done now.
    pub fn say(&self, doing: impl Into<String>) {
        // A bar that has stopped shows nothing until it begins again.
        if self.bar.is_finished() {
            self.bar.reset();
        }
        self.bar.set_message(doing.into());
        self.bar.enable_steady_tick(Duration::from_millis(120));
    }

    /// Said once where nobody sees the moving line (a log, say): this will take a while.
    pub fn announce(&mut self, why: &str) {
        if self.bar.is_hidden() && !self.announced {
            anstream::eprintln!("{why}");
        }
        self.announced = true;
    }

    /// Prints a line above the moving one.
    pub fn print(&self, line: &str) {
        self.bar.suspend(|| anstream::println!("{line}"));
    }

    pub fn stop(&self) {
        self.bar.disable_steady_tick();
        self.bar.finish_and_clear();
    }
}

impl Drop for Progress {
    fn drop(&mut self) {
        self.stop();
    }
}

/// How long something took, in words: `0.4 s`, `75 s`.
pub fn took(since: Instant) -> String {
    let seconds = since.elapsed().as_secs_f64();
    if seconds < 10.0 { format!("{seconds:.1} s") } else { format!("{seconds:.0} s") }
}

/// Breaks `text` between words so that no line exceeds `width`; all lines but the first are
/// indented by `indent`, the first is thought to begin there already.
pub fn wrap(text: &str, indent: usize, width: usize) -> String {
    let mut out = String::new();
    let mut column = indent;
    for word in text.split_whitespace() {
        let length = word.chars().count();
        if column > indent && column + 1 + length > width {
            out.push('\n');
            out.push_str(&" ".repeat(indent));
            column = indent;
        }
        if column > indent {
            out.push(' ');
            column += 1;
        }
        out.push_str(word);
        column += length;
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_go_to_the_next_line_where_they_do_not_fit() {
        assert_eq!(wrap("one two three", 2, 9), "one two\n  three");
        assert_eq!(wrap("one", 2, 3), "one");
        assert_eq!(wrap("", 2, 3), "");
    }
}
