//! Mutants of `cargo-mutants`, as its JSON tells them.
use serde::Deserialize;

/// A place in a file, and what stands there instead.
#[derive(Debug, Clone, Deserialize)]
pub(crate) struct CargoMutant {
    /// Place and change in words.
    pub(crate) name: String,
    #[serde(default)]
    pub(crate) file: String,
    #[serde(default)]
    pub(crate) diff: String,
    replacement: String,
    span: Span,
}

#[derive(Debug, Clone, Deserialize)]
struct Span {
    start: Place,
    end: Place,
}

/// Line and column, which counts characters; both from 1.
#[derive(Debug, Clone, Deserialize)]
struct Place {
    line: usize,
    column: usize,
}

impl CargoMutant {
    /// The text with the mutant in it; nothing if the text has no such place.
    pub(crate) fn applied(&self, text: &str) -> Option<String> {
        let (start, end) = (self.span.start.offset(text)?, self.span.end.offset(text)?);
        Some(format!("{}{}{}", text.get(..start)?, self.replacement, text.get(end..)?))
    }

    /// The byte of the text in which the change begins.
    pub(crate) fn start(&self, text: &str) -> Option<usize> {
        self.span.start.offset(text)
    }
}

impl Place {
    fn offset(&self, text: &str) -> Option<usize> {
        let before: usize = text.split_inclusive('\n').take(self.line - 1).map(str::len).sum();
        let line = text.get(before..)?.lines().next()?;
        let column: usize = line.chars().take(self.column - 1).map(char::len_utf8).sum();
        Some(before + column)
    }
}

#[cfg(test)]
mod tests {
    use super::CargoMutant;

    #[test]
    fn columns_count_characters() {
        let json = r#"{"name": "replace + with -", "replacement": "-",
            "span": {"start": {"line": 2, "column": 5}, "end": {"line": 2, "column": 6}}}"#;
        let mutant: CargoMutant = serde_json::from_str(json).expect("it is JSON");
        assert_eq!(mutant.applied("one\nä + b\n").as_deref(), Some("one\nä + -\n"));
        assert_eq!(mutant.applied("one\n"), None);
    }
}
