//! Progress on the terminal, styles, and line wrapping.
use std::env;
use std::io::{IsTerminal, stdout};
use std::sync::OnceLock;
use std::thread;
use std::time::{Duration, Instant};

use protocol::environment::COLUMNS;

use anstyle::{AnsiColor, Style};
use indicatif::{ProgressBar, ProgressStyle};

/// The width of a screen that is not known.
pub const WIDTH: usize = protocol::environment::DEFAULT_COLUMNS;

/// The width of the terminal, if the output goes to one. A command that starts this one can set it.
pub fn columns() -> Option<usize> {
    let columns = env::var(COLUMNS).ok().and_then(|columns| columns.parse().ok());
    columns.or_else(|| {
        let (_rows, columns) = console::Term::stdout().size_checked()?;
        Some(columns.into()).filter(|_| stdout().is_terminal())
    })
}

/// The height of the terminal, if the output goes to one.
pub fn rows() -> Option<usize> {
    let (rows, _columns) = console::Term::stdout().size_checked()?;
    Some(rows.into()).filter(|_| stdout().is_terminal())
}

/// Whether the output is a terminal that shows colors.
pub fn has_colors() -> bool {
    anstream::AutoStream::choice(&stdout()) != anstream::ColorChoice::Never
}

/// The maximum width of the course's own messages: the width of the terminal, but at most 80 columns, because
/// longer sentences are hard to read. Tables of interleavings may be wider.
pub fn sentence_width() -> usize {
    static WIDTH_OF_TERMINAL: OnceLock<usize> = OnceLock::new();
    *WIDTH_OF_TERMINAL.get_or_init(|| columns().map_or(WIDTH, |columns| columns.clamp(40, WIDTH)))
}

/// Something that succeeded.
pub const SUCCESS: Style = AnsiColor::Green.on_default().bold();
/// Something that failed.
pub const ERROR: Style = AnsiColor::Red.on_default().bold();
/// Headings and names.
pub const BOLD: Style = Style::new().bold();
/// Secondary information.
pub const DIM: Style = Style::new().dimmed();

/// The text in a style; the stream drops the style where colors are off.
pub fn paint(style: Style, text: &str) -> String {
    format!("{style}{text}{style:#}")
}

/// One line on a terminal that shows what is being done. Without a terminal only
/// [`Progress::announce`] prints.
pub struct Progress {
    bar: ProgressBar,
    announced: bool,
}

impl Progress {
    pub fn start() -> Self {
        let progress = Self { bar: ProgressBar::new_spinner(), announced: false };
        progress.spin();
        progress
    }

    /// Shows a spinner instead of a bar.
    fn spin(&self) {
        if let Ok(style) = ProgressStyle::with_template("{spinner} {wide_msg}") {
            self.bar.set_style(style.tick_strings(&["-", "\\", "|", "/", " "]));
        }
    }

    /// Progress that is never shown, for work that runs in parallel.
    pub fn hidden() -> Self {
        Self { bar: ProgressBar::hidden(), announced: true }
    }

    /// Shows what is being done.
    pub fn say(&self, doing: impl Into<String>) {
        // A finished bar shows nothing until it is reset.
        if self.bar.is_finished() {
            self.bar.reset();
        }
        self.bar.set_message(doing.into());
        // The bar starts a thread, and panics if it cannot.
        if !self.bar.is_hidden() && thread::Builder::new().spawn(|| ()).is_ok() {
            self.bar.enable_steady_tick(Duration::from_millis(120));
        }
    }

    /// Whether the progress line is not visible.
    pub fn is_hidden(&self) -> bool {
        self.bar.is_hidden()
    }

    /// From now on shows how many of `total` items are done.
    pub fn count(&self, total: usize) {
        if let Ok(style) = ProgressStyle::with_template("{bar:40} {pos}/{len}  {wide_msg}") {
            self.bar.set_style(style);
        }
        self.bar.reset();
        self.bar.set_length(total as u64);
    }

    /// One more of the items that [`count`](Self::count) announced is done; `item` is its name.
    pub fn increment(&self, item: &str) {
        self.bar.set_message(item.to_owned());
        self.bar.inc(1);
    }

    /// If the progress line is not visible, prints once why this takes a while.
    pub fn announce(&mut self, why: &str) {
        if self.bar.is_hidden() && !self.announced {
            anstream::eprintln!("{why}");
        }
        self.announced = true;
    }

    /// Prints a line above the progress line.
    pub fn print(&self, line: &str) {
        self.bar.suspend(|| anstream::println!("{line}"));
    }

    pub fn stop(&self) {
        self.bar.disable_steady_tick();
        self.bar.finish_and_clear();
        self.spin();
    }
}

impl Drop for Progress {
    fn drop(&mut self) {
        self.stop();
    }
}

/// The elapsed time, such as `0.4 s` or `75 s`.
pub fn elapsed(since: Instant) -> String {
    let seconds = since.elapsed().as_secs_f64();
    if seconds < 10.0 { format!("{seconds:.1} s") } else { format!("{seconds:.0} s") }
}

/// Wraps `text` to the terminal. All lines but the first are indented by `indent`; the first is assumed to
/// start there already.
pub fn wrapped(text: &str, indent: usize) -> String {
    wrap(text, indent, sentence_width())
}

/// Like [`wrapped`], but to `width` columns. Code between backquotes stays on one line; if it is longer than that,
/// each of its statements does that fits.
pub fn wrap(text: &str, indent: usize, width: usize) -> String {
    let options = textwrap::Options::new(width.saturating_sub(indent))
        .break_words(false)
        .word_splitter(textwrap::WordSplitter::NoHyphenation);
    let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
    let text = with_unbroken_code(&text, width.saturating_sub(indent));
    let lines = textwrap::wrap(&text, options);
    lines.join(&format!("\n{}", " ".repeat(indent))).replace(NO_BREAK, " ")
}

/// A space at which no line ends.
const NO_BREAK: char = '\u{a0}';

fn with_unbroken_code(text: &str, width: usize) -> String {
    if !text.matches('`').count().is_multiple_of(2) {
        return text.to_owned();
    }
    // With its backquotes and a punctuation mark.
    let fits = |code: &str| code.chars().count() + 3 <= width;
    let unbroken = |code: &str| match fits(code) {
        true => code.replace(' ', &NO_BREAK.to_string()),
        false => code.to_owned(),
    };
    let statements = |code: &str| code.split("; ").map(unbroken).collect::<Vec<_>>().join("; ");
    let unbroken = |(at, part): (usize, &str)| match at % 2 {
        0 => part.to_owned(),
        _ if fits(part) => unbroken(part),
        _ => statements(part),
    };
    text.split('`').enumerate().map(unbroken).collect::<Vec<_>>().join("`")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_that_do_not_fit_go_to_the_next_line() {
        assert_eq!(wrap("one two three", 2, 9), "one two\n  three");
        assert_eq!(wrap("one", 2, 3), "one");
        assert_eq!(wrap("", 2, 3), "");
    }

    #[test]
    fn code_is_broken_only_after_a_statement() {
        assert_eq!(wrap("call `join it` twice", 0, 12), "call\n`join it`\ntwice");
        assert_eq!(wrap("try `let a = 1; *a += 1`.", 0, 15), "try `let a = 1;\n*a += 1`.");
        assert_eq!(wrap("a single ` is no code", 0, 10), "a single `\nis no code");
    }
}
