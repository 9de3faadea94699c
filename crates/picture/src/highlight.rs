//! Rust source as HTML, one line at a time, with the kinds of tokens marked.

use crate::xml::escape;

/// The keywords of the exercises.
const KEYWORDS: [&str; 36] = [
    "as", "async", "await", "break", "const", "continue", "crate", "dyn", "else", "enum", "false",
    "fn", "for", "if", "impl", "in", "let", "loop", "match", "mod", "move", "mut", "pub", "ref",
    "return", "self", "Self", "static", "struct", "super", "trait", "true", "type", "unsafe",
    "use", "while",
];

/// The lines of a source file as HTML. Comments, strings, numbers, keywords and types are in a `<span>`
/// of the class `c`, `s`, `n`, `k` or `t`.
///
/// ```
/// assert_eq!(picture::highlight("let a = 1;"), ["<span class=\"k\">let</span> a = <span class=\"n\">1</span>;"]);
/// ```
pub fn highlight(source: &str) -> Vec<String> {
    let mut html = String::new();
    let mut rest = source;
    while let Some(first) = rest.chars().next() {
        let (class, length) = token(rest, first);
        let (text, after) = rest.split_at(length);
        rest = after;
        for (number, line) in text.split('\n').enumerate() {
            if number > 0 {
                html.push('\n');
            }
            match class {
                "" => html.push_str(&escape(line)),
                _ if line.is_empty() => {}
                class => {
                    html.push_str(&format!("<span class=\"{class}\">{}</span>", escape(line)));
                }
            }
        }
    }
    html.lines().map(str::to_owned).collect()
}

/// The class and the length of the token at the start of `rest`.
fn token(rest: &str, first: char) -> (&'static str, usize) {
    if rest.starts_with("//") {
        return ("c", rest.find('\n').unwrap_or(rest.len()));
    }
    if rest.starts_with("/*") {
        return ("c", rest.find("*/").map_or(rest.len(), |end| end + 2));
    }
    match first {
        '"' => ("s", quoted(rest, '"')),
        '\'' if is_char(rest) => ("s", quoted(rest, '\'')),
        '0'..='9' => ("n", word(rest)),
        '_' | 'a'..='z' | 'A'..='Z' => {
            let length = word(rest);
            let class = match &rest[..length] {
                word if KEYWORDS.contains(&word) => "k",
                _ if first.is_uppercase() => "t",
                _ => "",
            };
            (class, length)
        }
        other => ("", other.len_utf8()),
    }
}

/// The length of a word or a number.
fn word(rest: &str) -> usize {
    rest.find(|c: char| !c.is_alphanumeric() && c != '_').unwrap_or(rest.len())
}

/// Whether a quote begins a character rather than a lifetime.
fn is_char(rest: &str) -> bool {
    let mut characters = rest.chars().skip(1);
    matches!((characters.next(), characters.next()), (Some('\\'), _) | (Some(_), Some('\'')))
}

/// The length of a string or a character, with its quotes.
fn quoted(rest: &str, quote: char) -> usize {
    let mut is_escaped = false;
    for (at, character) in rest.char_indices().skip(1) {
        match character {
            _ if is_escaped => is_escaped = false,
            '\\' => is_escaped = true,
            character if character == quote => return at + character.len_utf8(),
            _ => {}
        }
    }
    rest.len()
}

#[cfg(test)]
mod tests {
    use super::highlight;

    #[test]
    fn every_token_keeps_its_text() {
        let source = "//! <Doc>\nfn f<'a>(x: &'a str) -> char {\n    /* a\n b */ 'x'; '\\''; \"a\\\"\n b\"\n}";
        let lines = highlight(source);
        let text: Vec<String> = lines
            .iter()
            .map(|line| {
                let mut text = String::new();
                let mut inside = false;
                for character in line.chars() {
                    match character {
                        '<' => inside = true,
                        '>' => inside = false,
                        character if !inside => text.push(character),
                        _ => {}
                    }
                }
                text.replace("&lt;", "<")
                    .replace("&gt;", ">")
                    .replace("&quot;", "\"")
                    .replace("&amp;", "&")
            })
            .collect();
        assert_eq!(text.join("\n"), source);
        assert_eq!(lines[0], "<span class=\"c\">//! &lt;Doc&gt;</span>");
        assert!(
            lines[1].contains("&lt;'a&gt;") && lines[3].contains("<span class=\"s\">'x'</span>")
        );
    }
}
